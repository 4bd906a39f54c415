"""Measures the pages at two sizes and on both databases in one run; prints the tables of docs/performance.md.

    .venv/bin/python -m benchmarks.measure        1,000 and 100,000 aid items, SQLite and PostgreSQL
    .venv/bin/python -m benchmarks.measure --sizes 1000 --databases sqlite

Each database is made by benchmarks.generate in --folder; a SQLite file that is there already is used again.
PostgreSQL is a throw-away server (scripts/with_postgres.py). Times are medians, pages asked in turn, and each
is printed as a ratio to the empty signed-in page of the same run: a busy machine changes the times, hardly
the ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from scripts.with_postgres import binaries, throw_away_server

ROOT = Path(__file__).resolve().parents[1]
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
STEPS = ("query", "html", "parse", "layout", "write")


def run(module: str, *arguments: str, url: str) -> str:
    """Run a module of this folder on that database; return what it printed. Its progress is passed on."""
    environment = {**os.environ, "DATABASE_URL": url, "STATEMENT_TIMEOUT_MS": "0", "ENV_FILE": ""}
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"Stopped: {' '.join(command)} failed.")
    return done.stdout


def server_for(kind: str, stack: ExitStack) -> str | None:
    """Return the address of a server that lives as long as the stack, None for SQLite, which needs none."""
    if kind != "postgres":
        return None
    installed = binaries()
    if installed is None:
        raise SystemExit("Stopped: PostgreSQL 15 or newer is missing. Install the package postgresql.")
    return stack.enter_context(throw_away_server(installed))


@contextmanager
def databases(kind: str, sizes: list[int], folder: Path, seed: int) -> Iterator[dict[int, str]]:
    """Yield the address of one filled database per size."""
    with ExitStack() as stack:
        server = server_for(kind, stack)
        urls = {}
        for size in sizes:
            if server is None:
                file = folder / f"bench_{size}.sqlite3"
                urls[size], is_new = f"sqlite:///{file}", not file.exists()
            else:
                urls[size], is_new = _new_database(server, f"bench_{size}"), True
            if is_new:
                print(f"{NAMES[kind]}, {size} aid items: generating", file=sys.stderr)
                run("generate", "--rows", str(size), "--seed", str(seed), url=urls[size])
        yield urls


def _new_database(server: str, name: str) -> str:
    import psycopg

    with psycopg.connect(server.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{server.rsplit('/', 1)[0]}/{name}"


def page_table(results: dict[tuple[str, int], dict]) -> list[str]:
    """Return the lines of the table of pages: ratio to the empty page, and the number of queries."""
    heads = [f"{NAMES[kind]}, {_thousands(size)}" for kind, size in results]
    lines = [f"| page | {' | '.join(heads)} |", "|---|" + "---:|" * len(heads)]
    bases = {key: result["rows"][0]["seconds"] for key, result in results.items()}
    by_name = [{(row["group"], row["name"]): row for row in result["rows"]} for result in results.values()]
    first = f"empty signed-in page | {' | '.join(f'{base * 1000:.0f} ms' for base in bases.values())}"
    lines.append(f"| {first} |")
    names = dict.fromkeys(name for rows in by_name for name in rows)
    for group, name in list(names)[1:]:
        cells = []
        for rows, base in zip(by_name, bases.values(), strict=True):
            row = rows.get((group, name))
            cells.append(f"×{row['seconds'] / base:.1f} ({row['queries']})" if row else "–")
        lines.append(f"| {group}: {name} | {' | '.join(cells)} |")
    return lines


def pdf_table(results: dict[tuple[str, int], dict]) -> list[str]:
    """Return the lines of the table of the year-end PDF: each step as a ratio to the empty page."""
    lines = [
        "| year-end PDF | rows of tables | " + " | ".join(STEPS) + " | together |",
        "|---|" + "---:|" * (len(STEPS) + 2),
    ]
    for (kind, size), result in results.items():
        base, pdf = result["rows"][0]["seconds"], result["pdf"]
        steps = [f"×{pdf['steps'][step] / base:.0f}" if step in pdf["steps"] else "–" for step in STEPS]
        whole = sum(pdf["steps"].values())
        together = f"×{whole / base:.0f} ({whole:.1f} s)" if "write" in pdf["steps"] else "–"
        name = f"{NAMES[kind]}, {_thousands(size)}"
        lines.append(f"| {name} | {pdf['rows']} | {' | '.join(steps)} | {together} |")
    return lines


def _thousands(size: int) -> str:
    return f"{size:,}"


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,100000", help="numbers of aid items")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--repeats", default="7", help="how often each page is asked")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where SQLite files are made and kept")
    wanted = parser.parse_args()
    # An ended run stops its server and removes its files.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    sizes = [int(size) for size in wanted.sizes.split(",")]
    results = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = wanted.folder or Path(scratch)
        for kind in wanted.databases.split(","):
            with databases(kind, sizes, folder, wanted.seed) as urls:
                for size, url in urls.items():
                    print(f"{NAMES[kind]}, {size} aid items: measuring", file=sys.stderr)
                    results[kind, size] = json.loads(run("pages", "--repeats", wanted.repeats, url=url))
    print("\n".join([*page_table(results), "", *pdf_table(results)]))


if __name__ == "__main__":
    main()
