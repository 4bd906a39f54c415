"""The versions of a program's draft: list, one chapter on paper, freezing, the next version, its length."""

from urllib.parse import urlsplit

from django.db.models import Sum
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.history import VersionConflictError
from core.http import conflict_page, stale_removal_page
from core.permissions import Area, area_required, require
from programs import permissions
from programs.actions.drafts import begin_version, freeze_draft, set_budget, set_preamble
from programs.desk import Side, mark_waiting, with_chips
from programs.draft_pages import Workspace, passages_of
from programs.forms.drafts import BudgetForm, FreezeForm, NewVersionForm, PreambleForm
from programs.models import Draft, Program, Section
from programs.views import lookup
from programs.views.answers import attempt, say


def draft_or_404(user, slug, number):
    """Return a version for the workspace: with the one it was made of and its pages; or 404."""
    return lookup.draft_or_404(user, slug, number, "made_from", "paper_size")


def rights_on(user, draft):
    """Return what the account may do with a version, for its buttons."""
    return {
        "may_edit": permissions.can_edit_program(user) and not draft.is_frozen,
        "may_begin": permissions.can_edit_program(user),
        "may_settle": permissions.can_settle_draft(user) and not draft.is_frozen,
    }


@require_safe
@area_required(Area.PROGRAM)
def draft_list(request, slug):
    """Every version with its length, why it was made, by whom, and whether it is frozen."""
    program = get_object_or_404(Program, slug=slug)
    drafts = list(program.drafts.visible_to(request.user).latest_first())
    sections = Section.objects.filter(draft__program=program).order_by()
    words = dict(sections.values_list("draft").annotate(total=Sum("words")))
    firsts = Draft.history.filter(program_id=program.pk, history_type="+").select_related("history_user")
    makers = {row.id: row.history_user for row in firsts}
    for draft in drafts:
        draft.total, draft.maker = words.get(draft.pk, 0), makers.get(draft.pk)
    context = {
        "program": program,
        "drafts": drafts,
        "newest": drafts[0] if drafts else None,
        "may_edit": permissions.can_edit_program(request.user),
        "compare_url": reverse("programs:draft_compare", args=[program.slug]) if len(drafts) > 1 else "",
    }
    return render(request, "programs/draft_list.html", context)


@require_safe
@area_required(Area.PROGRAM)
def draft_detail(request, slug, number):
    """A version, open at its first chapter."""
    draft = draft_or_404(request.user, slug, number)
    first = (
        draft.sections.outline().exclude(kind=Section.Kind.PART).first() or draft.sections.in_order().first()
    )
    return _paper(request, draft, first)


@require_safe
@area_required(Area.PROGRAM)
def draft_section(request, slug, number, key):
    """One chapter of a version on paper; a paragraph's key opens the chapter that it lies in."""
    draft = draft_or_404(request.user, slug, number)
    section = draft.sections.filter(key=key).first()
    if section is None:
        raise Http404
    return _paper(request, draft, section)


def own_of(request):
    """Return the account whose chapters alone the outline is to show, or None for all."""
    asked = request.GET or QueryDict(urlsplit(request.headers.get("HX-Current-URL", "")).query)
    return request.user if asked.get("phan") == "toi" else None


