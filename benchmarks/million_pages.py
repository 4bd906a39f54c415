"""One database of benchmarks.million: filled, or asked for its pages as standard input names them."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import defaultdict
from dataclasses import astuple

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from aid.actions.facts import add_to_sums, facts_of, store_facts  # noqa: E402
from aid.facts import Amounts, SumKey, parts_of  # noqa: E402
from aid.models import AidFact, AidItem, Commitment, Disbursement, ItemPlace, ItemSector, Sector  # noqa: E402
from benchmarks.copies import plain_max  # noqa: E402
from benchmarks.generate import make_accounts, settle  # noqa: E402
from benchmarks.money import make_aid, make_donors  # noqa: E402
from benchmarks.words import LAST_YEAR, RARE  # noqa: E402
from benchmarks.world import World  # noqa: E402
from core.models import User  # noqa: E402
from core.reference import load_reference  # noqa: E402
from core.speed import after_migrate  # noqa: E402
from core.text import fold  # noqa: E402

TABLES: tuple[type[models.Model], ...] = (AidItem, Commitment, Disbursement, ItemSector, ItemPlace)
# Days of a copy lie so many later than those of the copy before, so that sums by day grow with the items.
STEP, TURNS = 20, 10


def prepare() -> None:
    """Make the tables and the reference records of an empty database."""
    call_command("migrate", verbosity=0)
    load_reference(by=User.objects.system())


def fill(size: int) -> None:
    """Fill a prepared database: a block of items, its copies, facts and sums."""
    world = World(size, seed=1)
    with transaction.atomic():
        make_accounts(world)
        make_aid(world, make_donors(world))
    with connection.cursor() as cursor:
        indexes = _indexes(cursor)
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    strides, copies = {model: plain_max(model) for model in TABLES}, size // world.block
    with transaction.atomic(), connection.cursor() as cursor:
        for number in range(1, copies):
            for model in TABLES:
                _copy(cursor, model, number, strides)
    _say("copied")
    _derive(strides[AidItem], copies)
    _say("facts and sums")
    with connection.cursor() as cursor:
        for _, statement in indexes:
            cursor.execute(statement)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(TABLES)):
            cursor.execute(statement)
    _say("indexes")
    # The search index of SQLite and the like.
    after_migrate("default", plan=[])
    settle()
    _say("counted")


def _derive(stride: int, copies: int) -> None:
    """Write facts and sums: reckoned for each copy with days of its own, the others are alike."""
    sums: dict[SumKey, Amounts] = defaultdict(Amounts)
    columns = [field.column for field in AidFact._meta.concrete_fields][1:]
    for turn in range(min(TURNS, copies)):
        alike = range(turn, copies, TURNS)
        first = turn * stride
        facts = facts_of(list(range(first + 1, first + stride + 1)))
        store_facts(list(facts.values()))
        once: dict[SumKey, Amounts] = defaultdict(Amounts)
        for fact in facts.values():
            for name, part in parts_of(fact):
                once[name] += part
        for name, part in once.items():
            sums[name] += Amounts(*(value * len(alike) for value in astuple(part)))
        with connection.cursor() as cursor:
            for number in alike[1:]:
                cursor.execute(
                    f"INSERT INTO aid_aidfact (item_id, {', '.join(columns)}) "  # noqa: S608 - our own names
                    f"SELECT item_id + {(number - turn) * stride}, {', '.join(columns)} FROM aid_aidfact "
                    f"WHERE item_id BETWEEN {first + 1} AND {first + stride}"
                )
    add_to_sums(sums)


def _say(words: str) -> None:
    print(f"  {words}: {time.process_time():.0f} processor seconds", file=sys.stderr)


def _indexes(cursor) -> list[tuple[str, str]]:
    """Return name and statement of the indexes that are no constraint: built faster after the rows."""
    tables = ", ".join(f"'{model._meta.db_table}'" for model in TABLES)
    found = {
        "sqlite": f"SELECT name, sql FROM sqlite_master WHERE tbl_name IN ({tables}) AND type = 'index' "  # noqa: S608
        "AND sql LIKE 'CREATE INDEX%'",
        "postgresql": f"SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ({tables}) "  # noqa: S608
        "AND indexdef NOT LIKE 'CREATE UNIQUE%'",
    }
    cursor.execute(found[connection.vendor])
    return cursor.fetchall()


def _copy(cursor, model: type[models.Model], number: int, strides: dict) -> None:
    columns, values = [], []
    days = number % TURNS * STEP
    for field in model._meta.concrete_fields:
        of = model if field.primary_key else getattr(field, "related_model", None)
        value = f'"{field.column}"'
        if of in strides:
            value = f"{value} + {strides[of] * number}"
        elif field.unique:
            value = f"{value} || '-{number}'"
        elif field.column == "search_text" and model is AidItem:
            value = f"REPLACE(search_text, LOWER(code), LOWER(code) || '-{number}')"
        elif type(field) is models.DateField:
            sqlite = connection.vendor == "sqlite"
            value = f"date({value}, '+{days} days')" if sqlite else f"{value} + {days}"
        columns.append(f'"{field.column}"')
        values.append(value)
    table = model._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 - names of our own tables
        f"SELECT {', '.join(values)} FROM {table} WHERE id <= {strides[model]}"
    )


def pages() -> dict[str, str]:
    """Return the address of each page that is measured."""
    url, search, year = reverse("aid:item_list"), reverse("core:search"), LAST_YEAR - 1
    donor = AidItem.objects.values("donor").annotate(n=Count("pk")).order_by("-n")[0]["donor"]
    sector = Sector.objects.order_by("pk")[2]
    lists = {
        "list, first page": "",
        "list and totals of a year": f"nam={year}",
        "list and totals of a sector": f"linh_vuc={sector.pk}",
        "list and totals of a donor": f"nha_tai_tro={donor}",
        "list and totals of a state": "trang_thai=IMPLEMENTING",
        "list, emergency grants": "khan_cap=co",
        "list, year and mode": f"nam={year}&loai=DU_AN",
        "list, page 15": "page=15",
        "list, a common word": "q=nuoc+sach",
        "list, a rare word": f"q={fold(RARE).replace(' ', '+')}",
        "list, a code": f"q={AidItem.objects.order_by('-pk')[7].code}",
        "list, two letters": "q=ha",
        "list, no hit": "q=zzzkhongco",
    }
    rows = {name: f"{url}?{query}" for name, query in lists.items()}
    words = {"a common word": "nuoc", "a rare word": fold(RARE), "no hit": "zzzkhongco"}
    rows |= {f"search, {name}": f"{search}?q={word.replace(' ', '+')}" for name, word in words.items()}
    rows |= {
        "map, all years": reverse("aid:map"),
        "map of a year": f"{reverse('aid:map')}?nam={year}",
        "board": reverse("aid:board"),
        "sector page": reverse("aid:sector_detail", args=[sector.code]),
        "five years": reverse("aid:five_years"),
    }
    return rows


def serve() -> None:
    """Print the names of the pages, then seconds and queries of each page that is asked for."""
    client, urls = Client(), pages()
    client.force_login(User.objects.get(username="do-chuyen-vien"))
    queries = {}
    for name, url in urls.items():
        _ask(client, url)
        with CaptureQueriesContext(connection) as seen:
            _ask(client, url)
        queries[name] = len(seen)
    print(json.dumps(list(urls)), flush=True)
    for line in sys.stdin:
        name = line.rstrip("\n")
        print(json.dumps([*_ask(client, urls[name]), queries[name]]), flush=True)


def _ask(client: Client, url: str) -> tuple[float, float]:
    """Return the seconds that the page took, by the clock and here. An answer other than 200 stops all."""
    start, before = time.perf_counter(), time.process_time()
    response = client.get(url)
    took = time.perf_counter() - start, time.process_time() - before
    if response.status_code != 200:
        raise SystemExit(f"Stopped: {url} answered {response.status_code}.")
    return took


if __name__ == "__main__":
    # DEBUG would keep every statement in memory.
    with override_settings(DEBUG=False):
        match sys.argv[1]:
            case "prepare":
                prepare()
            case "fill":
                fill(int(sys.argv[2]))
            case _:
                serve()
