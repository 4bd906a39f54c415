"""The words of a text against pure rules: what is found, what is let pass."""

import unicodedata
from datetime import date

import pytest

from programs.wording.checks.bodies import FormerBody, check_bodies, former_bodies
from programs.wording.checks.dates import check_dates
from programs.wording.checks.findings import Piece, Setting, Severity, in_order
from programs.wording.checks.hygiene import check_typing
from programs.wording.checks.people import Holder, check_people
from programs.wording.checks.treaties import check_treaties
from tests.programs.draft_texts import DRAFT, REPORT


def codes(findings):
    return [one.code for one in findings]


DATE_CASES = [
    pytest.param("Chiều ngày 28/11, đồng chí chủ trì.", ["DATE_YEAR_MISSING"], id="ngày thiếu năm"),
    pytest.param("Chiều 15/1, đồng chí chủ trì.", ["DATE_YEAR_MISSING"], id="chiều 15/1"),
    pytest.param("Họp ngày 28 tháng 11 tại tỉnh.", ["DATE_YEAR_MISSING"], id="viết chữ, thiếu năm"),
    pytest.param("Họp ngày 28/11/2025.", [], id="đủ năm"),
    pytest.param("Họp ngày 28/11 năm 2025.", [], id="năm đứng sau"),
    pytest.param("Từ ngày 01/7 đến 15/8/2025.", [], id="khoảng, năm ở cuối"),
    pytest.param("Báo cáo trước ngày 15/12 hằng năm.", [], id="hằng năm"),
    pytest.param("Hơn 2/3 số khoản; khoảng 1/4 đại biểu.", [], id="phân số"),
    pytest.param("Dịp Quốc khánh 2/9 và ngày lễ 30/4.", [], id="ngày lễ"),
    pytest.param("Quyết định số 12/2025, tháng 7/2025, 24/7 phục vụ.", [], id="số văn bản, tháng"),
    pytest.param("Họp ngày 31/11/2025.", ["DATE_WRONG"], id="ngày không có"),
    pytest.param("Họp ngày 11/28/2025.", ["DATE_WRONG"], id="kiểu Mỹ"),
    pytest.param("Thanh Hóa, ngày 5 tháng 1 năm 2026", ["FORMAT_ND30"], id="thiếu số 0"),
    pytest.param("Thanh Hóa, ngày 05 tháng 03 năm 2026", ["FORMAT_ND30"], id="tháng 3 thừa số 0"),
    pytest.param("Thanh Hóa, ngày 05 tháng 01 năm 2026", [], id="đúng thể thức"),
    pytest.param("từ ngày 1/7/2025", ["FORMAT_ND30"], id="gạch chéo thiếu số 0"),
    pytest.param("từ ngày 01/7/2025", [], id="gạch chéo đúng"),
]


@pytest.mark.parametrize(("text", "expected"), DATE_CASES)
def test_dates(text, expected):
    assert codes(check_dates([Piece("d", text)], setting=REPORT)) == expected


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        pytest.param("Hoàn thành trước ngày 30/6/2031.", 3, ["DATE_OUTSIDE_PERIOD"], id="sau giai đoạn"),
        pytest.param("Hoàn thành trong năm 2025.", 2, ["DATE_OUTSIDE_PERIOD"], id="trước giai đoạn"),
        pytest.param("Hoàn thành trong quý II năm 2026.", 3, [], id="trong giai đoạn"),
        pytest.param("Định hướng đến năm 2030, tầm nhìn đến năm 2045.", 2, [], id="tầm nhìn"),
        pytest.param("Chào mừng Đại hội nhiệm kỳ 2026-2031.", 3, [], id="nhiệm kỳ"),
        pytest.param("Đã hoàn thành trong năm 2024.", 1, [], id="phần đánh giá"),
        pytest.param("Từ năm 2025 tỉnh có 166 xã, phường.", 2, [], id="từ năm"),
    ],
)
def test_days_outside_the_period(text, part, expected):
    assert codes(check_dates([Piece("d", text, part)], setting=DRAFT)) == expected


