"""How a deadline is typed, and which day it ends on."""

from datetime import date

import pytest

from core.dates import DateError, YearMissing
from meetings.rules import RightAfter, TypedDue, due_on_for, due_problems, due_words, typed_due

MEETING = date(2025, 11, 28)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        pytest.param("NGAY", "31/12/2025", date(2025, 12, 31), id="ngày cụ thể giữ đúng ngày"),
        pytest.param("THANG", "12/2025", date(2025, 12, 31), id="tháng 12 hết ngày 31"),
        pytest.param(
            "THANG", "trong tháng 2 năm 2028", date(2028, 2, 29), id="tháng 2 năm nhuận hết ngày 29"
        ),
        pytest.param("THANG", "2/2027", date(2027, 2, 28), id="tháng 2 năm thường hết ngày 28"),
        pytest.param("QUY", "IV/2025", date(2025, 12, 31), id="quý IV hết năm"),
        pytest.param("QUY", "quý 1 năm 2026", date(2026, 3, 31), id="quý I hết tháng 3"),
        pytest.param("QUY", "ii/2026", date(2026, 6, 30), id="quý II viết thường"),
        pytest.param("NAM", "2026", date(2026, 12, 31), id="năm hết ngày 31/12"),
        pytest.param("NGAY_SAU_HOP", "", None, id="ngay sau hội nghị không có ngày"),
        pytest.param("SOM", "", None, id="sớm không có ngày"),
        pytest.param("THUONG_XUYEN", "", None, id="thường xuyên không có ngày"),
        pytest.param("HANG_NAM", "", None, id="hằng năm không có ngày"),
        pytest.param("KHONG", "", None, id="không nêu thời hạn"),
    ],
)
def test_last_day(kind, text, expected):
    assert due_on_for(kind, typed_due(kind, text), MEETING) == expected


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        pytest.param(None, None, id="chưa ấn định"),
        pytest.param(RightAfter(5), date(2025, 12, 3), id="5 ngày"),
        pytest.param(RightAfter(5, working=True), date(2025, 12, 5), id="5 ngày làm việc qua cuối tuần"),
    ],
)
def test_right_after_has_a_day_only_when_the_office_set_one(limit, expected):
    assert due_on_for("NGAY_SAU_HOP", TypedDue(), MEETING, limit) == expected


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        pytest.param("NGAY", "31/12", id="ngày thiếu năm"),
        pytest.param("THANG", "tháng 12", id="tháng thiếu năm"),
        pytest.param("QUY", "IV", id="quý thiếu năm"),
    ],
)
def test_a_missing_year_is_asked_back(kind, text):
    with pytest.raises(YearMissing, match="chưa có năm"):
        typed_due(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        pytest.param("NGAY", "31/02/2025", id="ngày không có thật"),
        pytest.param("THANG", "13/2025", id="tháng 13"),
        pytest.param("QUY", "V/2025", id="quý V"),
        pytest.param("NAM", "sang năm", id="năm bằng lời"),
        pytest.param("NAM", "1888", id="năm quá xa"),
        pytest.param("SOM", "31/12/2025", id="sớm mà có ngày"),
    ],
)
def test_unreadable_deadline(kind, text):
    with pytest.raises(DateError):
        typed_due(kind, text)


@pytest.mark.parametrize("kind", ["NGAY", "THANG", "QUY", "NAM"])
def test_a_dated_kind_without_words_asks_for_them(kind):
    with pytest.raises(DateError, match="Nhập hạn cho loại thời hạn này"):
        due_on_for(kind, typed_due(kind, ""), MEETING)


@pytest.mark.parametrize(
    ("kind", "text"), [("NGAY", "31/12/2025"), ("THANG", "12/2025"), ("QUY", "IV/2025"), ("NAM", "2025")]
)
def test_stored_deadline_reads_back_as_itself(kind, text):
    day = due_on_for(kind, typed_due(kind, text), MEETING)
    assert due_words(kind, day) == text


@pytest.mark.parametrize(
    ("due_on", "refused"),
    [
        pytest.param(date(2025, 11, 27), True, id="trước ngày họp một ngày"),
        pytest.param(date(2025, 11, 28), False, id="đúng ngày họp"),
        pytest.param(None, False, id="không có ngày"),
    ],
)
def test_a_deadline_does_not_lie_before_the_meeting(due_on, refused):
    assert bool(due_problems(due_on, MEETING)) is refused
