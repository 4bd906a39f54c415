"""Days of a report's own choice: asked for where they are needed, never chosen without them."""

import pytest
from django.db import IntegrityError, transaction

from core.history import acting
from core.legal import RuleError
from reports import tables
from reports.actions import outlines, reports
from reports.models import Report, ReportOutline
from reports.windows import WindowError
from tests.reports.outlines import outline
from tests.reports.year_end_world import words

pytestmark = pytest.mark.django_db


def test_a_report_without_its_days_is_refused_everywhere(year, client):
    report = year.report
    report.basis = Report.Basis.CUSTOM
    with pytest.raises(RuleError, match="ngày đầu và ngày cuối"):
        reports.edit_details(report=report, expected=report.version, by=year.writer)
    for row in (report, outline("tong-ket")):
        row.basis = "CUSTOM"
        with acting(by=year.writer, verb="tests.edit", label="Thử"), transaction.atomic():
            with pytest.raises(IntegrityError):
                row.save()
            transaction.set_rollback(True)
    client.force_login(year.writer)
    page = client.get("/bao-cao/2025/tong-ket/thong-tin/")
    assert "khoảng ngày tự chọn" not in words(page)


def test_own_days_are_asked_for_and_can_be_mended(year, client):
    client.force_login(year.writer)
    typed = {"outline": outline("mot-hoi-nghi").pk, "year": 2025, "issuer": year.issuer.pk}
    assert "cần ngày đầu và ngày cuối" in words(client.post("/bao-cao/them/", typed))
    typed |= {"start_on": "01/03/2025", "end_on": "03/03/2026"}
    assert "phải thuộc năm 2025" in words(client.post("/bao-cao/them/", typed))
    typed["end_on"] = "03/03/2025"
    client.post("/bao-cao/them/", typed)
    report = Report.objects.get(outline__code="mot-hoi-nghi")
    url = f"{report.get_absolute_url()}thong-tin/"
    data = client.get(url).context["form"].initial | {"version": 1, "start_on": "02/03/2025", "end_on": ""}
    data = {name: value or "" for name, value in data.items()} | {
        "signature_lines": "CHỦ TỊCH", "recipients": "Lưu: VT",
    }  # fmt: skip
    told = words(client.post(url, data))
    assert "Số liệu đến ngày" in told
    assert "phải thuộc năm 2025" in words(client.post(url, data | {"end_on": "04/03/2026"}))
    client.post(url, data | {"end_on": "04/03/2025"})
    report.refresh_from_db()
    assert (str(report.start_on), str(report.end_on)) == ("2025-03-02", "2025-03-04")


def test_a_kind_of_the_calendar_never_counts_days_of_choice(year):
    kind = outline("tong-ket")
    kind.basis = "CUSTOM"
    with pytest.raises(RuleError, match="năm dương lịch") as refused:
        outlines.edit_outline(outline=kind, expected=kind.version, by=year.writer)
    assert refused.value.field == "basis"
    kind.period = ReportOutline.Period.CUSTOM
    assert outlines.edit_outline(outline=kind, expected=kind.version, by=year.writer).basis == "CUSTOM"


def test_the_list_survives_a_row_without_a_window(year, client, monkeypatch):
    def unreadable(report):
        raise WindowError("Khoảng tự chọn cần ngày đầu và ngày cuối.")

    monkeypatch.setattr(tables, "window_of", unreadable)
    client.force_login(year.writer)
    page = client.get("/bao-cao/")
    assert page.status_code == 200
    assert "chưa ghi đủ ngày" in words(page)
