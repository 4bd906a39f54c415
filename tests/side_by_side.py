"""People who write at the same moment: each with a connection of their own to one stored database."""

import threading
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections

_SUFFIX = "cungluc"


@contextmanager
def database_of_its_own(folder):
    """Let new connections lead to a copy of the empty test database, which goes afterwards.

    A test inside one transaction shows nobody else what it wrote, and history cannot be emptied afterwards.
    """
    settings = connections.settings["default"]
    name = settings["NAME"]
    if connection.vendor == "postgresql":
        connection.creation.clone_test_db(suffix=_SUFFIX, verbosity=0)
        copy = connection.creation.get_test_db_clone_settings(_SUFFIX)["NAME"]
    else:
        copy = str(folder / "cung-luc.sqlite3")
        Path(copy).write_bytes(connection.connection.serialize())
    settings["NAME"] = copy
    try:
        yield
    finally:
        settings["NAME"] = name
        if connection.vendor == "postgresql":
            connection.creation.destroy_test_db(suffix=_SUFFIX, verbosity=0)


_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def until_somebody_waits(is_over):
    """Return once another connection waits for what this transaction holds, or `is_over()` says it did not.

    SQLite lets nobody else begin, so there is nothing to wait for.
    """
    while connection.vendor == "postgresql" and not is_over():
        with connection.cursor() as cursor:
            # Within a transaction the server shows the same state of its sessions again and again.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(_WAITING)
            if cursor.fetchone()[0]:
                return


def at_once(*jobs):
    """Run the functions in threads and return what each gave back; the first failure is raised here."""
    answers, failures = [None] * len(jobs), []

    def run(place, job):
        try:
            answers[place] = job()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=row) for row in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return answers
