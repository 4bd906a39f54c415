"""The figure mechanism: one named function per number, and everything else derived from it.

A figure takes a scope and returns a measure over rows that its reader may see. The number, the list behind
it, its wording and its comparison with last year all come from that measure.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Expression, QuerySet

from aid.alarms import DeadlineLaw
from aid.deadline_law import deadline_law
from aid.law import AidLaw, aid_law
from aid.registrations import alert_days
from core.dates import add_months, format_date
from core.models import Agency, User
from core.money import format_number
from core.permissions import Area, Reach, reach
from programs.models import Pillar
from reports.figures.measures import Measure, Simple, Tally, tally_all, tally_groups
from reports.windows import Basis, Kind, Window, custom_window, window


@dataclass(frozen=True)
class Scope:
    """What a figure is asked about: which days, judged as of which day, for which reader."""

    window: Window
    as_of: date
    user: User
    agency: Agency | None = None
    pillar: str = ""

    @property
    def start(self) -> date:
        """The first day counted."""
        return self.window.start

    @property
    def end(self) -> date:
        """The last day counted: nothing after the day as of which the figures stand."""
        return min(self.window.end, self.as_of)

    @property
    def is_closed(self) -> bool:
        """Whether the window lies wholly behind the day as of which it is judged."""
        return self.as_of >= self.window.end

    @property
    def as_of_text(self) -> str:
        """As of which day, in words."""
        if self.is_closed:
            return f"kỳ đã kết thúc, tính hết ngày {format_date(self.as_of)}"
        return f"kỳ đang chạy, tính đến ngày {format_date(self.as_of)}"

    @cached_property
    def law(self) -> AidLaw:
        """The limits in force on the day as of which the figures stand."""
        return aid_law(self.as_of)

    @cached_property
    def deadlines(self) -> DeadlineLaw:
        """The deadlines of aid with the days that each governs."""
        return deadline_law()

    @cached_property
    def certificate_days(self) -> int:
        """How many days before its end a certificate of a foreign NGO counts as expiring."""
        return alert_days(self.as_of)

    def previous(self) -> Scope:
        """Return the same period a year earlier; a running one is cut at the same day of that year."""
        before = self.window.previous()
        as_of = before.end if self.is_closed else min(add_months(self.as_of, -12), before.end)
        return replace(self, window=before, as_of=as_of)


def scope_of_year(
    user: User,
    year: int,
    *,
    today: date,
    basis: Basis | str = Basis.CALENDAR,
    quarter: int | None = None,
    month: int | None = None,
    agency: Agency | None = None,
    pillar: str = "",
    kind: Kind = Kind.YEAR,
    days: tuple[date, date] | None = None,
) -> Scope:
    """Return the scope of a year or a part of it: a closed one as of its last day, a running one of today.

    `days` are the first and the last of a window of one's own choice.
    """
    kind = Kind.MONTH if month else Kind.QUARTER if quarter else kind
    span = custom_window(*days) if days else window(kind, year, month or quarter, basis)
    return Scope(span, min(span.end, today), user, agency, pillar)


@dataclass(frozen=True)
class Figure:
    """A number that anyone reads: its code, its words, and the function that says what it counts."""

    code: str
    label: str
    unit: str
    date_field: str
    definition: str
    area: Area
    function: Callable[[Scope], Measure]
    by_pillar: bool = False

    def measure(self, scope: Scope) -> Measure:
        """Return what the figure counts in this scope."""
        return self.function(scope)


FIGURES: dict[str, Figure] = {}


class UnknownFigureError(LookupError):
    """A code that names no figure."""


def figure(
    code: str, *, label: str, unit: str, date_field: str, area: Area, definition: str, by_pillar: bool = False
) -> Callable[[Callable[[Scope], Measure]], Callable[[Scope], Measure]]:
    """Return a decorator that registers a figure.

    `date_field` names, for readers, the date that decides whether a record belongs to the window;
    `definition` says for readers what is counted and what is not.
    """

    def register(function: Callable[[Scope], Measure]) -> Callable[[Scope], Measure]:
        if code in FIGURES:
            raise ValueError(f"figure {code!r} is defined twice")
        FIGURES[code] = Figure(code, label, unit, date_field, definition, area, function, by_pillar)
        return function

    return register


def figure_named(code: str) -> Figure:
    """Return the figure. Raises UnknownFigureError."""
    try:
        return FIGURES[code]
    except KeyError as error:
        raise UnknownFigureError(code) from error


@dataclass(frozen=True)
class FigureValue:
    """A computed figure with everything that a page, a report or a file says about it."""

    code: str
    label: str
    value: Decimal | int | None
    unit: str
    text: str
    exact: str
    window: Window
    as_of: date
    records: int
    left_out: int
    definition: str
    date_field: str
    scope_note: str

    @property
    def amount(self) -> Decimal:
        """The value as a Decimal; 0 where there is nothing to measure."""
        return Decimal(self.value or 0)

    @property
    def left_out_text(self) -> str:
        """What the number leaves out, in words; nothing where it is whole."""
        if not self.left_out:
            return ""
        what = "dòng tiền chưa có tỷ giá" if self.unit in {"USD", "%"} else "bản ghi chưa có số"
        return f"chưa tính {format_number(self.left_out)} {what}"

    def as_json(self) -> dict[str, Any]:
        """Return the figure as `manage.py figures` prints it; the value a plain number."""
        number = self.value
        if isinstance(number, Decimal):
            number = int(number) if number == number.to_integral_value() else float(number)  # type: ignore[assignment]
        return {
            "code": self.code,
            "label": self.label,
            "value": number,
            "unit": self.unit,
            "text": self.text,
            "window": [self.window.start.isoformat(), self.window.end.isoformat()],
            "records": self.records,
            "as_of": self.as_of.isoformat(),
            "left_out": self.left_out,
        }


def may_read_figure(user: User, code: str) -> bool:
    """Return whether the account reads anything of what the figure counts."""
    return reach(user, figure_named(code).area) is not Reach.NONE


def scope_note(figure_: Figure, scope: Scope) -> str:
    """Return whose records the figure covers where that is not the whole province."""
    how_far = reach(scope.user, figure_.area)
    notes = []
    if how_far is Reach.OWN:
        notes.append("của cơ quan tôi")
    elif how_far is Reach.NONE:
        notes.append("ngoài phạm vi được xem")
    if scope.agency is not None:
        notes.append(f"của {scope.agency.label}")
    if scope.pillar and figure_.by_pillar:
        notes.append(f"trụ cột {Pillar.Code(scope.pillar).label}")
    return ", ".join(notes)


def compute(code: str, scope: Scope) -> FigureValue:
    """Return one figure in one scope."""
    return compute_many({code: (code, scope)})[code]


def compute_many[K: Hashable](wanted: Mapping[K, tuple[str, Scope]]) -> dict[K, FigureValue]:
    """Return several figures, each in its own scope, with one query for all of them."""
    measures = {key: figure_named(code).measure(scope) for key, (code, scope) in wanted.items()}
    terms = [part for measure in measures.values() for part in measure.parts()]
    tallies = iter(tally_all(terms))
    found = {}
    for key, (code, scope) in wanted.items():
        measure = measures[key]
        own = [next(tallies) for _ in measure.parts()]
        found[key] = _value(figure_named(code), scope, measure, own)
    return found


@dataclass(frozen=True)
class Breakdown:
    """One figure split by a column: the whole, and any part of it."""

    figure: Figure
    scope: Scope
    measure: Simple
    groups: dict[str, Tally]

    @property
    def whole(self) -> FigureValue:
        """The figure itself."""
        return self.where(lambda group: True)

    def of(self, group: str) -> FigureValue:
        """Return the figure of one group; nothing where the group has no rows."""
        return _value(self.figure, self.scope, self.measure, [self.groups.get(group, Tally())])

    def where(self, chosen: Callable[[str], bool]) -> FigureValue:
        """Return the figure of the groups chosen, together."""
        tallies = [tally for group, tally in self.groups.items() if chosen(group)]
        return _value(self.figure, self.scope, self.measure, [sum(tallies, Tally())])


def break_down[K: Hashable](
    wanted: Mapping[K, tuple[str, Scope, str | Expression, Simple | None]],
) -> dict[K, Breakdown]:
    """Return figures (not shares) split by a column or expression, with one query for all of them.

    A measure given beside the code stands for it: the same rows, joined to what they are split by.
    """
    measures = {}
    for key, (code, scope, _, given) in wanted.items():
        (measures[key],) = (given or figure_named(code).measure(scope)).parts()
    groups = tally_groups([(measures[key], by) for key, (_, _, by, _) in wanted.items()])
    return {
        key: Breakdown(figure_named(code), scope, measures[key], found)
        for (key, (code, scope, _, _)), found in zip(wanted.items(), groups, strict=True)
    }


def _value(figure_: Figure, scope: Scope, measure: Measure, tallies: Sequence[Tally]) -> FigureValue:
    value = measure.value(tallies)
    text, exact = measure.words(value, figure_.unit)
    return FigureValue(
        code=figure_.code,
        label=figure_.label,
        value=value,
        unit=figure_.unit,
        text=text,
        exact=exact,
        window=scope.window,
        as_of=scope.as_of,
        records=sum(tally.rows - tally.missing for tally in tallies),
        left_out=sum(tally.missing for tally in tallies),
        definition=figure_.definition,
        date_field=figure_.date_field,
        scope_note=scope_note(figure_, scope),
    )


@dataclass(frozen=True)
class Section:
    """One set of records behind a figure: for a share the part and the whole, else one."""

    title: str
    measure: Simple

    @property
    def rows(self) -> QuerySet[Any]:
        """The records that make the number."""
        return self.measure.counted()

    @property
    def left_out(self) -> QuerySet[Any]:
        """The records that belong here but add nothing, for lack of a rate or a number."""
        return self.measure.left_out()


def sections(code: str, scope: Scope) -> list[Section]:
    """Return the records behind a figure, only those that the reader may see."""
    found = figure_named(code)
    parts = found.measure(scope).parts()
    titles = ("Phần được tính", "So với") if len(parts) == 2 else (found.label,)
    return [Section(title, part) for title, part in zip(titles, parts, strict=True)]


def records(code: str, scope: Scope) -> QuerySet[Any]:
    """Return the records behind a figure; of a share, those of its part."""
    return sections(code, scope)[0].rows
