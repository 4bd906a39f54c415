"""Sending a table out, taking it back."""

import uuid
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError
from django.utils import timezone

from aid.imports import AidResource
from aid.models import SentTemplate
from aid.sent import PREFIX, ids_beside, items_to_send, rows_as_sent
from aid.sent_back import NEW, SentResource, SentRow, SentVerdict
from aid.sent_merge import Came
from aid.sent_preview import preview_of_return
from core.bulk import Plan, StaleError
from core.codes import next_code
from core.files import clean_file_name
from core.history import action, save_version, undo_on_failure
from core.imports.batches import BUSY, TRIES, content_hash, refuse_unless_open
from core.imports.batches import PREFIX as IMPORT_PREFIX
from core.legal import RuleError
from core.models import Agency, ImportBatch, Partner, User
from core.spreadsheets.limits import WEB_LIMITS, grouped
from core.spreadsheets.reader import SHOWN_REFUSALS, Table

OPEN_AGAIN = "Dữ liệu đã đổi từ lúc kiểm tra nên chưa ghi gì; xem lại các ô bên dưới rồi ghi."


@action("Lập mẫu gửi đi")
def send_template(*, donor: Partner | None, owner: Agency | None, today: date, by: User) -> SentTemplate:
    """Store the table of a donor, an owner, or all items that the account may change; return it.

    Raises RuleError where it would hold no row, or more than can come back.
    """
    resource = AidResource(by=by, today=today)
    chosen = items_to_send(by, donor=donor, owner=owner)
    items = resource.stored_queryset().filter(pk__in=chosen.values("pk")).order_by("code")
    count = items.count()
    if not count:
        raise RuleError("Chưa có khoản nào của bên này mà anh/chị được sửa; hãy chọn bên khác.")
    if count > WEB_LIMITS.data_rows:
        raise RuleError(
            f"Có {grouped(count)} khoản, một mẫu tối đa {grouped(WEB_LIMITS.data_rows)}; "
            "hãy chọn một nhà tài trợ hoặc một chủ khoản."
        )
    code = next_code(SentTemplate, PREFIX, today.year)
    sent = SentTemplate(
        code=code, donor=donor, owner=owner, sent_on=today, rows=rows_as_sent(resource, items, code)
    )
    sent.full_clean()
    sent.save()
    return sent


@action("Kiểm tra mẫu nhận lại")
def record_return(
    *, sent: SentTemplate, verdict: SentVerdict, data: bytes, filename: str, today: date, by: User
) -> ImportBatch:
    """Store the filled table with its verdict and return the upload; a refused file is not kept."""
    batch = ImportBatch(
        code=next_code(ImportBatch, IMPORT_PREFIX, today.year),
        kind=ImportBatch.Kind.SENT,
        filename=clean_file_name(filename),
        sha256=content_hash(data),
        options={"sent": sent.code, "choices": {}},
        uploaded_by=by,
    )
    if not verdict.refusals:
        name = default_storage.save(f"imports/{uuid.uuid4().hex}", ContentFile(data))
        undo_on_failure(lambda: default_storage.delete(name))
        batch.file = name
    _take_verdict(batch, verdict)
    batch.save()
    return batch


@action("Chọn giá trị ở mẫu nhận lại")
def record_choices(
    *, batch: ImportBatch, verdict: SentVerdict, choices: dict[str, Any], by: User
) -> ImportBatch:
    """Store what was chosen where both sides changed a cell. Raises RuleError when it was written."""
    stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    refuse_unless_open(stored)
    stored.options = stored.options | {"choices": choices}
    _take_verdict(stored, verdict)
    stored.save()
    return stored


def write_return(
    *, batch: ImportBatch, resource: SentResource, table: Table, today: date, by: User, reason: str = ""
) -> tuple[ImportBatch, SentVerdict]:
    """Write every changed and new row of a filled table, or none; return the upload and what was written.

    `table` was read before, and rows are merged with the records as they stand before anything is locked.
    Raises RuleError where a choice is still open, something is refused, or it was written before.
    """
    for _ in range(TRIES):
        resource.begin()
        verdict = resource.judge(table, batch.options["choices"])
        if verdict.refusals or verdict.open_cells:
            raise RuleError(OPEN_AGAIN)
        plan = resource.plan()
        plan.prepare()
        try:
            written = _write_plan(
                batch=batch, plan=plan, resource=resource, verdict=verdict, by=by, reason=reason
            )
        except (StaleError, IntegrityError):
            # Somebody saved one of the records between reading and writing: merge with it once more.
            continue
        return written, verdict
    raise RuleError(BUSY)


@action("Ghi mẫu nhận lại")
def _write_plan(
    *, batch: ImportBatch, plan: Plan, resource: SentResource, verdict: SentVerdict, by: User, reason: str
) -> ImportBatch:
    stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    refuse_unless_open(stored)
    plan.write()
    sent = SentTemplate.objects.select_for_update().get(pk=resource.sent.pk)
    rows = dict(sent.rows)
    for one in verdict.rows:
        if one.kind == NEW:
            shown = {key: resource.shown(key, value) for key, value in one.typed.items()}
            rows[one.code] = {"version": 1, "mark": "", "cells": {}, "ids": {}, "added": shown}
        elif one.cells and one.merged is not None:
            rows[one.code] = _agreed(resource, rows[one.code], one)
    sent.rows, sent.taken_back_at = rows, timezone.now()
    save_version(sent, expected=sent.version)
    _take_verdict(stored, verdict)
    stored.state = ImportBatch.State.WRITTEN
    stored.save()
    return stored


def _agreed(resource: SentResource, row: dict[str, Any], one: SentRow) -> dict[str, Any]:
    """Return the sent row with what was taken from the file or decided: sent again, it changes nothing."""
    settled = {cell.key for cell in one.cells if cell.came in (Came.THEIRS, Came.CONFLICT)}
    cells = row["cells"] | {key: resource.shown(key, one.typed[key]) for key in settled}
    now = {key: resource.stored_value(getattr(one.merged, key)) for key in settled}
    ids = {key: value for key, value in row["ids"].items() if key not in settled} | ids_beside(cells, now)
    return row | {"cells": cells, "ids": ids}


def _take_verdict(batch: ImportBatch, verdict: SentVerdict) -> None:
    batch.state = ImportBatch.State.REFUSED if verdict.refusals else ImportBatch.State.CHECKED
    batch.counts = verdict.counts
    batch.warnings = verdict.warnings[:200]
    batch.refusals = [refusal.as_dict() for refusal in verdict.refusals[:SHOWN_REFUSALS]]
    batch.options = batch.options | {"preview": preview_of_return(verdict)}
