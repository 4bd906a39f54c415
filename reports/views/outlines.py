"""The outlines of reports: the kinds that the office writes, their headings, kept as data."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.history import VersionConflictError
from core.http import conflict_page, removal_answer
from core.legal import RuleError
from core.permissions import Area, area_required, require
from programs.views.answers import show_refusal
from reports import permissions
from reports.actions import outlines as actions
from reports.kinds.year_end_sentences import SENTENCES
from reports.models import OutlineSection, ReportOutline
from reports.outline_forms import OutlineForm, OutlineSectionForm
from reports.outline_rules import WORDS
from reports.placements import PLACEMENTS


@require_safe
@area_required(Area.REPORTS)
def outline_list(request):
    """Every kind of report that the office writes."""
    context = {
        "outlines": ReportOutline.objects.order_by("ordinal", "pk"),
        "can_edit": permissions.can_keep_outlines(request.user),
    }
    return render(request, "reports/outline_list.html", context)


@require_safe
@area_required(Area.REPORTS)
def outline_page(request, code):
    """One kind: what it is, and its headings in their order."""
    outline = get_object_or_404(ReportOutline, code=code)
    rows = [
        {
            "section": section,
            "sentences": [SENTENCES[one].about for one in section.sentences if one in SENTENCES],
        }
        for section in outline.sections.all()
    ]
    context = {
        "outline": outline,
        "rows": rows,
        "appendices": [PLACEMENTS[one].label for one in outline.appendices if one in PLACEMENTS],
        "words": [(f"{{{word}}}", meaning) for word, meaning in WORDS.items()],
        "can_edit": permissions.can_keep_outlines(request.user),
    }
    return render(request, "reports/outline_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def outline_add(request):
    """Add a kind of report."""
    require(permissions.can_keep_outlines(request.user))
    form = OutlineForm(request.POST or None)
    return _form(
        request,
        form,
        lambda: actions.add_outline(outline=form.instance, by=request.user),
        title="Thêm mẫu báo cáo",
        back_url=reverse("reports:outline_list"),
        next_of=_page,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def outline_edit(request, code):
    """Change what a kind of report is."""
    outline = get_object_or_404(ReportOutline, code=code)
    require(permissions.can_keep_outlines(request.user))
    form = OutlineForm(request.POST or None, instance=outline)
    return _form(
        request,
        form,
        lambda: actions.edit_outline(
            outline=form.instance, expected=form.cleaned_data["version"], by=request.user
        ),
        title="Sửa mẫu báo cáo",
        back_url=_page(outline),
        outline=outline,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def outline_section_add(request, code):
    """Add a heading to an outline."""
    outline = get_object_or_404(ReportOutline, code=code)
    require(permissions.can_keep_outlines(request.user))
    section = OutlineSection(outline=outline)
    form = OutlineSectionForm(request.POST or None, instance=section, outline=outline)
    return _form(
        request,
        form,
        lambda: actions.add_outline_section(
            section=form.instance, after=form.cleaned_data["after"], by=request.user
        ),
        title="Thêm đề mục",
        back_url=_page(outline),
        outline=outline,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def outline_section_edit(request, code, pk):
    """Change a heading of an outline."""
    section = _section_or_404(code, pk)
    require(permissions.can_keep_outlines(request.user))
    form = OutlineSectionForm(request.POST or None, instance=section, outline=section.outline)
    return _form(
        request,
        form,
        lambda: actions.edit_outline_section(
            section=form.instance, expected=form.cleaned_data["version"], by=request.user
        ),
        title="Sửa đề mục",
        back_url=_page(section.outline),
        outline=section.outline,
    )


@require_POST
@area_required(Area.REPORTS)
def outline_section_move(request, code, pk):
    """Move a heading one place up or down."""
    section = _section_or_404(code, pk)
    require(permissions.can_keep_outlines(request.user))
    try:
        actions.move_outline_section(
            section=section, is_up=request.POST.get("viec") == "len", by=request.user
        )
    except RuleError as error:
        messages.error(request, str(error))
    return redirect(f"{_page(section.outline)}#muc-{section.pk}")


@require_POST
@area_required(Area.REPORTS)
def outline_section_remove(request, code, pk):
    """Take a heading out of an outline."""
    section = _section_or_404(code, pk)
    require(permissions.can_keep_outlines(request.user))
    page = _page(section.outline)
    return removal_answer(
        request,
        lambda version: actions.remove_outline_section(section=section, expected=version, by=request.user),
        done=f"Đã bỏ đề mục “{section}”; báo cáo đã lập vẫn giữ mục này.",
        stale_url=page,
        next_url=page,
    )


def _form(request, form, act, *, title, back_url, outline=None, next_of=None):
    """Show a form, or store it and go back to the page that it was opened from."""
    if request.method == "POST" and form.is_valid():
        try:
            saved = act()
        except (RuleError, ValidationError) as error:
            show_refusal(form, error)
        except VersionConflictError as error:
            told = {"outline": outline} if isinstance(error.record, OutlineSection) else {}
            stored = type(form)(instance=error.record, **told)
            return conflict_page(request, form, error, back_url=request.path, stored_form=stored)
        else:
            messages.success(request, "Đã lưu mẫu; báo cáo lập từ nay theo mẫu mới.")
            return redirect(next_of(saved) if next_of else back_url)
    context = {"form": form, "title": title, "outline": outline, "back_url": back_url}
    return render(request, "reports/outline_form.html", context)


def _section_or_404(code, pk):
    section = OutlineSection.objects.select_related("outline").filter(outline__code=code, pk=pk).first()
    if section is None:
        raise Http404
    return section


def _page(outline):
    return reverse("reports:outline_page", args=[outline.code])
