"""Fills an empty database with invented records, many and always the same for one seed.

    DATABASE_URL=sqlite:////tmp/bench.sqlite3 .venv/bin/python -m benchmarks.generate --rows 1000

For N aid items it makes about 2 N disbursements, N/20 meetings with their people, conclusions and follow-ups,
N/50 tasks, N/10 activities, N/50 donors, and the history of them all: one row for each creation and another
for every second item, meeting and follow-up. Beyond 5,000 items the database copies what was made, with codes
of their own: the shares of years, donors and words stay. All is written past the actions, which a benchmark
may and the portal may not.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import override_settings  # noqa: E402

from aid.models import AidItem  # noqa: E402
from benchmarks.copies import copy_blocks, write_history  # noqa: E402
from benchmarks.money import make_aid, make_donors  # noqa: E402
from benchmarks.words import LAST_YEAR  # noqa: E402
from benchmarks.work import make_activities, make_meetings, make_program  # noqa: E402
from benchmarks.world import BLOCK, LAST_DAY, World, insert  # noqa: E402
from core.models import Role, User  # noqa: E402
from core.reference import load_reference  # noqa: E402
from reports.models import NarrativeBlock, Report  # noqa: E402

ACCOUNTS = {
    "do-chuyen-vien": (Role.SNGV_STAFF, "SNGV"),
    "do-lanh-dao": (Role.UBND_LEADER, "UBND"),
    "do-dau-moi": (Role.FOCAL, "SYT"),
    "do-quan-tri": (Role.ADMIN, "SNGV"),
}


def make_accounts(world: World) -> None:
    """Make one account for each role that is measured; nobody can sign in with a password."""
    insert(
        User,
        [
            User(
                username=name,
                full_name=f"Tài khoản đo {code}",
                role=role,
                agency=world.by_code[code],
                password="!",  # noqa: S106 - no password at all
            )
            for name, (role, code) in ACCOUNTS.items()
        ],
    )


def make_report(world: World) -> None:
    """Make the year-end report of the last year, with a passage of text."""
    report = insert(
        Report,
        [
            Report(
                code="tong-ket",
                year=LAST_YEAR,
                title=f"Báo cáo tổng kết năm {LAST_YEAR}",
                issuer=world.by_code["LHHN"],
                dated_on=LAST_DAY,
            )
        ],
    )[0]
    insert(
        NarrativeBlock, [NarrativeBlock(report=report, key="boi-canh", text="Năm có nhiều thuận lợi. " * 20)]
    )


def settle() -> None:
    """Let the database count its tables, as a running installation does by itself."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "PRAGMA optimize=0x10002")


def _donors_and_aid(world: World) -> None:
    make_aid(world, make_donors(world))


MAKERS = (
    make_accounts,
    _donors_and_aid,
    make_program,
    make_activities,
    make_meetings,
    copy_blocks,
    make_report,
)


def generate(rows: int, seed: int) -> None:
    """Migrate the database, fill it, and say how long each part took."""
    call_command("migrate", verbosity=0)
    if AidItem.objects.exists():
        raise SystemExit("Stopped: the database already holds aid items. Name an empty one in DATABASE_URL.")
    load_reference(by=User.objects.system())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
    world = World(rows, seed)
    with transaction.atomic():
        for make in MAKERS:
            _timed(make.__name__, make, world)
        _timed("write_history", write_history)
    _timed("settle", settle)


def _timed(name, function, *arguments) -> None:
    start = time.perf_counter()
    function(*arguments)
    print(f"  {name.strip('_')}: {time.perf_counter() - start:.1f} s", file=sys.stderr)


def main() -> None:
    """Read the command line and generate."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1000, help="number of aid items")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    if wanted.rows > BLOCK and wanted.rows % BLOCK:
        raise SystemExit(f"Stopped: beyond {BLOCK} rows, ask for a multiple of {BLOCK}.")
    # DEBUG would keep every statement in memory.
    with override_settings(DEBUG=False):
        generate(wanted.rows, wanted.seed)


if __name__ == "__main__":
    main()
