"""Words against numbers: what is flagged, what is let pass."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from reports.checks import (
    Severity,
    anniversary_claims,
    check_anniversaries,
    check_closing,
    check_spelling,
    check_text,
    check_tokens,
    check_typed_numbers,
)
from reports.documents.blocks import BulletList, FigureRef, NarrativeGap, Paragraph
from reports.narrative import Relation, blocks_of, runs_of, token_codes, unknown_tokens


@dataclass(frozen=True)
class Value:
    """What the checks read of a figure."""

    label: str
    value: object
    exact: str


VALUES = {
    "aid.items_received": Value("Khoản tiếp nhận mới", 11, "11 khoản"),
    "aid.emergency_items": Value("Khoản khẩn cấp", 2, "2 khoản"),
    "aid.projects": Value("Dự án", 5, "5 khoản"),
    "aid.committed_usd": Value("Giá trị cam kết", Decimal("1903400.00"), "1.903.400 USD"),
    "aid.disbursed_usd": Value("Giải ngân", Decimal("1118400.00"), "1.118.400 USD"),
    "associations.members": Value("Hội thành viên", 10, "10 hội"),
}


def relation(code, name, day, *names):
    return Relation(code, name, (name, *names), day, "nguồn thử", "đã kiểm chứng")


KNOWN = [
    relation("CZ", "Cộng hòa Séc", date(1950, 2, 2), "Séc"),
    relation("HU", "Hungary", date(1950, 2, 3)),
    relation("DE", "Cộng hòa Liên bang Đức", date(1975, 9, 23), "Đức", "CHLB Đức"),
    relation("LA", "Lào", date(1962, 9, 5)),
]


@pytest.mark.parametrize(
    ("text", "code", "severity"),
    [
        pytest.param("tiếp nhận 12 khoản", "AID_TOTAL_MISMATCH", "warn", id="số khoản sai"),
        pytest.param("tiếp nhận 11 khoản", "FIGURE_TYPED", "info", id="số khoản đúng, nên dùng ô số"),
        pytest.param("có 02 khoản khẩn cấp", "FIGURE_TYPED", "info", id="số không đứng trước"),
        pytest.param("6 dự án", "AID_TOTAL_MISMATCH", "warn", id="số dự án sai"),
        pytest.param("9 chương trình, dự án và phi dự án", "AID_TOTAL_MISMATCH", "warn", id="cụm ba loại"),
        pytest.param("khoảng 1,9 triệu USD", "FIGURE_TYPED", "info", id="làm tròn đúng"),
        pytest.param("khoảng 1,8 triệu USD", "AID_TOTAL_MISMATCH", "warn", id="làm tròn sai"),
        pytest.param("1,95 triệu USD", "AID_TOTAL_MISMATCH", "warn", id="hai số lẻ, sai"),
        pytest.param("1,90 triệu USD", "FIGURE_TYPED", "info", id="hai số lẻ, đúng"),
        pytest.param("khoảng 1.900.000 USD", "FIGURE_TYPED", "info", id="khoảng, số tròn trăm nghìn"),
        pytest.param("1.900.000 USD", "AID_TOTAL_MISMATCH", "warn", id="không có chữ khoảng thì phải đúng"),
        pytest.param("1.903.400 USD", "FIGURE_TYPED", "info", id="đúng từng đô la"),
        pytest.param("1.9 triệu USD", "FIGURE_TYPED", "info", id="dấu chấm thập phân"),
        pytest.param("vốn 2,1 triệu", "AID_TOTAL_MISMATCH", "warn", id="triệu không ghi loại tiền"),
        pytest.param("9 hội hữu nghị", "FIGURE_MISMATCH", "warn", id="số hội sai"),
    ],
)
def test_number_typed_by_hand(text, code, severity):
    [finding] = check_typed_numbers(text, VALUES)
    assert (finding.code, finding.severity) == (code, severity)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("toàn tỉnh tiếp nhận {{aid.items_received}} viện trợ", id="ô số"),
        pytest.param("theo khoản 3 Điều 10 Nghị định 80", id="số điều khoản"),
        pytest.param("tại Điều 12 khoản 3", id="điều đứng trước khoản"),
        pytest.param("khoảng 2,5 triệu người", id="triệu người"),
        pytest.param("trị giá 559 triệu đồng", id="triệu đồng"),
        pytest.param("năm 2025, nhiệm kỳ 2026-2031", id="năm"),
        pytest.param("Đại hội lần thứ XIV", id="không có số"),
    ],
)
def test_number_that_no_figure_counts(text):
    assert check_typed_numbers(text, VALUES) == []


def test_mismatch_names_the_right_number_and_its_token():
    [finding] = check_typed_numbers("tổng vốn khoảng 2,3 triệu USD", VALUES)
    assert finding.message == (
        "Số gõ tay “khoảng 2,3 triệu USD” không khớp với cổng: Giá trị cam kết là 1.903.400 USD; "
        "mở Chèn số, bảng → “Giá trị cam kết”."
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "kỷ niệm 70 năm thiết lập quan hệ ngoại giao với Cộng hòa Séc và Hungary, "
            "50 năm thiết lập quan hệ ngoại giao với Cộng hòa Liên bang Đức",
            {"CZ": (70, 75), "HU": (70, 75), "DE": (50, 50)},
            id="câu có ba nước",
        ),
        pytest.param(
            "70 năm thiết lập quan hệ ngoại giao với […] Hungary", {"HU": (70, 75)}, id="trích rút gọn"
        ),
        pytest.param(
            "75 năm Ngày thiết lập quan hệ ngoại giao Việt Nam - Séc", {"CZ": (75, 75)}, id="tên khác"
        ),
        pytest.param(
            "50 năm quan hệ với CHLB Đức. Đoàn Lào đến thăm.", {"DE": (50, 50)}, id="hết câu thì thôi"
        ),
        pytest.param("tròn 10 năm thành lập hội Lào", {}, id="không nói về quan hệ"),
        pytest.param("60 năm quan hệ ngoại giao với anh em", {}, id="không có tên nước"),
    ],
)
def test_years_of_relations_are_computed(text, found):
    claims = anniversary_claims(text, year=2025, known=KNOWN)
    assert {claim.relation.code: (claim.claimed, claim.computed) for claim in claims} == found


def test_wrong_anniversary_names_day_and_source():
    [finding] = check_anniversaries("70 năm quan hệ ngoại giao với Hungary", year=2025, known=KNOWN)
    assert finding.code == "ANNIVERSARY_MISMATCH"
    assert finding.message == "“70 năm” với Hungary: từ ngày 03/02/1950 đến năm 2025 là 75 năm."
    assert finding.source == "nguồn thử"


def test_token_of_another_country_is_found():
    refs = {"anniversary.DE": FigureRef("anniversary.DE", "50 năm")}
    found = check_text(
        "Kỷ niệm {{anniversary.DE}} quan hệ ngoại giao với Hungary.",
        place="Hoạt động",
        year=2025,
        refs=refs,
        known=set(refs),
        values={},
        relations=KNOWN,
    )
    assert [(finding.code, finding.place) for finding in found] == [("ANNIVERSARY_MISMATCH", "Hoạt động")]


@pytest.mark.parametrize(
    ("text", "code", "right"),
    [
        pytest.param("thành tích suất sắc", "SPELL_HINT", "xuất sắc", id="suất sắc"),
        pytest.param("trình bày xúc tích", "SPELL_HINT", "súc tích", id="xúc tích"),
        pytest.param("TrầnThị Thu Hằng", "TEXT_NOSPACE", "Trần Thị", id="thiếu dấu cách"),
        pytest.param("sơ kết tổng kết", "SO_KET_TONG_KET", "sơ kết, tổng kết", id="thiếu dấu phẩy"),
    ],
)
def test_printing_slip_is_a_hint(text, code, right):
    [finding] = check_spelling(text)
    assert finding.code == code
    assert right in finding.message
    assert finding.severity is Severity.WARN


def test_closing_sign_inside_the_words():
    assert [finding.code for finding in check_closing("Hết mục./.")] == ["FORMAT_ND30"]
    assert check_closing("Hết mục.") == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        pytest.param("{{aid.items_received}} và {{ aid.items_received }}", [], id="đúng, có dấu cách"),
        pytest.param("{{aid.khong_co}}", ["{{aid.khong_co}}"], id="tên lạ"),
        pytest.param("{{aid.items_received}", ["{{aid.items_received"], id="thiếu ngoặc"),
        pytest.param("cuối }} câu", ["}}"], id="ngoặc thừa"),
        pytest.param("{{{aid.items_received}}}", ["{{{aid.items_received}}}"], id="ba ngoặc"),
        pytest.param("{ {{aid.items_received}}.", ["{ {{aid.items_received}}"], id="một ngoặc lẻ"),
    ],
)
def test_unknown_token_is_told(text, wrong):
    assert unknown_tokens(text, ["aid.items_received"]) == wrong
    assert [finding.text for finding in check_tokens(text, ["aid.items_received"])] == wrong
    assert all(finding.severity is Severity.ERROR for finding in check_tokens(text, ["aid.items_received"]))


def test_tokens_become_figures_and_lines_become_blocks():
    refs = {"a.b": FigureRef("a.b", "11 khoản", "/x/")}
    paragraph, bullets, last = blocks_of("Có {{a.b}} mới.\n- một;\n- hai.\n\nHết {{c.d}}", refs)
    assert isinstance(paragraph, Paragraph)
    assert [run.text for run in paragraph.runs] == ["Có ", "11 khoản", " mới."]
    assert isinstance(bullets, BulletList)
    assert len(bullets.items) == 2
    assert isinstance(last.runs[1], NarrativeGap)
    assert runs_of("không có ô số", refs)[0].text == "không có ô số"
    assert token_codes("{{a.b}} {{c.d}} {{a.b}}") == ["a.b", "c.d"]
