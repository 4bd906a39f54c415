"""Measures the search over everything beside a plain lookup by an indexed column, at 1 million aid items.

    .venv/bin/python -m benchmarks.search                     both databases, 1 million items
    .venv/bin/python -m benchmarks.search --databases postgres --size 300000

Each database is filled as benchmarks.million does it. Then, round by round, a record is fetched by its code
(`AidItem.objects.get(code=...)`) and the palette's search is asked for texts of two, three and eight letters,
which many records hold, few or none, and for a whole phrase. A cell is a median. The first two ratios are the
search over all registers beside that fetch, with all that Django and the ranking do: by the clock, and in
processor time, of this process (SQLite works in it) and of PostgreSQL's process that serves it, where other
work on the machine tells less. The last is what the database does in the register of a million: what asks
its index, beside the statement of the lookup, by the clock. Aim: at most 20 times the lookup.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.million import NAMES, databases, worker

AIM = 20
MODULE = "benchmarks.search"


def ask(rounds: int) -> None:
    """Print the medians of each text as JSON; runs in a process of its own on a filled database."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from random import Random

    from django.db import connection

    from aid.models import AidItem
    from benchmarks.words import RARE, THINGS
    from core.models import User
    from core.search import NEWEST, SHORT, SHORT_GROUPS, search_all
    from core.text import fold
    from core.word_index import Register, candidates, wanted

    server = ""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            server = f"/proc/{cursor.fetchone()[0]}/schedstat"

    def processor() -> float:
        # Linux says in nanoseconds how long a process ran; the server stands on this machine.
        served = int(Path(server).read_text().split()[0]) if server else 0
        return time.process_time() + served / 1e9

    chance, last = Random(7), AidItem.objects.latest("pk").pk
    user = User.objects.filter(role="SNGV_STAFF").earliest("pk")
    items = Register(AidItem._meta.db_table, "search_text", ("code", "name"))
    code = AidItem.objects.order_by("pk").values_list("code", flat=True)[last // 3].lower()
    texts = (
        "nu",
        "qu",
        "zq",
        "nuo",
        fold(RARE)[-3:],
        "zqx",
        "nuoc sac",
        "tai xa t",
        "y te tho",
        "vt-2025-",
        fold(RARE)[-8:],
        code[-8:],
        "zqxwzqxw",
        fold(THINGS[0]),
    )

    def a_code() -> str:
        found = (
            AidItem.objects.filter(pk__gte=chance.randint(1, last))
            .order_by("pk")
            .values_list("code", flat=True)
        )
        return found[0]

    def bare_lookup(code: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, search_text, code, name FROM aid_aiditem WHERE code = %s", [code])
            cursor.fetchall()

    samples: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)

    def time_of(row: str, what: str, call: Callable[[], object]) -> None:
        start, before = time.perf_counter(), processor()
        call()
        used = processor() - before
        samples[row, what].append((time.perf_counter() - start, used))

    for _ in range(rounds):
        for row in texts:
            code = a_code()
            asked = wanted(fold(row).split())
            time_of("lookup", "whole", lambda code=code: AidItem.objects.get(code=code))
            time_of("lookup", "bare", lambda code=code: bare_lookup(code))
            time_of(row, "whole", lambda row=row: search_all(user, row, limit=SHORT, groups=SHORT_GROUPS))
            time_of(row, "bare", lambda asked=asked: candidates([items], asked, NEWEST))
    medians: dict[str, dict[str, Any]] = defaultdict(dict)
    for (row, what), seconds in samples.items():
        medians[row][what] = [statistics.median(each) for each in zip(*seconds, strict=True)]
    for row in texts:
        held = candidates([items], wanted(fold(row).split()), last)[0]
        medians[row]["held"] = len(held)
    print(json.dumps({"size": AidItem.objects.count(), "medians": medians}))


def table(found: dict, kind: str) -> list[str]:
    """Return the lines of the table of one database."""
    medians = found["medians"]
    lookup = medians.pop("lookup")
    lines = [
        f"| {NAMES[kind]}, {found['size']:,} items | ms | ratio | processor | statement, ms | ratio |",
        "|---|---:|---:|---:|---:|---:|",
        f"| lookup by code | {lookup['whole'][0] * 1000:.2f} | | | {lookup['bare'][0] * 1000:.2f} | |",
    ]
    for row, seconds in medians.items():
        cells = []
        for what, measures in (("whole", (0, 1)), ("bare", (0,))):
            cells.append(f"{seconds[what][0] * 1000:.2f}")
            for measure in measures:
                ratio = seconds[what][measure] / lookup[what][measure]
                cells.append(f"×{ratio:.1f}{'' if ratio <= AIM else ' (!)'}")
        lines.append(f"| {row} ({len(row)} letters, in {seconds['held']:,} items) | {' | '.join(cells)} |")
    return lines


def main() -> None:
    """Read the command line, fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--size", type=int, default=1_000_000, help="number of aid items, a multiple of 5,000"
    )
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--folder", type=Path, help="where SQLite files are made and kept")
    parser.add_argument("--ask", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.ask:
        ask(wanted.rounds)
        return
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with tempfile.TemporaryDirectory() as scratch:
        for kind in wanted.databases.split(","):
            with databases(kind, [wanted.size], wanted.folder or Path(scratch)) as urls:
                process = worker(
                    MODULE,
                    "--ask",
                    "--rounds",
                    str(wanted.rounds),
                    url=urls[wanted.size],
                    stdout=subprocess.PIPE,
                )
                print("\n".join(table(json.loads(process.communicate()[0]), kind)), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
