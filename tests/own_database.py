"""A database of a module's own, where what is stored is committed and each thread has its connection."""

import sqlite3

import pytest
from django.db import connections


@pytest.fixture(scope="module")
def copied(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return the name of a copy of the test's database; made before a test opens its transaction.

    The SQLite of the tests lies in memory; its copy is a file, as the portal's own database is.
    """
    with django_db_blocker.unblock():
        source = connections["default"]
        name = _copy_of(source, tmp_path_factory.mktemp("rieng"))
    yield name
    if source.vendor == "postgresql":
        with django_db_blocker.unblock(), source._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


@pytest.fixture
def each_its_own(copied, db):
    """Return what a thread calls first: it works on a connection of its own, as each web worker does.

    All of them, the test too, share the copy, where what is stored is committed.
    """
    source = connections["default"]

    def use():
        mine = source.copy()
        mine.settings_dict["NAME"] = copied
        connections["default"] = mine

    use()
    yield use
    connections["default"].close()
    connections["default"] = source


def _copy_of(source, folder):
    if source.vendor == "sqlite":
        name = str(folder / "rieng.sqlite3")
        source.ensure_connection()
        copy = sqlite3.connect(name)
        source.connection.backup(copy)
        copy.close()
        return name
    name = f"{source.settings_dict['NAME']}_rieng"
    # A database is copied while nobody is connected to it.
    source.close()
    with source._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source.settings_dict["NAME"]}"')
    return name
