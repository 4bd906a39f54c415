"""What the dashboard shows below its first answer, asked for when the page stands.

Which numbers moved, who has not answered, the newest draft, aid by country and by commune.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count as CountRows
from django.db.models import Sum as CountWords
from django.urls import reverse
from django.utils import timezone

from aid.looking import list_url
from aid.models import AidItem
from core.dates import format_date
from core.models import Country, Locality
from core.money import format_number
from core.permissions import Area, Reach, reach
from meetings.beside import disposition_counts, visible_opinions
from meetings.consulting import boards_of
from meetings.models import ConsultationRound, FollowUp
from programs.keypoint_check import check_of
from programs.models import Draft, Section
from reports.dashboard_tiles import Number
from reports.figures import Count, Scope, break_down
from reports.moved import SPANS, Move, Moves, edits, span_text
from reports.scopes import scope_query
from reports.windows import Basis, Kind

_NAMED = 6
_ROUNDS = 3
_PLACES_SHOWN = 6
_VERSIONS_SHOWN = 4
_LOST_SHOWN = 2


@dataclass(frozen=True)
class Silent:
    """A question that agencies have not answered: which, since or until when, who, and where it stands."""

    title: str
    text: str
    names: list[str]
    more: int
    url: str
    tone: str


class More:
    """The later part of the dashboard of one scope; `days` is how far back moved numbers are looked for."""

    def __init__(self, scope: Scope, *, today: date, days: int) -> None:
        self.scope = scope
        self.today = today
        self.user = scope.user
        self.days = days if days in SPANS else SPANS[0]
        self.is_chosen = days in SPANS
        self.reads_aid = reach(self.user, Area.AID) is not Reach.NONE

    @property
    def spans(self) -> list[dict[str, Any]]:
        """The spans to choose from: {days, url, is_shown}."""
        base = f"{reverse('reports:dashboard_more')}?{scope_query(self.scope, today=self.today)}"
        return [{"days": days, "url": f"{base}&ngay={days}", "is_shown": days == self.days} for days in SPANS]

    # What moved -------------------------------------------------------------------------------

    @cached_property
    def _moves(self) -> Moves:
        return Moves(self.scope, today=self.today, days=self.days)

    @property
    def moves(self) -> list[Move]:
        """Figures that moved."""
        return self._moves.found

    @cached_property
    def edits(self) -> list[Any]:
        """Corrections of records."""
        return edits(self.scope, today=self.today, days=self.days)

    @property
    def span_text(self) -> str:
        """What is compared."""
        text = span_text(self._moves)
        return text[0].upper() + text[1:]

    # Who has not answered ---------------------------------------------------------------------

    @cached_property
    def silent(self) -> list[Silent]:
        """Rounds that wait for agencies, and overdue follow-ups on which nothing was ever reported."""
        return [*self._silent_rounds(), *self._silent_follow_ups()]

    def _silent_rounds(self) -> list[Silent]:
        how_far = reach(self.user, Area.OPINIONS)
        if how_far is Reach.NONE:
            return []
        running = ConsultationRound.objects.visible_to(self.user).filter(closed_on__isnull=True)
        rounds = list(running.select_related("program", "draft").order_by("due_on", "pk")[:_ROUNDS])
        own = None if how_far is Reach.ALL else self.user.agency_ids()
        boards = boards_of(rounds, self.today) if rounds else {}
        found = []
        for opened in rounds:
            waiting = [
                line.agency.label
                for line in boards[opened.pk]
                if line.is_waiting and (own is None or line.agency.pk in own)
            ]
            if waiting:
                address = [opened.program.slug, opened.number]
                found.append(self._asked(opened.title, opened.due_on, waiting, address))
        return found

    def _asked(self, title: str, due_on: date, waiting: list[str], address: list[Any]) -> Silent:
        late = (self.today - due_on).days
        when = f"quá hạn {late} ngày" if late > 0 else f"hạn {format_date(due_on)}"
        return Silent(
            title=title,
            text=f"{len(waiting)} cơ quan chưa trả lời, {when}",
            names=waiting[:_NAMED],
            more=max(len(waiting) - _NAMED, 0),
            url=reverse("opinions:round_detail", args=address),
            tone="red" if late > 0 else "amb",
        )

    def _silent_follow_ups(self) -> list[Silent]:
        if reach(self.user, Area.FOLLOW_UPS) is Reach.NONE:
            return []
        late = FollowUp.objects.visible_to(self.user).open(self.today).filter(due_on__lt=self.today)
        if self.scope.agency is not None:
            late = late.filter(lead_agency=self.scope.agency)
        by_agency = (
            late.filter(reports__isnull=True)
            .order_by()
            .values("lead_agency__short_name", "lead_agency__name")
            .annotate(works=CountRows("pk"))
        )
        rows = sorted(by_agency, key=lambda row: (-row["works"], row["lead_agency__name"]))
        if not rows:
            return []
        names = [
            f"{row['lead_agency__short_name'] or row['lead_agency__name']} ({row['works']})" for row in rows
        ]
        total = sum(row["works"] for row in rows)
        return [
            Silent(
                title="Việc sau hội nghị quá hạn, chưa báo cáo lần nào",
                text=f"{format_number(total)} việc của {len(rows)} cơ quan",
                names=names[:_NAMED],
                more=max(len(names) - _NAMED, 0),
                url=f"{reverse('meetings:followup_list')}?tt=qua-han",
                tone="red",
            )
        ]

    # The newest draft -------------------------------------------------------------------------

    @cached_property
    def draft(self) -> dict[str, Any] | None:
        """The newest version that the reader may read: words by version, ideas kept, opinions settled."""
        newest = Draft.objects.visible_to(self.user).select_related("program").order_by("-pk").first()
        if newest is None:
            return None
        versions = list(
            Draft.objects.visible_to(self.user)
            .filter(program=newest.program_id)
            .order_by("-number")[:_VERSIONS_SHOWN]
        )
        words = Section.objects.filter(draft__in=versions).order_by().values_list("draft")
        counted = dict(words.annotate(total=CountWords("words")))
        budget = newest.budget_words or 0
        longest = max([budget, *counted.values(), 1])
        rows = [self._version(one, counted.get(one.pk, 0), budget, longest) for one in reversed(versions)]
        check = check_of(newest)
        opinions = disposition_counts(visible_opinions(newest, self.user))
        return {
            "draft": newest,
            "rows": rows,
            "budget": format_number(budget) if budget else "",
            "mark": budget * 1000 // longest,
            "title": self._title(rows, budget, kept=check.kept, ideas=len(check.points)),
            "shorter": self._shorter(rows),
            "is_longer": rows[-1]["words"] > rows[0]["words"],
            "ideas": len(check.points),
            "kept": check.kept,
            "lost": [one.point.text for one in check.lost[:_LOST_SHOWN]],
            "settled": opinions["settled"],
            "opinions": opinions["all"],
            "points_url": reverse("programs:point_list", args=newest.address),
            "opinions_url": reverse("opinions:opinion_list", args=[newest.program.slug]),
        }

    def _version(self, draft: Draft, words: int, budget: int, longest: int) -> dict[str, Any]:
        within = min(words, budget) if budget else words
        return {
            "name": str(draft),
            "when": format_date(timezone.localdate(draft.frozen_at)) if draft.frozen_at else "đang sửa",
            "words": words,
            "text": format_number(words),
            "within": within * 1000 // longest,
            "over": (words - within) * 1000 // longest,
            "url": reverse("programs:draft_detail", args=[self._slug(draft), draft.number]),
            "is_open": draft.frozen_at is None,
        }

    def _slug(self, draft: Draft) -> str:
        return draft.program.slug

    @staticmethod
    def _title(rows: list[dict[str, Any]], budget: int, *, kept: int, ideas: int) -> str:
        """What the numbers of the card say in a few words: length against the first version, ideas kept."""
        first, last = rows[0]["words"], rows[-1]["words"]
        if len(rows) < 2 or last == first:
            length = "vượt mức giao" if 0 < budget < last else ""
        else:
            length = "ngắn lại" if last < first else "dài thêm"
        lost = ideas - kept
        ideas_text = "" if not ideas else f"rơi {format_number(lost)} ý chính" if lost else "giữ đủ ý chính"
        return ", ".join(filter(None, [length, ideas_text]))

    @staticmethod
    def _shorter(rows: list[dict[str, Any]]) -> str:
        first, last = rows[0]["words"], rows[-1]["words"]
        if len(rows) < 2 or last == first:
            return ""
        if last > first:
            return f"Dài thêm {format_number(last - first)} từ so với {rows[0]['name'].lower()}"
        return f"Đã rút {format_number(first - last)} từ ({round((first - last) * 100 / first)}%)"

    # Where aid comes from and goes to -----------------------------------------------------------

    @cached_property
    def places(self) -> list[dict[str, Any]]:
        """New items by country of the donor and by commune; each row opens exactly its items."""
        if not self.reads_aid or self.scope.agency is not None:
            return []
        span = self.scope
        rows = AidItem.objects.visible_to(self.user).counted().regular()
        rows = rows.approved_between(span.start, span.end)
        code = "aid.items_received"
        split = break_down(
            {
                "nuoc": (code, span, "donor__country_id", Count(rows)),
                "dia_ban": (code, span, "places__locality_id", Count(rows)),
            }
        )
        return [
            self._places("Viện trợ theo quốc gia", "nuoc", split["nuoc"], Country),
            self._places("Viện trợ theo xã, phường", "dia_ban", split["dia_ban"], Locality),
        ]

    def _places(self, title: str, name: str, split: Any, model: Any) -> dict[str, Any]:
        groups = {int(key): tally.rows for key, tally in split.groups.items() if key not in ("", "None")}
        first = sorted(groups, key=lambda key: (-groups[key], key))[:_PLACES_SHOWN]
        named = model.objects.in_bulk(first)
        largest = max(groups.values(), default=1)
        rows = [
            {
                "name": getattr(named[key], "full_name", "") or named[key].name,
                "width": groups[key] * 1000 // largest,
                "items": Number(f"{format_number(groups[key])} khoản", "", self._items_url(**{name: key})),
            }
            for key in first
        ]
        more = len(groups) - len(rows)
        return {"title": title, "rows": rows, "more": more, "url": self._items_url()}

    def _items_url(self, **query: Any) -> str:
        span = self.scope.window
        if span.kind is Kind.YEAR and span.basis is Basis.CALENDAR and self.scope.end == span.end:
            query["nam"] = span.year
        else:
            query |= {"tu": format_date(self.scope.start), "den": format_date(self.scope.end)}
        return list_url(**query, tinh="co", khan_cap="khong")
