"""Donors: partners that gave, with what they gave as far as the reader may see it."""

from dataclasses import dataclass

from django.db.models import BigIntegerField, Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, ExtractYear

from aid.facts import Amounts
from aid.models import AidItem, AidSum, Commitment, Disbursement
from aid.rules import NOT_RECEIVED
from aid.sums import sums_by
from core.big_sums import half_sums, whole_sum, wide_sum
from core.models import Partner
from core.permissions import Area, sees_everything

# What figures count: items that were approved and not called off; money that came, of those not called off.
_RECEIVED = ~Q(item__status__in=NOT_RECEIVED)
_COUNTED = _RECEIVED & Q(item__approved_on__isnull=False)


@dataclass(frozen=True)
class DonorTotals:
    """What a list of donors sums up; amounts in US cents, emergency grants included."""

    donors: int
    items: int
    emergency: int
    committed_usd: int
    disbursed_usd: int


def donors_seen_by(user):
    """Return the partners that gave an item which the account may read."""
    given = AidItem.objects.visible_to(user).filter(donor=OuterRef("pk")).order_by()
    return Partner.objects.select_related("country").filter(Exists(given))


def donors_for_list(user):
    """Return donors with `item_count`, `emergency_count`, `committed_usd`, `disbursed_usd` (US cents)."""
    given = AidItem.objects.visible_to(user).filter(donor=OuterRef("pk")).order_by()
    return (
        donors_seen_by(user)
        .annotate(
            item_count=_count(given.counted().regular()),
            emergency_count=_count(given.counted().emergency()),
            committed_usd=_sum(Commitment, user, _COUNTED),
            disbursed_usd=_sum(Disbursement, user),
        )
        .order_by("sort_key", "pk")
    )


def donors_readable_by(user):
    """Return the partners whose donor page the account may open: givers it sees; who sees all, anybody."""
    partners = Partner.objects.select_related("country")
    if sees_everything(user, Area.AID):
        return partners
    return partners.filter(Exists(AidItem.objects.visible_to(user).filter(donor=OuterRef("pk"))))


def donor_totals(donors, user):
    """Return the totals of these donors over what the account may see, without asking donor by donor."""
    how_many = donors.count()
    # A list that leaves nobody out needs no comparing of keys.
    if how_many >= donors_for_list(user).count():
        approved = sums_by(user, AidSum.Dimension.ALL, "is_emergency", is_approved=True)
        regular, urgent = (approved.get(kind, Amounts()) for kind in (False, True))
        paid = sums_by(user, AidSum.Dimension.PAID).get((), Amounts())
        both = regular + urgent
        sums = (both.committed_usd_minor, paid.disbursed_usd_minor)
        return DonorTotals(how_many, regular.items, urgent.items, *sums)
    keys = donors.order_by().values("pk")
    items = AidItem.objects.visible_to(user).counted().filter(donor__in=keys).order_by()
    money = [(Commitment, _COUNTED), (Disbursement, _RECEIVED)]
    rows = [model.objects.visible_to(user).filter(which, item__donor__in=keys) for model, which in money]
    sums = [whole_sum(lines.order_by().aggregate(**half_sums("usd", "usd_minor")), "usd") for lines in rows]
    urgent = items.emergency().count()
    return DonorTotals(how_many, items.count() - urgent, urgent, *sums)


def _count(items):
    found = items.values("donor").annotate(found=Count("pk")).values("found")
    return Coalesce(Subquery(found, output_field=IntegerField()), 0)


def _sum(model, user, which=_RECEIVED):
    rows = model.objects.visible_to(user).filter(which, item__donor=OuterRef("pk")).order_by()
    total = rows.values("item__donor").annotate(total=wide_sum("usd_minor")).values("total")
    return Subquery(total, output_field=BigIntegerField())


def totals_by_year(donor, user):
    """Return rows {year, regular, emergency, committed, disbursed}: approvals and payments year by year."""
    years = {}

    def row(year):
        empty = {"regular": 0, "emergency": 0, "committed": 0, "disbursed": 0, "unrated": 0}
        empty |= {"committed_lines": 0, "disbursed_lines": 0}
        return years.setdefault(year, {"year": year, **empty})

    items = AidItem.objects.visible_to(user).received().filter(donor=donor).order_by()
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
        rows = model.objects.visible_to(user).filter(_RECEIVED, item__donor=donor).order_by()
        for found in (
            rows.annotate(year=ExtractYear(F(day)))
            .values("year")
            .annotate(
                lines=Count("pk"),
                **half_sums("usd", "usd_minor"),
                without=Count("pk", filter=Q(usd_minor__isnull=True)),
            )
        ):
            row(found["year"])[name] = whole_sum(found, "usd")
            row(found["year"])[f"{name}_lines"] = found["lines"]
            row(found["year"])["unrated"] += found["without"]
    return sorted(years.values(), key=lambda found: found["year"] or 0, reverse=True)
