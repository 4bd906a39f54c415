"""Databases beside that of the suite."""

import os

import pytest
from django.conf import settings
from django.db import connection


@pytest.fixture
def empty_database(tmp_path, db):
    """A function that makes an empty database of the suite's engine and returns its address."""
    made = []

    def make(name):
        if connection.vendor == "sqlite":
            return f"sqlite:///{tmp_path / name}.sqlite3"
        full = f"{name}_{settings.DATABASES['default']['NAME']}"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{full}"')
        made.append(full)
        return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{full}"

    yield make
    for full in made:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{full}"')
