"""Tell people, and what they do with what they were told.

A notice is no record, so it has no history of its own; the act that it tells about has.
"""

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.history import UnguardedWriteError, action, current_act
from core.models import MutedNotice, Notice, User
from core.notice_tasks import mail_at_once
from core.notices import ALWAYS_TOLD, Message, fitting, is_urgent, messages_of_morning


def notify(
    users: Iterable[User],
    kind: str,
    subject: str,
    why: str,
    url: str,
    key: str,
    *,
    todo: str = "",
    due_on: date | None = None,
    day: date | None = None,
) -> int:
    """Tell these people once for each `key`; returns how many were told now. Call it inside an action.

    Left out: closed accounts, who switched the kind off, and who does the act at this moment.
    `subject` says what, `why` why this person, `todo` what to do. A key names the event, such as
    "returned:VS-2025-003:12"; the same key tells the same person nothing a second time.
    """
    act = current_act()
    if act is None:
        raise UnguardedWriteError("notify: no action is open, so nobody could say what is told.")
    wanted = {user.pk: user for user in users if user.is_active and user.pk != act.by.pk}
    if not wanted:
        return 0
    left_out = set(Notice.objects.filter(user_id__in=wanted, key=key).values_list("user_id", flat=True))
    if kind not in ALWAYS_TOLD:
        muted = MutedNotice.objects.filter(user_id__in=wanted, kind=kind)
        left_out |= set(muted.values_list("user_id", flat=True))
    rows = [
        Notice(
            user=user,
            kind=kind,
            subject=fitting(subject),
            why=fitting(why, 300),
            todo=fitting(todo, 300),
            due_on=due_on,
            url=url,
            key=key[:120],
            day=day or timezone.localdate(),
        )
        for pk, user in wanted.items()
        if pk not in left_out
    ]
    # Two workers may tell the same thing at the same moment; the second finds it told.
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if rows and settings.NOTICES_BY_MAIL and is_urgent(kind, due_on, rows[0].day):
        transaction.on_commit(partial(mail_at_once.enqueue, rows[0].key))
    return len(rows)


def settle(users: Iterable[User], kinds: Iterable[str], url: str) -> int:
    """Mark what asked these people for something at this address as read: it is done. Inside an action."""
    rows = Notice.objects.filter(user__in=list(users), kind__in=list(kinds), url=url)
    return rows.unread().update(read_at=timezone.now())


def settle_event(key: str) -> int:
    """Mark what was told about one event as read, by the key it was told under. Inside an action."""
    return Notice.objects.filter(key=key).unread().update(read_at=timezone.now())


def tell(message: Message, *, day: date | None = None) -> int:
    """Tell one message to its people, as `notify` does; returns how many were told now."""
    return notify(
        message.users,
        message.kind,
        message.subject,
        message.why,
        message.url,
        message.key,
        todo=message.todo,
        due_on=message.due_on,
        day=day,
    )


@action("Báo việc đến hạn")
def tell_morning(*, day: date, by: User) -> int:
    """Tell everybody what this morning brings; returns how many notices are new. Safe to run twice."""
    return sum(tell(message, day=day) for message in messages_of_morning(day))


@action("Đánh dấu đã đọc thông báo")
def mark_read(*, notices, by: User) -> int:
    """Mark these notices as read, as far as they are the person's; returns how many were not read before."""
    return notices.of(by).unread().update(read_at=timezone.now())


@action("Chọn loại thông báo")
def choose_kinds(*, wanted: Iterable[str], by: User) -> None:
    """Keep which kinds of notices the person wants; assignments and returns are always told."""
    muted = set(Notice.Kind.values) - set(wanted) - ALWAYS_TOLD
    MutedNotice.objects.filter(user=by).exclude(kind__in=muted).delete()
    rows = [MutedNotice(user=by, kind=kind) for kind in sorted(muted)]
    MutedNotice.objects.bulk_create(rows, ignore_conflicts=True)
