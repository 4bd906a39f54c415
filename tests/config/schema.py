"""Describes a database: columns, constraints, indexes, triggers.

Run as a program it goes through all migrations on the database of DATABASE_URL first and prints JSON.
"""

import json
import os
import sys

import django
from django.db import connection

TRIGGERS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal",
}
# The table in which Django notes the migrations themselves, and the shadow tables of the index of texts.
NOT_OURS = ("django_migrations", "sqlite_")


def schema():
    """Return {table: {part: description}}; the order of columns and the names of keys do not count."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        triggers = cursor.fetchall()
        return {
            table: _table(cursor, table, triggers)
            for table in connection.introspection.table_names(cursor)
            if not table.startswith(NOT_OURS)
        }


def _table(cursor, table, triggers):
    inspect = connection.introspection
    parts = {
        f"column {column.name}": [str(column.type_code), column.display_size, bool(column.null_ok)]
        for column in inspect.get_table_description(cursor, table)
    }
    for name, found in inspect.get_constraints(cursor, table).items():
        kind = "primary key" if found["primary_key"] else "key" if found["foreign_key"] else name
        # SQLite numbers what has no name in the order in which the table was written.
        kind = kind.rstrip("0123456789_") if kind.startswith("__unnamed") else kind
        told = {part: found[part] for part in ("foreign_key", "unique", "check", "index")}
        parts[f"{kind} {found['columns']}"] = [told, found.get("orders"), found.get("type")]
    return parts | {f"trigger {name}": True for owner, name in triggers if owner == table}


def main():
    """Migrate the empty database and print its schema."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    json.dump(schema(), sys.stdout)


if __name__ == "__main__":
    main()
