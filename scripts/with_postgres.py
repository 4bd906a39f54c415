"""Runs a command with DATABASE_URL set to a throw-away PostgreSQL, and removes the server afterwards.

    python scripts/with_postgres.py COMMAND [ARGUMENT...]
    python scripts/with_postgres.py --probe      exit 0 if PostgreSQL 15 or newer is installed

The server is a cluster of its own in a temporary directory: own port, loopback only, a random password.
An existing PostgreSQL of this machine is not touched.
"""

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OLDEST_VERSION = 15
USER = "portal"
# Durability costs time and buys nothing for data that is thrown away.
SERVER_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
    "timezone": "UTC",
}


def binaries(root: Path = Path("/usr/lib/postgresql")) -> Path | None:
    """Return the directory with the newest initdb and pg_ctl from version 15 on, or None."""
    found = [
        (int(folder.parent.name), folder)
        for folder in root.glob("*/bin")
        if folder.parent.name.isdecimal() and (folder / "initdb").exists() and (folder / "pg_ctl").exists()
    ]
    if found and max(found)[0] >= OLDEST_VERSION:
        return max(found)[1]
    initdb = shutil.which("initdb")
    if initdb is None:
        return None
    answer = subprocess.run([initdb, "--version"], capture_output=True, text=True, check=False)
    return Path(initdb).resolve().parent if version_of(answer.stdout) >= OLDEST_VERSION else None


def version_of(text: str) -> int:
    """Return the main version in `initdb (PostgreSQL) 15.9 (Debian ...)`, 0 if there is none."""
    found = re.search(r"\(PostgreSQL\) (\d+)", text)
    return int(found[1]) if found else 0


def unprivileged_prefix(user_id: int) -> tuple[list[str], pwd.struct_passwd | None]:
    """Return how to run a server that refuses root, and as whom; nothing to do for ordinary users."""
    if user_id != 0:
        return [], None
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        ids = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
        return ["setpriv", *ids, "--"], account
    raise SystemExit("Stopped: PostgreSQL does not run as root and there is no user postgres or nobody.")


def free_port() -> int:
    """Return a port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def throw_away_server(folder: Path) -> Iterator[str]:
    """Start a server whose data lives in a new directory; yield its DATABASE_URL; remove it all."""
    prefix, account = unprivileged_prefix(os.getuid())
    home = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(home)}
    password = secrets.token_urlsafe(24)
    try:
        (home / "password").write_text(password)
        if account:
            for path in (home, home / "password"):
                os.chown(path, account.pw_uid, account.pw_gid)

        def run(*command: str) -> None:
            done = subprocess.run(
                [*prefix, *command], cwd=home, env=environment, capture_output=True, text=True, check=False
            )
            if done.returncode:
                log = home / "log"
                tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
                raise SystemExit(f"Stopped: {command[0]} failed.\n{done.stderr}{tail}")

        data = str(home / "data")
        run(
            str(folder / "initdb"), "--pgdata", data, "--username", USER, "--pwfile", str(home / "password"),
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
        )  # fmt: skip
        port = free_port()
        options = " ".join(
            f"-c {name}={value}"
            for name, value in {
                **SERVER_SETTINGS,
                "port": str(port),
                "unix_socket_directories": str(home),
            }.items()
        )
        control = str(folder / "pg_ctl")
        run(control, "start", "-D", data, "-w", "-t", "60", "-l", str(home / "log"), "-o", options)
        try:
            yield f"postgres://{USER}:{password}@127.0.0.1:{port}/postgres"
        finally:
            run(control, "stop", "-D", data, "-m", "immediate", "-w")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(arguments: list[str]) -> int:
    """Run the command beside the server; return the command's exit code."""
    folder = binaries()
    if arguments == ["--probe"]:
        return 0 if folder else 1
    if not arguments:
        raise SystemExit(__doc__)
    if folder is None:
        raise SystemExit(
            "Stopped: PostgreSQL 15 or newer is missing. "
            "Type: sudo apt-get install -y --no-install-recommends postgresql"
        )
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with throw_away_server(folder) as url:
        return subprocess.run(arguments, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
