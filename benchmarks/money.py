"""Invented donors and aid items with their money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import batched, count

from aid.models import AidItem, Commitment, Counterpart, Disbursement, ItemPlace, ItemSector
from benchmarks import words
from benchmarks.world import BATCH, LAST_DAY, World, insert
from core.models import Partner

USD_RATE_E4 = 25_000 * 10_000
RATES_E4 = {"USD": USD_RATE_E4, "EUR": 28_000 * 10_000, "JPY": 170 * 10_000, "VND": 10_000}
EXPONENTS = {"USD": 2, "EUR": 2, "JPY": 0, "VND": 0}


def make_donors(world: World) -> list[Partner]:
    """Make the donors, at least forty."""
    chance = world.chance
    return insert(
        Partner,
        (
            Partner(
                name=f"{chance.choice(words.DONOR_HEADS)} {chance.choice(words.DONOR_TAILS)} {number}",
                name_en=f"Foundation {number}",
                country=chance.choice(world.countries),
                kind=chance.choice(("TC_PCPNN", "TC_QUOC_TE", "DIA_PHUONG", "CA_NHAN")),
            )
            for number in range(1, max(40, world.rows // 50) + 1)
        ),
    )


def _items(world: World, donors: list[Partner]) -> Iterator[AidItem]:
    chance, numbers = world.chance, count(1)
    for _ in range(world.block):
        number, day = next(numbers), world.day()
        is_approved, is_urgent = world.likely(96), world.likely(4)
        begun = day + timedelta(days=chance.randint(0, 60))
        ended = begun + timedelta(days=chance.randint(90, 1200))
        status = "ENDED" if ended <= LAST_DAY else chance.choice(("APPROVED", "IMPLEMENTING"))
        rare = f" {words.RARE}" if number % 200 == 7 else ""
        place = chance.choice(world.places).full_name
        yield AidItem(
            code=f"VT-{day.year}-{number:06d}",
            name=f"{chance.choice(words.VERBS)} {chance.choice(words.THINGS)}{rare} tại {place}",
            mode=chance.choice(("CHUONG_TRINH", "DU_AN", "DU_AN", "PHI_DU_AN", "PHI_DU_AN")),
            emergency_kind="CUU_TRO" if is_urgent else "",
            disaster_event="Bão số 3" if is_urgent else "",
            disaster_on=day - timedelta(days=10) if is_urgent else None,
            rule_set=("ND50" if is_urgent else "ND80") if is_approved else "",
            status=status if is_approved else "MOBILISING",
            donor=donors[int(len(donors) * chance.random() ** 2)],
            recipient=world.agency(),
            owner=world.agency(),
            mobilised_by=world.by_code["LHHN"] if world.likely(30) else None,
            started_on=begun,
            ended_on=ended,
            decision_number=f"{number}/QĐ-UBND" if is_approved else "",
            approved_on=day if is_approved else None,
            objectives="Góp phần cải thiện đời sống nhân dân trên địa bàn. " * 3,
            beneficiaries=chance.randint(20, 5000),
        )


def _money(world: World, minor_usd: int) -> dict[str, object]:
    """Return the columns of an amount of so many US cents in some currency; one in fifty has no rate."""
    currency = world.chance.choice(("USD", "USD", "USD", "EUR", "JPY", "VND"))
    rate = RATES_E4[currency]
    amount = max(1, minor_usd * USD_RATE_E4 * 10 ** EXPONENTS[currency] // (rate * 100))
    if currency != "USD" and world.likely(6):
        return {"amount_minor": amount, "currency": currency}
    return {
        "amount_minor": amount,
        "currency": currency,
        "rate_e4": rate,
        "usd_rate_e4": USD_RATE_E4,
        "rate_kind": "HACH_TOAN_KBNN",
        "rate_source": "Thông báo của Kho bạc Nhà nước",
        "usd_minor": minor_usd,
        "vnd": minor_usd * USD_RATE_E4 // 1_000_000,
    }


def make_aid(world: World, donors: list[Partner]) -> None:
    """Make the aid items with their sectors, places and money."""
    chance = world.chance
    for items in batched(_items(world, donors), BATCH):
        stored = insert(AidItem, items)
        insert(Commitment, _commitments(world, stored))
        insert(Counterpart, (_counterpart(world, item) for item in stored if world.likely(20)))
        insert(Disbursement, _payments(world, stored))
        insert(ItemSector, _sectors_of(world, stored))
        insert(
            ItemPlace,
            (
                ItemPlace(item=item, locality=place)
                for item in stored
                for place in chance.sample(world.places, chance.choice((1, 1, 2)))
            ),
        )


def _commitments(world: World, items: Iterable[AidItem]) -> Iterator[Commitment]:
    for item in items:
        cents = world.chance.randint(500_000, 40_000_000)
        yield Commitment(item=item, committed_on=item.approved_on, **_money(world, cents))
        if world.likely(10):
            yield Commitment(item=item, committed_on=item.approved_on, **_money(world, cents // 4))


def _counterpart(world: World, item: AidItem) -> Counterpart:
    return Counterpart(item=item, **_money(world, world.chance.randint(50_000, 3_000_000)))


def _payments(world: World, items: Iterable[AidItem]) -> Iterator[Disbursement]:
    for item in items:
        if item.approved_on is None:
            continue
        for number in range(world.chance.choice((0, 1, 2, 3, 4))):
            day = item.started_on + timedelta(days=60 * (number + 1))
            if day <= LAST_DAY:
                cents = world.chance.randint(100_000, 8_000_000)
                voucher = f"UNC-{item.pk}-{number}"
                yield Disbursement(item=item, paid_on=day, voucher=voucher, **_money(world, cents))


def _sectors_of(world: World, items: Iterable[AidItem]) -> Iterator[ItemSector]:
    for item in items:
        first, second = world.chance.sample(world.sectors, 2)
        share = 60 if world.likely(30) else 100
        yield ItemSector(item=item, sector=first, share_percent=share)
        if share < 100:
            yield ItemSector(item=item, sector=second, share_percent=40)
