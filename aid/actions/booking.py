"""On which day an item counts: its approval day, or the day on which it was entered late."""

from dataclasses import replace
from datetime import date
from typing import Any

from aid.actions.ledger import books_now, says_the_same
from aid.models import AidItem, Commitment, Counterpart
from aid.periods import (
    Books,
    booked_item_problems,
    booking_day,
    late_item_problems,
)
from aid.rules import NOT_RECEIVED
from core.legal import Blocker, Caution, RuleError


def book_item(
    item: AidItem, *, books: Books, today: date, before: AidItem | None = None
) -> list[Blocker | Caution]:
    """Set the booking day of an item about to be written; return what forbids its days.

    An item approved in a closed period that it was not counted in is booked today, with its `booking_reason`.
    `before` is the item as it stands, read here where it is not handed in.
    """
    if books.last is None:
        return []
    if before is None and item.pk:
        before = AidItem.objects.filter(pk=item.pk).first()
    if before is not None:
        found = booked_item_problems(
            books=books,
            old_approved_on=before.approved_on,
            old_booked_on=before.booked_on,
            approved_on=item.approved_on,
            old_emergency=before.emergency_kind,
            emergency=item.emergency_kind,
        )
        found = found or _closed_line_problems(before, item, books)
        if found:
            return found
        item.booked_on = before.booked_on
        if item.approved_on == before.approved_on:
            return []
    if not books.is_closed(item.approved_on):
        item.booked_on = None
        return []
    item.booked_on = item.booked_on or today
    return late_item_problems(item.approved_on, books, reason=item.booking_reason)


def _closed_line_problems(before: AidItem, item: AidItem, books: Books) -> list[Blocker | Caution]:
    """Return that an item keeps its kind of grant as a closed period counted lines of its money."""
    if before.emergency_kind == item.emergency_kind:
        return []
    days = [
        *before.disbursements.values_list("paid_on", flat=True),
        *before.commitments.values_list("booked_on", flat=True),
        *before.counterparts.values_list("booked_on", flat=True),
    ]
    if not any(books.is_closed(day) for day in days):
        return []
    return [
        Blocker(
            f"Khoản có dòng tiền đã vào số liệu của {books.why_closed}: không chuyển giữa viện trợ thường và "
            "khẩn cấp.",
            None,
            "is_emergency",
        )
    ]


def book_step(item: AidItem, *, note: str, today: date) -> list[Blocker | Caution]:
    """Set the booking day of an item that a step approves; its note is the reason of a late one."""
    books = books_now()
    if books.is_closed(item.approved_on):
        item.booking_reason = item.booking_reason or note[:500]
    named = {"booking_reason": "note", "approved_on": "on"}
    return [
        replace(finding, field=named.get(finding.field or "", finding.field))
        for finding in book_item(item, books=books, today=today)
    ]


def book_return(item: AidItem, *, was: str, note: str, books: Books, today: date) -> None:
    """Book an item today that comes back from being called off: the closed period did not count it."""
    came_back = was in NOT_RECEIVED and item.status not in NOT_RECEIVED
    if came_back and books.is_closed(booking_day(item.approved_on, item.booked_on)):
        item.booked_on, item.booking_reason = today, note[:500]


def refuse_closed_money(
    item: AidItem,
    stored: Commitment | Counterpart | None,
    columns: dict[str, Any] | None,
    books: Books,
    *,
    noun: str,
    is_own: bool = False,
) -> None:
    """Refuse to rewrite the first line of an item that a closed period counted. Raises RuleError.

    `columns` say what the line stands for with its corrections, or (`is_own`) what it says itself.
    """
    books = books.of(item.status)
    if (stored is None and columns is None) or not books.is_closed(
        booking_day(item.approved_on, item.booked_on)
    ):
        return
    if stored is not None and columns is not None:
        named = ("currency", "amount_minor", "usd_minor", "vnd")
        is_same = all(getattr(stored, name) == columns[name] for name in named)
        if is_same if is_own else says_the_same(stored, columns):
            return
    what_to = "Sửa" if stored else "Thêm"
    what = "vốn đối ứng" if noun == "counterpart" else "cam kết"
    raise RuleError(
        f"{what.capitalize()} thuộc {books.why_closed}, không ghi lại ở đây. Giữ số cũ; ở mục Kinh phí của "
        f"trang khoản, bấm {what_to} {what} để ghi điều chỉnh vào kỳ mở.",
        field="counterpart_amount" if noun == "counterpart" else "amount",
    )
