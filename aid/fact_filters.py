"""The filters of the list of items, said of the facts: what each adds up needs no other table."""

from datetime import date, timedelta
from math import ceil, floor

from django.db.models import F, Q

from aid.disasters import facts_of, of_day, of_event
from aid.law import aid_law
from aid.models import AidFact, AidItem
from aid.models.querysets import AidItemQuerySet
from aid.rules import NOT_RECEIVED
from core.halves import HALF, halves
from core.lists import search
from core.permissions import Area, Reach, reach

# Filters that are the lookup of one column.
_LOOKUPS = {
    "nam": "approved_on__year",
    "loai": "mode",
    "tu": "approved_on__gte",
    "den": "approved_on__lte",
    "nha_tai_tro": "donor_id",
    "nuoc": "country_id",
    "tiep_nhan": "recipient_id",
}


def facts_of_reader(user):
    """Return the facts of the items that this account may read."""
    facts, how_far = AidFact.objects.order_by(), reach(user, Area.AID)
    if how_far is Reach.OWN:
        return AidItemQuerySet.of_agencies(facts, user.agency_ids())
    return facts if how_far is Reach.ALL else facts.none()


def matching_facts(asked, user, today):
    """Return the facts of the items that the list shows for these filters {name: value}."""
    facts = facts_of_reader(user)
    for name, value in asked.items():
        facts = _narrowed(facts, name, getattr(value, "pk", value), user, today)
    return facts


def _narrowed(facts, name, value, user, today):
    if name == "nam" and value == "0":
        return facts.filter(approved_on__isnull=True)
    if name in _LOOKUPS:
        return facts.filter(**{_LOOKUPS[name]: value})
    if name == "trang_thai":
        return AidItemQuerySet.in_state(facts, value, today)
    if name == "xem":
        return facts_of_view(facts, value, user=user, today=today, law=aid_law(today))
    return facts.filter(_BY[name](value))


def _by_place(value):
    return Q(places="") if value == "0" else Q(places__contains=f"|{value}:")


def _by_counting(value):
    out = Q(status__in=NOT_RECEIVED)
    return out if value == "khong" else Q(approved_on__isnull=value == "cho") & ~out


def _by_late_year(value):
    return Q(approved_on__range=(date(int(value) - 1, 12, 15), date(int(value), 12, 14)))


def _by_amount(beyond, dollars):
    high, low = halves(ceil(dollars * 100) if beyond == "gt" else floor(dollars * 100))
    of_high = Q(committed_usd_high=high, **{f"committed_usd_low__{beyond}e": low})
    return Q(**{f"committed_usd_high__{beyond}": high}) | of_high


_BY = {
    "khan_cap": lambda value: Q(is_emergency=value == "co"),
    "quyet_dinh": lambda value: Q(has_decision=value == "co"),
    "linh_vuc": lambda value: Q(sectors__contains=f"|{value}:"),
    "tien_tu": lambda value: _by_amount("gt", value),
    "tien_den": lambda value: _by_amount("lt", value),
    "dia_ban": _by_place,
    "tinh": _by_counting,
    "ky": _by_late_year,
    "thien_tai": lambda value: facts_of(of_event(value)),
    "xay_ra": lambda value: facts_of(of_day(value)),
    "dien": lambda value: facts_of(Q(emergency_kind=value)),
    "q": lambda value: Q(item__in=search(AidItem.objects.order_by(), value).values("pk")),
}
UNRATED = Q(unrated_commitments__gt=0) | Q(unrated_payments__gt=0)


def facts_of_view(facts, view, *, user, today, law):
    """Return the facts of a standing view; the same rows as `filters.standing_view`."""
    if view == "cham":
        return AidItemQuerySet.lagging(
            facts.annotate(
                has_disbursement=Q(payments__gt=0),
                is_unrated=UNRATED,
                _committed=F("committed_usd_high") * float(HALF) + F("committed_usd_low"),
                _disbursed=F("disbursed_usd_high") * float(HALF) + F("disbursed_usd_low"),
            ),
            today,
            points=law.convention("AID_SLOW_DISBURSEMENT_POINTS").value,
            quiet_days=law.convention("AID_NO_DISBURSEMENT_DAYS").value,
            committed="_committed",
            disbursed="_disbursed",
        )
    if view == "don-vi-toi":
        return AidItemQuerySet.of_agencies(facts, user.agency_ids())
    if view == "sap-ket-thuc":
        last = today + timedelta(days=law.convention("AID_END_ALERT_DAYS").value)
        return AidItemQuerySet.in_state(facts, "IMPLEMENTING", today).filter(ended_on__lte=last)
    return facts.filter(UNRATED)
