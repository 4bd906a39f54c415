"""The stored files of an issued report: what everyone gets from then on."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from django.urls import reverse

from core.attachments import size_text
from core.files import MIMES
from core.legal import KeptChangedError
from core.text import slug_vi
from reports.models import IssuedFile, Report

Kind = IssuedFile.Kind
EXTENSIONS = {"pdf": Kind.PDF, "docx": Kind.DOCX, "xml": Kind.METADATA}
_MIMES = MIMES | {"xml": "application/xml"}

logger = logging.getLogger(__name__)


def issued_name(report: Report, symbol: str, extension: str) -> str:
    """Return the name under which a file of the report is handed out: 05-bc-lhhn-tong-ket-2025.pdf."""
    number = f"{int(report.number):02}-" if report.number.isdigit() else ""
    return f"{number}{slug_vi(symbol)}-{report.code}-{report.year}.{extension}"


def issued_file(report: Report, kind: str) -> IssuedFile | None:
    """Return the stored file of this kind that is in force, or None."""
    return report.issued_files.filter(kind=kind).order_by("-ordinal").first()


def content_of(row: IssuedFile) -> bytes:
    """Return the bytes as they were issued. Raises KeptChangedError where others are stored, or none."""
    try:
        with row.file.open("rb") as stored:
            content = bytes(stored.read())
    except OSError:
        found = "missing"
    else:
        found = hashlib.sha256(content).hexdigest()
        if found == row.sha256:
            return content
    logger.error("Issued file %s: SHA-256 is %s, issued was %s", row.file.name, found, row.sha256)
    told = "không còn trong kho" if found == "missing" else "đã khác lúc ban hành (mã băm không khớp)"
    raise KeptChangedError(
        f"Tệp ban hành “{row.filename}” {told}, nên cổng không giao tệp này. Báo quản trị viên khôi phục "
        "tệp từ bản sao lưu; mã băm của bản ban hành vẫn ghi ở trang báo cáo."
    )


def mime_of(row: IssuedFile) -> str:
    """Return the type of the file by its name."""
    return _MIMES.get(row.filename.rpartition(".")[2].lower(), "application/octet-stream")


def file_url(row: IssuedFile, report: Report) -> str:
    """Return where a file is handed out."""
    if row.kind == Kind.SIGNED:
        return f"{reverse('reports:signed_copy_file', args=[report.year, report.code])}?lan={row.ordinal}"
    extension = next(name for name, kind in EXTENSIONS.items() if kind == row.kind)
    return reverse("reports:report_file", args=[report.year, report.code, extension])


def issued_rows(report: Report) -> list[dict[str, Any]]:
    """Return one row for each stored file, for pages: name, kind, size, checksum, address."""
    rows = list(report.issued_files.select_related("made_by"))
    following = {(row.kind, row.ordinal - 1): row for row in rows}
    return [
        {
            "kind": row.kind,
            "ordinal": row.ordinal,
            "replaced": following.get((row.kind, row.ordinal)),
            "label": row.get_kind_display(),
            "name": row.filename,
            "size": size_text(row.size),
            "sha256": row.sha256,
            "url": file_url(row, report),
            "who": str(row.made_by),
            "when": row.made_at,
        }
        for row in rows
    ]
