"""Uploads with their verdicts: recorded when checked, and once more when written."""

import hashlib
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, models
from django.utils import timezone

from core.bulk import Plan, StaleError
from core.codes import next_code
from core.files import clean_file_name
from core.history import action, undo_on_failure
from core.imports.outcome import CHANGED, NEW, Outcome, judge_file, versions_in
from core.imports.preview import preview_of
from core.imports.resource import RowResource
from core.imports.turns import CHANGED_SINCE, held, is_held
from core.legal import RuleError
from core.models import ImportBatch, User
from core.permissions import Area, Reach, reach
from core.spreadsheets.limits import WEB_LIMITS, Limits, grouped

PREFIX = "NHAP"
TRIES = 3
NAMED = 5
BUSY = (
    "Dữ liệu liên quan đang được người khác sửa nên chưa ghi được; không dòng nào được ghi. "
    "Hãy thử ghi lại sau ít phút."
)
CHANGED_ROWS = (
    "Có người vừa sửa {codes} từ lúc kiểm tra nên chưa ghi dòng nào. "
    "Hãy xem lại giá trị cũ và mới bên dưới rồi bấm ghi lần nữa."
)


class ImportRefusedError(Exception):
    """Nothing was written: the stored records are no longer those that the check has seen.

    Either a row is refused now, or it would be written over what somebody changed since.
    """

    def __init__(self, outcome: Outcome, message: str = CHANGED_SINCE) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.message = message


def batches_of(user: User, kind: str) -> models.QuerySet[ImportBatch]:
    """Return the uploads of a kind that this account may look at: its own, or all for who reads history."""
    batches = ImportBatch.objects.filter(kind=kind)
    return batches if reach(user, Area.HISTORY) is Reach.ALL else batches.filter(uploaded_by=user)


def content_hash(data: bytes) -> str:
    """Return the hash under which the same content is recognised."""
    return hashlib.sha256(data).hexdigest()


def earlier_batch(batch: ImportBatch) -> ImportBatch | None:
    """Return the upload of the same content that was written before, or None."""
    written = ImportBatch.objects.filter(
        kind=batch.kind, sha256=batch.sha256, state=ImportBatch.State.WRITTEN, pk__lt=batch.pk
    )
    return written.order_by("-pk").first()


@action("Kiểm tra tệp nhập")
def record_check(
    *,
    resource: RowResource,
    outcome: Outcome,
    data: bytes,
    filename: str,
    options: dict[str, Any],
    by: User,
) -> ImportBatch:
    """Store the upload with its verdict and return it; kept is a file that may be written or corrected."""
    batch = ImportBatch(
        code=next_code(ImportBatch, PREFIX, resource.today.year),
        kind=resource.batch_kind,
        filename=clean_file_name(filename),
        sha256=content_hash(data),
        options=dict(options),
        uploaded_by=by,
    )
    if outcome.accepted or outcome.table.is_sound:
        name = default_storage.save(f"imports/{uuid.uuid4().hex}", ContentFile(data))
        undo_on_failure(lambda: default_storage.delete(name))
        batch.file = name
    _take_verdict(batch, resource, outcome)
    batch.save()
    return batch


def write_batch(
    *, batch: ImportBatch, resource: RowResource, by: User, limits: Limits = WEB_LIMITS, reason: str = ""
) -> tuple[ImportBatch, Outcome]:
    """Write every row of an upload that was checked or whose turn is held; return it and what was written.

    All rows are written, or none. Raises RuleError when it was written or refused before, ImportRefusedError
    when a row is refused now, or was changed by somebody since the check.
    """
    if not resource.writes_in_bulk:
        return _write_rows(batch=batch, resource=resource, by=by, limits=limits, reason=reason)
    stored = _own_turn(batch, ImportBatch.objects.get(pk=batch.pk))
    data = content_of(stored)
    resource.corrections = corrections_of(stored)
    for _ in range(TRIES):
        outcome = judge_file(resource, data, stored.filename, limits=limits)
        if not outcome.accepted:
            raise ImportRefusedError(outcome)
        _refuse_changed(stored, outcome)
        plan = resource.plan()
        plan.prepare()
        try:
            written = _write_plan(batch=stored, plan=plan, counts=outcome.counts, by=by, reason=reason)
        except (StaleError, IntegrityError):
            # Somebody saved one of the records between reading and writing: look at them once more.
            continue
        return written, outcome
    raise RuleError(BUSY)


@action("Ghi dữ liệu từ tệp")
def _write_plan(
    *, batch: ImportBatch, plan: Plan, counts: dict[str, int], by: User, reason: str
) -> ImportBatch:
    """Write what was prepared, all of it, and note the upload as written."""
    stored = _own_turn(batch, ImportBatch.objects.select_for_update().get(pk=batch.pk))
    if stored.updated_at != batch.updated_at:
        raise RuleError(f"Lần nhập {stored.code} vừa được sửa ở nơi khác; hãy xem lại rồi ghi.")
    plan.write()
    return _note_written(stored, counts)


