"""The clock and the counter of queries for the pages of programs."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def time_machine_at():
    """Noon of 15 June 2026 in Việt Nam, standing still."""
    with time_machine.travel("2026-06-15 12:00+07:00", tick=False) as clock:
        yield clock


@pytest.fixture
def count_queries():
    """Return a function that opens a page and says how many queries it took."""

    def count(client, url):
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    return count
