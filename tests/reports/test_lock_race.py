"""An author saves while somebody locks the numbers: never are words told as saved and not frozen."""

import threading

import pytest
from django.db import connection, transaction

from core.history import acting, delete_version
from core.models import User
from core.once import is_race
from reports.actions.headings import move_heading, remove_heading
from reports.actions.passages import save_passage
from reports.actions.reports import TypedPassage, save_passages
from reports.documents_json import as_json
from reports.models import NarrativeBlock, Report, ReportSnapshot
from tests.reports.life_world import Office
from tests.reports.year_end_world import world
from tests.side_by_side import at_once, until_somebody_waits

# A transaction that must begin anew: what it saw has changed.
SERIALIZATION_FAILURE = "40001"
NEW = "Chữ vừa lưu lúc người khác chốt."


def block_named(key):
    """Return one passage as stored."""
    return NarrativeBlock.objects.get(key=key)


def say(by):
    block = block_named("II.han_che")
    save_passage(block=block, expected=block.version, text=NEW, by=by)


def say_in_the_form(by):
    block = block_named("II.han_che")
    typed = TypedPassage(block.key, NEW + " Lần hai.", block.version)
    save_passages(report=Report.objects.get(), passages=[typed], by=by)


def move(by):
    move_heading(block=block_named("II.han_che"), is_up=True, by=by)


def remove(by):
    block = block_named("II.han_che")
    remove_heading(block=block, expected=block.version, by=by)


def lock_while(write, office):
    """Let somebody lock while `write` is not committed yet; return what the lock said: "" where it locked."""
    answers = []

    def lock():
        try:
            office.lock()
            answers.append("")
        except Exception as error:
            answers.append(error)
        finally:
            connection.close()

    locking = threading.Thread(target=lock)
    with transaction.atomic():
        write(User.objects.get(pk=office.drafter.pk))
        locking.start()
        until_somebody_waits(lambda: not locking.is_alive())
    locking.join()
    return answers[0]


def stored():
    """Return the passages as the rows say them, and as the last lock froze them."""
    report = Report.objects.get()
    rows = [[row.key, row.text] for row in report.narratives.order_by("ordinal", "pk")]
    frozen = report.snapshot and [[one["key"], one["text"]] for one in report.snapshot.document["passages"]]
    return report.status, rows, frozen


def test_a_lock_never_freezes_other_words_than_those_that_were_saved(side_by_side):
    """PostgreSQL's lock waits and begins anew (page 409); SQLite's begins only when the words are stored."""

    def story():
        office = Office(world())
        for write in (say, say_in_the_form, move, remove):
            error = lock_while(write, office)
            status, rows, frozen = stored()
            if connection.vendor == "postgresql":
                assert is_race(error), (write.__name__, error)
                assert error.__cause__.sqlstate == SERIALIZATION_FAILURE
                assert (status, frozen) == ("DRAFT", None)
                assert not ReportSnapshot.objects.exists()
            else:
                assert (error, status, frozen) == ("", "DATA_LOCKED", rows)
                office.send_back()
        before = stored()[1]
        office.lock()
        paper = office.paper()
        assert stored() == ("DATA_LOCKED", before, before)
        return paper

    at_once(story)


@pytest.mark.django_db
def test_a_locked_paper_does_not_need_the_rows_of_its_passages(client):
    office = Office(world())
    office.lock()
    before = as_json(office.paper())
    with acting(by=office.drafter, verb="tests.edit", label="Sửa ngoài cổng"):
        kept, gone = NarrativeBlock.objects.filter(is_written=True).order_by("pk")[:2]
        kept.text = "Chữ khác"
        kept.save()
        delete_version(gone, expected=gone.version)
    assert as_json(office.paper()) == before
    client.force_login(office.approver)
    page = client.get(office.report.get_absolute_url()).content.decode()
    assert "Chữ khác" not in page
    assert f'id="muc-{gone.key}"' in page
