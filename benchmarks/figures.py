"""Measures what figures cost at 10 thousand and at 1 million aid items: unchanged, and after a write.

    .venv/bin/python -m benchmarks.figures                     both databases
    .venv/bin/python -m benchmarks.figures --databases sqlite --folder DIR

The databases are those of benchmarks.million. Three rows for each: all figures of a leader's dashboard asked
again when nothing was written since, the same after one write, and the dashboard as a page when nothing was
written; medians by the clock, and of the processor of the portal's process, sizes in turn. Then which figures
fetch rows of the large database, the slowest first, and what the marks add to a bulk insert.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import time
from datetime import date
from typing import Any

from benchmarks.million import AIM, NAMES, ROOT, at_two_sizes

TODAY = date(2026, 1, 5)
ASKED = ("unchanged", "after a write", "page, unchanged")
INSERTED = 20_000
# Rows of a smaller table are a page or two, which no index would spare.
SMALL = 1_000


def serve() -> None:
    """Answer each line of standard input with seconds by the clock and on the processor."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client, override_settings

    from core.models import User
    from reports.dashboard import Dashboard
    from reports.figures import scope_of_year

    leader = User.objects.get(username="do-lanh-dao")
    client = Client()
    client.force_login(leader)

    def board() -> None:
        Dashboard(scope_of_year(leader, 2025, today=TODAY), today=TODAY, years=[2025, 2024])

    def write() -> None:
        with connection.cursor() as cursor:
            for table in ("aid_aiditem", "aid_commitment", "aid_disbursement", "aid_itemsector"):
                cursor.execute(
                    f"UPDATE {table} SET version = version + 1 WHERE id = (SELECT min(id) FROM {table})"  # noqa: S608
                )

    work = {"unchanged": board, "after a write": board, "page, unchanged": lambda: client.get("/?nam=2025")}
    with override_settings(DEBUG=False):
        client.get("/?nam=2025")
        board()
        print("ready", flush=True)
        for line in sys.stdin:
            name = line.rstrip("\n")
            if name == "plans":
                print(json.dumps(plans(leader)), flush=True)
                continue
            if name == "inserts":
                print(json.dumps(inserts()), flush=True)
                continue
            if name == "after a write":
                write()
            start, before = time.perf_counter(), time.process_time()
            work[name]()
            print(json.dumps([time.perf_counter() - start, time.process_time() - before]), flush=True)


def plans(leader: Any) -> dict[str, Any]:
    """Return for each figure the milliseconds of its statements and the large tables it fetches rows of."""
    from django.db import connection

    from reports.figures import FIGURES, figure_named, scope_of_year
    from reports.figures.measures import question

    scope = scope_of_year(leader, 2025, today=TODAY)
    small = small_tables()
    found: dict[str, Any] = {}
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    for code in FIGURES:
        parts = [(part, rows) for part in figure_named(code).measure(scope).parts() for rows in part.arms()]
        asked = [each for part, rows in parts if (each := question(part, None, rows))]
        with connection.cursor() as cursor:
            start = time.perf_counter()
            for each in asked:
                cursor.execute(each.sql, each.params)
                cursor.fetchall()
            took = time.perf_counter() - start
            tables = set()
            for each in asked:
                cursor.execute(explain + each.sql, each.params)
                names = {name for row in cursor.fetchall() for name in fetched(row[-1])}
                tables |= {table for name in names for table in named(name, each.sql) if table not in small}
        found[code] = [round(took * 1000), sorted(tables)]
    return found


def small_tables() -> set[str]:
    """Return the tables with so few rows that reading them costs nothing."""
    from django.apps import apps

    models = [model for model in apps.get_models() if not hasattr(model, "history_id")]
    return {
        model._meta.db_table
        for model in models
        if model._base_manager.order_by()[: SMALL + 1].count() <= SMALL
    }


def named(name: str, sql: str) -> set[str]:
    """Return the tables that a name in a plan may stand for: itself, or those that bear it as an alias."""
    return set(re.findall(rf'"(\w+)" "?{name}"?(?=[ )])', sql)) or {name}


