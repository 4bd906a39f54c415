"""Letters at a time of choice: when one is due, what it leads to, and how it is sent.

A letter holds a sentence and links that need sign-in, nothing of what they open. What a kind leads to is said
by the app above that has it (`register_kind`); rights are asked on subscribing and again on sending.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from core.actions.subscriptions import (
    claim_subscription_letter,
    claim_waiting_letter,
    settle_subscription_letter,
)
from core.letters import MARK, MailServerError, can_mail, deliver
from core.models import Subscription, SubscriptionLetter, User
from core.models.notices import SUBJECT_LENGTH
from core.notices import fitting

# A letter that could not go in this time is no news any more.
LATEST = timedelta(hours=6)
# Minutes until the next try, while the mail server does not answer.
RETRIES = (1, 5, 30)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Link:
    """One thing that a letter leads to: what it is, and its address on the portal."""

    text: str
    url: str


@dataclass(frozen=True)
class LetterKind:
    """What a kind of letter needs: who may have it, and what it leads to on a day (nothing: no letter)."""

    may_have: Callable[[User], bool]
    links: Callable[[Subscription, date], Sequence[Link]]
    text: str


_kinds: dict[str, LetterKind] = {}


def register_kind(kind: str, told: LetterKind) -> None:
    """Say what letters of this kind lead to; called once, when the app is ready."""
    _kinds[kind] = told


def kinds_for(user: User) -> list[tuple[str, str, str]]:
    """Return (kind, its name, what it holds) of what this account may subscribe to."""
    return [
        (kind, str(Subscription.Kind(kind).label), told.text)
        for kind, told in _kinds.items()
        if told.may_have(user)
    ]


def slot_of(subscription: Subscription, now: datetime) -> datetime | None:
    """Return when the newest letter was due, in local time; None where none was that day, or it is too late.

    Just after midnight that is yesterday's. A subscription made after the time of a day begins the next day.
    """
    local = timezone.localtime(now)
    days = (local.date() - timedelta(days=back) for back in (0, 1))
    slots = (timezone.make_aware(datetime.combine(day, subscription.at)) for day in days)
    slot = next(slot for slot in slots if slot <= local)
    is_due = slot.weekday() in subscription.days and local <= slot + LATEST
    return slot if is_due and subscription.updated_at <= slot else None


def send_due(now: datetime) -> int:
    """Send every letter that is due; returns how many went. Safe to run twice, and by two at once."""
    sent = 0
    by = User.objects.system()
    for subscription in Subscription.objects.select_related("user").order_by("pk"):
        slot = slot_of(subscription, now)
        if slot is None or not can_mail(subscription.user):
            continue
        day = timezone.localdate(slot)
        letter = claim_subscription_letter(subscription=subscription, day=day, by=by)
        letter = letter or claim_waiting_letter(subscription=subscription, day=day, now=now, by=by)
        if letter is not None and _send(subscription, letter, now, by):
            sent += 1
    return sent


def _send(subscription: Subscription, letter: SubscriptionLetter, now: datetime, by: User) -> bool:
    """Send a claimed letter; returns whether it went."""
    state = SubscriptionLetter.State
    told = _kinds.get(subscription.kind)
    may = told is not None and told.may_have(subscription.user)
    links = told.links(subscription, letter.day) if told is not None and may else ()
    if not links:
        settle_subscription_letter(letter=letter, state=state.NOTHING, by=by)
        return False
    try:
        went = deliver(_letter(subscription, links, letter.day))
    except MailServerError:
        tries = letter.attempts
        logger.warning("Letter of subscription %s: the mail server does not answer", subscription.pk)
        if tries > len(RETRIES):
            settle_subscription_letter(letter=letter, state=state.GIVEN_UP, by=by)
        else:
            again = now + timedelta(minutes=RETRIES[tries - 1])
            settle_subscription_letter(letter=letter, state=state.WAITING, next_at=again, by=by)
        return False
    settle_subscription_letter(letter=letter, state=state.SENT if went else state.GIVEN_UP, by=by)
    return went


def _letter(subscription: Subscription, links: Sequence[Link], day: date) -> EmailMultiAlternatives:
    site = settings.SITE_URL.rstrip("/")
    context = {"user": subscription.user, "links": links, "day": day, "site": site, "kind": subscription}
    subject = MARK + fitting(f"{subscription} ngày {day:%d/%m/%Y}", SUBJECT_LENGTH - len(MARK))
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("mail/subscription.txt", context),
        to=[subscription.user.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{site}/tai-khoan/thu-dinh-ky/>",
        },
    )
    message.attach_alternative(render_to_string("mail/subscription.html", context), "text/html")
    return message