def _paper(request, draft, section):
    chapter = (section.part, section.chapter) if section else None
    passages = passages_of(draft, *chapter) if chapter else []
    here = reverse("programs:draft_section", args=[*draft.address, section.key]) if section else ""
    workspace = Workspace(draft, chapter=chapter, only=own_of(request))
    mark_waiting(workspace, request.user)
    shown = [passage.section for passage in passages]
    context = {
        "draft": draft,
        "program": draft.program,
        "work": workspace,
        "passages": with_chips(passages, draft, request.user),
        "side": Side(draft, shown, request.user, request.GET.get("bang", ""), here),
        "docx_url": reverse("reports:draft_docx", args=draft.address),
        "checks_url": reverse("reports:draft_checks", args=draft.address),
        **rights_on(request.user, draft),
    }
    return render(request, "programs/draft_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def draft_freeze(request, slug, number):
    """Freeze a version, with the reason."""
    draft = draft_or_404(request.user, slug, number)
    require(permissions.can_settle_draft(request.user))
    form = FreezeForm(request.POST or None, draft=draft)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            saved = attempt(
                form,
                lambda: freeze_draft(
                    draft=draft, expected=typed["version"], reason=typed["reason"], by=request.user
                ),
            )
        except VersionConflictError:
            return stale_removal_page(request, back_url=draft.get_absolute_url())
        if saved:
            say(request, f"Đã chốt {saved}; muốn sửa tiếp thì lập bản mới.")
            return redirect(saved)
    return act_page(
        request,
        draft,
        form,
        title=f"Chốt bản {draft.number}",
        save=f"Chốt bản {draft.number}",
        note="Bản đã chốt giữ nguyên như lúc gửi đi, không ai sửa được nữa; sửa tiếp thì lập bản mới.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def draft_new_version(request, slug, number):
    """Copy the newest version under the next number and freeze it."""
    draft = draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    form = NewVersionForm(request.POST or None, draft=draft)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = attempt(
                form,
                lambda: begin_version(
                    draft=draft,
                    expected=typed["version"],
                    reason=typed["reason"],
                    note=typed["note"],
                    by=request.user,
                ),
            )
        except VersionConflictError:
            return stale_removal_page(request, back_url=draft.get_absolute_url())
        if made:
            say(request, f"Đã lập {made} từ {draft}; {draft} đã chốt.")
            return redirect(made)
    return act_page(
        request,
        draft,
        form,
        title=f"Lập bản mới từ bản {draft.number}",
        save="Lập bản mới",
        note=f"Bản {draft.number} được chốt; mỗi đoạn của bản mới vẫn là đoạn cũ nên so sánh được.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def draft_budget(request, slug, number):
    """Give the whole and its parts their length."""
    draft = draft_or_404(request.user, slug, number)
    require(permissions.can_settle_draft(request.user))
    form = BudgetForm(request.POST or None, draft=draft)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            saved = attempt(
                form,
                lambda: set_budget(
                    draft=draft,
                    expected=typed["version"],
                    words=typed["words"],
                    parts=form.parts(),
                    pages=typed["pages"],
                    part_pages=form.parts("pages"),
                    by=request.user,
                ),
            )
        except VersionConflictError as error:
            return conflict_page(
                request,
                form,
                error,
                back_url=draft.get_absolute_url(),
                stored_form=BudgetForm(draft=error.record),
            )
        if saved:
            say(request, f"Đã lưu mức giao của {saved}.")
            return redirect(saved)
    return act_page(
        request,
        draft,
        form,
        title="Mức giao độ dài",
        save="Lưu mức giao",
        note="Từ như Word đếm, trang theo bản PDF; phần để trống được chia theo tỷ lệ phần còn lại.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def draft_preamble(request, slug, number):
    """Write the legal grounds that stand before the first part."""
    draft = draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    form = PreambleForm(request.POST or None, draft=draft)
    if request.method == "POST" and form.is_valid():
        typed, back_url = form.cleaned_data, draft.get_absolute_url()
        try:
            saved = attempt(
                form,
                lambda: set_preamble(
                    draft=draft, expected=typed["version"], text=typed["text"], by=request.user
                ),
            )
        except VersionConflictError as error:
            stored_form = PreambleForm(draft=error.record)
            return conflict_page(request, form, error, back_url=back_url, stored_form=stored_form)
        if saved:
            say(request, f"Đã lưu căn cứ ban hành của {saved}.")
            return redirect(saved)
    return act_page(
        request,
        draft,
        form,
        title="Căn cứ ban hành",
        save="Lưu căn cứ",
        note="In sau tên Chương trình, trước Phần thứ nhất; không tính vào số từ của dự thảo.",
    )


def act_page(request, draft, form, *, cancel_url="", **words):
    """Return the page that asks about one act; `words` are its title, its button (save), note and quote."""
    context = {
        "draft": draft,
        "program": draft.program,
        "form": form,
        "cancel_url": cancel_url or draft.get_absolute_url(),
        **words,
    }
    return render(request, "programs/draft_act.html", context)
