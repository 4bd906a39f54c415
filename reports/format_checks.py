"""The form of a report, measured on its PDF in the background (Phụ lục I Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.utils import timezone

from core.legal import Blocker
from core.models import User
from reports.documents.checker import check_pdf
from reports.documents.pdf import render_pdf
from reports.draft_papers import MEGABYTES, SECONDS
from reports.kinds.year_end import report_document, report_scope
from reports.models import PaperJob, Report
from reports.paper_jobs import NoteStep, PaperKind, latest_job, register_paper
from reports.permissions import can_print_report

FORMAT_CHECK = "report-format"


@dataclass(frozen=True)
class FormatCheck:
    """How far the measuring of a report is: its job, and what it found once it is done."""

    job: PaperJob | None
    findings: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether the PDF was measured."""
        return self.job is not None and self.job.state == PaperJob.State.DONE

    @property
    def is_open(self) -> bool:
        """Whether the PDF is being measured."""
        return self.job is not None and self.job.state in {PaperJob.State.WAITING, PaperJob.State.RUNNING}


def register_format_check() -> None:
    """Let the form of a report be measured in the background."""
    register_paper(
        PaperKind(
            code=FORMAT_CHECK,
            label="Kiểm tra thể thức",
            find=report_of,
            may=lambda user, report: Report.objects.visible_to(user).filter(pk=report.pk).exists(),
            may_make=can_print_report,
            make=measure,
            title=lambda report: f"Kiểm tra thể thức: {report.title}",
            url=lambda report: report.get_absolute_url(),
        )
    )


def subject_of_check(report: Report) -> str:
    """Return what is measured: the report as of its last lock, which its words and numbers do not leave."""
    return f"{report.pk}-{report.snapshot.ordinal if report.snapshot else 0}"


def report_of(subject: str) -> Report | None:
    """Return the report behind a subject while that lock is its last one, or None."""
    pk, _, _ = subject.partition("-")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 10):
        return None
    report = Report.objects.select_related("issuer", "signer").filter(pk=int(pk)).first()
    return report if report is not None and subject == subject_of_check(report) else None


def measure(report: Report, by: User, note_step: NoteStep) -> tuple[str, bytes]:
    """Return the findings of the form as a file: a list of sentences with their codes."""
    note_step("Dựng trang", 20)
    scope = report_scope(report, today=timezone.localdate())
    content = render_pdf(report_document(report, scope), seconds=SECONDS, megabytes=MEGABYTES)
    note_step("Đo thể thức", 80)
    found = [f"{finding} [{finding.code}]" for finding in check_pdf(content)]
    answer = json.dumps(found, ensure_ascii=False, indent=1).encode()
    return f"kiem-tra-the-thuc-{report.code}-{report.year}.json", answer


def format_check(report: Report) -> FormatCheck:
    """Return how the measuring of the report stands."""
    job = latest_job(FORMAT_CHECK, subject_of_check(report))
    if job is None or job.state != PaperJob.State.DONE:
        return FormatCheck(job)
    with job.file.open("rb") as stored:
        return FormatCheck(job, tuple(json.loads(stored.read())))


def format_problems(report: Report, note: str) -> list[Blocker]:
    """Return why the form may not be confirmed: not measured, or findings that nobody spoke to."""
    check = format_check(report)
    if not check.is_done:
        return [Blocker("Tệp PDF chưa đo xong thể thức; chạy kiểm tra rồi xác nhận.", None)]
    if check.findings and not note.strip():
        count = len(check.findings)
        words = f"Bản đo còn {count} chỗ chưa đúng thể thức; trả lại soạn, hoặc ghi vì sao vẫn xác nhận."
        return [Blocker(words, None, "note")]
    return []
