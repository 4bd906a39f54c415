"""The headings of one report: added, renamed, moved, taken out, brought back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.history import VersionConflictError
from core.http import conflict_page, removal_answer
from core.legal import RuleError
from core.permissions import Area, area_required, require
from programs.views.answers import show_refusal
from reports import permissions
from reports.actions import headings as actions
from reports.kinds.year_end import numbered_headings
from reports.models import NarrativeBlock
from reports.report_page import report_url
from reports.views.closed import closed_page
from reports.views.passages import block_or_404
from reports.views.report import report_or_404
from reports.writing_forms import HeadingForm


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def report_headings(request, year, code):
    """The headings of a report in their order; below them the form of a new one."""
    report = report_or_404(request, year, code)
    require(permissions.can_edit_report(request.user, report))
    if closed := closed_page(request, report, "Đề mục"):
        return closed
    form = HeadingForm(request.POST or None, instance=NarrativeBlock(report=report), report=report)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_heading(block=form.instance, after=form.cleaned_data["after"], by=request.user)
        except (RuleError, ValidationError) as error:
            show_refusal(form, error)
        else:
            messages.success(request, f"Đã thêm mục “{made}”.")
            return redirect(_page(report))
    context = {
        "report": report,
        "rows": [
            {"block": block, "number": heading.label if heading else ""}
            for block, heading in numbered_headings(report)
        ],
        "removed": actions.removed_headings(report),
        "form": form,
        "page_url": report_url("report_page", report),
    }
    return render(request, "reports/report_headings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def heading_edit(request, year, code, pk):
    """Rename a heading or change its level."""
    block = block_or_404(request, year, code, pk)
    report = block.report
    require(permissions.can_edit_report(request.user, report))
    if closed := closed_page(request, report, "Sửa đề mục"):
        return closed
    form = HeadingForm(request.POST or None, instance=block, report=report)
    if request.method == "POST" and form.is_valid():
        expected = form.cleaned_data["version"]
        try:
            actions.edit_heading(block=form.instance, expected=expected, by=request.user)
        except (RuleError, ValidationError) as error:
            show_refusal(form, error)
        except VersionConflictError as error:
            stored = HeadingForm(instance=error.record, report=report)
            return conflict_page(request, form, error, back_url=request.path, stored_form=stored)
        else:
            messages.success(request, "Đã sửa đề mục.")
            return redirect(_page(report))
    return render(
        request, "reports/heading_edit.html", {"report": report, "form": form, "back_url": _page(report)}
    )


@require_POST
@area_required(Area.REPORTS)
def heading_move(request, year, code, pk):
    """Move a heading with its words one place up or down."""
    block = block_or_404(request, year, code, pk)
    require(permissions.can_edit_report(request.user, block.report))
    try:
        actions.move_heading(block=block, is_up=request.POST.get("viec") == "len", by=request.user)
    except RuleError as error:
        messages.error(request, str(error))
    return redirect(f"{_page(block.report)}#muc-{block.pk}")


@require_POST
@area_required(Area.REPORTS)
def heading_remove(request, year, code, pk):
    """Take a heading out; its words can be brought back below the list."""
    block = block_or_404(request, year, code, pk)
    require(permissions.can_edit_report(request.user, block.report))
    page = _page(block.report)
    return removal_answer(
        request,
        lambda version: actions.remove_heading(block=block, expected=version, by=request.user),
        done=f"Đã bỏ mục “{block}”. Lời văn còn ở phần Mục đã bỏ, bấm Khôi phục để lấy lại.",
        stale_url=page,
        next_url=f"{page}#da-bo",
    )


@require_POST
@area_required(Area.REPORTS)
def heading_restore(request, year, code, key):
    """Bring back a heading that was taken out, words and all."""
    report = report_or_404(request, year, code)
    require(permissions.can_edit_report(request.user, report))
    if key not in {row.key for row in NarrativeBlock.history.filter(report_id=report.pk)}:
        raise Http404
    try:
        block = actions.restore_heading(report=report, key=key, by=request.user)
    except (RuleError, ValidationError) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
    else:
        messages.success(request, f"Đã khôi phục mục “{block}”.")
    return redirect(_page(report))


def _page(report):
    return reverse("reports:report_headings", args=[report.year, report.code])
