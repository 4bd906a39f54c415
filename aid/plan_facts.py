"""Facts and sums that follow from the rows of a plan, worked out before anything is locked.

While others wait one thing is asked: whether the facts of changed items stand as they stood. Those that do
not, and those that what was read does not explain, are settled from the records.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import batched
from typing import Any

from aid.actions.facts import (
    Sums,
    add_to_sums,
    columns_of,
    hear,
    insert_facts,
    settle,
    store_facts,
    take_turn,
)
from aid.facts import OF_ITEM, Amounts, Dimension, fact_of, parts_of
from aid.models import AidFact, AidItem, Disbursement
from aid.same_names import first_commitment
from core.bulk import AT_ONCE
from core.models import Partner
from core.touched import Listener

type Columns = dict[str, Any] | None
type Money = list[tuple[int | None, int | None]]
type Shares = list[tuple[int, int]]

_READ = ("committed_usd_minor", "committed_vnd", "unrated_commitments", "sectors", "places")
_PAID = ("disbursed_usd_minor", "disbursed_vnd", "unrated_payments", "payments", "paid")


class PlannedFacts:
    """What a plan of aid items writes into facts and sums; follows a `core.bulk.Plan`."""

    def __init__(self, items: Iterable[AidItem]) -> None:
        """Begin with the items of the plan; those with a key are stored."""
        self.listener: Listener = hear
        self._old: dict[int, AidFact] = {}
        for keys in batched((item.pk for item in items if item.pk is not None), AT_ONCE):
            self._old |= AidFact.objects.in_bulk(keys)
        self._new: list[tuple[AidItem, AidFact]] = []
        self._changed: dict[int, tuple[AidItem, AidFact]] = {}
        # Of new items together; of changed ones each by itself, as it may have moved on.
        self._sums: Sums = defaultdict(Amounts)
        self._parts: dict[int, Sums] = {}
        self._unknown: set[int] = set()
        # Donors that have no key yet, with the number that stands for it.
        self._marks: dict[int, tuple[int, Partner]] = {}

    def leave_open(self, item: AidItem) -> None:
        """Settle the facts of a stored item from its records, once they are written."""
        self._unknown.add(item.pk)

    def take(
        self,
        item: AidItem,
        commitment: Columns,
        sectors: Shares,
        places: Shares,
        payments: Sequence[Disbursement] = (),
    ) -> None:
        """Take an item in with what will belong to it, before its rows as they were read are changed."""
        if item.pk is None:
            paid = [(line.paid_on, line.usd_minor, line.vnd) for line in payments]
            fact = fact_of(self._columns(item), _money(item, commitment), paid, sectors, places)
            self._new.append((item, fact))
            for key, part in parts_of(fact):
                self._sums[key] += part
            return
        old = self._old.get(item.pk)
        if payments or old is None or not _is_as_read(item, old):
            self._unknown.add(item.pk)
            return
        fact = fact_of(self._columns(item), _money(item, commitment), [], sectors, places)
        for name in _PAID:
            setattr(fact, name, getattr(old, name))
        parts: Sums = defaultdict(Amounts)
        for key, part in parts_of(old):
            parts[key] += -part
        for key, part in parts_of(fact):
            parts[key] += part
        self._changed[item.pk], self._parts[item.pk] = (item, fact), parts

    def write(self) -> None:
        """Write facts and sums, in the turn of those who do."""
        take_turn()
        unknown = self._unknown | self._moved_on()
        changed = [pair for key, pair in self._changed.items() if key not in unknown]
        for item, fact in (*self._new, *changed):
            fact.item_id, fact.donor_id = item.pk, item.donor_id
        insert_facts([fact for _, fact in self._new])
        if changed:
            store_facts([fact for _, fact in changed])
        add_to_sums(self._sums_without(unknown))
        if unknown:
            settle(unknown)

    def _columns(self, item: AidItem) -> list[Any]:
        """Return the columns of the item that `fact_of` takes; a donor without a key goes by its mark."""
        donor = item.donor
        told = {"donor_id": donor.pk or self._mark(donor), "donor__country_id": donor.country_id}
        return [told[name] if name in told else getattr(item, name) for name in OF_ITEM]

    def _mark(self, donor: Partner) -> int:
        """Return the number that stands for a donor about to be added; no key is negative."""
        return self._marks.setdefault(id(donor), (-1 - len(self._marks), donor))[0]

    def _sums_without(self, unknown: set[int]) -> Sums:
        """Return what is added to the sums, under the keys that the donors have got."""
        real = {str(mark): str(donor.pk) for mark, donor in self._marks.values()}
        found: Sums = defaultdict(Amounts)
        for parts in (self._sums, *(parts for key, parts in self._parts.items() if key not in unknown)):
            for name, part in parts.items():
                is_marked = name.dimension == Dimension.DONOR and name.key in real
                found[replace(name, key=real[name.key]) if is_marked else name] += part
        return {name: part for name, part in found.items() if part}

    def _moved_on(self) -> set[int]:
        """Return the changed items whose facts are no longer those that were read."""
        moved = set()
        for keys in batched(self._changed, AT_ONCE):
            stored = AidFact.objects.in_bulk(keys)
            moved |= {key for key in keys if columns_of(stored.get(key)) != columns_of(self._old[key])}
        return moved


def _money(item: AidItem, commitment: Columns) -> Money:
    """Return cents and đồng of all commitments of the item, the one of the table as it will stand."""
    replaced = None if item.pk is None else first_commitment(item)
    rows = [] if item.pk is None else [row for row in item.commitments.all() if row is not replaced]
    money = [(row.usd_minor, row.vnd) for row in rows]
    return money if commitment is None else [*money, (commitment.get("usd_minor"), commitment.get("vnd"))]


def _is_as_read(item: AidItem, old: AidFact) -> bool:
    """Whether the fact says what was read of money and shares; else somebody changed them since."""
    money = [(row.usd_minor, row.vnd) for row in item.commitments.all()]
    sectors = [(row.sector_id, row.share_percent) for row in item.item_sectors.all()]
    places = [(row.locality_id, row.share_e2) for row in item.places.all()]
    read = fact_of([None] * len(OF_ITEM), money, [], sectors, places)
    return all(getattr(read, name) == getattr(old, name) for name in _READ)
