"""On which day a column of disbursements is written: what its header says, and how a choice is kept."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from aid.own_files.headers import plain
from core.dates import FIRST_YEAR, LAST_YEAR

_OF = r"(?: (?:nam )?(?P<year>20\d\d)\b)?"
# Up to which day a column counts: "đến 30/6", "đến hết tháng 9", "6 tháng đầu năm", "đến quý III".
UNTIL = (
    re.compile(
        rf"\b(?:den|het|toi)(?: het)?(?: ngay)? (?P<day>\d{{1,2}})(?: thang)? (?P<month>\d{{1,2}})\b{_OF}"
    ),
    re.compile(rf"\b(?:den|het|toi|cuoi)(?: het| cuoi)* thang (?P<month>\d{{1,2}})\b{_OF}"),
    re.compile(rf"\b(?P<month>[369]) thang(?: dau nam)?\b{_OF}"),
    re.compile(rf"\b(?:den|het|toi|cuoi)(?: het| cuoi)* quy (?P<quarter>iv|iii|ii|i|[1-4])\b{_OF}"),
)
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
# A choice beyond the years is a day: 20250630.
_DAYS = 10_000


def day_of(chosen: int, today: date) -> date:
    """Return the day that a column is written on, never one to come.

    `chosen` is a year (then its last day), a day as 20250630, or 0 for today.
    """
    if not chosen:
        return today
    year, rest = divmod(chosen, _DAYS) if chosen >= _DAYS else (chosen, 1231)
    return min(date(year, *divmod(rest, 100)), today)


def is_choice(chosen: int) -> bool:
    """Return whether this names a year or a day that exists."""
    try:
        return chosen == 0 or FIRST_YEAR <= day_of(chosen, date.max).year <= LAST_YEAR
    except ValueError:
        return False


def told_until(text: str, years: Iterable[int], today: date) -> int:
    """Return the day up to which a header says that it counts, as a choice; 0 where it says none.

    Without a year of its own it is of the register's (the last of `years`), else the last one that is past.
    """
    words = plain(text)
    for pattern in UNTIL:
        if not (found := pattern.search(words)):
            continue
        named = found.groupdict()
        quarter = named.get("quarter") or ""
        month = int(named.get("month") or 3 * (QUARTERS.get(quarter) or int(quarter)))
        year = int(named["year"] or max(years, default=0))
        for one in [year] if year else [today.year, today.year - 1]:
            found_day = _day(one, month, int(named.get("day") or 0))
            if found_day and (year or found_day <= today):
                return found_day.year * _DAYS + month * 100 + found_day.day
    return 0


def _day(year: int, month: int, day: int) -> date | None:
    """Return the day, the last of its month for 0, or None where there is none such."""
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None
