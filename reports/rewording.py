"""Printed numbers of a lock said anew: each in the form in which the report prints it, with today's value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone

from core.money import format_amount
from reports.figures import FIGURES, Scope
from reports.figures.words import SAME_PERIOD
from reports.frozen import figure_of, value_of
from reports.kinds.year_end_numbers import QUARTER_MARK, Numbers
from reports.models import Report, ReportFigure

type Form = Callable[[Numbers, str], str]


@dataclass(frozen=True)
class Printed:
    """One printed form of a number: its words in the report, and the words of today.

    The latter are "" where the report would change its sentence, so that no form of the number is sure.
    """

    then: str
    now: str = ""


def _bare(numbers: Numbers, code: str) -> str:
    # The last line of a table of money, whose head names the currency.
    value = numbers.value(code)
    return format_amount(value.amount, "USD") if value.unit == "USD" else ""


# As sentences, tokens and tables print a number of the registers (reports/kinds).
_FORMS: tuple[Form, ...] = (
    lambda numbers, code: numbers.ref(code).text,
    lambda numbers, code: numbers.ref(code, exact=True).text,
    lambda numbers, code: numbers.ref(code).text.split(" ")[0],
    _bare,
)


def reworded(
    words: Iterable[str], then: ReportFigure, now: ReportFigure | None, *, report: Report, scope: Scope
) -> tuple[Printed, ...]:
    """Return each printed form of a kept number with what it would be today."""
    if now is None:
        return tuple(Printed(said) for said in words)
    old, new = (_alone(row, report, scope) for row in (then, now))
    return tuple(Printed(said, _anew(said, then, now, old, new)) for said in words)


def _alone(row: ReportFigure, report: Report, scope: Scope) -> Numbers:
    """Return numbers that know this one only."""
    value = value_of(row, scope)
    is_quarter = QUARTER_MARK in row.code
    return Numbers(
        scope=scope,
        reader=scope.user,
        year=report.year,
        today=timezone.localdate(),
        values={} if is_quarter else {row.code: value},
        quarters={(figure_of(row.code), int(row.code[-1])): value} if is_quarter else {},
        relations={},
        jubilees=(),
        is_padded=report.count_style == report.CountStyle.PADDED,
    )


def _anew(said: str, then: ReportFigure, now: ReportFigure, old: Numbers, new: Numbers) -> str:
    code = then.code
    if QUARTER_MARK in code:
        base, quarter = figure_of(code), int(code[-1])
        return new.quarter_words(base, quarter) if said == old.quarter_words(base, quarter) else ""
    if code not in FIGURES:
        if said == then.text:
            return now.text
        # Of several comparisons only the last says with what.
        return now.text.removesuffix(SAME_PERIOD) if f"{said}{SAME_PERIOD}" == then.text else ""
    if then.left_out and said.startswith(start := old.lacking_words(code, "")):
        return new.lacking_words(code, said.removeprefix(start)) if now.left_out else ""
    # Of nothing the sentences say other words, or are left out.
    if not new.value(code).value:
        return ""
    found = {form(new, code) for form in _FORMS if form(old, code) == said}
    if not found and said.startswith(start := f"{old.worded(code, '').text} "):
        found = {new.worded(code, said.removeprefix(start)).text}
    return found.pop() if len(found) == 1 else ""
