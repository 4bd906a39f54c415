"""What the dashboard shows about one year. Every number comes from a figure and leads to its records."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Window
from django.db.models.functions import RowNumber

from aid.models import AidItem
from core.dates import format_date
from core.models import Agency
from core.money import format_number
from core.permissions import Area, Reach, reach
from programs.models import Pillar, Task
from reports import coming
from reports.attention import ANY_YEAR, attention
from reports.charts import QUARTERS, CleanSvg, Series, columns_by_quarter
from reports.dashboard_choices import Choices
from reports.dashboard_money import by_quarter, by_sector
from reports.dashboard_tiles import Number, Tile, headline_tiles
from reports.figures import (
    Breakdown,
    FigureValue,
    Scope,
    break_down,
    compute_many,
    figure_named,
    may_read_figure,
    sectors,
)
from reports.figures import aid as aid_figures
from reports.figures import programs as program_figures
from reports.figures.measures import Simple
from reports.figures.rows import record_url
from reports.permissions import has_own_work, reads_own_only
from reports.scopes import figure_url, scope_query
from reports.windows import Kind, window

_YEAR = (
    "aid.disbursed_new_usd", "aid.disbursed_share", "aid.slow_items", "aid.emergency_items",
    "aid.emergency_usd", "aid.emergency_share", "aid.without_rate",
    "meetings.unmarked", "anniversaries.round",
)  # fmt: skip
_BEFORE = (
    "aid.items_received", "aid.committed_usd", "aid.disbursed_share",
    "tasks.total", "tasks.done", "followups.assigned", "followups.done",
)  # fmt: skip
_TASKS = ("tasks.total", "tasks.done", "tasks.running", "tasks.waiting", "tasks.overdue")
_FOLLOW_UPS = ("followups.assigned", "followups.done", "followups.running", "followups.overdue")
_OF_AGENCY = ("followups.assigned", "followups.done", "followups.overdue")
_MODES = {
    AidItem.Mode.PROGRAMME: "aid.programmes",
    AidItem.Mode.PROJECT: "aid.projects",
    AidItem.Mode.NON_PROJECT: "aid.non_projects",
    AidItem.Mode.UNSORTED: "aid.unsorted",
}
_PILLAR_TONES = {1: ("plum", "plum2"), 2: ("indigo", "indigo2"), 3: ("ochre", "ochre2")}
_AGENCIES_SHOWN = 5
_DATES_SHOWN = 5
_ANNIVERSARIES_SHOWN = 5
_OWN_SHOWN = 6
_YEARS_SHOWN = 5


class Dashboard:
    """The dashboard of one year for one reader."""

    def __init__(self, scope: Scope, *, today: date, years: list[int]) -> None:
        self.scope = scope
        self.today = today
        self.year: int = scope.window.year or today.year
        self.previous = scope.previous()
        self.user = scope.user
        self.reads_aid = reach(self.user, Area.AID) is not Reach.NONE
        shown = sorted({*years[:_YEARS_SHOWN], self.year}, reverse=True)[:_YEARS_SHOWN]
        self.choices = Choices(scope, today=today)
        self.years: list[dict[str, Any]] = [
            {"year": year, "url": self.choices.year_url(year), "is_shown": year == self.year}
            for year in reversed(shown)
        ]
        self.values = self._computed()
        self.parts = self._broken_down()
        self._spread()

    # What is computed -------------------------------------------------------------------------

    def _computed(self) -> dict[Hashable, FigureValue]:
        """Return the plain figures of the year and of the year before, from one query."""
        wanted: dict[Hashable, tuple[str, Scope]] = {code: (code, self.scope) for code in _YEAR}
        wanted |= {("before", code): (code, self.previous) for code in _BEFORE}
        if not self.scope.is_closed:
            wanted |= {code: (code, self.scope) for code in ANY_YEAR.values()}
        readable = {code for code, _ in wanted.values() if may_read_figure(self.user, code)}
        return compute_many({key: asked for key, asked in wanted.items() if asked[0] in readable})

    def _broken_down(self) -> dict[str, Breakdown]:
        """Return the figures that are shown in parts, from one query."""
        wanted: dict[str, tuple] = {code: (code, self.scope, "pillar__code", None) for code in _TASKS}
        wanted |= {code: (code, self.scope, "lead_agency_id", None) for code in _FOLLOW_UPS}
        if self.reads_aid:
            by_share = sectors.SECTOR_OF_MONEY
            new, usd, paid = "aid.items_received", "aid.committed_usd", "aid.disbursed_new_usd"
            wanted |= {
                "by mode": (new, self.scope, "mode", None),
                "by sector": (new, self.scope, sectors.main_sector(), None),
                usd: (usd, self.scope, aid_figures.DAY_OF_COMMITMENT, None),
                "aid.disbursed_usd": ("aid.disbursed_usd", self.scope, "paid_on", None),
                "usd by sector": (usd, self.scope, by_share, self._split(usd)),
                "paid by sector": (paid, self.scope, by_share, self._split(paid)),
            }
        return break_down(wanted)

    def _split(self, code: str) -> Simple:
        return sectors.split_by_sector(figure_named(code).measure(self.scope))

    def _spread(self) -> None:
        """Put the wholes of the broken-down figures, and the modes, among the values."""
        self.values |= {code: self.parts[code].whole for code in (*_TASKS, *_FOLLOW_UPS)}
        if self.reads_aid:
            modes = self.parts["by mode"]
            self.values["aid.items_received"] = modes.whole
            self.values["aid.committed_usd"] = self.parts["aid.committed_usd"].whole
            self.values |= {code: replace(modes.of(mode), code=code) for mode, code in _MODES.items()}

    def quarter(self, n: int) -> Scope:
        """Return the scope of one quarter of the year, as of the same day."""
        span = window(Kind.QUARTER, self.year, n, self.scope.window.basis)
        return replace(self.scope, window=span, as_of=min(span.end, self.scope.as_of))

    def url(self, code: str, scope: Scope | None = None) -> str:
        """Return the address of the records behind a figure."""
        return figure_url(code, scope or self.scope, today=self.today)

    def number(self, code: str, unit: str = "", tone: str = "") -> Number:
        """Return a counted figure of the year as the page prints it."""
        return self._number(self.values[code], code, self.scope, unit, tone)

    def _number(self, value: FigureValue, code: str, scope: Scope, unit: str = "", tone: str = "") -> Number:
        return Number(format_number(value.value or 0), unit, self.url(code, scope), tone)

    # The head of the page ---------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Which year, or which part of it."""
        span = self.scope.window
        return f"năm {self.year}" if span.kind is Kind.YEAR else span.label[0].lower() + span.label[1:]

    @property
    def period_text(self) -> str:
        """As of which day the year is judged, and what it is compared with."""
        name = self.name[0].upper() + self.name[1:]
        if self.scope.is_closed:
            return f"{name} đã kết thúc: tính hết ngày {format_date(self.scope.as_of)}"
        before = format_date(self.previous.as_of)
        as_of = format_date(self.scope.as_of)
        return f"{name} đang chạy: tính đến ngày {as_of}, cùng kỳ là đến ngày {before}"

    @property
    def earlier(self) -> dict[str, Any] | None:
        """The year to look at instead, while the running one has no aid yet: {text, year, url}."""
        if self.scope.is_closed or not self.reads_aid or self._has_aid:
            return None
        before = [each["year"] for each in self.years if each["year"] < self.year]
        if not before:
            return None
        text = f"Năm {self.year} chưa tiếp nhận khoản viện trợ nào."
        return {"text": text, "year": before[-1], "url": self.choices.year_url(before[-1])}

    @property
    def _has_aid(self) -> bool:
        codes = ("aid.items_received", "aid.emergency_items", "aid.disbursed_usd")
        return any(self.values[code].records for code in codes if code in self.values)

    @property
    def own_text(self) -> str:
        """Whose numbers these are, where they do not cover the province."""
        if not reads_own_only(self.user):
            return f"Của {self.scope.agency.label}" if self.scope.agency else ""
        return (
            f"Số liệu của cơ quan tôi: {self.user.agency.label if self.user.agency else 'chưa gắn cơ quan'}"
        )

    @property
    def query(self) -> str:
        """The query string of this year."""
        return scope_query(self.scope, today=self.today)

    @cached_property
    def attention(self) -> list[dict[str, str]]:
        """What has to be looked at first."""
        return attention(self)

    @property
    def tiles(self) -> list[Tile]:
        """The four headline tiles; those of aid only for readers of aid."""
        return headline_tiles(self)

    # Cards ------------------------------------------------------------------------------------

    @cached_property
    def pillars(self) -> list[dict[str, Any]]:
        """The three pillars: done of total, running, late, the bar, and the task that is longest overdue."""
        late = self._latest_by_pillar()
        return [self._pillar(pillar, late.get(pillar.pk)) for pillar in Pillar.objects.order_by("ordinal")]

    def _pillar(self, pillar: Pillar, late: Task | None) -> dict[str, Any]:
        scope = replace(self.scope, pillar=pillar.code)
        values = {code.split(".")[1]: self.parts[code].of(pillar.code) for code in _TASKS}
        count = {part: value.value for part, value in values.items()}
        tones = _PILLAR_TONES[pillar.ordinal]
        bars = [("done", tones[0]), ("running", tones[1]), ("overdue", "late"), ("waiting", "none")]
        words = (("running", "đang làm", ""), ("waiting", "chưa bắt đầu", ""), ("overdue", "chậm", "red"))
        sentence = (
            f"{pillar.name}: {count['done']} trên {count['total']} nhiệm vụ hoàn thành, "
            f"{count['running']} đang làm, {count['overdue']} chậm, {count['waiting']} chưa bắt đầu"
        )
        return {
            "pillar": pillar,
            "overdue": count["overdue"],
            "total": self._number(values["total"], "tasks.total", scope),
            "done": self._number(values["done"], "tasks.done", scope),
            "others": [
                self._number(values[part], f"tasks.{part}", scope, unit, tone)
                for part, unit, tone in words
                if count[part]
            ],
            "segments": [{"value": count[part], "tone": tone} for part, tone in bars],
            "sentence": sentence,
            "late": self._late_task(late) if late else None,
        }

    def _late_task(self, task: Task) -> dict[str, str]:
        days = (self.scope.as_of - (task.due_on or self.scope.as_of)).days
        return {"text": f"{task.title} – chậm {days} ngày", "url": record_url(task)}

    def _latest_by_pillar(self) -> dict[int, Task]:
        """Return the longest overdue task of each pillar."""
        ranked = program_figures.overdue(self.scope).annotate(
            place=Window(RowNumber(), partition_by="pillar_id", order_by=["due_on", "pk"])
        )
        return {task.pillar_id: task for task in ranked.filter(place=1)}

    @property
    def sectors(self) -> list[dict[str, Any]]:
        """Committed and disbursed by sector, the largest first."""
        return by_sector(self)

    @cached_property
    def quarters(self) -> list[dict[str, Any]]:
        """Committed and disbursed by quarter."""
        return by_quarter(self)

    @property
    def emergency(self) -> dict[str, Number] | None:
        """The emergency grants, beside the sectors and never added to them."""
        if not self.values["aid.emergency_items"].value:
            return None
        usd, share = self.values["aid.emergency_usd"], self.values["aid.emergency_share"]
        return {
            "items": Number(self.values["aid.emergency_items"].text, "", self.url("aid.emergency_items")),
            "usd": Number(usd.exact, "", self.url(usd.code)),
            "share": Number(f"giải ngân {share.text}", "", self.url(share.code)),
        }

    @cached_property
    def by_agency(self) -> list[dict[str, Any]]:
        """Follow-ups by lead agency, most overdue first, then most given: given, done, overdue."""
        given = self.parts["followups.assigned"].groups
        late = self.parts["followups.overdue"].groups

        def place(pk: str) -> tuple[int, int, int]:
            return -late[pk].rows if pk in late else 0, -given[pk].rows, int(pk)

        busiest = sorted(given, key=place)[:_AGENCIES_SHOWN]
        agencies = Agency.objects.in_bulk([int(pk) for pk in busiest])
        return [self._agency(agencies[int(pk)]) for pk in busiest]

    @property
    def follow_ups_url(self) -> str:
        """The list of all follow-ups of the period."""
        return self.url("followups.assigned")

    @property
    def more_agencies(self) -> Number | None:
        """How many agencies lead follow-ups beyond those shown; it opens the whole list."""
        more = len(self.parts["followups.assigned"].groups) - _AGENCIES_SHOWN
        return Number(format_number(more), "cơ quan", self.follow_ups_url) if more > 0 else None

    def _agency(self, agency: Agency) -> dict[str, Any]:
        scope = replace(self.scope, agency=agency)
        given, done, late = (
            self._number(self.parts[code].of(str(agency.pk)), code, scope) for code in _OF_AGENCY
        )
        return {"name": agency.label, "given": given, "done": done, "late": late}

    @property
    def has_money(self) -> bool:
        """Whether any quarter has an amount to draw."""
        return any(value for row in self.quarters for value in row["values"])

    @property
    def has_quarters(self) -> bool:
        """Whether the period has quarters to show beside each other."""
        return len(self.quarters) > 1

    @property
    def quarters_window(self) -> str:
        """Which days the chart by quarter covers: "năm 2025 (01/01/2025 – 31/12/2025)"."""
        span = self.scope
        days = f"{format_date(span.start)} – {format_date(max(span.start, span.end))}"
        return f"{self.name} ({days})"

    @cached_property
    def charts(self) -> list[dict[str, Any]]:
        """The chart by quarter, wide for desks and narrow for phones."""
        drawn_rows = {row["name"]: row["values"] for row in self.quarters}
        values = [drawn_rows.get(quarter, (None, None)) for quarter in QUARTERS]
        series = [
            Series("Cam kết mới", [committed for committed, _ in values]),
            Series("Giải ngân", [paid for _, paid in values]),
        ]
        title = f"Cam kết mới và giải ngân theo quý, {self.quarters_window}"
        drawn = [
            (css, columns_by_quarter(series, title=title, unit="nghìn USD", width=width))
            for css, width in (("only-d", 620), ("only-m", 330))
        ]
        return [{"css": css, "svg": CleanSvg(picture.svg)} for css, picture in drawn]

    @cached_property
    def ahead(self) -> list[coming.Ahead]:
        """Planned meetings and nearest deadlines, from today on."""
        return coming.dates_ahead(self.user, self.today, _DATES_SHOWN)

    @cached_property
    def anniversaries(self) -> list[coming.AnniversaryAhead]:
        """Anniversaries of relations in the coming year, round ones first."""
        return coming.anniversaries(self.today, _ANNIVERSARIES_SHOWN)

    @property
    def round_url(self) -> str:
        """Address of the countries with a round anniversary in the year shown."""
        return self.url("anniversaries.round")

    @property
    def round_text(self) -> str:
        """How many they are."""
        return self.values["anniversaries.round"].text

    @cached_property
    def own_work(self) -> list[coming.Ahead] | None:
        """Own work of desk staff; None for leaders and readers."""
        return coming.own_work(self.user, self.today, _OWN_SHOWN) if has_own_work(self.user) else None
