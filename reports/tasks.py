"""Background work of the app reports: one PDF of one report."""

from django.tasks import task
from django.utils import timezone

from reports.actions.exports import (
    BROKEN,
    NO_RIGHT,
    claim_export,
    fail_export,
    finish_export,
    note_step,
)
from reports.documents.pdf import RenderFailed, render_pdf
from reports.kinds.year_end import report_scope, year_end_document, year_end_numbers
from reports.models import PdfExport
from reports.permissions import can_edit_report


@task()
def make_pdf(export_id: int) -> str:
    """Make the PDF of an export; safe to run twice. Returns the state that it left behind.

    A finished export and one that another worker holds are left alone.
    """
    take_up_stuck(but=export_id)
    asked = PdfExport.objects.select_related("requested_by").get(pk=export_id)
    by = asked.requested_by
    export = claim_export(export_id=export_id, by=by)
    if export is None:
        return PdfExport.objects.get(pk=export_id).state
    try:
        _make(export, by)
    except RenderFailed as error:
        fail_export(export=export, message=str(error), by=by)
    except Exception:
        # The person reads a sentence; the worker's log gets the error itself.
        fail_export(export=export, message=BROKEN, by=by)
        raise
    return PdfExport.objects.get(pk=export_id).state


def _make(export, by):
    report = export.report
    if not can_edit_report(by, report):
        fail_export(export=export, message=NO_RIGHT, by=by)
        return
    today = timezone.localdate()
    scope = report_scope(report, today=today)
    document = year_end_document(report, scope, numbers=year_end_numbers(report, scope, today=today))
    if not note_step(export=export, step="Dựng trang", percent=45, by=by):
        return
    content = render_pdf(document)
    if note_step(export=export, step="Ghi tệp", percent=90, by=by):
        finish_export(export=export, content=content, by=by)


def take_up_stuck(*, but: int) -> int:
    """Queue again the exports whose worker stopped in the middle; returns how many."""
    stuck = PdfExport.objects.filter(state=PdfExport.State.RUNNING, leased_until__lt=timezone.now())
    keys = list(stuck.exclude(pk=but).values_list("pk", flat=True))
    for key in keys:
        make_pdf.enqueue(key)
    return len(keys)
