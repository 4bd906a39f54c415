"""Measures list, search, totals and map at 1 million aid items beside 10 thousand; prints a table of ratios.

    .venv/bin/python -m benchmarks.million                     both databases
    .venv/bin/python -m benchmarks.million --databases sqlite --sizes 10000,100000

Each database is filled set-wise by itself: copies of a block of 5,000 items, days moved on from copy to copy,
their facts and sums reckoned by the portal's own functions. Pages are asked through Django's test client, the
two sizes in turn, each size in a process of its own; a cell is the median of the time of a page. The last
column compares processor seconds of that process, where other work on the machine tells less: SQLite works in
it, of PostgreSQL it has all but the queries. Files are removed at the end unless --folder keeps them.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.measure import server_for

ROOT = Path(__file__).resolve().parents[1]
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
AIM = 1.5
PAGES = "benchmarks.million_pages"


class Cell(NamedTuple):
    """A page at one size: seconds by the clock, seconds on the processor of the portal's process, queries."""

    clock: float
    cpu: float
    queries: int


def worker(module: str, *arguments: str, url: str, **kwargs: Any) -> subprocess.Popen:
    """Start a process of that module on that database."""
    environment = {**os.environ, "DATABASE_URL": url, "STATEMENT_TIMEOUT_MS": "0", "ENV_FILE": ""}
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **kwargs)


@contextmanager
def databases(kind: str, sizes: list[int], folder: Path) -> Iterator[dict[int, str]]:
    """Yield the address of one filled database per size."""
    with ExitStack() as stack:
        server = server_for(kind, stack)
        urls = {}
        for size in [0, *sizes]:
            file = folder / f"million_{size}.sqlite3"
            urls[size] = (
                f"sqlite:///{file}" if server is None else f"{server.rsplit('/', 1)[0]}/million_{size}"
            )
            if server is None and file.exists():
                continue
            _make(kind, size, urls[size], server, file)
        del urls[0]
        yield urls


def _make(kind: str, size: int, url: str, server: str | None, file: Path) -> None:
    """Make one database; number 0 is the empty one that the others are copied from."""
    start = time.perf_counter()
    if server is not None:
        import psycopg

        of = " TEMPLATE million_0" if size else ""
        with psycopg.connect(server.replace("postgres://", "postgresql://"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "million_{size}"{of}')
    elif size:
        shutil.copy(file.with_name("million_0.sqlite3"), file)
    if worker(PAGES, "fill" if size else "prepare", str(size), url=url).wait():
        raise SystemExit(f"Stopped: filling {size} items failed.")
    print(f"{NAMES[kind]}, {size}: filled in {time.perf_counter() - start:.0f} s", file=sys.stderr)


def measure(urls: dict[int, str], rounds: int, words: str = "") -> dict[str, dict[int, Cell]]:
    """Return a cell for each page and size, of pages with these words; asked in turn, round by round."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    asked = {size: worker(PAGES, "serve", str(size), url=url, **pipes) for size, url in urls.items()}
    try:
        names = {size: json.loads(process.stdout.readline()) for size, process in asked.items()}
        pages = [name for name in next(iter(names.values())) if words in name]
        found: dict[str, dict[int, Cell]] = {name: {} for name in pages}
        samples: dict[tuple[str, int], list[tuple[float, float]]] = {}
        queries: dict[tuple[str, int], int] = {}
        for _ in range(rounds):
            for name in pages:
                for size, process in asked.items():
                    process.stdin.write(name + "\n")
                    process.stdin.flush()
                    *seconds, queries[name, size] = json.loads(process.stdout.readline())
                    samples.setdefault((name, size), []).append(tuple(seconds))
        for (name, size), seconds in samples.items():
            clock, cpu = (statistics.median(values) for values in zip(*seconds, strict=True))
            found[name][size] = Cell(clock, cpu, queries[name, size])
        return found
    finally:
        for process in asked.values():
            process.stdin.close()
            process.wait()


def table(found: dict[str, dict[int, Cell]], kind: str, sizes: list[int]) -> list[str]:
    """Return the lines of the table of one database."""
    heads = [f"{size:,}, ms (queries)" for size in sizes]
    lines = [
        f"| {NAMES[kind]} | {' | '.join(heads)} | ratio | processor |",
        "|---|" + "---:|" * (len(sizes) + 2),
    ]
    for name, cells in found.items():
        shown = [f"{cells[size].clock * 1000:.0f} ({cells[size].queries})" for size in sizes]
        first, last = cells[sizes[0]], cells[sizes[-1]]
        ratios = last.clock / first.clock, last.cpu / first.cpu
        shown += [f"×{ratio:.2f}{'' if ratio <= AIM else ' (!)'}" for ratio in ratios]
        lines.append(f"| {name} | {' | '.join(shown)} |")
    return lines


def at_two_sizes(
    doc: str | None,
    serve: Callable[[], None],
    measure_kind: Callable[[str, dict[int, str], int], None],
    *,
    rounds: int,
) -> None:
    """Run a benchmark from the command line: `measure_kind(database, {size: URL}, rounds)` prints for each.

    With `--serve` the process is one that it started, and answers in `serve` until its input ends.
    """
    parser = argparse.ArgumentParser(description=(doc or "").partition("\n")[0])
    parser.add_argument("--sizes", default="10000,1000000", help="numbers of aid items, multiples of 5,000")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--folder", type=Path, help="where SQLite files are made and kept")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.serve:
        serve()
        return
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    sizes = [int(size) for size in wanted.sizes.split(",")]
    with tempfile.TemporaryDirectory() as scratch:
        for kind in wanted.databases.split(","):
            with databases(kind, sizes, wanted.folder or Path(scratch)) as urls:
                measure_kind(kind, urls, wanted.rounds)


def main() -> None:
    """Read the command line, fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,1000000", help="numbers of aid items, multiples of 5,000")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--rounds", type=int, default=7, help="how often each page is asked")
    parser.add_argument("--page", default="", help="only pages with these words in their name")
    parser.add_argument("--folder", type=Path, help="where SQLite files are made and kept")
    wanted = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    sizes = [int(size) for size in wanted.sizes.split(",")]
    with tempfile.TemporaryDirectory() as scratch:
        for kind in wanted.databases.split(","):
            with databases(kind, sizes, wanted.folder or Path(scratch)) as urls:
                print(
                    "\n".join(table(measure(urls, wanted.rounds, wanted.page), kind, sizes)),
                    end="\n\n",
                    flush=True,
                )


if __name__ == "__main__":
    main()
