"""Marks of tables: which state a table is in, so that what was worked out from it is kept until it changes.

Triggers write a mark in the transaction of the write itself, on every way there is: saves, bulk writes,
raw SQL. PostgreSQL has several rows for one table: a writer takes one that nobody holds, so two writers never
wait for each other (docs/decisions/0009). Table and triggers are made after every migrate.
"""

import re
from functools import cache

from django.apps import apps
from django.db import connections, router

from core.models import Record

TABLE = "core_tablemark"
_FUNCTION = "portal_mark_table"
_NAMES = re.compile(r'"(\w+)"')

# The mark is the number of the writing transaction, which is never used twice. A transaction marks a table
# once; whoever reads inside it must not keep anything. A writer that sees an old state (repeatable read) may
# not change a row that others changed since, so it adds one.
_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    writer bigint := pg_current_xact_id()::text::bigint;
    free bigint;
BEGIN
    PERFORM 1 FROM {TABLE} WHERE name = TG_TABLE_NAME AND mark = writer;
    IF FOUND THEN
        RETURN NULL;
    END IF;
    IF current_setting('transaction_isolation') = 'read committed' THEN
        SELECT id INTO free FROM {TABLE} WHERE name = TG_TABLE_NAME
            ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
        IF FOUND THEN
            UPDATE {TABLE} SET mark = writer WHERE id = free;
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO {TABLE} (name, mark) VALUES (TG_TABLE_NAME, writer);
    RETURN NULL;
END $$
"""  # noqa: S608 - our own table name
_POSTGRESQL_TABLE = f"""
CREATE TABLE IF NOT EXISTS "{TABLE}"
    (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, mark bigint NOT NULL)
"""
_SQLITE_TABLE = (
    f'CREATE TABLE IF NOT EXISTS "{TABLE}" (name text PRIMARY KEY, mark integer NOT NULL) WITHOUT ROWID'
)
_TABLES = {
    "postgresql": (
        _POSTGRESQL_TABLE,
        f'CREATE INDEX IF NOT EXISTS "{TABLE}_name" ON "{TABLE}" (name)',
        _POSTGRESQL_FUNCTION,
    ),
    "sqlite": (_SQLITE_TABLE,),
}
_READ = {
    "postgresql": f"SELECT name, string_agg(mark::text, ',' ORDER BY id) FROM \"{TABLE}\" GROUP BY name",  # noqa: S608
    "sqlite": f'SELECT name, mark FROM "{TABLE}"',  # noqa: S608
}


@cache
def marked_tables():
    """Return the names of the tables that are marked: every record that a person can change."""
    return frozenset(model._meta.db_table for model in apps.get_models() if issubclass(model, Record))


def tables_named_in(sql):
    """Return which tables of the portal a statement may read; one too many does no harm."""
    return _all_tables().intersection(_NAMES.findall(sql))


@cache
def _all_tables():
    return frozenset(model._meta.db_table for model in apps.get_models())


def read_marks(using=None):
    """Return the mark of each table as committed now; what reads a table without one may not be kept.

    None inside a transaction: what it wrote itself may yet be taken back, so nothing may be kept.
    """
    connection = connections[using or router.db_for_read(Record)]
    if connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_READ[connection.vendor])
        return dict(cursor.fetchall())


def create_marks(using="default"):
    """Create the table of marks and the triggers of every table that exists; safe to run again."""
    connection = connections[using]
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        for statement in _TABLES[connection.vendor]:
            cursor.execute(statement)
        for table in sorted(marked_tables() & existing):
            if connection.vendor == "sqlite":
                _mark_rows(cursor, table)
            else:
                _mark_statements(cursor, table)


def _mark_rows(cursor, table):
    """Mark each row written: SQLite knows no triggers of statements. A table made anew has lost its own."""
    again = f"INSERT OR REPLACE INTO {TABLE} (name, mark) VALUES ('{table}', random())"  # noqa: S608 - our own names
    cursor.execute(again)
    # The row is there, so that the trigger need not ask; a failed statement takes its mark back.
    does = f"UPDATE {TABLE} SET mark = random() WHERE name = '{table}'"  # noqa: S608 - our own names
    for verb in ("INSERT", "UPDATE", "DELETE"):
        cursor.execute(
            f'CREATE TRIGGER IF NOT EXISTS "{table}_mark_{verb.lower()}" AFTER {verb} ON "{table}" '
            f"BEGIN {does}; END"
        )


def _mark_statements(cursor, table):
    cursor.execute(
        f'CREATE OR REPLACE TRIGGER "{table}_mark" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
    )
    # A migrate may have changed rows in ways that no trigger sees; a backup brings numbers of transactions of
    # another server, each of which would pass for this one's when it comes.
    now = "pg_current_xact_id()::text::bigint"
    cursor.execute(f"UPDATE {TABLE} SET mark = {now} WHERE name = %s", [table])  # noqa: S608 - our own table name
    if not cursor.rowcount:
        cursor.execute(f"INSERT INTO {TABLE} (name, mark) VALUES (%s, {now})", [table])  # noqa: S608


def after_migrate(using, **_):
    """Make the marks again after a migrate."""
    create_marks(using)
