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
    return user.is_active and not why_no_mail(user)


def why_no_mail(user: User) -> str:
    """Return why no letter reaches this open account, and what helps; nothing where one does."""
    if user.is_demo:
        return (
            "Đây là tài khoản minh họa: cổng không gửi thư cho tài khoản minh họa nào. "
            "Đăng ký vẫn được lưu để xem thử; dùng tài khoản thật thì thư mới đến."
        )
    if not settings.NOTICES_BY_MAIL:
        return (
            "Cổng chưa có máy chủ thư; hỏi người quản trị máy chủ. "
            "Đăng ký vẫn được lưu, thư bắt đầu đến khi có máy chủ thư."
        )
    if not user.email:
        return (
            "Tài khoản chưa có địa chỉ thư điện tử; nhờ Quản trị ghi vào tài khoản. "
            "Đăng ký vẫn được lưu, thư bắt đầu đến khi có địa chỉ."
        )
    return ""


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
