"""Ask for a file: one making at a time for each subject, stale ones taken up again."""

from django.db import transaction
from django.tasks import Task
from django.utils import timezone

from core.codes import take_turn
from core.history import action
from core.models import User
from core.second_look import look_again
from reports.actions import papers, turns
from reports.actions.exports import GIVEN_UP, turn_of
from reports.models import PaperJob, PdfExport, Report
from reports.rules import QUEUE_LEASE, ExportTurn
from reports.tasks import make_paper, make_pdf


@action("Yêu cầu tạo PDF")
def request_pdf(*, report: Report, by: User) -> PdfExport:
    """Return the export that makes the PDF: the one on its way, a stuck one that runs again, or a new one.

    The worker is told once the request is stored.
    """
    Report.objects.select_for_update().get(pk=report.pk)
    waiting = PdfExport.objects.select_for_update().filter(
        report=report, state__in=[PdfExport.State.WAITING, PdfExport.State.RUNNING]
    )
    for export in waiting.order_by("-pk"):
        turn = turn_of(export)
        if turn is ExportTurn.ALIVE:
            return export
        if turn is ExportTurn.RETRY:
            return _queue(export, make_pdf)
        turns.end_as_failed(export, GIVEN_UP)
    return _queue(PdfExport(report=report, requested_by=by), make_pdf)


@action("Yêu cầu tạo tệp ở nền")
def request_paper(*, kind: str, subject: str, label: str, by: User) -> PaperJob:
    """Return the job that makes the file: the one on its way, a stuck one that runs again, or a new one.

    The worker is told once the request is stored.
    """
    take_turn(f"paper-{kind}-{subject}")
    waiting = PaperJob.objects.select_for_update().filter(kind=kind, subject=subject, state__in=turns.OPEN)
    for job in waiting.order_by("-pk"):
        turn = turns.turn_of(job)
        # What stands in the queue has not looked at its subject yet; what runs may have read it before.
        if turn is ExportTurn.ALIVE and job.state == turns.WAITING:
            return job
        if turn is ExportTurn.RETRY:
            return _queue(job, make_paper)
        if turn is ExportTurn.GIVE_UP:
            turns.end_as_failed(job, papers.GIVEN_UP)
    return _queue(PaperJob(kind=kind, subject=subject, label=label[:250], requested_by=by), make_paper)


def _queue[J: (PdfExport, PaperJob)](job: J, worker: Task[[int], str]) -> J:
    """Store the job as waiting and hand it to the worker after the commit."""
    job.state, job.step, job.percent = turns.WAITING, "", 0
    job.leased_until = timezone.now() + QUEUE_LEASE
    job.save()
    transaction.on_commit(lambda: _hand_over(job, worker))
    return job


def _hand_over(job: PdfExport | PaperJob, worker: Task[[int], str]) -> None:
    """Tell the worker; where it cannot take the turn, e.g. on a full disk, somebody looks again."""
    worker.enqueue(job.pk)
    look_again(worker, job.pk, at=job.leased_until)
