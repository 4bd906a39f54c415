"""A table sent out, filled in with LibreOffice and taken back."""

import subprocess
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from aid.actions.sent import send_template
from aid.models import AidItem
from aid.sent_book import sent_book
from core.history import acting
from core.models import ImportBatch, LegalValue, User
from core.reference import day, read_json
from core.spreadsheets.template import AID
from tests.factories import AidItemFactory, CommitmentFactory, PartnerFactory

pytestmark = [pytest.mark.office, pytest.mark.django_db]
COLUMN = {column.key: number for number, column in enumerate(AID.columns, start=1)}


def saved_by_office(data, folder):
    """Return the workbook as LibreOffice saves it."""
    book, out = folder / "mau.xlsx", folder / "luu"
    book.write_bytes(data)
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(book)]
    subprocess.run(command, check=True, capture_output=True)
    return (out / "mau.xlsx").read_bytes()


@pytest.fixture
def _law(db):
    with acting(by=User.objects.system(), verb="tests.law", label="Tạo dữ liệu thử"):
        for row in read_json("legal_values.json"):
            values = row | {"valid_from": day(row["valid_from"]), "valid_to": day(row["valid_to"])}
            LegalValue.objects.get_or_create(
                code=row["code"], valid_from=values["valid_from"], defaults=values
            )


@pytest.mark.usefixtures("_law")
def test_five_cells_filled_in_office_and_one_changed_meanwhile(cast, sign_in, tmp_path):
    staff, donor = cast["SNGV_STAFF"], PartnerFactory(name="Quỹ Nhịp cầu Ễ ộ ữ Đ")
    items = [
        AidItemFactory(code=f"VT-2025-00{n}", donor=donor, note="=1+1", name=f"Trường học {n}")
        for n in (1, 2, 3)
    ]
    for item in items:
        CommitmentFactory(item=item, amount_minor=12_345_678)
    sent = send_template(donor=donor, owner=None, today=date(2025, 6, 2), by=staff)
    book = load_workbook(BytesIO(saved_by_office(sent_book(sent), tmp_path)))
    sheet = book["Viện trợ"]
    changes = [
        (2, "name", "Tên trong tệp"),
        (2, "amount", 90000.5),
        (3, "note", "+84 912"),
        (3, "kind", "Phi dự án"),
    ]
    for row, key, value in [*changes, (4, "end", date(2027, 5, 1))]:
        sheet.cell(row, COLUMN[key], value)
    filled = BytesIO()
    book.save(filled)
    items[0].name, items[0].version = "Tên trong cổng", 2
    with acting(by=staff, verb="tests.edit", label="Sửa"):
        items[0].save()
    client = sign_in(staff)

    data = saved_by_office(filled.getvalue(), tmp_path)
    client.post(reverse("aid:sent_take_back", args=[sent.code]), {"file": SimpleUploadedFile("m.xlsx", data)})

    batch = ImportBatch.objects.get()
    assert batch.refusals == []
    assert (batch.counts["theirs"], batch.counts["conflicts"], batch.counts["ours"]) == (4, 1, 0)
    client.post(reverse("aid:sent_write", args=[batch.code]), {"VT-2025-001:name": "cong"})
    first, second, third = AidItem.objects.order_by("code")
    assert (first.name, str(first.commitments.get().amount)) == ("Tên trong cổng", "90000.50")
    assert (second.note, second.mode, second.name) == ("+84 912", "PHI_DU_AN", "Trường học 2")
    assert (third.ended_on, third.note) == (date(2027, 5, 1), "=1+1")
