"""What may be done with a report and with the making of its PDF: values in, reasons out."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import Enum

from core.dates import format_date
from core.legal import Blocker, Caution

LEASE = timedelta(minutes=3)
# A step of a long paper ends before: laying out 300 pages takes minutes.
PAPER_LEASE = timedelta(minutes=20)
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


def edit_blockers(*, is_approved: bool) -> list[Blocker | Caution]:
    """Return why the words or particulars of a report may not be changed now."""
    if is_approved:
        return [Blocker("Báo cáo đã duyệt nội dung. Mở lại báo cáo rồi mới sửa được.", None)]
    return []


def approval_blockers(
    *, is_approved: bool, gaps: Sequence[str], unknown_tokens: Sequence[str]
) -> list[Blocker | Caution]:
    """Return why the content may not be approved yet."""
    problems: list[Blocker | Caution] = []
    if is_approved:
        problems.append(Blocker("Báo cáo đã được duyệt nội dung trước đó.", None))
    if gaps:
        problems.append(
            Blocker(f"Còn {len(gaps)} đoạn chưa viết: {'; '.join(gaps)}. Viết đủ rồi duyệt.", None)
        )
    if unknown_tokens:
        listed = ", ".join(unknown_tokens)
        problems.append(Blocker(f"Lời văn có ô số không tồn tại: {listed}. Sửa rồi duyệt.", None))
    return problems


def reopen_blockers(*, is_approved: bool, reason: str) -> list[Blocker | Caution]:
    """Return why an approved report may not be opened again."""
    if not is_approved:
        return [Blocker("Báo cáo đang soạn nên không cần mở lại.", None)]
    if not reason.strip():
        return [Blocker("Ghi lý do mở lại báo cáo đã duyệt.", None, "reason")]
    return []


def details_blockers(
    *, as_of: date | None, window: tuple[date, date], number: str, dated_on: date | None
) -> list[Blocker | Caution]:
    """Return what does not fit together in the particulars of a report."""
    start, end = window
    problems: list[Blocker | Caution] = []
    if as_of is not None and not start <= as_of <= end:
        span = f"từ {format_date(start)} đến {format_date(end)}"
        problems.append(Blocker(f"Ngày tính số liệu phải nằm trong kỳ, {span}.", None, "as_of"))
    if number and dated_on is None:
        problems.append(Blocker("Đã ghi số văn bản thì ghi cả ngày văn bản.", None, "dated_on"))
    if as_of is not None and dated_on is not None and dated_on < as_of:
        problems.append(
            Blocker(
                "Ngày văn bản không được trước ngày tính số liệu; sửa một trong hai ngày.", None, "dated_on"
            )
        )
    return problems


def export_turn(
    *, is_done: bool, is_failed: bool, leased_until: datetime | None, attempts: int, now: datetime
) -> ExportTurn:
    """Return what becomes of an export: finished, still held by a worker, to be tried again, or given up."""
    if is_done or is_failed:
        return ExportTurn.DONE
    if leased_until is not None and leased_until > now:
        return ExportTurn.ALIVE
    return ExportTurn.RETRY if attempts < MAX_ATTEMPTS else ExportTurn.GIVE_UP
