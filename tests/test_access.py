"""Role × URL × method × record: every cell of the table in tests/access_rows is asked."""

from contextlib import nullcontext

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import get_resolver, path, reverse
from django.urls.resolvers import URLResolver

from core.forms import LOST_VERSION
from tests.access import (
    METHODS,
    NOBODY_SIGNED_IN,
    OTHER,
    OWN,
    REACHES,
    Writes,
    checksum,
    named_urls,
    without_row,
)
from tests.access_rows import ROWS
from tests.access_world import standing_world, undone

pytestmark = pytest.mark.django_db
# The sign-in pages and the door out; everything else asks who is there.
REFUSALS = {403, 404, 405}
# No URL knows these methods: whoever is signed in gets one answer, so a few accounts ask for all.
UNKNOWN_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS")
ASKERS = {"ADMIN", "SNGV_STAFF", "OTHER_FOCAL", *NOBODY_SIGNED_IN}
# A calendar program has no session; it shows the key of one account.
PUBLIC = {
    "account_login", "account_logout", "mfa_authenticate", "core:calendar_feed",
    # Open data; answers 404 until the administrator turns it on.
    "aid:open_data_file",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for the module, taken back at its end."""
    with standing_world(django_db_blocker) as standing:
        yield standing


@pytest.fixture(scope="module")
def untouched(world, django_db_blocker):
    """The checksum of every table before the first call."""
    with django_db_blocker.unblock():
        return checksum()


def answer(world, role, method, url, *, htmx=False):
    """Return the response of one call."""
    headers = {"HX-Request": "true"} if htmx else {}
    # Forgets how often the sign-in pages were asked: they answer 429 to whoever asks too often.
    cache.clear()
    typed = "application/x-www-form-urlencoded"
    response = world.client(role).generic(method, url, headers=headers, content_type=typed)
    if response.streaming:
        list(response.streaming_content)  # closes the file
    return response


def calls(row, role):
    """Return (method, record, htmx, expected) for every call that the row must answer.

    A page that may be read is rendered once for each role and record; the other ways to it are asked where
    they are refused, which is what could go wrong. Methods that no view takes, parts of pages and records
    that are not there are refused the same on every database: SQLite's run asks them.
    """
    asks_all = connection.vendor == "sqlite"
    for record in row.records():
        if not asks_all and record not in (OWN, OTHER):
            continue
        for method in METHODS:
            expected = row.expected(method, role, record)
            refused = expected <= REFUSALS
            if not asks_all and method not in ("GET", "POST"):
                continue
            # A method that the view does not take is refused before any record is looked up.
            if expected == {405} and record != OWN:
                continue
            if method in UNKNOWN_METHODS and (record != OWN or role not in ASKERS):
                continue
            if method == "HEAD":
                if record == OWN and (refused or role == "SNGV_STAFF"):
                    yield method, record, False, expected
                continue
            yield method, record, False, expected
            asks_part = (
                asks_all and method in ("GET", "POST") and method in row.methods and record in (OWN, OTHER)
            )
            if asks_part and (refused or role == "SNGV_LEADER"):
                yield method, record, True, expected


def wrong_cells(world, name, row):
    """Ask every cell of one URL; return a line for each wrong answer or write."""
    wrong = []
    for role in world.roles:
        if connection.vendor != "sqlite" and role not in REACHES:
            continue
        for method, record, htmx, expected in calls(row, role):
            url = reverse(name, args=world.args(row, role, record))
            cell = f"{role} {method}{' htmx' if htmx else ''} {record} {url}"
            refused = expected <= REFUSALS or (role in NOBODY_SIGNED_IN and not row.public)
            writes = Writes()
            # What is refused must leave nothing behind: only permitted calls are taken back.
            with nullcontext() if refused else undone(), connection.execute_wrapper(writes):
                response = answer(world, role, method, url, htmx=htmx)
            if response.status_code not in expected:
                wrong.append(f"{cell}: {response.status_code}, not {sorted(expected)}")
            if writes and (refused or method != "POST"):
                wrong.append(f"{cell}: wrote {sorted(set(writes))}")
            if role in NOBODY_SIGNED_IN and not row.public and not response.url.startswith("/dang-nhap/"):
                wrong.append(f"{cell}: sent to {response.url}")
    return wrong


def test_every_url_has_a_row():
    assert without_row(named_urls(), ROWS) == []
    assert without_row(ROWS, named_urls()) == []


def test_an_extra_url_is_missed():
    extra = URLResolver(
        get_resolver().pattern, [*get_resolver().url_patterns, path("moi/", lambda request: None, name="moi")]
    )

    assert without_row(named_urls(extra), ROWS) == ["moi"]


def test_only_sign_in_calendars_and_open_data_are_public():
    assert {name for name, row in ROWS.items() if row.public} == PUBLIC


@pytest.mark.parametrize("name", sorted(ROWS))
def test_every_cell_answers_as_its_row_says(name, world, untouched):
    wrong = wrong_cells(world, name, ROWS[name])
    changed = {table for table, digest in checksum().items() if untouched[table] != digest}

    assert not wrong, "\n".join(wrong[:60])
    assert changed == set()


@pytest.mark.parametrize(
    "name",
    [
        "meetings:agenda_edit", "meetings:attendance_edit", "meetings:speech_edit",
        "meetings:conclusion_mark_none", "meetings:conclusion_unmark", "meetings:conclusion_remove",
        "meetings:meeting_close", "meetings:award_remove",
    ],
)  # fmt: skip
def test_a_form_that_lost_its_version_says_so(name, world):
    url = reverse(name, args=world.args(ROWS[name], "SNGV_STAFF", OWN))
    with undone():
        response = world.client("SNGV_STAFF").post(url, {"co": "gì đó"}, follow=True)

    assert response.status_code == 200
    assert LOST_VERSION in response.content.decode()


@pytest.mark.parametrize("year", [1990, 2099])
def test_a_year_without_records_is_compared_too(year, world):
    response = world.client("TU_VIEWER").get(reverse("reports:findings", args=[year]))

    assert response.status_code == 200
    assert str(year) in response.content.decode()


def test_every_unsafe_url_asks_for_the_token(world):
    client = Client(enforce_csrf_checks=True)
    client.cookies = world.client("SNGV_LEADER").cookies
    writes, answers = Writes(), {}
    with connection.execute_wrapper(writes):
        for name, row in ROWS.items():
            if "POST" in row.methods:
                url = reverse(name, args=world.args(row, "SNGV_LEADER", OWN))
                answers[name] = client.post(url).status_code

    assert len(answers) > 50
    assert {name: status for name, status in answers.items() if status != 403} == {}
    assert writes == []
