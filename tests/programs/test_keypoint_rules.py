"""Key points out of the text, and when one counts as lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.keypoint_rules import Carrier, Point, lost_key_points, print_of
from programs.wording.comparing import Passage
from programs.wording.keypoints import Kind, propose, still_says

AGENCIES = ["Sở Ngoại vụ", "Sở Du lịch", "Sở Giáo dục và Đào tạo", "Trường Đại học Hồng Đức", "Sở Y tế"]
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


def test_headings_carry_no_point():
    assert propose([Passage("a", "Sở Y tế", is_heading=True)], agencies=AGENCIES, partners=[]) == []


@pytest.mark.parametrize(
    ("kind", "point", "passage", "holds"),
    [
        ("TASK", UNIVERSITIES, f"Ngoài ra, {UNIVERSITIES.lower()}.", True),
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
