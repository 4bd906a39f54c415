"""Rows that stay as they are once their record is far enough: triggers with a condition, on both databases.

A model lists its guards in `row_guards`. SQLite drops triggers when a table is rebuilt, so they are made
again after every migrate; raw SQL meets them like every other statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections


@dataclass(frozen=True)
class RowGuard:
    """What a table refuses: a verb (INSERT, UPDATE, DELETE) while `when` holds, and with which words.

    `when` is SQL over OLD and NEW that both databases read alike; `about` tells guards of one verb apart.
    """

    verb: str
    when: str
    message: str
    about: str = ""

    def name(self, table: str) -> str:
        """Return the name of the trigger on a table."""
        return "_".join(filter(None, (table, "guard", self.verb.lower(), self.about)))


def guards() -> Iterator[tuple[str, RowGuard]]:
    """Yield (table, guard) of every model that lists some."""
    for model in apps.get_models():
        for guard in getattr(model, "row_guards", ()):
            yield model._meta.db_table, guard


def _sqlite_statements(table: str, guard: RowGuard) -> Iterator[str]:
    name = guard.name(table)
    yield f'DROP TRIGGER IF EXISTS "{name}"'
    yield (
        f'CREATE TRIGGER "{name}" BEFORE {guard.verb} ON "{table}" WHEN {guard.when} '
        f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    )


def _postgresql_statements(table: str, guard: RowGuard) -> Iterator[str]:
    name = guard.name(table)
    row = "OLD" if guard.verb == "DELETE" else "NEW"
    yield (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
        f"IF {guard.when} THEN RAISE EXCEPTION '{guard.message}'; END IF; RETURN {row}; END $$"
    )
    yield (
        f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {guard.verb} ON "{table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{name}"()'
    )


def guard_names() -> set[str]:
    """Return the names of the triggers that the tables ought to have."""
    return {guard.name(table) for table, guard in guards()}


def create_guards(using: str = "default") -> None:
    """Create the triggers on every guarded table that exists; safe to run again."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    statements = _sqlite_statements if connection.vendor == "sqlite" else _postgresql_statements
    with connection.cursor() as cursor:
        for table, guard in guards():
            if table in existing:
                for statement in statements(table, guard):
                    cursor.execute(statement)


def after_migrate(using: str, **_: Any) -> None:
    """Make the guards again after a migrate."""
    create_guards(using)
