"""Correcting cells of an uploaded table on the page: what may be typed where, and what was typed."""

import re
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.imports.batches import content_of, corrections_of, may_correct, record_correction
from core.imports.outcome import judge_file
from core.legal import RuleError
from core.models import ImportBatch, User
from core.permissions import require
from core.spreadsheets.reader import place_of

if TYPE_CHECKING:
    from core.imports.pages import ImportSite

CELL = re.compile(r"o-([0-9]{1,7})-([a-z_]{1,30})")
LONGEST = 2000
MOST = 5000
TRIES = 3


def correcting(request: HttpRequest, site: "ImportSite", batch: ImportBatch) -> dict[str, Any]:
    """Return what the page needs so that cells can be corrected; nothing where they cannot be."""
    by: User = request.user  # type: ignore[assignment]
    if not (may_correct(batch) and batch.uploaded_by_id == by.pk and site.may_import(by)):
        return {"correct_url": ""}
    row = request.GET.get("sua", "")
    return {
        "correct_url": site.url("import_correct", batch.code),
        "open_row": int(row) if row.isascii() and row.isdigit() and len(row) < 8 else None,
        "corrected": len(corrections_of(batch)),
    }


def typed_corrections(posted: Any, preview: dict[str, Any]) -> dict[str, str]:
    """Return the texts that differ from what the page showed, by place; one answer may serve many rows."""
    shown = {
        (row["number"], cell["key"]): cell["text"] if cell.get("raw") is None else cell["raw"]
        for row in preview["rows"]
        for cell in row["cells"]
    }
    typed: dict[str, str] = {}
    for name, text in posted.items():
        found = CELL.fullmatch(name)
        place = (int(found[1]), found[2]) if found else None
        if place in shown and text.strip() != shown[place].strip():
            typed[place_of(*place)] = text
    row, _, rest = posted.get("chon", "").partition(":")
    key, _, text = rest.partition(":")
    if row.isascii() and row.isdigit() and (int(row), key) in shown:
        typed[place_of(int(row), key)] = text
    for group in preview["groups"]:
        if posted.get("nhom_cot") == group["key"] and posted.get("nhom_cu") == group["title"]:
            typed |= {place_of(number, group["key"]): posted.get("moi", "") for number in group["numbers"]}
    return {place: text[:LONGEST].replace("\0", "") for place, text in list(typed.items())[:MOST]}


def correct_rows(
    request: HttpRequest, site: "ImportSite", batch: ImportBatch, options: dict[str, Any] | None = None
) -> HttpResponse:
    """Take what was typed in place of cells, check the file anew and go back to the verdict.

    `options` are what follows from the correction for the whole upload.
    """
    by: User = request.user  # type: ignore[assignment]
    require(batch.uploaded_by_id == by.pk and site.may_import(by))
    typed = typed_corrections(request.POST, batch.options.get("preview", {"rows": [], "groups": []}))
    check_url = site.url("import_check", batch.code)
    if not typed:
        messages.info(request, "Chưa sửa ô nào; hãy gõ giá trị đúng vào ô rồi bấm Kiểm tra lại.")
        return redirect(check_url)
    try:
        stored = rejudge(site, batch, by=by, typed=typed, options=options)
    except RuleError as error:
        messages.error(request, str(error))
        return redirect(check_url)
    left = stored.counts["errors"]
    messages.success(
        request, f"Đã sửa {len(typed)} ô; " + (f"còn {left} lỗi." if left else "không còn lỗi nào.")
    )
    return redirect(check_url)


def rejudge(
    site: "ImportSite",
    batch: ImportBatch,
    *,
    by: User,
    typed: dict[str, str] | None = None,
    options: dict[str, Any] | None = None,
) -> ImportBatch:
    """Judge a kept upload anew, with cells typed and further options; return it with its verdict.

    The file is read before the transaction, which so stays short; where somebody changed the upload in the
    meantime, both changes are kept. Raises RuleError where it can no longer be corrected.
    """
    for _ in range(TRIES):
        if not may_correct(batch):
            break
        further = (options or {}) | {"corrections": corrections_of(batch) | (typed or {})}
        chosen = batch.options | further
        resource = site.resource(by, chosen)
        resource.corrections = dict(further["corrections"])
        outcome = judge_file(resource, content_of(batch), batch.filename)
        stored = record_correction(batch=batch, resource=resource, outcome=outcome, options=further, by=by)
        if stored is not None:
            return stored
        batch = ImportBatch.objects.get(pk=batch.pk)
    raise RuleError(f"Lần nhập {batch.code} không còn sửa được; hãy tải lại tệp.")
