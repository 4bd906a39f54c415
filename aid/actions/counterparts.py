"""Counterpart funds of an item: in cash and in kind, as many lines as the decision names."""

from typing import Any

from aid.actions.ledger import hold
from aid.models import AidItem, Counterpart
from core.history import action, delete_version, save_version
from core.models import User
from core.models.base import Origin


@action("Thêm vốn đối ứng")
def add_counterpart(
    *, item: AidItem, kind: str, money: dict[str, Any], by: User, origin: str = Origin.OFFICE
) -> Counterpart:
    """Store one more line; `money` comes from `aid.actions.money.money_fields`."""
    _touch(item.pk)
    row = Counterpart(item=item, kind=kind, origin=origin, **money)
    row.full_clean()
    row.save()
    return row


@action("Sửa vốn đối ứng")
def edit_counterpart(
    *, counterpart: Counterpart, expected: int, kind: str, money: dict[str, Any], by: User
) -> Counterpart:
    """Store the changed line. Raises VersionConflictError when somebody saved it meanwhile."""
    _touch(counterpart.item_id)
    counterpart.kind = kind
    for name, value in money.items():
        setattr(counterpart, name, value)
    counterpart.full_clean()
    return save_version(counterpart, expected=expected)


@action("Xóa vốn đối ứng")
def remove_counterpart(*, counterpart: Counterpart, expected: int, by: User, reason: str) -> None:
    """Delete a line written by mistake. Raises VersionConflictError when it was saved meanwhile."""
    _touch(counterpart.item_id)
    delete_version(counterpart, expected=expected)


def _touch(item_id: int) -> None:
    """Move the item's version on: its own form holds the first line and must not overwrite this."""
    stored = hold(item_id)
    save_version(stored, expected=stored.version)
