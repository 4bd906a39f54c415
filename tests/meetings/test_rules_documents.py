"""How papers of a meeting are signed, numbered and fixed."""

from datetime import date

import pytest

from meetings import rules

HEAD = ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
DEPUTY = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]


@pytest.mark.parametrize(
    ("kind", "issuer", "symbol"),
    [
        pytest.param("GIAY_MOI", "SNgV", "GM-SNgV", id="giấy mời"),
        pytest.param("BIEN_BAN", "UBND", "BB-UBND", id="biên bản"),
        pytest.param("THONG_BAO", "LHHN", "TB-LHHN", id="thông báo"),
        pytest.param("CHUONG_TRINH", "SNgV", "", id="chương trình không có số"),
        pytest.param("DIEM_DANH", "SNgV", "", id="danh sách không có số"),
    ],
)
def test_symbol(kind, issuer, symbol):
    assert rules.document_symbol(kind, issuer) == symbol


def test_ways_to_sign_come_from_the_lines_of_the_agency():
    ways = rules.signings(HEAD, DEPUTY)
    assert [way.label for way in ways] == [
        "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH",
        "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH",
        "TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG",
    ]
    assert rules.signings([], DEPUTY) == []
    assert [way.key for way in rules.signings(["CHÁNH VĂN PHÒNG"], [])] == [rules.HEAD]
    assert [way.key for way in rules.signings(["T/M BAN THƯỜNG VỤ", "BÍ THƯ"], [])] == [rules.HEAD]


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        pytest.param(HEAD, rules.HEAD, id="người đứng đầu"),
        pytest.param(DEPUTY, rules.DEPUTY, id="cấp phó ký thay"),
        pytest.param(["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"], rules.BY_ORDER, id="thừa lệnh"),
        pytest.param(["Q. CHỦ TỊCH"], rules.OTHER, id="quyền"),
    ],
)
def test_way_is_recognised(lines, key):
    assert rules.signing_of(rules.signings(HEAD, DEPUTY), lines) == key


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        pytest.param(HEAD, "", id="thay mặt"),
        pytest.param(DEPUTY, "", id="thay mặt, ký thay"),
        pytest.param(["Q. GIÁM ĐỐC"], "", id="quyền giám đốc"),
        pytest.param([], "Nhập thể thức ký", id="trống"),
        pytest.param(["KT. GIÁM ĐỐC"], "phải là chức vụ của cấp phó", id="ký thay không có chức vụ"),
        pytest.param(
            ["KT. GIÁM ĐỐC", "GIÁM ĐỐC"], "phải là chức vụ của cấp phó", id="ký thay bởi cấp trưởng"
        ),
        pytest.param(["TL. CHỦ TỊCH"], "còn thiếu chức vụ", id="thừa lệnh không có chức vụ"),
        pytest.param(["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "TM. UBND", "X"], "phải đứng đầu", id="TM. ở giữa"),
    ],
)
def test_lines_of_somebodys_own(lines, words):
    problems = [str(problem) for problem in rules.signing_problems(lines)]
    assert (words in " ".join(problems)) if words else problems == []


@pytest.mark.parametrize(
    ("title", "post"),
    [
        pytest.param(
            "Ủy viên Ban Thường vụ Tỉnh ủy, Phó Chủ tịch UBND tỉnh", "Phó Chủ tịch UBND tỉnh", id="hai"
        ),
        pytest.param("Chủ tịch UBND tỉnh, Trưởng ban", "Chủ tịch UBND tỉnh", id="chức vụ đứng trước"),
        pytest.param("Giám đốc", "Giám đốc", id="một chức vụ"),
        pytest.param("", "", id="không ghi"),
    ],
)
def test_post_at_the_organiser(title, post):
    assert rules.post_at(title, "Ủy ban nhân dân tỉnh Thanh Hóa", "UBND tỉnh") == post


