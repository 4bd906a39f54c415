"""How each database is copied and put back whole, and the checksum of its tables."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from core.backup.manifest import BackupError

SQLITE_FILE, POSTGRESQL_FILE = "database.sqlite3", "database.dump"
_ROWS = 2000
# Whoever restores owns what is restored; comments on extensions belong to the server's administrator.
_OF_NOBODY = ("--no-owner", "--no-privileges", "--no-comments")
type Rows = Iterable[Sequence[Any]]


def table_names() -> list[str]:
    """Return the tables whose rows are compared: those of the models, and the list of migrations."""
    return sorted(portal_tables() & set(connection.introspection.table_names()))


def portal_tables() -> set[str]:
    """Return the tables that the portal of today has when it is migrated."""
    names = set(connection.introspection.django_table_names(include_views=False))
    return names | {MigrationRecorder.Migration._meta.db_table}


def checksum(rows: Rows) -> list[Any]:
    """Return [how many rows, SHA-256 over them in the order given]."""
    digest, count = hashlib.sha256(), 0
    for row in rows:
        digest.update(json.dumps(list(row), ensure_ascii=False, default=_plain).encode())
        digest.update(b"\n")
        count += 1
    return [count, digest.hexdigest()]


def _plain(value: Any) -> str:
    return bytes(value).hex() if isinstance(value, bytes | bytearray | memoryview) else str(value)


def _statement(table: str, columns: Iterable[str], keys: Iterable[str]) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in sorted(columns))
    order = ", ".join(quote(name) for name in keys) or names
    return f"SELECT {names} FROM {quote(table)} ORDER BY {order}"  # noqa: S608 - our own tables and columns


def _shape(table: str) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        return columns, connection.introspection.get_primary_key_columns(cursor, table) or []


def table_sums() -> dict[str, list[Any]]:
    """Return the checksum of each table as the connection sees it now; on PostgreSQL call in a snapshot."""
    found = {}
    for table in table_names():
        with connection.chunked_cursor() as cursor:
            cursor.execute(_statement(table, *_shape(table)))
            found[table] = checksum(_fetched(cursor))
    return found


def _fetched(cursor: Any) -> Iterator[Sequence[Any]]:
    while rows := cursor.fetchmany(_ROWS):
        yield from rows


def applied_migrations() -> dict[str, list[str]]:
    """Return the migrations that the database went through, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def copy_sqlite(target: Path) -> dict[str, list[Any]]:
    """Write a whole copy of the database, also beside writers; return the checksums of its tables.

    The copy is made by SQLite's own backup: a plain copy of a database in use loses rows.
    """
    source = Path(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return sqlite_sums(copy, table_names())


def sqlite_sums(copy: sqlite3.Connection, tables: Iterable[str]) -> dict[str, list[Any]]:
    """Return the checksums of these tables of an opened SQLite file. Raises BackupError for a broken one."""
    if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        raise BackupError("Tệp cơ sở dữ liệu hỏng (PRAGMA integrity_check); không dùng được bản này.")
    found = {}
    for table in tables:
        described = copy.execute(f"PRAGMA table_info({connection.ops.quote_name(table)})").fetchall()
        columns = [row[1] for row in described]
        keys = [row[1] for row in sorted(described, key=lambda row: row[5]) if row[5]]
        if columns:
            found[table] = checksum(copy.execute(_statement(table, columns, keys)))
    return found


def copy_postgresql(target: Path) -> tuple[dict[str, list[Any]], dict[str, list[str]]]:
    """Dump the database as of one moment; return the checksums of its tables and its migrations then."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            _take_your_time(cursor)
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}", *_OF_NOBODY)
        return table_sums(), applied_migrations()


def load_postgresql(source: Path) -> None:
    """Load a dump into the empty database, wholly or not at all."""
    _run(
        "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", str(source)
    )


def postgresql_sums() -> dict[str, list[Any]]:
    """Return the checksums of all tables, as long as that takes."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            _take_your_time(cursor)
        return table_sums()


def empty_postgresql() -> None:
    """Take everything away again that a load brought into a database that was empty before."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


def _take_your_time(cursor: Any) -> None:
    """Lift the limits that pages need: reading everything takes minutes."""
    cursor.execute("SET LOCAL statement_timeout = 0")
    cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def _run(program: str, *arguments: str) -> None:
    """Run a tool of PostgreSQL against the portal's database. Raises BackupError with what it said."""
    settings = connection.settings_dict
    target = ["--dbname", str(settings["NAME"])] if program == "pg_restore" else [str(settings["NAME"])]
    environment = {"HOME": str(Path.home()), "LC_ALL": "C.UTF-8", "PGAPPNAME": "portal-backup"}
    if settings["PASSWORD"]:
        environment["PGPASSWORD"] = str(settings["PASSWORD"])
    for option, name in (("HOST", "PGHOST"), ("PORT", "PGPORT"), ("USER", "PGUSER")):
        if settings.get(option):
            environment[name] = str(settings[option])
    done = subprocess.run(  # noqa: S603 - a fixed program with our own arguments
        [_tool(program), *arguments, *target],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{program} không làm xong: {done.stderr.strip()[-500:]}")


def _tool(program: str) -> str:
    """Return the newest such program of this machine. Raises BackupError where there is none."""
    folders = sorted(
        (path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / program).exists()),
        key=lambda path: int(path.parent.name) if path.parent.name.isdecimal() else 0,
    )
    found = str(folders[-1] / program) if folders else shutil.which(program)
    if not found:
        raise BackupError(f"Máy chưa có {program}. Gõ: sudo apt-get install postgresql-client")
    return found
