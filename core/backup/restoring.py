"""Putting a backup back into an empty installation: checked first, then whole or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core.backup import engines
from core.backup.manifest import (
    FILES,
    PART,
    BackupError,
    Manifest,
    check_backup,
    unlisted,
    unlisted_words,
)
from core.backup.taking import reason_of, stored_names

type Tell = Callable[[str], None]
_NAMED = 5
_UNLIKE = "Dữ liệu khôi phục không khớp bản sao lưu ở bảng {tables}; đã bỏ, không có gì được ghi."


def restore(folder: Path, *, tell: Tell) -> Manifest:
    """Put the backup in `folder` into the portal's empty database and storage; return what it holds.

    Raises BackupError; then the database and the storage are as empty as before.
    """
    tell("Kiểm tra bản sao lưu")
    manifest = check_backup(folder)
    if words := unlisted_words(unlisted(folder, manifest)):
        tell(f"CHÚ Ý: {words}")
    _check_fits(manifest)
    _check_empty()
    try:
        tell("Khôi phục tệp")
        placed = _place_files(folder, manifest)
        try:
            tell("Khôi phục cơ sở dữ liệu")
            _load(folder / manifest.database, manifest)
        except BaseException:
            _take_back(placed)
            raise
    except (OSError, sqlite3.Error) as error:
        raise BackupError(
            f"Không ghi được dữ liệu khôi phục ({reason_of(error)}): kiểm tra quyền ghi và dung lượng "
            "đĩa rồi chạy lại."
        ) from error
    return manifest


def _check_fits(manifest: Manifest) -> None:
    """Refuse a backup of another database engine, and one of a newer portal."""
    if manifest.engine != connection.vendor:
        raise BackupError(
            f"Bản sao lưu của {manifest.engine}, còn cổng này dùng {connection.vendor}; đặt DATABASE_URL cho "
            "cùng loại rồi khôi phục."
        )
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    known = set(migrations) | {old for one in migrations.values() for old in one.replaces}
    installed = {app for app, _ in known}
    newer = [
        f"{app}.{name}"
        for app, names in manifest.migrations.items()
        for name in names
        if app in installed and (app, name) not in known
    ]
    if newer:
        raise BackupError(
            f"Bản sao lưu do phiên bản mới hơn của cổng ghi (có {newer[0]}); cập nhật cổng rồi khôi phục."
        )


def _check_empty() -> None:
    tables = connection.introspection.table_names()
    if tables:
        raise BackupError(
            f"Cơ sở dữ liệu đích đã có {len(tables)} bảng; chỉ khôi phục vào cơ sở dữ liệu trống. Tạo một cơ "
            "sở dữ liệu mới rồi đặt DATABASE_URL."
        )
    if next(stored_names(), None) is not None:
        raise BackupError(
            "Kho tệp đích không trống; chỉ khôi phục vào kho trống. Đặt DATA_DIR sang thư mục mới."
        )


def _place_files(folder: Path, manifest: Manifest) -> list[str]:
    """Copy the files into the storage; on a disk beside its place, renamed as a whole."""
    if not manifest.files:
        return []
    if isinstance(default_storage, FileSystemStorage) or hasattr(default_storage, "location"):
        target = Path(default_storage.location)
        part = target.with_name(f"{target.name}{PART}")
        shutil.rmtree(part, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        for name in manifest.files:  # what the manifest does not name is not the portal's
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / FILES / name, part / name, follow_symlinks=False)
        if target.exists():
            shutil.rmtree(target)
        part.rename(target)
        return [""]
    placed = []
    for name in manifest.files:
        with (folder / FILES / name).open("rb") as source:
            placed.append(default_storage.save(name, File(source)))
    return placed


def _take_back(placed: list[str]) -> None:
    for name in placed:
        if name:
            default_storage.delete(name)
        else:
            shutil.rmtree(default_storage.location, ignore_errors=True)  # type: ignore[attr-defined]


def _load(source: Path, manifest: Manifest) -> None:
    if connection.vendor == "sqlite":
        _load_sqlite(source, manifest)
        return
    engines.load_postgresql(source)
    if unlike := _differences(engines.postgresql_sums(), manifest):
        engines.empty_postgresql()
        raise BackupError(_UNLIKE.format(tables=", ".join(unlike[:_NAMED])))


def _load_sqlite(source: Path, manifest: Manifest) -> None:
    target = Path(connection.settings_dict["NAME"])
    part = target.with_name(f"{target.name}{PART}")
    connection.close()
    try:
        shutil.copyfile(source, part)
        with closing(sqlite3.connect(part)) as copy:
            names = {*manifest.tables, *engines.portal_tables()}
            unlike = _differences(engines.sqlite_sums(copy, names), manifest)
        if unlike:
            raise BackupError(_UNLIKE.format(tables=", ".join(unlike[:_NAMED])))
        part.chmod(0o640)
        for rest in ("-wal", "-shm"):
            target.with_name(f"{target.name}{rest}").unlink(missing_ok=True)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def _differences(found: dict[str, list[Any]], manifest: Manifest) -> list[str]:
    """Return the tables whose rows are not those of the backup, also those of which it says nothing."""
    return sorted(name for name in {*found, *manifest.tables} if found.get(name) != manifest.tables.get(name))
