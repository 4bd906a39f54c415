"""Tables to which rows are only added: triggers that refuse to change or remove a row.

These are the tables of history, and those of models marked `write_once`. SQLite drops triggers when a table
is rebuilt, so they are made again after every migrate.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import connections

from core.row_guards import guard_names

MESSAGE = "Lịch sử chỉ được ghi thêm, không được sửa hay xóa."
ONCE_MESSAGE = "Bản đã chốt, đã ban hành chỉ được ghi một lần, không được sửa hay xóa."


@dataclass(frozen=True)
class GuardedTable:
    """A table to which rows are only added: its keys, what a refused statement says, and the function."""

    name: str
    keys: tuple[tuple[str, ...], ...]
    message: str
    function: str


def history_tables():
    """Return the names of all history tables, sorted."""
    return sorted(model._meta.db_table for model in apps.get_models() if hasattr(model, "history_id"))


def write_once_tables():
    """Return the names of the tables of models marked `write_once`, sorted."""
    return sorted(model._meta.db_table for model in _write_once_models())


def _write_once_models():
    return [model for model in apps.get_models() if getattr(model, "write_once", False)]


def _keys_of(model):
    """Return the columns of each key of a model, any of which a replacing INSERT may hit."""
    fields = [constraint.fields for constraint in model._meta.constraints if hasattr(constraint, "fields")]
    columns = [tuple(model._meta.get_field(name).column for name in names) for names in fields]
    return ((model._meta.pk.column,), *columns)


def guarded_tables():
    """Return every table whose rows no statement may change."""
    history = [
        GuardedTable(name, (("history_id",),), MESSAGE, "portal_history_append_only")
        for name in history_tables()
    ]
    once = [
        GuardedTable(model._meta.db_table, _keys_of(model), ONCE_MESSAGE, "portal_write_once")
        for model in _write_once_models()
    ]
    return [*history, *once]


def _sqlite_statements(table):
    for verb in ("UPDATE", "DELETE"):
        yield (
            f'CREATE TRIGGER IF NOT EXISTS "{table.name}_no_{verb.lower()}" BEFORE {verb} ON "{table.name}" '
            f"BEGIN SELECT RAISE(ABORT, '{table.message}'); END"
        )
    # INSERT OR REPLACE rewrites a row without firing the DELETE trigger.
    same = " OR ".join(
        "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in key) + ")" for key in table.keys
    )
    known = f'EXISTS (SELECT 1 FROM "{table.name}" WHERE {same})'  # noqa: S608 - our own table names
    yield (
        f'CREATE TRIGGER IF NOT EXISTS "{table.name}_no_replace" BEFORE INSERT ON "{table.name}" '
        f"WHEN {known} BEGIN SELECT RAISE(ABORT, '{table.message}'); END"
    )


def _postgresql_statements(table):
    yield (
        f"CREATE OR REPLACE FUNCTION {table.function}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table.message}'; END $$"
    )
    for verb in ("UPDATE", "DELETE"):
        yield (
            f'CREATE OR REPLACE TRIGGER "{table.name}_no_{verb.lower()}" BEFORE {verb} ON "{table.name}" '
            f"FOR EACH ROW EXECUTE FUNCTION {table.function}()"
        )
    yield (
        f'CREATE OR REPLACE TRIGGER "{table.name}_no_truncate" BEFORE TRUNCATE ON "{table.name}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table.function}()"
    )


def missing_triggers(using="default"):
    """Return the names of the guards that the database lacks or has switched off, sorted."""
    connection = connections[using]
    is_sqlite = connection.vendor == "sqlite"
    last = "replace" if is_sqlite else "truncate"
    wanted = {f"{table.name}_no_{what}" for table in guarded_tables() for what in ("update", "delete", last)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if is_sqlite
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        )
        return sorted((wanted | guard_names()) - {name for (name,) in cursor.fetchall()})


def create_triggers(using="default"):
    """Create the triggers on every guarded table that exists; safe to run again."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    statements = _sqlite_statements if connection.vendor == "sqlite" else _postgresql_statements
    with connection.cursor() as cursor:
        for table in guarded_tables():
            if table.name in existing:
                for statement in statements(table):
                    cursor.execute(statement)


def drop_triggers(using="default"):
    """Remove the triggers; only the test suite's flush calls this."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in guarded_tables():
            for suffix in ("update", "delete", "replace", "truncate"):
                on_table = "" if connection.vendor == "sqlite" else f' ON "{table.name}"'
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table.name}_no_{suffix}"{on_table}')


def after_migrate(using, **_):
    """Make the triggers again after a migrate."""
    create_triggers(using)
