"""Commitments of an item: it may have several, of several days and currencies."""

from datetime import date
from typing import Any

from django.utils import timezone

from aid.actions.ledger import (
    add_difference,
    books_now,
    has_same_rates,
    hold,
    less_corrections,
    refuse_corrected,
    refuse_correction,
    says_the_same,
)
from aid.actions.money import refusing_overpaid
from aid.models import AidItem, Commitment, Entry
from aid.periods import Books, booking_day, closed_row_problems, reason_problems
from core.history import action, delete_version, save_version
from core.legal import refuse_if
from core.models import User
from core.models.base import Origin


@action("Thêm cam kết")
def add_commitment(
    *,
    item: AidItem,
    money: dict[str, Any],
    committed_on: date | None,
    by: User,
    today: date | None = None,
    reason: str | None = None,
    books: Books | None = None,
    origin: str = Origin.OFFICE,
) -> Commitment:
    """Store one more commitment; `money` comes from `aid.actions.money.money_fields`.

    It counts on the approval day of its item. Where that lies in a closed period a `reason` is wanted, and
    the whole amount is a correction of today. Raises RuleError.
    """
    stored = _touch(item.pk)
    row = Commitment(item=stored, committed_on=committed_on, origin=origin, **money)
    _book(row, stored, reason, books_now(books), _day(today))
    row.full_clean()
    row.save()
    return row


def _book(row: Commitment, item: AidItem, reason: str | None, books: Books, today: date) -> None:
    """Make the row a correction of today where its item was counted in a closed period."""
    day = booking_day(item.approved_on, item.booked_on)
    if not books.is_closed(day):
        return
    refuse_if(closed_row_problems(day, books, field=None) if reason is None else reason_problems(reason))
    row.entry, row.booked_on, row.effective_on, row.reason = Entry.CORRECTION, today, day, reason or ""


@action("Sửa cam kết")
def edit_commitment(
    *,
    commitment: Commitment,
    expected: int,
    money: dict[str, Any],
    committed_on: date | None,
    by: User,
    today: date | None = None,
    reason: str | None = None,
    books: Books | None = None,
) -> Commitment:
    """Store the changed commitment, or the correction that a closed period wants; return what was written.

    Raises RuleError where a reason is missing or less is left than was paid, VersionConflictError when
    somebody saved it meanwhile.
    """
    with refusing_overpaid(commitment.item_id):
        row, books = commitment, books_now(books)
        item = _touch(row.item_id)
        refuse_correction(row)
        day = booking_day(item.approved_on, item.booked_on, row.booked_on)
        row.committed_on = committed_on
        if not books.is_closed(day) or says_the_same(row, money):
            for name, value in {} if books.is_closed(day) else less_corrections(row, money).items():
                setattr(row, name, value)
            row.full_clean()
            return save_version(row, expected=expected)
        refuse_if(closed_row_problems(day, books, field=None) if reason is None else reason_problems(reason))
        save_version(row, expected=expected)
        told: dict[str, Any] = {
            "effective_on": row.effective_on or day,
            "reason": reason,
            "booked_on": _day(today),
        }
        if has_same_rates(row, money):
            return add_difference(row, money["amount_minor"], committed_on=committed_on, **told)  # type: ignore[return-value]
        add_difference(row, 0, committed_on=committed_on, **told)
        anew = Commitment(item=item, committed_on=committed_on, entry=Entry.CORRECTION, **told, **money)
        anew.full_clean()
        anew.save()
        return anew


@action("Xóa cam kết")
def remove_commitment(
    *,
    commitment: Commitment,
    expected: int,
    by: User,
    reason: str,
    today: date | None = None,
    books: Books | None = None,
) -> Commitment | None:
    """Delete a commitment written by mistake; one of a closed period is taken back by a correction, returned.

    Raises RuleError without a reason or with payments or corrections on it, VersionConflictError when it was
    saved meanwhile.
    """
    row, item = commitment, _touch(commitment.item_id)
    day = booking_day(item.approved_on, item.booked_on, row.booked_on)
    with refusing_overpaid(item.pk):
        if not books_now(books).is_closed(day):
            refuse_corrected(row)
            delete_version(row, expected=expected)
            return None
        refuse_correction(row)
        refuse_if(reason_problems(reason))
        save_version(row, expected=expected)
        effective_on = row.effective_on or day
        return add_difference(row, 0, effective_on=effective_on, reason=reason, booked_on=_day(today))  # type: ignore[return-value]


def _touch(item_id: int) -> AidItem:
    """Move the item's version on: its own form holds the first commitment and must not overwrite this."""
    stored = hold(item_id)
    return save_version(stored, expected=stored.version)


def _day(today: date | None) -> date:
    """Return the day on which this is written."""
    return today or timezone.localdate()
