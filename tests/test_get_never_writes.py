"""Reading leaves every table as it was, whoever reads; only the session and the access log may move."""

import pytest
from django.db import connection
from django.urls import reverse

from core.models import Role
from tests.access import NOBODY_SIGNED_IN, OTHER, OWN, Writes, checksum
from tests.access_rows import ROWS
from tests.access_world import standing_world

pytestmark = pytest.mark.django_db
READERS = (*Role.values, "OTHER_FOCAL", *NOBODY_SIGNED_IN)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for the module, taken back at its end."""
    with standing_world(django_db_blocker) as standing:
        yield standing


def crawl(world, role):
    """GET every URL as the role, with its own record and another's; return the statuses."""
    statuses = set()
    for name, row in ROWS.items():
        for record in (OWN, OTHER) if row.args else (OWN,):
            url = reverse(name, args=world.args(row, role, record))
            for query in ("", "?xuat=xlsx") if name.endswith("_list") else ("",):
                response = world.client(role).get(url + query)
                if response.streaming:
                    list(response.streaming_content)
                statuses.add(response.status_code)
    return statuses


@pytest.mark.parametrize("role", READERS)
def test_reading_everything_changes_nothing(role, world):
    before, writes = checksum(), Writes()

    with connection.execute_wrapper(writes):
        statuses = crawl(world, role)

    assert writes == []
    assert checksum() == before
    assert statuses <= {200, 302, 403, 404, 405}


@pytest.mark.history_may_fail
def test_the_checksum_sees_a_change(world):
    before = checksum()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_agency SET note = 'x' WHERE code = 'SYT'")

    assert {table for table, digest in checksum().items() if digest != before[table]} == {"core_agency"}
