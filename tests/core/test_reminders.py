"""On which mornings a deadline is told, over weekends and Tết (14 to 22/02/2026 are days off)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reminders import overdue_on, reminder_for, rest_note, sends_letter, told_on


def d(text):
    day, month = text.split("/")
    return date(2026, int(month), int(day))


@pytest.mark.parametrize(
    ("due", "before", "told"),
    [
        pytest.param("13/3", 7, "6/3", id="thứ Sáu, bảy ngày trước"),
        pytest.param("13/3", 3, "10/3", id="thứ Sáu, ba ngày trước"),
        pytest.param("13/3", 0, "13/3", id="ngày hạn"),
        pytest.param("11/3", 3, "6/3", id="ba ngày trước là Chủ nhật thì báo thứ Sáu"),
        pytest.param("8/3", 0, "6/3", id="hạn Chủ nhật thì báo thứ Sáu"),
        pytest.param("23/2", 7, "13/2", id="bảy ngày trước là 30 Tết thì báo ngày làm việc cuối năm"),
        pytest.param("23/2", 3, "13/2", id="ba ngày trước là mùng Bốn thì báo ngày làm việc cuối năm"),
        pytest.param("23/2", 0, "23/2", id="hạn ngày làm việc đầu năm"),
        pytest.param("18/2", 0, "13/2", id="hạn trong Tết thì báo trước Tết"),
        pytest.param("2/9", 0, "28/8", id="hạn ngày Quốc khánh, nghỉ bù trước đó"),
    ],
)
def test_the_morning_of_a_reminder(due, before, told):
    assert told_on(d(due), before) == d(told)


def test_a_swapped_saturday_is_a_working_day():
    assert told_on(d("10/3"), 3, {d("7/3"): True}) == d("7/3")
    assert told_on(d("9/3"), 3, {d("6/3"): False}) == d("5/3")


@pytest.mark.parametrize(
    ("due", "weeks", "told"),
    [
        pytest.param("12/3", 0, "13/3", id="hôm sau"),
        pytest.param("13/3", 0, "16/3", id="hôm sau là thứ Bảy thì báo thứ Hai"),
        pytest.param("12/3", 1, "20/3", id="một tuần sau nữa"),
        pytest.param("13/2", 0, "23/2", id="hôm sau là nghỉ Tết thì báo ngày làm việc đầu năm"),
        pytest.param("13/2", 1, "23/2", id="tuần Tết gộp vào ngày làm việc đầu năm"),
    ],
)
def test_the_morning_of_lateness(due, weeks, told):
    assert overdue_on(d(due), weeks) == d(told)


@pytest.mark.parametrize(
    ("due", "day", "step", "words"),
    [
        pytest.param("13/3", "5/3", None, None, id="còn tám ngày thì chưa nhắc"),
        pytest.param("13/3", "6/3", "con-7", "Còn 7 ngày", id="còn bảy ngày"),
        pytest.param("13/3", "9/3", "con-7", "Còn 4 ngày", id="lỡ buổi nhắc thì nhắc bù bước gần nhất"),
        pytest.param("13/3", "10/3", "con-3", "Còn 3 ngày", id="còn ba ngày"),
        pytest.param("13/3", "13/3", "con-0", "Hạn hôm nay", id="ngày hạn"),
        pytest.param("18/2", "13/2", "con-0", "Còn 5 ngày", id="hạn trong Tết nhắc một lần trước Tết"),
        pytest.param("18/2", "11/2", "con-7", "Còn 7 ngày", id="hạn trong Tết, bảy ngày trước"),
        pytest.param("13/3", "14/3", None, None, id="thứ Bảy chưa báo quá hạn"),
        pytest.param("13/3", "16/3", "qua-han-0", "Quá hạn 3 ngày", id="thứ Hai báo quá hạn"),
        pytest.param("12/3", "19/3", "qua-han-0", "Quá hạn 7 ngày", id="chưa đủ tuần sau"),
        pytest.param("12/3", "20/3", "qua-han-1", "Quá hạn 8 ngày", id="đủ tuần sau"),
        pytest.param("13/2", "20/2", None, None, id="trong Tết không báo"),
        pytest.param("13/2", "23/2", "qua-han-1", "Quá hạn 10 ngày", id="đầu năm báo một lần"),
    ],
)
def test_what_is_told_this_morning(due, day, step, words):
    found = reminder_for(d(due), d(day))
    assert (found and found.step, found and found.words) == (step, words)


def test_work_without_a_day_is_never_told():
    assert reminder_for(None, d("13/3")) is None


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(0, 120))
def test_each_step_is_told_on_a_working_day_and_none_is_told_early(due, after):
    day = due - timedelta(days=20) + timedelta(days=after)
    found = reminder_for(due, day)
    if found is None:
        assert day < due or (day - due).days <= 14
    elif found.is_overdue:
        assert day > due
    else:
        assert day <= due


@pytest.mark.parametrize(
    ("due", "note"),
    [
        pytest.param("13/3", "", id="ngày làm việc"),
        pytest.param("18/2", "13/02/2026", id="mùng Hai Tết"),
        pytest.param("8/3", "06/03/2026", id="Chủ nhật"),
    ],
)
def test_a_deadline_on_a_day_off_is_remarked(due, note):
    assert note in rest_note(d(due))
    assert bool(note) == bool(rest_note(d(due)))


@pytest.mark.parametrize(
    ("day", "goes"),
    [
        pytest.param("13/3", True, id="thứ Sáu"),
        pytest.param("14/3", False, id="thứ Bảy"),
        pytest.param("15/3", False, id="Chủ nhật"),
        pytest.param("17/2", False, id="mùng Một Tết"),
    ],
)
def test_the_letter_goes_out_on_working_mornings(day, goes):
    assert sends_letter(d(day)) is goes
