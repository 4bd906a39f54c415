"""Import of 5,000 rows and export of 100,000 against their floors; ratios inside one run.

    DATABASE_URL=sqlite:////tmp/exchange.sqlite3 .venv/bin/python -m benchmarks.exchange
    .venv/bin/python scripts/with_postgres.py .venv/bin/python -m benchmarks.exchange

On an empty database, which the command fills with the reference records. Seconds are of this process and its
children on the processor, so that other work on the machine counts little; the clock is shown beside.
The floor of an import: the fastest reader that is safe (calamine, after the portal's scan of the package, in
a process of its own) and one insert, set-wise, of the same rows and their history. The totals that the portal
keeps beside them are no part of the floor. The default path of import-export takes the first rows of the same
file, then twice as many, and is scaled up. The bare writer is fed ready cells row by row, as the portal feeds
it; beside it stands one with a list of ready records.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, NamedTuple

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

import tablib  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import models, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from import_export import fields, resources, widgets  # noqa: E402
from rustpy_xlsxwriter import write_worksheet  # noqa: E402

from aid.imports import AidResource  # noqa: E402
from aid.models import AidItem, Commitment, ItemPlace, ItemSector, Sector  # noqa: E402
from core.history import acting  # noqa: E402
from core.imports import batches  # noqa: E402
from core.imports.outcome import judge_file  # noqa: E402
from core.models import Agency, Locality, Partner, User  # noqa: E402
from core.reference import load_reference  # noqa: E402
from core.spreadsheets.long_tables import cell_of, save_xlsx  # noqa: E402
from core.spreadsheets.template import AID  # noqa: E402
from core.spreadsheets.writer import write_xlsx  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
STORED = (AidItem, ItemSector, ItemPlace, Commitment)
FLOOR_READER = """
import io, json, sys
from core.spreadsheets.limits import WEB_LIMITS
from core.spreadsheets.scan import scan_workbook
from python_calamine import CalamineWorkbook
data = sys.stdin.buffer.read()
scan_workbook(data, WEB_LIMITS)
rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
json.dump(rows, sys.stdout, default=str)
"""


class Spent(NamedTuple):
    """Seconds on the processor, and by the clock."""

    cpu: float
    clock: float

    def __add__(self, other: Any) -> Spent:
        """Return both together."""
        return Spent(self.cpu + other.cpu, self.clock + other.clock)


def seconds() -> float:
    """Return the processor seconds of this process and of its children that have ended."""
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def timed[T](work: Callable[[], T]) -> tuple[Spent, T]:
    """Return the seconds of the work, and what it gave."""
    # What other parts of the benchmark keep in memory is nothing that the work should look through.
    gc.collect()
    gc.freeze()
    before, clock = seconds(), time.perf_counter()
    answer = work()
    return Spent(seconds() - before, time.perf_counter() - clock), answer


def table(rows: int, seed: int, series: str) -> bytes:
    """Return a workbook of so many new items, always the same for one seed, with codes of a series."""
    chance = Random(seed)
    owners = list(Agency.objects.filter(valid_to=None).order_by("pk").values_list("name", flat=True))
    places = list(Locality.objects.filter(valid_to=None).order_by("pk").values_list("full_name", flat=True))
    sectors = list(Sector.objects.order_by("pk").values_list("name", flat=True))
    lines = []
    for number in range(1, rows + 1):
        day = date(2025, 7, 15) + timedelta(days=chance.randint(0, 400))
        currency, usd = chance.choice(("USD", "USD", "EUR", "VND")), chance.randint(1_000, 900_000)
        one, two = chance.sample(sectors, 2)
        row = {
            "number": number,
            "code": f"{series}-2026-{number:05}",
            "name": f"Hỗ trợ nước sạch và vệ sinh trường học đợt {number}",
            "donor": f"Quỹ Nhịp cầu số {chance.randint(1, 100)}",
            "owner": chance.choice(owners),
            "amount": Decimal(usd * 25_000 if currency == "VND" else usd),
            "currency": currency,
            "approved": day,
            "end": day + timedelta(days=600),
            "places": chance.sample(places, chance.choice((1, 1, 1, 2))),
            "note": "Theo văn bản của nhà tài trợ, giải ngân làm hai đợt." if number % 3 else "",
            "kind": chance.choice(("Dự án", "Phi dự án")),
            "sectors": [f"{one} (60%)", f"{two} (40%)"] if number % 4 == 0 else [one],
            "rate": Decimal("25450.5") if currency != "VND" and number % 2 else None,
            "decision": f"{number}/QĐ-UBND",
            "start": day + timedelta(days=10),
        }
        lines.append([row.get(column.key) for column in AID.columns])
    return write_xlsx(AID.columns, lines, AID.name)


def import_as_the_page_does(data: bytes) -> dict[str, Spent]:
    """Check the file and write it, as two requests do; return the seconds, and those of the lock."""
    by, lock = User.objects.system(), {}
    stored = batches._write_plan

    def watched(**named: Any) -> Any:
        before, clock = seconds(), time.perf_counter()
        answer = stored(**named)
        lock["lock"] = Spent(seconds() - before, time.perf_counter() - clock)
        return answer

    def check() -> Any:
        checking = AidResource(by=by, today=timezone.localdate())
        outcome = judge_file(checking, data, "b.xlsx")
        return batches.record_check(
            resource=checking, outcome=outcome, data=data, filename="b.xlsx", options={}, by=by
        )

    batches._write_plan = watched
    try:
        checked, batch = timed(check)
        writing = AidResource(by=by, today=timezone.localdate())
        written, _ = timed(lambda: batches.write_batch(batch=batch, resource=writing, by=by))
    finally:
        batches._write_plan = stored
    return {"check": checked, "write": written, "import": checked + written} | lock


def floor_of_import(data: bytes, series: str) -> dict[str, Spent]:
    """Return the seconds of reading with the fastest safe reader, and of one insert of the same rows."""
    read, _ = timed(
        lambda: subprocess.run(
            [sys.executable, "-c", FLOOR_READER], input=data, capture_output=True, cwd=ROOT, check=True
        )
    )
    items = list(models.QuerySet(AidItem).filter(code__startswith=f"{series}-").order_by("pk"))
    keys = {item.pk: item for item in items}
    past = {model: _past_of(model, keys) for model in STORED}
    parts = [list(models.QuerySet(model).filter(item__in=keys).order_by("pk")) for model in STORED[1:]]
    for item in items:
        item.code, item.pk, item._state.adding = f"S{item.code}", None, True
    rows: dict[Any, list[Any]] = dict(zip(STORED, [items, *parts], strict=True))
    for part in parts:
        for row in part:
            row.item = keys[row.item_id]
            row.pk, row._state.adding = None, True

    def insert() -> None:
        with transaction.atomic():
            for model in STORED:
                models.QuerySet(model).bulk_create(rows[model], batch_size=500)
                models.QuerySet(type(past[model][0])).bulk_create(past[model], batch_size=500)

    inserted, _ = timed(insert)
    return {"read": read, "insert": inserted, "whole": read + inserted}


def _past_of(model: Any, keys: dict[int, AidItem]) -> list[Any]:
    column = "id__in" if model is AidItem else "item_id__in"
    past = list(model.history.filter(**{column: keys}).order_by("history_id"))
    for row in past:
        row.pk = None
    return past


class DefaultResource(resources.ModelResource):
    """The table as import-export takes it by itself: row by row, foreign keys by their names."""

    code = fields.Field("code", "Mã dự án")
    name = fields.Field("name", "Tên dự án")
    donor = fields.Field("donor", "Nhà tài trợ", widgets.ForeignKeyWidget(Partner, "name"))
    owner = fields.Field("owner", "Chủ khoản viện trợ", widgets.ForeignKeyWidget(Agency, "name"))
    recipient = fields.Field("recipient", "Chủ khoản viện trợ", widgets.ForeignKeyWidget(Agency, "name"))
    approved_on = fields.Field("approved_on", "Ngày phê duyệt", widgets.DateWidget())
    decision_number = fields.Field("decision_number", "Số quyết định")
    note = fields.Field("note", "Ghi chú", widgets.CharWidget(coerce_to_string=True, allow_blank=True))

    class Meta:
        model = AidItem
        import_id_fields = ("code",)
        fields = ("code", "name", "donor", "owner", "recipient", "approved_on", "decision_number", "note")

    def after_init_instance(self, instance: AidItem, new: bool, row: Any, **kwargs: Any) -> None:  # noqa: FBT001 - its signature
        """Fill what the table does not say."""
        instance.rule_set = "ND80"

    def after_save_instance(self, instance: AidItem, row: Any, **kwargs: Any) -> None:
        """Write what belongs to the item, one row at a time, as such a resource does."""
        commitment = Commitment(item=instance, currency=row["Loại tiền"])
        commitment.amount_minor = int(Decimal(str(row["Giá trị viện trợ"])) * 100)
        commitment.save()
        for name in str(row["Địa bàn"]).split("; "):
            ItemPlace(item=instance, locality=Locality.objects.get(full_name=name)).save()
        for text in str(row["Lĩnh vực"]).split("; "):
            name, _, share = text.partition(" (")
            found = Sector.objects.get(name=name)
            ItemSector(item=instance, sector=found, share_percent=int(share[:-2] or 100)).save()


def import_by_default(data: bytes, prefix: str) -> Spent:
    """Return the seconds of import-export's default path: preview (a dry run), then the import."""

    def run() -> None:
        for dry_run in (True, False):
            book = tablib.Dataset().load(io.BytesIO(data).getvalue(), format="xlsx")
            codes = [f"{prefix}{code}" for code in book["Mã dự án"]]
            place = book.headers.index("Mã dự án")
            del book["Mã dự án"]
            book.insert_col(place, codes, header="Mã dự án")
            with acting(by=User.objects.system(), verb="bench.default", label="Đo"):
                DefaultResource().import_data(book, dry_run=dry_run, raise_errors=True)

    return timed(run)[0]


