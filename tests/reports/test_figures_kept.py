"""Figures are kept while nothing is written, and are never stale: committed changes show, others do not."""

import csv
import re
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from aid.models import AidItem
from core.history import acting, bulk_create, bulk_update
from core.models import Role, User
from core.table_marks import marked_tables, read_marks
from reports.figures import FIGURES, compute, compute_many, figure_named, scope_of_year
from reports.figures.measures import question
from tests import factories as make

CODE = "aid.items_received"
pytestmark = pytest.mark.django_db


@pytest.fixture
def scope(each_its_own):
    """Return the year 2025 for a person who reads everything."""
    user = User.objects.filter(username="so-lieu").first()
    user = user or make.UserFactory(username="so-lieu", role=Role.UBND_LEADER)
    return scope_of_year(user, 2025, today=date(2026, 1, 5))


@contextmanager
def act():
    """Open an act, as an action would."""
    with acting(by=User.objects.system(), verb="tests.change", label="Sửa dữ liệu thử"):
        yield


def number(scope):
    return compute(CODE, scope).value


def asked(scope):
    """Return how many queries the figure costs now."""
    with CaptureQueriesContext(connection) as seen:
        number(scope)
    return len(seen)


def run(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def save(item):
    item.approved_on = date(2024, 1, 1)
    with act():
        item.save()


def delete(item):
    with act():
        item.delete()


def write_many(item):
    item.approved_on = date(2024, 1, 1)
    with act():
        bulk_update([item], ["approved_on"])


def create_many(item):
    fresh = AidItem(code="VT-2025-777", name="Nước sạch", donor=item.donor, recipient=item.recipient)
    fresh.owner, fresh.approved_on, fresh.status, fresh.rule_set = (
        item.owner,
        date(2025, 2, 1),
        "APPROVED",
        "ND80",
    )
    with act():
        bulk_create([fresh])


def plain_update(item):
    run("UPDATE aid_aiditem SET approved_on = %s WHERE id = %s", date(2024, 1, 1), item.pk)


WRITES = [save, delete, write_many, create_many, plain_update]


@pytest.mark.history_may_fail
@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__)
def test_every_way_of_writing_shows_at_once(scope, write):
    item = make.AidItemFactory(approved_on=date(2025, 5, 1))
    before = number(scope)
    assert asked(scope) == 1  # the marks alone

    write(item)

    assert number(scope) == before + (1 if write is create_many else -1)


def test_the_same_under_two_names_is_asked_once(scope):
    make.AidItemFactory(approved_on=date(2025, 5, 2))
    with CaptureQueriesContext(connection) as seen:
        found = compute_many(dict.fromkeys(("now", "then"), (CODE, scope)))
    assert found["now"].value == found["then"].value > 0
    assert [query["sql"].count("COUNT(*)") for query in seen if "aid_aiditem" in query["sql"]] == [1]


def test_what_is_taken_back_is_neither_kept_nor_shown(scope):
    item = make.AidItemFactory(approved_on=date(2025, 6, 1))
    before, marks = number(scope), read_marks()

    with transaction.atomic():
        save(item)
        assert number(scope) == before - 1
        assert read_marks() is None
        transaction.set_rollback(True)

    assert (number(scope), read_marks()) == (before, marks)
    # The mark of another write must not be the one that was taken back.
    make.AidItemFactory(approved_on=date(2025, 6, 2))
    assert number(scope) == before + 1


def test_other_tables_readers_and_days_have_results_of_their_own(scope):
    item = make.AidItemFactory(approved_on=date(2025, 7, 1))
    number(scope)
    make.FollowUpFactory()
    assert asked(scope) == 1
    stranger = make.UserFactory(username=f"nguoi-{item.pk}", role=Role.FOCAL, agency=make.AgencyFactory())
    assert compute(CODE, replace(scope, user=stranger)).value == 0
    assert compute(CODE, replace(scope, as_of=date(2025, 6, 30))).value < number(scope)


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_two_writers_do_not_wait_and_commit_in_any_order(scope, each_its_own):
    first, second = (make.AidItemFactory(approved_on=date(2025, 8, day)) for day in (1, 2))
    before = number(scope)
    mine, other = connections["default"], connections["default"].copy()
    with transaction.atomic():
        plain_update(first)
        # Another connection writes and commits while the first has not.
        connections["default"] = other
        run("SET lock_timeout = '1s'")
        plain_update(second)
        assert number(scope) == before - 1
        connections["default"] = mine
    connections["default"] = other
    assert number(scope) == before - 2
    other.close()
    connections["default"] = mine