@pytest.mark.parametrize(
    ("cell", "marks"),
    [
        pytest.param("Quý II/2025", ["Quý II/2025"], id="quý trước giai đoạn"),
        pytest.param("Tháng 6 năm 2031", ["Tháng 6 năm 2031"], id="tháng sau giai đoạn"),
        pytest.param("31/12/2031", ["31/12/2031"], id="ngày"),
        pytest.param("2025", ["2025"], id="chỉ năm"),
        pytest.param("2025-2027", ["2025"], id="khoảng bắt đầu sớm"),
        pytest.param("Quý II/2026", [], id="trong giai đoạn"),
        pytest.param("Hằng năm, từ năm 2025", [], id="từ năm"),
        pytest.param("Thường xuyên", [], id="không có năm"),
    ],
)
def test_days_of_a_table_outside_the_period(cell, marks):
    table = (
        ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"),
        ("1", "Tổ chức đoàn giao lưu theo Kết luận năm 2024", "Sở Y tế", cell),
    )
    piece = Piece("b", "\n".join(word for row in table for word in row), 3, kind="BANG", table=table)
    found = [one for one in check_dates([piece], setting=DRAFT) if one.code == "DATE_OUTSIDE_PERIOD"]
    assert [one.message.split(" nằm")[0] for one in found] == [f"Mốc {mark}" for mark in marks]
    assert all(one.text == f"Tổ chức đoàn giao lưu theo Kết luận năm 2024 · {cell}" for one in found)


def test_a_year_that_is_no_deadline_in_a_table_is_let_pass():
    table = (("TT", "Chỉ tiêu", "Năm 2024", "Năm 2030"), ("1", "Thỏa thuận ký năm 2024", "5", "10"))
    piece = Piece("b", "\n".join(word for row in table for word in row), 2, kind="BANG", table=table)
    assert codes(check_dates([piece], setting=DRAFT)) == []


def test_the_right_spelling_is_shown_with_its_blank():
    [found] = check_typing([Piece("d", "công tác đối ngoại nhân dân")])
    assert found.message == "Viết hoa chữ Nhân dân: “đối ngoại Nhân dân”."


TYPING_CASES = [
    pytest.param("dự thảo ngắn gọn, xúc tích", ["SPELL_HINT"], id="xúc tích"),
    pytest.param("thành tích suất sắc", ["SPELL_HINT"], id="suất sắc"),
    pytest.param("chế độ sơ kết tổng kết", ["SPELL_HINT"], id="thiếu dấu phẩy"),
    pytest.param("Đồng chí TrầnThị Thu Hằng", ["TEXT_NOSPACE"], id="dính chữ"),
    pytest.param("ngày 28/11,Sở Ngoại vụ", ["TEXT_NOSPACE"], id="dính sau dấu phẩy"),
    pytest.param("đã xong.Sở Ngoại vụ", ["TEXT_NOSPACE"], id="dính sau dấu chấm"),
    pytest.param(
        "1,9 triệu; TP.HCM; vp@thanhhoa.gov.vn; https://a.vn/b,c; 08:30", [], id="không phải dính chữ"
    ),
    pytest.param("ngoại giao về đối ngoại nhân dân", ["FORMAT_ND30"], id="chữ Nhân dân viết thường"),
    pytest.param("Ủy ban nhân dân tỉnh", [], id="tên Ủy ban nhân dân"),
    pytest.param("Xong việc này./. Còn việc kia", ["FORMAT_ND30"], id="dấu kết thúc giữa văn bản"),
    pytest.param("Xong việc này./.", [], id="dấu kết thúc ở cuối"),
    pytest.param("ÐẢNG BỘ TỈNH THANH HÓA", ["TEXT_ETH"], id="chữ eth"),
    pytest.param("§¶ng bé vµ ñy ban nh©n d©n tØnh", ["TEXT_TCVN3"], id="TCVN3"),
    pytest.param("Uyû ban nhaân daân tænh Thanh Hoùa baùo caùo", ["TEXT_TCVN3"], id="VNI"),
    pytest.param("người Thanh Hóa ở nước ngoài, ngoài nước, hoài bão", [], id="chữ oà không phải VNI"),
    pytest.param("TỐI MẬT\nKế hoạch", ["SECRET_MARK"], id="dấu mật"),
    pytest.param("quan hệ mật thiết, bảo mật thông tin", [], id="chữ mật thường"),
]


