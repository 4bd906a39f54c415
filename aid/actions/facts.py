"""Keeps the derived rows of aid (`AidFact`, `AidSum`) in step with the records, within the act."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from itertools import batched
from operator import attrgetter
from typing import Any

from django.db import connection, models, transaction

from aid.facts import OF_ITEM, SUM_COLUMNS, Amounts, SumKey, fact_of, parts_of
from aid.models import AidFact, AidItem, AidSum, Commitment, Disbursement, ItemPlace, ItemSector
from core.models import Partner
from core.touched import Touch, at_end_of_act

# So many items are read and written at a time.
BATCH = 5000
# All writers of sums take their turn under this number: nobody adds to sums that another is about to change.
_TURN = 0x41494453
_PARTS: tuple[Any, ...] = (Commitment, Disbursement, ItemSector, ItemPlace)
_COLUMNS = [field.attname for field in AidFact._meta.concrete_fields]
_KEY = [field.name for field in fields(SumKey)]
_key = attrgetter(*_KEY)

type Sums = dict[SumKey, Amounts]


def register_facts() -> None:
    """Let every act that touches an item, its money, sectors or communes settle the derived rows."""
    columns: dict[type[models.Model], str] = {AidItem: "pk", Partner: "country_id"}
    at_end_of_act(hear, columns | dict.fromkeys(_PARTS, "item_id"))


def hear(touched: set[Touch]) -> None:
    """Settle the items behind what an act touched."""
    items = {touch.value for touch in touched if touch.model is not Partner}
    for model in _PARTS:
        changed = [touch.pk for touch in touched if touch.model is model and not touch.is_new]
        if changed:
            # A row that moved to another item also left one: its history knows all that it ever belonged to.
            history = model.history.model.objects.filter(id__in=changed)
            items.update(history.order_by().values_list("item_id", flat=True).distinct())
    if items:
        settle(items - {None})
    for touch in touched:
        if touch.model is Partner and not touch.is_new:
            stale = AidFact.objects.filter(donor_id=touch.pk).exclude(country_id=touch.value)
            if touch.value is None:
                stale = AidFact.objects.filter(donor_id=touch.pk, country_id__isnull=False)
            stale.update(country_id=touch.value)


def settle(item_ids: Iterable[int]) -> None:
    """Make facts and sums say what the records of these items say now; gone items leave both.

    Few statements however many items. Called by itself at the end of each act; safe to call again.
    """
    with transaction.atomic():
        take_turn()
        for keys in batched(sorted(item_ids), BATCH):
            _settle_batch(list(keys))


def take_turn() -> None:
    """Wait until no other transaction is adding to the sums; SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


def _settle_batch(keys: list[int]) -> None:
    old = {fact.item_id: fact for fact in AidFact.objects.filter(pk__in=keys)}
    new = facts_of(keys)
    changed = [key for key in keys if columns_of(old.get(key)) != columns_of(new.get(key))]
    changes: Sums = defaultdict(Amounts)
    for key in changed:
        for fact, taken in ((old.get(key), True), (new.get(key), False)):
            for name, part in parts_of(fact) if fact else ():
                changes[name] += -part if taken else part
    if gone := [key for key in changed if key not in new]:
        AidFact.objects.filter(pk__in=gone).delete()
    if stored := [new[key] for key in changed if key in new]:
        store_facts(stored)
    add_to_sums({name: part for name, part in changes.items() if part})


def columns_of(fact: AidFact | None) -> tuple | None:
    """Return all that a fact says, so that two compare; None for none."""
    return tuple(getattr(fact, name) for name in _COLUMNS) if fact else None


def store_facts(facts: list[AidFact]) -> None:
    """Insert or replace these facts."""
    AidFact.objects.bulk_create(
        facts, update_conflicts=True, unique_fields=["item"], update_fields=_COLUMNS[1:]
    )


def insert_facts(facts: list[AidFact]) -> None:
    """Insert the facts of new items."""
    AidFact.objects.bulk_create(facts, batch_size=500)


