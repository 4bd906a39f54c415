"""Totals of the list of items: from the kept sums where one filter is set, else from the facts alone."""

from dataclasses import replace

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from aid.fact_filters import matching_facts
from aid.facts import Amounts, place_parts
from aid.models import AidSum
from aid.rules import NOT_RECEIVED
from aid.sums import sums_by
from aid.totals import ItemTotals, Part
from core.halves import whole
from core.permissions import Area, sees_everything
from core.speed import index_only

Dimension = AidSum.Dimension
# Filters that the kept sums answer, each alone or with the year and with emergency grants or without.
_OF = {"linh_vuc": Dimension.SECTOR, "nha_tai_tro": Dimension.DONOR, "trang_thai": Dimension.STATE}
_BESIDE = {"nam", "khan_cap", "tinh"}
# Columns of the amounts that a list sums, in halves.
_AMOUNTS = (
    "committed_usd_high", "committed_usd_low", "disbursed_usd_high", "disbursed_usd_low",
    "committed_vnd_high", "committed_vnd_low",
)  # fmt: skip


def asked_of(cleaned):
    """Return the filters that are set."""
    return {name: value for name, value in cleaned.items() if value not in (None, "", [])}


def are_kept(cleaned, user):
    """Return whether the kept sums answer these filters."""
    asked = asked_of(cleaned).keys()
    return sees_everything(user, Area.AID) and len(asked - _BESIDE) <= 1 and asked <= _BESIDE | _OF.keys()


def list_totals(cleaned, user, today):
    """Return the totals of the filtered items: from the kept sums, or from one index of the facts."""
    asked = asked_of(cleaned)
    if are_kept(cleaned, user):
        return _from_sums(asked, today)
    with index_only():
        return _from_facts(matching_facts(asked, user, today))


def commune_share(cleaned, user, today):
    """Return the share that the filtered items give the commune asked for; None where none is."""
    asked = asked_of(cleaned)
    place = asked.pop("dia_ban", "0")
    if place == "0":
        return None
    if asked.keys() <= {"nam", "tinh"} and asked.get("tinh") != "khong":
        years = [int(asked["nam"])] if "nam" in asked else [0] if asked.get("tinh") == "cho" else None
        is_approved = asked.get("tinh") == "co"
        kept = sums_by(user, Dimension.PLACE, key=place, years=years, is_approved=is_approved)
        return kept.get((), Amounts())
    with index_only():
        facts = matching_facts(asked | {"dia_ban": place}, user, today).defer("paid")
        parts = (part for fact in facts for key, part in place_parts(fact) if key == place)
        return sum(parts, Amounts())


def _from_sums(asked, today):
    by = next(iter(asked.keys() - _BESIDE), "")
    sums = AidSum.objects.filter(dimension=_OF.get(by, Dimension.ALL))
    if by:
        sums = sums.filter(key=str(getattr(asked[by], "pk", asked[by])))
    if by == "trang_thai":
        sums = sums.filter(day__lte=today.toordinal())
    if "nam" in asked:
        sums = sums.filter(year=int(asked["nam"]))
    if "khan_cap" in asked:
        sums = sums.filter(is_emergency=asked["khan_cap"] == "co")
    counted = asked.get("tinh")
    if counted in ("co", "cho"):
        sums = sums.filter(year=0) if counted == "cho" else sums.filter(year__gt=0)
    found = sums.order_by().values("is_emergency").annotate(
        count=Sum("items"), without=Sum("unrated"), out=Sum("not_received"),
        waiting=Sum("items", filter=Q(year=0), default=0),
        **{f"sum_{column}": Sum(column) for column in _AMOUNTS},
    )  # fmt: skip
    totals = _totals(found)
    if counted == "khong":
        return ItemTotals(Part(), Part(), totals.not_received)
    return replace(totals, not_received=0) if counted else totals


def _from_facts(facts):
    out = Q(status__in=NOT_RECEIVED)
    found = facts.values("is_emergency").annotate(
        count=Count("item", filter=~out),
        without=Count("item", filter=Q(unrated_commitments__gt=0) & ~out),
        out=Count("item", filter=out),
        waiting=Count("item", filter=Q(approved_on__isnull=True) & ~out),
        **{f"sum_{column}": Coalesce(Sum(column, filter=~out), 0) for column in _AMOUNTS},
    )
    return _totals(found)


def _totals(found):
    parts, out, waiting = {}, 0, 0
    for row in found:
        out += int(row["out"])
        waiting += int(row["waiting"])
        both = [row[f"sum_{column}"] for column in _AMOUNTS]
        committed, disbursed, vnd = map(whole, both[::2], both[1::2])
        parts[row["is_emergency"]] = Part(
            count=int(row["count"]),
            committed_usd_minor=committed,
            disbursed_usd_minor=disbursed,
            committed_vnd=vnd,
            unrated=int(row["without"]),
        )
    return ItemTotals(parts.get(False, Part()), parts.get(True, Part()), out, waiting)
