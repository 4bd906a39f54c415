"""The numbers of the year-end report: computed once, each with the address of its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from core.dates import round_years
from core.models import User
from core.money import format_number
from core.permissions import Reach, reach
from programs.models import Activity
from reports.charts import ChartPicture, Medium, Series, columns_by_quarter, value_label
from reports.documents.blocks import Chart, FigureRef, Runs
from reports.documents.numbering import roman
from reports.figures import FIGURES, FigureValue, Scope, compute_many, programs
from reports.figures.sectors import SECTORS
from reports.figures.words import (
    BARE,
    FORMS,
    NOTHING,
    bare_text,
    change_words,
    count_words,
    padded_text,
    said_words,
)
from reports.manual_figures import manual_refs, manual_tokens
from reports.narrative import Relation, anniversary_code, relations
from reports.scopes import figure_url
from reports.windows import Basis, Kind, window

SECTOR_NAMES = {code.lower() or "khac": label for code, label in SECTORS.items()}
SECTOR_ITEMS = {name: f"aid.sector_items.{name}" for name in SECTOR_NAMES}
SECTOR_USD = {name: f"aid.sector_usd.{name}" for name in SECTOR_NAMES}
# What the report says in its own sentences, in the order of the text.
BODY_CODES = (
    "meetings.held",
    "meetings.conferences",
    "followups.assigned",
    "followups.done",
    "followups.done_share",
    "followups.overdue",
    "followups.undated",
    "activities.total",
    "activities.exchanges",
    "activities.gatherings",
    "activities.anniversaries",
    "activities.participants",
    "aid.items_received",
    "aid.programmes",
    "aid.projects",
    "aid.non_projects",
    "aid.unsorted",
    "aid.committed_usd",
    "aid.disbursed_usd",
    "aid.disbursed_share",
    "aid.donors",
    *SECTOR_ITEMS.values(),
    *SECTOR_USD.values(),
    "aid.emergency_items",
    "aid.emergency_usd",
    "aid.items_all",
    "aid.committed_all_usd",
    "aid.without_rate",
    "aid.correction_committed_usd",
    "aid.correction_disbursed_usd",
    "aid.late_items",
    "activities.overseas",
    "activities.information",
    "activities.training",
    "associations.members",
    "associations.named",
    "awards.given",
    "awards.recipients",
    "tasks.total",
    "tasks.done",
    "tasks.done_share",
    "tasks.overdue",
)
# What its own sentences set beside the same period a year earlier.
COMPARED = (
    "meetings.held",
    "followups.assigned",
    "activities.total",
    "activities.overseas",
    "activities.information",
    "aid.items_received",
    "aid.committed_usd",
    "aid.disbursed_usd",
    "aid.emergency_items",
    "awards.given",
    "tasks.total",
)
CHANGE, BEFORE = "so-cung-ky", "cung-ky"
QUARTERS = (1, 2, 3, 4)
_QUARTER_CODES = ("aid.committed_usd", "aid.disbursed_usd")
QUARTER_MARK = ".quy"


def quarter_code(code: str, quarter: int) -> str:
    """Return the code of a figure in one quarter: "aid.committed_usd.quy1"."""
    return f"{code}{QUARTER_MARK}{quarter}"


@dataclass(frozen=True)
class Jubilee:
    """Countries that reach the same round number of years and with which there was an activity."""

    years: int
    countries: tuple[Relation, ...]


@dataclass(frozen=True)
class Numbers:
    """Every number that one report may print, and the words and addresses that go with them."""

    scope: Scope
    reader: User
    year: int
    today: date
    values: Mapping[str, FigureValue]
    quarters: Mapping[tuple[str, int], FigureValue | None]
    relations: Mapping[str, Relation]
    jubilees: tuple[Jubilee, ...]
    # Whether the sentence on new items counts the emergency grants; the author decides, both totals show.
    counts_emergency: bool = False
    # The codes of what follows as appendices, in their order.
    appendices: tuple[str, ...] = ()
    # Of the figures that the words compare: the same period a year earlier.
    before: Mapping[str, FigureValue] = field(default_factory=dict)
    # Tokens that ask for another form of a figure, such as "aid.committed_usd|so-cung-ky".
    formed: tuple[str, ...] = ()
    # Numbers that the registers do not hold, by their token, for the window of the report.
    manual: Mapping[str, FigureRef] = field(default_factory=dict)
    # Whether counts below ten are written with two digits.
    is_padded: bool = False
    # Whose report it is: its own numbers typed by hand come before the province's.
    issuer_id: int | None = None

    def listed(self, code: str, what: str) -> str:
        """Return " Danh mục tại Phụ lục I.", or nothing where the report has no such appendix."""
        if code not in self.appendices:
            return ""
        several = len(self.appendices) > 1
        return f" {what} tại Phụ lục{f' {roman(self.appendices.index(code) + 1)}' if several else ''}."

    def value(self, code: str) -> FigureValue:
        """Return a computed figure."""
        return self.values[code]

    def count(self, code: str) -> int:
        """Return a figure as a whole number, nothing as zero."""
        return int(self.values[code].value or 0)

    def url(self, code: str) -> str:
        """Return the address of the records behind a figure, nothing for one who may not read them all."""
        if reach(self.reader, FIGURES[code].area) is not Reach.ALL:
            return ""
        return figure_url(code, self.scope, today=self.today)

    def ref(self, code: str, *, exact: bool = False) -> FigureRef:
        """Return a figure as the text prints it: "khoảng 1,9 triệu USD", or with `exact` in full."""
        value = self.values[code]
        text = value.exact if exact else value.text
        return FigureRef(code, padded_text(text) if self.is_padded else text, self.url(code))

    def worded(self, code: str, words: str) -> FigureRef:
        """Return a figure with other words after its number: "5 dự án" where the figure says "5 khoản"."""
        text = count_words(self.count(code), words, padded=self.is_padded)
        return FigureRef(code, text, self.url(code))

    def said(self, code: str, *, nothing: str = NOTHING, exact: bool = False) -> FigureRef:
        """Return a figure as the text prints it, with these words where it is zero."""
        ref, value = self.ref(code, exact=exact), self.values[code]
        text = said_words(value.value, ref.text, left_out=value.left_out, nothing=nothing)
        return FigureRef(code, text, ref.url)

    def lacking(self, code: str, what: str) -> list[str | FigureRef]:
        """Return " (chưa tính 2 khoản)" for what a figure could not add; nothing where it is whole."""
        words = self.lacking_words(code, what)
        return [" (", FigureRef(code, words, self.url(code)), ")"] if self.values[code].left_out else []

    def lacking_words(self, code: str, what: str) -> str:
        """Return "chưa tính 2 khoản": how many of `what` a figure could not add."""
        return f"chưa tính {format_number(self.values[code].left_out)} {what}"

    def has_before(self, code: str) -> bool:
        """Return whether the same period a year earlier gives something to compare with."""
        return bool(self.before[code].value)

    def formed_ref(self, token: str) -> FigureRef:
        """Return a figure in the form that the token asks for: compared, of the year before, in full."""
        code, _, form = token.partition("|")
        now, before = self.values[code], self.before[code]
        if form == BEFORE:
            url = self.url(code) and figure_url(code, self.scope.previous(), today=self.today)
            return FigureRef(token, before.text, url)
        if form == CHANGE:
            words = change_words(now.value, before.value, is_share=now.unit == "%")
            url = self.url(code) and figure_url(code, self.scope, today=self.today, is_compared=True)
            return FigureRef(token, words, url)
        plain = self.ref(code, exact=form == "chinh-xac")
        text = self.said(code).text if form == "hoac-khong" else plain.text
        return FigureRef(token, bare_text(text) if form == BARE else text, plain.url)

    def anniversary(self, country_code: str) -> FigureRef:
        """Return the years of relations with a country, computed from the table of countries."""
        relation = self.relations[country_code]
        # The country says since when: its years follow from that alone.
        url = self.url("anniversaries.round") and relation.url and f"{relation.url}?nam={self.year}"
        return FigureRef(anniversary_code(country_code), f"{relation.years(self.year)} năm", url)

    def refs(self) -> Mapping[str, FigureRef]:
        """Return every number that a token may name, by its code."""
        return self._refs

    @cached_property
    def _refs(self) -> Mapping[str, FigureRef]:
        # Each passage asks for them.
        named = {code: self.ref(code) for code in self.values}
        named |= {token: self.formed_ref(token) for token in self.formed} | dict(self.manual)
        return named | {anniversary_code(code): self.anniversary(code) for code in self.relations}

    def chart(self, medium: Medium = Medium.PAPER) -> ChartPicture:
        """Return commitments and disbursements by quarter, in thousands of USD."""
        names = ("Cam kết mới", "Giải ngân")
        series = [
            Series(name, [self._thousands(code, quarter) for quarter in QUARTERS])
            for name, code in zip(names, _QUARTER_CODES, strict=True)
        ]
        title = f"Cam kết và giải ngân viện trợ theo quý, năm {self.year}"
        return columns_by_quarter(series, title=title, unit="nghìn USD", medium=medium)

    def chart_block(self) -> Chart:
        """Return the chart for a paper; each number of its table leads to the records of its quarter."""
        block = self.chart().block()
        if block.table is None:
            return block
        rows: list[list[Runs]] = [
            [
                row[0],
                *(
                    self._cell(code, quarter, text)
                    for code, text in zip(_QUARTER_CODES, row[1:], strict=True)
                ),
            ]
            for quarter, row in zip(QUARTERS, block.table.rows, strict=True)
        ]
        return replace(block, table=replace(block.table, rows=rows))

    def _cell(self, code: str, quarter: int, text: Runs) -> Runs:
        span = quarter_scope(self.scope, self.year, quarter)
        if self.quarters[code, quarter] is None or span is None:
            return text
        url = self.url(code) and figure_url(code, span, today=self.today)
        return FigureRef(quarter_code(code, quarter), str(text), url)

    def quarter_words(self, code: str, quarter: int) -> str:
        """Return a figure of one quarter as the table of the chart prints it."""
        return value_label(self._thousands(code, quarter))

    def _thousands(self, code: str, quarter: int) -> Decimal | None:
        value = self.quarters[code, quarter]
        return None if value is None else Decimal(value.value or 0) / 1000


def known_tokens(named_relations: Iterable[str]) -> set[str]:
    """Return the codes that a token may name."""
    formed = {f"{code}|{form}" for code in FIGURES for form in FORMS}
    return set(FIGURES) | formed | manual_tokens() | {anniversary_code(code) for code in named_relations}


def numbers_of(
    scope: Scope,
    *,
    reader: User,
    year: int,
    today: date,
    tokens: Iterable[str] = (),
    counts_emergency: bool = False,
    appendices: Iterable[str] = (),
    is_padded: bool = False,
    issuer_id: int | None = None,
) -> Numbers:
    """Return the numbers of a report; `tokens` are further codes that its words use."""
    tokens = {*tokens, *(f"{code}|{form}" for code in COMPARED for form in (CHANGE, BEFORE))}
    formed = tuple(sorted(token for token in tokens if _is_formed(token)))
    compared = {token.partition("|")[0] for token in formed}
    wanted: dict[object, tuple[str, Scope]] = {code: (code, scope) for code in BODY_CODES}
    wanted |= {code: (code, scope) for code in tokens | compared if code in FIGURES}
    earlier = scope.previous()
    wanted |= {("before", code): (code, earlier) for code in compared}
    quarters = {quarter: quarter_scope(scope, year, quarter) for quarter in QUARTERS}
    for quarter, span in quarters.items():
        if span is not None:
            wanted |= {(code, quarter): (code, span) for code in _QUARTER_CODES}
    found = compute_many(wanted)
    known = relations()
    return Numbers(
        scope=scope,
        reader=reader,
        year=year,
        today=today,
        values={key: value for key, value in found.items() if isinstance(key, str)},
        quarters={
            (code, quarter): found.get((code, quarter)) for code in _QUARTER_CODES for quarter in QUARTERS
        },
        relations=known,
        jubilees=_jubilees(scope, year, known),
        counts_emergency=counts_emergency,
        appendices=tuple(appendices),
        before={code: found["before", code] for code in compared},
        formed=formed,
        manual=manual_refs(tokens, scope.window, issuer_id),
        is_padded=is_padded,
        issuer_id=issuer_id,
    )


def _is_formed(token: str) -> bool:
    code, _, form = token.partition("|")
    return code in FIGURES and form in FORMS


def quarter_scope(scope: Scope, year: int, quarter: int) -> Scope | None:
    """Return the scope of one quarter under the same regime, or None for one that has not begun."""
    basis = Basis.CALENDAR if scope.window.basis is Basis.CUSTOM else scope.window.basis
    span = window(Kind.QUARTER, year, quarter, basis)
    if span.start > scope.as_of:
        return None
    return replace(scope, window=span, as_of=min(span.end, scope.as_of))


def _jubilees(scope: Scope, year: int, known: Mapping[str, Relation]) -> tuple[Jubilee, ...]:
    """Return the round anniversaries that activities of the window marked, the longest first."""
    kinds = (Activity.Kind.ANNIVERSARY, Activity.Kind.GATHERING)
    marked = programs.activities(scope).filter(kind__in=kinds, country__isnull=False).order_by()
    by_years: dict[int, list[Relation]] = {}
    for code in marked.values_list("country__code", flat=True).distinct():
        relation = known.get(code)
        years = round_years(relation.established_on, year) if relation else None
        if relation and years:
            by_years.setdefault(years, []).append(relation)
    return tuple(
        Jubilee(years, tuple(sorted(countries, key=lambda one: (one.established_on, one.name))))
        for years, countries in sorted(by_years.items(), reverse=True)
    )
