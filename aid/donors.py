"""Donors: partners that gave, with what they gave as far as the reader may see it."""

from django.db.models import BigIntegerField, Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import ExtractYear

from aid.models import AidItem, Commitment, Disbursement
from core.models import Partner


def donors_for_list(user):
    """Return donors with `item_count`, `emergency_count`, `committed_usd`, `disbursed_usd` (US cents)."""
    visible = Q(aid_items__in=AidItem.objects.visible_to(user).values("pk"))
    return (
        Partner.objects.select_related("country")
        .annotate(
            item_count=Count("aid_items", filter=visible & Q(aid_items__emergency_kind="")),
            emergency_count=Count("aid_items", filter=visible & ~Q(aid_items__emergency_kind="")),
            committed_usd=_sum(Commitment, user),
            disbursed_usd=_sum(Disbursement, user),
        )
        .filter(Q(item_count__gt=0) | Q(emergency_count__gt=0))
        .order_by("sort_key", "pk")
    )


def _sum(model, user):
    rows = model.objects.visible_to(user).filter(item__donor=OuterRef("pk")).order_by()
    total = rows.values("item__donor").annotate(total=Sum("usd_minor")).values("total")
    return Subquery(total, output_field=BigIntegerField())


def totals_by_year(donor, user):
    """Return rows {year, regular, emergency, committed, disbursed}: approvals and payments year by year."""
    years = {}

    def row(year):
        empty = {"regular": 0, "emergency": 0, "committed": 0, "disbursed": 0, "unrated": 0}
        return years.setdefault(year, {"year": year, **empty})

    items = AidItem.objects.visible_to(user).filter(donor=donor).order_by()
    for found in (
        items.annotate(year=ExtractYear("approved_on"))
        .values("year")
        .annotate(
            regular=Count("pk", filter=Q(emergency_kind="")),
            emergency=Count("pk", filter=~Q(emergency_kind="")),
        )
    ):
        row(found["year"]).update(regular=found["regular"], emergency=found["emergency"])
    for model, day, name in (
        (Commitment, "item__approved_on", "committed"),
        (Disbursement, "paid_on", "disbursed"),
    ):
        rows = model.objects.visible_to(user).filter(item__donor=donor).order_by()
        for found in (
            rows.annotate(year=ExtractYear(F(day)))
            .values("year")
            .annotate(total=Sum("usd_minor"), without=Count("pk", filter=Q(usd_minor__isnull=True)))
        ):
            row(found["year"])[name] = found["total"] or 0
            row(found["year"])["unrated"] += found["without"]
    return sorted(years.values(), key=lambda found: found["year"] or 0, reverse=True)
