"""On which morning a deadline is told: 7, 3 and 0 days before it, the day after it, then weekly.

Pure: days in, what is due to be told out. A morning that falls on a day off comes on the working day before
it while the deadline is ahead, and on the next working day once it is past. A morning that was missed (the
server stood still) is caught up with the nearest step alone, never with all of them.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from core.dates import Swapped, format_date, is_working_day, previous_working_day

STEPS = (7, 3, 0)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is told about one deadline this morning: its step, and the words before the name of the work."""

    step: str
    words: str
    is_overdue: bool


def told_on(due_on: date, days_before: int, swapped: Swapped | None = None) -> date:
    """Return the morning of a reminder: that many days before, or the working day before that one."""
    day = due_on - timedelta(days=days_before)
    return day if is_working_day(day, swapped) else previous_working_day(day, swapped)


def overdue_on(due_on: date, weeks: int, swapped: Swapped | None = None) -> date:
    """Return the morning on which lateness is told: the day after the deadline, then each week."""
    day = due_on + timedelta(days=1 + WEEK * weeks)
    while not is_working_day(day, swapped):
        day += timedelta(days=1)
    return day


def reminder_for(due_on: date | None, day: date, swapped: Swapped | None = None) -> Reminder | None:
    """Return what is to be told about this deadline by the morning of `day`, or None.

    Its step names it, so that a reminder told already is not told again.
    """
    if due_on is None:
        return None
    if day > due_on:
        weeks = (day - due_on).days // WEEK
        while weeks >= 0 and overdue_on(due_on, weeks, swapped) > day:
            weeks -= 1
        if weeks < 0:
            return None
        return Reminder(f"qua-han-{weeks}", f"Quá hạn {(day - due_on).days} ngày", is_overdue=True)
    steps = [step for step in STEPS if told_on(due_on, step, swapped) <= day]
    if not steps:
        return None
    left = (due_on - day).days
    return Reminder(f"con-{min(steps)}", f"Còn {left} ngày" if left else "Hạn hôm nay", is_overdue=False)


def rest_note(due_on: date, swapped: Swapped | None = None) -> str:
    """Return a remark where the deadline is a day off, so that nobody waits for it; else nothing."""
    if is_working_day(due_on, swapped):
        return ""
    last = previous_working_day(due_on, swapped)
    return f"hạn rơi vào ngày nghỉ, ngày làm việc cuối trước hạn là {format_date(last)}"


def sends_letter(day: date, swapped: Swapped | None = None) -> bool:
    """Return whether a morning letter goes out: Monday to Friday, not on a day off."""
    return day.weekday() < 5 and is_working_day(day, swapped)