@pytest.mark.parametrize(("text", "expected"), TYPING_CASES)
def test_typing(text, expected):
    assert codes(check_typing([Piece("d", text)])) == expected


def test_decomposed_letters():
    found = list(check_typing([Piece("d", unicodedata.normalize("NFD", "Đối ngoại"))]))
    assert codes(found) == ["TEXT_NFC"]
    assert "“Đối”" in found[0].message


FORMER = former_bodies(
    [
        FormerBody(
            "Sở Kế hoạch và Đầu tư",
            ("Sở Kế hoạch và Đầu tư",),
            date(2025, 2, 28),
            ("Sở Tài chính",),
            "/danh-muc/1/",
        )
    ]
)
LIVING = ["Sở Nông nghiệp và Môi trường", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "Sở Tài chính"]
BODY_CASES = [
    pytest.param("Sở Kế hoạch và Đầu tư chủ trì.", 3, ["block"], id="sở đã sáp nhập"),
    pytest.param("sở kế hoạch và đầu tư chủ trì.", 3, ["block"], id="viết thường"),
    pytest.param("Sở KH&ĐT chủ trì.", 3, ["block"], id="tên viết tắt"),
    pytest.param("Sở Kế hoạch và Đầu tư chủ trì.", 1, ["warn"], id="kể chuyện đã qua"),
    pytest.param("Sở Kế hoạch và Đầu tư trước đây, nay là Sở Tài chính.", 1, [], id="nói rõ trước đây"),
    pytest.param("Sở Giao thông vận tải chủ trì.", 3, ["warn"], id="ngoài danh mục của cơ quan"),
    pytest.param("Sở Nông nghiệp và Môi trường chủ trì.", 3, [], id="tên mới"),
    pytest.param("Ban Tuyên giáo và Dân vận Tỉnh ủy chủ trì.", 3, [], id="tên mới gồm tên cũ"),
    pytest.param("UBND huyện Mường Lát chủ trì.", 3, ["block"], id="huyện có tên"),
    pytest.param("UBND các huyện, thị xã, thành phố chủ trì.", 3, ["block"], id="các huyện"),
    pytest.param("Bồi dưỡng cán bộ cấp huyện.", 3, ["block"], id="cấp huyện"),
    pytest.param(
        "Thành phố Thanh Hóa và thị xã Nghi Sơn chủ trì.", 3, ["block", "block"], id="thành phố, thị xã"
    ),
    pytest.param("Các huyện của tỉnh Hủa Phăn kết nghĩa.", 3, [], id="huyện nước bạn"),
    pytest.param("Tỉnh không tổ chức cấp huyện.", 1, [], id="nói việc bỏ cấp huyện"),
    pytest.param("UBND xã Mường Lát, các tỉnh, thành phố kết nghĩa.", 3, [], id="xã, tỉnh, thành phố"),
    pytest.param(
        "Giao Sở Kế hoạch và Đầu tư chủ trì, xong trước ngày 30/6/2027.", 3, ["block"], id="hạn ở phía trước"
    ),
    pytest.param("Sở Kế hoạch và Đầu tư đã ký trước ngày 01/3/2025.", 3, [], id="ngày đã qua"),
]


@pytest.mark.parametrize(("text", "part", "expected"), BODY_CASES)
def test_bodies_that_are_no_more(text, part, expected):
    found = list(check_bodies([Piece("d", text, part)], setting=DRAFT, former=FORMER, living=LIVING))
    assert [one.severity.value for one in found] == expected
    assert set(codes(found)) <= {"AGENCY_DISSOLVED"}


