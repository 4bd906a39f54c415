"""Numbers typed by hand: add, change, remove."""

from __future__ import annotations

from typing import Any

from core.attachments import store_attachment
from core.history import action, delete_version, save_version
from core.models import User
from reports.models import ManualFigure


@action("Thêm số nhập tay")
def add_manual_figure(*, row: ManualFigure, by: User, scan: Any = None) -> ManualFigure:
    """Store a number. Raises FileRefused for a paper that cannot be kept."""
    return _store(row, scan, by, None)


@action("Sửa số nhập tay")
def edit_manual_figure(*, row: ManualFigure, expected: int, by: User, scan: Any = None) -> ManualFigure:
    """Store the changed number. Raises VersionConflictError when somebody saved it meanwhile."""
    return _store(row, scan, by, expected)


@action("Xóa số nhập tay")
def remove_manual_figure(*, row: ManualFigure, expected: int, by: User, reason: str) -> None:
    """Delete a number written by mistake; the reason stays in the history."""
    delete_version(row, expected=expected)


def _store(row: ManualFigure, scan: Any, by: User, expected: int | None) -> ManualFigure:
    if scan:
        row.attachment = store_attachment(upload=scan, by=by)
    row.full_clean()
    if expected is None:
        row.save()
        return row
    return save_version(row, expected=expected)
