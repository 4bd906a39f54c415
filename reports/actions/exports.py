"""The making of one PDF, step by step; only the holder of the turn may write."""

from core.history import action
from core.models import User
from reports.actions import turns
from reports.actions.turns import turn_of
from reports.models import PdfExport
from reports.rules import MAX_ATTEMPTS

GIVEN_UP = (
    f"Đã thử {MAX_ATTEMPTS} lần mà việc tạo tệp đều dừng giữa chừng. Hãy bấm Xuất PDF lại; "
    "nếu vẫn không được, báo quản trị viên."
)
BROKEN = "Chưa tạo được tệp PDF vì lỗi trong lúc dựng trang. Hãy bấm Xuất PDF lại hoặc báo quản trị viên."
NO_RIGHT = "Tài khoản yêu cầu không còn quyền soạn báo cáo này nên tệp PDF không được tạo."


@action("Bắt đầu tạo PDF")
def claim_export(*, export_id: int, by: User) -> PdfExport | None:
    """Take the turn at an export; None where it is finished, held by another worker, or given up."""
    export = PdfExport.objects.select_for_update().get(pk=export_id)
    return turns.claim(export, step="Lấy số liệu", given_up=GIVEN_UP)


@action("Ghi tiến độ tạo PDF")
def note_step(*, export: PdfExport, step: str, percent: int, by: User) -> bool:
    """Write how far the export came and prolong the lease; False where the turn was lost."""
    return turns.note(export, step=step, percent=percent)


@action("Lưu tệp PDF của báo cáo")
def finish_export(*, export: PdfExport, content: bytes, by: User) -> bool:
    """Store the finished PDF with its checksum; False where the turn was lost, and nothing is stored."""
    held = turns.held(export)
    if held is not None:
        turns.end_as_done(held, content, extension="pdf")
    return held is not None


@action("Ghi lý do chưa tạo được PDF")
def fail_export(*, export: PdfExport, message: str, by: User) -> bool:
    """Write why no PDF was made; False where the turn was lost."""
    held = turns.held(export)
    if held is not None:
        turns.end_as_failed(held, message)
    return held is not None


__all__ = [
    "BROKEN",
    "GIVEN_UP",
    "NO_RIGHT",
    "claim_export",
    "fail_export",
    "finish_export",
    "note_step",
    "turn_of",
]
