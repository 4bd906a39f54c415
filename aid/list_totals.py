"""Totals of the list of items: from the kept sums where one filter is set, else from the facts alone."""

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from aid.models import AidFact, AidSum
from aid.models.querysets import AidItemQuerySet
from aid.totals import ItemTotals, Part, item_totals
from core.permissions import Area, Reach, reach, sees_everything

Dimension = AidSum.Dimension
# Filters that the kept sums answer, each alone or with the year and with emergency grants or without.
_OF = {"linh_vuc": Dimension.SECTOR, "nha_tai_tro": Dimension.DONOR, "trang_thai": Dimension.STATE}
_BESIDE = {"nam", "khan_cap"}
# Filters that the one index over the facts answers, with the lookup of each.
_OF_FACT = {
    "nam": "year",
    "loai": "mode",
    "tu": "approved_on__gte",
    "den": "approved_on__lte",
    "nha_tai_tro": "donor_id",
    "nuoc": "country_id",
    "tiep_nhan": "recipient_id",
}


def list_totals(rows, cleaned, user, today):
    """Return the totals of the filtered items, reckoned from as little as the filters allow."""
    asked = {name: value for name, value in cleaned.items() if value not in (None, "", [])}
    if (
        sees_everything(user, Area.AID)
        and len(asked.keys() - _BESIDE) <= 1
        and asked.keys() <= _BESIDE | _OF.keys()
    ):
        return _from_sums(asked, today)
    facts = _facts(asked, user, today)
    return item_totals(rows) if facts is None else _from_facts(facts)


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
    found = sums.order_by().values("is_emergency").annotate(
        count=Sum("items"), committed=Sum("committed_usd_minor"), disbursed=Sum("disbursed_usd_minor"),
        vnd=Sum("committed_vnd"), without=Sum("unrated"),
    )  # fmt: skip
    return _totals(found)


def _facts(asked, user, today):
    """Return the facts of the filtered items, or None where a filter asks for more than the facts hold."""
    facts = AidFact.objects.order_by()
    if reach(user, Area.AID) is Reach.OWN:
        facts = AidItemQuerySet.of_agencies(facts, user.agency_ids())
    elif not sees_everything(user, Area.AID):
        return None
    for name, value in asked.items():
        value = getattr(value, "pk", value)
        if name in _OF_FACT:
            facts = facts.filter(**{_OF_FACT[name]: value})
        elif name == "khan_cap":
            facts = facts.filter(is_emergency=value == "co")
        elif name == "quyet_dinh":
            facts = facts.filter(has_decision=value == "co")
        elif name == "linh_vuc":
            facts = facts.filter(sectors__contains=f"|{value}:")
        elif name == "trang_thai":
            facts = AidItemQuerySet.in_state(facts, value, today)
        elif name in ("tien_tu", "tien_den"):
            facts = facts.filter(
                **{f"committed_usd_minor__{'gte' if name == 'tien_tu' else 'lte'}": value * 100}
            )
        else:
            return None
    return facts


def _from_facts(facts):
    found = facts.values("is_emergency").annotate(
        count=Count("item"), committed=Coalesce(Sum("committed_usd_minor"), 0),
        disbursed=Coalesce(Sum("disbursed_usd_minor"), 0), vnd=Sum("committed_vnd"),
        without=Count("item", filter=Q(unrated_commitments__gt=0)),
    )  # fmt: skip
    return _totals(found)


def _totals(found):
    parts = {
        row["is_emergency"]: Part(
            count=int(row["count"]),
            committed_usd_minor=int(row["committed"]),
            disbursed_usd_minor=int(row["disbursed"]),
            committed_vnd=int(row["vnd"]),
            unrated=int(row["without"]),
        )
        for row in found
    }
    return ItemTotals(parts.get(False, Part()), parts.get(True, Part()))
