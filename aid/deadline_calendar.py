"""Deadlines of aid in calendars: the personal feed, and the file of what a list shows."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from aid.alarms import Deadline
from aid.deadline_law import deadline_law
from aid.deadlines import Wanted, find, met
from core.calendars import CalendarEvent, calendar_file
from core.models import User
from core.permissions import Area, Reach, reach

PAST, AHEAD = timedelta(days=60), timedelta(days=200)
# A calendar of more than so many deadlines of one kind helps nobody.
FEED_LIMIT = 200


def deadline_event(found: Deadline) -> CalendarEvent:
    """Return a deadline as it stands in a calendar; its key, and so its id, never changes."""
    sure = "" if found.is_sure else " (chờ xác nhận)"
    changed = found.changed_at or datetime.combine(found.base_on, time.min, timezone.get_default_timezone())
    return CalendarEvent(
        key=found.key,
        title=f"Hạn: {found.kind.label} – {found.subject.name}",
        day=found.due_on,
        version=found.version,
        changed_at=changed,
        text=f"{found.kind.todo}. {found.why} Căn cứ: {found.source}{sure}.",
        url=found.subject.url,
    )


def calendar_events(user: User, today: date) -> Iterator[CalendarEvent]:
    """Yield the deadlines that the account may see; what was met a short while ago is cancelled.

    Calendar programs that keep what they once read drop it so; others see that it is gone.
    """
    if reach(user, Area.AID) is Reach.NONE:
        return
    wanted = Wanted(user, today, today - PAST, today + AHEAD, limit=FEED_LIMIT)
    law = deadline_law()
    for found in find(wanted, law).rows:
        yield deadline_event(found)
    for found in met(wanted, law, today - PAST):
        yield replace(deadline_event(found), title=f"Đã xong: {found.subject.name}", is_cancelled=True)


def deadlines_file(rows: Iterable[Deadline]) -> bytes:
    """Return the calendar file of what a list shows."""
    return calendar_file(
        (deadline_event(row) for row in rows), name="Hạn của viện trợ", site=settings.SITE_URL
    )
