"""Tables of aid open in LibreOffice as they were written: texts, numbers, dates, and no formula."""

import subprocess
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import AidItemFactory, CommitmentFactory, DisbursementFactory, PartnerFactory

pytestmark = [pytest.mark.office, pytest.mark.django_db]
# Semicolons, UTF-8, Vietnamese, dates and numbers recognised: what the import dialogue of an office does.
VIETNAMESE_CSV = "CSV:59,34,76,1,,1066,false,true"
NASTY = "=1+1 Ễ ộ ữ Đ; 'nháy' \"kép\""


def opened(folder, ending, *options):
    """Return the rows of the first sheet of every file of this ending, by its name."""
    out = folder / f"mo-{ending}"
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", *options]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out)]
    subprocess.run([*command, *map(str, folder.glob(f"*.{ending}"))], check=True, capture_output=True)
    return {path.stem: rows_of(path) for path in out.glob("*.xlsx")}


def rows_of(path):
    """Return the values of the first sheet, of which none may be a formula."""
    sheet = load_workbook(path).worksheets[0]
    assert not [cell.coordinate for row in sheet for cell in row if cell.data_type == "f"]
    rows = [[cell.value for cell in row] for row in sheet]
    while rows and not any(value is not None for value in rows[-1]):
        rows.pop()
    return rows


def test_exports_of_aid_open_as_written(cast, sign_in, tmp_path):
    donor = PartnerFactory(name="Quỹ Nhịp cầu Ễ ộ ữ Đ")
    for number in (1, 2):
        item = AidItemFactory(
            code=f"VT-2025-90{number}", donor=donor, name=f"{NASTY} {number}", note="+84 912"
        )
        CommitmentFactory(item=item, amount_minor=12_345_678)
        DisbursementFactory(
            item=item, amount_minor=12_345, paid_on=date(2025, 5, 1 + number), voucher="@SUM(A1)", note="-5"
        )
    client = sign_in(cast["SNGV_STAFF"])
    for name in ("item_list", "disbursement_list"):
        for ending in ("xlsx", "csv"):
            answer = client.get(reverse(f"aid:{name}"), {"xuat": ending})
            (tmp_path / f"{name}.{ending}").write_bytes(answer.content)
    for ending in ("xlsx", "csv"):
        call_command("export", "aid", format=ending, out=str(tmp_path / f"register.{ending}"))

    books = opened(tmp_path, "xlsx")
    texts = opened(tmp_path, "csv", f"--infilter={VIETNAMESE_CSV}")

    assert sorted(books) == sorted(texts) == ["disbursement_list", "item_list", "register"]
    for name, rows in books.items():
        assert rows == rows_of(tmp_path / f"{name}.xlsx")
        assert texts[name] == [[guarded(value) for value in row] for row in rows]
    cells = {name: [value for row in rows[1:] for value in row] for name, rows in books.items()}
    assert {f"{NASTY} 1", "Quỹ Nhịp cầu Ễ ộ ữ Đ", 123456.78} <= set(cells["item_list"])
    assert {"@SUM(A1)", 123.45} <= set(cells["disbursement_list"])
    # A day, not the text of one.
    assert [value.date() for value in cells["disbursement_list"] if hasattr(value, "date")] == [
        date(2025, 5, 3), date(2025, 5, 2),
    ]  # fmt: skip
    assert {f"{NASTY} 2", "+84 912", 123456.78} <= set(cells["register"])


def guarded(value):
    """Return a text as CSV holds it: with an apostrophe where it looks like a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(tuple("=+-@")) else value
