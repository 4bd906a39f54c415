"""Background work of the app reports: one PDF of one report, one long paper."""

from django.tasks import task
from django.utils import timezone

from core.legal import RuleError
from core.second_look import look_again
from reports.actions import papers, turns
from reports.actions.exports import (
    BROKEN,
    NO_RIGHT,
    claim_export,
    fail_export,
    finish_export,
    note_step,
)
from reports.documents.pdf import RenderFailed, render_pdf
from reports.documents.printers import beat_while_waiting
from reports.issued_files import Kind, content_of, issued_file
from reports.kinds.year_end import report_document, report_numbers, report_scope
from reports.models import PaperJob, PdfExport
from reports.paper_jobs import LostTurn, subject_of
from reports.permissions import can_print_report


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
        found = PdfExport.objects.get(pk=export_id)
        look_again(make_pdf, export_id, at=found.leased_until if found.state == turns.RUNNING else None)
        return found.state
    look_again(make_pdf, export_id, at=export.leased_until)
    try:
        _make(export, by)
    except (RenderFailed, RuleError) as error:
        fail_export(export=export, message=str(error), by=by)
    except Exception:
        # The person reads a sentence; the worker's log gets the error itself.
        fail_export(export=export, message=BROKEN, by=by)
        raise
    return PdfExport.objects.get(pk=export_id).state


def _make(export, by):
    report = export.report
    if not can_print_report(by, report):
        fail_export(export=export, message=NO_RIGHT, by=by)
        return
    today = timezone.localdate()
    stored = issued_file(report, Kind.PDF)
    if not note_step(export=export, step="Dựng trang", percent=45, by=by):
        return
    if stored is not None:
        content = content_of(stored)
    else:
        scope = report_scope(report, today=today)
        numbers = report_numbers(report, scope, today=today)
        # Whoever writes looks at the pages again and again: appendices that stay are not laid out anew.
        content = render_pdf(report_document(report, scope, numbers=numbers), paper=f"report-{report.pk}")
    if note_step(export=export, step="Ghi tệp", percent=90, by=by):
        finish_export(export=export, content=content, by=by)


def take_up_stuck(*, but: int) -> int:
    """Queue again the exports whose worker stopped in the middle; returns how many."""
    keys = turns.stuck_keys(PdfExport.objects.all(), but=but)
    for key in keys:
        make_pdf.enqueue(key)
    return len(keys)


@task()
def make_paper(job_id: int) -> str:
    """Make the file of a job; safe to run twice. Returns the state that it left behind.

    A finished job and one that another worker holds are left alone.
    """
    for key in turns.stuck_keys(PaperJob.objects.all(), but=job_id):
        make_paper.enqueue(key)
    by = PaperJob.objects.select_related("requested_by").get(pk=job_id).requested_by
    job = papers.claim_paper(job_id=job_id, by=by)
    found = job or PaperJob.objects.get(pk=job_id)
    look_again(make_paper, job_id, at=found.leased_until if found.state == turns.RUNNING else None)
    if job is not None:
        try:
            _make_paper(job, by)
        except (RenderFailed, RuleError) as error:
            papers.fail_paper(job=job, message=str(error), by=by)
        except Exception:
            # The person reads a sentence; the worker's log gets the error itself.
            papers.fail_paper(job=job, message=papers.BROKEN, by=by)
            raise
    return PaperJob.objects.get(pk=job_id).state


def _make_paper(job, by):
    found = subject_of(job)
    if found is None or not found[0].may_begin(by, found[1]):
        papers.fail_paper(job=job, message=papers.NO_RIGHT, by=by)
        return
    kind, subject = found

    def note(step, percent):
        if not papers.note_paper_step(job=job, step=step, percent=percent, by=by):
            raise LostTurn

    def beat():
        if not papers.prolong_paper(job=job, by=by):
            raise LostTurn

    waiting = beat_while_waiting.set(beat)
    try:
        made = kind.make(subject, by, note)
        note("Ghi tệp", 95)
    except LostTurn:
        # Another worker has the job: what was made here is thrown away.
        return
    finally:
        beat_while_waiting.reset(waiting)
    papers.finish_paper(job=job, made=made, by=by)
