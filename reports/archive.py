"""The archive package of an issued report: files, metadata, locked numbers, steps and a list of checksums."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

from django.utils import timezone

from reports.fingerprints import refuse_changed, snapshot_bytes
from reports.issued_files import content_of
from reports.models import Report

CHECKSUMS = "SHA256SUMS.txt"
NUMBERS = "so-lieu-da-chot.json"
STEPS = "qua-trinh-xu-ly.json"


def archive_name(report: Report) -> str:
    """Return the name of the package."""
    return f"luu-tru-{report.code}-{report.year}.zip"


def archive_zip(report: Report) -> bytes:
    """Return the package; the same bytes as long as the report has the same files and steps.

    Raises KeptChangedError where a stored file is not the issued one any more.
    """
    files = list(report.issued_files.all())
    contents = {row.filename: content_of(row) for row in files}
    if report.snapshot:
        figures = refuse_changed(report.snapshot)
        contents[NUMBERS] = snapshot_bytes(report.snapshot, figures)
    contents[STEPS] = _as_text(_steps(report))
    # Of an issued file the sum is that of its issue.
    issued = {row.filename: row.sha256 for row in files}
    listed = "".join(
        f"{issued.get(name) or hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in contents.items()
    )
    stamp = timezone.localtime(max(row.made_at for row in files)).timetuple()[:6]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**contents, CHECKSUMS: listed.encode()}.items():
            archive.writestr(zipfile.ZipInfo(name, date_time=stamp), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _as_text(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _steps(report: Report) -> list[dict[str, str]]:
    """Return the handling of the paper: each step with its day, its person and what was said."""
    return [
        {
            "from": step.get_from_status_display(),
            "to": step.get_to_status_display(),
            "on": step.happened_on.isoformat(),
            "by": step.person.full_name or step.person.username,
            "note": step.note,
        }
        for step in report.steps.select_related("person").order_by("pk")
    ]
