"""Attached papers: checked, scanned, stored once, handed out as downloads only."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import RequestFactory
from PIL import Image

from core import attachments
from core.attachments import AttachmentField, attachment_row, download_response, size_text, store_attachment
from core.files import FileRefused, Verdict
from core.forms import PortalForm
from core.history import action
from core.models import AccessLog, Attachment, User

pytestmark = pytest.mark.django_db
SCAN = Attachment.Scan


def picture(name="Tờ trình số 12.png"):
    """Return a small real picture as an upload."""
    data = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), content_type="image/png")


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


@pytest.fixture
def stored(cast):
    """A picture stored by staff while no scanner is set up."""
    return store_attachment(upload=picture(), by=cast["SNGV_STAFF"])


def files():
    """Return the names of all stored papers."""
    return set(default_storage.listdir("attachments")[1]) if default_storage.exists("attachments") else set()


def test_paper_is_stored_under_a_generated_name_with_its_history(cast, stored):
    assert stored.name == "Tờ trình số 12.png"
    assert "trinh" not in stored.file.name
    assert len(stored.sha256) == 64
    assert stored.scan == SCAN.NOT_SCANNED
    assert stored.history.get().history_user == cast["SNGV_STAFF"]


def test_refused_content_is_told_in_a_sentence_and_leaves_nothing(cast):
    before = files()
    with pytest.raises(FileRefused, match="Nội dung không phải PDF"):
        store_attachment(upload=SimpleUploadedFile("a.pdf", b"khong phai"), by=cast["SNGV_STAFF"])
    assert files() == before
    assert not Attachment.objects.exists()


@action("Việc thử hỏng giữa chừng")
def store_then_fail(*, upload, by):
    store_attachment(upload=upload, by=by)
    raise FileRefused("hỏng sau khi lưu tệp")


def test_rolled_back_action_leaves_no_file(cast):
    before = files()
    with pytest.raises(FileRefused, match="hỏng sau"):
        store_then_fail(upload=picture(), by=cast["SNGV_STAFF"])
    assert files() == before
    assert not Attachment.objects.exists()


@pytest.mark.history_may_fail
def test_failing_history_leaves_neither_record_nor_file(cast, monkeypatch):
    before = files()

    def refuse(*args, **kwargs):
        raise DatabaseError("no room for history")

    monkeypatch.setattr(Attachment.history.model, "save", refuse)
    with pytest.raises(DatabaseError):
        store_attachment(upload=picture(), by=cast["SNGV_STAFF"])
    assert files() == before
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        pytest.param(Verdict.INFECTED, "mã độc", id="nhiễm"),
        pytest.param(Verdict.ERROR, "không trả lời", id="máy quét không trả lời"),
    ],
)
def test_scanner_that_does_not_say_clean_refuses_the_upload(cast, settings, monkeypatch, verdict, words):
    settings.SCANNER = "clamd"
    monkeypatch.setattr(attachments, "scan_with_clamd", lambda path, data: verdict)
    with pytest.raises(FileRefused, match=words):
        store_attachment(upload=picture(), by=cast["SNGV_STAFF"])


def test_clean_verdict_is_kept(cast, settings, monkeypatch):
    settings.SCANNER = "clamd"
    monkeypatch.setattr(attachments, "scan_with_clamd", lambda path, data: Verdict.CLEAN)
    assert store_attachment(upload=picture(), by=cast["SNGV_STAFF"]).scan == SCAN.CLEAN


def test_download_headers_and_access_log(cast, stored):
    response = download_response(request_of(cast["SNGV_STAFF"]), stored)
    assert response.content.startswith(b"\x89PNG")
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''T%E1%BB%9D")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Content-Type"] == "image/png"
    entry = AccessLog.objects.get(kind=AccessLog.Kind.DOWNLOAD)
    assert entry.user == cast["SNGV_STAFF"]
    assert "Tờ trình số 12.png" in entry.subject


def test_unscanned_paper_is_refused_once_a_scanner_is_set_up(cast, stored, settings):
    settings.SCANNER = "clamd"
    response = download_response(request_of(cast["SNGV_STAFF"]), stored)
    assert response.status_code == 403
    assert "chưa được quét" in response.text
    assert not AccessLog.objects.filter(kind=AccessLog.Kind.DOWNLOAD).exists()


def test_row_says_that_the_paper_was_not_scanned(stored):
    row = attachment_row(stored, url="/tai/")
    assert "chưa quét" in row["kind"]
    assert row["size"] == "1 KB"


@pytest.mark.parametrize(
    ("size", "text"),
    [(1, "1 KB"), (850_000, "850 KB"), (1_000_000, "1 MB"), (1_400_000, "1,4 MB"), (20_971_520, "21 MB")],
)
def test_size_text(size, text):
    assert size_text(size) == text


class PaperForm(PortalForm):
    paper = AttachmentField(label="Tệp")


def test_form_field_turns_a_refusal_into_its_error():
    form = PaperForm({}, {"paper": SimpleUploadedFile("a.exe", b"MZ")})
    assert not form.is_valid()
    assert "không được phép" in form.errors["paper"][0]


def test_form_field_checks_once(cast, monkeypatch):
    form = PaperForm({}, {"paper": picture()})
    assert form.is_valid(), form.errors
    monkeypatch.setattr(attachments, "check_attachment", None)
    assert store_attachment(upload=form.cleaned_data["paper"], by=User.objects.system()).pk


def test_too_large_upload_is_refused_before_it_is_read():
    class Endless(io.BytesIO):
        name, size = "anh.png", 25 * 1024 * 1024

        def read(self, *_):
            pytest.fail("was read")

    with pytest.raises(FileRefused, match="tối đa"):
        attachments.ready_file(Endless())
