"""What a production installation must have; anything less refuses to start."""

import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

OFFICE_TIME_ZONE = "Asia/Ho_Chi_Minh"
MIN_KEY_LENGTH = 50
MIN_KEY_CHARACTERS = 12
GUESSABLE_KEY_STARTS = (
    "django-insecure",
    "chi-dung-khi-phat-trien",
    "changeme",
    "change-me",
    "secret",
    "thay-",
)
NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "glusterfs", "ceph"}


def refuse_unsafe(settings: Mapping[str, Any]) -> None:
    """Raise ImproperlyConfigured that lists every unsafe setting, with its value and its fix."""
    problems = list(unsafe(settings))
    if problems:
        raise ImproperlyConfigured(
            "The portal does not start in production:\n" + "\n".join(f"- {problem}" for problem in problems)
        )


def unsafe(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield one sentence for each setting that must not go into production."""
    if settings["DEVELOPMENT"]:
        yield "DEBUG is True, which shows source code to visitors. Set DEBUG=False."
    yield from _unsafe_key(settings["SECRET_KEY"])
    yield from _unsafe_addresses(settings)
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"):
        if not settings[name]:
            yield f"{name} is False, so cookies could travel unencrypted. Remove it from the environment."
    if settings["TIME_ZONE"] != OFFICE_TIME_ZONE:
        yield (
            f"TIME_ZONE is {settings['TIME_ZONE']!r}; deadlines are days in Vietnam. "
            f"Set TIME_ZONE={OFFICE_TIME_ZONE} or remove it."
        )
    if settings["SCANNER"] not in ("clamd", "off"):
        yield f"SCANNER is {settings['SCANNER']!r}. Set SCANNER=clamd, or off to accept unscanned files."
    if importlib.util.find_spec("argon2") is None:
        yield "PASSWORD_HASHERS needs argon2, which is not installed. Install requirements.lock again."
    yield from _unsafe_database(settings["DATABASES"]["default"])


def _unsafe_key(key: str) -> Iterator[str]:
    how = "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
    if not key:
        yield f"SECRET_KEY is empty. {how}"
    elif len(key) < MIN_KEY_LENGTH or len(set(key)) < MIN_KEY_CHARACTERS:
        yield f"SECRET_KEY is too easy to guess ({len(key)} characters; {MIN_KEY_LENGTH} wanted). {how}"
    elif key.lower().startswith(GUESSABLE_KEY_STARTS):
        yield f"SECRET_KEY is a published example. {how}"


def _unsafe_addresses(settings: Mapping[str, Any]) -> Iterator[str]:
    hosts = settings["ALLOWED_HOSTS"]
    if not hosts or any(host.strip() in ("", "*", ".") for host in hosts):
        yield f"ALLOWED_HOSTS is {hosts!r}. Name the portal's own host names, separated by commas."
    site = urlsplit(settings["SITE_URL"])
    if site.scheme != "https" or not site.hostname:
        yield f"SITE_URL is {settings['SITE_URL']!r}. Give the public address, beginning with https://."


def _unsafe_database(database: Mapping[str, Any]) -> Iterator[str]:
    if not database["ENGINE"].endswith("sqlite3"):
        return
    kind = file_system_of(Path(database["NAME"]), mounts=_mounts())
    if kind in NETWORK_FILE_SYSTEMS:
        yield (
            f"DATABASE_URL is an SQLite file on a network drive ({kind}), which loses data. "
            "Put DATA_DIR on a local disk or use PostgreSQL."
        )


def file_system_of(path: Path, *, mounts: str) -> str:
    """Return the type of the file system that holds `path`, given the text of /proc/self/mounts."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        mount = Path(fields[1].replace("\\040", " "))
        if path.resolve().is_relative_to(mount) and len(mount.parts) >= best:
            best, kind = len(mount.parts), fields[2]
    return kind


def _mounts() -> str:
    table = Path("/proc/self/mounts")
    return table.read_text() if table.exists() else ""
