"""Dates ahead, counted from today: planned meetings, deadlines, anniversaries of relations, own work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from core.dates import format_date, next_anniversary
from core.models import Certainty, Country, User
from core.permissions import Area, Reach, Right, may_anywhere, reach
from meetings.consulting import rounds_to_answer
from meetings.models import FollowUp, Meeting, RoundAgency
from programs.models import Task
from reports.figures.rows import record_url

_AHEAD_DAYS = 365
_SOON_DAYS = 14
_CERTAINTY_TONES = {Certainty.VERIFIED: "grn", Certainty.KNOWLEDGE: "mut", Certainty.UNCERTAIN: "amb"}


@dataclass(frozen=True)
class Ahead:
    """One date: what, when, how far, and where to read more."""

    on: date
    title: str
    text: str
    url: str
    today: date

    @property
    def days(self) -> int:
        """Days left; negative when the day has passed."""
        return (self.on - self.today).days

    @property
    def days_text(self) -> str:
        """How far the day is, in words."""
        if self.days < 0:
            return f"quá hạn {-self.days} ngày"
        return f"còn {self.days} ngày" if self.days else "hôm nay"

    @property
    def tone(self) -> str:
        """Red when passed, amber in the last week."""
        return "red" if self.days < 0 else "amb" if self.days <= 7 else "mut"

    @property
    def day_text(self) -> str:
        """The day as printed."""
        return format_date(self.on)


@dataclass(frozen=True)
class AnniversaryAhead:
    """An anniversary of diplomatic relations, its years computed from the country table."""

    country: str
    on: date
    years: int
    days: int
    certainty: str
    tone: str
    source: str
    url: str

    @property
    def is_round(self) -> bool:
        """Whether the number of years is a round one."""
        return self.years % 5 == 0

    @property
    def day_text(self) -> str:
        """The day as printed."""
        return format_date(self.on)


def anniversaries(today: date, limit: int) -> list[AnniversaryAhead]:
    """Return anniversaries of the coming twelve months: round ones first, each group by date."""
    found = []
    for country in Country.objects.filter(established_on__isnull=False):
        established = country.established_on
        if established is None:
            continue
        day = next_anniversary(established, today)
        if (day - today).days <= _AHEAD_DAYS:
            found.append(
                AnniversaryAhead(
                    country=country.name,
                    on=day,
                    years=day.year - established.year,
                    days=(day - today).days,
                    certainty=country.get_certainty_display(),
                    tone=_CERTAINTY_TONES[Certainty(country.certainty)],
                    source=country.source,
                    url=record_url(country),
                )
            )
    return sorted(found, key=lambda one: (not one.is_round, one.on, one.country))[:limit]


def round_anniversaries(today: date, limit: int) -> list[Ahead]:
    """Return the round anniversaries of the coming twelve months as dates ahead, nearest first."""
    return [
        Ahead(
            one.on,
            f"{one.years} năm quan hệ ngoại giao với {one.country}",
            f"Kỷ niệm, ngày {one.certainty}",
            one.url,
            today,
        )
        for one in anniversaries(today, limit)
        if one.is_round
    ]


def open_follow_ups(user: User, today: date) -> Any:
    """Follow-ups that wait to be done today."""
    rows = FollowUp.objects.visible_to(user).open(today).filter(due_on__isnull=False)
    return rows.select_related("lead_agency", "meeting").order_by("due_on", "pk")


def open_tasks(user: User, today: date) -> Any:
    """Tasks with a deadline that wait to be done today."""
    rows = Task.objects.visible_to(user).open(today).filter(due_on__isnull=False)
    return rows.select_related("lead_agency").order_by("due_on", "pk")


def dates_ahead(user: User, today: date, limit: int) -> list[Ahead]:
    """Return the next meetings and deadlines, nearest first."""
    planned = Meeting.objects.visible_to(user).filter(status=Meeting.Status.PLANNED, held_on__gte=today)
    found = [
        Ahead(meeting.held_on, meeting.title, meeting.place, record_url(meeting), today)
        for meeting in planned.order_by("held_on", "pk")[:limit]
    ]
    within = (today, today + timedelta(days=_AHEAD_DAYS))
    due = open_follow_ups(user, today).filter(due_on__range=within)
    found += [_follow_up(row, today) for row in due[:limit]]
    found += [_task(task, today) for task in open_tasks(user, today).filter(due_on__range=within)[:limit]]
    return sorted(found, key=lambda one: (one.on, one.title))[:limit]


def own_work(user: User, today: date, limit: int) -> list[Ahead]:
    """Return what the account's own agencies lead and must do: overdue, then due within two weeks."""
    agencies = user.agency_ids()
    if not agencies:
        return []
    until = today + timedelta(days=_SOON_DAYS)
    found = []
    if reach(user, Area.FOLLOW_UPS) is not Reach.NONE:
        mine = open_follow_ups(user, today).filter(lead_agency__in=agencies, due_on__lte=until)
        found += [_follow_up(row, today) for row in mine[:limit]]
    if reach(user, Area.TASKS) is not Reach.NONE:
        led = open_tasks(user, today).filter(lead_agency__in=agencies, due_on__lte=until)
        found += [_task(task, today) for task in led[:limit]]
    if may_anywhere(user, Area.OPINIONS, Right.WRITE):
        found += [_asked(row, today) for row in rounds_to_answer(user)[:limit]]
    return sorted(found, key=lambda one: (one.on, one.title))[:limit]


def _asked(row: RoundAgency, today: date) -> Ahead:
    program = row.round.program.slug
    url = reverse("opinions:contribution_write", args=[program, row.round.number, row.agency.code])
    title = f"Góp ý dự thảo Chương trình {program}, bản {row.round.draft.number}"
    return Ahead(row.round.due_on, title, f"{row.round.title} · {row.agency.label}", url, today)


def _follow_up(row: FollowUp, today: date) -> Ahead:
    text = f"Việc sau hội nghị · {row.lead_agency.label}"
    return Ahead(row.due_on or today, row.text, text, record_url(row), today)


def _task(task: Task, today: date) -> Ahead:
    return Ahead(
        task.due_on or today, task.title, f"Nhiệm vụ · {task.lead_agency.label}", record_url(task), today
    )