def cells(rows: int) -> Iterator[list[Any]]:
    """Yield rows of the table as the export has them."""
    for number in range(rows):
        day = date(2025, 1, 1) + timedelta(days=number % 700)
        yield [
            number + 1, f"NK-2026-{number:06}", f"Hỗ trợ nước sạch trường học đợt {number}", "Quỹ Nhịp cầu",
            "Sở Y tế", Decimal(number * 7) + Decimal("0.50"), "USD", day, day, ["Xã A", "Xã B"],
            "=không phải công thức", "Dự án", "", ["Y tế (60%)", "Giáo dục (40%)"], Decimal("25450.5"), None,
            "", f"{number}/QĐ-UBND", day,
        ]  # fmt: skip


def exports(rows: int, folder: Path) -> dict[str, Spent]:
    """Return the seconds of the bare writer with ready records and with ready cells, and of the portal's."""
    keys = [column.header for column in AID.columns]
    raw = list(cells(rows))
    ready = [[cell_of(value) for value in row] for row in raw]
    records = [dict(zip(keys, row, strict=True)) for row in ready]
    fed = (dict(zip(keys, row, strict=True)) for row in ready)
    listed, _ = timed(lambda: write_worksheet(records, str(folder / "bare.xlsx"), sheet_name=AID.name))
    bare, _ = timed(lambda: write_worksheet(fed, str(folder / "bare.xlsx"), sheet_name=AID.name))
    own, _ = timed(lambda: save_xlsx(folder / "own.xlsx", AID.columns, raw, AID.name))
    return {"bare writer, a list": listed, "bare writer": bare, "export": own}


