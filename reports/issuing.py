"""Making the files of an issued report in the background: from its snapshot, with its number and day."""

from __future__ import annotations

from django.utils import timezone

from core.clerks import is_clerk_of
from core.models import User
from reports import life
from reports.actions.issuing import ISSUE, MadeFile, issue_report
from reports.documents.pdf import render_pdf
from reports.documents.word import render_docx
from reports.draft_papers import MEGABYTES, SECONDS
from reports.issued_files import Kind
from reports.kinds.year_end import report_document, report_scope
from reports.metadata import metadata_xml
from reports.models import Report
from reports.paper_jobs import NoteStep, PaperKind, register_paper
from reports.report_links import report_url
from reports.whole_files import told_when_full


def register_issuing() -> None:
    """Let the files of an issued report be made in the background."""
    register_paper(
        PaperKind(
            code=ISSUE,
            label="Ban hành báo cáo",
            find=report_of,
            may=lambda user, report: Report.objects.visible_to(user).filter(pk=report.pk).exists(),
            may_make=lambda user, report: is_clerk_of(user, report.issuer_id),
            make=make_issued,
            title=lambda report: f"Ban hành: {report.title}",
            url=lambda report: report.get_absolute_url(),
            result=lambda report: report.get_absolute_url(),
            result_label="Mở báo cáo đã ban hành",
            asked_at=lambda report: report_url("report_issue", report),
        )
    )


def report_of(subject: str) -> Report | None:
    """Return the report with this key once it has its number, or None."""
    if not (subject.isascii() and subject.isdigit() and len(subject) < 10):
        return None
    report = Report.objects.select_related("issuer", "signer", "replaces__issuer").filter(pk=int(subject))
    found = report.first()
    return found if found and found.status in life.FINAL | {Report.Status.NUMBERED} else None


def make_issued(report: Report, by: User, note_step: NoteStep) -> None:
    """Make the files and issue the report; safe to run twice: one that is issued is left alone."""
    if report.status in life.FINAL:
        return
    today = timezone.localdate()
    note_step("Dựng PDF từ bản chốt", 20)
    paper = report_document(report, report_scope(report, today=today))
    with told_when_full():
        pdf = render_pdf(paper, seconds=SECONDS, megabytes=MEGABYTES)
        note_step("Dựng Word", 60)
        files = [
            MadeFile(Kind.PDF, "pdf", pdf),
            MadeFile(Kind.DOCX, "docx", render_docx(paper)),
            MadeFile(Kind.METADATA, "xml", metadata_xml(report, paper, report.document_number, pdf)),
        ]
        note_step("Lưu tệp ban hành", 85)
        issue_report(report=report, files=files, symbol=paper.header.symbol, today=today, by=by)