@pytest.mark.parametrize(
    ("kind", "status", "number", "refused"),
    [
        pytest.param("BIEN_BAN", "DA_HOP", None, False, id="biên bản chưa xác nhận"),
        pytest.param("BIEN_BAN", "DONG", None, True, id="biên bản đã xác nhận"),
        pytest.param("THONG_BAO", "DONG", None, False, id="thông báo sau khi xác nhận biên bản"),
        pytest.param("THONG_BAO", "DONG", 5, True, id="đã có số"),
        pytest.param("GIAY_MOI", "HUY", None, True, id="cuộc họp đã hủy"),
    ],
)
def test_when_a_paper_may_be_written(kind, status, number, refused):
    assert bool(rules.document_change_problems(kind, status, number)) is refused


DAY = date(2025, 11, 28)


@pytest.mark.parametrize(
    ("kind", "number", "dated_on", "taken", "words"),
    [
        pytest.param("GIAY_MOI", 12, date(2025, 11, 25), {}, "", id="giấy mời trước ngày họp"),
        pytest.param("GIAY_MOI", 12, date(2025, 11, 29), {}, "trước khi họp 28/11/2025", id="giấy mời muộn"),
        pytest.param("THONG_BAO", 5, date(2025, 11, 27), {}, "từ ngày họp 28/11/2025", id="thông báo sớm"),
        pytest.param("BIEN_BAN", 5, DAY, {}, "", id="biên bản trong ngày"),
        pytest.param("BIEN_BAN", 5, None, {}, "Nhập ngày văn bản", id="thiếu ngày"),
        pytest.param("BIEN_BAN", None, None, {}, "", id="thu hồi số"),
        pytest.param("BIEN_BAN", 5, date(2026, 2, 1), {}, "sau hôm nay", id="ngày ở tương lai"),
        pytest.param("BIEN_BAN", 5, DAY, {5: "Giao ban"}, "Số 05 của năm 2025 đã cấp", id="số đã cấp"),
        pytest.param("DIEM_DANH", 5, DAY, {}, "không có số riêng", id="danh sách không có số"),
    ],
)
def test_numbering(kind, number, dated_on, taken, words):
    given = {"kind": kind, "number": number, "dated_on": dated_on, "taken": taken}
    problems = rules.numbering_problems(symbol="TB-SNgV", held_on=DAY, today=date(2026, 1, 12), **given)
    said = " ".join(str(problem) for problem in problems)
    assert (words in said) if words else said == ""


def test_no_number_without_a_symbol():
    given = {"kind": "THONG_BAO", "dated_on": DAY, "held_on": DAY, "today": DAY, "taken": {}}
    (problem,) = rules.numbering_problems(symbol="", number=5, **given)
    assert "chưa có ký hiệu" in str(problem)
    assert rules.numbering_problems(symbol="", number=None, **given) == []


NOTHING = rules.Known(
    has_organiser=False, has_hours=False, has_end=False, has_place=False, has_chair=False,
    has_secretary=False, attendances=0, agenda=0, conclusions=0, unmarked=0, follow_ups=0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        pytest.param("GIAY_MOI", 5, id="giấy mời"),
        pytest.param("CHUONG_TRINH", 2, id="chương trình"),
        pytest.param("DIEM_DANH", 3, id="danh sách"),
        pytest.param("BIEN_BAN", 6, id="biên bản"),
        pytest.param("THONG_BAO", 3, id="thông báo"),
    ],
)
def test_what_an_empty_record_lacks(kind, count):
    assert len(rules.missing_words(kind, NOTHING)) == count


def test_minutes_are_asked_for_their_hours():
    (asked,) = rules.hour_cautions("BIEN_BAN", has_start=False, has_end=False)
    assert "giờ bắt đầu và giờ kết thúc" in str(asked)
    assert rules.hour_cautions("BIEN_BAN", has_start=True, has_end=True) == []
    assert rules.hour_cautions("THONG_BAO", has_start=False, has_end=False) == []
