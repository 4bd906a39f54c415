"""Reads the kept sums: what all items, or those that an account may read, add up to by year and key."""

from collections import defaultdict

from django.db.models import Sum

from aid.facts import SUM_COLUMNS, Amounts, parts_of
from aid.models import AidFact, AidItem, AidSum
from core.permissions import Area, sees_everything


def sums_by(user, dimension, *by, key=None, years=None, until=None, is_approved=False):
    """Return {value of `by`: Amounts} over a dimension; of some years, one key, days up to an ordinal.

    `is_approved` leaves out what no year has approved yet.

    A single name in `by` gives its values, several or none give tuples. Who reads all items is told from the
    kept sums; who reads its own, from the facts of those.
    """
    found = (
        _kept(dimension, by, key, years, until, is_approved)
        if sees_everything(user, Area.AID)
        else _own(user, dimension, by, key, years, until, is_approved)
    )
    return {name[0] if len(by) == 1 else name: part for name, part in found.items() if part}


def _kept(dimension, by, key, years, until, is_approved):
    rows = AidSum.objects.filter(dimension=dimension).order_by()
    if key is not None:
        rows = rows.filter(key=key)
    if years is not None:
        rows = rows.filter(year__in=years)
    if is_approved:
        rows = rows.filter(year__gt=0)
    if until is not None:
        rows = rows.filter(day__lte=until)
    summed = {f"sum_{name}": Sum(name, default=0) for name in SUM_COLUMNS}
    if not by:
        return {(): Amounts.of_columns(rows.aggregate(**summed).values())}
    found = rows.values_list(*by).annotate(**summed)
    return {row[: len(by)]: Amounts.of_columns(row[len(by) :]) for row in found}


def _own(user, dimension, by, key, years, until, is_approved):
    found = defaultdict(Amounts)
    mine = AidItem.objects.of_agencies(user.agency_ids())
    for fact in AidFact.objects.filter(item__in=mine.values("pk")):
        for name, part in parts_of(fact):
            if (
                name.dimension == dimension
                and key in (None, name.key)
                and (years is None or name.year in years)
                and (until is None or name.day <= until)
                and (name.year or not is_approved)
            ):
                found[tuple(getattr(name, column) for column in by)] += part
    return found


def years_with_items(user):
    """Return the years in which items were approved, the latest first."""
    return sorted((year for year in sums_by(user, AidSum.Dimension.ALL, "year") if year), reverse=True)
