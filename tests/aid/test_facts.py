"""Derived rows of aid: whatever is written, facts and sums say what the records say."""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import Sum

from aid.actions.facts import facts_of, rebuild, settle, stored_sums
from aid.facts import NOWHERE, Amounts, late_year, parts_of, state_spans
from aid.list_totals import list_totals
from aid.models import AidFact, AidItem, AidSum, Commitment, Disbursement, ItemPlace, ItemSector
from aid.rules import state_on
from core.history import acting, bulk_create, bulk_update
from core.models import User
from tests.factories import (
    AidItemFactory,
    CommitmentFactory,
    CountryFactory,
    DisbursementFactory,
    LocalityFactory,
    PartnerFactory,
    SectorFactory,
)
from tests.side_by_side import at_once

Dimension = AidSum.Dimension


def act():
    return acting(by=User.objects.system(), verb="tests.change", label="Đổi dữ liệu thử")


def expected_sums():
    sums = defaultdict(Amounts)
    for fact in facts_of(list(AidItem.objects.values_list("pk", flat=True))).values():
        for name, part in parts_of(fact):
            sums[name] += part
    return {name: part for name, part in sums.items() if part}


def assert_settled():
    columns = [field.attname for field in AidFact._meta.concrete_fields]
    right = facts_of(list(AidItem.objects.values_list("pk", flat=True)))
    assert list(AidFact.objects.order_by("pk").values(*columns)) == [
        {name: getattr(right[key], name) for name in columns} for key in sorted(right)
    ]
    assert stored_sums() == expected_sums()


def save_twice(item):
    """Save the item, then another with the same code, in one act."""
    with transaction.atomic(), act():
        item.save()
        AidItemFactory(code=item.code)


class Writer:
    """Writes at random through acts: single, set-wise, moving rows between items."""

    def __init__(self, seed):
        self.chance = Random(seed)
        self.donors = [PartnerFactory(country=CountryFactory(code=code)) for code in ("DE", "JP")]
        self.sectors = [SectorFactory(code=f"LV{n}", name=f"Lĩnh vực {n}") for n in range(3)]
        self.places = [LocalityFactory() for _ in range(4)]

    def one(self, model):
        rows = list(model.objects.order_by("pk"))
        return self.chance.choice(rows) if rows else None

    def add(self):
        approved = self.chance.choice([None, date(2024, 12, 15), date(2025, 6, 1), date(2025, 12, 14)])
        item = AidItemFactory(
            donor=self.chance.choice(self.donors),
            approved_on=approved,
            rule_set="ND80" if approved else "",
            status=self.chance.choice(["APPROVED", "IMPLEMENTING"]) if approved else "DOSSIER",
            started_on=date(2025, 1, 1) if self.chance.random() < 0.7 else None,
            ended_on=date(2025, 1, 1) + timedelta(days=self.chance.randrange(900)),
            emergency_kind=self.chance.choice(["", "", "CUU_TRO"]),
        )
        for place in self.chance.sample(self.places, self.chance.randrange(3)):
            with act():
                ItemPlace(item=item, locality=place, share_e2=self.chance.randrange(1, 9999)).save()
        for sector, share in zip(self.chance.sample(self.sectors, 2), (33, 67), strict=True):
            with act():
                ItemSector(item=item, sector=sector, share_percent=share).save()
        CommitmentFactory(item=item, usd_minor=self.chance.choice([None, 12_345, 1_000_001]), vnd=77)

    def pay(self):
        if item := self.one(AidItem):
            day = self.chance.choice([date(2025, 12, 14), date(2025, 12, 15), date(2026, 3, 1)])
            DisbursementFactory(item=item, paid_on=day, usd_minor=self.chance.choice([None, 999]), vnd=5)

    def change(self):
        if item := self.one(AidItem):
            item.donor = self.chance.choice(self.donors)
            item.ended_on = date(2027, 1, self.chance.randrange(1, 28))
            with act():
                item.save()

    def move(self):
        row, item = self.one(self.chance.choice([Commitment, Disbursement])), self.one(AidItem)
        if row:
            row.item = item
            with act():
                row.save()

    def remove(self):
        if row := self.one(self.chance.choice([AidItem, Commitment, ItemPlace, Disbursement])):
            with act():
                row.delete()

    def many(self):
        if item := self.one(AidItem):
            with act():
                bulk_create(
                    [
                        Disbursement(item=item, paid_on=date(2024, 1, n), amount_minor=n, usd_minor=n, vnd=n)
                        for n in range(1, 4)
                    ]
                )
                rows = list(Commitment.objects.all()[:2])
                for row in rows:
                    row.usd_minor = (row.usd_minor or 0) + 1
                bulk_update(rows, ["usd_minor"])

    def donor_moves(self):
        donor = self.chance.choice(self.donors)
        donor.country = self.chance.choice([None, CountryFactory(code="LA")])
        with act():
            donor.save()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_written_the_sums_say_what_the_records_say(seed):
    writer = Writer(seed)
    for _ in range(3):
        writer.add()
    steps = [
        writer.add,
        writer.pay,
        writer.change,
        writer.move,
        writer.remove,
        writer.many,
        writer.donor_moves,
    ]
    for step in writer.chance.choices(steps, k=20):
        step()
    assert_settled()
    assert rebuild() == []


