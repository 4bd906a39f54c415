"""What a figure was when somebody looked at it, and which records have moved it since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reports.figures import FIGURES, FigureValue, Scope, Section, sections
from reports.figures.rows import record_url, shape_of
from reports.models import FigureLook
from reports.narrative import ANNIVERSARY

# More records than this are not kept one by one: only the value tells that something moved.
MOST_SOURCES = 300
_NAMED = 6


@dataclass(frozen=True)
class Seen:
    """A figure as it stands now: its value as text, its words, the records behind it."""

    code: str
    value: str
    text: str
    sources: list[list[Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Moved:
    """A record that made a figure another one: its name, its page, what happened to it."""

    name: str
    url: str
    what: str


def value_text(value: FigureValue) -> str:
    """Return the value written out, as looks keep it."""
    return "" if value.value is None else f"{value.value}"


def seen_now(values: Mapping[str, FigureValue], codes: Iterable[str], scope: Scope) -> list[Seen]:
    """Return the figures with these codes as they stand now, each with its records; a query for each.

    A code that ends in "|cung-ky" is that of the same period a year earlier, `scope` that of the report.
    """
    return [
        Seen(code, value_text(values[code]), values[code].text, _sources(code, scope))
        for code in codes
        if code in values and not code.startswith(ANNIVERSARY)
    ]


def _sections_of(code: str, scope: Scope) -> list[Section]:
    base, _, form = code.partition("|")
    return sections(base, scope.previous() if form else scope)


def _sources(code: str, scope: Scope) -> list[list[Any]]:
    [first, *_] = _sections_of(code, scope)
    rows = list(first.rows.order_by("pk")[: MOST_SOURCES + 1])
    if len(rows) > MOST_SOURCES:
        return []
    return [[row.pk, getattr(row, "version", 0), str(first.measure.worth(row))] for row in rows]


def moves(look: FigureLook, scope: Scope) -> list[Moved]:
    """Return the records that came, went or changed since a figure was looked at; the first ones."""
    if look.code.partition("|")[0] not in FIGURES or not look.sources:
        return []
    [first, *_] = _sections_of(look.code, scope)
    before = {pk: (version, worth) for pk, version, worth in look.sources}
    shape = shape_of(first.rows)
    now = {row.pk: row for row in shape.fetched(first.rows)[: MOST_SOURCES + 1]}
    if len(now) > MOST_SOURCES:
        return []
    found = [
        _moved(row, "mới được tính")
        if pk not in before
        else _moved(row, f"từ {before[pk][1]} thành {first.measure.worth(row)}")
        for pk, row in now.items()
        if pk not in before or before[pk][1] != str(first.measure.worth(row))
    ]
    gone = [pk for pk in before if pk not in now]
    left = {row.pk: row for row in shape.fetched(first.rows.model._base_manager.filter(pk__in=gone[:_NAMED]))}
    found += [
        _moved(left[pk], "không còn được tính") if pk in left else Moved("Bản ghi đã xóa", "", "không còn")
        for pk in gone[:_NAMED]
    ]
    return found[:_NAMED]


def _moved(row: Any, what: str) -> Moved:
    owner = getattr(row, "item", None) or row
    code = getattr(owner, "code", "")
    name = f"{code} {owner}" if code and not str(owner).startswith(code) else str(owner)
    return Moved(name, record_url(owner), what)
