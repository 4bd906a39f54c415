"""What may be done with a report and with the making of its PDF: values in, reasons out."""

from datetime import date, datetime, timedelta
from enum import Enum

from core.dates import format_date
from core.legal import Blocker, Caution

LEASE = timedelta(minutes=3)
# A step of a long paper ends before; while its pages are laid out the lease is prolonged again and again.
PAPER_LEASE = timedelta(minutes=4)
QUEUE_LEASE = timedelta(minutes=10)
MAX_ATTEMPTS = 3
# A yearly review that is held in the first half of a year looks back on the year before.
_REVIEW_MONTHS = 6


class ExportTurn(Enum):
    """What to do with an export that is asked for or found."""

    DONE = "done"
    ALIVE = "alive"
    RETRY = "retry"
    GIVE_UP = "give_up"


def review_year(held_on: date, *, is_year_review: bool) -> int:
    """Return the year that a meeting speaks about."""
    return held_on.year - 1 if is_year_review and held_on.month <= _REVIEW_MONTHS else held_on.year


def details_blockers(*, as_of: date | None, window: tuple[date, date]) -> list[Blocker | Caution]:
    """Return what does not fit together in the particulars of a report."""
    start, end = window
    if as_of is None or start <= as_of <= end:
        return []
    span = f"từ {format_date(start)} đến {format_date(end)}"
    return [Blocker(f"Ngày tính số liệu phải nằm trong kỳ, {span}.", None, "as_of")]


def export_turn(
    *, is_done: bool, is_failed: bool, leased_until: datetime | None, attempts: int, now: datetime
) -> ExportTurn:
    """Return what becomes of an export: finished, still held by a worker, to be tried again, or given up."""
    if is_done or is_failed:
        return ExportTurn.DONE
    if leased_until is not None and leased_until > now:
        return ExportTurn.ALIVE
    return ExportTurn.RETRY if attempts < MAX_ATTEMPTS else ExportTurn.GIVE_UP
