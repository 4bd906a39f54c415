"""Key points out of the text, and when one counts as lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.keypoint_rules import Carrier, Point, lost_key_points, print_of
from programs.wording.comparing import Passage
from programs.wording.keypoints import Kind, propose, still_says

AGENCIES = ["Sở Ngoại vụ", "Sở Du lịch", "Sở Giáo dục và Đào tạo", "Trường Đại học Hồng Đức", "Sở Y tế"]
AGENCIES += ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Thanh Hóa", "Mặt trận Tổ quốc Việt Nam", "Ban Tổ chức"]
PARTNERS = ["tỉnh Hủa Phăn", "Zhi-Shan Foundation"]
UNIVERSITIES = "Các trường đại học mở rộng hợp tác đào tạo với các trường của Lào"


def proposed(text):
    found = propose([Passage("k", text)], agencies=AGENCIES, partners=PARTNERS)
    return [(one.kind.name, one.text) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"{UNIVERSITIES}.", [("TASK", UNIVERSITIES), ("AGENCY", "các trường đại học")],
            id="giao các trường",
        ),
        pytest.param(
            "Giao Sở Du lịch chủ trì quảng bá; đời sống ổn định.",
            [("TASK", "Giao Sở Du lịch chủ trì quảng bá"), ("AGENCY", "Sở Du lịch")],
            id="giao một sở",
        ),
        pytest.param(
            "Hợp tác với SỞ Y TẾ trong khám chữa bệnh.", [("AGENCY", "Sở Y tế")], id="nhắc tên, không giao"
        ),
        pytest.param(
            "Hợp tác với tỉnh Hủa Phăn và zhi-shan foundation.",
            [("PARTNER", "tỉnh Hủa Phăn"), ("PARTNER", "Zhi-Shan Foundation")],
            id="đối tác",
        ),
        pytest.param("Hoàn thành trước ngày 30/6/2027.", [("DEADLINE", "trước ngày 30/6/2027")], id="ngày"),
        pytest.param("Đến năm 2030 có bước chuyển rõ.", [("DEADLINE", "Đến năm 2030")], id="đến năm"),
        pytest.param("Báo cáo trong quý IV/2026 về tỉnh.", [("DEADLINE", "trong quý IV/2026")], id="quý"),
        pytest.param(
            "Phấn đấu tăng 10 % mỗi năm.", [("TARGET", "10 %")], id="chỉ tiêu phần trăm"
        ),
        pytest.param(
            "Tiếp nhận 11 khoản viện trợ, khoảng 1,9 triệu USD.",
            [("FIGURE", "11 khoản"), ("FIGURE", "khoảng 1,9 triệu USD")],
            id="số liệu",
        ),
        pytest.param("Giai đoạn 2021-2025 đã ký 05 đoàn năm 2024.", [("FIGURE", "05 đoàn")], id="đã qua"),
        pytest.param("Thực hiện Nghị quyết số 59-NQ/TW.", [], id="số văn bản không phải số liệu"),
        pytest.param("Đẩy mạnh toàn diện công tác đối ngoại.", [], id="không có ý cụ thể"),
        pytest.param(
            "Thực hiện Quyết định số 12/2025/QĐ-UBND ngày 24/01/2026 của tỉnh.", [], id="ngày của văn bản"
        ),
        pytest.param("Theo Luật số 59/2020/QH14 về hội.", [], id="số luật"),
        pytest.param("Giai đoạn 2026-2030 và nhiệm kỳ 2025 - 2030.", [], id="giai đoạn, nhiệm kỳ"),
        pytest.param("Từ năm 2026 đến năm 2030 làm đều.", [], id="cả giai đoạn, không phải thời hạn"),
        pytest.param("Từ ngày 01/7/2026 vận hành mô hình mới.", [], id="ngày bắt đầu"),
        pytest.param("Xây dựng kế hoạch năm 2027 cụ thể.", [], id="kế hoạch của năm"),
        pytest.param(
            "Báo cáo trước ngày 15/12 hằng năm.",
            [("DEADLINE", "trước ngày 15/12 hằng năm")],
            id="hạn hằng năm",
        ),
        pytest.param(
            "Xong trước ngày 05 tháng 12 năm 2027.",
            [("DEADLINE", "Xong trước ngày 05 tháng 12 năm 2027")],
            id="ngày viết bằng chữ không bị tách",
        ),
        pytest.param("Kết luận của Giám đốc Sở Ngoại vụ rất rõ.", [], id="chức danh, không phải cơ quan"),
        pytest.param("Việc này do ban tổ chức hội thảo lo.", [], id="không viết hoa, không phải cơ quan"),
        pytest.param(
            "Mở rộng ngoại giao kinh tế với Sở Du lịch.",
            [("AGENCY", "Sở Du lịch")],
            id="ngoại giao không phải giao",
        ),
        pytest.param("Gắn với các doanh nghiệp nước ngoài.", [], id="doanh nghiệp nước ngoài"),
        pytest.param(
            "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh giám sát việc này.",
            [
                ("TASK", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh giám sát việc này"),
                ("AGENCY", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
            ],
            id="tên không kèm tên tỉnh",
        ),
        pytest.param(
            "Giao Báo Thanh Hóa xây dựng chuyên đề đối ngoại.",
            [("TASK", "Giao Báo Thanh Hóa xây dựng chuyên đề đối ngoại"), ("AGENCY", "Báo Thanh Hóa")],
            id="cơ quan ngoài danh mục",
        ),
        pytest.param(
            "Sở Giáo dục và Đào tạo, Sở Y tế.",
            [("AGENCY", "Sở Giáo dục và Đào tạo"), ("AGENCY", "Sở Y tế")],
            id="chỉ kể tên, không giao",
        ),
        pytest.param("", [], id="trống"),
    ],
)  # fmt: skip
def test_points_are_proposed_from_the_words(text, expected):
    assert proposed(text) == expected


def test_an_agency_is_one_point_and_a_deadline_one_for_each_passage():
    passages = [Passage("a", "Sở Y tế chủ trì, xong năm 2027."), Passage("b", "Sở Y tế báo cáo năm 2027.")]
    found = propose(passages, agencies=AGENCIES, partners=[])
    assert [one.keys for one in found if one.kind == Kind.AGENCY] == [("a", "b")]
    assert [one.keys for one in found if one.kind == Kind.DEADLINE] == [("a",), ("b",)]


def test_the_assessment_gives_no_task_and_a_year_before_the_program_no_deadline():
    text = "Sở Y tế chủ trì khám chữa bệnh, xong năm 2027, ký 05 thỏa thuận."
    passages = [
        Passage("a", text, part=1),
        Passage("b", text, part=3),
        Passage("c", "Trước năm 2024.", part=2),
    ]
    found = propose(passages, agencies=AGENCIES, partners=[], since=2026)
    assert [(one.kind.name, one.keys) for one in found] == [
        ("AGENCY", ("a", "b")),
        ("FIGURE", ("a",)),
        ("TASK", ("b",)),
        ("DEADLINE", ("b",)),
        ("FIGURE", ("b",)),
    ]


@pytest.mark.parametrize(
    ("since", "kind"),
    [
        pytest.param(2026, Kind.TARGET, id="giai đoạn này"),
        pytest.param(2031, Kind.FIGURE, id="giai đoạn sau"),
    ],
)
def test_which_years_are_past_follows_from_the_program(since, kind):
    text = "Trong năm 2027 phấn đấu đón 12 đoàn."
    found = propose([Passage("a", text)], agencies=[], partners=[], since=since)
    assert [(one.kind, one.text) for one in found if one.text == "12 đoàn"] == [(kind, "12 đoàn")]


def test_a_row_of_a_table_with_a_number_is_a_target():
    rows = [
        ["TT", "Chỉ tiêu", "Đơn vị", "Đến năm 2030"],
        ["1", "Thỏa thuận được ký mới", "thỏa thuận", "10"],
        ["2", "Sở Y tế", "", "trước ngày 15/12"],
    ]
    text = "\n".join(cell for row in rows for cell in row)
    found = propose([Passage("t", text)], agencies=AGENCIES, partners=[], tables={"t": rows})
    assert [(one.kind.name, one.text) for one in found] == [
        ("TARGET", "Thỏa thuận được ký mới · thỏa thuận · 10"),
        ("AGENCY", "Sở Y tế"),
        ("DEADLINE", "trước ngày 15/12"),
    ]
    assert still_says(found[0].kind, found[0].text, text)
    assert not still_says(found[0].kind, found[0].text, text.replace("10", "12"))


def test_a_row_of_a_table_of_tasks_is_one_task():
    rows = [
        ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"],
        ["I", "I", "I", "I", "I"],
        ["1", "Mở 02 lớp; mời tỉnh Hủa Phăn", "Sở Giáo dục và Đào tạo", "Sở Y tế", "Quý II/2028"],
    ]
    text = "\n".join(cell for row in rows for cell in row)
    found = propose(
        [Passage("t", text)], agencies=AGENCIES, partners=PARTNERS, tables={"t": rows}, since=2027
    )
    assert [(one.kind.name, one.text) for one in found] == [
        ("TASK", "Mở 02 lớp; mời tỉnh Hủa Phăn"),
        ("FIGURE", "02 lớp"),
        ("PARTNER", "tỉnh Hủa Phăn"),
        ("AGENCY", "Sở Giáo dục và Đào tạo"),
        ("AGENCY", "Sở Y tế"),
        ("DEADLINE", "Quý II/2028"),
    ]
    assert still_says(found[0].kind, found[0].text, text)
    assert not still_says(found[0].kind, found[0].text, text.replace("Mở 02 lớp; mời", "Mời"))


def test_a_long_task_is_cut_at_a_comma():
    text = "Sở Y tế chủ trì khám chữa bệnh cho nhân dân hai bên biên giới, " + ", ".join(
        ["việc kèm theo nữa"] * 9
    )
    ((_, point),) = [one for one in proposed(text) if one[0] == "TASK"]
    assert point.endswith("việc kèm theo nữa")
    assert still_says(Kind.TASK, point, text)


def test_headings_carry_no_point():
    assert propose([Passage("a", "Sở Y tế", is_heading=True)], agencies=AGENCIES, partners=[]) == []


@pytest.mark.parametrize(
    ("kind", "point", "passage", "holds"),
    [
        ("TASK", UNIVERSITIES, f"Ngoài ra, {UNIVERSITIES.lower()}.", True),
        ("TASK", UNIVERSITIES, UNIVERSITIES.replace("mở rộng", "không mở rộng"), False),
        ("TASK", UNIVERSITIES, UNIVERSITIES.replace("mở rộng", "không ngừng mở rộng"), True),
        ("TASK", UNIVERSITIES, f"Bãi bỏ nhiệm vụ {UNIVERSITIES}", False),
        ("TASK", UNIVERSITIES, f"{UNIVERSITIES}, không để trùng lặp", True),
        ("TASK", UNIVERSITIES, f"Tuy chưa đủ nguồn lực như mong muốn, tỉnh vẫn yêu cầu {UNIVERSITIES}", True),
        (
            "TASK",
            f"{UNIVERSITIES}",
            "Các trường đại học tích cực mở rộng hợp tác đào tạo với trường của Lào",
            True,
        ),
        ("TASK", UNIVERSITIES, "Các trường đại học mở rộng hợp tác với các trường của Lào", False),
        ("TASK", UNIVERSITIES, "Các trường đại học mở rộng hợp tác. Đào tạo với các trường của Lào", False),
        ("TASK", UNIVERSITIES, "", False),
        ("TASK", "các công tác", "các công tác", False),
        ("FIGURE", "1,9 triệu USD", "khoảng 1,9 triệu usd", True),
        ("FIGURE", "1,9 triệu USD", "1,95 triệu USD", False),
        ("TARGET", "10 %", "tăng 10% mỗi năm", True),
        ("TARGET", "10%", "tăng 110% mỗi năm", False),
        ("AGENCY", "Sở Y tế", "SỞ  Y TẾ", True),
        ("AGENCY", "Sở Y tế", "Sở Nội vụ", False),
        ("DEADLINE", "trước ngày 30/6/2027", "trước 30/6/2027", False),
    ],
)
def test_a_passage_still_says_the_point_or_not(kind, point, passage, holds):
    assert still_says(Kind[kind], point, passage) is holds


def point(*carriers, text=UNIVERSITIES):
    return Point(1, Kind.TASK, text, carriers)


REWORDED = "Hợp tác đào tạo với Lào do các trường đại học làm"


@pytest.mark.parametrize(
    ("carriers", "sections", "why"),
    [
        pytest.param([Carrier("a")], {"a": UNIVERSITIES}, "", id="còn nguyên"),
        pytest.param([Carrier("a")], {"b": UNIVERSITIES}, "không còn trong bản", id="đoạn đã bỏ"),
        pytest.param([Carrier("a")], {}, "không còn trong bản", id="bản trống"),
        pytest.param([Carrier("a")], {"a": REWORDED}, "đã viết lại", id="viết lại, chưa gắn"),
        pytest.param([Carrier("a", print_of(REWORDED))], {"a": REWORDED}, "", id="viết lại, đã gắn"),
        pytest.param(
            [Carrier("a", print_of(REWORDED))], {"a": f"{REWORDED} thêm"},
            "đã viết lại",
            id="sửa tiếp sau khi gắn",
        ),
        pytest.param([Carrier("a"), Carrier("b")], {"a": "khác", "b": UNIVERSITIES}, "", id="đoạn hai"),
        pytest.param([Carrier("a"), Carrier("b", print_of("x"))], {"b": "X."}, "", id="gắn sang đoạn khác"),
        pytest.param([], {"a": UNIVERSITIES}, "không còn trong bản", id="chưa đoạn nào chứa"),
    ],
)  # fmt: skip
def test_a_point_is_lost_unless_carried(carriers, sections, why):
    lost = lost_key_points([point(*carriers)], sections)
    assert [why in one.why for one in lost] == ([True] if why else [])


@given(st.text(max_size=80))
def test_a_text_still_says_itself_and_nothing_breaks(text):
    for one in propose([Passage("k", text)], agencies=AGENCIES, partners=PARTNERS):
        assert one.keys == ("k",)
    assert print_of(text) == print_of(f" {text.upper().lower()} ") or not text.isascii()
