"""Background work of imports: the rows of one upload."""

from functools import partial

from django.tasks import task
from django.utils import timezone

from core.imports.batches import ImportRefusedError, reason_of, record_refusal, write_batch
from core.imports.kinds import kind_of
from core.imports.progress import beating, forget_progress, note_progress
from core.imports.turns import (
    BROKEN,
    MAX_ATTEMPTS,
    NO_RIGHT,
    ON_ITS_WAY,
    claim_write,
    fail_write,
)
from core.legal import RuleError
from core.models import ImportBatch, User
from core.second_look import look_again


@task()
def write_import(batch_id: int) -> str:
    """Write the rows of an upload, all or none; safe to run twice. Returns the state that it left behind.

    A written upload and one that another worker holds are left alone.
    """
    take_up_stuck(but=batch_id)
    by = ImportBatch.objects.select_related("uploaded_by").get(pk=batch_id).uploaded_by
    batch = claim_write(batch_id=batch_id, by=by)
    found = batch or ImportBatch.objects.get(pk=batch_id)
    look_again(
        write_import, batch_id, at=found.leased_until if found.state == ImportBatch.State.RUNNING else None
    )
    if batch is not None:
        try:
            # What a killed worker left behind is not how far this one is.
            forget_progress(batch.code)
            with beating(batch.code):
                _write(batch, by)
        except Exception:
            # The person reads a sentence; the worker's log gets the error itself.
            fail_write(batch=batch, message=BROKEN, by=by)
            raise
        finally:
            forget_progress(batch.code)
    return ImportBatch.objects.get(pk=batch_id).state


def _write(batch: ImportBatch, by: User) -> None:
    kind = kind_of(batch)
    if not by.is_active or not kind.may_import(by):
        fail_write(batch=batch, message=NO_RIGHT, by=by)
        return
    resource = kind.resource(by, batch.options)
    resource.on_row = partial(note_progress, batch.code)
    try:
        write_batch(batch=batch, resource=resource, by=by, reason=reason_of(batch))
    except ImportRefusedError as refused:
        record_refusal(
            batch=batch, resource=resource, outcome=refused.outcome, by=by, message=refused.message
        )
    except RuleError as error:
        fail_write(batch=batch, message=str(error), by=by)


def take_up_stuck(*, but: int) -> int:
    """Queue again the uploads whose worker stopped in the middle; returns how many."""
    stuck = ImportBatch.objects.filter(
        state__in=ON_ITS_WAY, leased_until__lt=timezone.now(), attempts__lt=MAX_ATTEMPTS
    )
    keys = list(stuck.exclude(pk=but).values_list("pk", flat=True))
    for key in keys:
        write_import.enqueue(key)
    return len(keys)
