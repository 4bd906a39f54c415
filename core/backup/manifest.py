"""What a backup says of itself: which database, which schema, and the checksum of every table and file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

FORMAT = 1
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
FILES = "files"
PREFIX, PART = "portal-", ".part"
_BLOCK = 1 << 20
_NAMED = 5
_NO_MANIFEST = f"Bản sao lưu hỏng: {MANIFEST} không đọc được hoặc thiếu mục. Dùng bản sao lưu khác."


class BackupError(Exception):
    """Why nothing was backed up or restored, as a Vietnamese sentence that says what to do."""


@dataclass(frozen=True)
class Manifest:
    """The contents of one backup.

    `tables` maps a name to [rows, SHA-256 of the rows in the order of their keys]; `files` maps a name below
    the portal's files to [bytes, SHA-256]; `migrations` maps an app to its last migrations.
    """

    engine: str
    made_at: str
    database: str
    database_sha256: str
    migrations: dict[str, list[str]]
    tables: dict[str, list[Any]]
    files: dict[str, list[Any]] = field(default_factory=dict)
    missing_files: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def made(self) -> datetime:
        """When the backup was begun."""
        return datetime.fromisoformat(self.made_at)

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(rows for rows, _ in self.tables.values())


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write what the backup holds, and the checksum of that."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    (folder / SEAL).write_text(sha256_of(folder / MANIFEST) + "\n", encoding="ascii")


def read_manifest(folder: Path) -> Manifest:
    """Return what a backup says of itself. Raises BackupError where that is missing or was changed."""
    path, seal = folder / MANIFEST, folder / SEAL
    if not (path.is_file() and seal.is_file()):
        raise BackupError(f"{folder} không phải bản sao lưu của cổng: thiếu {MANIFEST} hoặc {SEAL}.")
    if sha256_of(path) != seal.read_text(encoding="ascii", errors="replace").strip():
        raise BackupError(f"Bản sao lưu hỏng: {MANIFEST} không còn như lúc ghi. Dùng bản sao lưu khác.")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # also bytes that are no UTF-8
        raise BackupError(_NO_MANIFEST) from error
    if isinstance(found, dict) and found.get("format") != FORMAT:
        raise BackupError("Bản sao lưu do phiên bản khác của cổng ghi; dùng đúng phiên bản đó để khôi phục.")
    if not _is_manifest(found):
        raise BackupError(_NO_MANIFEST)
    return Manifest(**found)


def _is_manifest(found: Any) -> bool:
    """Return whether everything is there in its shape, and no name leads out of the backup.

    The seal tells damage, not intent: whoever can write the folder can also write the seal.
    """
    if not isinstance(found, dict) or set(found) != {one.name for one in fields(Manifest)}:
        return False
    texts = all(isinstance(found[name], str) for name in ("engine", "made_at", "database", "database_sha256"))
    names = isinstance(found["missing_files"], list) and isinstance(found["migrations"], dict)
    if not (texts and names and all(_are_texts(found["migrations"].get(app)) for app in found["migrations"])):
        return False
    try:
        datetime.fromisoformat(found["made_at"])
    except ValueError:
        return False
    return (
        bool(found["tables"])
        and all(_are_sums(found[name]) for name in ("tables", "files"))
        and all(_stays_inside(name) for name in [found["database"], *found["files"]])
    )


def _are_texts(found: Any) -> bool:
    return isinstance(found, list) and all(isinstance(one, str) for one in found)


def _are_sums(found: Any) -> bool:
    return isinstance(found, dict) and all(
        isinstance(sums, list) and [type(one) for one in sums] == [int, str] for sums in found.values()
    )


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\0" not in name


def check_backup(folder: Path) -> Manifest:
    """Return the manifest after reading every file. Raises BackupError naming the first that is damaged."""
    manifest = read_manifest(folder)
    wanted = {manifest.database: manifest.database_sha256}
    wanted |= {f"{FILES}/{name}": sha256 for name, (_, sha256) in manifest.files.items()}
    for name, sha256 in wanted.items():
        path = folder / name
        if not path.is_file() or any(one.is_symlink() for one in _steps(folder, name)):
            raise BackupError(f"Bản sao lưu hỏng: thiếu tệp {name}. Dùng bản sao lưu khác.")
        if sha256_of(path) != sha256:
            raise BackupError(f"Bản sao lưu hỏng: tệp {name} không còn như lúc ghi. Dùng bản sao lưu khác.")
    return manifest


def unlisted(folder: Path, manifest: Manifest) -> list[str]:
    """Return what lies in a backup without standing in its manifest, by its name below the folder.

    None of it is restored: nothing says that it is the portal's, or whole.
    """
    listed = {MANIFEST, SEAL, manifest.database, *(f"{FILES}/{name}" for name in manifest.files)}
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted({path.relative_to(folder).as_posix() for path in found} - listed)


def unlisted_words(names: list[str]) -> str:
    """Return what was found beside the backup's own files in one sentence, "" for nothing."""
    if not names:
        return ""
    more = f" và {len(names) - _NAMED} tệp nữa" if len(names) > _NAMED else ""
    return (
        f"Có {len(names)} tệp ngoài bảng kê, không thuộc bản sao lưu và không được khôi phục: "
        f"{', '.join(names[:_NAMED])}{more}. Kiểm tra ai đã đặt vào thư mục này."
    )


def _steps(folder: Path, name: str) -> Iterator[Path]:
    """Yield every folder on the way to a file of the backup, and the file."""
    path = folder
    for part in PurePosixPath(name).parts:
        path /= part
        yield path


def backups_in(folder: Path) -> Iterator[Path]:
    """Yield the finished backups of a folder, the oldest first."""
    if folder.is_dir():
        yield from sorted(path for path in folder.glob(f"{PREFIX}*") if path.is_dir() and not is_part(path))


def is_part(path: Path) -> bool:
    """Return whether a backup was not finished."""
    return path.name.endswith(PART)


def newest_backup(folder: Path) -> Path | None:
    """Return the newest finished backup of a folder."""
    return next(iter(reversed(list(backups_in(folder)))), None)
