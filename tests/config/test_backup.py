"""Backup and restore: what comes back is what was there; what is damaged or in the way is refused whole."""

import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.backup import BackupError, engines, newest_backup, restore, take_backup
from core.backup.manifest import Manifest, read_manifest, sha256_of, write_manifest
from tests.config.test_migrations import ROOT

pytestmark = pytest.mark.django_db


def run(database, data, *command):
    """Run a program of the portal on its own database and files; return what it printed."""
    settings = {"DATABASE_URL": database, "DATA_DIR": str(data), "ENV_FILE": "", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_what_comes_back_is_what_was_there(empty_database, tmp_path):
    source, target = empty_database("von"), empty_database("nach")
    copies = tmp_path / "copies"

    taken = json.loads(run(source, tmp_path / "one", "tests/config/backup_world.py", copies))
    silent = copies / "silent"
    shutil.copytree(taken["backup"], silent)
    known = read_manifest(silent)
    fewer = {name: sums for name, sums in known.tables.items() if name != "aid_aiditem"}
    write_manifest(silent, replace(known, tables=fewer))
    with pytest.raises(AssertionError, match="không khớp bản sao lưu ở bảng aid_aiditem"):
        run(target, tmp_path / "two", "manage.py", "restore", silent)

    (Path(taken["backup"]) / "files" / "strange.txt").write_text("not of the portal")
    run(target, tmp_path / "two", "manage.py", "restore", taken["backup"])
    assert [path.name for path in (tmp_path / "two" / "files").iterdir()] == ["thu"]
    run(target, tmp_path / "two", "manage.py", "backup", copies / "again")

    again = json.loads((newest_backup(copies / "again") / "manifest.json").read_text())
    assert again["tables"] == taken["tables"]
    assert taken["tables"]["aid_aiditem"][0] == 1
    assert taken["tables"]["aid_historicalaiditem"][0] == 1
    assert (tmp_path / "two" / "files" / "thu" / "chào.txt").read_bytes() == "Kính gửi".encode()
    assert Path(taken["backup"]).stat().st_mode & 0o077 == 0
    # The append-only history is guarded in the restored database as in the old one.
    asked = "from aid.models import AidItem as A; A.history.model.objects.update(name=1)"
    with pytest.raises(AssertionError, match="Lịch sử chỉ được ghi thêm"):
        run(target, tmp_path / "two", "manage.py", "shell", "-c", asked)


@pytest.fixture
def backup(tmp_path):
    """A backup as the files stand on a disk: a dump, a file, a manifest that fits them."""
    folder = tmp_path / "portal-20260101-000000"
    (folder / "files").mkdir(parents=True)
    (folder / "database.dump").write_bytes(b"dump" * 100)
    (folder / "files" / "a.txt").write_bytes(b"a")
    seal(folder)
    return folder


def seal(folder, **changed):
    """Write the manifest of a folder as it stands, with some values changed."""
    values = {
        "engine": connection.vendor,
        "made_at": "2026-01-01T00:00:00+07:00",
        "database": "database.dump",
        "database_sha256": sha256_of(folder / "database.dump"),
        "migrations": {"core": ["0001_initial"]},
        "tables": {"core_agency": [0, "0"]},
        "files": {"a.txt": [1, sha256_of(folder / "files" / "a.txt")]},
    }
    write_manifest(folder, Manifest(**values | changed))


def cut(folder):
    (folder / "database.dump").write_bytes(b"dump" * 99)


def flip(folder):
    (folder / "files" / "a.txt").write_bytes(b"b")


def lose(folder):
    (folder / "files" / "a.txt").unlink()


def forge(folder):
    text = (folder / "manifest.json").read_text()
    (folder / "manifest.json").write_text(text.replace('"core"', '"kern"'))


def cross_out(folder):
    seal(folder, tables={})


def lead_out(folder):
    seal(folder, files={"../../a.txt": [1, "0"]})


def garble(folder):
    (folder / "manifest.json").write_text("[1, 2")
    (folder / "manifest.sha256").write_text(sha256_of(folder / "manifest.json"))


def link(folder):
    (folder / "files").rename(folder / "elsewhere")
    (folder / "files").symlink_to(folder / "elsewhere")


def unseal(folder):
    (folder / "manifest.sha256").unlink()


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        pytest.param(cut, "database.dump không còn như lúc ghi", id="bị cắt"),
        pytest.param(flip, "files/a.txt không còn như lúc ghi", id="một bit khác"),
        pytest.param(lose, "thiếu tệp files/a.txt", id="mất tệp"),
        pytest.param(forge, "manifest.json không còn như lúc ghi", id="sửa bảng kê"),
        pytest.param(cross_out, "không đọc được hoặc thiếu mục", id="bảng kê không có bảng nào"),
        pytest.param(lead_out, "không đọc được hoặc thiếu mục", id="tên tệp dẫn ra ngoài"),
        pytest.param(garble, "không đọc được hoặc thiếu mục", id="bảng kê hỏng mà mã băm khớp"),
        pytest.param(link, "thiếu tệp files/a.txt", id="liên kết sang thư mục khác"),
        pytest.param(unseal, "không phải bản sao lưu", id="mất mã băm"),
    ],
)
def test_damaged_copy_is_refused(backup, damage, named):
    damage(backup)
    with pytest.raises(BackupError, match=named):
        restore(backup, tell=lambda words: None)


