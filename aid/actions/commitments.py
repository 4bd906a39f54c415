"""Commitments of an item: it may have several, of several days and currencies."""

from datetime import date
from typing import Any

from aid.models import AidItem, Commitment
from core.history import action, delete_version, save_version
from core.models import User
from core.models.base import Origin


@action("Thêm cam kết")
def add_commitment(
    *, item: AidItem, money: dict[str, Any], committed_on: date | None, by: User, origin: str = Origin.OFFICE
) -> Commitment:
    """Store one more commitment; `money` comes from `aid.actions.money.money_fields`."""
    _touch(item)
    row = Commitment(item=item, committed_on=committed_on, origin=origin, **money)
    row.full_clean()
    row.save()
    return row


@action("Sửa cam kết")
def edit_commitment(
    *, commitment: Commitment, expected: int, money: dict[str, Any], committed_on: date | None, by: User
) -> Commitment:
    """Store the changed commitment. Raises VersionConflictError when somebody saved it meanwhile."""
    _touch(commitment.item)
    commitment.committed_on = committed_on
    for name, value in money.items():
        setattr(commitment, name, value)
    commitment.full_clean()
    return save_version(commitment, expected=expected)


@action("Xóa cam kết")
def remove_commitment(*, commitment: Commitment, expected: int, by: User, reason: str) -> None:
    """Delete a commitment written by mistake. Raises VersionConflictError when it was saved meanwhile."""
    _touch(commitment.item)
    delete_version(commitment, expected=expected)


def _touch(item: AidItem) -> None:
    """Move the item's version on: its own form holds the first commitment and must not overwrite this."""
    stored = AidItem.objects.select_for_update().get(pk=item.pk)
    save_version(stored, expected=stored.version)
