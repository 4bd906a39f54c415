"""The public file follows the register where something may no longer be public: it is made anew by itself."""

import logging

from django.db import transaction
from django.db.models import Q
from django.tasks import task

from aid.actions.open_data import publish_open_data
from aid.iati.gathering import open_data
from aid.models import AidItem
from aid.rules import CALLED_OFF
from core.legal import RuleError
from core.models import User
from core.touched import Touch, at_end_of_act

logger = logging.getLogger(__name__)


def register_republishing() -> None:
    """Let every act that calls a published item off, or takes it out, make the public file anew."""
    at_end_of_act(hear, {AidItem: "pk"})


def hear(touched: set[Touch]) -> None:
    """Ask for a new file where an item of the act may be in the old one and no longer belongs there."""
    keys = {touch.value for touch in touched if not touch.is_new}
    if not keys:
        return
    settings = open_data()
    if not settings.is_public or settings.published_at is None:
        return
    there = AidItem.objects.filter(pk__in=keys)
    off = there.filter(Q(status__in=CALLED_OFF) | Q(approved_on__isnull=True))
    if off.exists() or there.count() < len(keys):
        transaction.on_commit(republish.enqueue)


@task()
def republish() -> int:
    """Make the public file anew; returns how many activities it holds."""
    try:
        return publish_open_data(by=User.objects.system()).count
    except RuleError as error:
        # Turned off meanwhile, or the publisher lacks something: the page says so.
        logger.warning("The public file was not made anew: %s", error)
        return 0
