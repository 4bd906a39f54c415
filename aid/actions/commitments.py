"""Commitments of an item: it may have several, of several days and currencies."""

from datetime import date
from typing import Any

from django.utils import timezone

from aid.actions.ledger import (
    book_late,
    books_now,
    correct,
    less_corrections,
    refuse_correction,
    says_the_same,
    take_away,
    touch,
)
from aid.actions.money import refusing_overpaid
from aid.models import AidItem, Commitment
from aid.periods import Books, booking_day, closed_row_problems, reason_problems
from core.history import action, save_version
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
    row = Commitment(item=touch(item.pk), committed_on=committed_on, origin=origin, **money)
    book_late(row, reason, books_now(books), today or timezone.localdate())
    row.full_clean()
    row.save()
    return row


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
        row, item = commitment, touch(commitment.item_id)
        books = books_now(books).of(item.status)
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
        booked_on = today or timezone.localdate()
        return correct(
            row, money, day=day, reason=reason or "", booked_on=booked_on, committed_on=committed_on
        )


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
    item = touch(commitment.item_id)
    with refusing_overpaid(item.pk):
        return take_away(commitment, item, books_now(books), expected=expected, reason=reason, today=today)
