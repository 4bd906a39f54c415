"""Taking a snapshot of a report: every number it may name, the records behind each, and the whole paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from core.models import Country, User
from reports.figures import FIGURES, FigureValue, Scope
from reports.figures.base import figure_named
from reports.figures.measures import Count, Simple, Sum
from reports.figures.words import FORMS
from reports.fingerprints import fingerprint
from reports.frozen import figure_of, relation_as_json
from reports.frozen_blocks import freeze, numbers_in
from reports.kinds.year_end import (
    ending,
    live_document,
    live_numbers,
    narratives_of,
    opening_words,
    printed_sections,
    report_scope,
    sections_of,
    shows_demonstration,
)
from reports.kinds.year_end_numbers import Numbers, quarter_code, quarter_scope
from reports.manual_figures import MANUAL, definition_of, manual_rows
from reports.models import ManualFigure, Report, ReportFigure, ReportSnapshot
from reports.narrative import ANNIVERSARY, Relation, anniversary_code, token_codes

# What is kept of the paper; number, day and the marks of drafts come from the report when it is printed.
_PAPER = ("header", "title", "signature", "type", "addressees", "bases", "co_signature",
          "recipients", "appendices", "urgency", "author", "closing")  # fmt: skip


@dataclass(frozen=True)
class Frozen:
    """A snapshot before it is stored: the days, the figures without their key, the paper."""

    scope: Scope
    figures: tuple[ReportFigure, ...]
    document: dict[str, Any]

    @property
    def records(self) -> int:
        """How many different records stand behind the figures."""
        return len(
            {
                (part["model"], row[0])
                for figure in self.figures
                for part in figure.sources
                for row in part["rows"]
            }
        )


def freeze_report(report: Report, *, today: date) -> Frozen:
    """Return the report as it stands now, from the records, ready to be stored."""
    scope = report_scope(report, today=today)
    numbers = live_numbers(report, scope, today=today, tokens=FIGURES)
    paper = live_document(report, scope, numbers=numbers)
    paper = replace(paper, header=replace(paper.header, number=None, signed_on=None, year=None))
    document = {
        "paper": {name: freeze(getattr(paper, name)) for name in _PAPER}
        | {"opening": freeze(opening_words(numbers)), "closing_blocks": freeze(ending(report))},
        "sections": [
            {
                "key": part.block.key,
                "heading": freeze(part.heading),
                "written": freeze(part.written),
                "own": freeze(part.own),
            }
            for part in printed_sections(report, numbers)
        ],
        "passages": [
            {"key": block.key, "title": block.title, "text": block.text} for block in sections_of(report)
        ],
        "is_demo": shows_demonstration(report, scope),
        "relations": [],
    }
    used = {*(code for code, _ in numbers_in([document["paper"], document["sections"]])), *_tokens_of(report)}
    known = [one for code, one in numbers.relations.items() if anniversary_code(code) in used]
    document["relations"] = [relation_as_json(one) for one in known]
    figures = tuple(figure_rows(numbers, used))
    for row in figures:
        row.sources = sources_of(row.code, scope, report, row.value)
    return Frozen(scope, figures, document)


def _tokens_of(report: Report) -> list[str]:
    return [code for text in narratives_of(report).values() for code in token_codes(text)]


def figure_rows(numbers: Numbers, used: Iterable[str]) -> Iterator[ReportFigure]:
    """Yield every number as it is kept, without its records: figures, quarters, and others as they are used.

    The others are figures in another form ("|so-cung-ky"), years of relations and numbers typed by hand.
    """
    for code, value in numbers.values.items():
        yield _row(value, code, value.text)
    for (code, quarter), found in numbers.quarters.items():
        if found is not None:
            yield _row(found, quarter_code(code, quarter), found.text, found.window.label)
    refs = numbers.refs()
    manual = manual_rows(used, numbers.scope.window, numbers.issuer_id)
    for code in sorted(set(used) - set(numbers.values)):
        base, _, form = code.partition("|")
        if code not in refs:
            continue
        if form in FORMS:
            value = numbers.before[base] if form == "cung-ky" else numbers.values[base]
            yield _row(value, code, refs[code].text, FORMS[form])
        elif code in manual:
            yield _manual(manual[code], code)
        elif code.startswith(ANNIVERSARY):
            yield _anniversary(numbers.relations[code.removeprefix(ANNIVERSARY)], code, numbers.year)


def _row(value: FigureValue, code: str, text: str, more: str = "") -> ReportFigure:
    is_change = code.endswith("|so-cung-ky")
    return ReportFigure(
        code=code,
        label=(f"{value.label}, {more}" if more else value.label)[:250],
        unit=value.unit,
        value="" if is_change else plain(value.value),
        text=text,
        exact=text if is_change else value.exact,
        definition=value.definition,
        date_field=value.date_field,
        records=value.records,
        left_out=value.left_out,
    )


def _anniversary(relation: Relation, code: str, year: int) -> ReportFigure:
    years = relation.years(year)
    return ReportFigure(
        code=code,
        label=f"Số năm quan hệ với {relation.name}"[:250],
        unit="năm",
        value=str(years),
        text=f"{years} năm",
        exact=f"{years} năm",
        definition="Năm báo cáo trừ năm thiết lập quan hệ ngoại giao.",
        date_field="ngày thiết lập quan hệ ngoại giao",
        records=1,
    )


def _manual(row: ManualFigure, code: str) -> ReportFigure:
    return ReportFigure(
        code=code,
        label=f"{row.label} (số nhập tay)"[:250],
        unit=row.unit[:30],
        value=plain(row.value),
        text=row.text,
        exact=row.text,
        definition=definition_of(row),
        date_field="ngày cung cấp",
        records=1,
    )


def plain(value: Decimal | int | None) -> str:
    """Return a value written out in full, "" for none."""
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def sources_of(code: str, scope: Scope, report: Report, value: str = "") -> list[dict[str, Any]]:
    """Return the records behind a kept number: one entry, of a share the part and the whole.

    A comparison has those of both years; `value` is what one record alone stands for.
    """
    if code.startswith(ANNIVERSARY):
        rows: Any = Country.objects.filter(code=code.removeprefix(ANNIVERSARY))
        return [_source(Country, [[row.pk, row.version, value] for row in rows])]
    if code.startswith(MANUAL):
        found = manual_rows([code], scope.window, report.issuer_id).values()
        return [_source(ManualFigure, [[row.pk, row.version, plain(row.value)] for row in found])]
    base, _, form = code.partition("|")
    found_scope = scope_of(code, scope, report.year)
    scopes = [scope, scope.previous()] if form == "so-cung-ky" else [found_scope] if found_scope else []
    return [
        _source(part.rows.model, _rows(part), _without_value(part))
        for one in scopes
        for part in figure_named(figure_of(base)).measure(one).parts()
    ]


def scope_of(code: str, scope: Scope, year: int) -> Scope | None:
    """Return the scope of one kept number: a quarter has its own, "cung-ky" that of the year before."""
    if code.endswith("|cung-ky"):
        return scope.previous()
    return scope if figure_of(code) == code.partition("|")[0] else quarter_scope(scope, year, int(code[-1]))


def _source(model: Any, rows: list[list[Any]], left_out: list[list[int]] | None = None) -> dict[str, Any]:
    return {"model": model._meta.label_lower, "rows": rows, "left_out": left_out or []}


def _rows(part: Simple) -> list[list[Any]]:
    """Return [key, version, what it adds] of each record that makes the number."""
    rows = part.counted().order_by("pk")
    if isinstance(part, Count):
        return [[pk, version, "1"] for pk, version in rows.values_list("pk", "version")]
    if isinstance(part, Sum):
        columns = [part.column, *(["share"] if part.by_share else [])]
        return [
            [pk, version, plain(part.worth(SimpleNamespace(**dict(zip(columns, values, strict=True)))))]
            for pk, version, *values in rows.values_list("pk", "version", *columns)
        ]
    return [[row.pk, row.version, plain(part.worth(row))] for row in rows]


def _without_value(part: Simple) -> list[list[int]]:
    return [list(row) for row in part.left_out().order_by("pk").values_list("pk", "version")]


def store(frozen: Frozen, report: Report, *, by: User) -> ReportSnapshot:
    """Store a snapshot with its figures and return it. Call inside the open action."""
    last = report.snapshots.order_by("-ordinal").first()
    snapshot = ReportSnapshot(
        report=report,
        ordinal=last.ordinal + 1 if last else 1,
        taken_by=by,
        start_on=frozen.scope.window.start,
        end_on=frozen.scope.window.end,
        as_of=frozen.scope.as_of,
        document=frozen.document,
    )
    snapshot.sha256 = fingerprint(snapshot, frozen.figures)
    snapshot.save()
    for figure in frozen.figures:
        figure.snapshot = snapshot
    ReportFigure.objects.bulk_create(frozen.figures)
    return snapshot
