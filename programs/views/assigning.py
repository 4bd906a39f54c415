"""What an issued program assigns, as tasks: previewed, changed where need be, written at once."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.models import Agency
from core.permissions import Area, area_required, require
from programs import permissions
from programs.actions.assigning import PreviewStaleError, give_tasks
from programs.assigning import GIVES_TASKS, issued_draft, preview_of
from programs.forms.assigning import AssignForm
from programs.guards import newest_draft
from programs.models import Program
from programs.views.answers import attempt
from programs.wording.amending import ADDED, CHANGED, DROPPED, KEPT

_PARTS = {"title": "tên", "lead": "chủ trì", "partners": "phối hợp", "due": "thời hạn"}


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def program_assign(request, slug):
    """Preview what each assignment of the third part becomes; write what was chosen."""
    program = get_object_or_404(Program, slug=slug)
    require(permissions.can_give_tasks(request.user))
    draft, today = issued_draft(program) or newest_draft(program), timezone.localdate()
    if draft is None:
        raise Http404
    preview = preview_of(program, draft, today)
    is_open = program.status in GIVES_TASKS and issued_draft(program) is not None
    form = AssignForm(request.POST or None, preview=preview, today=today)
    if request.method == "POST" and form.is_valid():
        given = None
        try:
            given = attempt(form, lambda: _write(program, draft, form, today, request.user))
        except PreviewStaleError as error:
            messages.warning(request, str(error))
            typed = request.POST.copy()
            typed["state"] = error.preview.state
            form = AssignForm(typed, preview=error.preview, today=today)
            return _page(request, program, draft, form, is_open=is_open, status=409)
        if given:
            messages.success(
                request,
                f"Đã thêm {given.added}, đổi {given.changed}, dừng {given.stopped} nhiệm vụ "
                f"theo {str(draft).lower()}.",
            )
            return redirect("programs:program_life", program.slug)
    return _page(request, program, draft, form, is_open=is_open)


def _write(program, draft, form, today, user):
    typed = form.cleaned_data
    return give_tasks(
        program=program,
        draft=draft,
        choices=form.choices(),
        state=typed["state"],
        reason=typed.get("reason", ""),
        today=today,
        by=user,
    )


def _page(request, program, draft, form, *, is_open, status=200):
    partners = {
        pk for one in form.preview.lines if one.change.assignment for pk in one.change.assignment.partners
    }
    names = dict(Agency.objects.filter(pk__in=partners).values_list("pk", "short_name"))
    context = {
        "program": program,
        "draft": draft,
        "form": form,
        "is_open": is_open,
        "added": _rows(form, ADDED, names),
        "changed": _rows(form, CHANGED, names),
        "dropped": _rows(form, DROPPED, names),
        "kept": form.preview.of_kind(KEPT),
        "unread": [{"text": one.text, "url": _paragraph(draft, one.key)} for one in form.preview.unread],
        "back_url": reverse("programs:program_life", args=[program.slug]),
    }
    return render(request, "programs/program_assign.html", context, status=status)


def _rows(form, kind, names):
    rows = form.rows(kind)
    for row in rows:
        line = row["line"]
        one = line.change.assignment
        row["partners"] = ", ".join(names[pk] for pk in one.partners if names.get(pk)) if one else ""
        if one and one.others:
            row["partners"] = "; ".join(filter(None, [row["partners"], one.others]))
        row["note"] = one.note if one else ""
        row["differs"] = ", ".join(_PARTS[part] for part in line.change.differs)
        row["url"] = _paragraph(form.preview.draft, one.key) if one else ""
    return rows


def _paragraph(draft, key):
    return reverse("programs:draft_section", args=[*draft.address, key])
