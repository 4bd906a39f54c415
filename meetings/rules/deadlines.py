"""How a deadline is typed, and which day it ends on (domain.md 7.4)."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.dates import DateError, YearMissing, add_working_days, format_date, parse_date
from core.legal import Blocker, Caution
from core.text import fold

Findings = list[Blocker | Caution]


DATED = ("NGAY", "THANG", "QUY", "NAM")
UNDATED_LABEL = "Chưa xác định thời hạn"
RIGHT_AFTER_CODE = "MEETING_RIGHT_AFTER_DAYS"
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "I": 1, "II": 2, "III": 3, "IV": 4}
_MONTH = re.compile(r"(?:trong )?(?:thang )?(\d{1,2})(?:[/.-]| nam | )(\d{4})")
_QUARTER = re.compile(r"(?:trong )?(?:quy )?(iv|i{1,3}|[1-4])(?:[/.-]| nam | )(\d{4})")
_YEAR = re.compile(r"(?:trong )?(?:nam )?(\d{4})")


@dataclass(frozen=True, slots=True)
class RightAfter:
    """How long "right after the meeting" is, where the office has set it as a legal value."""

    days: int
    working: bool = False


@dataclass(frozen=True, slots=True)
class TypedDue:
    """The parts of a deadline as somebody typed them."""

    day: date | None = None
    month: int | None = None
    quarter: int | None = None
    year: int | None = None


def typed_due(kind: str, text: str, *, today: date | None = None) -> TypedDue:
    """Return the parts that the words state for this kind of deadline. Raises DateError.

    A month or a quarter without its year is asked back, never guessed; kinds without a day take no words.
    """
    words = fold(text)
    if not words:
        return TypedDue()
    if kind == "NGAY":
        return TypedDue(day=parse_date(text, today=today))
    if kind == "THANG":
        found = _MONTH.fullmatch(words)
        if not found and re.fullmatch(r"(?:trong )?(?:thang )?\d{1,2}", words):
            raise YearMissing(f"Hạn “{text}” chưa có năm; nhập đủ dạng tháng/năm, ví dụ 12/2025.")
        if not found or not 1 <= int(found[1]) <= 12:
            raise DateError(f"Hạn “{text}” chưa rõ tháng nào; nhập dạng tháng/năm, ví dụ 12/2025.")
        return TypedDue(month=int(found[1]), year=_year(found[2]))
    if kind == "QUY":
        found = _QUARTER.fullmatch(words)
        if not found and re.fullmatch(r"(?:trong )?(?:quy )?(iv|i{1,3}|[1-4])", words):
            raise YearMissing(f"Hạn “{text}” chưa có năm; nhập đủ dạng quý/năm, ví dụ IV/2025.")
        if not found:
            raise DateError(f"Hạn “{text}” chưa rõ quý nào; nhập dạng quý/năm, ví dụ IV/2025.")
        return TypedDue(quarter=_QUARTERS[found[1].upper()], year=_year(found[2]))
    if kind == "NAM":
        found = _YEAR.fullmatch(words)
        if not found:
            raise DateError(f"Hạn “{text}” chưa rõ năm nào; nhập năm đủ bốn chữ số, ví dụ 2026.")
        return TypedDue(year=_year(found[1]))
    raise DateError("Loại thời hạn này không đi với ngày; xóa ô hạn hoặc chọn loại khác.")


def _year(digits: str) -> int:
    year = int(digits)
    if not 1990 <= year <= 2100:
        raise DateError(f"Hạn có năm {year}; năm phải từ 1990 đến 2100.")
    return year


def due_on_for(
    kind: str,
    typed: TypedDue,
    meeting_day: date,
    right_after: RightAfter | None = None,
    swapped: Mapping[date, bool] | None = None,
) -> date | None:
    """Return the last day of a deadline, or None where no day can be computed.

    A month, quarter or year ends on its last day. "Right after the meeting" has a day only when the
    office has fixed one. Raises DateError when a dated kind lacks its part.
    """
    if kind == "NGAY" and typed.day:
        return typed.day
    if kind == "THANG" and typed.month and typed.year:
        return _last_day(typed.year, typed.month)
    if kind == "QUY" and typed.quarter and typed.year:
        return _last_day(typed.year, typed.quarter * 3)
    if kind == "NAM" and typed.year:
        return date(typed.year, 12, 31)
    if kind in DATED:
        example = {"NGAY": "31/12/2025", "THANG": "12/2025", "QUY": "IV/2025", "NAM": "2026"}[kind]
        raise DateError(f"Nhập hạn cho loại thời hạn này, ví dụ {example}.")
    if kind == "NGAY_SAU_HOP" and right_after:
        if right_after.working:
            return add_working_days(meeting_day, right_after.days, swapped)
        return meeting_day + timedelta(days=right_after.days)
    return None


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def due_words(kind: str, due_on: date | None) -> str:
    """Return a stored deadline as it is typed, for editing: 12/2025, IV/2025, 2026, 31/12/2025."""
    if due_on is None or kind not in DATED:
        return ""
    if kind == "THANG":
        return f"{due_on:%m/%Y}"
    if kind == "QUY":
        return f"{('I', 'II', 'III', 'IV')[(due_on.month - 1) // 3]}/{due_on.year}"
    return str(due_on.year) if kind == "NAM" else format_date(due_on)


def due_problems(due_on: date | None, meeting_day: date) -> Findings:
    """Return what is wrong with a deadline: it cannot lie before the meeting that set it."""
    if due_on and due_on < meeting_day:
        day = format_date(meeting_day)
        return [
            Blocker(
                f"Hạn {format_date(due_on)} trước ngày họp {day}; nhập hạn từ ngày họp trở đi.", None, "due"
            )
        ]
    return []