def test_before_its_last_day_a_body_holds():
    early = Setting(date(2025, 1, 10), (2024, 2024), looks_back=True)
    text = "Sở Kế hoạch và Đầu tư và UBND huyện Mường Lát chủ trì."
    assert list(check_bodies([Piece("d", text)], setting=early, former=FORMER, living=LIVING)) == []


DIRECTOR = Holder("Trần Thị Thu Hằng", ("Giám đốc Sở Ngoại vụ",), "/danh-muc/nguoi/1/")


@pytest.mark.parametrize(
    ("texts", "holders", "expected"),
    [
        pytest.param(
            ["Giám đốc Sở Ngoại vụ Trần Thu Hằng phát biểu."],
            [DIRECTOR],
            ["Trần Thu Hằng"],
            id="khác danh mục",
        ),
        pytest.param(
            ["Đồng chí TrầnThị Thu Hằng, Giám đốc Sở Ngoại vụ phát biểu."], [DIRECTOR], [], id="chỉ dính chữ"
        ),
        pytest.param(
            ["Giám đốc Sở Ngoại vụ Trần Thu Hằng.", "Đồng chí TrầnThị Thu Hằng, Giám đốc Sở Ngoại vụ."],
            [],
            ["TrầnThị Thu Hằng"],
            id="hai cách viết trong một văn bản",
        ),
        pytest.param(
            ["Giám đốc Sở Y tế Trần Thu Hằng.", "Giám đốc Sở Ngoại vụ Trần Thị Thu Hằng."],
            [DIRECTOR],
            [],
            id="hai chức vụ, hai người",
        ),
        pytest.param(
            ["Đồng chí Lê Quang Hùng, Phó Chủ tịch UBND tỉnh dẫn đầu.", "Phó Chủ tịch UBND tỉnh Lê Hùng dự."],
            [],
            ["Lê Hùng"],
            id="hai thứ tự viết",
        ),
        pytest.param(
            ["Phó Chủ tịch UBND tỉnh Lê Quang Hùng.", "Phó Chủ tịch UBND tỉnh Nguyễn Văn Thi."],
            [],
            [],
            id="một chức vụ, hai người khác tên",
        ),
    ],
)
def test_two_spellings_of_one_person(texts, holders, expected):
    pieces = [Piece(f"d{at}", text) for at, text in enumerate(texts)]
    found = list(check_people(pieces, holders=holders))
    assert [one.text for one in found] == expected
    assert {one.severity for one in found} <= {Severity.HINT}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("UBND tỉnh ký hiệp định hợp tác với tỉnh Hủa Phăn.", 1, id="tỉnh ký hiệp định"),
        pytest.param("Sở Ngoại vụ đàm phán, ký kết hiệp ước với đối tác.", 1, id="sở ký hiệp ước"),
        pytest.param("Tỉnh ký thỏa thuận hợp tác với tỉnh Hủa Phăn.", 0, id="thỏa thuận"),
        pytest.param("Thực hiện nghiêm các hiệp định, thỏa thuận về biên giới.", 0, id="hiệp định biên giới"),
        pytest.param("Tỉnh tận dụng hiệp định thương mại tự do đã ký.", 0, id="hiệp định của Nhà nước"),
    ],
)
def test_names_of_treaties(text, expected):
    assert codes(check_treaties([Piece("d", text)])) == ["TREATY_NAME"] * expected


def test_findings_stand_once_and_what_blocks_first():
    pieces = [Piece("a", "xúc tích"), Piece("b", "Chiều 15/1, xúc tích, xúc tích")]
    found = [*check_typing(pieces), *check_dates(pieces, setting=REPORT)]
    ordered = in_order(found, ["a", "b"])
    assert [(one.severity.value, one.key) for one in ordered] == [
        ("block", "b"),
        ("hint", "a"),
        ("hint", "b"),
    ]
