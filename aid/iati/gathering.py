"""Aid items as IATI activities; what names a private person stays behind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from aid.iati import codes
from aid.iati.activity import (
    Activity,
    Organisation,
    PlacePart,
    PortalPart,
    Publisher,
    SectorPart,
    Transaction,
)
from aid.iati.checks import problems
from aid.iati.places import point_inside
from aid.models import AidItem, Commitment, Disbursement, OpenData
from aid.rules import CALLED_OFF, state_on
from core.dates import format_date
from core.in_turn import in_turn
from core.models import Locality
from core.models.partners import PartnerKind

DEFAULT_PUBLISHER = "Sở Ngoại vụ tỉnh Thanh Hóa"


@dataclass(slots=True)
class Gathered:
    """An item with its activity, and why it may not go out, if so."""

    item: AidItem
    activity: Activity
    problems: list[str] = field(default_factory=list)


def open_data() -> OpenData:
    """Return the settings of publication as stored, or those a new installation begins with: off."""
    return OpenData.objects.filter(pk=1).first() or OpenData(pk=1, org_name=DEFAULT_PUBLISHER)


def publisher_of(settings: OpenData) -> Publisher:
    """Return who reports."""
    return Publisher(settings.org_ref, settings.org_name, settings.org_type)


def items_to_publish() -> Any:
    """Return the items that the public may see: approved, real, not called off."""
    return (
        AidItem.objects.filter(approved_on__isnull=False)
        .exclude(status__in=CALLED_OFF)
        .exclude(origin="DEMO")
    )


def gather(items: Any, publisher: Publisher, today: date) -> Iterator[Gathered]:
    """Yield the items as activities with their problems, a chunk at a time: memory stays flat."""
    points = _points()
    rows = items.prefetch_related(
        "donor",
        "owner",
        "governing_body",
        "item_sectors__sector",
        Prefetch("places__locality", Locality.objects.defer("boundary")),
        "commitments",
        "disbursements",
    ).order_by("pk")
    for item in in_turn(rows):
        faults: list[str] = []
        activity = _activity(item, publisher, today, points, faults)
        yield Gathered(item, activity, [*faults, *problems(activity, today)])


def _points() -> dict[str, tuple[float, float] | None]:
    boundaries = Locality.objects.filter(boundary__isnull=False).values_list("code", "boundary")
    return {code: point_inside(boundary) for code, boundary in boundaries.iterator()}


def _activity(
    item: AidItem,
    publisher: Publisher,
    today: date,
    points: dict[str, tuple[float, float] | None],
    faults: list[str],
) -> Activity:
    state = state_on(item.status, item.started_on, item.ended_on, today)
    dates, note = _dates(item, state)
    titles = [(codes.LANGUAGE, item.name)]
    if item.name_en:
        titles.append((codes.ENGLISH, item.name_en))
    return Activity(
        identifier=item.iati_identifier or f"{publisher.ref}-{item.code}",
        titles=tuple(titles),
        description=" ".join(item.objectives.split()),
        funding=_donor(item.donor),
        accountable=_agency(item.governing_body),
        implementing=_agency(item.owner),
        status=codes.ACTIVITY_STATUS[state],
        dates=dates,
        date_note=note,
        sectors=tuple(
            SectorPart(row.sector.code, row.sector.name, Decimal(row.share_percent), row.sector.dac_code)
            for row in _in_order(item.item_sectors.all())
        ),
        places=tuple(
            PlacePart(
                row.locality.code,
                row.locality.full_name,
                Decimal(row.share_e2) / 100,
                points.get(row.locality.code),
            )
            for row in _in_order(item.places.all())
        ),
        is_humanitarian=item.is_emergency,
        is_demo=item.is_demo,
        transactions=tuple(_transactions(item, faults)),
        portal=PortalPart(item.code, item.mode, item.emergency_kind, item.decision_number, item.approved_on),
        updated_at=item.updated_at,
    )


def _dates(item: AidItem, state: str) -> tuple[tuple[tuple[str, date], ...], str]:
    """Return the days by type; the approval day, said so, where no beginning is known."""
    has_begun = codes.ACTIVITY_STATUS[state] in {codes.IMPLEMENTATION, codes.FINALISATION, codes.CLOSED}
    has_ended = codes.ACTIVITY_STATUS[state] in {codes.FINALISATION, codes.CLOSED}
    found = []
    if item.started_on:
        found.append((codes.ACTUAL_START if has_begun else codes.PLANNED_START, item.started_on))
    if item.ended_on:
        # Beside the day of the step that ended it, the last day of the period stays what was planned.
        is_actual = has_ended and not item.closed_on
        found.append((codes.ACTUAL_END if is_actual else codes.PLANNED_END, item.ended_on))
    if item.closed_on:
        found.append((codes.ACTUAL_END, item.closed_on))
    if item.started_on or not item.approved_on:
        return tuple(found), ""
    return ((codes.PLANNED_START, item.approved_on), *found), codes.APPROVAL_AS_START


def _donor(donor: Any) -> Organisation:
    if donor.kind == PartnerKind.INDIVIDUAL:
        return Organisation(codes.PRIVATE_DONOR, codes.ORGANISATION_TYPES[donor.kind])
    return Organisation(donor.name, codes.ORGANISATION_TYPES[donor.kind])


def _agency(agency: Any) -> Organisation | None:
    return Organisation(agency.name, codes.LOCAL_GOVERNMENT) if agency else None


def _transactions(item: AidItem, faults: list[str]) -> Iterator[Transaction]:
    for row in _in_order(item.commitments.all()):
        day = row.booked_on or row.committed_on or item.approved_on
        if day is None:
            faults.append(f"Cam kết {row} chưa có ngày; nhập ngày cam kết hoặc ngày phê duyệt.")
            continue
        yield Transaction(
            codes.INCOMING_COMMITMENT,
            day,
            row.amount,
            row.currency,
            f"CK-{row.pk}",
            description=_correction(row),
            is_correction=row.is_correction,
            corrects=f"CK-{row.corrects_id}" if row.corrects_id else "",
        )
    for row in _in_order(item.disbursements.all()):
        yield Transaction(
            codes.INCOMING_FUNDS,
            row.paid_on,
            row.amount,
            row.currency,
            f"GN-{row.pk}",
            row.kind,
            _correction(row) or row.goods,
            row.voucher,
            row.is_correction,
        )


def _in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: row.pk)


def _correction(row: Commitment | Disbursement) -> str:
    if not row.is_correction:
        return ""
    about = f" cho ngày {format_date(row.effective_on)}" if row.effective_on else ""
    return f"Điều chỉnh kỳ trước{about}"
