"""Reports: list, page, words, particulars."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aid.forms.conflict import conflict_rows
from core.history import VersionConflictError
from core.http import get_visible_or_404, render_page
from core.legal import KeptChangedError, RuleError
from core.lists import ListPage
from core.permissions import Area, area_required, require
from reports import permissions
from reports.actions import reports as actions
from reports.builder import BuilderPage
from reports.figure_panel import panel_of
from reports.forms import NarrativeForm, ReportDetailsForm
from reports.life_page import life_context
from reports.models import Report
from reports.narrative import relations
from reports.placements import known_codes
from reports.preview import PREVIEW, Preview
from reports.report_page import own_sentences, report_url, token_groups, token_rows
from reports.tables import ReportFilter, ReportTable
from reports.views.closed import closed_page

_CONFLICT = "Người khác đã lưu báo cáo này sau khi trang được mở. Nội dung anh/chị gõ còn nguyên dưới đây."


def report_or_404(request, year, code):
    """Return the report of a page if the account may read it."""
    return get_visible_or_404(
        Report.objects.select_related("issuer", "signer"), request.user, year=year, code=code
    )


@require_safe
@area_required(Area.REPORTS)
def report_list(request):
    """All reports that this account may read."""
    page = ListPage(
        request,
        Report.objects.visible_to(request.user).for_list(),
        filterset=ReportFilter,
        table=ReportTable,
        name="Báo cáo",
        totals=lambda rows: f"{rows.count()} báo cáo",
    )
    if page.wants_export:
        return page.export()
    context = {"page": page, "can_add": permissions.can_add_report(request.user)}
    return render_page(request, "reports/report_list.html", context, parts=["ket-qua"])


@require_safe
@area_required(Area.REPORTS)
def report_page(request, year, code):
    """The web version: the paper with numbers that open their records, and what it still lacks.

    Of a lock that is no longer what was locked nothing is shown; the rest of the report stays readable.
    """
    report = report_or_404(request, year, code)
    today = timezone.localdate()
    try:
        page = BuilderPage(report, request.user, today)
    except KeptChangedError as error:
        context = life_context(report, request.user, today) | {"broken": str(error)}
        return render(request, "reports/report_life.html", context)
    return builder_page(request, page)


def builder_page(request, page, *, figure=""):
    """Return the page on which a report is read and written, with one figure beside its paper."""
    is_preview = request.GET.get("ben") == PREVIEW
    context = {
        **page.context(),
        "panel": None if is_preview else panel_of(page, page.chosen(figure)),
        "tokens": token_rows(page.report, page.scope, page.numbers) if page.can_write else [],
        "preview": Preview(page.report) if is_preview else None,
    }
    return render(request, "reports/report_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def report_edit(request, year, code):
    """Type the passages of a report."""
    report = report_or_404(request, year, code)
    require(permissions.can_edit_report(request.user, report))
    if closed := closed_page(request, report, "Soạn lời văn"):
        return closed
    blocks = {block.key: block for block in report.narratives.all()}
    known = known_codes(relations())
    form = NarrativeForm(request.POST or None, report=report, blocks=blocks, known=known)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.save_passages(report=report, passages=form.passages(), by=request.user)
        except VersionConflictError:
            stored = NarrativeForm(report=report, blocks=blocks, known=known)
            return show_conflict(request, form, stored, back_url=request.path)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            said = f"Đã lưu {changed} mục." if changed else "Mọi mục đã lưu, không còn chữ nào chưa lưu."
            messages.success(request, said)
            return redirect(report_url("report_page", report))
    context = {
        "report": report,
        "form": form,
        "own": own_sentences(blocks.values()),
        "tokens": token_groups(report, timezone.localdate()),
        "page_url": report_url("report_page", report),
    }
    return render(request, "reports/report_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def report_details(request, year, code):
    """Change title, signer, recipients and window."""
    report = report_or_404(request, year, code)
    require(permissions.can_edit_report(request.user, report))
    if closed := closed_page(request, report, "Thông tin báo cáo"):
        return closed
    form = ReportDetailsForm(request.POST or None, instance=report, initial={"version": report.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_details(report=report, expected=form.cleaned_data["version"], by=request.user)
        except VersionConflictError as error:
            stored = ReportDetailsForm(instance=error.record, initial={"version": error.record.version})
            return show_conflict(request, form, stored, back_url=request.path)
        except RuleError as error:
            for blocker in error.blockers:
                form.add_error(blocker.field if blocker.field in form.fields else None, str(blocker))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Đã lưu thông tin báo cáo.")
            if report.signature_lines != form.cleaned_data["signature_lines"]:
                lines = " / ".join(report.signature_lines)
                messages.info(request, f"Thể thức ký đổi theo chức vụ của {report.signer}: {lines}.")
            return redirect(report_url("report_page", report))
    context = {"report": report, "form": form, "page_url": report_url("report_page", report)}
    return render(request, "reports/report_details.html", context)


def add_errors(form, error):
    """Put the refusals of a record under their fields."""
    for field, texts in error.message_dict.items():
        known = field if field in form.fields and field != NON_FIELD_ERRORS else None
        form.add_error(known, texts)


def show_conflict(request, form, stored, *, back_url):
    """Return the 409 page: what was typed beside what is stored now."""
    context = {"rows": conflict_rows(form, stored), "back_url": back_url, "message": _CONFLICT}
    return render(request, "409.html", context, status=409)
