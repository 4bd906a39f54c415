"""The history speaks of records as people do: no key, code or column name in what it shows."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from core.audit_log import AuditFilter, log_page
from core.history import acting
from core.history_values import label_of, shown_fields
from core.history_view import audited_models, entries_of
from core.models import AgencySuccession, ImportBatch, User, UserAgency
from reports.actions.looks import look_at_figures
from reports.figure_looks import Seen
from reports.models import NarrativeBlock, PdfExport, Report
from tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db
CODE = re.compile(
    r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b"  # a column: due_on
    r"|\b[A-Z]{2,}(?:_[A-Z0-9]+)+\b"  # a stored choice: DANG_TAO
    r"|\{\{|\}\}|\b\w+ object \(|bản ghi số|\b(?:True|False|None|null)\b"
    r"|^\d+ (?:·|→) \d+$|^\d+$"  # bare keys
)
# What people type themselves and read on the record's own page.
TYPED = {"core.user: Tên đăng nhập", "core.legalvalue: Mã", "aid.sector: Mã", "aid.dossierrequirement: Mã"}


def lines_of_everything():
    """Yield (model label, line) for every entry of the log."""
    for model in audited_models():
        label, number, has_next = model._meta.label_lower, 1, True
        while has_next:
            lines, has_next = log_page(AuditFilter(table=label), number)
            number += 1
            for line in lines:
                yield label, line


def raw_words(label, line):
    """Return what a reader would stumble over in one line of the log."""
    said = [("bản ghi", line.name), ("loại", line.noun), ("việc", line.entry.what)]
    for change in line.entry.changes:
        said.append(("ô", change.field))
        if f"{label}: {change.field}" not in TYPED:
            is_number = change.after.isdigit() or change.before.isdigit()
            said += [] if is_number else [(change.field, change.before), (change.field, change.after)]
    return [f"{label}: {where}: {text}" for where, text in said if CODE.search(text)]


def test_every_column_has_a_vietnamese_label():
    labels = {
        f"{model._meta.label}.{field.name}": label_of(field)
        for model in audited_models()
        for field in shown_fields(model)
    }

    assert len(labels) > 150
    assert {name: label for name, label in labels.items() if label.isascii()} == {}


def test_no_entry_of_the_demonstration_shows_a_code():
    call_command("demo", verbosity=0)
    found, count = [], 0
    for label, line in lines_of_everything():
        count += 1
        found += raw_words(label, line)

    assert count > 800
    assert sorted(set(found)) == []


@pytest.fixture
def rows(cast):
    """One of each row that the demonstration does not have, each pointing to a named record."""
    agency = cast.agencies["SYT"]
    report = Report(year=2025, code="thu", title="Báo cáo thử", issuer=agency)
    made = {
        "passage": NarrativeBlock(
            report=report,
            key="II.bai_hoc",
            title="Bài học kinh nghiệm",
            text="Tiếp nhận {{aid.items_received}} khoản.",
        ),
        "export": PdfExport(report=report, state=PdfExport.State.RUNNING, requested_by=cast["ADMIN"]),
        "post": UserAgency(user=cast["ADMIN"], agency=agency),
        "heir": AgencySuccession(
            predecessor=agency, successor=AgencyFactory(name="Sở mới"), effective_on="2025-07-01"
        ),
        "upload": ImportBatch(
            code="NHAP-2025-001",
            kind=ImportBatch.Kind.AID,
            state=ImportBatch.State.REFUSED,
            filename="vien-tro.xlsx",
            sha256="0" * 64,
            counts={"rows": 3, "added": 2, "changed": 0, "unchanged": 0, "refused": 1, "errors": 1},
            refusals=[{"sheet": "Khoản", "row": 4, "column": "E", "value": "x", "message": "Ngày sai."}],
            options={"preview": {"rows": []}},
            uploaded_by=cast["ADMIN"],
        ),
    }
    with acting(by=User.objects.system(), verb="tests.make", label="Tạo dữ liệu thử"):
        report.save()
        for row in made.values():
            row.save()
    return made


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("passage", "Báo cáo thử · II Bài học kinh nghiệm", id="đoạn lời văn"),
        pytest.param("export", "Báo cáo thử · Đang tạo", id="lần xuất PDF"),
        pytest.param("post", "Sở Y tế", id="cơ quan kiêm nhiệm"),
        pytest.param("heir", "Sở Y tế · Sở mới", id="kế thừa cơ quan"),
        pytest.param("upload", "số dòng 3; thêm 2; đổi 0; giữ nguyên 0; bị từ chối 1; số lỗi 1", id="tệp"),
        pytest.param("upload", "Ngày sai.", id="chỗ bị từ chối"),
    ],
)
def test_rows_are_named_by_what_they_join(cast, sign_in, rows, name, words):
    client = sign_in(cast["AUDITOR"])
    row = rows[name]
    own = client.get(reverse("core:history", args=[row._meta.label_lower, row.pk])).text
    log = client.get(reverse("core:audit_log"), {"bang": row._meta.label_lower}).text

    assert words in own
    assert words in log or name == "upload"  # the log shows the first four columns


@pytest.mark.usefixtures("rows")
def test_no_entry_of_the_other_rows_shows_a_code():
    assert [found for label, line in lines_of_everything() for found in raw_words(label, line)] == []


def test_a_passage_names_its_numbers(cast, sign_in, rows):
    url = reverse("core:history", args=["reports.narrativeblock", rows["passage"].pk])
    page = sign_in(cast["AUDITOR"]).get(url).text

    assert "Tiếp nhận [Chương trình, dự án, phi dự án tiếp nhận mới] khoản." in page


def test_the_history_of_a_report_says_only_what_people_did(cast, rows):
    """Neither the worker's drafts, nor keys, marks and sources; a new row is told by its words alone."""
    report, by = rows["passage"].report, cast["SNGV_STAFF"]
    for said in ("12", "13"):
        seen = Seen(code="aid.items_received", value=said, text=said, sources=[[1, 1, 1]])
        look_at_figures(report=report, seen=[seen], by=by)
    entries, fields = entries_of(Report, report.pk)
    told = {change.field: change.after for entry in entries for change in entry.changes}
    figure = "Chương trình, dự án, phi dự án tiếp nhận mới"
    assert told["Thêm lần soát số liệu"] == f"{figure}; 12"
    assert told[f"Lần soát số liệu ({figure}): cách viết"] == "13"
    passage = f"II Bài học kinh nghiệm; Tiếp nhận [{figure}] khoản."
    assert told["Thêm đoạn lời văn"] == passage
    assert set(fields) == {
        *("year", "basis", "period", "title", "issuer", "status", "count_style"),
        *("reports.narrativeblock", "reports.figurelook", "reports.figurelook.text"),
    }
