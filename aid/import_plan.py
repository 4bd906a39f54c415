"""What the rows of an aid table will write: finished records, so that the writing itself looks nothing up."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from aid.actions.items import ItemContent
from aid.models import (
    AidItem,
    ClosedPeriod,
    Commitment,
    Counterpart,
    Disbursement,
    ExchangeRate,
    ItemPlace,
    ItemSector,
    Sector,
)
from aid.place_shares import place_columns
from aid.plan_facts import PlannedFacts
from aid.same_names import first_commitment
from aid.standing import Standing, standings_of
from core.bulk import Plan, StaleError
from core.models import Agency, LegalValue, Locality, Partner

# Those pointed to first.
WRITTEN = (Partner, AidItem, ItemSector, ItemPlace, Commitment, Counterpart, Disbursement)
# What rows are read with and judged by; where a row of these changes meanwhile, everything is judged again.
RESTS_ON = (Partner, Agency, Locality, Sector, ExchangeRate, LegalValue, ClosedPeriod)


@dataclass(frozen=True, slots=True)
class Taken:
    """One accepted row: the item with its new values, not stored, and everything that belongs to it."""

    item: AidItem
    content: ItemContent
    # Lines of the ledger that come with it, judged beside `stood`, what a stored item had received before.
    payments: list[Disbursement] = field(default_factory=list)
    stood: Standing | None = None
    # Whether anything but the ledger changes.
    is_changed: bool = True


class AidPlan(Plan):
    """New lines of the ledger hold only while their stored items stand as when they were judged."""

    stood: dict[int, Standing]

    def _check(self) -> None:
        super()._check()
        if self.stood and standings_of(self.stood) != self.stood:
            raise StaleError


def plan_of(rows: list[Taken], stamp: tuple[Any, ...]) -> Plan:
    """Return the plan that stores these rows; the same columns as `aid.actions.items` writes for one item."""
    plan = AidPlan(WRITTEN, RESTS_ON, stamp)
    plan.stood = {row.item.pk: row.stood for row in rows if row.payments and row.item.pk and row.stood}
    for donor in {id(row.item.donor): row.item.donor for row in rows}.values():
        if donor.pk is None:
            plan.add(donor)
    facts = PlannedFacts(row.item for row in rows)
    for row in rows:
        item, content = row.item, row.content
        is_new = item.pk is None
        if not row.is_changed:
            facts.leave_open(item)
            plan.expect(item)
            for line in row.payments:
                plan.add(line)
            continue
        sectors = {sector.pk: share for sector, share in content.shares}
        stored_places = [] if is_new else list(item.places.all())
        places = place_columns(content.places, stored_places)
        # Before the stored rows take their new values.
        shares = [(key, columns["share_e2"]) for key, columns in places.items()]
        facts.take(item, content.commitment, list(sectors.items()), shares, row.payments)
        if is_new:
            plan.add(item)
        else:
            plan.change(item)
        _plan_sectors(plan, item, [] if is_new else item.item_sectors.all(), sectors)
        _plan_places(plan, item, stored_places, places)
        commitment = None if is_new else first_commitment(item)
        counterparts = [] if is_new else item.counterparts.all()
        counterpart = min(counterparts, key=lambda one: one.pk, default=None)
        _plan_money(plan, item, commitment, Commitment, content.commitment)
        _plan_money(plan, item, counterpart, Counterpart, content.counterpart)
        for line in row.payments:
            plan.add(line)
    plan.follower = facts
    return plan


def _plan_sectors(plan: Plan, item: AidItem, stored: Iterable[ItemSector], wanted: dict[int, int]) -> None:
    for row in stored:
        share = wanted.pop(row.sector_id, None)
        if share is None:
            plan.remove(row)
        elif row.share_percent != share:
            row.share_percent = share
            plan.change(row)
    for sector_id, share in wanted.items():
        plan.add(ItemSector(item=item, sector_id=sector_id, share_percent=share, origin=item.origin))


def _plan_places(plan: Plan, item: AidItem, rows: list[ItemPlace], wanted: dict[int, dict[str, Any]]) -> None:
    for row in rows:
        columns = wanted.pop(row.locality_id, None)
        if columns is None:
            plan.remove(row)
        elif any(getattr(row, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(row, name, value)
            plan.change(row)
    for locality_id, columns in sorted(wanted.items()):
        plan.add(ItemPlace(item=item, locality_id=locality_id, origin=item.origin, **columns))


def _plan_money(plan: Plan, item: AidItem, row: Any, model: Any, columns: dict[str, Any] | None) -> None:
    if columns is None:
        if row:
            plan.remove(row)
    elif row is None:
        plan.add(model(item=item, origin=item.origin, **columns))
    elif any(getattr(row, name) != value for name, value in columns.items()):
        for name, value in columns.items():
            setattr(row, name, value)
        plan.change(row)
