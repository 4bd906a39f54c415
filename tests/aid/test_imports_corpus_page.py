"""Every import file of the corpus goes through the page: an answer in Vietnamese, and nothing falls over."""

import html
import re
import resource

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.imports.outcome import refusals_in_words
from core.models import Agency, ImportBatch
from core.spreadsheets.reader import SHOWN_REFUSALS
from core.spreadsheets.template import AID
from tests.core.spreadsheets.corpus import content, entries, template_of
from tests.core.spreadsheets.verdicts import cases, fingerprint, make_reference_rows
from tests.factories import PillarFactory, ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db
# What is wrong with these depends on who imports and on what is stored (contract, rule 10).
DEPENDS = {"j04_row_of_another_agency.xlsx", "j09_update_of_closed_record.xlsx"}
LINES = [line for line in entries("import_task", "import_aid", "import_csv") if line["file"] not in DEPENDS]
# The bombs unpack to hundreds of megabytes; reading them is the child's business.
MOST_GROWTH = 64 * 1024


@pytest.fixture
def client(client, law):
    """The client of a person who may import both tables, with what the good files name."""
    make_reference_rows()
    PillarFactory()
    ProgramFactory(period_start_year=2026)
    client.force_login(UserFactory(agency=Agency.objects.get(name="Sở Ngoại vụ")))
    return client


def words_of(page):
    """Return the text of a page as a person reads it."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("line", cases(LINES))
def test_page_answers_every_file(client, line):
    app, today = ("aid", "2026-11-22") if template_of(line) is AID else ("programs", "2026-01-12")
    data = content(line["file"])
    before, most = fingerprint(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with time_machine.travel(f"{today}T03:00:00+00:00", tick=False):
        answer = client.post(
            reverse(f"{app}:import_start"), {"file": SimpleUploadedFile(line["file"], data)}, follow=True
        )

    assert answer.status_code == 200
    page, batch = words_of(answer.content.decode()), ImportBatch.objects.get()
    assert fingerprint() == before
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - most < MOST_GROWTH
    if line["expected"] == "accept":
        assert (batch.state, batch.refusals) == (ImportBatch.State.CHECKED, [])
        assert f"Ghi {batch.counts['added']} dòng" in page
        return
    assert batch.state == ImportBatch.State.REFUSED
    assert refusals_in_words(batch.counts["errors"]) in page or batch.refusals[0]["message"] in page
    assert len(batch.refusals) <= SHOWN_REFUSALS
    assert "Ghi lại" not in page
