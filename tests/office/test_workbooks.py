"""Workbooks that the portal writes open in LibreOffice and show what was written."""

import csv
import subprocess

import pytest
from django.urls import reverse

from core.spreadsheets.writer import write_xlsx
from tests.factories import (
    ActivityFactory,
    AidItemFactory,
    CommitmentFactory,
    FollowUpFactory,
    MeetingFactory,
    TaskFactory,
)

pytestmark = [pytest.mark.office, pytest.mark.django_db]
UTF8_COMMA_FIRST_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"


@pytest.fixture
def opened(tmp_path):
    """Return a function: the rows of a workbook's first sheet, as LibreOffice reads them."""

    def open_in_office(data):
        book = tmp_path / "bang.xlsx"
        book.write_bytes(data)
        profile = (tmp_path / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", UTF8_COMMA_FIRST_SHEET, "--outdir", str(tmp_path), str(book)]
        subprocess.run(command, check=True, capture_output=True)
        written = next(path for path in tmp_path.glob("*.csv"))
        with written.open(encoding="utf-8", newline="") as lines:
            return list(csv.reader(lines))

    return open_in_office


def _export(client, name):
    response = client.get(reverse(name), {"xuat": "xlsx"})
    assert response.status_code == 200
    assert response.headers["Content-Type"].endswith("spreadsheetml.sheet")
    return response.content


def test_aid_list_opens_with_vietnamese_text_and_real_numbers(cast, sign_in, opened):
    item = AidItemFactory(name="Hỗ trợ trường tiểu học Ễ ộ ữ Đ", code="VT-2025-901")
    CommitmentFactory(item=item, amount_minor=12_345_678)
    rows = opened(_export(sign_in(cast["SNGV_STAFF"]), "aid:item_list"))
    text = "\n".join(",".join(row) for row in rows)
    assert "Hỗ trợ trường tiểu học Ễ ộ ữ Đ" in text
    assert "VT-2025-901" in text
    assert "123456.78" in text.replace("123,456.78", "123456.78").replace("123.456,78", "123456.78")


WORDS = "Tên mở bằng bảng tính"


@pytest.mark.parametrize(
    ("name", "make"),
    [
        pytest.param("meetings:meeting_list", lambda: MeetingFactory(title=WORDS), id="hội nghị"),
        pytest.param("meetings:followup_list", lambda: FollowUpFactory(text=WORDS), id="việc sau hội nghị"),
        pytest.param("programs:task_list", lambda: TaskFactory(title=WORDS), id="nhiệm vụ"),
        pytest.param("programs:activity_list", lambda: ActivityFactory(title=WORDS), id="hoạt động"),
    ],
)
def test_list_opens_in_office(cast, sign_in, opened, name, make):
    make()
    rows = opened(_export(sign_in(cast["SNGV_STAFF"]), name))
    assert any(WORDS in cell for row in rows for cell in row)


@pytest.mark.parametrize("name", ["aid:import_template", "aid:import_example", "programs:import_template"])
def test_template_opens_in_office(cast, sign_in, opened, name):
    response = sign_in(cast["SNGV_STAFF"]).get(reverse(name))
    data = b"".join(response.streaming_content) if response.streaming else response.content
    headers = opened(data)[0]
    assert any(header.endswith("*") for header in headers)


@pytest.mark.parametrize("text", ["=1+1", "==1+1", "+84 912", "-5", "@SUM(A1)", "＝1+1"])
def test_text_that_looks_like_a_formula_stays_text(opened, text):
    rows = opened(write_xlsx(["Ghi chú"], [[text]], "Thử"))
    assert rows[1] == [text]
