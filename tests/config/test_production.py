"""Production refuses to start when something would be unsafe, and names the variable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.installation import own_secret_key
from config.production import file_system_of, unsafe

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "ENV_FILE": "",
    "DEBUG": "False",
    "SECRET_KEY": "Vq3s-9kLw0zXb7TnRfYd2GhJmPc8UeAa5Qo1iSvBxK4tNyZr6WlE",
    "ALLOWED_HOSTS": "doingoai.example.vn",
    "SITE_URL": "https://doingoai.example.vn",
}


def start(tmp_path, **changes):
    """Import the settings as a new process would, and return the finished process."""
    wanted = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **GOOD, **changes}
    command = [sys.executable, "-c", "import config.settings"]
    return subprocess.run(command, cwd=ROOT, env=wanted, capture_output=True, text=True, check=False)


def test_good_production_settings_start(tmp_path):
    done = start(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "secret.key").exists(), "production never makes a key of its own"


@pytest.mark.parametrize(
    ("changes", "variable"),
    [
        pytest.param({"DEBUG": "True", "PRODUCTION": "True"}, "DEBUG", id="bật gỡ lỗi"),
        pytest.param({"SECRET_KEY": ""}, "SECRET_KEY", id="khóa trống"),
        pytest.param({"SECRET_KEY": "ngan-qua"}, "SECRET_KEY", id="khóa ngắn"),
        pytest.param({"SECRET_KEY": "a" * 80}, "SECRET_KEY", id="khóa lặp một ký tự"),
        pytest.param(
            {"SECRET_KEY": "django-insecure-" + GOOD["SECRET_KEY"]}, "SECRET_KEY", id="khóa mẫu đã công bố"
        ),
        pytest.param({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS", id="không có tên máy chủ"),
        pytest.param({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS", id="mọi tên máy chủ"),
        pytest.param({"ALLOWED_HOSTS": "doingoai.example.vn,*"}, "ALLOWED_HOSTS", id="lẫn dấu sao"),
        pytest.param({"SITE_URL": "http://doingoai.example.vn"}, "SITE_URL", id="địa chỉ không mã hóa"),
        pytest.param({"SITE_URL": ""}, "SITE_URL", id="không có địa chỉ"),
        pytest.param(
            {"SESSION_COOKIE_SECURE": "False"}, "SESSION_COOKIE_SECURE", id="cookie phiên không an toàn"
        ),
        pytest.param({"CSRF_COOKIE_SECURE": "False"}, "CSRF_COOKIE_SECURE", id="cookie CSRF không an toàn"),
        pytest.param({"SECURE_SSL_REDIRECT": "False"}, "SECURE_SSL_REDIRECT", id="không chuyển sang https"),
        pytest.param({"TIME_ZONE": "UTC"}, "TIME_ZONE", id="sai múi giờ"),
        pytest.param({"SCANNER": "maybe"}, "SCANNER", id="trình quét lạ"),
    ],
)
def test_unsafe_setting_refuses_to_start(tmp_path, changes, variable):
    done = start(tmp_path, **changes)
    assert done.returncode != 0
    assert f"- {variable} " in done.stderr


def test_all_problems_are_told_at_once(tmp_path):
    done = start(tmp_path, SECRET_KEY="", ALLOWED_HOSTS="", SITE_URL="")
    assert done.stderr.count("\n- ") == 3


def safe_settings(**changes):
    names = {
        "DEVELOPMENT": False,
        "SECRET_KEY": GOOD["SECRET_KEY"],
        "ALLOWED_HOSTS": ["doingoai.example.vn"],
        "SITE_URL": "https://doingoai.example.vn",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "TIME_ZONE": "Asia/Ho_Chi_Minh",
        "SCANNER": "clamd",
        "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "portal"}},
    }
    return names | changes


def test_missing_argon2_is_named(monkeypatch):
    monkeypatch.setattr("config.production.importlib.util.find_spec", lambda name: None)
    assert [problem.split()[0] for problem in unsafe(safe_settings())] == ["PASSWORD_HASHERS"]


@pytest.mark.parametrize(("kind", "count"), [("ext4", 0), ("nfs4", 1), ("cifs", 1)])
def test_sqlite_on_a_network_drive_is_refused(monkeypatch, kind, count):
    monkeypatch.setattr(
        "config.production._mounts", lambda: f"/dev/x / ext4 rw 0 0\nserver:/x /srv {kind} rw 0 0\n"
    )
    sqlite = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "/srv/portal/portal.sqlite3"}}
    assert len(list(unsafe(safe_settings(DATABASES=sqlite)))) == count


def test_the_longest_mount_wins():
    mounts = "a / ext4 rw 0 0\nb /srv xfs rw 0 0\nc /srv/t\\040m nfs rw 0 0\n"
    assert file_system_of(Path("/srv/t m/x"), mounts=mounts) == "nfs"
    assert file_system_of(Path("/srv/other"), mounts=mounts) == "xfs"
    assert file_system_of(Path("/home"), mounts=mounts) == "ext4"


def test_development_key_is_random_kept_and_private(tmp_path):
    first = own_secret_key(tmp_path / "one")
    assert own_secret_key(tmp_path / "one") == first
    assert own_secret_key(tmp_path / "two") != first
    assert len(first) >= 50
    assert (tmp_path / "one" / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["secret.key"]


@pytest.mark.parametrize(
    ("environment", "shown"),
    [({}, False), ({"TRACEBACKS": "True"}, True), ({**GOOD, "TRACEBACKS": "True"}, False)],
    ids=["bản minh họa", "người phát triển", "chạy thật"],
)
def test_source_is_shown_only_to_a_developer_who_asks(tmp_path, environment, shown):
    wanted = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "ENV_FILE": "", **environment}
    command = [sys.executable, "-c", "from config.settings import DEBUG; print(DEBUG)"]
    done = subprocess.run(command, cwd=ROOT, env=wanted, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == str(shown), done.stderr
