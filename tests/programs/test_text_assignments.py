"""Who does what in the text of a program, and its aims: what is found, what is let pass."""

import pytest

from programs.wording.checks.aims import check_aims
from programs.wording.checks.assignments import Body, check_assignments
from programs.wording.checks.findings import Piece


def codes(findings):
    return [one.code for one in findings]


BODIES = [
    Body("Ủy ban nhân dân tỉnh Thanh Hóa", ("Ủy ban nhân dân tỉnh", "UBND tỉnh"), gives_tasks=True),
    Body("Sở Ngoại vụ", ("Sở Ngoại vụ",)),
    Body("Sở Tài chính", ("Sở Tài chính",)),
    Body("Sở Y tế", ("Sở Y tế",)),
    Body("Công an tỉnh Thanh Hóa", ("Công an tỉnh Thanh Hóa", "Công an tỉnh")),
]
HEAD = [
    Piece("p3", "TỔ CHỨC THỰC HIỆN", 3, kind="PHAN", level=0),
    Piece("h1", "PHÂN CÔNG NHIỆM VỤ", 3, kind="MUC", level=1, number="I."),
]
GOOD = "Sở Ngoại vụ chủ trì, phối hợp với Sở Tài chính lập kế hoạch trước ngày 15/12 hằng năm."
ASSIGNMENT_CASES = [
    pytest.param(GOOD, [], id="đủ chủ trì, hạn, sản phẩm"),
    pytest.param(
        "Lập kế hoạch quảng bá hình ảnh của tỉnh trong năm 2027.", ["TASK_NO_LEAD"], id="không có cơ quan"
    ),
    pytest.param(
        "Sở Ngoại vụ và Sở Tài chính chủ trì lập kế hoạch hằng năm.",
        ["TASK_TWO_LEADS"],
        id="hai cơ quan chủ trì",
    ),
    pytest.param(
        "Giao Sở Y tế, Sở Tài chính đề xuất danh mục trong quý II năm 2026.", [], id="mỗi cơ quan một việc"
    ),
    pytest.param(
        "Sở Ngoại vụ chủ trì, phối hợp với Sở Tài chính, Sở Ngoại vụ lập kế hoạch hằng năm.",
        ["TASK_LEAD_IN_COOP"],
        id="vừa chủ trì vừa phối hợp",
    ),
    pytest.param(
        "Sở Ngoại vụ chủ trì, phối hợp với Sở Tài chính lập đề án.",
        ["TASK_NO_DEADLINE"],
        id="không có thời hạn",
    ),
    pytest.param(
        "Sở Ngoại vụ chủ trì quảng bá hình ảnh của tỉnh, xong trước 30/6/2027.",
        ["TASK_NO_DELIVERABLE"],
        id="không có sản phẩm",
    ),
    pytest.param("Sở Ngoại vụ tổ chức 05 lớp bồi dưỡng mỗi năm.", [], id="sản phẩm là con số"),
    pytest.param("Giao Cục Hải quan khu vực chủ trì lập đề án năm 2027.", [], id="cơ quan ngoài danh mục"),
    pytest.param("Đề nghị Báo Thanh Hóa mở 12 chuyên trang năm 2027.", [], id="đề nghị ngoài danh mục"),
    pytest.param("Sở Y tế đào tạo 50 lưu học sinh năm 2027.", [], id="sản phẩm là lưu học sinh"),
    pytest.param("Ban hành kế hoạch năm 2027.", ["TASK_NO_LEAD"], id="ban hành không phải một ban"),
    pytest.param(
        "Các cơ quan, đơn vị cần tiếp tục đẩy mạnh công tác này.",
        ["TASK_NO_LEAD", "TASK_NO_DEADLINE"],
        id="các cơ quan, đơn vị không là ai",
    ),
    pytest.param(
        "Ủy ban nhân dân các xã, phường tổ chức thực hiện Chương trình trên địa bàn.",
        ["TASK_NO_DEADLINE", "TASK_NO_DELIVERABLE"],
        id="xã, phường, không hạn",
    ),
]


@pytest.mark.parametrize(("text", "expected"), ASSIGNMENT_CASES)
def test_what_an_assignment_lacks(text, expected):
    pieces = [*HEAD, Piece("d", text, 3, number="1.", level=2)]
    assert codes(check_assignments(pieces, known=BODIES)) == expected


@pytest.mark.parametrize("heading", ["TỔ CHỨC THỰC HIỆN", "CHẾ ĐỘ BÁO CÁO"], ids=["tổ chức", "chương khác"])
def test_what_is_asked_of_a_body_is_a_task_in_any_chapter(heading):
    pieces = [
        *HEAD,
        Piece("h2", heading, 3, kind="MUC", level=1, number="II."),
        Piece("d", "Đề nghị Sở Y tế chủ trì, phối hợp với Sở Tài chính khám bệnh.", 3, number="4.", level=2),
    ]
    assert codes(check_assignments(pieces, known=BODIES)) == ["TASK_NO_DEADLINE", "TASK_NO_DELIVERABLE"]


