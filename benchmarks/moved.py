"""Measures “Số nào đã đổi” at 10 thousand and at 1 million aid items; prints a table of ratios.

    .venv/bin/python -m benchmarks.moved                     both databases
    .venv/bin/python -m benchmarks.moved --databases sqlite --folder DIR

The databases are those of benchmarks.million. 300 items get a history of last year, with their money; then a
week's work is written: 150 of the items and commitments of the others. A cell is the median of what the page
reckons, over the year that the items are of: after a write, and when nothing was written since.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from datetime import date

from benchmarks.million import NAMES, at_two_sizes, worker

TODAY = date(2026, 1, 5)
EDITED = 150
ASKED = ("after a write", "unchanged")


def serve() -> None:
    """Write the week's work, then answer each line of standard input with seconds and what was found."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()

    from django.db import connection

    from aid.models import AidItem, Commitment, Disbursement
    from benchmarks.copies import history_of
    from core.history import acting
    from core.models import User
    from reports.figures import scope_of_year
    from reports.moved import Moves

    leader = User.objects.get(username="do-lanh-dao")
    items = AidItem.objects.booked_in(date(2025, 1, 1), date(2025, 12, 31)).regular()
    mine = list(items.order_by("-pk").values_list("pk", flat=True)[: EDITED * 2])
    if not AidItem.history.exists():
        keys = ", ".join(map(str, mine))
        with connection.cursor() as cursor:
            for model, column in ((AidItem, "r.id"), (Commitment, "item_id"), (Disbursement, "item_id")):
                history_of(cursor, model, leader, "+", "Nhập số liệu", f"{column} IN ({keys}) AND ")

    def write(count: int) -> None:
        with acting(by=leader, verb="benchmark", label="Sửa số liệu"):
            for item in AidItem.objects.filter(pk__in=mine[:count]):
                item.note = f"{item.note}."
                item.save()
            for row in Commitment.objects.filter(item__in=mine[count : count * 2], usd_minor__isnull=False):
                row.usd_minor += 100
                row.save()

    write(EDITED)
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "after a write":
            write(1)
        start, before = time.perf_counter(), time.process_time()
        moves = Moves(scope_of_year(leader, 2025, today=TODAY), today=TODAY, days=7)
        found = moves.found
        took = time.perf_counter() - start, time.process_time() - before
        print(json.dumps([*took, len(found), moves.too_many]), flush=True)


def measure(kind: str, urls: dict[int, str], rounds: int) -> None:
    """Print the table of one database."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    asked = {size: worker("benchmarks.moved", "--serve", url=url, **pipes) for size, url in urls.items()}
    for process in asked.values():
        process.stdout.readline()
    print(f"| {NAMES[kind]} | {' | '.join(f'{size:,}, ms' for size in urls)} | ratio | processor | moved |")
    print("|---|" + "---:|" * (len(urls) + 3))
    for name in ASKED:
        samples: dict[int, list[list[float]]] = {size: [] for size in urls}
        for _ in range(rounds):
            for size, process in asked.items():
                process.stdin.write(name + "\n")
                process.stdin.flush()
                samples[size].append(json.loads(process.stdout.readline()))
        if any(one[3] for rows in samples.values() for one in rows):
            raise SystemExit("Stopped: too much was written, so that no record was taken as it stood.")
        cells = [[statistics.median(one) for one in zip(*samples[size], strict=True)] for size in urls]
        ratios = [f"×{cells[-1][index] / cells[0][index]:.2f}" for index in (0, 1)]
        shown = " | ".join(f"{cell[0] * 1000:.0f}" for cell in cells)
        print(
            f"| {name} | {shown} | {' | '.join(ratios)} | {', '.join(str(int(cell[2])) for cell in cells)} |"
        )
    for process in asked.values():
        process.stdin.close()
        process.wait()


def main() -> None:
    """Read the command line, fill, measure, print."""
    at_two_sizes(__doc__, serve, measure, rounds=5)


if __name__ == "__main__":
    main()
