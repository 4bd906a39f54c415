"""Letters about notices: each morning, and at once for what cannot wait; none without a mail server."""

import logging
import smtplib
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from core.models import Notice, User
from core.models.notices import SUBJECT_LENGTH
from core.notices import fitting

MARK = "[Đối ngoại] "
# In a letter, what hurts most stands first.
ORDER = (
    Notice.Kind.OVERDUE,
    Notice.Kind.RETURNED,
    Notice.Kind.REMINDER,
    Notice.Kind.DUE,
    Notice.Kind.ASSIGNED,
)

logger = logging.getLogger(__name__)


class MailServerError(Exception):
    """The mail server did not take letters; the next morning tries again."""


def can_mail(user: User) -> bool:
    """Return whether letters reach this account: it is open, has an address, and is not a demonstration."""
    return settings.NOTICES_BY_MAIL and user.is_active and bool(user.email) and not user.is_demo


def in_order(notices: Sequence[Notice]) -> list[Notice]:
    """Return the notices as a letter tells them: by kind, then by deadline."""

    def rank(notice: Notice) -> tuple[int, date, int]:
        place = ORDER.index(notice.kind) if notice.kind in ORDER else len(ORDER)
        return place, notice.due_on or date.max, notice.pk

    return sorted(notices, key=rank)


def subject_of(notices: Sequence[Notice]) -> str:
    """Return the subject line: the first notice, and how many there are."""
    first = notices[0].subject if len(notices) == 1 else f"{len(notices)} việc; {notices[0].subject}"
    return MARK + fitting(first, SUBJECT_LENGTH - len(MARK))


def send_letter(user: User, notices: Sequence[Notice], day: date) -> bool:
    """Send the person one letter with these notices; returns whether it went.

    Raises MailServerError where the server does not answer; one that is refused never keeps back the others.
    """
    rows = in_order(notices)
    context = {"user": user, "notices": rows, "day": day, "site": settings.SITE_URL.rstrip("/")}
    message = EmailMultiAlternatives(
        subject=subject_of(rows),
        body=render_to_string("mail/notices.txt", context),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("mail/notices.html", context), "text/html")
    return deliver(message)


def deliver(message: EmailMultiAlternatives) -> bool:
    """Hand a letter to the mail server; returns whether it took it.

    Raises MailServerError where the server does not answer; an address or a letter that it refuses is logged
    and left.
    """
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
        logger.warning("The mail server refused a letter", exc_info=True)
        return False
    except (smtplib.SMTPException, OSError) as error:
        raise MailServerError from error
    return True
