"""The life of a program: the page of its sixteen states, and the form that moves it to the next one."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.attachments import download_response
from core.history import VersionConflictError
from core.http import render_page
from core.lists import ListPage
from core.models import Role
from core.permissions import Area, Reach, area_required, reach, require
from programs import life, permissions
from programs.actions.life import ISSUED, move_program
from programs.assigning import GIVES_TASKS
from programs.filters import StepFilter
from programs.forms.life import UPLOADS, MoveForm
from programs.guards import hindrances, submitted_draft, text_for
from programs.life_page import next_moves, openable, stages_of
from programs.models import Program, ProgramStep
from programs.tables import StepTable
from programs.views.answers import attempt, say

MOVED_MEANWHILE = (
    "Người khác vừa sửa hoặc chuyển chương trình này, nên lần chuyển chưa được ghi. "
    "Chữ đã gõ còn ở dưới; xem lại trạng thái rồi bấm chuyển lần nữa."
)


@require_safe
@area_required(Area.PROGRAM)
def program_life(request, slug):
    """The sixteen states with what happened, what is next and what hinders; the steps as a list."""
    program = get_object_or_404(Program.objects.select_related("drafting_agency"), slug=slug)
    readable = list(program.drafts.visible_to(request.user).select_related("program").latest_first())
    keys = {draft.pk for draft in readable}
    steps = program.steps.select_related("draft", "draft__program", "attachment", "program")
    page = ListPage(
        request,
        steps.newest_first(),
        filterset=StepFilter,
        table=StepTable,
        table_kwargs={"readable": keys},
        name=f"Các bước {program.slug}",
    )
    if page.wants_export:
        return page.export()
    newest = readable[0] if readable else None
    onward, aside = next_moves(program, request.user, timezone.localdate(), newest)
    context = {
        "program": program,
        "state": life.STATES[program.status],
        "stages": stages_of(program, steps.order_by("pk")),
        "onward": onward,
        "aside": aside,
        "page": page,
        "dossier_url": _dossier(request.user, program),
        "newest": newest,
        "readable": keys,
        "may_give": permissions.can_give_tasks(request.user) and program.status in GIVES_TASKS,
    }
    return render_page(request, "programs/program_life.html", context, parts=["ket-qua"])


def _dossier(user, program):
    """Return the address of the papers that go up, for those who read what every agency said."""
    shown = reach(user, Area.OPINIONS) is Reach.ALL and user.role != Role.TU_VIEWER
    return reverse("reports:dossier", args=[program.slug]) if shown else ""


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def program_move(request, slug, code):
    """Move a program to a state, with the paper that does so."""
    program = get_object_or_404(Program, slug=slug)
    if code not in life.STATES or not life.STATES[code].movers:
        raise Http404
    require(permissions.can_move_program(request.user, code))
    state, today = life.STATES[code], timezone.localdate()
    drafts = _drafts(program)
    given = {
        "program": program, "state": state, "today": today, "drafts": drafts,
        "draft": text_for(program, code),
    }  # fmt: skip
    form = MoveForm(request.POST or None, request.FILES or None, **given)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            moved = attempt(
                form,
                lambda: move_program(
                    program=program,
                    to=code,
                    expected=typed["version"],
                    on=typed["on"],
                    today=today,
                    paper=form.paper(),
                    draft=typed.get("draft"),
                    note=typed["note"],
                    by=request.user,
                ),
            )
        except VersionConflictError as error:
            return _meanwhile(request, error.record, given)
        if moved:
            say(request, f"Đã chuyển sang “{state.label}”.{_next_step(request.user, code)}", moved[1])
            return redirect(_after(request.user, program, code))
        program.refresh_from_db()
    return _move_page(request, program, state, form, today)


def _drafts(program):
    """Return the versions that may be issued: the submitted one and what came after it, newest first."""
    submitted, drafts = submitted_draft(program), program.drafts.latest_first()
    return drafts.filter(number__gte=submitted.number) if submitted else drafts


def _after(user, program, code):
    """Return where to go on: what was issued becomes tasks, everything else is seen on the page."""
    gives = code == ISSUED and permissions.can_give_tasks(user)
    name = "programs:program_assign" if gives else "programs:program_life"
    return reverse(name, args=[program.slug])


def _next_step(user, code):
    """Return who goes on where this account may not."""
    waits = code == ISSUED and not permissions.can_give_tasks(user)
    return " Sở Ngoại vụ giao nhiệm vụ từ phần thứ ba của bản này." if waits else ""


def _meanwhile(request, stored, given):
    """Return the form once more with what was typed, on the program as it is now."""
    posted = request.POST.copy()
    posted["version"] = stored.version
    form = MoveForm(posted, **given | {"program": stored})
    form.is_valid()
    form.add_error(None, MOVED_MEANWHILE)
    return _move_page(request, stored, given["state"], form, given["today"], status=409)


def _move_page(request, program, state, form, today, status=200):
    names = life.guards_of(program.status, state.code)
    impossible = life.move_problems(program.status, state.code)
    found = [] if impossible else hindrances(names, program, text_for(program, state.code), today)
    found = openable(request.user, program, found)
    context = {
        "program": program,
        "state": state,
        "here": life.STATES[program.status],
        "impossible": impossible,
        "blockers": [one for one in found if one.is_blocker],
        "cautions": [one for one in found if not one.is_blocker],
        "form": form,
        "accept": UPLOADS,
        "back_url": reverse("programs:program_life", args=[program.slug]),
        "is_issuing": state.code == ISSUED,
    }
    return render(request, "programs/program_move.html", context, status=status)


@require_safe
@area_required(Area.PROGRAM)
def program_step_file(request, slug, pk):
    """Hand out the paper of a step to those who may read the program."""
    steps = ProgramStep.objects.select_related("attachment", "program")
    step = get_object_or_404(steps, program__slug=slug, pk=pk, attachment__isnull=False)
    back = reverse("programs:program_life", args=[slug])
    return download_response(request, step.attachment, back_url=back)
