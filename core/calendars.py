"""Calendars as iCalendar (RFC 5545): events in Vietnamese time, with ids and versions that stay true."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from core.models import User

ZONE_NAME = "Asia/Ho_Chi_Minh"
ZONE = ZoneInfo(ZONE_NAME)
PRODUCT = "-//Cong Chuong trinh Doi ngoai//VI"
# A meeting whose end nobody wrote down is taken to last that long.
USUAL_LENGTH = timedelta(hours=2)
MIME = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class CalendarEvent:
    """What stands in a calendar: `key` never changes, `version` grows with each change of the record."""

    key: str
    title: str
    day: date
    version: int
    changed_at: datetime
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    text: str = ""
    url: str = ""
    is_cancelled: bool = False


type Finder = Callable[[User, date], Iterable[CalendarEvent]]
_finders: list[Finder] = []


def register_calendar(find: Finder) -> None:
    """Let `find(user, today)` put events into the personal calendars; called once, when the app is ready."""
    _finders.append(find)


def events_of(user: User, today: date) -> list[CalendarEvent]:
    """Return everything that stands in the personal calendar of an account, by day."""
    found = [event for find in _finders for event in find(user, today)]
    return sorted(found, key=lambda event: (event.day, event.starts_at or time.min, event.key))


def calendar_file(events: Iterable[CalendarEvent], *, name: str, site: str = "") -> bytes:
    """Return a calendar file; the same events give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    # PUBLISH, not REQUEST: no mail addresses of those invited are kept, so nobody can answer.
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE_NAME)
    calendar.add_component(_zone())
    for event in events:
        calendar.add_component(_event(event, site))
    return calendar.to_ical()


def _zone() -> Timezone:
    """Return the time zone; Việt Nam has kept UTC+7 without summer time since 1975."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE_NAME)
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001 - the standard asks for local time here
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def _event(event: CalendarEvent, site: str) -> Event:
    made = Event()
    made.add("uid", str(uuid5(NAMESPACE_URL, f"cong-doi-ngoai/{event.key}")))
    made.add("sequence", max(event.version - 1, 0))
    changed = event.changed_at.astimezone(UTC).replace(microsecond=0)
    made.add("dtstamp", changed)
    made.add("last-modified", changed)
    made.add("summary", event.title)
    if event.starts_at is None:
        made.add("dtstart", event.day)
        made.add("dtend", event.day + timedelta(days=1))
    else:
        start = datetime.combine(event.day, event.starts_at, ZONE)
        end = datetime.combine(event.day, event.ends_at, ZONE) if event.ends_at else start + USUAL_LENGTH
        made.add("dtstart", start)
        made.add("dtend", end)
    for name, value in (
        ("location", event.place),
        ("description", event.text),
        ("url", f"{site.rstrip('/')}{event.url}" if site and event.url else ""),
    ):
        if value:
            made.add(name, value)
    made.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return made
