"""Background work of notices: the letter that cannot wait for the morning."""

import logging

from django.tasks import task
from django.utils import timezone

from core.actions.letters import note_mailed
from core.letters import MailServerError, can_mail, send_letter
from core.models import Notice, User

logger = logging.getLogger(__name__)


@task()
def mail_at_once(key: str) -> int:
    """Send the notices of this event by e-mail, once to each person; returns how many letters went."""
    sent = 0
    rows = Notice.objects.filter(key=key, mailed_at__isnull=True).select_related("user").order_by("pk")
    for notice in rows:
        if not can_mail(notice.user):
            continue
        try:
            went = send_letter(notice.user, [notice], timezone.localdate())
        except MailServerError:
            # The notice stays unmailed, so that the morning's letter tells it.
            logger.warning("No letter at once: the mail server does not answer", exc_info=True)
            break
        if went:
            note_mailed(notices=[notice], by=User.objects.system())
            sent += 1
    return sent
