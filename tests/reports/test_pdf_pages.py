"""The PDF of a report from the button to the file."""

import pytest
from django.urls import reverse

from core.history import acting
from core.models import AccessLog
from reports import tasks
from reports.models import PdfExport
from tests.reports.year_end_world import words

pytestmark = pytest.mark.django_db
PAGE = "/bao-cao/2025/tong-ket/"
PDF = f"{PAGE}xuat-pdf/"


@pytest.fixture
def quick_pdf(monkeypatch, settings):
    monkeypatch.setattr(tasks, "render_pdf", lambda document, **options: b"%PDF-1.7 thu %%EOF")
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


def test_pdf_from_button_to_file(year, cast, sign_in, quick_pdf, django_capture_on_commit_callbacks):
    client = sign_in(cast["LH_STAFF"])
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(PDF)
    export = PdfExport.objects.get()
    assert export.requested_by == cast["LH_STAFF"]
    progress = reverse("reports:export_progress", args=[2025, "tong-ket", export.pk])
    assert response["Location"] == progress
    assert "Tải tệp PDF" in words(client.get(progress))
    file = client.get(f"{PAGE}pdf/{export.pk}/")
    assert file.content == b"%PDF-1.7 thu %%EOF"
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"] == f'attachment; filename="du-thao-bc-tong-ket-2025-{export.pk}.pdf"'
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert AccessLog.objects.filter(kind=AccessLog.Kind.DOWNLOAD, user=cast["LH_STAFF"]).count() == 1


def test_progress_asks_for_itself_only_while_it_runs(year, cast, sign_in):
    client = sign_in(cast["LH_STAFF"])
    client.post(PDF)
    export = PdfExport.objects.get()
    address = f"{PAGE}pdf/{export.pk}/tien-trinh/"
    waiting = client.get(address).content.decode()
    assert f'hx-get="{address}"' in waiting
    assert f'href="{address}"' in waiting, "works without scripts too"
    with acting(by=year.writer, verb="tests.edit", label="Đổi trạng thái"):
        export.state, export.message = PdfExport.State.FAILED, "Văn bản quá dài."
        export.save()
    failed = client.get(address)
    assert "Văn bản quá dài." in words(failed)
    assert f'hx-get="{address}"' not in failed.content.decode()
    assert "Xuất PDF lại" in words(failed)


def test_unfinished_or_foreign_file_is_not_there(year, cast, sign_in):
    client = sign_in(cast["LH_STAFF"])
    client.post(PDF)
    export = PdfExport.objects.get()
    assert client.get(f"{PAGE}pdf/{export.pk}/").status_code == 404
    assert client.get(f"{PAGE}pdf/{export.pk + 1}/tien-trinh/").status_code == 404
