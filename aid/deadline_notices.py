"""What mornings tell of deadlines of aid: the owner's agency and the department, once for each telling."""

from collections.abc import Iterator
from datetime import date, timedelta

from aid.alarms import Deadline, milestone
from aid.deadline_law import deadline_law
from aid.deadlines import Wanted, find
from core.dates import is_working_day, previous_working_day
from core.models import Notice, Role, User
from core.notices import Message, doers
from core.permissions import Area
from core.reminders import rest_note

# No deadline is told earlier than this before its day, and a missed morning is caught up for a week.
AHEAD = timedelta(days=100)
CATCH_UP_DAYS = 7
DEPARTMENT = (Role.SNGV_STAFF,)


def morning_of_deadlines(day: date) -> Iterator[Message]:
    """Yield what is told about deadlines on the morning of this day.

    A telling that falls on a day off comes on the working day before it.
    """
    law = deadline_law()
    wanted = Wanted(User.objects.system(), day, day - timedelta(days=CATCH_UP_DAYS), day + AHEAD)
    department = tuple(User.objects.filter(role__in=DEPARTMENT, is_active=True).order_by("pk"))
    owners: dict[int, tuple[User, ...]] = {}
    for found in find(wanted, law).rows:
        step = milestone(found, _told_by(day, law.swapped), catch_up_days=CATCH_UP_DAYS)
        if not step:
            continue
        owner = found.subject.owner_id
        if owner and owner not in owners:
            owners[owner] = tuple(doers(owner, Area.AID))
        people = dict.fromkeys((*(owners[owner] if owner else ()), *department))
        yield _message(found, step, tuple(people), rest_note(found.due_on, law.swapped))


def _told_by(day, swapped):
    """Return the last day whose tellings come this morning: the days off that follow are told before them."""
    last = day
    while not is_working_day(last + timedelta(days=1), swapped):
        last += timedelta(days=1)
    return last if is_working_day(day, swapped) else previous_working_day(day, swapped)


def _message(found: Deadline, step: str, users: tuple[User, ...], note: str) -> Message:
    is_late = step == "qua-han"
    words = f"Quá hạn {-found.days} ngày" if is_late else f"Còn {found.days} ngày"
    if found.days == 0:
        words = "Hạn hôm nay"
    sure = "" if found.is_sure else ", chờ xác nhận"
    todo = f"{found.kind.todo}; {note}" if note and not is_late else found.kind.todo
    return Message(
        users=users,
        kind=Notice.Kind.OVERDUE if is_late else Notice.Kind.DUE,
        subject=f"{words}: {found.kind.label} – {found.subject.name}",
        why=f"{found.why} {found.source}{sure}",
        url=found.subject.url,
        key=f"{found.key}:{found.due_on:%Y%m%d}:{step}"[-120:],
        todo=todo,
        due_on=found.due_on,
    )
