"""Cells corrected on the page: what is typed replaces the cell, one answer serves many rows."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aid.models import AidItem
from core.models import Agency, ImportBatch
from core.spreadsheets.template import AID
from core.spreadsheets.writer import write_csv
from tests.core.spreadsheets.verdicts import fingerprint, make_reference_rows
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-11-22T03:00:00+00:00", tick=False):
        yield


@pytest.fixture
def client(client, law):
    """The client of a person who may import, with what the rows name."""
    make_reference_rows()
    client.force_login(UserFactory(agency=Agency.objects.get(name="Sở Ngoại vụ")))
    return client


def upload(client, *rows):
    """Upload rows over one that may be written; return the upload."""
    start = {
        "code": "VT-2026-900", "name": "Thư viện thân thiện", "donor": "Quỹ Nhịp cầu", "owner": "Sở Y tế",
        "amount": Decimal(86000), "currency": "USD", "approved": date(2026, 4, 12),
    }  # fmt: skip
    table = [[(start | row).get(column.key) for column in AID.columns] for row in rows]
    file = SimpleUploadedFile("so.csv", write_csv([column.header for column in AID.columns], table))
    client.post(reverse("aid:import_start"), {"file": file})
    return ImportBatch.objects.get()


def correct(client, batch, **typed):
    """Type into the page; return the upload with its new verdict."""
    client.post(reverse("aid:import_correct", args=[batch.code]), typed)
    batch.refresh_from_db()
    return batch


def test_one_answer_serves_all_rows_of_a_mistake(client):
    batch = upload(client, {"owner": "Sở Y tê"}, {"code": "VT-2026-901", "owner": "Sở Y tê"})
    group = batch.options["preview"]["groups"][0]
    page = client.get(reverse("aid:import_check", args=[batch.code])).content.decode()
    assert "cho 2 dòng" in page

    batch = correct(client, batch, nhom_cot=group["key"], nhom_cu=group["title"], moi=group["proposals"][0])

    assert (batch.state, batch.refusals) == (ImportBatch.State.CHECKED, [])
    client.post(reverse("aid:import_write", args=[batch.code]))
    assert {item.owner.name for item in AidItem.objects.all()} == {"Sở Y tế"}


def test_typed_cell_is_read_as_strictly_as_the_file(client):
    batch = upload(client, {"approved": "31/02/2026"})
    before = fingerprint()

    batch = correct(client, batch, **{"o-2-approved": "30/02/2026"})

    assert batch.state == ImportBatch.State.REFUSED
    assert batch.refusals[0]["value"] == "30/02/2026"
    page = client.get(reverse("aid:import_check", args=[batch.code])).content.decode()
    assert 'value="30/02/2026"' in page, "what was typed survives"

    batch = correct(client, batch, **{"o-2-approved": "28/02/2026"})

    assert batch.state == ImportBatch.State.CHECKED
    assert fingerprint() == before
    client.post(reverse("aid:import_write", args=[batch.code]))
    assert AidItem.objects.get().approved_on == date(2026, 2, 28)


def test_both_readings_of_an_amount_are_offered(client):
    batch = upload(client, {"amount": "1.250"})
    assert (
        'value="2:amount:1.250,00"'
        in client.get(reverse("aid:import_check", args=[batch.code])).content.decode()
    )

    batch = correct(client, batch, chon="2:amount:1.250,00")

    assert batch.state == ImportBatch.State.CHECKED
    assert batch.options["preview"]["money"][0]["in_file"] == "1.250"


def test_written_upload_is_no_longer_corrected(client):
    batch = upload(client, {})
    client.post(reverse("aid:import_write", args=[batch.code]))

    answer = client.post(
        reverse("aid:import_correct", args=[batch.code]), {"o-2-name": "Tên khác"}, follow=True
    )

    assert "không còn sửa được" in answer.content.decode()
    assert AidItem.objects.get().name == "Thư viện thân thiện"