def test_a_sentence_that_gives_to_nobody_is_found_within_a_passage():
    text = "Công tác này còn hạn chế. Các cơ quan, đơn vị cần tiếp tục đẩy mạnh. Nguồn lực có hạn."
    [lead, due] = check_assignments([*HEAD, Piece("d", text, 3, number="-", level=2)], known=BODIES)
    assert (lead.code, lead.severity.value, due.code) == ("TASK_NO_LEAD", "warn", "TASK_NO_DEADLINE")
    assert lead.text == "Các cơ quan, đơn vị cần tiếp tục đẩy mạnh"
    assert lead.message == "“Các cơ quan, đơn vị” chưa là một cơ quan; ghi một cơ quan chủ trì."


def test_the_heading_of_an_agency_leads_what_stands_under_it():
    pieces = [
        *HEAD,
        Piece("h2", "Sở Ngoại vụ", 3, kind="MUC", level=2, number="1."),
        Piece("d", "Lập kế hoạch hằng năm.", 3, number="a)", level=3),
        Piece("h3", "Chế độ báo cáo", 3, kind="MUC", level=1, number="II."),
        Piece("e", "Định kỳ báo cáo.", 3, number="1.", level=2),
    ]
    assert codes(check_assignments(pieces, known=BODIES)) == []


def test_the_rows_of_the_task_table():
    head = ("TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian", "Sản phẩm")
    rows = (
        head,
        ("I", "Đối ngoại Đảng", "", "", "", ""),
        ("1", "Việc một", "Sở Ngoại vụ", "Sở Tài chính", "Quý I/2027", "Kế hoạch"),
        ("2", "Việc hai", "", "Sở Tài chính", "2027", "Đề án"),
        ("3", "Việc ba", "Sở Ngoại vụ, Sở Y tế", "Sở Y tế", "", "–"),
    )
    found = list(check_assignments([*HEAD, Piece("b", "", 3, kind="BANG", table=rows)], known=BODIES))
    assert [(one.code, one.text) for one in found] == [
        ("TASK_NO_LEAD", "Việc hai"),
        ("TASK_TWO_LEADS", "Việc ba"),
        ("TASK_LEAD_IN_COOP", "Việc ba"),
        ("TASK_NO_DEADLINE", "Việc ba"),
        ("TASK_NO_DELIVERABLE", "Việc ba"),
    ]


@pytest.mark.parametrize(
    ("text", "in_register", "expected"),
    [
        pytest.param("Công an tỉnh giữ vững an ninh.", (), ["AGENCY_NO_TASK"], id="nêu tên, không giao việc"),
        pytest.param(
            "Công an tỉnh giữ vững an ninh.", ("Công an tỉnh Thanh Hóa",), [], id="có việc trong sổ"
        ),
        pytest.param("Báo cáo Ủy ban nhân dân tỉnh.", (), [], id="cơ quan giao việc"),
        pytest.param("Sở Tài chính bố trí kinh phí.", (), [], id="đã phối hợp một việc"),
    ],
)
def test_an_agency_without_a_task(text, in_register, expected):
    pieces = [Piece("x", text, 2), *HEAD, Piece("d", GOOD, 3, number="1.", level=2)]
    assert codes(check_assignments(pieces, known=BODIES, in_register=in_register)) == expected


def aims(*rows, general="Nâng vị thế trên cả ba trụ cột."):
    return [
        Piece("h", "MỤC TIÊU", 2, kind="MUC", level=1),
        Piece("h1", "Mục tiêu chung", 2, kind="MUC", level=2),
        Piece("g", general, 2),
        Piece("h2", "Mục tiêu cụ thể", 2, kind="MUC", level=2),
        *(Piece(f"m{at}", text, 2) for at, text in enumerate(rows)),
        Piece("h3", "NHIỆM VỤ", 2, kind="MUC", level=1),
        Piece("n", "Vận động viện trợ phi chính phủ, quản lý viện trợ đúng quy định.", 2),
    ]


def test_an_aim_without_a_task():
    pieces = aims("Vận động 10 triệu USD viện trợ phi chính phủ.", "100% xã có cán bộ đầu mối.")
    [found] = check_aims(pieces)
    assert (found.code, found.key) == ("OBJECTIVE_NO_TASK", "m1")
    assert list(check_aims(pieces, titles=["Bồi dưỡng cán bộ đầu mối của xã"])) == []


def test_pillars_without_an_aim():
    pieces = aims("Về đối ngoại Nhân dân: vận động viện trợ phi chính phủ.", general="Nâng vị thế của tỉnh.")
    found = list(check_aims(pieces))
    assert [(one.code, one.text) for one in found] == [
        ("PILLAR_NO_OBJECTIVE", "Đối ngoại Đảng"),
        ("PILLAR_NO_OBJECTIVE", "Ngoại giao chính quyền"),
    ]


def test_a_text_without_aims_is_no_program():
    assert list(check_aims([Piece("d", "Chiều nay có hội nghị.", 0)])) == []
