"""The making of one PDF, step by step; only the holder of the turn may write."""

import hashlib
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from core.history import action, undo_on_failure
from core.models import User
from reports.models import PdfExport
from reports.rules import LEASE, MAX_ATTEMPTS, ExportTurn, export_turn

GIVEN_UP = (
    f"Đã thử {MAX_ATTEMPTS} lần mà việc tạo tệp đều dừng giữa chừng. Hãy bấm Xuất PDF lại; "
    "nếu vẫn không được, báo quản trị viên."
)
BROKEN = "Chưa tạo được tệp PDF vì lỗi trong lúc dựng trang. Hãy bấm Xuất PDF lại hoặc báo quản trị viên."
NO_RIGHT = "Tài khoản yêu cầu không còn quyền soạn báo cáo này nên tệp PDF không được tạo."
_OPEN = (PdfExport.State.WAITING, PdfExport.State.RUNNING)


def turn_of(export: PdfExport) -> ExportTurn:
    """Return what is to become of an export now."""
    return export_turn(
        is_done=export.state == PdfExport.State.DONE,
        is_failed=export.state == PdfExport.State.FAILED,
        leased_until=export.leased_until,
        attempts=export.attempts,
        now=timezone.now(),
    )


@action("Bắt đầu tạo PDF")
def claim_export(*, export_id: int, by: User) -> PdfExport | None:
    """Take the turn at an export; None where it is finished, held by another worker, or given up."""
    export = PdfExport.objects.select_for_update().get(pk=export_id)
    if export.state not in _OPEN:
        return None
    if export.state == PdfExport.State.RUNNING and turn_of(export) is ExportTurn.ALIVE:
        return None
    if export.attempts >= MAX_ATTEMPTS:
        _end_as_failed(export, GIVEN_UP)
        return None
    export.state = PdfExport.State.RUNNING
    export.attempts += 1
    export.step, export.percent, export.message = "Lấy số liệu", 10, ""
    export.leased_until = timezone.now() + LEASE
    export.save()
    return export


@action("Ghi tiến độ tạo PDF")
def note_step(*, export: PdfExport, step: str, percent: int, by: User) -> bool:
    """Write how far the export came and prolong the lease; False where the turn was lost."""
    held = _held(export)
    if held is None:
        return False
    held.step, held.percent = step, percent
    held.leased_until = timezone.now() + LEASE
    held.save()
    return True


@action("Lưu tệp PDF của báo cáo")
def finish_export(*, export: PdfExport, content: bytes, by: User) -> bool:
    """Store the finished PDF with its checksum; False where the turn was lost, and nothing is stored."""
    held = _held(export)
    if held is None:
        return False
    held.file.save(f"{uuid4().hex}.pdf", ContentFile(content), save=False)
    name, storage = held.file.name, held.file.storage
    undo_on_failure(lambda: storage.delete(str(name)))
    held.sha256 = hashlib.sha256(content).hexdigest()
    held.state, held.step, held.percent, held.message = PdfExport.State.DONE, "", 100, ""
    held.leased_until = None
    held.save()
    return True


@action("Ghi lý do chưa tạo được PDF")
def fail_export(*, export: PdfExport, message: str, by: User) -> bool:
    """Write why no PDF was made; False where the turn was lost."""
    held = _held(export)
    if held is None:
        return False
    _end_as_failed(held, message)
    return True


def _held(export: PdfExport) -> PdfExport | None:
    """Return the export, locked, if the turn that began with `export` is still the current one."""
    stored = PdfExport.objects.select_for_update().get(pk=export.pk)
    current = stored.state == PdfExport.State.RUNNING and stored.attempts == export.attempts
    return stored if current else None


def _end_as_failed(export: PdfExport, message: str) -> None:
    export.state, export.message = PdfExport.State.FAILED, message[:500]
    export.step, export.leased_until = "", None
    export.save()