def test_every_figure_is_kept_and_knows_all_tables_that_it_reads(db):
    scope = scope_of_year(
        make.UserFactory(role=Role.FOCAL, agency=make.AgencyFactory()), 2025, today=date(2026, 1, 5)
    )
    parts = [part for code in FIGURES for part in figure_named(code).measure(scope).parts()]
    questions = [asked for part in parts for rows in part.arms() if (asked := question(part, None, rows))]
    assert all(each.key(dict.fromkeys(marked_tables(), 1)) for each in questions)
    assert not any(each.key({}) for each in questions), "a table without a mark would never tell of a change"
    assert {table for each in questions for table in each.tables} <= marked_tables()
    if connection.vendor != "sqlite":
        return
    for each in questions:
        assert tables_read(each) <= each.tables


# Registers that may grow to a million rows; the others are read as they come.
LARGE = ("aid_aiditem", "aid_commitment", "aid_disbursement", "aid_itemsector", "core_partner")
# What SQLite knew of them when the benchmarks had filled them (`sqlite_stat1`); plans follow it.
STATISTICS = Path(__file__).parents[1] / "data" / "million_rows.csv"


def test_figures_read_the_large_tables_of_aid_from_indexes_alone(scope):
    if connection.vendor != "sqlite":
        pytest.skip("An empty PostgreSQL reads tables, whatever indexes they have.")
    fetched = {}
    with of_a_million() as register:
        by_key = AidItem.objects.filter(pk=1).query.sql_with_params()
        assert rows_fetched_of(register, *by_key) == {"aid_aiditem"}
        for code in FIGURES:
            parts = figure_named(code).measure(scope).parts()
            questions = [question(part, None, rows) for part in parts for rows in part.arms()]
            for asked in questions:
                if (
                    asked
                    and asked.tables & set(LARGE)
                    and (names := rows_fetched_of(register, asked.sql, asked.params))
                ):
                    fetched[code] = names
    assert fetched == {}


@contextmanager
def of_a_million():
    """Yield an empty database with the tables of this one, which takes them for those of a million items."""
    made = "SELECT tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
    with closing(sqlite3.connect(":memory:")) as register:
        for table, statement in run(f"{made} ORDER BY type DESC"):
            if table in marked_tables():
                register.execute(statement)
        register.execute("ANALYZE")
        rows = list(csv.reader(STATISTICS.read_text().splitlines()))[1:]
        register.executemany("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", rows)
        register.execute("ANALYZE sqlite_schema")
        yield register


def rows_fetched_of(register, sql, params):
    """Return the large tables that SQLite reads rows of, beside their indexes: a name may be an alias."""
    asked = register.execute(f"EXPLAIN QUERY PLAN {sql.replace('%s', '?').replace('%%', '%')}", params)
    words = [line[-1] for line in asked if "COVERING INDEX" not in line[-1]]
    names = {found[1] for line in words if (found := re.match(r"(?:SCAN|SEARCH) (\w+)", line))}
    tables = {name: set(re.findall(rf'"(\w+)" "{name}"', sql)) or {name} for name in names}
    return {table for name in names for table in tables[name] if table in LARGE}


def tables_read(asked):
    """Return the tables that SQLite itself says the statement reads."""
    read = set()

    def note(action, table, *_):
        if action == 20:  # SQLITE_READ
            read.add(table)
        return 0

    connection.connection.set_authorizer(note)
    try:
        run(asked.sql, *asked.params)
    finally:
        connection.connection.set_authorizer(None)
    return {
        table
        for table in read
        if table.partition("_")[0] in {"aid", "core", "meetings", "programs", "reports"}
    }
