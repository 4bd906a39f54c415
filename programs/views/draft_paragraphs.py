"""The paragraphs of a draft: changed in place with autosave, added, taken out; all without scripts too."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from core.conflict import last_save, written_over
from core.history import VersionConflictError
from core.http import conflict_page, stale_removal_page, wanted_part
from core.permissions import Area, area_required, require
from programs import permissions
from programs.actions.drafts import add_section, edit_section, remove_section
from programs.desk import with_chips
from programs.draft_meter import Meter
from programs.draft_pages import passage_of
from programs.forms.drafts import NewSectionForm, RemoveForm, SectionForm
from programs.models import Section
from programs.places import place_beside
from programs.views.answers import attempt, say
from programs.views.drafts import act_page, draft_or_404, own_of, rights_on

PARAGRAPH, STATUS = "doan-{}", "luu-{}"


def section_or_404(user, slug, number, key):
    """Return a node of a version that this account may read, or 404."""
    draft = draft_or_404(user, slug, number)
    section = draft.sections.filter(key=key).first()
    if section is None:
        raise Http404
    section.draft = draft
    return section


def place_url(section):
    """Return the address of a paragraph on its chapter's paper."""
    page = reverse("programs:draft_section", args=[*section.draft.address, section.key])
    return f"{page}#{PARAGRAPH.format(section.key)}"


@require_safe
@area_required(Area.PROGRAM)
def draft_paragraph(request, slug, number, key):
    """One paragraph as it is stored, for the paper; opened by itself it leads to its chapter."""
    section = section_or_404(request.user, slug, number, key)
    if not wanted_part(request, [PARAGRAPH.format(key)]):
        return redirect(place_url(section))
    return _fragment(request, "programs/_draft_paragraph.html", section)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def draft_paragraph_edit(request, slug, number, key):
    """Change the words of a paragraph or heading: in place, after a pause by itself, or on a page."""
    section = section_or_404(request.user, slug, number, key)
    require(permissions.can_edit_program(request.user))
    part = wanted_part(request, [PARAGRAPH.format(key), STATUS.format(key)])
    if request.method != "POST":
        form = SectionForm(section=section)
        return _editor(request, section, form) if part else _edit_page(request, section, form)
    form = SectionForm(request.POST, section=section)
    if form.is_valid():
        try:
            saved = attempt(form, lambda: _save(request, section, form))
        except VersionConflictError as error:
            return _conflict(request, section, form, error, part)
        if saved:
            return _saved(request, saved, part)
    if part == STATUS.format(key):
        return _fragment(request, "programs/_draft_status.html", section, status=422, form=form)
    return _editor(request, section, form, status=422) if part else _edit_page(request, section, form)


def _save(request, section, form):
    """Store what was typed; the same words again store nothing and do not clash."""
    typed = {"text": form.cleaned_data["text"], "notes": form.typed_notes(), "number": form.typed_number()}
    stored = {"text": section.text, "notes": section.footnotes, "number": section.number}
    if all(value is None or value == stored[name] for name, value in typed.items()):
        return section
    return edit_section(section=section, expected=form.cleaned_data["version"], by=request.user, **typed)


def _saved(request, section, part):
    if part == STATUS.format(section.key):
        return _fragment(request, "programs/_draft_autosaved.html", section, with_meter=True)
    if part:
        over = written_over(request, section)
        return _fragment(request, "programs/_draft_saved.html", section, with_meter=True, over=over)
    say(request, "Đã lưu đoạn.")
    return redirect(place_url(section))


def _conflict(request, section, form, error, part):
    error.record.draft = section.draft
    if part:
        response = _fragment(
            request,
            "programs/_draft_conflict.html",
            error.record,
            status=409,
            typed=form.cleaned_data["text"],
            form=form,
            saver=last_save(error.record),
        )
        response.headers["HX-Retarget"] = f"#{PARAGRAPH.format(section.key)}"
        response.headers["HX-Reswap"] = "outerHTML"
        return response
    stored = SectionForm(section=error.record)
    return conflict_page(request, form, error, back_url=place_url(section), stored_form=stored)


def _editor(request, section, form, status=200):
    return _fragment(request, "programs/_draft_editor.html", section, status=status, form=form)


def _edit_page(request, section, form):
    return act_page(
        request,
        section.draft,
        form,
        save="Lưu đoạn",
        title=f"Sửa {passage_of(section).name.lower()}",
        cancel_url=place_url(section),
    )


def _fragment(request, template, section, *, status=200, with_meter=False, **extra):
    context = {
        "draft": section.draft,
        "passage": with_chips([passage_of(section, place_beside(section))], section.draft, request.user)[0],
        "saved_at": timezone.localtime(),
        "swap": True,
        **rights_on(request.user, section.draft),
        **extra,
    }
    if with_meter:
        work = Meter(section.draft)
        entry = work.entry(section.part, section.chapter, own_of(request))
        context |= {"work": work, "entry": entry}
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def draft_paragraph_add(request, slug, number, key):
    """Put a new paragraph behind a heading, paragraph or table."""
    after = section_or_404(request.user, slug, number, key)
    require(permissions.can_edit_program(request.user))
    form = NewSectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        made = attempt(form, lambda: add_section(after=after, text=text, by=request.user))
        if made:
            say(request, "Đã thêm đoạn.")
            return redirect(place_url(made))
    return act_page(
        request,
        after.draft,
        form,
        save="Thêm đoạn",
        title="Thêm đoạn",
        note=f"Đứng ngay sau: “{str(after)[:120]}”",
        cancel_url=place_url(after),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def draft_paragraph_remove(request, slug, number, key):
    """Take a paragraph or table out of the version."""
    section = section_or_404(request.user, slug, number, key)
    require(permissions.can_edit_program(request.user))
    form = RemoveForm(request.POST or None, section=section)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            done = attempt(form, lambda: _remove(section, typed, request.user))
        except VersionConflictError:
            return stale_removal_page(request, back_url=place_url(section))
        if done:
            say(request, "Đã bỏ đoạn; nội dung còn trong lịch sử và ở các bản trước.")
            return redirect(_left_behind(section))
    return act_page(
        request,
        section.draft,
        form,
        save="Bỏ đoạn này",
        title=f"Bỏ {passage_of(section).name.lower()}",
        quote=section.text or "Bảng",
        cancel_url=place_url(section),
    )


def _remove(section, typed, user):
    remove_section(section=section, expected=typed["version"], by=user, reason=typed["reason"])
    return True


def _left_behind(section):
    """Return the address of what stands before a paragraph that is gone."""
    rows = Section.objects.filter(draft=section.draft, position__lt=section.position).order_by("-position")
    before = rows.first()
    if before is None:
        return section.draft.get_absolute_url()
    before.draft = section.draft
    return place_url(before)
