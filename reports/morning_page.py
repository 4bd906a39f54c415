"""The page of the morning: one A4 sheet for a leader. What does not fit is counted, and says where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from core.dates import format_date
from core.money import format_number
from reports.coming import Ahead, dates_ahead, round_anniversaries
from reports.dashboard import Dashboard
from reports.dashboard_more import More
from reports.figures import meetings as meeting_figures
from reports.figures import programs as program_figures
from reports.figures.rows import record_url
from reports.models import Report
from reports.report_links import COUNT_ONLY, report_url

# Lines of each block; together they fill a sheet whatever there is to tell.
_LATE, _AHEAD, _SILENT, _MOVED, _ATTENTION = 16, 6, 4, 4, 4
_ISSUED = 3
_DAYS = 7


@dataclass(frozen=True)
class Block:
    """Lines of one block; `rest` says how many are left out, `url` where all of them are."""

    lines: list[Any]
    rest: int
    noun: str
    url: str
    where: str = "Tổng quan"

    @property
    def rest_text(self) -> str:
        """What is left out, in words; nothing where all lines stand."""
        return f"và {format_number(self.rest)} {self.noun} nữa" if self.rest else ""


@dataclass(frozen=True)
class Late:
    """Overdue work: what, whose, since when."""

    title: str
    who: str
    days: int
    due_text: str
    url: str


class MorningPage:
    """What stands on the sheet."""

    def __init__(self, board: Dashboard, *, today: date) -> None:
        self.board = board
        self.today = today
        self.more = More(board.scope, today=today, days=_DAYS)

    @cached_property
    def attention(self) -> Block:
        """What to look at first."""
        return self._first(self.board.attention, _ATTENTION, "mục")

    @cached_property
    def late(self) -> list[Block]:
        """Overdue tasks and follow-ups, the longest overdue first."""
        scope, is_closed = self.board.scope, self.board.scope.is_closed
        blocks = []
        for module, code, noun in (
            (program_figures, "tasks", "nhiệm vụ"),
            (meeting_figures, "followups", "việc"),
        ):
            code = f"{code}.overdue" if is_closed else f"{code}.overdue_any_year"
            rows = module.overdue(scope) if is_closed else module.overdue_any_year(scope)
            blocks.append(self._late(rows, code, noun))
        return blocks

    def _late(self, rows: QuerySet[Any], code: str, noun: str) -> Block:
        most = _LATE // 2
        found = rows.select_related("lead_agency").order_by("due_on", "pk")[: most + 1]
        lines = [self._late_line(row) for row in found]
        rest = 0
        if len(lines) > most:
            counted = self.board.values[code].value if code in self.board.values else rows.count()
            rest = int(counted or 0) - most
        where = "Tổng quan, Cần xem trước"
        return Block(lines[:most], rest, noun, self.board.url(code), where)

    def _late_line(self, row: Any) -> Late:
        due = row.due_on or self.board.scope.as_of
        days = (self.board.scope.as_of - due).days
        title = getattr(row, "title", "") or row.text
        return Late(title, row.lead_agency.label, days, format_date(due), record_url(row))

    @cached_property
    def ahead(self) -> Block:
        """What comes next, round anniversaries of relations too."""
        found = dates_ahead(self.board.user, self.today, _AHEAD)
        found += round_anniversaries(self.today, _AHEAD)
        lines: list[Ahead] = sorted(found, key=lambda one: (one.on, one.title))[:_AHEAD]
        return Block(lines, 0, "mốc", reverse("reports:dashboard"))

    @cached_property
    def silent(self) -> Block:
        """Who has not answered."""
        return self._first(self.more.silent, _SILENT, "mục")

    @cached_property
    def moves(self) -> Block:
        """Which numbers moved in the last week."""
        return self._first(self.more.moves, _MOVED, "số")

    @cached_property
    def issued(self) -> list[dict[str, Any]]:
        """The newest issued reports: {report, url, count_url}; each is asked by itself what moved since.

        The numbers above are those of the period shown; what an issued report says stands whatever moves.
        """
        rows = Report.objects.visible_to(self.board.user).filter(status=Report.Status.ISSUED)
        rows = rows.select_related("document_number", "issuer").order_by("-year", "-pk")[:_ISSUED]
        urls = {report: report_url("report_differences", report) for report in rows}
        return [
            {"report": report, "url": url, "count_url": f"{url}?{COUNT_ONLY}=1"}
            for report, url in urls.items()
        ]

    def _first(self, rows: list[Any], most: int, noun: str) -> Block:
        """Return the first of these lines; the dashboard has them all."""
        url = reverse("reports:dashboard") + self.board.choices.back_query
        return Block(rows[:most], max(len(rows) - most, 0), noun, url)