@pytest.mark.django_db
def test_sums_are_what_the_rows_add_up_to():
    writer = Writer(7)
    for _ in range(8):
        writer.add()
        writer.pay()
    whole = AidSum.objects.filter(dimension=Dimension.ALL).aggregate(
        n=Sum("items"), usd=Sum("committed_usd_low"), paid=Sum("disbursed_usd_low")
    )
    assert whole["n"] == AidItem.objects.count()
    assert whole["usd"] == Commitment.objects.aggregate(s=Sum("usd_minor"))["s"]
    assert whole["paid"] == Disbursement.objects.aggregate(s=Sum("usd_minor"))["s"]
    for dimension in (Dimension.PLACE, Dimension.SECTOR_SHARE, Dimension.DONOR, Dimension.OWNER):
        of = AidSum.objects.filter(dimension=dimension)
        assert of.aggregate(s=Sum("committed_usd_low"))["s"] == whole["usd"]
    for day in (date(2024, 12, 31), date(2025, 1, 1), date(2025, 8, 1), date(2026, 5, 5), date(2028, 1, 1)):
        rows = AidSum.objects.filter(dimension=Dimension.STATE, day__lte=day.toordinal()).order_by()
        found = {row["key"]: row["n"] for row in rows.values("key").annotate(n=Sum("items")) if row["n"]}
        states = ("DOSSIER", "APPROVED", "IMPLEMENTING", "ENDED")
        assert found == {s: n for s in states if (n := AidItem.objects.in_state(s, day).count())}


@pytest.mark.django_db
def test_an_act_that_fails_leaves_the_sums_alone(world):
    item = AidItemFactory(donor=world["donor"])
    before = stored_sums()
    item.approved_on = date(2019, 1, 1)
    with pytest.raises(IntegrityError):
        save_twice(item)
    assert stored_sums() == before


@pytest.mark.django_db
def test_five_thousand_items_cost_no_more_statements_than_one(django_assert_max_num_queries):
    items = [AidItemFactory() for _ in range(4)]
    AidFact.objects.all().delete()
    AidSum.objects.all().delete()
    with django_assert_max_num_queries(14):
        settle([item.pk for item in items])
    assert_settled()


@pytest.mark.django_db
def test_rebuilding_says_what_differed_and_mends_it(capsys):
    item = AidItemFactory()
    CommitmentFactory(item=item, usd_minor=5_000)
    AidSum.objects.filter(dimension=Dimension.ALL).update(items=9)
    AidFact.objects.update(committed_usd_low=1)
    call_command("rebuild_totals")
    said = capsys.readouterr().out
    assert "1 khoản có số liệu dẫn xuất sai" in said
    assert "đang ghi 9 khoản, 5000 cent, đúng là 1 khoản, 5000 cent" in said
    assert_settled()
    call_command("rebuild_totals")
    assert "không có gì phải sửa" in capsys.readouterr().out


@pytest.mark.django_db
def test_an_item_without_sector_or_commune_counts_under_neither_named():
    item = AidItemFactory()
    CommitmentFactory(item=item, usd_minor=100)
    for dimension in (Dimension.PLACE, Dimension.SECTOR_SHARE):
        row = AidSum.objects.get(dimension=dimension)
        assert (row.key, row.items, row.committed_usd_minor) == (NOWHERE, 1, 100)


@pytest.mark.django_db
def test_sums_of_the_largest_amounts_do_not_overflow(world):
    item, largest = AidItemFactory(), 10**17 - 1
    for _ in range(120):
        CommitmentFactory(item=item, usd_minor=largest, vnd=largest)
    assert_settled()
    assert AidFact.objects.get().committed_usd_minor == AidSum.objects.get(dimension="ALL").committed_vnd
    found = list_totals({"loai": item.mode}, world["cast"]["SNGV_STAFF"], date(2026, 1, 1))
    assert found.regular.committed_usd_minor == 120 * largest
    assert list_totals({}, world["cast"]["SNGV_STAFF"], date(2026, 1, 1)) == found


def test_two_people_at_once_lose_nothing(side_by_side):
    items, *_ = at_once(lambda: [AidItemFactory(), AidItemFactory()])

    def pay(n):
        for _ in range(3):
            DisbursementFactory(item=items[n], usd_minor=10)

    at_once(lambda: pay(0), lambda: pay(1), lambda: pay(0))
    paid = AidSum.objects.filter(dimension=Dimension.PAID).values_list("disbursed_usd_low", flat=True)
    assert at_once(paid.get, assert_settled)[0] == 90


@pytest.mark.parametrize(
    ("day", "year"),
    [
        pytest.param(date(2025, 12, 14), 2025, id="14/12 còn thuộc năm 2025"),
        pytest.param(date(2025, 12, 15), 2026, id="15/12 thuộc năm 2026"),
        pytest.param(date(2026, 1, 1), 2026, id="01/01"),
    ],
)
def test_late_year(day, year):
    assert late_year(day) == year


@pytest.mark.parametrize("status", AidItem.Status.values)
@pytest.mark.parametrize("started", [None, date(2025, 3, 1)])
@pytest.mark.parametrize("ended", [None, date(2025, 3, 1), date(2025, 9, 30)])
def test_spans_say_the_state_of_every_day(status, started, ended):
    spans = state_spans(AidFact(status=status, started_on=started, ended_on=ended))
    for day in (date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 2), date(2025, 9, 30), date(2025, 10, 1)):
        found = [state for state, first in spans if first <= day.toordinal()][-1]
        assert found == state_on(status, started, ended, day)
