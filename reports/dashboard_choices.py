"""What part of the year, which pillar and which agency the dashboard shows, and the links to the others."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from django.urls import reverse
from django.utils.http import urlencode

from core.models import Agency
from programs.models import Pillar
from reports.figures import Scope
from reports.permissions import reads_own_only
from reports.scopes import scope_query
from reports.windows import Kind

_PARTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("Cả năm", {}),
    ("6 tháng", {"loai": Kind.FIRST_HALF.value}),
    ("9 tháng", {"loai": Kind.NINE_MONTHS.value}),
    *((f"Quý {numeral}", {"quy": str(n)}) for n, numeral in enumerate(("I", "II", "III", "IV"), start=1)),
)
MONTHS = 12
_OF_PART = ("quy", "thang", "loai", "tu", "toi", "den")


class Choices:
    """The head of the dashboard of one scope: every link keeps what else is chosen."""

    def __init__(self, scope: Scope, *, today: date) -> None:
        self.scope = scope
        self._query: dict[str, str] = dict(parse_qsl(scope_query(scope, today=today)))

    def _url(self, **changed: str) -> str:
        return f"?{urlencode({**self._query, **changed})}"

    def year_url(self, year: int) -> str:
        """Return the address of the same choice in another year."""
        kept = {name: value for name, value in self._query.items() if name not in ("den", "tu", "toi")}
        return f"?{urlencode(kept | {'nam': str(year)})}"

    @cached_property
    def parts(self) -> list[dict[str, Any]]:
        """The parts of the year: {label, url, is_shown}."""
        whole = {name: value for name, value in self._query.items() if name not in _OF_PART}
        now = {name: self._query[name] for name in ("quy", "thang", "loai") if name in self._query}
        return [
            {"label": label, "url": f"?{urlencode({**whole, **part})}", "is_shown": part == now}
            for label, part in _PARTS
        ]

    @cached_property
    def months(self) -> list[dict[str, Any]]:
        """The months to choose from: {value, label, is_shown}; a month goes before a quarter or a half."""
        shown = self._query.get("thang", "")
        return [
            {"value": str(n), "label": f"Tháng {n}", "is_shown": str(n) == shown}
            for n in range(1, MONTHS + 1)
        ]

    @cached_property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form of month, pillar and agency sends along."""
        left_out = ("tru", "cq", "thang")
        return [(name, value) for name, value in self._query.items() if name not in left_out]

    @cached_property
    def pillars(self) -> list[dict[str, Any]]:
        """The pillars to choose from."""
        return [
            {"value": code, "label": label, "is_shown": code == self.scope.pillar}
            for code, label in Pillar.Code.choices
        ]

    @cached_property
    def agencies(self) -> list[dict[str, Any]]:
        """The agencies to choose from; none for an account that reads its own alone."""
        if reads_own_only(self.scope.user):
            return []
        shown = self.scope.agency.code if self.scope.agency else ""
        rows = Agency.objects.order_by("sort_key").values_list("code", "short_name", "name")
        return [
            {"value": code, "label": short or name, "is_shown": code == shown} for code, short, name in rows
        ]

    @property
    def is_narrowed(self) -> bool:
        """Whether a pillar or an agency was chosen."""
        return bool(self.scope.pillar or self.scope.agency)

    @property
    def whole_url(self) -> str:
        """The address without pillar and agency."""
        kept = [(name, value) for name, value in self._query.items() if name not in ("tru", "cq")]
        return f"?{urlencode(kept)}"

    @property
    def back_query(self) -> str:
        """The query string that leads back to this choice."""
        return f"?{urlencode(self._query)}"

    @property
    def more_url(self) -> str:
        """The address of the later part of the page."""
        return f"{reverse('reports:dashboard_more')}?{urlencode(self._query)}"

    @property
    def morning_url(self) -> str:
        """The address of the page of the morning."""
        return f"{reverse('reports:morning_page')}?{urlencode(self._query)}"
