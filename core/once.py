"""One effect for each form: a second click, a repeated request and two writers at once do no harm."""

import fcntl
import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from core.history import RecordGoneError
from core.http import gone_page, kept_changed_page
from core.legal import KeptChangedError

GetResponse = Callable[[HttpRequest], HttpResponse]

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
LOCK_FILES = 1024
REMEMBERED = 20
SESSION_KEY = "sent"
# A taken key, a lock not given in time, a deadlock, a transaction that must begin anew.
_RACES_POSTGRESQL = {"23505", "55P03", "40P01", "40001"}
_RACES_SQLITE = {
    "SQLITE_CONSTRAINT_UNIQUE",
    "SQLITE_CONSTRAINT_PRIMARYKEY",
    "SQLITE_BUSY",
    "SQLITE_BUSY_SNAPSHOT",
}

logger = logging.getLogger(__name__)


class OneAtATimeMiddleware:
    """Let the writing requests of one session through one after the other; stands outside the session.

    The turn is a locked file, so that it holds among all processes of the machine and ends with its holder;
    on PostgreSQL it is a lock of the database as well, which holds among several machines.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if request.method in SAFE_METHODS or not session:
            return self.get_response(request)
        digest = hashlib.sha256(session.encode()).digest()
        with _turn_here(digest), _turn_everywhere(digest) as is_ours:
            if is_ours:
                return self.get_response(request)
        logger.warning("No turn within the time that the database waits, at %s", request.path)
        return render(request, "409_again.html", status=409)


@contextmanager
def _turn_here(digest: bytes) -> Iterator[None]:
    number = int.from_bytes(digest[:4]) % LOCK_FILES
    folder = Path(settings.DATA_DIR) / "turns"
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    with (folder / f"{number:04}").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _turn_everywhere(digest: bytes) -> Iterator[bool]:
    """Hold the turn in the database; yield whether it was given in time. SQLite has no second machine."""
    if connection.vendor != "postgresql":
        yield True
        return
    key = int.from_bytes(digest[:8], signed=True)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [key])
    except OperationalError as error:
        if not is_race(error):
            raise
        yield False
        return
    try:
        yield True
    finally:
        # A connection that broke meanwhile has given the turn back by itself.
        if connection.connection is not None and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


class SameFormOnceMiddleware:
    """Answer a form that was already saved with the place it led to, instead of saving it again.

    A form is the same when all it says is the same; its hidden token differs each time a page is made.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key_of(request)
        if key is None:
            return self.get_response(request)
        sent = request.session.get(SESSION_KEY, {})
        if key in sent:
            return HttpResponseRedirect(sent[key])
        response = self.get_response(request)
        if response.status_code in (302, 303) and request.user.is_authenticated:
            kept = list(request.session.get(SESSION_KEY, {}).items())[1 - REMEMBERED :]
            request.session[SESSION_KEY] = dict([*kept, (key, response["Location"])])
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page of what was removed or damaged meanwhile, or of two who wrote the same at once."""
        if isinstance(error, RecordGoneError):
            return gone_page(request, error)
        if isinstance(error, KeptChangedError):
            return kept_changed_page(request, error)
        if request.method in SAFE_METHODS or not is_race(error):
            return None
        logger.warning("Two writers at once at %s", request.path, exc_info=error)
        return render(request, "409_again.html", status=409)


def _key_of(request: HttpRequest) -> str | None:
    """Return what makes this form this form, or None for a request that is no form of a signed-in person."""
    if request.method != "POST" or not request.user.is_authenticated:
        return None
    if "csrfmiddlewaretoken" not in request.POST:
        return None
    files = [
        (name, str(file.name), file.size or 0)
        for name in sorted(request.FILES)
        for file in request.FILES.getlist(name)
    ]
    said = (request.get_full_path(), sorted(request.POST.lists()), files)
    return hashlib.sha256(repr(said).encode()).hexdigest()


def is_race(error: Exception) -> bool:
    """Return whether the database refused a write only because of another one at the same moment."""
    if not isinstance(error, IntegrityError | OperationalError):
        return False
    cause = error.__cause__
    return (
        getattr(cause, "sqlstate", "") in _RACES_POSTGRESQL
        or getattr(cause, "sqlite_errorname", "") in _RACES_SQLITE
    )
