"""The signed and stamped copy of an issued report: chosen, looked at, kept; replaced with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.attachments import ready_file
from core.files import ATTACHMENT_LIMITS, FileRefused
from core.history import VersionConflictError, action
from core.legal import RuleError
from core.models import User
from core.spreadsheets.child import Reader, read_in_child
from reports import life
from reports.actions.issuing import MadeFile, keep_file
from reports.copy_pages import asked_from
from reports.issued_files import Kind, content_of, issued_file
from reports.models import IssuedFile, Report
from reports.whole_files import store_whole, told_when_full

WAITING = "signed-waiting"
_WAITS = timedelta(hours=12)
_KINDS = {"pdf", "jpg", "png"}
NOT_SEEN = (
    "Cổng không dựng được trang nào của tệp này: tệp có mật khẩu, hỏng hay quá lớn. Bỏ mật khẩu hoặc quét "
    "lại rồi chọn lần nữa."
)
_SOME_PAGES = Reader("reports.copy_pages:some_pages")
_NATURE = Reader("reports.copy_pages:nature")
_LOST = "Tệp chờ xác nhận không còn trên máy chủ; chọn lại tệp."


@dataclass(frozen=True)
class WaitingCopy:
    """A chosen file that nobody confirmed yet: where it stands, its own name, size in bytes, checksum."""

    stored: str
    name: str
    size: int
    sha256: str

    def content(self) -> bytes:
        """Return its bytes. Raises RuleError where they are gone."""
        if not default_storage.exists(self.stored):
            raise RuleError(_LOST, field="file")
        with default_storage.open(self.stored, "rb") as file:
            found: bytes = file.read()
        return found


@action("Chọn bản đã ký của báo cáo")
def choose_signed_copy(*, report: Report, upload, by: User) -> WaitingCopy:
    """Set a file aside until the clerk has looked at it. Raises RuleError for what is no signed copy.

    Nor is a file that cannot be looked at: encrypted, broken, or too large to be drawn; nor one that does
    more than show pages, or shows what the numbered file shows.
    """
    _refuse_state(report)
    ready = _ready(upload)
    _refuse_same(report, ready.checked.sha256)
    try:
        pages_from(1, ready.data)
    except (FileRefused, RuleError) as error:
        raise RuleError(NOT_SEEN, field="file") from error
    _refuse_active_or_unsigned(report, ready)
    _clear_old()
    with told_when_full():
        stored = store_whole(ready.data, folder=WAITING, extension=ready.checked.kind)
    return WaitingCopy(stored, ready.checked.clean_name, len(ready.data), ready.checked.sha256)


@action("Nộp bản đã ký của báo cáo")
def keep_signed_copy(
    *, report: Report, upload, expected: int, by: User, seen: int = 0, reason: str = ""
) -> IssuedFile:
    """Store the signed and stamped copy beside the numbered file; an earlier one is replaced and kept.

    `seen` is the ordinal of the copy that the clerk saw in force, 0 for none. Raises RuleError.
    """
    stored = Report.objects.select_for_update().get(pk=report.pk)
    if stored.version != expected:
        raise VersionConflictError(stored)
    _refuse_state(stored)
    before = issued_file(stored, Kind.SIGNED)
    ordinal = before.ordinal if before else 0
    if ordinal != seen:
        raise RuleError("Bản đã ký của báo cáo này vừa có người nộp; xem bản đó ở dưới rồi thay nếu vẫn sai.")
    if before and not reason.strip():
        raise RuleError("Ghi lý do thay bản đã ký; bản trước vẫn giữ trong lịch sử.", field="note")
    ready = _ready(upload)
    _refuse_same(stored, ready.checked.sha256)
    made = MadeFile(Kind.SIGNED, ready.checked.kind, ready.data)
    # The ordinal stands before whatever the file is called, so that no two copies have one name.
    name = f"ban-ky-lan-{ordinal + 1}-{ready.checked.clean_name}"[:255]
    with told_when_full():
        return keep_file(stored, made, name, by=by, ordinal=ordinal + 1, reason=reason.strip())


def pages_from(first: int, content: bytes) -> dict[str, Any]:
    """Return how many pages a copy has and pictures of a few from `first` on (`copy_pages.some_pages`).

    Raises FileRefused or RuleError where no picture comes of it.
    """
    return read_in_child(_SOME_PAGES, asked_from(first, content), ATTACHMENT_LIMITS)


def upload_of(waiting: WaitingCopy) -> SimpleUploadedFile:
    """Return a file that waited, to be checked and scanned anew. Raises RuleError where it is gone."""
    return SimpleUploadedFile(waiting.name, waiting.content())


def clear_waiting(waiting: WaitingCopy) -> None:
    """Remove a file that no longer waits."""
    default_storage.delete(waiting.stored)


def _ready(upload):
    try:
        ready = getattr(upload, "ready", None) or ready_file(upload)
    except FileRefused as error:
        raise RuleError(str(error), field="file") from error
    if ready.checked.kind not in _KINDS:
        raise RuleError("Bản đã ký, đóng dấu là tệp PDF, JPG hoặc PNG; chọn tệp khác.", field="file")
    return ready


def _refuse_state(report: Report) -> None:
    if report.status not in life.FINAL:
        raise RuleError("Báo cáo chưa ban hành; ban hành rồi mới nộp bản đã ký, đóng dấu.")


def _refuse_same(report: Report, sha256: str) -> None:
    """Refuse a file that the portal knows: it made it, so nobody signed it, or it is kept already."""
    same = IssuedFile.objects.filter(sha256=sha256).select_related("report").order_by("pk").first()
    if same is None:
        return
    of = "của báo cáo này" if same.report_id == report.pk else f"của báo cáo “{same.report.title}”"
    if same.kind == Kind.SIGNED:
        words = f"Tệp này đã nộp làm bản đã ký {of} rồi; chọn tệp khác."
    else:
        words = f"Tệp này chính là {same.get_kind_display()} {of}, chưa có chữ ký, con dấu; chọn bản đã ký."
    raise RuleError(words, field="file")


def _refuse_active_or_unsigned(report: Report, ready: Any) -> None:
    found = _nature_of(ready.data)
    if active := found["active"] or [words.removeprefix("PDF có ") for words in ready.checked.warnings]:
        raise RuleError(
            f"Tệp có {', '.join(active)}: bản lưu trữ chỉ gồm các trang giấy. In tệp ra PDF hoặc quét lại "
            "rồi chọn lần nữa.",
            field="file",
        )
    numbered = issued_file(report, Kind.PDF)
    if numbered and found["print"] and found["print"] == _nature_of(content_of(numbered))["print"]:
        raise RuleError(
            "Các trang của tệp này giống hệt bản PDF đã lấy số, chưa có chữ ký, con dấu; chọn bản đã ký.",
            field="file",
        )


def _nature_of(content: bytes) -> dict[str, Any]:
    """Return what a file does and shows. Raises RuleError where it cannot be read."""
    try:
        return read_in_child(_NATURE, content, ATTACHMENT_LIMITS)
    except FileRefused as error:
        raise RuleError(NOT_SEEN, field="file") from error


def _clear_old() -> None:
    """Remove what was chosen and never confirmed, once nobody can confirm it any longer."""
    if not default_storage.exists(WAITING):
        return
    for name in default_storage.listdir(WAITING)[1]:
        path = f"{WAITING}/{name}"
        if default_storage.get_modified_time(path) < timezone.now() - _WAITS:
            default_storage.delete(path)
