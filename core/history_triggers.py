"""Append-only history: database triggers that refuse to change or remove a history row.

SQLite drops triggers when a table is rebuilt, so they are made again after every migrate.
"""

from django.apps import apps
from django.db import connections

MESSAGE = "Lịch sử chỉ được ghi thêm, không được sửa hay xóa."


def history_tables():
    """Return the names of all history tables, sorted."""
    return sorted(model._meta.db_table for model in apps.get_models() if hasattr(model, "history_id"))


def _sqlite_statements(table):
    for verb in ("UPDATE", "DELETE"):
        yield (
            f'CREATE TRIGGER IF NOT EXISTS "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
    # INSERT OR REPLACE rewrites a row without firing the DELETE trigger.
    known = f'EXISTS (SELECT 1 FROM "{table}" WHERE history_id = NEW.history_id)'  # noqa: S608 - our own table names
    yield (
        f'CREATE TRIGGER IF NOT EXISTS "{table}_no_replace" BEFORE INSERT ON "{table}" '
        f"WHEN {known} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )


def _postgresql_statements(table):
    yield (
        "CREATE OR REPLACE FUNCTION portal_history_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
    )
    for verb in ("UPDATE", "DELETE"):
        yield (
            f'CREATE OR REPLACE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION portal_history_append_only()"
        )
    yield (
        f'CREATE OR REPLACE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION portal_history_append_only()"
    )


def create_triggers(using="default"):
    """Create the triggers on every history table that exists; safe to run again."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    statements = _sqlite_statements if connection.vendor == "sqlite" else _postgresql_statements
    with connection.cursor() as cursor:
        for table in history_tables():
            if table in existing:
                for statement in statements(table):
                    cursor.execute(statement)


def drop_triggers(using="default"):
    """Remove the triggers; only the test suite's flush calls this."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in history_tables():
            for suffix in ("update", "delete", "replace", "truncate"):
                on_table = "" if connection.vendor == "sqlite" else f' ON "{table}"'
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{suffix}"{on_table}')


def after_migrate(using, **_):
    """Make the triggers again after a migrate."""
    create_triggers(using)
