"""One report of a kind and year for each agency; a draft begun by mistake is taken out."""

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from core.history import acting
from reports.models import NarrativeBlock, PdfExport, Report
from tests import factories as make
from tests.reports.life_world import Office
from tests.reports.outlines import outline
from tests.reports.year_end_world import words

pytestmark = pytest.mark.django_db


def test_each_agency_has_its_own_report_of_a_year(year, client):
    department = make.AgencyFactory(symbol="SNgV", header_lines=[{"text": "SỞ NGOẠI VỤ", "bold": True}])
    client.force_login(make.UserFactory(role="SNGV_STAFF", agency=department))
    typed = {"outline": outline("tong-ket").pk, "year": 2025, "issuer": department.pk, "basis": "CALENDAR"}
    page = client.post("/bao-cao/them/", typed, follow=True)
    assert page.redirect_chain[-1][0] == "/bao-cao/2025/tong-ket-sngv/"
    # The draft of the Union is its own; its address is taken all the same.
    assert client.get("/bao-cao/2025/tong-ket/").status_code == 404
    assert "đã có báo cáo loại này trong năm" in words(client.post("/bao-cao/them/", typed))
    assert Report.objects.filter(year=2025).count() == 2
    with pytest.raises(CommandError, match="tong-ket, tong-ket-sngv"):
        call_command("report", "year-end", year=2025, format="json", out="khong-ghi.json")
    second = Report.objects.get(code="tong-ket-sngv")
    second.pk, second.code = None, "khac"
    second._state.adding = True
    with acting(by=year.writer, verb="tests.edit", label="Thử"), transaction.atomic():
        with pytest.raises(IntegrityError):
            second.save()
        transaction.set_rollback(True)


def test_a_draft_begun_by_mistake_is_taken_out(year, client):
    office = Office(year)
    office.bring_to("ISSUED")
    old = f"{office.report.get_absolute_url()}"
    client.force_login(office.drafter)
    begun = {"note": "Sai số khoản", "version": office.fresh().version}
    assert client.post(f"{old}thay-the/", begun).status_code == 302
    new = Report.objects.get(replaces=office.report)
    url = f"{new.get_absolute_url()}bo/"
    assert url in client.get(new.get_absolute_url()).content.decode()
    assert "Lý do bỏ" in words(client.post(url, {"note": " ", "version": new.version}))
    assert "Đã bỏ bản đang soạn" in words(
        client.post(url, {"note": "Lập nhầm", "version": new.version}, follow=True)
    )
    gone = Report.history.filter(id=new.pk).first()
    assert (gone.history_type, gone.history_change_reason, gone.history_user) == (
        "-",
        "Lập nhầm",
        office.drafter,
    )
    assert not NarrativeBlock.objects.filter(report_id=new.pk).exists()
    # The issued report is as it was, and may be corrected after all.
    assert client.post(f"{old}thay-the/", begun).status_code == 302
    assert "không bỏ được" in words(client.get(f"{old}bo/"))


def test_what_was_locked_once_stays(year, client):
    office = Office(year)
    office.lock()
    office.send_back()
    client.force_login(office.drafter)
    url = f"{office.report.get_absolute_url()}bo/"
    assert url not in client.get(office.report.get_absolute_url()).content.decode()
    told = client.post(url, {"note": "Nhầm", "version": office.fresh().version})
    assert "từng chốt số liệu" in words(told)
    # A draft of the Union is none of the department's.
    client.force_login(make.UserFactory(role="SNGV_STAFF"))
    assert client.get(url).status_code == 404


def test_after_the_issue_only_issued_files_are_offered(year, client):
    office = Office(year)
    office.bring_to("SIGNED")
    client.force_login(office.clerk)
    page = office.report.get_absolute_url()
    assert "Xuất PDF dự thảo" in words(client.get(page))
    client.post(f"{page}xuat-pdf/")
    export = PdfExport.objects.get(requested_by=office.clerk)
    with acting(by=office.clerk, verb="tests.edit", label="Thử"):
        export.state = PdfExport.State.DONE
        export.file.save("nhap.pdf", ContentFile(b"%PDF nhap"))
    draft = client.get(f"{page}pdf/{export.pk}/")
    assert draft.content == b"%PDF nhap"
    assert 'filename="du-thao-bc-tong-ket-2025-' in draft["Content-Disposition"]
    office.bring_to("ISSUED")
    issued = client.get(f"{page}pdf/{export.pk}/")
    assert issued.content == b"%PDF-1.7 ban hanh %%EOF"
    told = words(client.get(page))
    assert "Bản PDF dự thảo" not in told
    assert "Tải bản ban hành" in told
    client.force_login(office.drafter)
    client.post(f"{page}thay-the/", {"note": "Sai số khoản", "version": office.fresh().version})
    new = Report.objects.get(replaces=office.report)
    assert "Báo cáo này thay thế Báo cáo số 01/BC-LHHN" in words(client.get(new.get_absolute_url()))
