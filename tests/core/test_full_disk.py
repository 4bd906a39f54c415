"""A disk without room is told as such, whoever wrote; every other fault stays what it is."""

import errno
import sqlite3
from contextlib import closing

import pytest
from django.db import OperationalError
from django.urls import get_resolver

from core.views.errors import server_error


def full_file():
    raise OSError(errno.ENOSPC, "No space left on device")


def full_database():
    with closing(sqlite3.connect(":memory:")) as small:
        small.execute("PRAGMA max_page_count = 2")
        try:
            small.execute("CREATE TABLE large AS SELECT randomblob(100000)")
        except sqlite3.OperationalError as error:
            raise OperationalError(*error.args) from error


def told_on():
    try:
        full_database()
    except OperationalError:
        raise RuntimeError("beside") from None


def locked_database():
    raise OperationalError("database is locked")


@pytest.mark.parametrize(
    ("fault", "status"),
    [(full_file, 507), (full_database, 507), (told_on, 507), (locked_database, 500)],
)
def test_the_page_says_that_the_disk_is_full(rf, fault, status):
    try:
        fault()
    except (OSError, OperationalError, RuntimeError):
        page = server_error(rf.get("/"))
    assert page.status_code == status
    assert get_resolver("config.urls").resolve_error_handler(500) is server_error
    assert ("Hết dung lượng, dữ liệu chưa được lưu" in page.content.decode()) is (status == 507)
