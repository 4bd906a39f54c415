"""Reads the kept sums: what all items, or those that an account may read, add up to by year and key."""

from collections import defaultdict
from dataclasses import fields

from django.db.models import Q

from aid.facts import Amounts, SumKey, parts_of
from aid.models import AidFact, AidSum
from core.permissions import Area, sees_everything

_KEY = [field.name for field in fields(SumKey)]
_SUMMED = [field.name for field in fields(Amounts)]


def sums_by(user, dimension, group, *, key=None, years=None, until=None):
    """Return {group(SumKey): Amounts} over a dimension; of some years, one key, days up to an ordinal.

    Who reads all items is told from the kept sums; who reads its own, from the facts of those.
    """
    found = defaultdict(Amounts)
    for name, part in _rows(user, dimension, key):
        if (years is None or name.year in years) and (until is None or name.day <= until):
            found[group(name)] += part
    return {name: part for name, part in found.items() if part}


def _rows(user, dimension, key):
    if sees_everything(user, Area.AID):
        rows = AidSum.objects.filter(dimension=dimension)
        if key is not None:
            rows = rows.filter(key=key)
        for row in rows.values_list(*_KEY, *_SUMMED):
            yield SumKey(*row[: len(_KEY)]), Amounts(*row[len(_KEY) :])
        return
    own = list(user.agency_ids())
    mine = AidFact.objects.filter(Q(owner_id__in=own) | Q(recipient_id__in=own) | Q(mobilised_by_id__in=own))
    for fact in mine:
        for name, part in parts_of(fact):
            if name.dimension == dimension and key in (None, name.key):
                yield name, part


def years_with_items(user):
    """Return the years in which items were approved, the latest first."""
    return sorted(
        (year for year in sums_by(user, AidSum.Dimension.ALL, lambda name: name.year) if year), reverse=True
    )
