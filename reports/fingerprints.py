"""The fingerprint of a lock of numbers, and whether what is stored is still what it was made over."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from typing import Any

from core.legal import KeptChangedError
from reports.models import ReportFigure, ReportSnapshot

logger = logging.getLogger(__name__)
_KEPT = ("code", "label", "unit", "value", "text", "exact", "definition", "date_field", "records",
         "left_out", "sources")  # fmt: skip


def snapshot_as_json(snapshot: ReportSnapshot, figures: Iterable[ReportFigure]) -> dict[str, Any]:
    """Return all that a snapshot keeps, in the one order over which its fingerprint is made."""
    report = snapshot.report
    return {
        "report": [report.year, report.code],
        "ordinal": snapshot.ordinal,
        "window": [snapshot.start_on.isoformat(), snapshot.end_on.isoformat()],
        "as_of": snapshot.as_of.isoformat(),
        "document": snapshot.document,
        "figures": [
            {name: getattr(row, name) for name in _KEPT} for row in sorted(figures, key=lambda row: row.code)
        ],
    }


def snapshot_bytes(snapshot: ReportSnapshot, figures: Iterable[ReportFigure]) -> bytes:
    """Return the snapshot in its one way of writing; whoever has them can work the fingerprint out."""
    whole = snapshot_as_json(snapshot, figures)
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(snapshot: ReportSnapshot, figures: Iterable[ReportFigure]) -> str:
    """Return the SHA-256 over the snapshot in its one way of writing."""
    return hashlib.sha256(snapshot_bytes(snapshot, figures)).hexdigest()


def is_whole(snapshot: ReportSnapshot) -> bool:
    """Return whether what is stored is still what the fingerprint was made over."""
    return fingerprint(snapshot, snapshot.figures.all()) == snapshot.sha256


def refuse_changed(snapshot: ReportSnapshot) -> list[ReportFigure]:
    """Return the figures of a lock. Raises KeptChangedError where the lock is not what it was."""
    figures = list(snapshot.figures.all())
    if fingerprint(snapshot, figures) == snapshot.sha256:
        return figures
    report = snapshot.report
    logger.error("Lock %s of report %s-%s is not as locked", snapshot.ordinal, report.code, report.year)
    raise KeptChangedError(
        f"Bản chốt số liệu lần {snapshot.ordinal} của “{report.title}” không còn như lúc chốt (mã băm không "
        "khớp), nên cổng không hiện, không in, không ban hành từ bản này. Báo quản trị viên khôi phục từ bản "
        "sao lưu."
    )
