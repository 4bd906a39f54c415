"""The parts of the set-up scripts that decide something."""

import importlib.util
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIB = ROOT / "scripts" / "lib.sh"


def script(name):
    """Return a script of scripts/ as a module."""
    spec = importlib.util.spec_from_file_location(f"script_{name}", ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


serve = script("serve")
postgres = script("with_postgres")


def bash(text, **environment):
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"source {LIB}; {text}"],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def stamp(python, *files):
    return bash(f"stamp_of '{python}' {' '.join(map(str, files))}").stdout.strip()


def test_stamp_changes_with_lock_and_interpreter(tmp_path):
    lock = tmp_path / "lock"
    lock.write_text("a==1\n")
    before = stamp("3.13.0", lock)
    assert re.fullmatch(r"[0-9a-f]{64}", before)
    assert stamp("3.13.0", lock) == before
    assert stamp("3.12.0", lock) != before
    lock.write_text("a==2\n")
    assert stamp("3.13.0", lock) != before


@pytest.mark.parametrize(
    ("content", "current"), [(None, False), ("", False), ("abc", True), ("abc\n", True), ("abcd", False)]
)
def test_only_the_same_stamp_is_current(tmp_path, content, current):
    path = tmp_path / "stamp"
    if content is not None:
        path.write_text(content)
    assert (bash(f"is_current {path} abc").returncode == 0) == current


def test_missing_package_without_rights_names_the_command(tmp_path):
    (tmp_path / "apt-get").write_text("#!/bin/sh\nexit 0\n")
    (tmp_path / "apt-get").chmod(0o755)
    done = bash(f"PATH={tmp_path}:$PATH; as_root() {{ return 1; }}; apt_install 'PDF library' libpango-1.0-0")
    assert done.returncode == 1
    assert done.stderr == (
        "Stopped: PDF library is missing. "
        "Type: sudo apt-get install -y --no-install-recommends libpango-1.0-0\n"
    )


def test_stale_package_lists_are_fetched_once(tmp_path):
    log = tmp_path / "log"
    (tmp_path / "apt-get").write_text(
        f'#!/bin/sh\necho "$@" >> {log}\n'
        f'case "$*" in *update*) touch {tmp_path}/fresh;; *) test -e {tmp_path}/fresh;; esac\n'
    )
    (tmp_path / "apt-get").chmod(0o755)
    done = bash(f"PATH={tmp_path}:$PATH; as_root() {{ printf ''; }}; apt_install 'x' one two")
    assert done.returncode == 0, done.stderr
    verbs = [re.search(r"\b(install|update)\b", line)[1] for line in log.read_text().splitlines()]
    assert verbs == ["install", "update", "install"]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ("127.0.0.1", 8000)),
        ({"HOST": "0.0.0.0", "PORT": "8001"}, ("0.0.0.0", 8001)),  # noqa: S104
        ({"HOST": "", "PORT": ""}, ("127.0.0.1", 8000)),
        ({"PORT": "tám nghìn"}, ("127.0.0.1", "tám nghìn")),
    ],
)
def test_address_comes_from_the_environment(environment, expected):
    assert serve.address(environment) == expected


def test_busy_port_is_one_clear_sentence():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        problem = serve.port_problem("127.0.0.1", port)
    assert problem == (
        f"port {port} on 127.0.0.1 is already in use. "
        f"End the other program, or type: PORT={port % 65535 + 1} make run"
    )
    assert serve.port_problem("127.0.0.1", port) == ""


@pytest.mark.parametrize("port", ["tám nghìn", 0, 70000, -1])
def test_impossible_port_is_named(port):
    assert f"PORT={port} is not a port number" in serve.port_problem("127.0.0.1", port)


def test_when_one_process_ends_both_end(tmp_path, monkeypatch, capfd):
    marker = tmp_path / "ended"
    lasting = (
        "import signal, sys, pathlib; print('up', flush=True);"
        f"signal.signal(signal.SIGTERM, lambda *a: (pathlib.Path({str(marker)!r}).touch(), sys.exit(0)));"
        f"pathlib.Path({str(tmp_path / 'up')!r}).touch(); signal.pause()"
    )
    dying = (
        f"import pathlib, sys\nwhile not pathlib.Path({str(tmp_path / 'up')!r}).exists(): pass\nsys.exit(7)"
    )
    driver = (
        "import importlib.util, pathlib, sys\n"
        f"spec = importlib.util.spec_from_file_location('serve', {str(ROOT / 'scripts' / 'serve.py')!r})\n"
        "serve = importlib.util.module_from_spec(spec); spec.loader.exec_module(serve)\n"
        f"serve.commands = lambda *a, **k: {{'server': [sys.executable, '-c', {lasting!r}],"
        f" 'worker': [sys.executable, '-c', {dying!r}]}}\n"
        f"sys.exit(serve.serve('127.0.0.1', 8000, root=pathlib.Path({str(tmp_path)!r})))"
    )
    done = subprocess.run([sys.executable, "-c", driver], capture_output=True, text=True, check=False)
    assert done.returncode == 7
    assert "The worker ended by itself" in done.stderr
    assert marker.exists(), "the server was asked to end"


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", 15),
        ("initdb (PostgreSQL) 17beta1", 17),
        ("something else", 0),
    ],
)
def test_postgres_version_is_read(text, version):
    assert postgres.version_of(text) == version


def test_newest_postgres_wins(tmp_path):
    for version in ("14", "15", "17"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        for name in ("initdb", "pg_ctl"):
            (folder / name).touch()
    assert postgres.binaries(tmp_path) == tmp_path / "17" / "bin"


def test_ordinary_users_need_no_prefix():
    assert postgres.unprivileged_prefix(1000) == ([], None)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_has_hashes_and_no_addresses(name):
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "--find-links" not in text
    assert "--index-url" not in text
    pinned = re.findall(r"^([a-z0-9.\-\[\]]+==\S+).*\\\n\s+--hash=sha256:", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-z0-9].*==", text, re.MULTILINE)) > 30


@pytest.mark.parametrize(
    "path", [*sorted((ROOT / "scripts").glob("*.sh")), ROOT / ".ci" / "run"], ids=lambda p: p.name
)
def test_shell_scripts_parse_and_are_executable(path):
    assert subprocess.run(["bash", "-n", str(path)], check=False).returncode == 0
    assert path.name == "lib.sh" or os.access(path, os.X_OK)


def test_env_example_documents_each_variable():
    read = set(re.findall(r"env\.\w+\(\s*['\"](\w+)", (ROOT / "config" / "settings.py").read_text()))
    told = set(re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert len(read) > 20
    assert read == told
