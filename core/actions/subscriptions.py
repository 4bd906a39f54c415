"""Ask for letters at a time of choice, change and end that; what is kept of each letter."""

from collections.abc import Iterable
from datetime import date, datetime, time

from core.history import action, delete_version, save_version
from core.models import Subscription, SubscriptionLetter, User

_State = SubscriptionLetter.State


@action("Đăng ký thư định kỳ")
def subscribe(*, kind: str, days: Iterable[int], at: time, by: User) -> Subscription:
    """Return the new subscription of the acting person. Raises IntegrityError for a kind that is there."""
    row = Subscription(user=by, kind=kind, days=sorted(set(days)), at=at)
    row.save()
    return row


@action("Sửa thư định kỳ")
def change_subscription(
    *, subscription: Subscription, days: Iterable[int], at: time, expected: int, by: User
) -> None:
    """Change the days and the time. Raises VersionConflictError where somebody changed it meanwhile."""
    subscription.days, subscription.at = sorted(set(days)), at
    save_version(subscription, expected=expected)


@action("Thôi nhận thư định kỳ")
def unsubscribe(*, subscription: Subscription, by: User) -> None:
    """End the subscription."""
    delete_version(subscription, expected=subscription.version)


@action("Nhận gửi thư định kỳ")
def claim_subscription_letter(
    *, subscription: Subscription, day: date, by: User
) -> SubscriptionLetter | None:
    """Return the letter of this day where it is ours to send; None where somebody has claimed it."""
    letter, is_new = SubscriptionLetter.objects.get_or_create(subscription=subscription, day=day)
    return letter if is_new else None


@action("Nhận gửi lại thư định kỳ")
def claim_waiting_letter(
    *, subscription: Subscription, day: date, now: datetime, by: User
) -> SubscriptionLetter | None:
    """Return the letter of this day where it waits for another try that is due, and is ours now."""
    waiting = SubscriptionLetter.objects.select_for_update().filter(
        subscription=subscription, day=day, state=_State.WAITING, next_at__lte=now
    )
    letter = waiting.first()
    if letter is None:
        return None
    letter.state, letter.attempts, letter.next_at = _State.CLAIMED, letter.attempts + 1, None
    letter.save()
    return letter


@action("Ghi kết quả thư định kỳ")
def settle_subscription_letter(
    *, letter: SubscriptionLetter, state: str, next_at: datetime | None = None, by: User
) -> None:
    """Note what became of a claimed letter.

    `changed_at` stays that of the claim: what was finished while the letter went is told by the next one.
    """
    letter.state, letter.next_at = state, next_at
    letter.save(update_fields=["state", "next_at"])
