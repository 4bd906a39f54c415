"""What is kept of letters: that a morning's letter went, and which notices it told."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from core.history import action
from core.models import MailedDay, Notice, User


@action("Nhận gửi thư sáng")
def claim_letter(*, user: User, day: date, by: User) -> bool:
    """Return whether the letter of this morning is ours to send: nobody sent or sends it."""
    return MailedDay.objects.get_or_create(user=user, day=day)[1]


@action("Hoãn thư sáng")
def release_letter(*, user: User, day: date, by: User) -> None:
    """Give the letter of this morning back, so that a later run sends it."""
    MailedDay.objects.filter(user=user, day=day).delete()


@action("Ghi thông báo đã gửi thư")
def note_mailed(*, notices: Iterable[Notice], by: User) -> None:
    """Note that these notices went out by e-mail."""
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=timezone.now())
