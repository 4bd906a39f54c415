"""The turn at making a file in the background: one worker at a time, each with a lease that runs out."""

import hashlib
from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.utils import timezone

from core.history import undo_on_failure
from reports.models import PaperJob, PdfExport
from reports.rules import LEASE, MAX_ATTEMPTS, ExportTurn, export_turn

type Job = PdfExport | PaperJob

WAITING, RUNNING, DONE, FAILED = "CHO", "DANG_TAO", "XONG", "LOI"
OPEN = (WAITING, RUNNING)


def turn_of(job: Job) -> ExportTurn:
    """Return what is to become of a making now."""
    return export_turn(
        is_done=job.state == DONE,
        is_failed=job.state == FAILED,
        leased_until=job.leased_until,
        attempts=job.attempts,
        now=timezone.now(),
    )


def claim[J: (PdfExport, PaperJob)](
    job: J, *, step: str, given_up: str, lease: timedelta = LEASE
) -> J | None:
    """Take the turn at a locked job; None where it is finished, held by another worker, or given up."""
    if job.state not in OPEN:
        return None
    if job.state == RUNNING and turn_of(job) is ExportTurn.ALIVE:
        return None
    if job.attempts >= MAX_ATTEMPTS:
        end_as_failed(job, given_up)
        return None
    job.state = RUNNING
    job.attempts += 1
    job.step, job.percent, job.message = step, 10, ""
    job.leased_until = timezone.now() + lease
    job.save()
    return job


def held[J: (PdfExport, PaperJob)](job: J) -> J | None:
    """Return the job, locked, if the turn that began with `job` is still the current one."""
    stored = type(job).objects.select_for_update().get(pk=job.pk)
    current = stored.state == RUNNING and stored.attempts == job.attempts
    return stored if current else None


def note[J: (PdfExport, PaperJob)](job: J, *, step: str, percent: int, lease: timedelta = LEASE) -> bool:
    """Write how far a job came and prolong the lease; False where the turn was lost."""
    mine = held(job)
    if mine is None:
        return False
    mine.step, mine.percent = step[:100], percent
    mine.leased_until = timezone.now() + lease
    mine.save()
    return True


def end_as_done(job: Job, content: bytes | None, *, extension: str) -> None:
    """Store the finished file of a held job with its checksum, nothing of it where the act fails."""
    if content is not None:
        job.file.save(f"{uuid4().hex}.{extension}", ContentFile(content), save=False)
        name, storage = job.file.name, job.file.storage
        undo_on_failure(lambda: storage.delete(str(name)))
        job.sha256 = hashlib.sha256(content).hexdigest()
    job.state, job.step, job.percent, job.message = DONE, "", 100, ""
    job.leased_until = None
    job.save()


def end_as_failed(job: Job, message: str) -> None:
    """Store why no file was made."""
    job.state, job.message = FAILED, message[:500]
    job.step, job.leased_until = "", None
    job.save()


def stuck_keys(jobs: QuerySet, *, but: int) -> list[int]:
    """Return the keys of the jobs whose worker stopped in the middle."""
    stuck = jobs.filter(state=RUNNING, leased_until__lt=timezone.now())
    return list(stuck.exclude(pk=but).values_list("pk", flat=True))
