"""What one item adds to the sums by year, sector, donor, owner, state and commune; no database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any

from aid.models import AidFact, AidSum
from aid.rules import NOT_RECEIVED, state_on
from aid.shares import split
from core.halves import halves, whole

# The first day of the other yearly window (Nghị định 09/2019/NĐ-CP) is 15/12 of the year before.
LATE_MONTH, LATE_DAY = 12, 15
NOWHERE = "0"  # the key of what has no sector, or no commune

Dimension = AidSum.Dimension


@dataclass(frozen=True, slots=True, order=True)
class SumKey:
    """Which row of sums."""

    dimension: str
    key: str
    year: int
    is_emergency: bool
    day: int = 0


@dataclass(frozen=True, slots=True)
class Amounts:
    """What one item adds to a row: numbers of items, US cents, đồng; what was not received adds no money."""

    items: int = 0
    committed_usd_minor: int = 0
    committed_vnd: int = 0
    disbursed_usd_minor: int = 0
    disbursed_vnd: int = 0
    unrated: int = 0
    not_received: int = 0

    @classmethod
    def of_columns(cls, values: Sequence[int]) -> "Amounts":
        """Return what the columns of a row of sums say, named as in `SUM_COLUMNS`."""
        items, *amounts, unrated, out = map(int, values)
        committed, vnd, disbursed, paid_vnd = map(whole, amounts[::2], amounts[1::2])
        return cls(items, committed, vnd, disbursed, paid_vnd, unrated, out)

    def columns(self) -> tuple[int, ...]:
        """Return the values of the columns of a row of sums."""
        amounts = (self.committed_usd_minor, self.committed_vnd, self.disbursed_usd_minor, self.disbursed_vnd)
        return self.items, *chain.from_iterable(map(halves, amounts)), self.unrated, self.not_received

    @property
    def rows(self) -> int:
        """How many items a list of them shows, those not received among them."""
        return self.items + self.not_received

    def __add__(self, other: "Amounts") -> "Amounts":
        """Return both together."""
        # Written out: a table of 5,000 rows adds a hundred thousand times.
        return Amounts(
            self.items + other.items,
            self.committed_usd_minor + other.committed_usd_minor,
            self.committed_vnd + other.committed_vnd,
            self.disbursed_usd_minor + other.disbursed_usd_minor,
            self.disbursed_vnd + other.disbursed_vnd,
            self.unrated + other.unrated,
            self.not_received + other.not_received,
        )

    def __neg__(self) -> "Amounts":
        """Return what takes this away."""
        return Amounts(*(-value for value in astuple(self)))

    def __bool__(self) -> bool:
        """Return whether anything is left."""
        return any(astuple(self))


# Columns of a row of sums that hold its amounts.
SUM_COLUMNS = (
    "items", "committed_usd_high", "committed_usd_low", "committed_vnd_high", "committed_vnd_low",
    "disbursed_usd_high", "disbursed_usd_low", "disbursed_vnd_high", "disbursed_vnd_low",
    "unrated", "not_received",
)  # fmt: skip
# Columns of an item that its fact needs, as `fact_of` takes them.
OF_ITEM = (
    "pk", "approved_on", "status", "mode", "emergency_kind", "decision_number", "started_on", "ended_on",
    "donor_id", "donor__country_id", "owner_id", "recipient_id", "mobilised_by_id",
)  # fmt: skip


def fact_of(
    item: Sequence[Any],
    commitments: Sequence[tuple[int | None, int | None]],
    payments: Sequence[tuple[date, int | None, int | None]],
    sectors: Iterable[tuple[int, int]],
    places: Iterable[tuple[int, int]],
) -> AidFact:
    """Return the fact of one item from its columns, its money (cents, đồng) and its shares by key."""
    pk, approved_on, status, mode, emergency, decision, started, ended, donor, country, *agencies = item
    committed = [usd for usd, _ in commitments if usd is not None]
    disbursed = [usd for _, usd, _ in payments if usd is not None]
    owner, recipient, mobilised_by = agencies
    fact = AidFact(
        item_id=pk,
        approved_on=approved_on,
        year=approved_on.year if approved_on else 0,
        status=status,
        mode=mode,
        is_emergency=bool(emergency),
        has_decision=bool(decision),
        started_on=started,
        ended_on=ended,
        donor_id=donor,
        country_id=country,
        owner_id=owner,
        recipient_id=recipient,
        mobilised_by_id=mobilised_by,
        unrated_commitments=len(commitments) - len(committed),
        unrated_payments=len(payments) - len(disbursed),
        payments=len(payments),
        sectors=packed(sectors),
        places=packed(places),
        paid=packed_payments(payments),
    )
    fact.committed_usd_minor = sum(committed) if committed else None
    fact.committed_vnd = sum(vnd or 0 for _, vnd in commitments)
    fact.disbursed_usd_minor = sum(disbursed) if disbursed else None
    fact.disbursed_vnd = sum(vnd or 0 for _, _, vnd in payments)
    return fact


def late_year(day: date) -> int:
    """Return the year in whose window from 15/12 to 14/12 the day lies."""
    return day.year + ((day.month, day.day) >= (LATE_MONTH, LATE_DAY))


def packed(shares: Iterable[tuple[int, int]]) -> str:
    """Return keys with their shares as the text that a fact keeps: |3:60|7:40|."""
    words = "|".join(f"{key}:{share}" for key, share in sorted(shares))
    return f"|{words}|" if words else ""


def unpacked(text: str) -> list[tuple[str, int]]:
    """Return the keys with their shares."""
    pairs = (word.partition(":") for word in text.split("|") if word)
    return [(key, int(share)) for key, _, share in pairs]


def packed_payments(rows: Iterable[tuple[date, int | None, int | None]]) -> str:
    """Return payments summed by their year in both calendars: year:late year:rows:cents:đồng:without rate."""
    years: dict[tuple[int, int], list[int]] = {}
    for day, usd, vnd in rows:
        sums = years.setdefault((day.year, late_year(day)), [0, 0, 0, 0])
        for n, value in enumerate((1, usd or 0, vnd or 0, int(usd is None))):
            sums[n] += value
    return "|".join(":".join(map(str, (*key, *sums))) for key, sums in sorted(years.items()))


def state_spans(fact: AidFact) -> list[tuple[str, int]]:
    """Return (state, ordinal of its first day) in order; a state lasts until the next one begins.

    Says what `rules.state_on` says of every day: an item changes by itself only where it begins and ends.
    """
    cuts = {0: date.min}
    if fact.started_on:
        cuts[fact.started_on.toordinal()] = fact.started_on
    if fact.ended_on:
        after = fact.ended_on + timedelta(days=1)
        cuts[after.toordinal()] = after
    spans: list[tuple[str, int]] = []
    for ordinal, day in sorted(cuts.items()):
        state = state_on(fact.status, fact.started_on, fact.ended_on, day)
        if not spans or spans[-1][0] != state:
            spans.append((state, ordinal))
    return spans


def amounts_of(fact: AidFact) -> Amounts:
    """Return what the whole item adds."""
    if fact.status in NOT_RECEIVED:
        return Amounts(not_received=1)
    return Amounts(
        1,
        fact.committed_usd_minor or 0,
        fact.committed_vnd,
        fact.disbursed_usd_minor or 0,
        fact.disbursed_vnd,
        int(fact.unrated_commitments > 0),
    )


def parts_of(fact: AidFact) -> Iterator[tuple[SumKey, Amounts]]:
    """Yield each row of sums that the item is part of, with what it adds there."""
    whole, year, urgent = amounts_of(fact), fact.year, fact.is_emergency
    yield SumKey(Dimension.ALL, "", year, urgent), whole
    yield SumKey(Dimension.DONOR, str(fact.donor_id), year, urgent), whole
    yield SumKey(Dimension.OWNER, str(fact.owner_id), year, urgent), whole
    late = late_year(fact.approved_on) if fact.approved_on else 0
    yield SumKey(Dimension.LATE, "", late, urgent), whole
    yield from _by_state(fact, whole)
    for key, _ in unpacked(fact.sectors):
        yield SumKey(Dimension.SECTOR, key, year, urgent), whole
    for dimension, text in ((Dimension.SECTOR_SHARE, fact.sectors), (Dimension.PLACE, fact.places)):
        for key, part in _shared(whole, unpacked(text)):
            yield SumKey(dimension, key, year, urgent), part
    for word in filter(None, fact.paid.split("|") if whole.items else ()):
        calendar, late, rows, usd, vnd, unrated = map(int, word.split(":"))
        paid = Amounts(rows, disbursed_usd_minor=usd, disbursed_vnd=vnd, unrated=unrated)
        yield SumKey(Dimension.PAID, "", calendar, urgent), paid
        yield SumKey(Dimension.PAID_LATE, "", late, urgent), paid


def place_parts(fact: AidFact) -> Iterator[tuple[str, Amounts]]:
    """Yield each commune of the item with its share of the money."""
    return _shared(amounts_of(fact), unpacked(fact.places))


def _by_state(fact: AidFact, whole: Amounts) -> Iterator[tuple[SumKey, Amounts]]:
    before = ""
    for state, day in state_spans(fact):
        if before:
            yield SumKey(Dimension.STATE, before, fact.year, fact.is_emergency, day), -whole
        yield SumKey(Dimension.STATE, state, fact.year, fact.is_emergency, day), whole
        before = state


def _shared(whole: Amounts, shares: list[tuple[str, int]]) -> Iterator[tuple[str, Amounts]]:
    """Yield each key with its share of the money; the item itself counts under each of them."""
    if not shares:
        yield NOWHERE, whole
        return
    weights = [share for _, share in shares]
    columns = [
        split(value, weights)
        for value in (
            whole.committed_usd_minor,
            whole.committed_vnd,
            whole.disbursed_usd_minor,
            whole.disbursed_vnd,
        )
    ]
    for n, (key, _) in enumerate(shares):
        usd, vnd, paid_usd, paid_vnd = (column[n] for column in columns)
        yield key, Amounts(whole.items, usd, vnd, paid_usd, paid_vnd, whole.unrated, whole.not_received)
