"""The check page of a draft and of a report: every finding with its place, its rule and its source."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.access import note_access
from core.files import MIMES
from core.http import attachment_response, get_visible_or_404
from core.models import AccessLog
from core.permissions import Area, area_required
from core.spreadsheets.writer import write_xlsx
from core.text import slug_vi
from programs.models import Draft
from programs.permissions import can_edit_program, can_settle_draft
from reports.actions.turns import turn_of
from reports.models import PaperJob
from reports.paper_jobs import latest_job
from reports.permissions import can_edit_report
from reports.report_page import report_url
from reports.rules import ExportTurn
from reports.text_checks.decisions import decisions_of
from reports.text_checks.grounds import PREAMBLE
from reports.text_checks.kept import KIND, is_long, kept_of
from reports.text_checks.page import HEADERS, CheckPage
from reports.text_checks.report_gate import decisions_of_report
from reports.text_checks.run import check_report
from reports.views.report import report_or_404
from reports.writing_rules import is_writable


@require_safe
@area_required(Area.PROGRAM)
def draft_checks(request, slug, number):
    """The findings of a version; a long one is checked in the background when somebody asks for it."""
    drafts = Draft.objects.select_related("program")
    draft = get_visible_or_404(drafts, request.user, program__slug=slug, number=number)
    in_background = is_long(draft)
    found = kept_of(draft, today=timezone.localdate(), in_background=in_background)
    name = f"Soát lỗi dự thảo {draft.program.slug}, bản {draft.number}"
    context = {
        "title": name,
        "program": draft.program,
        "draft": draft,
        "kept": found,
        "job": _open_job(draft) if in_background else None,
        "start_url": reverse("reports:paper_job_start", args=[KIND, draft.pk]) if in_background else "",
    }

    def url_of(key):
        if not key:
            return ""
        if key == PREAMBLE:
            may_edit = draft.frozen_at is None and can_edit_program(request.user)
            return (
                reverse("programs:draft_preamble", args=draft.address)
                if may_edit
                else draft.get_absolute_url()
            )
        return f"{reverse('programs:draft_section', args=[*draft.address, key])}#doan-{key}"

    context["may_keep"] = can_settle_draft(request.user)
    checked = found.checked if found else None
    return _answer(request, context, checked, url_of, decisions_of(draft, checked) if checked else {})


def _open_job(draft):
    """Return the order that is being worked on, or None."""
    job = latest_job(KIND, str(draft.pk))
    is_open = job is not None and job.state in {PaperJob.State.WAITING, PaperJob.State.RUNNING}
    return job if is_open and turn_of(job) is ExportTurn.ALIVE else None


@require_safe
@area_required(Area.REPORTS)
def report_checks(request, year, code):
    """The findings of a report's words."""
    report = report_or_404(request, year, code)
    page_url = report_url("report_page", report)
    context = {
        "title": f"Soát lỗi {report.title}",
        "report": report,
        "report_url": page_url,
        "may_decide": can_edit_report(request.user, report) and is_writable(report.status),
    }

    def url_of(key):
        return f"{page_url}#muc-{key}" if key else page_url

    checked = check_report(report, today=timezone.localdate())
    return _answer(request, context, checked, url_of, decisions_of_report(report, checked))


def _answer(request, context, checked, url_of, kept=()):
    page = CheckPage(checked, request.GET, url_of=url_of, kept=dict(kept)) if checked else None
    if page and request.GET.get("xuat") == "xlsx":
        return _export(request, context["title"], page)
    export = request.GET.copy()
    export["xuat"] = "xlsx"
    return render(
        request, "reports/text_checks.html", context | {"page": page, "export_url": f"?{export.urlencode()}"}
    )


def _export(request, title, page):
    """Return the findings as a workbook; the taking is noted."""
    stamp = timezone.localtime()
    notes = [
        ("Văn bản", title),
        ("Số chỗ", len(page.rows)),
        ("Xuất lúc", f"{stamp:%d/%m/%Y %H:%M}"),
        ("Người xuất", str(request.user)),
    ]
    lines = page.lines(request.build_absolute_uri)
    data = write_xlsx(HEADERS, lines, sheet_name="Soát lỗi", notes_sheet=notes)
    note_access(request, AccessLog.Kind.EXPORT, f"{title}: {len(lines)} chỗ")
    name = f"{slug_vi(title)}-{stamp:%Y%m%d-%H%M}.xlsx"
    return attachment_response(data, filename=name, content_type=MIMES["xlsx"])