def fetched(line: str) -> list[str]:
    """Return what the line of a plan reads rows of, not an index alone."""
    if "COVERING INDEX" in line or "Index Only Scan" in line:
        return []
    by_sqlite = re.match(r"(?:SCAN|SEARCH) (\w+)", line)
    by_postgresql = re.search(r"(?:Index Scan|Seq Scan|Bitmap Heap Scan)[\w ]* on (\w+)", line)
    return [match[1] for match in (by_sqlite, by_postgresql) if match]


def inserts() -> list[float]:
    """Return the seconds of a bulk insert with marks and without, rolled back; medians of five, in turn."""
    from django.db import connection, transaction

    sqlite = connection.vendor == "sqlite"
    columns = "version, origin, created_at, updated_at, item_id, sector_id, share_percent"
    rows = f"SELECT {columns} FROM aid_itemsector ORDER BY id LIMIT {INSERTED}"  # noqa: S608
    taken = (
        f"DELETE FROM aid_itemsector WHERE id IN (SELECT id FROM aid_itemsector ORDER BY id LIMIT {INSERTED})"  # noqa: S608
    )
    drops = (
        [f"DROP TRIGGER aid_itemsector_mark_{verb}" for verb in ("insert", "update", "delete")]
        if sqlite
        else ["DROP TRIGGER aid_itemsector_mark ON aid_itemsector"]
    )
    times: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(5):
        for marked in times:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"CREATE TEMPORARY TABLE held AS {rows}")
                cursor.execute(taken)
                for statement in [] if marked else drops:
                    cursor.execute(statement)
                start = time.perf_counter()
                cursor.execute(f"INSERT INTO aid_itemsector ({columns}) SELECT {columns} FROM held")  # noqa: S608
                times[marked].append(time.perf_counter() - start)
                transaction.set_rollback(True)
    return [statistics.median(times[marked]) for marked in times]


def ask(process: subprocess.Popen, name: str) -> Any:
    """Return the answer of one process to one word."""
    process.stdin.write(name + "\n")  # type: ignore[union-attr]
    process.stdin.flush()  # type: ignore[union-attr]
    return json.loads(process.stdout.readline())  # type: ignore[union-attr]


def measure(kind: str, urls: dict[int, str], rounds: int) -> None:
    """Print the tables of one database."""
    asked = {}
    for size, url in urls.items():
        environment = {**os.environ, "DATABASE_URL": url, "STATEMENT_TIMEOUT_MS": "0", "ENV_FILE": ""}
        environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
        command = [sys.executable, "-m", "benchmarks.figures", "--serve"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        asked[size] = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes)  # type: ignore[call-overload]
    for process in asked.values():
        process.stdout.readline()
    print(f"| {NAMES[kind]} | {' | '.join(f'{size:,}, ms' for size in urls)} | ratio | processor |")
    print("|---|" + "---:|" * (len(urls) + 2))
    for name in ASKED:
        samples: dict[int, list[list[float]]] = {size: [] for size in urls}
        for _ in range(rounds if name != "after a write" else 3):
            for size, process in asked.items():
                samples[size].append(ask(process, name))
        cells = [[statistics.median(one) for one in zip(*samples[size], strict=True)] for size in urls]
        ratios = [cells[-1][index] / cells[0][index] for index in (0, 1)]
        aimed = name != "after a write"
        shown = [f"×{ratio:.2f}{' (!)' if aimed and ratio > AIM else ''}" for ratio in ratios]
        print(f"| {name} | {' | '.join(f'{cell[0] * 1000:.0f}' for cell in cells)} | {' | '.join(shown)} |")
    largest = asked[max(urls)]
    found = ask(largest, "plans")
    fetching = {code: cell for code, cell in found.items() if cell[1]}
    print(f"\n{len(found) - len(fetching)} of {len(found)} figures read large tables from indexes alone:\n")
    for code, (took, tables) in sorted(fetching.items(), key=lambda pair: -pair[1][0])[:20]:
        print(f"- `{code}`, {took} ms: {', '.join(tables)}")
    marked, bare = ask(asked[min(urls)], "inserts")
    ratio = f"×{marked / bare:.2f}"
    print(f"\n{INSERTED:,} rows inserted: {marked:.3f} s with marks, {bare:.3f} s without: {ratio}\n")
    for process in asked.values():
        process.stdin.close()
        process.wait()


def main() -> None:
    """Read the command line, fill, measure, print."""
    at_two_sizes(__doc__, serve, measure, rounds=15)


if __name__ == "__main__":
    main()