def test_what_the_manifest_does_not_name_is_told_and_left_out(backup):
    (backup / "files" / "la").mkdir()
    (backup / "files" / "la" / "b.txt").write_bytes(b"b")
    (backup / "ghi-chu.txt").symlink_to(backup / "files" / "a.txt")
    told = []
    with pytest.raises(BackupError, match="đã có"):
        restore(backup, tell=told.append)
    assert "2 tệp ngoài bảng kê" in told[1]
    assert "files/la/b.txt, ghi-chu.txt." in told[1]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        pytest.param({}, "đã có .* bảng; chỉ khôi phục vào cơ sở dữ liệu trống", id="đích không trống"),
        pytest.param({"engine": "oracle"}, "Bản sao lưu của oracle", id="loại khác"),
        pytest.param({"migrations": {"core": ["9999_sau_nay"]}}, "mới hơn .*9999_sau_nay", id="bản mới hơn"),
        pytest.param({"format": 99}, "phiên bản khác", id="định dạng khác"),
    ],
)
def test_what_does_not_fit_is_refused(backup, changed, named, settings):
    settings.MIGRATION_MODULES = {}
    seal(backup, **changed)
    with pytest.raises(BackupError, match=named):
        restore(backup, tell=lambda words: None)


@pytest.fixture
def copied(monkeypatch):
    """Let the copy of the database be a few bytes; returns a switch that fills the disk instead."""
    full = []

    def copy(target):
        if full:
            target.write_bytes(b"half")
            raise full[0]
        target.write_bytes(b"whole")
        tables = {"core_agency": [0, "0"]}
        return tables if connection.vendor == "sqlite" else (tables, {})

    monkeypatch.setattr(engines, f"copy_{connection.vendor}", copy)
    return full


@pytest.mark.parametrize("is_sqlite", [True, False])
def test_full_disk_leaves_the_earlier_backup(tmp_path, copied, is_sqlite):
    first = take_backup(tmp_path, tell=lambda words: None)
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    copied.append(full if is_sqlite else OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    first = first.rename(tmp_path / "portal-20200101-000000")
    with pytest.raises(
        BackupError, match=r"No space left.*dung lượng đĩa\. Các bản sao lưu trước còn nguyên"
    ):
        take_backup(tmp_path, tell=lambda words: None)
    assert newest_backup(tmp_path) == first

    copied.clear()
    second = take_backup(tmp_path, tell=lambda words: None, keep=1)
    assert list(tmp_path.iterdir()) == [second], "what was not finished and what is too old are gone"


def test_check_tells_the_age_and_a_damage(tmp_path, copied, capsys):
    with pytest.raises(CommandError, match="Chưa có bản sao lưu nào"):
        call_command("backup", tmp_path, "--check")
    made = take_backup(tmp_path, tell=lambda words: None)
    call_command("backup", tmp_path, "--check")
    assert "mã băm khớp" in capsys.readouterr().out

    database = next(path for path in made.iterdir() if path.name.startswith("database"))
    database.write_bytes(b"other")
    with pytest.raises(CommandError, match="không còn như lúc ghi"):
        call_command("backup", tmp_path, "--check")


def test_old_backup_is_told(backup, tmp_path):
    with pytest.raises(CommandError, match="đã quá 26 giờ"):
        call_command("backup", tmp_path, "--check")
