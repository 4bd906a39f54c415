"""Who may do what with aid items; an item belongs to its owner, its recipient and who mobilised it."""

from aid.life import DECISION, OFFICE
from core.catalogue import may_edit_catalogue
from core.permissions import Area, Reach, Right, may, may_anywhere, reach


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


def can_take_step(user, item, desk):
    """Whether the account may record a step of this desk: the owner's, the office's, or a decision.

    Who prepared a dossier does not receive or appraise it: that is for who writes all items.
    """
    if desk == DECISION:
        return may(user, Area.AID, Right.APPROVE, _agencies(item))
    if desk == OFFICE:
        return reach(user, Area.AID, Right.WRITE) is Reach.ALL
    return can_edit_item(user, item)


def can_record_decision(user):
    """Whether the account may say of an item that it was approved: who decides, and who keeps the register.

    An owner's own dossier is approved by the step of its life, which is not the owner's either.
    """
    return keeps_register(user) or reach(user, Area.AID, Right.APPROVE) is Reach.ALL


def can_remind_owner(user):
    """Whether the account may remind owners of their reports: who writes for all agencies."""
    return reach(user, Area.AID, Right.WRITE) is Reach.ALL


def can_close_period(user):
    """Whether the account may close a period of the books, and undo a closing."""
    return may_anywhere(user, Area.BOOKS, Right.APPROVE)


def can_edit_catalogue(user):
    """Whether the account may change sectors and exchange rates."""
    return may_edit_catalogue(user)


def can_edit_rates(user):
    """Whether the account may change exchange rates: the catalogue's keeper, and who signs the books."""
    return may_edit_catalogue(user) or can_close_period(user)


def can_publish(user):
    """Whether the account may turn the publication of open data on and off: the administrator alone."""
    return may_anywhere(user, Area.ACCOUNTS, Right.WRITE)


def keeps_register(user):
    """Whether the account keeps the register as a whole: donors' certificates, duplicates, merging."""
    return reach(user, Area.AID, Right.WRITE) is Reach.ALL
