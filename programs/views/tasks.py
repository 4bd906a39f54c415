"""Tasks: lists, the page of one, adding and changing."""

from functools import partial

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.history import VersionConflictError
from core.http import conflict_page, get_visible_or_404, render_page
from core.lists import ListPage
from core.money import format_number
from core.permissions import Area, area_required, require, sees_everything
from programs import permissions
from programs.actions.tasks import add_task, edit_task
from programs.filters import TaskFilter
from programs.forms.tasks import TaskForm
from programs.models import Task, TaskStatus
from programs.rules import SOON_DAYS, summarise
from programs.tables import TaskTable
from programs.task_page import task_page
from programs.tree import grouped_progress
from programs.views.answers import attempt, say


def totals(as_of, rows):
    """Return the sentence under the heading: how many tasks, and how far they are."""
    found = grouped_progress(rows, as_of, "program_id")
    progress = summarise(row for each in found.values() for row in each)
    return f"{format_number(progress.total)} nhiệm vụ · {progress.words.replace(', ', ' · ')}"


def _tabs(request, tasks, mine, today, here):
    """Return the tabs of both lists with how many tasks each holds."""
    every, own = reverse("programs:task_list"), reverse("programs:my_tasks")
    late, soon = TaskStatus.OVERDUE, str(SOON_DAYS)
    is_late, is_soon = request.GET.get("tt") == late, request.GET.get("han") == soon
    return [
        {"label": "Tất cả", "url": every, "count": tasks.count(),
         "active": here == every and not is_late and not is_soon},
        {"label": "Cơ quan tôi", "url": own, "count": mine.count(), "active": here == own},
        {"label": "Quá hạn", "url": f"{every}?tt={late}", "count": tasks.overdue(today).count(),
         "active": here == every and is_late},
        {"label": f"Đến hạn {SOON_DAYS} ngày", "url": f"{every}?han={soon}",
         "count": tasks.due_within(today, SOON_DAYS).count(), "active": here == every and is_soon},
    ]  # fmt: skip


def _list(request, *, only_mine):
    today = timezone.localdate()
    tasks = Task.objects.visible_to(request.user)
    mine = tasks.led_or_joined_by(request.user.agency_ids())
    listing = ListPage(
        request,
        (mine if only_mine else tasks).for_list().with_partners(),
        filterset=partial(TaskFilter, as_of=today),
        table=TaskTable,
        table_kwargs={"as_of": today},
        name="Nhiệm vụ của cơ quan tôi" if only_mine else "Nhiệm vụ",
        totals=partial(totals, today),
    )
    if listing.wants_export:
        return listing.export()
    context = {
        "page": listing,
        "tabs": _tabs(request, tasks, mine, today, request.path),
        "only_mine": only_mine,
        "is_all": sees_everything(request.user, Area.TASKS),
        "add_url": reverse("programs:task_add") if permissions.can_add_task(request.user) else "",
    }
    return render_page(request, "programs/task_list.html", context, parts=["ket-qua"])


@require_safe
@area_required(Area.TASKS)
def task_list(request):
    """Tasks of all programs."""
    return _list(request, only_mine=False)


@require_safe
@area_required(Area.TASKS)
def my_tasks(request):
    """Tasks that the account's agencies lead or co-ordinate."""
    return _list(request, only_mine=True)


def visible_task(request, code):
    """Return the task with everything its page shows, or raise 404."""
    tasks = Task.objects.select_related("program", "pillar", "group", "lead_agency").with_partners()
    return get_visible_or_404(tasks, request.user, code=code)


@require_safe
@area_required(Area.TASKS)
def task_detail(request, code):
    """One task: status and why, agencies, deadline, history, and the forms of what may be done."""
    task = visible_task(request, code)
    return render(request, "programs/task_detail.html", task_page(task, request.user, timezone.localdate()))


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.TASKS)
def task_add(request):
    """Add a task."""
    require(permissions.can_add_task(request.user))
    start = {"lead_agency": request.user.agency_id, "position": request.GET.get("vi-tri", "")}
    form = TaskForm(request.POST or None, user=request.user, initial=start)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: add_task(
                values=form.values(), partners=form.cleaned_data["partners"], today=timezone.localdate(),
                by=request.user,
            ),
        )  # fmt: skip
        if saved:
            task, found = saved
            say(request, f"Đã thêm nhiệm vụ {task.code}: {task.title}.", found)
            if "save_next" in request.POST:
                return redirect(f"{reverse('programs:task_add')}?vi-tri={form.cleaned_data['position']}")
            return redirect(task)
    return render(request, "programs/task_form.html", {"form": form, "task": None})


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.TASKS)
def task_edit(request, code):
    """Change a task; a new deadline needs its reason."""
    task = visible_task(request, code)
    require(permissions.can_edit_task(request.user, task))
    form = TaskForm(request.POST or None, user=request.user, task=task)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            saved = attempt(
                form,
                lambda: edit_task(
                    task=task, expected=typed["version"], values=form.values(), partners=typed["partners"],
                    today=timezone.localdate(), by=request.user, reason=typed["reason"],
                ),
            )  # fmt: skip
        except VersionConflictError as error:
            stored = TaskForm(user=request.user, task=visible_task(request, error.record.code))
            return conflict_page(request, form, error, back_url=task.get_absolute_url(), stored_form=stored)
        if saved:
            say(request, f"Đã lưu nhiệm vụ {task.code}.", saved[1])
            return redirect(task)
    return render(request, "programs/task_form.html", {"form": form, "task": task})
