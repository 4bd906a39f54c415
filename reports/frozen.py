"""A report from its snapshot: the numbers as they were locked, and the paper made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from core.models import User
from core.permissions import Area, Reach, reach
from reports.documents.blocks import FigureRef
from reports.figures import FIGURES, FigureValue, Scope
from reports.fingerprints import refuse_changed
from reports.frozen_blocks import numbers_in, thaw
from reports.kinds.year_end_numbers import QUARTER_MARK, QUARTERS, Numbers, quarter_code
from reports.manual_figures import MANUAL, source_in
from reports.models import Report, ReportFigure, ReportSnapshot
from reports.narrative import Relation, anniversary_code


def figure_of(code: str) -> str:
    """Return the figure behind a kept code: of a quarter or of another form it is the figure itself."""
    bare = code.partition("|")[0]
    stem, _, quarter = bare.rpartition(QUARTER_MARK)
    return stem if stem and quarter.isdigit() else bare


def area_of(code: str) -> Area:
    """Return the area whose records are behind a frozen number; else the report's own."""
    figure = FIGURES.get(figure_of(code))
    return figure.area if figure else Area.REPORTS


def may_open(user: User, code: str) -> bool:
    """Return whether the account may read every record behind a frozen number."""
    return reach(user, area_of(code)) is Reach.ALL


def frozen_figure_url(snapshot: ReportSnapshot, code: str) -> str:
    """Return the page of one frozen number with its records."""
    report = snapshot.report
    return reverse("reports:frozen_figure", args=[report.year, report.code, snapshot.ordinal, code])


def printed_words(document: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return in which words a kept paper prints each number; a lock keeps more numbers than these."""
    found: dict[str, list[str]] = {}
    for code, words in numbers_in([document.get("paper"), document.get("sections")]):
        if words not in (said := found.setdefault(code, [])):
            said.append(words)
    return found


@dataclass(frozen=True)
class FrozenNumbers(Numbers):
    """The numbers of a report as its snapshot keeps them; each leads to the records of that day."""

    snapshot: ReportSnapshot | None = None
    rows: Mapping[str, ReportFigure] | None = None

    def url(self, code: str) -> str:
        """Return the page of the frozen number, nothing for one who may not read all its records."""
        snapshot, rows = self.snapshot, self.rows or {}
        if snapshot is None or code not in rows or not may_open(self.reader, code):
            return ""
        return frozen_figure_url(snapshot, code)

    def anniversary(self, country_code: str) -> FigureRef:
        """Return the years of relations with a country as they were counted."""
        code = anniversary_code(country_code)
        return FigureRef(code, (self.rows or {})[code].text, self.url(code))

    def formed_ref(self, token: str) -> FigureRef:
        """Return a figure in another form as it was printed."""
        return FigureRef(token, (self.rows or {})[token].text, self.url(token))


def value_of(row: ReportFigure, scope: Scope) -> FigureValue:
    """Return a frozen number as a computed one."""
    return FigureValue(
        code=row.code,
        label=row.label,
        value=number_of(row.value),
        unit=row.unit,
        text=row.text,
        exact=row.exact,
        window=scope.window,
        as_of=scope.as_of,
        records=row.records,
        left_out=row.left_out,
        definition=row.definition,
        date_field=row.date_field,
        scope_note="",
    )


def number_of(text: str) -> Decimal | int | None:
    """Return a frozen value as a number; None where there was nothing to measure."""
    if not text:
        return None
    return int(text) if text.lstrip("-").isdigit() else Decimal(text)


def frozen_numbers(
    report: Report, snapshot: ReportSnapshot, scope: Scope, *, reader: User, today: date
) -> FrozenNumbers:
    """Return the numbers of a snapshot; two statements, whatever was counted.

    Raises KeptChangedError where it is not as it was locked: nothing is shown or printed of it then.
    """
    rows = {row.code: row for row in refuse_changed(snapshot)}
    values = {code: value_of(row, scope) for code, row in rows.items()}
    quarters = {
        (code, quarter): values.get(quarter_code(code, quarter))
        for code in {figure_of(one) for one in rows if QUARTER_MARK in one}
        for quarter in QUARTERS
    }
    numbers = FrozenNumbers(
        scope=scope,
        reader=reader,
        year=report.year,
        today=today,
        values={code: value for code, value in values.items() if code in FIGURES},
        quarters=quarters,
        relations={row["code"]: _relation(row) for row in snapshot.document["relations"]},
        jubilees=(),
        counts_emergency=report.counts_emergency,
        appendices=tuple(report.appendices),
        formed=tuple(code for code in rows if "|" in code),
        is_padded=report.count_style == report.CountStyle.PADDED,
        snapshot=snapshot,
        rows=rows,
    )
    typed = {
        code: FigureRef(code, row.text, numbers.url(code), source=source_in(row.definition))
        for code, row in rows.items()
        if code.startswith(MANUAL)
    }
    return replace(numbers, manual=typed)


def _relation(row: dict[str, Any]) -> Relation:
    return Relation(
        **row | {"names": tuple(row["names"]), "established_on": date.fromisoformat(row["established_on"])}
    )


def relation_as_json(relation: Relation) -> dict[str, Any]:
    """Return what a snapshot keeps of a country."""
    return {
        "code": relation.code,
        "name": relation.name,
        "names": list(relation.names),
        "established_on": relation.established_on.isoformat(),
        "source": relation.source,
        "certainty": relation.certainty,
    }


def frozen_sections(snapshot: ReportSnapshot, numbers: Numbers) -> list[list[Any]]:
    """Return [key, heading, words, sentences of numbers] of each section."""
    parts = ("heading", "written", "own")
    return [
        [section["key"], *(thaw(section[name], numbers.url) for name in parts)]
        for section in snapshot.document["sections"]
    ]


def frozen_parts(snapshot: ReportSnapshot, numbers: Numbers) -> dict[str, Any]:
    """Return the parts of the paper: header, body, signature, recipients, appendices, title, type, author."""
    return {name: thaw(part, numbers.url) for name, part in snapshot.document["paper"].items()}