@action("Ghi dữ liệu từ tệp")
def _write_rows(
    *, batch: ImportBatch, resource: RowResource, by: User, limits: Limits, reason: str
) -> tuple[ImportBatch, Outcome]:
    """Write row by row, each through its action, in one transaction."""
    stored = _own_turn(batch, ImportBatch.objects.select_for_update().get(pk=batch.pk))
    resource.corrections = corrections_of(stored)
    outcome = judge_file(resource, content_of(stored), stored.filename, limits=limits, write=True)
    if not outcome.accepted:
        raise ImportRefusedError(outcome)
    _refuse_changed(stored, outcome)
    return _note_written(stored, outcome.counts), outcome


def _own_turn(batch: ImportBatch, stored: ImportBatch) -> ImportBatch:
    """Return the upload as stored, if it may be written now by who holds `batch`. Raises RuleError."""
    is_own_turn = batch.state == stored.state == ImportBatch.State.RUNNING and (
        batch.attempts == stored.attempts
    )
    if not is_own_turn:
        if is_held(stored, timezone.now()):
            raise RuleError(f"Lần nhập {stored.code} đang được ghi ở nền; hãy xem tiến trình.")
        refuse_unless_open(stored)
    return stored


def _refuse_changed(batch: ImportBatch, outcome: Outcome) -> None:
    """Raise ImportRefusedError where a row would be written over what nobody has seen in the check."""
    seen = batch.options.get("seen")
    if seen is None:
        return
    now = versions_in(outcome)
    codes = [
        row.code
        for row in outcome.rows
        if row.kind in (NEW, CHANGED) and now.get(row.code) != seen.get(row.code)
    ]
    if codes:
        more = f" và {grouped(len(codes) - NAMED)} mã khác" if len(codes) > NAMED else ""
        raise ImportRefusedError(outcome, CHANGED_ROWS.format(codes=", ".join(codes[:NAMED]) + more))


def _note_written(batch: ImportBatch, counts: dict[str, int]) -> ImportBatch:
    batch.state = ImportBatch.State.WRITTEN
    batch.counts = counts
    batch.message, batch.leased_until = "", None
    batch.save()
    return batch


def content_of(batch: ImportBatch) -> bytes:
    """Return the bytes of a kept upload."""
    with batch.file.open("rb") as file:
        data: bytes = file.read()
    return data


def corrections_of(batch: ImportBatch) -> dict[str, str]:
    """Return what was typed on the page in place of cells, by `place_of` them."""
    return dict(batch.options.get("corrections", {}))


def may_correct(batch: ImportBatch) -> bool:
    """Whether cells of the upload may still be corrected: its file is kept and nothing was written."""
    return bool(batch.file) and batch.state in (ImportBatch.State.REFUSED, ImportBatch.State.CHECKED)


@action("Sửa ô của tệp nhập")
def record_correction(
    *, batch: ImportBatch, resource: RowResource, outcome: Outcome, options: dict[str, Any], by: User
) -> ImportBatch | None:
    """Store what was typed with the new verdict; None where the upload was changed meanwhile.

    Raises RuleError when it was written, or is being written.
    """
    stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not may_correct(stored):
        raise RuleError(f"Lần nhập {stored.code} không còn sửa được; hãy tải lại tệp.")
    if stored.version != batch.version:
        return None
    stored.options = stored.options | options
    _take_verdict(stored, resource, outcome)
    stored.message = ""
    stored.save()
    return stored


def refuse_unless_open(batch: ImportBatch) -> None:
    """Do nothing for an upload that may be written. Raises RuleError when it was written or refused."""
    if batch.state == ImportBatch.State.WRITTEN:
        raise RuleError(f"Lần nhập {batch.code} đã ghi rồi.")
    if batch.state == ImportBatch.State.REFUSED:
        raise RuleError("Tệp này bị từ chối nên không ghi được. Hãy sửa tệp rồi tải lại.")


@action("Từ chối ghi tệp nhập")
def record_refusal(
    *, batch: ImportBatch, resource: RowResource, outcome: Outcome, by: User, message: str = ""
) -> ImportBatch:
    """Store that the upload could not be written after all, and why; not where the turn was lost."""
    stored = held(batch)
    if stored is None:
        return batch
    _take_verdict(stored, resource, outcome)
    stored.message, stored.leased_until = message, None
    stored.save()
    return stored


def _take_verdict(batch: ImportBatch, resource: RowResource, outcome: Outcome) -> None:
    batch.state = ImportBatch.State.CHECKED if outcome.accepted else ImportBatch.State.REFUSED
    batch.counts = outcome.counts
    batch.warnings = outcome.warnings[:200]
    batch.refusals = [refusal.as_dict() for refusal in outcome.shown_refusals]
    is_otherwise = outcome.table.is_sound and any(refusal.layout for refusal in outcome.refusals)
    seen = {"layout": is_otherwise, "preview": preview_of(resource, outcome), "seen": versions_in(outcome)}
    batch.options = batch.options | seen | resource.findings()


def reason_of(batch: ImportBatch) -> str:
    """Return the words that the history of each written record carries."""
    return f"{batch.code} · {batch.filename}"
