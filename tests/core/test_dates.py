"""Dates: what is read, what is refused and why, official writing, working days, anniversaries."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import (
    DateError,
    YearMissing,
    add_months,
    add_working_days,
    anniversary_on,
    format_date,
    is_working_day,
    next_anniversary,
    official_date,
    official_place_date,
    parse_date,
    previous_working_day,
    quarter_label,
    round_years,
    session_label,
    weekday_name,
)

TODAY = date(2025, 11, 28)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("28/11/2025", date(2025, 11, 28)),
        ("03/04/2026", date(2026, 4, 3)),
        ("05/01/2026", date(2026, 1, 5)),
        ("5/12/2026", date(2026, 12, 5)),
        ("28-11-2025", date(2025, 11, 28)),
        ("28.11.2025", date(2025, 11, 28)),
        ("2026-04-03", date(2026, 4, 3)),
        (" 28/11/2025\u00a0", date(2025, 11, 28)),
        ("29/02/2024", date(2024, 2, 29)),
        ("01/01/1990", date(1990, 1, 1)),
        ("31/12/2100", date(2100, 12, 31)),
    ],
)
def test_full_date_is_read_in_forms_and_files(text, day):
    assert parse_date(text) == parse_date(text, shorthand=False) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("281125", date(2025, 11, 28)),
        ("28112025", date(2025, 11, 28)),
        ("28-11-25", date(2025, 11, 28)),
        ("28/11/25", date(2025, 11, 28)),
        ("hn", TODAY),
        ("HN", TODAY),
        ("+7", date(2025, 12, 5)),
    ],
)
def test_shorthand_is_read_in_forms_only(text, day):
    assert parse_date(text, today=TODAY) == day
    with pytest.raises(DateError):
        parse_date(text, today=TODAY, shorthand=False)


@pytest.mark.parametrize("text", ["hn", "+7"])
def test_relative_dates_need_today(text):
    with pytest.raises(DateError):
        parse_date(text)


NOT_A_DATE = "không phải ngày hợp lệ (dd/mm/yyyy)"
YEARS = "năm phải từ 1990 đến 2100"


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("31/02/2025", "31/02/2025 không có thật: tháng 02/2025 chỉ có 28 ngày"),
        ("29/02/2023", "29/02/2023 không có thật"),
        ("31/04/2026", "tháng 04/2026 chỉ có 30 ngày"),
        ("2026-02-30", "30/02/2026 không có thật"),
        ("12/31/2026", NOT_A_DATE),
        ("00/01/2026", NOT_A_DATE),
        ("32/01/2026", NOT_A_DATE),
        ("15/03/0202", YEARS),
        ("15/03/3026", YEARS),
        ("0000-00-00", YEARS),
        ("9999-12-31", YEARS),
        ("31/12/1989", YEARS),
        ("01/01/2101", YEARS),
        ("tháng 6/2026", NOT_A_DATE),
        ("15/3 âm lịch", NOT_A_DATE),
        ("trước 30/6", NOT_A_DATE),
        ("\u0663\u0660/\u0660\u0666/\u0662\u0660\u0662\u0666", NOT_A_DATE),
        ("３０/06/2026", NOT_A_DATE),
        ("30 . 06 . 2026 ;", NOT_A_DATE),
        ("30/06-2026", NOT_A_DATE),
        ("46203", NOT_A_DATE),
        ("5/12/202", NOT_A_DATE),
        ("05/05/95", "bốn chữ số"),
        ("Nov 28, 2025", NOT_A_DATE),
        ("", NOT_A_DATE),
        ("+9999999", NOT_A_DATE),
        ("x" * 10_000, NOT_A_DATE),
    ],
)
def test_date_is_refused_with_the_reason(text, sense):
    with pytest.raises(DateError, match=re.escape(sense)):
        parse_date(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "example"),
    [("28/11", "28/11/2025"), ("28-11", "28/11/2025"), ("5/1", "05/01/2025"), ("29/02", "28/11/2025")],
)
def test_missing_year_is_asked_back(text, example):
    sentence = f"Ngày {text} chưa có năm; nhập đủ dạng dd/mm/yyyy, ví dụ {example}."
    with pytest.raises(YearMissing, match=re.escape(sentence)):
        parse_date(text, today=TODAY)


@pytest.mark.parametrize("text", ["31/02", "15/13", "0/5"])
def test_day_that_no_year_has_is_refused_at_once(text):
    with pytest.raises(DateError, match="không phải ngày hợp lệ") as error:
        parse_date(text)
    assert not isinstance(error.value, YearMissing)


def test_years_allowed_are_a_parameter():
    assert parse_date("02/02/1950", min_year=1900) == date(1950, 2, 2)
    with pytest.raises(DateError, match="từ 1990 đến 2030"):
        parse_date("01/01/2031", max_year=2030)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_printed_date_reads_back(day):
    assert parse_date(format_date(day)) == parse_date(day.isoformat()) == day


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        day = parse_date(text, today=TODAY)
    except DateError as error:
        sentence = str(error)
    else:
        sentence = format_date(day) + "."
        assert 1990 <= day.year <= 2100
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 10), "ngày 10 tháng 02 năm 2026"),
        (date(2025, 3, 9), "ngày 09 tháng 3 năm 2025"),
        (date(2025, 11, 28), "ngày 28 tháng 11 năm 2025"),
        (date(2025, 10, 2), "ngày 02 tháng 10 năm 2025"),
    ],
)
def test_official_date(day, text):
    assert official_date(day) == text
    assert official_place_date("Thanh Hóa", day) == f"Thanh Hóa, {text}"


def test_labels():
    assert official_place_date("Thanh Hóa", None) == "Thanh Hóa, ngày … tháng … năm …"
    assert weekday_name(date(2025, 11, 28)) == "thứ Sáu"
    assert weekday_name(date(2025, 11, 30)) == "Chủ nhật"
    assert quarter_label(1, 2026) == "quý I/2026"
    assert quarter_label(4, 2025) == "quý IV/2025"
    assert [session_label(code) for code in ("SANG", "CHIEU", "TOI")] == ["sáng", "chiều", "tối"]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        pytest.param(date(2025, 11, 28), True, id="thứ Sáu thường"),
        pytest.param(date(2025, 11, 29), False, id="thứ Bảy"),
        pytest.param(date(2026, 1, 1), False, id="Tết Dương lịch"),
        pytest.param(date(2026, 2, 17), False, id="mùng Một Tết"),
        pytest.param(date(2026, 4, 27), False, id="nghỉ bù Giỗ Tổ"),
        pytest.param(date(2026, 9, 3), True, id="sau Quốc khánh"),
    ],
)
def test_working_days(day, works):
    assert is_working_day(day) is works


def test_swapped_days_of_the_office_win():
    swapped = {date(2025, 11, 29): True, date(2025, 12, 1): False}
    assert is_working_day(date(2025, 11, 29), swapped)
    assert not is_working_day(date(2025, 12, 1), swapped)
    assert add_working_days(TODAY, 2, swapped) == date(2025, 12, 2)


@pytest.mark.parametrize(
    ("start", "days", "result"),
    [
        pytest.param(TODAY, 0, TODAY, id="không ngày nào"),
        pytest.param(TODAY, 1, date(2025, 12, 1), id="qua cuối tuần"),
        pytest.param(date(2026, 2, 13), 1, date(2026, 2, 23), id="qua Tết"),
        pytest.param(date(2025, 12, 31), 1, date(2026, 1, 2), id="qua năm mới"),
        pytest.param(date(2025, 12, 1), -1, TODAY, id="đếm lùi"),
    ],
)
def test_add_working_days(start, days, result):
    assert add_working_days(start, days) == result


def test_previous_working_day():
    assert previous_working_day(date(2025, 11, 30)) == TODAY
    assert previous_working_day(TODAY) == date(2025, 11, 27)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 60))
def test_counting_working_days_forth_lands_on_one(start, days):
    end = add_working_days(start, days)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert is_working_day(end)
    assert sum(map(is_working_day, between)) == days


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2025, 11, 28), 6, date(2026, 5, 28)),
    ],
)
def test_add_months(day, months, result):
    assert add_months(day, months) == result


@pytest.mark.parametrize(
    ("established", "year", "years"),
    [
        pytest.param(date(1950, 2, 2), 2025, 75, id="Séc 75 năm"),
        pytest.param(date(1950, 2, 3), 2025, 75, id="Hungary 75 năm"),
        pytest.param(date(1975, 9, 23), 2025, 50, id="Đức 50 năm"),
        pytest.param(date(1962, 9, 5), 2027, 65, id="Lào 65 năm"),
        pytest.param(date(1962, 9, 5), 2026, None, id="không tròn"),
        pytest.param(date(2025, 1, 1), 2025, None, id="năm thiết lập"),
        pytest.param(date(2030, 1, 1), 2025, None, id="chưa thiết lập"),
    ],
)
def test_round_years(established, year, years):
    assert round_years(established, year) == years


def test_29_february_follows_the_rule_in_common_years():
    brunei = date(1992, 2, 29)
    assert anniversary_on(brunei, 2027) == date(2027, 2, 28)
    assert anniversary_on(brunei, 2027, "01/03") == date(2027, 3, 1)
    assert anniversary_on(brunei, 2028, "01/03") == date(2028, 2, 29)
    assert next_anniversary(brunei, date(2027, 3, 1)) == date(2028, 2, 29)
    assert next_anniversary(brunei, date(2027, 3, 1), "01/03") == date(2027, 3, 1)


def test_next_anniversary():
    assert next_anniversary(date(1975, 9, 23), date(2025, 9, 23)) == date(2025, 9, 23)
    assert next_anniversary(date(1975, 9, 23), date(2025, 9, 24)) == date(2026, 9, 23)
    assert next_anniversary(date(2025, 9, 23), date(2025, 1, 1)) == date(2026, 9, 23)
