"""Workbooks that pages of aid hand out: the table in sight, and the register in the columns of the import."""

import io
from itertools import batched

from django.utils import timezone

from aid.imports import AidResource
from core.access import note_access
from core.http import attachment_response
from core.in_turn import AT_ONCE, let_go
from core.models import AccessLog
from core.spreadsheets.long_tables import save_xlsx
from core.spreadsheets.writer import write_xlsx
from core.text import fold

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(request, name, head, rows, *, notes=()):
    """Return the table of a page as a workbook that says what it counts (`notes`); who took it is noted."""
    note_access(request, AccessLog.Kind.EXPORT, f"{name}: {len(rows)} dòng")
    stamp = timezone.localtime()
    notes = [
        ("Bảng", name),
        *notes,
        ("Xuất lúc", f"{stamp:%d/%m/%Y %H:%M}"),
        ("Người xuất", str(request.user)),
    ]
    data = write_xlsx(head, rows, sheet_name=name[:31], notes_sheet=notes)
    return attachment_response(data, filename=_filename(name), content_type=_XLSX)


def register_book(request, page):
    """Return the items of a list, in its order, as a workbook that comes back through the import."""
    resource = AidResource(by=request.user, today=timezone.localdate())
    book = io.BytesIO()
    rows = resource.table_rows(_in_turn(resource, page.table.data.data))
    count = save_xlsx(book, resource.template.columns, rows, resource.template.name)
    note_access(request, AccessLog.Kind.EXPORT, f"Sổ theo mẫu nhập: {count} dòng")
    return attachment_response(book.getvalue(), filename=_filename("Sổ viện trợ"), content_type=_XLSX)


def _in_turn(resource, listed):
    keys = listed.values_list("pk", flat=True).iterator(chunk_size=AT_ONCE)
    for some in batched(keys, AT_ONCE):
        found = resource.exported_queryset().in_bulk(some)
        yield from let_go(found.pop(key) for key in some if key in found)


def _filename(name):
    return f"{fold(name).replace(' ', '-')}-{timezone.localtime():%Y%m%d-%H%M}.xlsx"
