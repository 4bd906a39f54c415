"""Files that stand under their name whole or not at all: written aside, then renamed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError

from core.full_disk import is_disk_full
from core.history import undo_on_failure
from core.legal import RuleError

PART = ".part"
DISK_FULL = (
    "Ổ đĩa của máy chủ đã đầy nên chưa lưu gì: báo cáo vẫn ở trạng thái trước, không mất dữ liệu. "
    "Báo quản trị giải phóng dung lượng rồi bấm Làm lại."
)


def store_whole(content: bytes, *, folder: str, extension: str) -> str:
    """Store the content under a name of its own and return it; what fails leaves nothing behind.

    Call inside an action: a file whose row is rolled back goes as well. Raises OSError.
    """
    name = f"{folder}/{uuid4().hex}.{extension}"
    part = name + PART
    undo_on_failure(lambda: _remove(part, name))
    default_storage.save(part, ContentFile(content))
    path = Path(default_storage.path(part))
    with path.open("rb") as written:
        os.fsync(written.fileno())
    path.replace(default_storage.path(name))
    return name


def _remove(*names: str) -> None:
    for name in names:
        default_storage.delete(name)


@contextmanager
def told_when_full() -> Iterator[None]:
    """Turn the failure of a full disk, of files or of the database, into a RuleError with its sentence."""
    try:
        yield
    except (OSError, OperationalError) as error:
        if not is_disk_full(error):
            raise
        raise RuleError(DISK_FULL) from error
