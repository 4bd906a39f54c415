"""The programs: list, tree, editing of the program and its solution groups."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.history import VersionConflictError
from core.http import conflict_page, render_page
from core.models import Agency
from core.permissions import Area, area_required, require, sees_everything
from programs import permissions, tree
from programs.actions.programs import add_group, add_program, edit_group, edit_program
from programs.filters import TreeFilter
from programs.forms.programs import GroupForm, NewProgramForm, ProgramForm
from programs.life import tone_of
from programs.models import Pillar, Program, SolutionGroup, Task
from programs.views.answers import attempt, say


def facts_of(program):
    """Return the lines about a program: period, state, issuing document."""
    issued = " · ".join(filter(None, [program.issued_number, program.issued_by]))
    return [
        {"label": "Giai đoạn", "value": f"{program.period[0]}–{program.period[1]}"},
        {"label": "Trạng thái", "value": program.get_status_display()},
        {"label": "Văn bản ban hành", "value": issued or "chưa ghi"},
        {
            "label": "Ngày ban hành",
            "value": f"{program.issued_on:%d/%m/%Y}" if program.issued_on else "chưa ghi",
        },
    ]


@require_safe
@area_required(Area.PROGRAM)
def program_list(request):
    """Every program as a card with its three pillars."""
    today = timezone.localdate()
    pillars = list(Pillar.objects.order_by("ordinal"))
    tasks = Task.objects.visible_to(request.user)
    cards = []
    for program in Program.objects.order_by("-period_start_year"):
        as_of = tree.judged_on(tree.window_of(program, None)[1], today)
        found = tree.grouped_progress(tasks.filter(program=program), as_of, "pillar_id")
        whole = tree.summarise(row for rows in found.values() for row in rows)
        rows = []
        for pillar in pillars:
            progress = tree.progress_by(found, 0, pillar.pk)
            rows.append(
                {
                    "pillar": pillar,
                    "url": f"{program.get_absolute_url()}?tru={pillar.code}",
                    "figure": f"{progress.done}/{progress.total}",
                    "late": f"{progress.late} chậm" if progress.late else "",
                    "percent": tree.percent_words(progress),
                    "segments": tree.segments(progress, pillar.ordinal),
                    "label": f"{pillar.name}: {progress.words}",
                }
            )
        cards.append(
            {
                "program": program,
                "tone": tone_of(program.status),
                "as_of": as_of,
                "progress": whole,
                "percent": tree.percent_words(whole),
                "rows": rows,
            }
        )
    context = {"cards": cards, "is_all": sees_everything(request.user, Area.TASKS)}
    context["may_edit"] = permissions.can_edit_program(request.user)
    return render(request, "programs/program_list.html", context)


@require_safe
@area_required(Area.PROGRAM)
def program_detail(request, slug):
    """One program: three pillar cards, the tree of tasks, and the task in sight."""
    program = get_object_or_404(Program, slug=slug)
    year = tree.year_of(request.GET.get("nam", ""), program)
    window = tree.window_of(program, year)
    as_of = tree.judged_on(window[1], timezone.localdate())
    mine = Task.objects.visible_to(request.user).filter(program=program)
    filters = TreeFilter(request.GET or None, queryset=mine, request=request, as_of=as_of, program=program)
    applied = filters.applied()
    folded = tree.folded_of(request.GET.get("gon", ""))
    branches = tree.Tree(
        program,
        filters.qs,
        as_of,
        folded=folded,
        page=request.GET.get("page"),
        is_filtered=any(name != "nam" for name, _, _ in applied),
    )
    whole = mine.of_year(*window) if year else mine
    chosen = request.GET.get("tru", "")
    groups = {pillar_id: len(rows) for pillar_id, rows in branches.groups.items()}
    found = tree.grouped_progress(whole, as_of, "pillar_id", "group_id")
    cards = tree.pillar_cards(found, groups, chosen)
    for card in cards:
        card["url"] = _with(request, tru="" if card["is_chosen"] else card["pillar"].code, gon="", nv="")
    rows = branches.rows()
    for row in rows:
        if row["kind"] == "task":
            row["panel_url"] = _with(request, nv=row["task"].code)
        else:
            row["url"] = _with(request, gon=_toggled(folded, row["key"]))
    progress = tree.summarise(row for each in found.values() for row in each)
    context = {
        "program": program,
        "tone": tone_of(program.status),
        "facts": facts_of(program),
        "summary": [line for line in program.summary.splitlines() if line.strip()],
        "as_of": as_of,
        "year": year,
        "cards": cards,
        "progress": progress,
        "leads": Agency.objects.filter(led_tasks__in=whole).distinct().count(),
        "form": filters.form,
        "chips": [
            {"label": f"{label}: {value}", "url": _with(request, **{name: ""})}
            for name, label, value in applied
        ],
        "rows": rows,
        "page": branches.page,
        "total": branches.total,
        "selected": _selected(request, mine, as_of),
        "is_all": sees_everything(request.user, Area.TASKS),
        "may_edit": permissions.can_edit_program(request.user),
        "may_add": permissions.can_add_task(request.user),
        "mine_url": f"{reverse('programs:my_tasks')}?ct={program.slug}",
        "late_url": f"{reverse('programs:task_list')}?ct={program.slug}&tt=QUA_HAN_CHUA_HOAN_THANH",
        "soon_url": f"{reverse('programs:task_list')}?ct={program.slug}&han=30",
    }
    return render_page(request, "programs/program_detail.html", context, parts=["ket-qua", "ngan"])


def _selected(request, tasks, as_of):
    """Return what the side panel shows of the task that the query string names, or None."""
    code = request.GET.get("nv", "")
    task = tasks.select_related("lead_agency", "pillar", "group").with_partners().filter(code=code).first()
    if not code or task is None:
        return None
    status = task.status_on(as_of)
    return {
        "task": task,
        "status": status,
        "number": tree.outline_of(task),
        "percent": tree.progress_of(status.code, task.progress_percent),
        "partners": ", ".join(row.agency.label for row in task.co_agencies.all()),
        "may_report": permissions.can_report_task(request.user, task) and not task.is_closed,
        "close_url": _with(request, nv=""),
    }


def _toggled(folded, key):
    return ",".join([each for each in folded if each != key] if key in folded else [*folded, key])


def _with(request, **changes):
    """Return this page's address with some parameters changed; an empty one is left out."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"{request.path}?{query.urlencode()}"


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def program_add(request):
    """Add a program of a new period; its solution groups are added on its own page."""
    require(permissions.can_edit_program(request.user))
    form = NewProgramForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        saved = attempt(
            form,
            lambda: add_program(
                start=typed["start"], end=typed["end"], values=form.values(), today=timezone.localdate(),
                by=request.user,
            ),
        )  # fmt: skip
        if saved:
            say(request, f"Đã thêm {saved.title}. Thêm nhóm giải pháp ở từng trụ cột.")
            return redirect(saved)
    return render(request, "programs/program_form.html", {"form": form, "program": None})


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def program_edit(request, slug):
    """Change who drafts, the issuing document and the summary of a program."""
    program = get_object_or_404(Program.objects.select_related("drafting_agency"), slug=slug)
    require(permissions.can_edit_program(request.user))
    form = ProgramForm(request.POST or None, program=program)
    if request.method == "POST" and form.is_valid():
        expected = form.cleaned_data["version"]
        try:
            saved = attempt(
                form,
                lambda: edit_program(
                    program=program, expected=expected, values=form.values(), today=timezone.localdate(),
                    by=request.user,
                ),
            )  # fmt: skip
        except VersionConflictError as error:
            stored = ProgramForm(program=error.record)
            return conflict_page(
                request, form, error, back_url=program.get_absolute_url(), stored_form=stored
            )
        if saved:
            say(request, f"Đã lưu {saved.title}.")
            return redirect(saved)
    return render(request, "programs/program_form.html", {"form": form, "program": program})


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def group_add(request, slug):
    """Add a solution group to a program."""
    program = get_object_or_404(Program, slug=slug)
    require(permissions.can_edit_program(request.user))
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        saved = attempt(
            form,
            lambda: add_group(
                program=program, pillar=typed["pillar"], title=typed["title"], ordinal=typed["ordinal"],
                by=request.user,
            ),
        )  # fmt: skip
        if saved:
            say(request, f"Đã thêm nhóm {saved.pillar.numeral}.{saved.ordinal} {saved.title}.")
            return redirect(program)
    return render(request, "programs/group_form.html", {"form": form, "program": program, "group": None})


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def group_edit(request, pk):
    """Change the name and the number of a solution group."""
    group = SolutionGroup.objects.select_related("program", "pillar").filter(pk=pk).first()
    if group is None:
        raise Http404
    require(permissions.can_edit_program(request.user))
    form = GroupForm(request.POST or None, group=group)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            saved = attempt(
                form,
                lambda: edit_group(
                    group=group, expected=typed["version"], title=typed["title"], ordinal=typed["ordinal"],
                    by=request.user,
                ),
            )  # fmt: skip
        except VersionConflictError as error:
            stored = GroupForm(group=error.record)
            return conflict_page(
                request, form, error, back_url=group.program.get_absolute_url(), stored_form=stored
            )
        if saved:
            say(request, f"Đã lưu nhóm {group.pillar.numeral}.{saved.ordinal} {saved.title}.")
            return redirect(group.program)
    return render(
        request, "programs/group_form.html", {"form": form, "program": group.program, "group": group}
    )
