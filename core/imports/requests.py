"""Ask for the writing of a large upload: once, however often the button is pressed."""

from django.db import transaction
from django.utils import timezone

from core.history import action
from core.imports.batches import refuse_unless_open
from core.imports.tasks import write_import
from core.imports.turns import QUEUE_LEASE, is_held
from core.models import ImportBatch, User


@action("Yêu cầu ghi tệp nhập")
def request_write(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Return the upload on its way to be written; the worker is told once the request is stored.

    Raises RuleError when it was written or refused before.
    """
    stored = ImportBatch.objects.select_for_update(skip_locked=True).filter(pk=batch.pk).first()
    if stored is None:
        # A worker is writing it at this moment.
        return batch
    now = timezone.now()
    if is_held(stored, now):
        return stored
    refuse_unless_open(stored)
    stored.state, stored.message = ImportBatch.State.WAITING, ""
    stored.leased_until = now + QUEUE_LEASE
    stored.save()
    transaction.on_commit(lambda: write_import.enqueue(stored.pk))
    return stored
