"""The form of a report, measured on its PDF in the background (Phụ lục I Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.urls import reverse
from django.utils import timezone

from core.legal import Blocker
from core.models import User
from reports.documents.checker import measure_pdf
from reports.documents.pdf import render_pdf
from reports.draft_papers import MEGABYTES, SECONDS
from reports.kinds.year_end import report_document, report_scope
from reports.models import PaperJob, Report
from reports.paper_jobs import Made, NoteStep, PaperKind, latest_job, register_paper
from reports.permissions import can_print_report

FORMAT_CHECK = "report-format"


@dataclass(frozen=True)
class FormatCheck:
    """How far the measuring of a report is: its job, and what it found once it is done."""

    job: PaperJob | None

    @property
    def is_done(self) -> bool:
        """Whether the PDF was measured and is kept, so that it can be looked at."""
        is_done = self.job is not None and self.job.state == PaperJob.State.DONE
        return is_done and "findings" in self.job.notes  # type: ignore[union-attr]

    @property
    def findings(self) -> list[str]:
        """What is wrong with the form, a sentence each."""
        return self.job.notes["findings"] if self.job and self.is_done else []

    @property
    def groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Every rule that was measured (reports.documents.checker.Measured), by group."""
        rows = self.job.notes["rules"] if self.job and self.is_done else []
        return [(name, list(found)) for name, found in groupby(rows, key=itemgetter("group"))]

    @property
    def pdf_url(self) -> str:
        """Where the very PDF that was measured is opened, "" before."""
        return reverse("reports:paper_file", args=[self.job.pk]) if self.job and self.is_done else ""

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


def measure(report: Report, by: User, note_step: NoteStep) -> Made:
    """Return the PDF of the locked report, which is looked at, printed and signed, with what was measured."""
    note_step("Dựng trang", 20)
    scope = report_scope(report, today=timezone.localdate())
    content = render_pdf(report_document(report, scope), seconds=SECONDS, megabytes=MEGABYTES)
    note_step("Đo thể thức", 80)
    found, rules = measure_pdf(content)
    notes = {"findings": [str(finding) for finding in found], "rules": [asdict(rule) for rule in rules]}
    return f"{report.code}-{report.year}-trinh-ky.pdf", content, notes


def format_check(report: Report) -> FormatCheck:
    """Return how the measuring of the report stands."""
    return FormatCheck(latest_job(FORMAT_CHECK, subject_of_check(report)))


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
