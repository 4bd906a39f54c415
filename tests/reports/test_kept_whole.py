"""What was issued or locked and is no longer what was stored: never handed out, printed or archived."""

import io
import logging
import re
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from core.history import acting
from core.legal import KeptChangedError, RuleError
from core.models import User
from reports import tasks
from reports.actions.life import begin_step
from reports.actions.requests import request_pdf
from reports.life import MOVES
from reports.models import DocumentNumber, IssuedFile, PdfExport, Report, ReportFigure, ReportSnapshot
from tests import factories as make
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


def check_issued(wrong=None):
    """Run the nightly check; return what it says where all is well, `wrong` takes what is not."""
    said = io.StringIO()
    call_command("check_issued", stdout=said, stderr=wrong or io.StringIO())
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
        with pytest.raises(CommandError, match="1 chỗ không còn như lúc lưu, trong 1 tệp"):
            check_issued()
        with pytest.raises(CommandError, match=said):
            call_command("report", "year-end", year=2025, out=str(tmp_path / "x.pdf"), stdout=io.StringIO())
    assert tasks.make_pdf.call(export.pk) == "LOI"
    assert "không còn trong kho" in PdfExport.objects.get().message
    path.write_bytes(PDF)
    assert client.get(f"{PAGE}.pdf").content == PDF


def run(statement):
    """Run raw SQL as somebody beside the portal does."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


FIGURE = (
    "INSERT INTO reports_reportfigure (snapshot_id, code, label, unit, value, text, exact, definition, "
    "date_field, records, left_out, sources) SELECT snapshot_id, 'x.y', label, unit, value, text, exact, "
    "definition, date_field, records, left_out, sources FROM reports_reportfigure LIMIT 1"
)
SNAPSHOT = (
    "INSERT INTO reports_reportsnapshot (report_id, ordinal, taken_at, taken_by_id, start_on, end_on, as_of, "
    "document, sha256) SELECT report_id, 2, taken_at, taken_by_id, start_on, end_on, as_of, document, sha256 "
    "FROM reports_reportsnapshot"
)
STEP = (
    "INSERT INTO reports_reportstep (version, origin, created_at, updated_at, report_id, from_status, "
    "to_status, happened_on, person_id, note) SELECT version, origin, created_at, updated_at, report_id, "
    "from_status, to_status, happened_on, person_id, 'x' FROM reports_reportstep WHERE to_status = 'ISSUED'"
)
FILE = (
    "INSERT INTO reports_issuedfile (report_id, kind, file, filename, sha256, size, made_at, made_by_id, "
    "ordinal, reason) SELECT report_id, 'DOCX', file, filename, sha256, size, made_at, made_by_id, 1, '' "
    "FROM reports_issuedfile"
)


def test_raw_sql_neither_changes_nor_adds_to_what_was_issued(office):
    refused = [
        "UPDATE reports_report SET number = '99'",
        "UPDATE reports_report SET title = 'Khác'",
        "UPDATE reports_report SET status = 'DRAFT'",
        "DELETE FROM reports_report",
        "UPDATE reports_reportstep SET happened_on = '2020-01-01'",
        "DELETE FROM reports_reportstep",
        STEP,
        "UPDATE reports_documentnumber SET number = 99",
        "DELETE FROM reports_documentnumber",
        FIGURE,
        SNAPSHOT,
        FILE,
    ]
    if connection.vendor == "sqlite":
        refused += [
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608 - our own tables
            for table in ("reports_report", "reports_reportstep", "reports_documentnumber")
        ]
    for statement in refused:
        with pytest.raises(DatabaseError, match=r"giữ nguyên|không nhận thêm"):
            run(statement)
    counts = [model.objects.count() for model in (ReportSnapshot, IssuedFile, DocumentNumber)]
    assert counts == [1, 1, 1]
    assert office.fresh().number == "1"


def may_become(report, state):
    """Return whether raw SQL brings the report to this state; nothing of it stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE reports_report SET status = %s WHERE id = %s", [state, report.pk])
            transaction.set_rollback(True)
    except DatabaseError as error:
        return re.search("từng bước|giữ nguyên", str(error)) is None
    return True


