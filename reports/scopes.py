"""The address of a figure: which window, as of which day, for whom; read from a query string and written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.http import urlencode

from aid.models import AidItem, Disbursement
from core.dates import DateError, format_date, parse_date
from core.models import Agency, User
from core.permissions import Area
from meetings.models import Meeting
from programs.models import Activity, Pillar
from reports.figures import Scope, scope_of_year
from reports.windows import Basis, Kind, custom_window

# Asks the page of a figure for the records of the same period a year earlier beside its own.
COMPARED = "so=cung-ky"
FIRST_YEAR, LAST_YEAR = 1990, 2100
# The windows that an address may name; quarters and months have a word of their own.
_KINDS = {Kind.YEAR, Kind.FIRST_HALF, Kind.SECOND_HALF, Kind.NINE_MONTHS, Kind.CUSTOM}


class ScopeError(ValueError):
    """A query string that names no scope."""


def years_with_records(user: User, today: date) -> list[int]:
    """Return the years in which the account may read something that happened, newest first, in two queries.

    The first day is found, then each year is probed, both by the indexes of the dates: to take the year of
    every row would cost seconds in a large register.
    """
    happened = _happened(user, today, Area.AID, Area.MEETINGS, Area.ACTIVITIES)
    first = min(filter(None, _one_row(user, [_earliest(rows, day) for rows, day in happened])), default=None)
    if first is None:
        return []
    years = list(range(max(first.year, FIRST_YEAR), today.year + 1))
    found = _one_row(user, [_any_in(year, happened) for year in years])
    return sorted((year for year, there in zip(years, found, strict=True) if there), reverse=True)


def first_year(user: User, area: Area, today: date) -> int | None:
    """Return the first year of which the registers of an area hold anything, None where that is not known.

    Before it a figure of the area is no zero: nobody has entered those years. One query, by an index.
    """
    days = [_earliest(rows, day) for rows, day in _happened(user, today, area)]
    first = min(filter(None, _one_row(user, days)), default=None) if days else None
    return first.year if first else None


def _happened(user: User, today: date, *areas: Area) -> list[tuple[QuerySet, str]]:
    """Return what happened in these areas, as far as the account may read it: rows, the field of the day."""
    meetings = Meeting.objects.visible_to(user).exclude(status=Meeting.Status.CANCELLED)
    arms: dict[Area, list[tuple[QuerySet, str]]] = {
        Area.AID: [
            (AidItem.objects.visible_to(user), "approved_on"),
            (Disbursement.objects.visible_to(user), "paid_on"),
        ],
        Area.MEETINGS: [(meetings, "held_on")],
        Area.FOLLOW_UPS: [(meetings, "held_on")],
        Area.ACTIVITIES: [(Activity.objects.visible_to(user), "held_on")],
    }
    return [
        (rows.filter(**{f"{day}__lte": today}).order_by(), day)
        for area in areas
        for rows, day in arms.get(area, ())
        if not rows.query.is_empty()
    ]


def _earliest(rows: QuerySet, day: str) -> Subquery:
    return Subquery(rows.order_by(day).values(day)[:1])


def _any_in(year: int, happened: list[tuple[QuerySet, str]]) -> Q:
    return reduce(or_, (Q(Exists(rows.filter(**{f"{day}__year": year}))) for rows, day in happened))


def _one_row(user: User, expressions: Sequence[Subquery | Q]) -> tuple[Any, ...]:
    """Return the values of the expressions, asked in one query; nothing for no expressions."""
    named = {
        f"_{index}": ExpressionWrapper(term, BooleanField()) if isinstance(term, Q) else term
        for index, term in enumerate(expressions)
    }
    return User.objects.filter(pk=user.pk).annotate(**named).values_list(*named).get() if named else ()


@dataclass(frozen=True)
class Asked:
    """What a query string asks for, before the year of an empty one is known."""

    year: int | None
    basis: Basis
    quarter: int | None
    pillar: str
    agency_code: str
    as_of: date | None
    kind: Kind = Kind.YEAR
    days: tuple[date, date] | None = None
    month: int | None = None


def read_query(params: Mapping[str, str]) -> Asked:
    """Return what the query string asks for. Raises ScopeError for anything unreadable."""
    pillar = params.get("tru", "")
    if pillar and pillar not in Pillar.Code.values:
        raise ScopeError(pillar)
    try:
        basis = Basis(params.get("ky") or Basis.CALENDAR)
        as_of = parse_date(params["den"]) if params.get("den") else None
        kind = Kind(params.get("loai") or Kind.YEAR)
        days = (parse_date(params["tu"]), parse_date(params["toi"])) if kind is Kind.CUSTOM else None
        if days:
            custom_window(*days)
    except (KeyError, ValueError, DateError) as error:
        raise ScopeError(str(error)) from error
    if basis not in {Basis.CALENDAR, Basis.ND09}:
        raise ScopeError(basis)
    if kind not in _KINDS:
        raise ScopeError(kind)
    return Asked(
        year=_number(params.get("nam", ""), FIRST_YEAR, LAST_YEAR),
        basis=basis,
        quarter=_number(params.get("quy", ""), 1, 4),
        pillar=pillar,
        agency_code=params.get("cq", ""),
        as_of=as_of,
        kind=kind,
        days=days,
        month=_number(params.get("thang", ""), 1, 12),
    )


def _number(text: str, least: int, most: int) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise ScopeError(text)
    return int(text)


def scope_asked(user: User, params: Mapping[str, str], *, today: date) -> Scope:
    """Return the scope of a page's address; without a year, the latest with records. Raises ScopeError."""
    asked = read_query(params)
    year = asked.year or next(iter(years_with_records(user, today)), today.year)
    agency = None
    if asked.agency_code:
        agency = Agency.objects.filter(code=asked.agency_code).first()
        if agency is None:
            raise ScopeError(asked.agency_code)
    scope = scope_of_year(
        user,
        year,
        today=today,
        basis=asked.basis,
        quarter=asked.quarter,
        month=asked.month,
        agency=agency,
        pillar=asked.pillar,
        kind=asked.kind,
        days=asked.days,
    )
    return scope if asked.as_of is None else replace(scope, as_of=min(asked.as_of, scope.as_of))


def scope_query(scope: Scope, *, today: date) -> str:
    """Return the query string that leads back to the scope."""
    span = scope.window
    query: dict[str, str | int] = {"nam": span.year or span.end.year}
    if span.basis is Basis.ND09:
        query["ky"] = span.basis.value
    if span.kind is Kind.QUARTER and span.n:
        query["quy"] = span.n
    if span.kind is Kind.MONTH and span.n:
        query["thang"] = span.n
    if span.kind in {Kind.FIRST_HALF, Kind.SECOND_HALF, Kind.NINE_MONTHS, Kind.CUSTOM}:
        query["loai"] = span.kind.value
    if span.kind is Kind.CUSTOM:
        query |= {"tu": format_date(span.start), "toi": format_date(span.end)}
    if scope.pillar:
        query["tru"] = scope.pillar
    if scope.agency is not None:
        query["cq"] = scope.agency.code
    if scope.as_of != min(span.end, today):
        query["den"] = format_date(scope.as_of)
    return urlencode(query)


def figure_url(code: str, scope: Scope, *, today: date, is_compared: bool = False) -> str:
    """Return the address of the records behind a figure in this scope, or of both sides of a comparison."""
    query = f"{scope_query(scope, today=today)}{f'&{COMPARED}' if is_compared else ''}"
    return f"{reverse('reports:figure', args=[code])}?{query}"
