"""What the pages of one report show: its state, its numbers, its checks, its files."""

from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from core.dates import format_date
from reports import life
from reports.actions.exports import turn_of
from reports.checks import Finding, Severity, check_text
from reports.documents.html import preview_html
from reports.figures import FIGURES, compute_many
from reports.kinds.year_end import (
    passage_label,
    report_document,
    report_numbers,
    report_scope,
    sections_of,
    window_sentence,
)
from reports.kinds.year_end_sentences import SENTENCES
from reports.life_page import LifeCard
from reports.manual_figures import numbers_for
from reports.models import PdfExport, Report
from reports.narrative import anniversary_code, as_token, token_codes, unknown_tokens
from reports.permissions import can_approve_report, can_edit_report, can_print_report, reads_own_only
from reports.placements import PLACEMENTS, known_codes
from reports.report_links import report_url
from reports.rules import ExportTurn
from reports.text_checks.in_print import check_in_print
from reports.text_checks.run import told_by

# The numbers of the side column, with what they mean for the report.
_SHOWN = (
    "aid.items_received",
    "aid.committed_usd",
    "aid.disbursed_usd",
    "aid.emergency_items",
    "aid.emergency_usd",
    "meetings.held",
    "followups.assigned",
    "followups.done",
    "followups.overdue",
    "activities.total",
    "associations.members",
    "awards.given",
)
_STATE_TONES = {
    PdfExport.State.WAITING: "info",
    PdfExport.State.RUNNING: "info",
    PdfExport.State.DONE: "ok",
    PdfExport.State.FAILED: "bad",
}
_TASK_STATES = {PdfExport.State.RUNNING: "CHAY"}
SHOWN_EXPORTS = 5


@dataclass(frozen=True)
class NumberRow:
    """One number of the side column."""

    label: str
    text: str
    exact: str
    url: str
    note: str


class ReportPage:
    """One report as this account reads it today."""

    def __init__(self, report: Report, user, today: date):
        self.report, self.user, self.today = report, user, today
        self.scope = report_scope(report, today=today)
        self.numbers = report_numbers(report, self.scope, reader=user, today=today)

    @cached_property
    def document(self):
        """The report as an official document."""
        return report_document(self.report, self.scope, numbers=self.numbers)

    @property
    def html(self):
        """The report as a web page whose numbers open their records."""
        return preview_html(self.document)

    @property
    def window_text(self):
        """The window and the day as of which the numbers stand, as printed."""
        return window_sentence(self.scope).strip("()")

    @cached_property
    def sections(self):
        """The headings and passages in their order."""
        return sections_of(self.report)

    @property
    def passages(self):
        """The passages that staff write."""
        return [block for block in self.sections if block.is_written]

    @cached_property
    def gaps(self):
        """Passages that nobody has written: (label, address of the box)."""
        page = report_url("report_page", self.report)
        return [
            {
                "label": f"{passage_label(block)}{' (chép lại)' if block.is_carried else ''}",
                "url": f"{page}#muc-{block.key}",
            }
            for block in self.passages
            if not block.text.strip() or block.is_carried
        ]

    @cached_property
    def unknown_tokens(self):
        """Tokens in the words that name no number."""
        known = known_codes(self.numbers.relations)
        return [wrong for block in self.passages for wrong in unknown_tokens(block.text, known)]

    @cached_property
    def findings(self) -> list[Finding]:
        """What the checks say of the words, serious ones first."""
        refs, known = self.numbers.refs(), known_codes(self.numbers.relations)
        told = told_by(self.report, self.sections, self.numbers, today=self.today)
        found = [
            finding
            for block in self.passages
            for finding in (
                *check_text(
                    block.text,
                    place=passage_label(block),
                    year=self.report.year,
                    refs=refs,
                    known=known,
                    values=self.numbers.values,
                    relations=self.numbers.relations.values(),
                    told=told[block.key],
                ),
                *(
                    replace(one, place=passage_label(block))
                    for one in check_in_print(block.text, refs, self.numbers.values, told[block.key])
                ),
            )
        ]
        order = list(Severity)
        return sorted(found, key=lambda finding: order.index(finding.severity))

    @property
    def serious(self):
        """Findings that somebody must look into."""
        return [finding for finding in self.findings if finding.is_serious]

    @property
    def numbers_shown(self):
        """The main numbers with their exact values and addresses."""
        shown = [self.numbers.value(code) for code in _SHOWN]
        return [
            NumberRow(value.label, value.text, value.exact, self.numbers.url(value.code), value.left_out_text)
            for value in shown
        ]

    @cached_property
    def exports(self):
        """The last files made of the report, newest first; none once it is issued."""
        if self.report.status in life.FINAL:
            return []
        rows = self.report.exports.select_related("requested_by").order_by("-pk")[:SHOWN_EXPORTS]
        return [export_row(export, self.report) for export in rows]

    @property
    def life(self):
        """The way of the report: its states, the next step, what hinders it."""
        return LifeCard(self.report, self.user, self.today)

    def context(self):
        """Return what the template needs."""
        report = self.report
        return {
            "report": report,
            "page": self,
            "can_edit": can_edit_report(self.user, report),
            "is_approved": report.status != Report.Status.DRAFT,
            "can_approve": can_approve_report(self.user, report),
            "can_print": can_print_report(self.user, report),
            "is_issued": report.status in life.FINAL,
            "life": self.life,
            "own_only": reads_own_only(self.user),
            "urls": {
                name: report_url(f"report_{name}", report) for name in ("edit", "details", "pdf", "checks")
            },
            "findings_url": f"{reverse('reports:findings', args=[report.year])}?bao_cao={report.code}",
            "list_url": reverse("reports:report_list"),
        }


