"""Which certificates there are: for lists, and as the rules take them, read once for a whole file."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Case, CharField, F, Q, Value, When
from django.utils import timezone

from aid.certificates import (
    COMING,
    EXPIRED,
    EXPIRING,
    INGO,
    REVOKED,
    SUSPENDED,
    VALID,
    Certificate,
    certificate_cautions,
)
from aid.law import legal_default
from aid.models import AidItem, NgoRegistration
from core.legal import Blocker, Caution
from core.models import LegalValue
from core.permissions import Area, sees_everything

ALERT = "NGO_REGISTRATION_ALERT_DAYS"

type Registry = dict[int, list[Certificate]]


def alert_days(day: date) -> int:
    """Return how many days before its end a certificate counts as expiring."""
    try:
        return int(LegalValue.objects.in_force(ALERT, day).value)
    except LegalValue.DoesNotExist:
        return legal_default(ALERT)


def registrations_visible_to(user):
    """Return the certificates that the account may read: those of donors whose page it may open."""
    rows = NgoRegistration.objects.select_related("partner", "partner__country")
    if sees_everything(user, Area.AID):
        return rows
    return rows.filter(partner__in=AidItem.objects.visible_to(user).values("donor"))


def with_state(rows, day: date, days: int):
    """Add `state` to the rows: what each certificate is on the day; as certificates.state_on says it."""
    ruled = Q(ruling_on__lte=day)
    return rows.annotate(
        state=Case(
            When(ruled & Q(ruling=REVOKED), then=Value(REVOKED)),
            When(ruled & Q(ruling=SUSPENDED), then=Value(SUSPENDED)),
            When(expires_on__lt=day, then=Value(EXPIRED)),
            When(issued_on__gt=day, then=Value(COMING)),
            When(expires_on__lte=day + timedelta(days=days), then=Value(EXPIRING)),
            default=Value(VALID),
            output_field=CharField(),
        )
    )


def registry_of(donor_ids: Iterable[int] | None = None) -> Registry:
    """Return the certificates by donor: of these donors, or of all, in two queries however many."""
    rows = NgoRegistration.objects.prefetch_related("sectors").order_by("partner_id", "expires_on", "pk")
    if donor_ids is not None:
        rows = rows.filter(partner_id__in=list(donor_ids))
    found: Registry = {}
    for row in rows:
        found.setdefault(row.partner_id, []).append(certificate_of(row))
    return found


def certificate_of(row: NgoRegistration) -> Certificate:
    """Return a stored certificate as the rules take it."""
    return Certificate(
        number=row.number,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        ruling=row.ruling,
        ruling_on=row.ruling_on,
        provinces=tuple(str(name) for name in row.provinces),
        is_nationwide=row.is_nationwide,
        sectors=frozenset(part.sector_id for part in row.sectors.all()),
    )


def gift_cautions(
    item: AidItem,
    *,
    sectors: dict[int, str],
    today: date,
    committed_on: date | None = None,
    registry: Registry | None = None,
) -> list[Blocker | Caution]:
    """Return the cautions on the donor's certificate; only a foreign NGO without a registry costs a query."""
    donor = getattr(item, "donor", None)
    if donor is None or donor.kind != INGO:
        return []
    if registry is None:
        registry = registry_of([donor.pk]) if donor.pk else {}
    return certificate_cautions(
        donor_name=donor.name,
        donor_kind=donor.kind,
        day=item.approved_on or committed_on or today,
        certificates=registry.get(donor.pk, []),
        sectors=sectors,
    )


def stored_gift_cautions(item: AidItem, *, today: date) -> list[Blocker | Caution]:
    """Return the cautions on the certificate behind a stored item."""
    if item.donor.kind != INGO:
        return []
    sectors = dict(item.item_sectors.values_list("sector_id", "sector__name"))
    promised = item.commitments.order_by(F("committed_on").asc(nulls_last=True)).values_list(
        "committed_on", flat=True
    )
    return gift_cautions(item, sectors=sectors, committed_on=promised.first(), today=today)


def today_state(rows):
    """Return the rows with their state of today."""
    today = timezone.localdate()
    return with_state(rows, today, alert_days(today))
