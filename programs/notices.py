"""What people are told about tasks of a program: given out, moved, due, overdue.

Tasks also come in by the hundred from a table, so the morning tells who got what.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from core.actions.notices import tell
from core.models import Agency, Notice, SwappedDay, User
from core.notices import Message, doers
from core.permissions import Area
from core.reminders import reminder_for, rest_note
from programs.models import Task

# Tasks stored so many days ago are still news in the morning.
NEW_DAYS = 7


def given(task: Task, users: tuple[User, ...]) -> Message:
    """Return what the lead agency of a new task is told."""
    return Message(
        users=users,
        kind=Notice.Kind.ASSIGNED,
        subject=f"Được giao: {task.title}",
        why=f"{task.lead_agency.name} chủ trì nhiệm vụ {task.code} của {task.program}",
        url=task.get_absolute_url(),
        key=f"giao:{task.code}:{task.lead_agency_id}",
        todo="Báo cáo tiến độ và minh chứng trên trang của nhiệm vụ",
        due_on=task.due_on,
    )


def joined(task: Task, agency: Agency) -> Message:
    """Return what a co-ordinating agency of a new task is told."""
    return Message(
        users=tuple(doers(agency.pk, Area.TASKS)),
        kind=Notice.Kind.JOINED,
        subject=f"Phối hợp: {task.title}",
        why=f"{agency.name} phối hợp với {task.lead_agency.label} trong nhiệm vụ {task.code}",
        url=task.get_absolute_url(),
        key=f"phoi-hop:{task.code}:{agency.pk}",
        todo="Để biết và phối hợp khi cơ quan chủ trì cần",
        due_on=task.due_on,
    )


def tell_given(task: Task, partners) -> None:
    """Tell the lead agency and the co-ordinating ones of a task given out by hand; once to each."""
    told = [given(task, tuple(doers(task.lead_agency_id, Area.TASKS)))]
    for message in [*told, *(joined(task, agency) for agency in partners)]:
        tell(message)


def tell_rescheduled(task: Task, before: str, reason: str) -> None:
    """Tell the lead agency that its deadline moved, from when to when and why."""
    tell(
        Message(
            users=tuple(doers(task.lead_agency_id, Area.TASKS)),
            kind=Notice.Kind.RESCHEDULED,
            subject=f"Hạn mới {task.due_words}: {task.title}",
            why=f"{task.lead_agency.name} chủ trì nhiệm vụ {task.code}; hạn trước là {before}",
            url=task.get_absolute_url(),
            key=f"doi-han:{task.code}:{task.version}",
            todo=f"Lý do đổi hạn: {reason}" if reason else "Xem hạn mới trên trang của nhiệm vụ",
            due_on=task.due_on,
        )
    )


def morning_of_tasks(day: date) -> Iterator[Message]:
    """Yield what is told about tasks on the morning of this day: the new ones, the due, the late."""
    swapped = SwappedDay.objects.by_day()
    known: dict[tuple[int, bool], tuple[User, ...]] = {}

    def people(agency_id: int, *, heads: bool) -> tuple[User, ...]:
        who = (agency_id, heads)
        if who not in known:
            known[who] = tuple(doers(agency_id, Area.TASKS, heads=heads))
        return known[who]

    for task in Task.objects.open(day).select_related("lead_agency", "program"):
        found = reminder_for(task.due_on, day, swapped)
        is_late = found is not None and found.is_overdue
        # What is late when it comes in is told as late, not as given out as well.
        if not is_late and day - timezone.localdate(task.created_at) < timedelta(days=NEW_DAYS):
            yield given(task, people(task.lead_agency_id, heads=False))
        if found is None or task.due_on is None:
            continue
        note = "" if found.is_overdue else rest_note(task.due_on, swapped)
        todo = "Báo cáo tiến độ và minh chứng" + (", nêu lý do chậm" if found.is_overdue else "")
        yield Message(
            users=people(task.lead_agency_id, heads=found.is_overdue),
            kind=Notice.Kind.OVERDUE if found.is_overdue else Notice.Kind.DUE,
            subject=f"{found.words}: {task.title}",
            why=f"{task.lead_agency.name} chủ trì nhiệm vụ {task.code} của {task.program}",
            url=task.get_absolute_url(),
            key=f"{found.step}:{task.code}:{task.due_on:%Y%m%d}",
            todo=f"{todo}; {note}" if note else todo,
            due_on=task.due_on,
        )