def add_to_sums(changes: Sums) -> None:
    """Add to the rows of sums, in their order; a row that is missing is made."""
    names = [connection.ops.quote_name(name) for name in (*_KEY, *SUM_COLUMNS)]
    table = connection.ops.quote_name(AidSum._meta.db_table)
    adding = ", ".join(f"{name} = {table}.{name} + EXCLUDED.{name}" for name in names[len(_KEY) :])
    one = f"({', '.join(['%s'] * len(names))})"
    for batch in batched(sorted(changes), 1000):
        values = [value for key in batch for value in (*_key(key), *changes[key].columns())]
        statement = (
            f"INSERT INTO {table} ({', '.join(names)}) VALUES {', '.join([one] * len(batch))} "  # noqa: S608
            f"ON CONFLICT ({', '.join(names[: len(_KEY)])}) DO UPDATE SET {adding}"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, values)


def facts_of(keys: list[int]) -> dict[int, AidFact]:
    """Return the facts of these items as their records say now, by key; an item that is gone has none."""
    parts: dict[Any, dict[int, list]] = {model: defaultdict(list) for model in _PARTS}
    columns: dict[Any, tuple[str, ...]] = {
        Commitment: ("usd_minor", "vnd"),
        Disbursement: ("paid_on", "usd_minor", "vnd"),
        ItemSector: ("sector_id", "share_percent"),
        ItemPlace: ("locality_id", "share_e2"),
    }
    for model, names in columns.items():
        rows = model.objects.filter(item__in=keys).order_by()
        for item_id, *values in rows.values_list("item_id", *names):
            parts[model][item_id].append(values)
    rows = AidItem.objects.filter(pk__in=keys).order_by().values_list(*OF_ITEM)
    return {row[0]: fact_of(row, *(parts[model][row[0]] for model in columns)) for row in rows}


def rebuild() -> list[str]:
    """Make all derived rows anew from the records; return what differed before, in words."""
    with transaction.atomic():
        take_turn()
        stale = set(
            AidFact.objects.exclude(item__in=AidItem.objects.values("pk")).values_list("pk", flat=True)
        )
        wrong = len(stale)
        whole: Sums = defaultdict(Amounts)
        AidFact.objects.filter(pk__in=stale).delete()
        for keys in _batches_of_items():
            old = {fact.item_id: fact for fact in AidFact.objects.filter(pk__in=keys)}
            new = facts_of(keys)
            changed = [fact for key, fact in new.items() if columns_of(old.get(key)) != columns_of(fact)]
            wrong += len(changed)
            if changed:
                store_facts(changed)
            for fact in new.values():
                for name, part in parts_of(fact):
                    whole[name] += part
        before = stored_sums()
        right = {name: part for name, part in whole.items() if part}
        differing = [name for name in before.keys() | right.keys() if before.get(name) != right.get(name)]
        AidSum.objects.all().delete()
        add_to_sums(right)
    said = [f"{wrong} khoản có số liệu dẫn xuất sai hoặc thiếu, đã ghi lại."] if wrong else []
    said += [
        f"{_words(name)}: đang ghi {_short(before.get(name))}, đúng là {_short(right.get(name))}."
        for name in sorted(differing)[:20]
    ]
    if len(differing) > 20:
        said.append(f"… và {len(differing) - 20} dòng tổng khác.")
    return said


def fill_after_migrate(*, using: str, plan: list | None = None, **_: object) -> None:
    """Fill the derived rows of a database whose records are older than they; a flush names no plan."""
    if plan and using == "default" and AidItem.objects.exists() and not AidFact.objects.exists():
        rebuild()


def _batches_of_items():
    """Yield the keys of all items, so many at a time."""
    last = 0
    while keys := list(
        AidItem.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        yield keys
        last = keys[-1]


def stored_sums() -> Sums:
    """Return all rows of sums that hold anything."""
    rows = AidSum.objects.values_list(*_KEY, *SUM_COLUMNS)
    found = {SumKey(*row[: len(_KEY)]): Amounts.of_columns(row[len(_KEY) :]) for row in rows.iterator()}
    return {name: part for name, part in found.items() if part}


def _words(name: SumKey) -> str:
    kind = "khẩn cấp" if name.is_emergency else "thường"
    label = AidSum.Dimension(name.dimension).label
    return f"Tổng {label} {name.key or ''} năm {name.year} ({kind}, ngày {name.day})"


def _short(part: Amounts | None) -> str:
    return f"{part.items} khoản, {part.committed_usd_minor} cent" if part else "không có"
