"""Dates: one strict parser, how dates are printed, working days and anniversaries."""

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import holidays

FIRST_YEAR, LAST_YEAR = 1990, 2100
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
ROMAN_QUARTERS = ("I", "II", "III", "IV")
SESSIONS = {"SANG": "sáng", "CHIEU": "chiều", "TOI": "tối"}
type Swapped = Mapping[date, bool]
type LeapRule = Literal["28/02", "01/03"]


class DateError(ValueError):
    """What is wrong with a date, as a Vietnamese sentence."""


class YearMissing(DateError):  # noqa: N818 - the situation, not a fault
    """A day and a month without a year: the portal asks and never guesses."""


_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_DAY_FIRST_SHORT = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})")
_NO_YEAR = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})")
_DAYS_AHEAD = re.compile(r"\+([0-9]{1,4})")


def _refusal(text: str, reason: str = "ví dụ 28/11/2025") -> DateError:
    shown = text if len(text) <= 30 else text[:30] + "…"
    return DateError(f"'{shown}' không phải ngày hợp lệ (dd/mm/yyyy): {reason}.")


def _real_date(text: str, day: int, month: int, year: int, *, min_year: int, max_year: int) -> date:
    """Return the date if it exists within the years allowed. Raises DateError that says what is wrong."""
    if not min_year <= year <= max_year:
        raise DateError(f"{text}: năm phải từ {min_year} đến {max_year}.")
    if not 1 <= month <= 12:
        raise _refusal(text, f"không có tháng {month}, ngày đứng trước tháng")
    days = calendar.monthrange(year, month)[1]
    if day < 1 or day > 31:
        raise _refusal(text, f"không có ngày {day}")
    if day > days:
        raise DateError(
            f"{day:02}/{month:02}/{year} không có thật: tháng {month:02}/{year} chỉ có {days} ngày."
        )
    return date(year, month, day)


def _full_year(text: str, digits: str) -> int:
    """Return the year of two or four digits; two digits past 50 could be either century and are refused."""
    if len(digits) == 4:
        return int(digits)
    if int(digits) > 50:
        raise _refusal(text, "nhập năm đủ bốn chữ số")
    return 2000 + int(digits)


def parse_date(
    text: str,
    *,
    today: date | None = None,
    shorthand: bool = True,
    min_year: int = FIRST_YEAR,
    max_year: int = LAST_YEAR,
) -> date:
    """Return the date that the text states, day before month.

    Takes 28/11/2025, 28-11-2025, 28.11.2025 and 2025-11-28; with `shorthand` (forms, not files) also
    28-11-25, 281125, 28112025 and, when `today` is given, "hn" (today) and "+7". Raises YearMissing for
    28/11 and DateError for everything else.
    """
    typed = text.replace("\u00a0", " ").strip(" \t\r\n")
    limits = {"min_year": min_year, "max_year": max_year}
    if found := _DAY_FIRST.fullmatch(typed):
        return _real_date(typed, int(found[1]), int(found[3]), int(found[4]), **limits)
    if found := _ISO.fullmatch(typed):
        return _real_date(typed, int(found[3]), int(found[2]), int(found[1]), **limits)
    if shorthand:
        if found := _DAY_FIRST_SHORT.fullmatch(typed):
            return _real_date(typed, int(found[1]), int(found[3]), _full_year(typed, found[4]), **limits)
        if found := _DIGITS.fullmatch(typed):
            return _real_date(typed, int(found[1]), int(found[2]), _full_year(typed, found[3]), **limits)
        if today is not None and typed.casefold() == "hn":
            return today
        if today is not None and (found := _DAYS_AHEAD.fullmatch(typed)):
            ahead = today + timedelta(days=int(found[1]))
            return _real_date(format_date(ahead), ahead.day, ahead.month, ahead.year, **limits)
    if found := _NO_YEAR.fullmatch(typed):
        raise _year_missing(typed, int(found[1]), int(found[2]), today)
    raise _refusal(typed)


