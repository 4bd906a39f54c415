"""Who may do what with aid items; an item belongs to its owner, its recipient and who mobilised it."""

from core.catalogue import may_edit_catalogue
from core.permissions import Area, Right, may, may_anywhere


def _agencies(item):
    return {item.owner_id, item.recipient_id, item.mobilised_by_id} - {None}


def can_add_item(user):
    """Whether the account may log aid items at all."""
    return may_anywhere(user, Area.AID, Right.WRITE)


def can_own_item(user, *, owner_id, recipient_id, mobilised_by_id):
    """Whether the account may log an item of these agencies; a focal point only its own."""
    agencies = {owner_id, recipient_id, mobilised_by_id} - {None}
    return may(user, Area.AID, Right.WRITE, agencies)


def can_edit_item(user, item):
    """Whether the account may change the item, its money and its papers."""
    return may(user, Area.AID, Right.WRITE, _agencies(item))


def can_approve_item(user, item):
    """Whether the account may record the approval of an item that waits for it."""
    return may(user, Area.AID, Right.APPROVE, _agencies(item))


def can_edit_catalogue(user):
    """Whether the account may change sectors and exchange rates."""
    return may_edit_catalogue(user)


def can_publish(user):
    """Whether the account may turn the publication of open data on and off: the administrator alone."""
    return may_anywhere(user, Area.ACCOUNTS, Right.WRITE)
