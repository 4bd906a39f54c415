"""The figures of one report: where each comes from, looked at, typed numbers attached or let stand."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.history import VersionConflictError
from core.http import posted_version, stale_removal_page, wanted_part
from core.legal import RuleError
from core.permissions import Area, area_required, require
from programs.views.answers import attempt, changed
from reports import permissions
from reports.actions.looks import keep_words, lift_kept_words, look_at_figures
from reports.actions.passages import save_passage
from reports.builder import BuilderPage
from reports.figure_looks import seen_now
from reports.figure_panel import figure_rows, panel_of
from reports.figures import FigureValue
from reports.models import KeptWords, NarrativeBlock
from reports.report_page import report_url
from reports.typed_numbers import attached, left_out_sentences
from reports.views.report import builder_page, report_or_404
from reports.writing_forms import KeepWordsForm

PANEL = "nguon"


def _page_of(request, year, code):
    report = report_or_404(request, year, code)
    return BuilderPage(report, request.user, timezone.localdate())


@require_safe
@area_required(Area.REPORTS)
def report_figure(request, year, code, figure):
    """Where one number of the paper comes from: beside the paper, or as the part of it that htmx asks for."""
    page = _page_of(request, year, code)
    if figure not in page.marks:
        raise Http404
    if not wanted_part(request, [PANEL]):
        return builder_page(request, page, figure=figure)
    context = {"report": page.report, "panel": panel_of(page, figure), "can_write": page.can_write}
    response = render(request, "reports/_figure_panel.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@require_safe
@area_required(Area.REPORTS)
def report_figures(request, year, code):
    """Every number of the report with its state, and the numbers typed by hand."""
    page = _page_of(request, year, code)
    context = {
        **page.context(),
        "rows": figure_rows(page),
        "typed": [
            {
                "mark": mark,
                "finding": finding,
                "place": page.checked.label(finding.key),
                "kept": page.decisions.get(finding.mark),
            }
            for mark, finding in page.typed
        ],
        "page_url": report_url("report_page", page.report),
        "attached": _attached(page, request.GET.get("gan", "")),
    }
    return render(request, "reports/report_figures.html", context)


def _attached(page, asked):
    """Return the passage in which a figure took a number's place, and the sentences that went with it."""
    if not (page.can_write and asked.isascii() and asked.isdigit() and len(asked) < 10):
        return None
    block = NarrativeBlock.objects.filter(report=page.report, pk=int(asked)).first()
    left_out = left_out_sentences(block, page.numbers) if block else []
    return {"block": block, "left_out": left_out} if block else None


@require_POST
@area_required(Area.REPORTS)
def report_figures_look(request, year, code):
    """Note that the figures were looked at as they stand now: all of them, or one."""
    page = _page_of(request, year, code)
    require(permissions.can_edit_report(request.user, page.report))
    only = request.POST.get("so", "")
    values: dict[str, FigureValue] = {}
    for mark in page.marks:
        values |= page.values_behind(mark) if only in ("", mark) else {}
    seen = seen_now(values, values, page.scope)
    count = look_at_figures(report=page.report, seen=seen, by=request.user)
    messages.success(request, f"Đã ghi soát {len(seen)} số liệu, {count} số mới hoặc đã đổi từ lần trước.")
    return redirect("reports:report_figures", year, code)


@require_POST
@area_required(Area.REPORTS)
def typed_attach(request, year, code, mark):
    """Put the figure in the place of a number typed by hand."""
    page = _page_of(request, year, code)
    require(permissions.can_edit_report(request.user, page.report))
    finding = _typed_or_404(page, mark)
    block = _block(page, finding)
    offered = page.offered_for(finding)
    text = None
    if offered:
        printed = page.numbers.refs()[offered.figure].text
        text = attached(block.text, offered.text, code=offered.figure, printed=printed, start=offered.start)
    if text is None:
        messages.error(request, f"Không có số liệu nào ứng với “{finding.text}”; sửa trong lời văn.")
    elif changed(
        request, lambda: save_passage(block=block, expected=block.version, text=text, by=request.user)
    ):
        messages.success(request, f"Đã gắn số liệu vào chỗ “{finding.text}” của mục “{block}”.")
        return redirect(f"{report_url('report_figures', page.report)}?gan={block.pk}")
    return redirect("reports:report_figures", year, code)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def typed_keep(request, year, code, mark):
    """Decide that a number typed by hand needs no source, with the reason."""
    page = _page_of(request, year, code)
    require(permissions.can_edit_report(request.user, page.report))
    finding = next((one for one in page.checked.findings if one.mark == mark), None)
    if finding is None:
        raise Http404
    form = KeepWordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        block, seen = _block(page, finding), page.checked.prints.get(finding.key, "")
        kept = attempt(
            form,
            lambda: keep_words(
                block=block, finding=finding, seen=seen, reason=form.cleaned_data["reason"],
                today=timezone.localdate(), by=request.user,
            ),
        )  # fmt: skip
        if kept:
            messages.success(request, f"Đã ghi “{kept.words}” không cần nguồn; đoạn đổi lời thì soát lại.")
            return redirect("reports:report_figures", year, code)
    context = {
        "report": page.report,
        "finding": finding,
        "place": page.checked.label(finding.key),
        "form": form,
        "back_url": report_url("report_figures", page.report),
    }
    return render(request, "reports/typed_keep.html", context)


@require_POST
@area_required(Area.REPORTS)
def typed_lift(request, year, code, pk):
    """Take the decision back."""
    report = report_or_404(request, year, code)
    require(permissions.can_edit_report(request.user, report))
    kept = KeptWords.objects.filter(report=report, pk=pk).first()
    if kept is None:
        raise Http404
    back_url = report_url("report_figures", report)
    try:
        lift_kept_words(
            kept=kept, expected=posted_version(request), today=timezone.localdate(), by=request.user
        )
    except VersionConflictError:
        return stale_removal_page(request, back_url=back_url)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{kept.words}” lại cần nguồn.")
    return redirect(back_url)


def _typed_or_404(page, mark):
    for _, finding in page.typed:
        if finding.mark == mark:
            return finding
    raise Http404


def _block(page, finding):
    """Return the section of a finding; the title of the report has none: it is mended on its own form."""
    block = NarrativeBlock.objects.filter(report=page.report, key=finding.key).first()
    if block is None:
        raise Http404
    return block
