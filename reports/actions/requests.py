"""Ask for a PDF: one export at a time for each report, stale ones taken up again."""

from django.db import transaction
from django.utils import timezone

from core.history import action
from core.models import User
from reports.actions.exports import GIVEN_UP, turn_of
from reports.models import PdfExport, Report
from reports.rules import QUEUE_LEASE, ExportTurn
from reports.tasks import make_pdf


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
            return _queue(export)
        export.state, export.message, export.leased_until = PdfExport.State.FAILED, GIVEN_UP, None
        export.save()
    return _queue(PdfExport(report=report, requested_by=by))


def _queue(export: PdfExport) -> PdfExport:
    """Store the export as waiting and hand it to the worker after the commit."""
    export.state, export.step, export.percent = PdfExport.State.WAITING, "", 0
    export.leased_until = timezone.now() + QUEUE_LEASE
    export.save()
    transaction.on_commit(lambda: make_pdf.enqueue(export.pk))
    return export
