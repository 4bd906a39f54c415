"""Each morning: tell what comes due, then one letter to each person. Safe to run twice.

`manage.py send_notices` runs it; a timer does that every day at 07:00 (deploy/portal-notices.timer).
"""

import logging
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.tasks import task

from core.actions.letters import claim_letter, note_mailed, release_letter
from core.actions.notices import tell_morning
from core.letters import MailServerError, can_mail, send_letter
from core.models import Notice, SwappedDay, User
from core.reminders import sends_letter

# Older notices that nobody read are no news any more.
LETTER_DAYS = 14

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Morning:
    """What a morning did."""

    told: int
    letters: int


@task()
def morning(day: str) -> dict[str, int]:
    """Do the morning of this day (ISO) in the worker; returns how many notices and letters there were."""
    done = run_morning(date.fromisoformat(day))
    return {"told": done.told, "letters": done.letters}


def run_morning(day: date) -> Morning:
    """Tell what is due on this morning and send the letters; returns how many notices and letters."""
    told = tell_morning(day=day, by=User.objects.system())
    return Morning(told, mail_morning(day))


def mail_morning(day: date) -> int:
    """Send each person at most one letter with what is neither read nor mailed; returns how many went."""
    swapped = SwappedDay.objects.by_day()
    if not sends_letter(day, swapped):
        return 0
    by = User.objects.system()
    rows = (
        Notice.objects.unread()
        .filter(mailed_at__isnull=True, day__lte=day, day__gt=day - timedelta(days=LETTER_DAYS))
        .select_related("user")
        .order_by("user_id", "pk")
    )
    sent = 0
    for user, found in groupby(rows, key=lambda notice: notice.user):
        notices = list(found)
        if not can_mail(user) or not claim_letter(user=user, day=day, by=by):
            continue
        try:
            went = send_letter(user, notices, day)
        except MailServerError:
            release_letter(user=user, day=day, by=by)
            logger.warning("Morning letters stopped: the mail server does not answer", exc_info=True)
            break
        if went:
            note_mailed(notices=notices, by=by)
            sent += 1
    return sent
