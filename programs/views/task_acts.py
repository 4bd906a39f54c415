"""What is done to a task from its page: progress, completion, reopening, ruled status, stopping."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.history import VersionConflictError
from core.http import conflict_page
from core.permissions import Area, area_required, require
from programs import permissions
from programs.actions import tasks as actions
from programs.task_page import ACT_FORMS, task_page
from programs.views.answers import attempt, say
from programs.views.tasks import visible_task


def _act(request, code, name, run, done, *, allowed):
    """Check the right, read the form `name`, run the action, and answer with the task's page."""
    task, today = visible_task(request, code), timezone.localdate()
    require(allowed(request.user, task))
    form = ACT_FORMS[name](task, today, request.POST)
    if form.is_valid():
        try:
            saved = attempt(form, lambda: run(task, form.cleaned_data, today))
        except VersionConflictError as error:
            return conflict_page(
                request, form, error, back_url=task.get_absolute_url(),
                stored_form=ACT_FORMS[name](error.record, today),
            )  # fmt: skip
        if saved:
            say(request, done.format(code=task.code))
            return redirect(task)
        task = visible_task(request, code)
    context = task_page(task, request.user, today, bound={name: form})
    return render(request, "programs/task_detail.html", context)


@require_POST
@area_required(Area.TASKS)
def task_progress(request, code):
    """The lead agency says how far the task is."""

    def run(task, typed, today):
        return actions.report_progress(
            task=task, expected=typed["version"], percent=typed["percent"], note=typed["note"],
            started_on=typed["started_on"], today=today, by=request.user,
        )  # fmt: skip

    done = "Đã ghi tiến độ nhiệm vụ {code}."
    return _act(request, code, "progress", run, done, allowed=permissions.can_report_task)


@require_POST
@area_required(Area.TASKS)
def task_complete(request, code):
    """The lead agency says that the task is finished."""

    def run(task, typed, today):
        return actions.complete_task(
            task=task, expected=typed["version"], on=typed["on"], evidence=typed["evidence"], today=today,
            by=request.user,
        )  # fmt: skip

    done = "Đã ghi hoàn thành nhiệm vụ {code}."
    return _act(request, code, "complete", run, done, allowed=permissions.can_report_task)


@require_POST
@area_required(Area.TASKS)
def task_reopen(request, code):
    """Open a closed task again."""

    def run(task, typed, _today):
        return actions.reopen_task(
            task=task, expected=typed["version"], reason=typed["reason"], by=request.user
        )

    done = "Đã mở lại nhiệm vụ {code}."
    return _act(request, code, "reopen", run, done, allowed=permissions.can_edit_task)


@require_POST
@area_required(Area.TASKS)
def task_override(request, code):
    """Rule the status of a task."""

    def run(task, typed, _today):
        return actions.set_override(
            task=task, expected=typed["version"], status=typed["status"], reason=typed["reason"],
            by=request.user,
        )  # fmt: skip

    done = "Đã ấn định trạng thái nhiệm vụ {code}."
    return _act(request, code, "override", run, done, allowed=permissions.can_edit_task)


@require_POST
@area_required(Area.TASKS)
def task_stop(request, code):
    """Stop a task with the reason."""

    def run(task, typed, _today):
        return actions.stop_task(
            task=task, expected=typed["version"], reason=typed["reason"], by=request.user
        )

    done = "Đã dừng nhiệm vụ {code}."
    return _act(request, code, "stop", run, done, allowed=permissions.can_edit_task)