def _year_missing(text: str, day: int, month: int, today: date | None) -> DateError:
    """Return the error for a day and a month without a year, or for a day that no year has."""
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(2024, month)[1]:
        return _refusal(text)
    example = "28/11/2025"
    if (day, month) != (29, 2):
        example = format_date(date(today.year if today else 2025, month, day))
    return YearMissing(f"Ngày {text} chưa có năm; nhập đủ dạng dd/mm/yyyy, ví dụ {example}.")


def format_date(day: date) -> str:
    """Return the date as screens show it: 05/01/2026."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def month_label(month: int) -> str:
    """Return the number of a month as official papers write it: 01 and 02, but 3."""
    return f"{month:02}" if month < 3 else str(month)


def official_date(day: date) -> str:
    """Return the date as official papers write it: ngày 05 tháng 01 năm 2026.

    Days below 10 and the months 1 and 2 take a zero, no other month does
    (Nghị định 30/2020/NĐ-CP, Phụ lục I).
    """
    return f"ngày {day.day:02} tháng {month_label(day.month)} năm {day.year}"


def official_place_date(place: str, day: date | None) -> str:
    """Return the place and date line of an official paper; without a date, room to fill it in by hand."""
    return f"{place}, {official_date(day) if day else 'ngày … tháng … năm …'}"


def weekday_name(day: date) -> str:
    """Return the day of the week: thứ Hai … Chủ nhật."""
    return WEEKDAYS[day.weekday()]


def quarter_label(quarter: int, year: int) -> str:
    """Return the name of a quarter: quý I/2026."""
    return f"quý {ROMAN_QUARTERS[quarter - 1]}/{year}"


def session_label(code: str) -> str:
    """Return the part of the day: sáng, chiều, tối."""
    return SESSIONS[code]


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Return the public holidays of Việt Nam in the year, lunar ones and days in lieu included."""
    return frozenset(holidays.country_holidays("VN", years=year))


@lru_cache(maxsize=64)
def _holiday_names(year: int) -> Mapping[date, str]:
    """Return the names of the public holidays of a year."""
    return dict(holidays.country_holidays("VN", years=year))


def holiday_name(day: date) -> str:
    """Return what the public holiday of the day is called, or nothing on other days."""
    return _holiday_names(day.year).get(day, "")


def is_working_day(day: date, swapped: Swapped | None = None) -> bool:
    """Return whether offices work on the day.

    `swapped` is the office's own table of exceptions: True for a Saturday worked in exchange, False for a
    weekday off.
    """
    if swapped and day in swapped:
        return swapped[day]
    return day.weekday() < 5 and day not in public_holidays(day.year)


def add_working_days(start: date, days: int, swapped: Swapped | None = None) -> date:
    """Return the working day that many working days after the start, which itself does not count.

    A negative number counts back.
    """
    step = timedelta(days=1 if days >= 0 else -1)
    day, left = start, abs(days)
    while left:
        day += step
        left -= is_working_day(day, swapped)
    return day


def previous_working_day(day: date, swapped: Swapped | None = None) -> date:
    """Return the last working day before the day."""
    return add_working_days(day, -1, swapped)


def round_years(established: date, year: int) -> int | None:
    """Return the number of years reached in `year` when it is a round one (a multiple of 5), else None."""
    years = year - established.year
    return years if years > 0 and years % 5 == 0 else None


def anniversary_on(established: date, year: int, leap_rule: LeapRule = "28/02") -> date:
    """Return the day of the anniversary in `year`; 29 February follows the rule in common years."""
    if (established.month, established.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 2, 28) if leap_rule == "28/02" else date(year, 3, 1)
    return established.replace(year=year)


def next_anniversary(established: date, today: date, leap_rule: LeapRule = "28/02") -> date:
    """Return the next anniversary, today's included, never the founding day itself."""
    year = max(today.year, established.year + 1)
    day = anniversary_on(established, year, leap_rule)
    return day if day >= today else anniversary_on(established, year + 1, leap_rule)