def one_round(number: int, asked: argparse.Namespace, folder: Path) -> dict[str, Spent]:
    """Measure everything once, on codes of their own."""
    series = f"N{chr(ord('A') + number)}"
    data = table(asked.rows, asked.seed, series)
    found = import_as_the_page_does(data)
    found |= {f"floor: {name}": spent for name, spent in floor_of_import(data, series).items()}
    for rows in (asked.default_rows, 2 * asked.default_rows):
        some = table(rows, asked.seed, series)
        found[f"default, {rows} rows"] = import_by_default(some, f"D{rows}")
    return found | exports(asked.export_rows, folder)


def ratios_of(found: dict[str, Spent], asked: argparse.Namespace) -> list[tuple[str, float, float | None]]:
    """Return ratios on the processor with their aims; a negative aim is a least one, None is told only."""
    cpu = {name: spent.cpu for name, spent in found.items()}
    few, many = cpu[f"default, {asked.default_rows} rows"], cpu[f"default, {2 * asked.default_rows} rows"]
    default = many * asked.rows / (2 * asked.default_rows)
    return [
        ("import / floor, at most 4", cpu["import"] / cpu["floor: whole"], 4.0),
        ("default import-export / import, at least 5", default / cpu["import"], -5.0),
        ("default import-export, twice the rows", many / few, None),
        ("lock / insert of the floor, at most 1.5", cpu["lock"] / cpu["floor: insert"], 1.5),
        ("the same by the clock", found["lock"].clock / found["floor: insert"].clock, None),
        ("export / bare writer, at most 1.5", cpu["export"] / cpu["bare writer"], 1.5),
        ("export / bare writer with a list", cpu["export"] / cpu["bare writer, a list"], None),
    ]


def main() -> int:
    """Print seconds and ratios; 1 where the median of one misses its aim."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--default-rows", type=int, default=500)
    parser.add_argument("--export-rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    load_reference(by=User.objects.system())
    with tempfile.TemporaryDirectory() as folder:
        rounds = [one_round(number, asked, Path(folder)) for number in range(asked.rounds)]
    for name in rounds[0]:
        print(f"{name:28}", *(f"{one[name].cpu:8.2f} s {one[name].clock:8.2f} s clock" for one in rounds))
    missed = 0
    for line in zip(*(ratios_of(one, asked) for one in rounds), strict=True):
        (name, _, aim), each = line[0], [ratio for _, ratio, _ in line]
        ratio = median(each)
        is_met = aim is None or (ratio <= aim if aim > 0 else ratio >= -aim)
        missed += not is_met
        print(
            f"{name:46} {ratio:6.2f}  ({', '.join(f'{one:.2f}' for one in each)})", "" if is_met else "missed"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
