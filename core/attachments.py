"""Attached papers: checked, scanned, stored under a generated name, handed out as downloads only."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.shortcuts import render
from django.utils import timezone

from core.access import note_access
from core.files import (
    CheckedFile,
    FileRefused,
    Verdict,
    check_attachment,
    refuse_too_large,
    scan_with_clamd,
)
from core.history import action, undo_on_failure
from core.http import attachment_response
from core.models import AccessLog, Attachment, User
from core.models.files import attachment_path
from core.money import format_number

SCANNER_SILENT = "Máy quét mã độc không trả lời nên tệp chưa được nhận. Hãy thử lại sau vài phút."
INFECTED = "Tệp có mã độc nên không được nhận. Hãy quét máy đang dùng và báo quản trị."
LABELS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "jpg": "ảnh JPG", "png": "ảnh PNG"}


@dataclass(frozen=True)
class ReadyFile:
    """An upload that passed every check: what it is, its bytes, and what the scanner said."""

    checked: CheckedFile
    data: bytes
    scan: str


class AttachmentField(forms.FileField):
    """A file checked and scanned while the form is validated; its value goes to `store_attachment`."""

    def clean(self, data, initial=None):
        """Return the upload; a refusal becomes this field's error."""
        upload = super().clean(data, initial)
        if upload and upload is not initial:
            try:
                upload.ready = ready_file(upload)
            except FileRefused as error:
                raise ValidationError(str(error), code="refused") from error
        return upload


def ready_file(upload) -> ReadyFile:
    """Return the checked and scanned upload. Raises FileRefused with a sentence that says what to do."""
    upload.seek(0)
    refuse_too_large(upload.size)  # before the whole of it comes into memory
    data = upload.read()
    checked = check_attachment(upload.name, data)
    return ReadyFile(checked, data, _scan(data))


def _scan(data: bytes) -> str:
    if settings.SCANNER == "off":
        return Attachment.Scan.NOT_SCANNED
    verdict = scan_with_clamd(settings.CLAMD_SOCKET, data)
    if verdict is Verdict.CLEAN:
        return Attachment.Scan.CLEAN
    raise FileRefused(INFECTED if verdict is Verdict.INFECTED else SCANNER_SILENT)


@action("Lưu tệp đính kèm")
def store_attachment(*, upload, by: User) -> Attachment:
    """Store the upload and return its record. Raises FileRefused; a rolled-back action leaves no file."""
    ready = getattr(upload, "ready", None) or ready_file(upload)
    name = default_storage.save(attachment_path(None, ""), ContentFile(ready.data))
    undo_on_failure(lambda: default_storage.delete(name))
    attachment = Attachment(
        file=name,
        name=ready.checked.clean_name,
        kind=ready.checked.kind,
        mime=ready.checked.mime,
        size=len(ready.data),
        sha256=ready.checked.sha256,
        scan=ready.scan,
        warnings=list(ready.checked.warnings),
    )
    attachment.save()
    return attachment


def may_be_opened(attachment: Attachment) -> bool:
    """Return whether the file may be handed out: always while no scanner is set up, else only when clean."""
    if settings.SCANNER == "off":
        return attachment.scan != Attachment.Scan.INFECTED
    return attachment.scan == Attachment.Scan.CLEAN


def download_response(request, attachment: Attachment, *, back_url="/"):
    """Return the file as a download, noted in the access log, or the page that says why not.

    The caller has checked that this account may read the record that the paper belongs to.
    """
    if not may_be_opened(attachment):
        context = {"attachment": attachment, "back_url": back_url}
        return render(request, "core/attachment_refused.html", context, status=403)
    note_access(request, AccessLog.Kind.DOWNLOAD, f"{attachment.name} (tệp số {attachment.pk})")
    # At most 20 MB: read whole, so that no answer that nobody reads to its end keeps the file open.
    with attachment.file.open("rb") as stored:
        data = stored.read()
    return attachment_response(data, filename=attachment.name, content_type=attachment.mime)


def attachment_row(attachment: Attachment, *, url, remove_url=None, version=None):
    """Return one row of components/attachment_list.html: name, size, when, scan state, remarks.

    `version` is that of the record which `remove_url` removes.
    """
    notes = [LABELS.get(attachment.kind, attachment.kind)]
    if attachment.scan != Attachment.Scan.CLEAN:
        notes.append(attachment.get_scan_display())
    notes.extend(attachment.warnings)
    row = {
        "name": attachment.name,
        "url": url,
        "size": size_text(attachment.size),
        "when": f"{timezone.localtime(attachment.created_at):%d/%m/%Y}",
        "kind": " · ".join(notes),
    }
    return row | ({"remove_url": remove_url, "version": version} if remove_url else {})


def size_text(size: int) -> str:
    """Return a number of bytes as people read it: 850 KB, 1,4 MB."""
    if size < 1_000_000:
        return f"{format_number(-(-size // 1000))} KB"
    tenths = -(-size // 100_000)
    return f"{tenths // 10},{tenths % 10} MB" if tenths % 10 else f"{tenths // 10} MB"