def export_row(export: PdfExport, report: Report):
    """Return one export for the list of files and for its progress page."""
    stuck = turn_of(export) in {ExportTurn.RETRY, ExportTurn.GIVE_UP}
    args = [report.year, report.code, export.pk]
    is_open = export.state in {PdfExport.State.WAITING, PdfExport.State.RUNNING}
    if stuck:
        text = "Việc tạo tệp đã dừng giữa chừng; bấm Xuất PDF để chạy tiếp."
    elif is_open:
        text = export.step or "Đang chờ máy chủ nhận việc"
    else:
        text = export.message
    return {
        "state": "LOI" if stuck else _TASK_STATES.get(PdfExport.State(export.state), export.state),
        "label": "Dừng giữa chừng" if stuck else export.get_state_display(),
        "tone": "warn" if stuck else _STATE_TONES[PdfExport.State(export.state)],
        "text": text,
        "percent": export.percent,
        "who": export.requested_by.full_name or export.requested_by.username,
        "when": f"{timezone.localtime(export.created_at):%H:%M %d/%m/%Y}",
        "sha256": export.sha256,
        "is_done": export.state == PdfExport.State.DONE,
        "is_open": is_open and not stuck,
        "is_failed": stuck or export.state == PdfExport.State.FAILED,
        "file_url": reverse("reports:export_file", args=args),
        "progress_url": reverse("reports:export_progress", args=args),
    }


def file_name(report: Report, export: PdfExport):
    """Return the name under which the PDF of a paper is saved before it is issued; it says so."""
    return f"du-thao-bc-{report.code}-{report.year}-{export.pk}.pdf"


def token_groups(report: Report, today: date):
    """Return every token that may stand in the words, with its present text: [(title, [row])]."""
    scope = report_scope(report, today=today)
    return token_rows(report, scope, report_numbers(report, scope, today=today))


def token_rows(report, scope, numbers):
    """Return every token with its present text, from numbers that are known already."""
    values = compute_many({code: (code, scope) for code in FIGURES})
    titles = {
        "aid": "Viện trợ",
        "meetings": "Hội nghị",
        "followups": "Việc sau hội nghị",
        "activities": "Hoạt động",
        "associations": "Hội thành viên",
        "awards": "Khen thưởng",
        "tasks": "Nhiệm vụ",
        "anniversaries": "Quan hệ ngoại giao",
        "ngo": "Tổ chức PCPNN",
        "programs": "Chương trình",
        "tay": "Số nhập tay",
    }
    groups: dict[str, list[dict[str, str]]] = {}
    for code, value in values.items():
        row = {"token": as_token(code), "label": value.label, "text": value.text}
        groups.setdefault(code.split(".")[0], []).append(row)
    groups["tay"] = [
        {"token": as_token(token), "label": f"{row.label} (nhập tay, số của {row.whose})", "text": row.text}
        for token, row in numbers_for(numbers.scope.window, report.issuer_id).items()
    ]
    anniversaries = groups.setdefault("anniversaries", [])
    for code, relation in numbers.relations.items():
        years = relation.years(report.year)
        if years > 0 and (years % 5 == 0 or _is_used(anniversary_code(code), report)):
            label = f"{relation.name}, từ {format_date(relation.established_on)}"
            anniversaries.append(
                {"token": as_token(anniversary_code(code)), "label": label, "text": f"{years} năm"}
            )
    found = [(titles.get(key, key), rows) for key, rows in groups.items() if rows]
    placed = [{"token": one.token, "label": one.label, "text": ""} for one in PLACEMENTS.values()]
    return [*found, ("Bảng, biểu đồ", placed)]


def _is_used(code, report):
    return any(code in token_codes(block.text) for block in report.narratives.all())


def own_sentences(passages):
    """Return, by passage, what the portal writes itself and the token that takes its place."""
    return {
        block.key: [
            {"about": sentence.about, "token": as_token(sentence.lead) if sentence.lead in FIGURES else ""}
            for sentence in (SENTENCES[code] for code in block.sentences if code in SENTENCES)
        ]
        for block in passages
        if block.sentences
    }
