"""What holds for every test: files in a temporary directory, empty counters. (No network: see pyproject.)"""

import gc
import shutil
import tempfile
from pathlib import Path

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test.utils import override_settings
from hypothesis import settings as hypothesis_settings

from tests.cast import make_cast
from tests.own_database import copied, each_its_own  # noqa: F401 - fixtures
from tests.side_by_side import database_of_its_own
from tests.watch import watching_writes

# A property has no time limit: a loaded machine must not fail it.
hypothesis_settings.register_profile("portal", deadline=None)
hypothesis_settings.load_profile("portal")


# What a test asks for that opens the database of the suite.
_OPENS_DATABASE = {"db", "transactional_db", "django_db_setup"}


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL leave out what cannot answer differently there.

    These are tests that never open a database, and those marked `read_alike`. SQLite's run has them all.
    """
    if connection.vendor == "sqlite":
        return
    kept, left = [], []
    for item in items:
        opens = item.get_closest_marker("django_db") or _OPENS_DATABASE & set(item.fixturenames)
        (kept if opens and not item.get_closest_marker("read_alike") else left).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left)


def pytest_collection_finish():
    """Take what was collected out of the collector's walks.

    It lives to the end, and walking over it again and again cost more than a quarter of the run.
    """
    gc.freeze()
    gc.set_threshold(20_000, 50, 1000)


@pytest.fixture(scope="session", autouse=True)
def _settings_of_the_suite():
    """Keep the developer's files and scanner out of the suite."""
    files = Path(tempfile.mkdtemp(prefix="portal-test-files-"))
    with override_settings(
        MEDIA_ROOT=files / "media",
        DATA_DIR=files,
        CACHES={
            name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
            for name in ("default", "results", "figures")
        },
        SCANNER="off",
        REQUIRE_MFA=False,
        # The real hasher is slow on purpose; a test that looks at stored passwords names it itself.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield
    shutil.rmtree(files, ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty_cache():
    """Forget the sign-in counters and the long results of the test before."""
    cache.clear()
    caches["results"].clear()
    yield
    cache.clear()
    caches["results"].clear()


@pytest.fixture
def cast(db):
    """One account for each role (tests/cast.py)."""
    return make_cast()


@pytest.fixture
def side_by_side(db, tmp_path):
    """A stored database for threads that write at the same moment (tests/side_by_side.py)."""
    with database_of_its_own(tmp_path):
        yield


@pytest.fixture
def sign_in(client):
    """Return a function that signs the test client in as an account and returns the client."""

    def enter(user):
        client.force_login(user)
        return client

    return enter


@pytest.fixture(autouse=True)
def _every_write_has_history(request):
    """Hold every database test to whole history; `history_may_fail` marks those that break it on purpose."""
    if not {"db", "transactional_db"} & set(request.fixturenames) or request.node.get_closest_marker(
        "history_may_fail"
    ):
        yield
        return
    request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
    with watching_writes():
        yield
