"""Figures over the tasks of the program and the activities."""

from django.db.models import Q

from core.permissions import Area
from programs.models import Activity, Task, TaskStatus
from reports.figures.base import figure
from reports.figures.measures import Count, Share, Sum

_DUE_ON = "hạn hoàn thành (nhiệm vụ không có hạn: thời gian của chương trình)"
_HELD_ON = "ngày tổ chức"


def tasks(scope):
    """Tasks of the year, stopped ones left out."""
    start, end = scope.window.start, scope.window.end
    rows = Task.objects.visible_to(scope.user).of_year(start, end)
    rows = rows.exclude(override_status=TaskStatus.STOPPED)
    # A task without a day that was completed before the window is no longer work of this year.
    rows = rows.exclude(due_on__isnull=True, completed_on__lt=start)
    if scope.agency is not None:
        rows = rows.filter(lead_agency=scope.agency)
    return rows.filter(pillar__code=scope.pillar) if scope.pillar else rows


def overdue(scope):
    """Those whose deadline has passed."""
    return tasks(scope).overdue(scope.as_of)


def overdue_any_year(scope):
    """Tasks of any year whose deadline has passed."""
    rows = Task.objects.visible_to(scope.user).overdue(scope.as_of)
    if scope.agency is not None:
        rows = rows.filter(lead_agency=scope.agency)
    return rows.filter(pillar__code=scope.pillar) if scope.pillar else rows


def _on_time(scope):
    return tasks(scope).open(scope.as_of).exclude(pk__in=overdue(scope).values("pk"))


def _begun(scope):
    return (
        Q(started_on__lte=scope.as_of)
        | Q(progress_percent__gt=0)
        | Q(override_status__in=[TaskStatus.RUNNING, TaskStatus.CONTINUOUS])
    )


def _task_figure(code, label, definition):
    return figure(
        code,
        label=label,
        unit="nhiệm vụ",
        date_field=_DUE_ON,
        area=Area.TASKS,
        definition=definition,
        by_pillar=True,
    )


@_task_figure(
    "tasks.total",
    "Nhiệm vụ trong kỳ",
    "Nhiệm vụ đến hạn trong kỳ, nhiệm vụ năm trước chuyển sang và nhiệm vụ không có hạn của chương trình "
    "đang thực hiện; nhiệm vụ đã dừng không tính.",
)
def tasks_total(scope):
    """Tasks due in the window, carried into it, or running through it."""
    return Count(tasks(scope))


@_task_figure(
    "tasks.done", "Nhiệm vụ đã hoàn thành", "Nhiệm vụ trong kỳ đã hoàn thành đến ngày tính số liệu."
)
def tasks_done(scope):
    """Those completed as of the day."""
    return Count(tasks(scope).done(scope.as_of))


@_task_figure(
    "tasks.running",
    "Nhiệm vụ đang làm",
    "Nhiệm vụ trong kỳ đã bắt đầu, chưa hoàn thành và chưa quá hạn vào ngày tính số liệu.",
)
def tasks_running(scope):
    """Begun, neither completed nor overdue."""
    return Count(_on_time(scope).filter(_begun(scope)))


@_task_figure(
    "tasks.waiting",
    "Nhiệm vụ chưa bắt đầu",
    "Nhiệm vụ trong kỳ chưa bắt đầu và chưa quá hạn vào ngày tính số liệu.",
)
def tasks_waiting(scope):
    """Not begun and not overdue."""
    return Count(_on_time(scope).exclude(pk__in=_on_time(scope).filter(_begun(scope)).values("pk")))


@_task_figure(
    "tasks.overdue",
    "Nhiệm vụ quá hạn",
    "Nhiệm vụ trong kỳ chưa hoàn thành mà hạn đã qua vào ngày tính số liệu.",
)
def tasks_overdue(scope):
    """Open with a deadline that has passed."""
    return Count(overdue(scope))


@figure(
    "tasks.overdue_any_year",
    label="Nhiệm vụ quá hạn, mọi năm",
    unit="nhiệm vụ",
    date_field="hạn hoàn thành (mọi nhiệm vụ chưa hoàn thành, của năm nào cũng tính)",
    area=Area.TASKS,
    definition="Nhiệm vụ chưa hoàn thành mà hạn đã qua vào ngày tính số liệu, của mọi năm; "
    "nhiệm vụ đã dừng không tính.",
    by_pillar=True,
)
def tasks_overdue_any_year(scope):
    """Open tasks of any year with a deadline that has passed."""
    return Count(overdue_any_year(scope))


@figure(
    "tasks.done_share",
    label="Tỷ lệ nhiệm vụ đã hoàn thành",
    unit="%",
    date_field=_DUE_ON,
    area=Area.TASKS,
    definition="Nhiệm vụ đã hoàn thành so với nhiệm vụ trong kỳ.",
    by_pillar=True,
)
def tasks_done_share(scope):
    """Completed part of the year's tasks."""
    return Share(Count(tasks(scope).done(scope.as_of)), Count(tasks(scope)))


def activities(scope):
    """Activities held in the window."""
    rows = Activity.objects.visible_to(scope.user).held_in(scope.start, scope.end)
    if scope.agency is not None:
        rows = rows.filter(agency=scope.agency)
    return rows.filter(pillar__code=scope.pillar) if scope.pillar else rows


def _activity_figure(code, label, unit, definition):
    return figure(
        code,
        label=label,
        unit=unit,
        date_field=_HELD_ON,
        area=Area.ACTIVITIES,
        definition=definition,
        by_pillar=True,
    )


@_activity_figure(
    "activities.total",
    "Hoạt động đối ngoại",
    "hoạt động",
    "Hoạt động mọi loại có ngày tổ chức trong kỳ, đến ngày tính số liệu.",
)
def activities_total(scope):
    """Activities held in the window."""
    return Count(activities(scope))


def _kind_figure(kind, code, label):
    @_activity_figure(
        code,
        label,
        "hoạt động",
        f"Trong số hoạt động của kỳ, hoạt động thuộc loại “{Activity.Kind(kind).label}”.",
    )
    def of_kind(scope):
        """Activities of one kind."""
        return Count(activities(scope).filter(kind=kind))


_kind_figure(Activity.Kind.EXCHANGE, "activities.exchanges", "Hoạt động giao lưu")
_kind_figure(Activity.Kind.GATHERING, "activities.gatherings", "Cuộc gặp mặt hữu nghị")
_kind_figure(Activity.Kind.ANNIVERSARY, "activities.anniversaries", "Hoạt động kỷ niệm")
_kind_figure(Activity.Kind.OVERSEAS, "activities.overseas", "Hoạt động công tác kiều bào")
_kind_figure(Activity.Kind.INFORMATION, "activities.information", "Hoạt động thông tin đối ngoại")
_kind_figure(Activity.Kind.TRAINING, "activities.training", "Hoạt động đào tạo, bồi dưỡng")


@_activity_figure(
    "activities.participants",
    "Lượt người tham gia hoạt động",
    "lượt người",
    "Tổng số người tham gia ghi ở các hoạt động trong kỳ; hoạt động chưa ghi số người được nêu riêng.",
)
def participants(scope):
    """People at these activities, where the number is known."""
    return Sum(activities(scope), column="participants", usd=False)
