"""Indexes that one database needs and the other cannot have, so that no model can declare them.

They are made again after every migrate, like the triggers; SQLite counts its rows then.
"""

import logging
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction

from core.models.fields import FoldedField
from core.text_index import STRETCH, create_text_indexes, is_long, stretches_name

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class NewestFirst:
    """A list that begins with the latest day: its table, what the day is in the words of each database."""

    table: str
    name: str
    postgresql: str
    sqlite: str
    beside: tuple[str, ...]


_newest_first: dict[tuple[str, str], NewestFirst] = {}


def keep_newest_first(table, name, *, postgresql, sqlite, beside=()):
    """Let lists of this table that begin with the latest day, then the latest key, read an index in order.

    The day is an expression, which the list orders by word for word; the table has a status. SQLite also
    keeps there what is looked at on that way: columns that tell the state, a text that searches look through.
    """
    _newest_first[table, name] = NewestFirst(table, name, postgresql, sqlite, beside)


def searched_columns():
    """Return (table, column) of every column that search looks through, sorted; history is not searched."""
    return sorted(
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if not hasattr(model, "history_id")
        for field in model._meta.concrete_fields
        if isinstance(field, FoldedField)
    )


def create_indexes(using="default"):
    """Create the missing indexes of this database; safe to run again."""
    vendor = connections[using].vendor
    _create(using, _newest_statements(vendor))
    if vendor == "postgresql" and _has_extension("pg_trgm", using):
        _create(using, _trigram_statements(has_stretches=_has_extension("btree_gin", using)))
    if vendor == "sqlite":
        create_text_indexes(using, searched_columns())


def _newest_statements(vendor):
    for _, one in sorted(_newest_first.items()):
        order = ", ".join([f"({one.sqlite})", '"id"', *(f'"{column}"' for column in one.beside)])
        if vendor == "postgresql":
            order = f'({one.postgresql}) DESC, "id" DESC'
            # A state that few are in is met late on that way: an order of its own begins with the state.
            name = f"{one.table}_status_{one.name}_newest"
            yield one.table, f'CREATE INDEX IF NOT EXISTS "{name}" ON "{one.table}" ("status", {order})'
        name = f"{one.table}_{one.name}_newest"
        yield one.table, f'CREATE INDEX IF NOT EXISTS "{name}" ON "{one.table}" ({order})'


def _has_extension(name, using):
    """Return whether the extension is there, after trying to add it; the owner of a database may."""
    try:
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
    except DatabaseError:
        log.warning("PostgreSQL has no %s: search works, but reads more than it need.", name)
        return False
    return True


def _trigram_statements(*, has_stretches):
    for table, column in searched_columns():
        trigrams = f'"{column}" gin_trgm_ops'
        plain = f'"{table}_{column}_trgm"'
        if has_stretches and is_long(table, column):
            name = stretches_name(table, column)
            of = f'ON "{table}" USING gin (("id" / {STRETCH}), {trigrams})'
            yield table, f'CREATE INDEX IF NOT EXISTS "{name}" {of}'
            yield table, f"DROP INDEX IF EXISTS {plain}"
        else:
            yield table, f'CREATE INDEX IF NOT EXISTS {plain} ON "{table}" USING gin ({trigrams})'


def _create(using, statements):
    existing = set(connections[using].introspection.table_names())
    with connections[using].cursor() as cursor:
        for table, statement in statements:
            if table in existing:
                cursor.execute(statement)


def count_rows(using="default"):
    """Let SQLite count its rows, so that it chooses indexes well; PostgreSQL does so by itself."""
    if connections[using].vendor == "sqlite":
        with connections[using].cursor() as cursor:
            cursor.execute("PRAGMA optimize = 0x10002")  # 2: where it helps; 0x10000: every table
            # An index made after its table was counted is left out, and then hardly ever chosen.
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'index' "
                "AND tbl_name IN (SELECT tbl FROM sqlite_stat1) "
                "AND name NOT IN (SELECT idx FROM sqlite_stat1 WHERE idx IS NOT NULL)"
            )
            names = [name for (name,) in cursor.fetchall()]
            # A table that a migration made anew has lost its counts; SQLite before 3.46 does not see to it.
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' "
                "AND name NOT LIKE 'sqlite_%' AND name NOT IN (SELECT tbl FROM sqlite_stat1)"
            )
            names += [name for (name,) in cursor.fetchall()]
            for name in names:
                cursor.execute(f'ANALYZE "{name}"')


def after_migrate(using, plan=None, **_):
    """Make the indexes again after a migrate; a flush, which names no plan, leaves nothing to count."""
    create_indexes(using)
    if plan is not None:
        count_rows(using)


@contextmanager
def index_only():
    """Let the queries of this block be answered from an index alone, where one holds all they ask for.

    PostgreSQL would rather read the whole table, which also holds what the query does not ask for.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = on")
            cursor.execute("SET LOCAL enable_bitmapscan = on")
