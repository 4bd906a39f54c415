"""Counterpart funds of an item: in cash and in kind, as many lines as the decision names."""

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
from aid.models import AidItem, Counterpart
from aid.periods import booking_day, closed_row_problems, reason_problems
from core.history import action, save_version
from core.legal import refuse_if
from core.models import User
from core.models.base import Origin


@action("Thêm vốn đối ứng")
def add_counterpart(
    *,
    item: AidItem,
    kind: str,
    money: dict[str, Any],
    by: User,
    today: date | None = None,
    reason: str | None = None,
    origin: str = Origin.OFFICE,
) -> Counterpart:
    """Store one more line; `money` comes from `aid.actions.money.money_fields`.

    It counts on the approval day of its item. Where that lies in a closed period a `reason` is wanted, and
    the whole amount is a correction of today. Raises RuleError.
    """
    row = Counterpart(item=touch(item.pk), kind=kind, origin=origin, **money)
    book_late(row, reason, books_now(), today or timezone.localdate())
    row.full_clean()
    row.save()
    return row


@action("Sửa vốn đối ứng")
def edit_counterpart(
    *,
    counterpart: Counterpart,
    expected: int,
    kind: str,
    money: dict[str, Any],
    by: User,
    today: date | None = None,
    reason: str | None = None,
) -> Counterpart:
    """Store the changed line, or the correction that a closed period wants; return what was written.

    Raises RuleError where a reason is missing, VersionConflictError when somebody saved it meanwhile.
    """
    row, item = counterpart, touch(counterpart.item_id)
    books = books_now().of(item.status)
    refuse_correction(row)
    day = booking_day(item.approved_on, item.booked_on, row.booked_on)
    if not books.is_closed(day) or says_the_same(row, money):
        row.kind = kind
        for name, value in {} if books.is_closed(day) else less_corrections(row, money).items():
            setattr(row, name, value)
        row.full_clean()
        return save_version(row, expected=expected)
    refuse_if(closed_row_problems(day, books, field=None) if reason is None else reason_problems(reason))
    save_version(row, expected=expected)
    booked_on = today or timezone.localdate()
    return correct(row, money, day=day, reason=reason or "", booked_on=booked_on, kind=kind)


@action("Xóa vốn đối ứng")
def remove_counterpart(
    *, counterpart: Counterpart, expected: int, by: User, reason: str, today: date | None = None
) -> Counterpart | None:
    """Delete a line written by mistake; one of a closed period is taken back by a correction, returned.

    Raises RuleError where corrections stand on it, VersionConflictError when it was saved meanwhile.
    """
    row, item = counterpart, touch(counterpart.item_id)
    return take_away(row, item, books_now(), expected=expected, reason=reason, today=today, kind=row.kind)