def test_raw_sql_brings_a_report_only_where_its_life_leads():
    """Every pair of states; new rows, as a restore writes them, come in any."""
    issuer, states, found = make.AgencyFactory(), list(Report.Status), set()
    for start in states:
        with acting(by=User.objects.system(), verb="tests.create", label="Tạo dữ liệu thử"):
            report = Report(year=2025, code=start.lower(), title="Báo cáo", issuer=issuer, status=start)
            report.save()
        found |= {(start, end) for end in states if end != start and may_become(report, end)}
    assert found == MOVES
    assert ("DRAFT", "SIGNED") not in MOVES
    assert {("SIGNED", "DRAFT"), ("ISSUED", "CORRECTED")} < MOVES
    if connection.vendor == "sqlite":
        columns = [field.column for field in Report._meta.concrete_fields]
        taken = ", ".join("'SIGNED'" if column == "status" else f'"{column}"' for column in columns)
        named = ", ".join(f'"{column}"' for column in columns)
        with pytest.raises(DatabaseError, match="từng bước"):
            run(
                f"INSERT OR REPLACE INTO reports_report ({named}) "  # noqa: S608 - our own columns
                f"SELECT {taken} FROM reports_report WHERE status = 'DRAFT'"
            )


def take_away(table, verb):
    """Drop a guard of a table."""
    on = "" if connection.vendor == "sqlite" else f' ON "{table}"'
    run(f'DROP TRIGGER "{table}_guard_{verb}"{on}')


def test_rows_that_were_changed_while_the_guards_were_away_are_told(office):
    signed = office.report.steps.get(to_status="SIGNED")
    take_away("reports_report", "update")
    take_away("reports_documentnumber", "update")
    take_away("reports_reportstep", "delete")
    run("UPDATE reports_report SET title = 'Khác'")
    run("UPDATE reports_documentnumber SET number = 99")
    run("DELETE FROM reports_reportstep WHERE to_status = 'SIGNED'")
    wrong = io.StringIO()
    with pytest.raises(CommandError, match="4 chỗ không còn như lúc lưu"):
        check_issued(wrong)
    for told in (
        "ở tên báo cáo.",
        "ở số.",
        "chốt chặn của cơ sở dữ liệu (reports_documentnumber_guard_update,",
    ):
        assert told in wrong.getvalue()
    assert f"Bước của báo cáo mã {signed.pk}: khác lịch sử ghi ở báo cáo," in wrong.getvalue()


def test_a_lock_that_was_changed_is_neither_shown_nor_taken_further(client, caplog):
    """Somebody adds a number while the guards are away."""
    office = Office(world())
    office.lock()
    take_away("reports_reportfigure", "insert")
    run(FIGURE)
    assert ReportFigure.objects.filter(code="x.y").exists()
    client.force_login(office.approver)
    with caplog.at_level(logging.ERROR, logger="reports.fingerprints"):
        page = client.get(f"{PAGE}/")
    assert page.status_code == 200
    assert "không còn như lúc chốt (mã băm không khớp)" in words(page)
    assert "11 khoản" not in words(page), "no number of a lock that nobody can trust"
    assert "Trả lại soạn" in words(page)
    assert "is not as locked" in caplog.text
    with pytest.raises(KeptChangedError):
        office.paper()
    with pytest.raises(RuleError, match="không còn như lúc chốt"), transaction.atomic():
        begin_step("approve", office.fresh(), by=office.approver)
    with pytest.raises(CommandError, match="không còn như lúc lưu"):
        check_issued()
    office.send_back()
    assert client.get(f"{PAGE}/").status_code == 200
