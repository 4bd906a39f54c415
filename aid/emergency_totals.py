"""Totals of emergency grants by disaster: items, promised, shared out, handed out."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from aid.models import Allocation, Commitment
from core.big_sums import half_sums, whole_sum
from core.money import format_money, from_minor


@dataclass
class Disaster:
    """One disaster with its grants; amounts of allocations by currency in minor units."""

    event: str
    day: date | None
    items: int = 0
    committed_usd: int = 0
    unrated: int = 0
    units: int = 0
    households: int = 0
    rows: int = 0
    handed_out_rows: int = 0
    allocated: dict[str, int] = field(default_factory=dict)
    handed_out: dict[str, int] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The name of the disaster."""
        return self.event or "Chưa ghi thiên tai, sự cố"


def disasters_of(items: Any) -> list[Disaster]:
    """Return the disasters of these emergency grants, the latest first, in three queries."""
    found: dict[tuple[str, date | None], Disaster] = {}
    keys = ("disaster_event", "disaster_on")
    for row in items.order_by().values(*keys).annotate(items=Count("pk")):
        one = Disaster(row["disaster_event"], row["disaster_on"], row["items"])
        found[one.event, one.day] = one
    chosen = items.order_by().values("pk")
    money = Commitment.objects.filter(item__in=chosen).order_by()
    of_item = [f"item__{key}" for key in keys]
    for row in money.values(*of_item).annotate(
        **half_sums("usd", "usd_minor"), without=Count("pk", filter=Q(usd_minor__isnull=True))
    ):
        one = found[row["item__disaster_event"], row["item__disaster_on"]]
        one.committed_usd, one.unrated = whole_sum(row, "usd"), row["without"]
    handed_out = Q(distributed_on__isnull=False)
    shared = Allocation.objects.filter(item__in=chosen).order_by()
    for row in shared.values(*of_item, "currency").annotate(
        units=Count("unit_name", distinct=True), people=Sum("households"), rows=Count("pk"),
        out_rows=Count("pk", filter=handed_out), **half_sums("total", "amount_minor"),
        **half_sums("out", "amount_minor", filter=handed_out),
    ):  # fmt: skip
        one = found[row["item__disaster_event"], row["item__disaster_on"]]
        one.units += row["units"]
        one.households += row["people"] or 0
        one.rows += row["rows"]
        one.handed_out_rows += row["out_rows"]
        if total := whole_sum(row, "total"):
            one.allocated[row["currency"]] = total
        if out := whole_sum(row, "out"):
            one.handed_out[row["currency"]] = out
    return sorted(found.values(), key=lambda one: (one.day or date.min, one.event), reverse=True)


def money_text(amounts: dict[str, int]) -> str:
    """Return amounts by currency in words: "120.000.000 VND + 5.000 USD"."""
    return " + ".join(
        format_money(from_minor(minor, currency), currency) for currency, minor in sorted(amounts.items())
    )


def sum_of(disasters: list[Disaster]) -> Disaster:
    """Return the disasters as one."""
    total = Disaster("", None)
    for one in disasters:
        for name in ("items", "committed_usd", "unrated", "units", "households", "rows", "handed_out_rows"):
            setattr(total, name, getattr(total, name) + getattr(one, name))
        for mine, theirs in ((total.allocated, one.allocated), (total.handed_out, one.handed_out)):
            for currency, minor in theirs.items():
                mine[currency] = mine.get(currency, 0) + minor
    return total
