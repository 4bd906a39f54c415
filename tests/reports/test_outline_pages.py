"""Kinds of reports kept by the office, and a report of each kind over its window."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup

from core.history import acting
from core.models import User
from reports.actions import reports as actions
from reports.documents.html import preview_html
from reports.kinds.year_end import report_document, report_numbers, report_scope, year_of_paper
from reports.models import OutlineSection, Report, ReportOutline
from reports.outlines import default_outlines, program_of, usual_recipients
from tests import factories as make
from tests.reports.conftest import as_union
from tests.reports.outlines import outline
from tests.reports.year_end_world import union_agency, words

pytestmark = pytest.mark.django_db
LIST = "/bao-cao/mau/"
PAGE = f"{LIST}tong-ket/"
TODAY = date(2026, 2, 1)
# First day, last day, the year before's, the year of the paper: of the year 2025, program 2021-2025.
WINDOWS = {
    "tong-ket": ("2025-01-01", "2025-12-31", "2024-01-01", "2024-12-31", 2026),
    "doi-ngoai-nam": ("2024-12-15", "2025-12-14", "2023-12-15", "2024-12-14", 2025),
    "sau-thang": ("2024-12-15", "2025-06-14", "2023-12-15", "2024-06-14", 2025),
    "chin-thang": ("2024-12-15", "2025-09-14", "2023-12-15", "2024-09-14", 2025),
    "so-ket": ("2021-01-01", "2025-12-31", "2020-01-01", "2024-12-31", 2026),
    "tong-ket-ky": ("2021-01-01", "2025-12-31", "2020-01-01", "2024-12-31", 2026),
    "vien-tro": ("2025-01-01", "2025-12-31", "2024-01-01", "2024-12-31", 2026),
    "phi-chinh-phu": ("2024-12-15", "2025-12-14", "2023-12-15", "2024-12-14", 2025),
    "hoi-nghi-quoc-te": ("2024-12-15", "2025-12-14", "2023-12-15", "2024-12-14", 2025),
    "mot-hoi-nghi": ("2025-03-01", "2025-03-03", "2024-03-01", "2024-03-03", 2025),
}


def test_every_kind_has_a_window(db):
    assert {row["code"] for row in default_outlines()} == set(WINDOWS)


@pytest.mark.parametrize("code", WINDOWS)
def test_every_kind_makes_a_right_document(code):
    make.ProgramFactory(slug="2021-2025", period_start_year=2021, period_end_year=2025)
    issuer = union_agency()
    writer = make.UserFactory(role="LH_STAFF", agency=issuer)
    days = (date(2025, 3, 1), date(2025, 3, 3))
    report = actions.add_report(
        outline=outline(code), year=2025, issuer=issuer, program=program_of(2025), days=days, by=writer
    )
    scope = report_scope(report, today=TODAY)
    before = scope.previous().window
    with time_machine.travel("2025-01-02T03:00:00+00:00", tick=False):
        document = report_document(report, scope, numbers=report_numbers(report, scope, today=TODAY))
    first, last, before_first, before_last, paper_year = WINDOWS[code]
    assert [str(scope.window.start), str(scope.window.end)] == [first, last]
    assert [str(before.start), str(before.end)] == [before_first, before_last]
    assert document.header.year == paper_year
    with time_machine.travel("2027-03-01T03:00:00+00:00", tick=False):
        assert year_of_paper(report) == 2027, "a late one is signed this year"
    html = preview_html(document).replace("\u00a0", " ")
    assert "{" not in report.title + html.replace("{{", "")
    assert f"số liệu từ ngày {scope.window.start:%d/%m/%Y} đến ngày {scope.window.end:%d/%m/%Y}" in html
    assert [one.number for one in document.appendices] == (
        [None] if len(report.appendices) == 1 else list(range(1, len(report.appendices) + 1))
    )


def test_beginning_asks_only_what_the_kind_needs(cast, sign_in):
    outline()
    client = sign_in(cast["SNGV_STAFF"])
    assert "Báo cáo tổng kết năm của Liên hiệp" in words(client.get("/bao-cao/them/"))
    asked = {
        code: {
            one["name"]
            for one in BeautifulSoup(client.get(f"/bao-cao/them/?mau={code}").content, "html5lib").select(
                "main [name]"
            )
        }
        for code in ("tong-ket", "so-ket", "mot-hoi-nghi")
    }
    assert {"year", "issuer", "basis"} <= asked["tong-ket"]
    assert "start_on" not in asked["tong-ket"]
    assert not {"basis", "start_on"} & asked["so-ket"]
    assert {"start_on", "end_on"} <= asked["mot-hoi-nghi"]


def form(record, **changed):
    values = {
        "name": record.name, "title_pattern": record.title_pattern, "period": record.period,
        "basis": record.basis, "issuer": record.issuer, "version": record.version, "is_active": "on",
    }  # fmt: skip
    return values | changed


def ended(agency, day):
    """Let an agency have existed until this day."""
    with acting(by=User.objects.system(), verb="tests.edit", label="Tạo dữ liệu thử"):
        agency.valid_to = day
        agency.save()


def test_the_office_changes_an_outline(cast, sign_in):
    client, record = sign_in(cast["SNGV_STAFF"]), outline()
    refused = client.post(f"{PAGE}sua/", form(record, title_pattern="Báo cáo năm {namx}"))
    assert "không biết chữ {namx}" in words(refused)
    assert "Báo cáo năm {namx}" in refused.content.decode()
    changed = form(
        record,
        title_pattern="Báo cáo thử năm {nam}",
        bases="Nghị định thử",
        addressees="UBND tỉnh",
        appendices=["aid"],
    )
    assert client.post(f"{PAGE}sua/", changed).status_code == 302
    assert client.post(f"{PAGE}sua/", changed).status_code == 409
    typed = {
        "title": "Mục mới năm {namsau}",
        "level": "LA_MA",
        "is_written": "on",
        "after": "",
        "guidance": "",
        "sentences": ["aid"],
    }
    assert client.post(f"{PAGE}muc/them/", typed).status_code == 302
    first, second = OutlineSection.objects.filter(outline=record).order_by("ordinal")[:2]
    assert first.title == "Mục mới năm {namsau}"
    client.post(f"{PAGE}muc/{first.pk}/chuyen/", {"viec": "xuong"})
    client.post(f"{PAGE}muc/{second.pk}/bo/", {"version": second.version})
    union = as_union(cast.agencies["LHHN"])
    data = {"outline": record.pk, "year": "2025", "issuer": union.pk, "basis": "CALENDAR"}
    # The department keeps the outlines; what the Union issues, its own people begin.
    assert "Cơ quan ban hành" in words(client.post("/bao-cao/them/", data))
    client = sign_in(cast["LH_STAFF"])
    assert "[năm báo cáo]" not in words(client.get(f"/bao-cao/them/?mau={record.code}"))
    ended(union, date(2024, 6, 30))
    assert "năm 2025 không có cơ quan ấy" in words(client.post("/bao-cao/them/", data))
    ended(union, date(2025, 6, 30))
    assert client.post("/bao-cao/them/", data).status_code == 302
    report = Report.objects.get()
    assert (report.title, report.appendices) == ("Báo cáo thử năm 2025", ["aid"])
    assert report.recipients == record.recipients
    assert report.recipients[-1] == "Lưu: VT"
    assert "UBND tỉnh (b/c)" in report.recipients
    # A body sends its report to others.
    union.short_name = "UBND tỉnh"
    assert "UBND tỉnh (b/c)" not in usual_recipients(record, union)
    opening = report.narratives.order_by("ordinal").first()
    assert (opening.title, opening.sentences) == ("Mục mới năm 2026", ["aid"])
    page = words(client.get("/bao-cao/2025/tong-ket/"))
    assert "Nghị định thử" in page
    assert "Kính gửi: UBND tỉnh" in page
    assert ReportOutline.history.filter(code="tong-ket").count() == 2


def test_a_new_kind_begins_with_one_passage(cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    typed = {
        "name": "Báo cáo quý",
        "code": "quy",
        "title_pattern": "Báo cáo quý năm {nam}",
        "period": "NAM",
        "basis": "CALENDAR",
        "issuer": "MOI",
        "is_active": "on",
    }
    assert client.post(f"{LIST}them/", typed)["Location"] == f"{LIST}quy/"
    assert ReportOutline.objects.get(code="quy").sections.count() == 1
    last = OutlineSection.objects.get(outline__code="quy")
    said = words(client.post(f"{LIST}quy/muc/{last.pk}/bo/", {"version": last.version}, follow=True))
    assert "phải còn ít nhất một mục" in said
