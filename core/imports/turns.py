"""The writing of an upload in the background; only the holder of the turn may write."""

from datetime import datetime, timedelta

from django.utils import timezone

from core.history import action
from core.imports.progress import has_fallen_silent
from core.models import ImportBatch, User

QUEUE_LEASE = timedelta(minutes=10)
WRITE_LEASE = timedelta(minutes=3)
# Several times what a row takes, for the lease cannot be prolonged inside the one transaction.
LEASE_OF_A_ROW = timedelta(milliseconds=100)
# Further tries are for a person to ask for.
MAX_ATTEMPTS = 3
ON_ITS_WAY = (ImportBatch.State.WAITING, ImportBatch.State.RUNNING)

BROKEN = (
    "Chưa ghi được vì lỗi trong lúc ghi; không dòng nào được ghi. "
    "Hãy bấm Ghi lại; nếu vẫn không được, báo quản trị viên."
)
STALLED = (
    "Việc ghi đã dừng giữa chừng hoặc chưa có tiến trình nền nhận; không dòng nào được ghi. "
    "Hãy bấm Ghi lại; nếu vẫn không được, báo quản trị viên."
)
NO_RIGHT = "Tài khoản tải tệp không còn quyền nhập bảng này; không dòng nào được ghi."
CHANGED_SINCE = "Dữ liệu đã đổi từ lúc kiểm tra nên chưa ghi gì; xem các ô cần sửa bên dưới."


def is_held(batch: ImportBatch, now: datetime) -> bool:
    """Whether the upload waits for a worker, or is being written, and may still be waited for."""
    is_leased = batch.leased_until is not None and batch.leased_until > now
    if batch.state == ImportBatch.State.RUNNING:
        return is_leased and not has_fallen_silent(batch.code)
    return batch.state in ON_ITS_WAY and is_leased


def held(batch: ImportBatch) -> ImportBatch | None:
    """Return the upload, locked, if it still stands as `batch` says, else None."""
    stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    return stored if (stored.state, stored.attempts) == (batch.state, batch.attempts) else None


@action("Bắt đầu ghi tệp nhập")
def claim_write(*, batch_id: int, by: User) -> ImportBatch | None:
    """Take the turn at an upload; None where it is written, refused, or in the hands of another worker."""
    batch = ImportBatch.objects.select_for_update(skip_locked=True).filter(pk=batch_id).first()
    if batch is None or batch.state not in ON_ITS_WAY:
        return None
    now = timezone.now()
    if batch.state == ImportBatch.State.RUNNING and is_held(batch, now):
        return None
    batch.state, batch.message = ImportBatch.State.RUNNING, ""
    batch.attempts += 1
    batch.leased_until = now + WRITE_LEASE + LEASE_OF_A_ROW * batch.counts["rows"]
    batch.save()
    return batch


@action("Ghi lý do chưa ghi được tệp nhập")
def fail_write(*, batch: ImportBatch, message: str, by: User) -> bool:
    """Give the turn back with the reason, so that the person may ask again; False where it was lost."""
    stored = held(batch)
    if stored is None:
        return False
    stored.state, stored.message, stored.leased_until = ImportBatch.State.CHECKED, message[:500], None
    stored.save()
    return True
