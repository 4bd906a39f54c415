"""Uploads that become drafts: kept between the look at the tree and the decision, then thrown away."""

import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from core.codes import next_code
from core.files import clean_file_name
from core.history import action, undo_on_failure
from core.imports.batches import PREFIX, content_hash
from core.legacy_fonts import NAMES as LEGACY_NAMES
from core.legal import Caution, RuleError
from core.models import ImportBatch, User
from core.papers import ask_for
from programs.actions.drafts import take_in_draft
from programs.models import Draft, Program
from programs.wording.taking_in import Taken, read_draft

SHOWN_FRONT = 12
# The background work that stores a long upload as a draft.
TAKE_IN = "draft-take-in"


@action("Kiểm tra tệp dự thảo")
def record_draft_file(*, program: Program, taken: Taken, data: bytes, filename: str, by: User) -> ImportBatch:
    """Store an upload with the outline that it would become; only a file that may be taken in is kept."""
    batch = _batch(program, data, filename, by)
    _judge(batch, program, taken)
    if not taken.errors:
        _keep(batch, data)
    batch.save()
    return batch


@action("Gửi tệp dự thảo để đọc ở nền")
def hand_in_draft_file(*, program: Program, data: bytes, filename: str, by: User) -> ImportBatch:
    """Store a long upload that the worker is to read, and ask the worker for it."""
    batch = _batch(program, data, filename, by)
    batch.state, batch.options = ImportBatch.State.WAITING, {"program": program.slug}
    _keep(batch, data)
    batch.save()
    return batch


@action("Đọc tệp dự thảo")
def judge_draft_file(*, batch: ImportBatch, program: Program, taken: Taken, by: User) -> ImportBatch:
    """Store the outline that a long upload would become; a refused file is thrown away."""
    stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    _judge(stored, program, taken)
    if taken.errors and stored.file:
        name = str(stored.file.name)
        stored.file = ""
        transaction.on_commit(lambda: default_storage.delete(name))
    stored.save()
    return stored


def _batch(program: Program, data: bytes, filename: str, by: User) -> ImportBatch:
    return ImportBatch(
        code=next_code(ImportBatch, PREFIX, timezone.localdate().year),
        kind=ImportBatch.Kind.DRAFT,
        filename=clean_file_name(filename),
        sha256=content_hash(data),
        counts={"rows": 0, "errors": 0},
        uploaded_by=by,
    )


def _keep(batch: ImportBatch, data: bytes) -> None:
    name = default_storage.save(f"imports/{uuid.uuid4().hex}", ContentFile(data))
    undo_on_failure(lambda: default_storage.delete(name))
    batch.file = name


def _judge(batch: ImportBatch, program: Program, taken: Taken) -> None:
    """Write into an upload what was read of it."""
    batch.state = ImportBatch.State.REFUSED if taken.errors else ImportBatch.State.CHECKED
    batch.counts = {"rows": len(taken.nodes), "errors": len(taken.errors)}
    batch.warnings = taken.warnings[:200]
    batch.refusals = [{"message": text} for text in taken.errors[:50]]
    batch.options = {
        "program": program.slug,
        "preview": {
            "words": taken.words,
            "parts": taken.parts,
            "headings": taken.headings,
            "tables": sum(node.table is not None for node in taken.nodes),
            "footnotes": sum(len(node.footnotes) for node in taken.nodes),
            "paragraphs": sum(node.kind == "DOAN" for node in taken.nodes),
            "preamble": taken.preamble[:SHOWN_FRONT],
            "front": taken.front[:SHOWN_FRONT],
            "front_count": len(taken.front),
            "tail": taken.tail[:SHOWN_FRONT],
            "tail_count": len(taken.tail),
            "legacy": LEGACY_NAMES.get(taken.legacy, ""),
            "samples": taken.samples,
        },
    }


def take_in_file(
    *, batch: ImportBatch, program: Program, reason: str, note: str, by: User
) -> tuple[Draft, list[Caution]]:
    """Store the draft that a checked upload holds, and throw the upload away.

    Raises RuleError when it was taken in before or can no longer be read.
    """
    # A long file is read for seconds; whoever else writes on SQLite must not wait for that.
    taken = _read_again(batch)
    return take_in_read(batch=batch, program=program, taken=taken, reason=reason, note=note, by=by)


@action("Nhận bản dự thảo từ tệp")
def take_in_read(
    *, batch: ImportBatch, program: Program, taken: Taken, reason: str, note: str, by: User
) -> tuple[Draft, list[Caution]]:
    """Store the draft that was read from a checked upload, and throw the upload away."""
    stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    _refuse_settled(stored)
    draft, cautions = take_in_draft(
        program=program,
        nodes=taken.nodes,
        by=by,
        reason=reason,
        note=note,
        source_name=stored.filename,
        preamble=taken.preamble,
    )
    name = str(stored.file.name)
    stored.file = ""
    stored.state = ImportBatch.State.WRITTEN
    stored.options |= {"draft": draft.number}
    stored.save()
    transaction.on_commit(lambda: default_storage.delete(name))
    return draft, cautions


@action("Yêu cầu nhận bản dự thảo ở nền")
def ask_to_take_in(*, batch: ImportBatch, reason: str, note: str, by: User) -> str:
    """Keep how a long upload is to be taken in and ask the worker for it; returns the progress page."""
    stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    _refuse_settled(stored)
    stored.options |= {"asked": {"reason": reason, "note": note}}
    stored.save()
    return ask_for(TAKE_IN, stored.code, by=by)


def _read_again(batch: ImportBatch) -> Taken:
    """Return the tree of a kept upload; raises RuleError where it is settled, gone or cannot be read."""
    stored = ImportBatch.objects.get(pk=batch.pk)
    _refuse_settled(stored)
    try:
        with stored.file.open("rb") as file:
            data = file.read()
    except FileNotFoundError as error:
        raise RuleError(f"Tệp của lần nhập {stored.code} không còn trên cổng; tải tệp lên lại.") from error
    taken = read_draft(stored.filename, data)
    if taken.errors:
        raise RuleError(taken.errors[0])
    return taken


def _refuse_settled(stored: ImportBatch) -> None:
    if stored.state == ImportBatch.State.WRITTEN:
        raise RuleError(f"Tệp của lần nhập {stored.code} đã nhận thành bản dự thảo rồi.")
    if stored.state != ImportBatch.State.CHECKED:
        raise RuleError("Tệp này bị từ chối nên không nhận được. Sửa tệp rồi tải lại.")
