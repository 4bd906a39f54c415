"""Taking a backup: written beside its name, renamed when it is whole."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import FileField
from django.utils import timezone

from core.backup import engines
from core.backup.manifest import (
    FILES,
    PART,
    PREFIX,
    BackupError,
    Manifest,
    backups_in,
    is_part,
    sha256_of,
    write_manifest,
)

_BLOCK = 1 << 20
type Tell = Callable[[str], None]


def take_backup(folder: Path, *, tell: Tell, keep: int = 0, now: datetime | None = None) -> Path:
    """Write a backup into a new directory of `folder` and return it; `keep` is how many stay, 0 for all.

    Only its owner may read it. An unfinished one of before is removed. Raises BackupError; then nothing new
    stands under a finished name.
    """
    begun = now or timezone.now()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in [path for path in folder.glob(f"{PREFIX}*") if is_part(path)]:
            shutil.rmtree(old)
        name = f"{PREFIX}{timezone.localtime(begun):%Y%m%d-%H%M%S}"
        part, whole = folder / f"{name}{PART}", folder / name
        if whole.exists():
            raise BackupError(f"Đã có bản sao lưu {whole}; đợi một giây rồi chạy lại.")
        part.mkdir(mode=0o700)
        manifest = _copied(part, begun, tell)
        write_manifest(part, manifest)
        _to_disk(part)
        part.rename(whole)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(
            f"Không ghi được bản sao lưu vào {folder} ({reason_of(error)}): kiểm tra quyền ghi và "
            "dung lượng đĩa. Các bản sao lưu trước còn nguyên."
        ) from error
    if keep:
        for old in list(backups_in(folder))[:-keep]:
            shutil.rmtree(old)
            tell(f"Đã bỏ bản cũ {old.name}")
    return whole


def reason_of(error: Exception) -> str:
    """Return what the system says of an error; a full disk in SQLite's words is told as such."""
    if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
        return os.strerror(errno.ENOSPC)
    return str(getattr(error, "strerror", None) or error)


def _copied(part: Path, begun: datetime, tell: Tell) -> Manifest:
    """Copy the database, then the files, so that no row names a file that came later."""
    tell("Sao cơ sở dữ liệu")
    if connection.vendor == "sqlite":
        database = part / engines.SQLITE_FILE
        migrations = engines.applied_migrations()
        tables = engines.copy_sqlite(database)
    else:
        database = part / engines.POSTGRESQL_FILE
        tables, migrations = engines.copy_postgresql(database)
    os.chmod(database, 0o600)
    tell("Sao tệp")
    files = {name: _copy_file(name, part / FILES / name) for name in stored_names()}
    lacking = sorted(named_files() - set(files))
    return Manifest(
        engine=connection.vendor,
        made_at=begun.isoformat(),
        database=database.name,
        database_sha256=sha256_of(database),
        migrations=migrations,
        tables=tables,
        files=files,
        missing_files=lacking,
    )


def stored_names(folder: str = "") -> Iterator[str]:
    """Yield the names of everything in the portal's storage, also one on other machines."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    base = f"{folder}/" if folder else ""
    yield from (f"{base}{name}" for name in sorted(names))
    for below in sorted(folders):
        yield from stored_names(f"{base}{below}")


def named_files() -> set[str]:
    """Return the files that rows name."""
    found: set[str] = set()
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, FileField):
                rows = model._base_manager.exclude(**{column.name: ""})
                found.update(rows.values_list(column.name, flat=True).iterator())
    return found


def _copy_file(name: str, target: Path) -> list[int | str]:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with default_storage.open(name, "rb") as source, target.open("wb") as copy:
        while block := source.read(_BLOCK):
            digest.update(block)
            copy.write(block)
            size += len(block)
    target.chmod(0o600)
    return [size, digest.hexdigest()]


def _to_disk(folder: Path) -> None:
    """Have everything written before the name says that it is whole."""
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
