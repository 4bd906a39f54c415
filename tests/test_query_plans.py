"""Which statements each list and record page sends, table names only; the same for one row and for thirty."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access_world import standing_world, undone
from tests.query_plans import aid, core, meetings, programs

pytestmark = pytest.mark.django_db
_TABLES = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE)\s+"?(\w+)"?', re.IGNORECASE)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for the module, taken back at its end."""
    with standing_world(django_db_blocker) as standing:
        yield standing


def plan_of(queries):
    """Return the statements as "SELECT aid_aiditem core_partner": verb and tables, in order of appearance."""
    lines = []
    for query in queries:
        sql = query["sql"].lstrip("( ")
        verb = sql.split(None, 1)[0].upper()
        if verb in ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT"):
            continue
        lines.append(" ".join([verb, *dict.fromkeys(_TABLES.findall(sql))]))
    return lines


def plan(world, url):
    """Return the plan of the page as the auditor, who reads everything, opens it a second time."""
    client = world.client("AUDITOR")
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return plan_of(queries)


PAGES = aid.PAGES | core.PAGES | meetings.PAGES | programs.PAGES


def address(kit, name):
    """Return the address of a page of PAGES."""
    arguments = []
    for path in (PAGES[name][0] or "").split():
        record, _, column = path.partition(".")
        arguments.append(getattr(getattr(kit, record), column))
    return reverse(name, args=arguments)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_plan_is_pinned_and_does_not_grow(name, world):
    kit = world.kit("SYT", "AUDITOR")
    _, add_rows, pinned = PAGES[name]
    with undone():
        few = plan(world, address(kit, name))
        add_rows(world, kit)
        many = plan(world, address(kit, name))

    assert many == few
    assert few == pinned
