"""Exporting a list leaves every table as it was, whoever asks; only the session and the access log may move.

That opening a page writes nothing is asked, for every URL, role and record, in tests/test_access.py.
"""

import pytest
from django.db import connection
from django.urls import reverse

from core.models import Role
from tests.access import NOBODY_SIGNED_IN, OWN, REACHES, Writes, checksum
from tests.access_rows import ROWS
from tests.access_world import standing_world

pytestmark = pytest.mark.django_db
READERS = [
    role if role in REACHES else pytest.param(role, marks=pytest.mark.read_alike)
    for role in (*Role.values, "OTHER_FOCAL", *NOBODY_SIGNED_IN)
]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for the module, taken back at its end."""
    with standing_world(django_db_blocker) as standing:
        yield standing


LISTS = [name for name in ROWS if name.endswith("_list")]


def export_lists(world, role):
    """Ask every list as a file in the role's name; return the statuses."""
    statuses = set()
    for name in LISTS:
        url = reverse(name, args=world.args(ROWS[name], role, OWN))
        for kind in ("xlsx", "csv"):
            response = world.client(role).get(f"{url}?xuat={kind}")
            if response.streaming:
                list(response.streaming_content)
            statuses.add(response.status_code)
    return statuses


@pytest.mark.parametrize("role", READERS)
def test_exporting_every_list_changes_nothing(role, world):
    before, writes = checksum(), Writes()

    with connection.execute_wrapper(writes):
        statuses = export_lists(world, role)

    assert writes == []
    assert checksum() == before
    assert statuses <= {200, 302, 403, 404}


@pytest.mark.history_may_fail
def test_the_checksum_sees_a_change(world):
    before = checksum()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_agency SET note = 'x' WHERE code = 'SYT'")

    changed = {table for table, digest in checksum().items() if digest != before[table]}
    # The mark that tells figures of it moves, too; on PostgreSQL once in a transaction, here when it began.
    marks = {"core_tablemark"} if connection.vendor == "sqlite" else set()
    assert changed == {"core_agency"} | marks
