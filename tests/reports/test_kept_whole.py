"""What was issued or locked and is no longer what was stored: never handed out, printed or archived."""

import io
import logging
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from reports import tasks
from reports.actions.requests import request_pdf
from reports.models import IssuedFile, PdfExport, Report
from tests.reports.life_world import PDF, Office
from tests.reports.year_end_world import words, world

pytestmark = pytest.mark.django_db
PAGE = "/bao-cao/2025/tong-ket"


@pytest.fixture
def office(client):
    """The office of an issued report; its clerk is signed in."""
    found = Office(world())
    found.bring_to(Report.Status.ISSUED)
    client.force_login(found.clerk)
    return found


def stored_path():
    """Return where the bytes of the issued PDF lie."""
    return Path(settings.MEDIA_ROOT) / IssuedFile.objects.get(kind="PDF").file.name


def check_issued():
    """Run the nightly check; return what it says where all is well."""
    said = io.StringIO()
    call_command("check_issued", stdout=said, stderr=io.StringIO())
    return said.getvalue()


def test_changed_or_lost_bytes_are_not_handed_out(office, client, caplog, tmp_path):
    assert "1 tệp ban hành, 1 bản chốt: mã băm đều khớp" in check_issued()
    issued = IssuedFile.objects.get()
    packed = zipfile.ZipFile(io.BytesIO(client.get(f"{PAGE}/luu-tru.zip").content))
    assert f"{issued.sha256}  {issued.filename}\n" in packed.read("SHA256SUMS.txt").decode()
    export = request_pdf(report=office.fresh(), by=office.drafter)
    path = stored_path()
    for change, said in (
        (lambda: path.write_bytes(PDF.replace(b"ban hanh", b"da bi sua")), "đã khác lúc ban hành"),
        (path.unlink, "không còn trong kho"),
    ):
        change()
        for address in (".pdf", "/luu-tru.zip"):
            with caplog.at_level(logging.ERROR, logger="reports.issued_files"):
                answer = client.get(PAGE + address)
            assert answer.status_code == 500
            assert said in words(answer)
            assert "Báo quản trị viên khôi phục" in words(answer)
            assert issued.sha256 in caplog.text
        with pytest.raises(CommandError, match="1 trong 1 tệp ban hành"):
            check_issued()
        with pytest.raises(CommandError, match=said):
            call_command("report", "year-end", year=2025, out=str(tmp_path / "x.pdf"), stdout=io.StringIO())
    assert tasks.make_pdf.call(export.pk) == "LOI"
    assert "không còn trong kho" in PdfExport.objects.get().message
    path.write_bytes(PDF)
    assert client.get(f"{PAGE}.pdf").content == PDF
