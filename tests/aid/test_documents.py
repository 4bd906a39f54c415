"""Papers of an item: what is taken, what is refused in which words, how it is handed out."""

import csv
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aid.models import DossierDocument
from core.history import acting, save_version
from core.models import AccessLog, Attachment
from core.text import fold
from tests.core.test_files import document
from tests.factories import AidItemFactory

CORPUS = Path(__file__).parents[1] / "data" / "corpus"
PDF = (CORPUS / "files" / "l01_ok.pdf").read_bytes()
ROWS = [
    row
    for row in csv.DictReader((CORPUS / "manifest.csv").read_text(encoding="utf-8").splitlines())
    if row["kind"] == "attachment" and row["file"].startswith("l")
]


@pytest.fixture
def item(cast):
    return AidItemFactory(code="VT-2025-001", recipient=cast.agencies["SYT"])


def upload(client, name, data, **values):
    address = reverse("aid:document_add", args=["VT-2025-001"])
    return client.post(address, {"kind": "VAN_KIEN", "file": SimpleUploadedFile(name, data)} | values)


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_document_add_judges_the_corpus_as_its_manifest_says(row, item, cast, sign_in):
    data = (CORPUS / "files" / row["file"]).read_bytes()

    response = upload(sign_in(cast["SNGV_STAFF"]), row["file"], data, title="Văn kiện dự án")

    if row["expected"] == "accept":
        assert response.status_code == 302
        document = DossierDocument.objects.get()
        assert document.attachment.sha256
        assert row["warning_expected"] in " ".join(document.attachment.warnings)
    else:
        page = response.content.decode()
        assert response.status_code == 200
        assert all(word in fold(page) for word in fold(row["expected_error_hint"]).split())
        assert "Văn kiện dự án" in page
        assert Attachment.objects.count() == 0


def test_document_download_is_never_opened_inside_the_portal(item, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    upload(client, "Quyết định 123.pdf", PDF)
    document = DossierDocument.objects.get()

    response = client.get(reverse("aid:document_download", args=[item.code, document.pk]))

    assert response.content == PDF
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert AccessLog.objects.filter(kind=AccessLog.Kind.DOWNLOAD).count() == 1


def test_document_shows_that_it_was_not_scanned(item, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    upload(client, "qd.pdf", PDF)

    page = client.get(item.get_absolute_url()).content.decode()

    assert "chưa quét" in page
    assert "qd.pdf" in page


def test_document_download_is_hidden_from_strangers(item, cast, sign_in, client):
    upload(sign_in(cast["SNGV_STAFF"]), "qd.pdf", PDF)
    address = reverse("aid:document_download", args=[item.code, DossierDocument.objects.get().pk])

    assert sign_in(cast.other_focal).get(address).status_code == 404
    assert sign_in(cast["HOI_EDITOR"]).get(address).status_code == 404
    assert sign_in(cast["AUDITOR"]).get(address).status_code == 200


def test_document_remove_takes_the_paper_off(item, cast, sign_in):
    client = sign_in(cast["FOCAL"])
    upload(client, "qd.pdf", PDF)
    address = reverse("aid:document_remove", args=[item.code, DossierDocument.objects.get().pk])

    assert client.get(address).status_code == 405
    assert client.post(address, {"version": "1"}).status_code == 302
    assert DossierDocument.objects.count() == 0


def test_document_remove_of_another_version_removes_nothing(item, cast, sign_in):
    client = sign_in(cast["FOCAL"])
    upload(client, "qd.pdf", PDF)
    document = DossierDocument.objects.get()
    address = reverse("aid:document_remove", args=[item.code, document.pk])
    page = client.get(item.get_absolute_url()).content.decode()
    assert f'action="{address}"' in page
    assert '<input type="hidden" name="version" value="1">' in page
    with acting(by=cast["SNGV_STAFF"], verb="tests.edit", label="Sửa tài liệu"):
        document.title = "Bản đã thay"
        save_version(document, expected=1)

    stale = client.post(address, {"version": "1"})
    lost = client.post(address, follow=True)

    assert stale.status_code == 409
    assert "chưa xóa gì" in stale.content.decode()
    assert "thiếu số phiên bản" in lost.content.decode()
    assert DossierDocument.objects.get() == document


def test_document_named_secret_is_refused(item, cast, sign_in):
    response = upload(sign_in(cast["SNGV_STAFF"]), "Tài liệu mật.pdf", PDF)

    assert "không nhận thông tin bí mật nhà nước" in response.content.decode()
    assert DossierDocument.objects.count() == 0


@pytest.mark.parametrize(
    "part",
    [
        pytest.param("word/document.xml", id="trong thân văn bản"),
        pytest.param("word/header1.xml", id="ở đầu trang"),
    ],
)
def test_document_with_a_mark_of_secrecy_inside_is_refused(item, cast, sign_in, part):
    data = document("TỐI MẬT\nKế hoạch tiếp nhận", part)

    response = upload(sign_in(cast["SNGV_STAFF"]), "Kế hoạch.docx", data)

    assert response.status_code == 200
    assert "độ mật" in response.content.decode()
    assert (DossierDocument.objects.count(), Attachment.objects.count()) == (0, 0)
