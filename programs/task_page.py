"""What the page of one task shows, and which forms it offers to whom."""

from core.dates import format_date
from programs import permissions
from programs.forms.tasks import CompleteForm, OverrideForm, ProgressForm, ReasonForm
from programs.models import Task
from programs.record_history import latest_acts
from programs.rules import OVERDUE, progress_of
from programs.versions import part_name

# Each act's form on the page: (task, today, data or None) → form. Field ids differ from form to form.
ACT_FORMS = {
    "progress": lambda task, _today, data=None: ProgressForm(data, task=task),
    "complete": lambda task, today, data=None: CompleteForm(data, task=task, today=today),
    "reopen": lambda task, _today, data=None: ReasonForm(data, task=task, auto_id="mo-lai-%s"),
    "override": lambda task, _today, data=None: OverrideForm(data, task=task, auto_id="an-dinh-%s"),
    "stop": lambda task, _today, data=None: ReasonForm(data, task=task, auto_id="dung-%s"),
}


def task_page(task, user, today, *, bound=None):
    """Return the context of the page; `bound` holds a form that came back with errors, by its act."""
    status = task.status_on(today)
    offered = _offered(task, user)
    forms = {name: ACT_FORMS[name](task, today) for name in offered} | (bound or {})
    return {
        "task": task,
        "status": status,
        "percent": progress_of(status.code, task.progress_percent),
        "bar_tone": "late" if status.code == OVERDUE else "done",
        "as_of": today,
        "facts": _facts(task),
        "origin": task.get_origin_display(),
        "points": _points(task, status),
        "entries": latest_acts(Task, task.pk),
        "forms": {name: forms.get(name) for name in ACT_FORMS},
        "wrong": next(iter((bound or {}).values()), None),
        "may_edit": permissions.can_edit_task(user, task),
    }


def _offered(task, user):
    """Return the acts that the account may do to the task as it stands now."""
    acts = []
    if permissions.can_report_task(user, task) and not task.is_closed:
        acts += ["progress", "complete"]
    if permissions.can_edit_task(user, task):
        is_settled = task.completed_on is not None or bool(task.override_status)
        acts += ["reopen"] if is_settled else []
        acts += [] if task.is_closed else ["override", "stop"]
    return acts


def _given_at(task):
    """Return the version and the paragraph that gave the task out, nothing for one entered by hand."""
    if task.source_draft_id is None or not task.source_key:
        return {"value": ""}
    section = task.source_draft.sections.filter(key=task.source_key).first()
    place = f"{task.source_draft}, {part_name(section.part)}: “{section.text[:80]}”" if section else ""
    return {"value": place or str(task.source_draft), "url": section.get_absolute_url() if section else ""}


def _facts(task):
    partners = ", ".join(row.agency.label for row in task.co_agencies.all())
    placed = f"{task.pillar.numeral}. {task.pillar.name}" if task.pillar else "chưa xếp"
    old = ", ".join(format_date(day) for day in former_deadlines(task))
    rows = [
        {"label": "Mã", "value": task.code},
        {"label": "Thứ tự trong chương trình", "value": task.outline},
        {"label": "Chương trình", "value": task.program.title, "url": task.program.get_absolute_url()},
        {"label": "Trụ cột", "value": placed},
        {"label": "Nhóm giải pháp", "value": task.group.title if task.group else "chưa xếp"},
        {"label": "Cơ quan chủ trì", "value": task.lead_agency.name},
        {"label": "Cơ quan phối hợp", "value": partners},
        {"label": "Hạn hoàn thành", "value": task.due_words},
        {"label": "Ngày bắt đầu", "value": format_date(task.started_on) if task.started_on else ""},
        {"label": "Ngày hoàn thành", "value": format_date(task.completed_on) if task.completed_on else ""},
        {"label": "Sản phẩm", "value": task.deliverable},
        {"label": "Giao tại", **_given_at(task)},
        {"label": "Nguồn gốc dữ liệu", "value": task.get_origin_display()},
    ]
    if old:
        rows.insert(8, {"label": "Hạn trước đây", "value": old, "tone": "amb"})
    return rows


def former_deadlines(task):
    """Return the deadlines that the task had before its present one, oldest first."""
    days = task.history.order_by("history_date", "history_id").values_list("due_on", flat=True)
    return list(dict.fromkeys(day for day in days if day and day != task.due_on))


def _points(task, status):
    """Return the days of the task as points in time, in order."""
    points = []
    if task.started_on:
        points.append((task.started_on, {"title": "Bắt đầu", "tone": "done"}))
    if task.due_on:
        tone = "late" if status.code == OVERDUE else "done" if task.completed_on else ""
        points.append((task.due_on, {"title": "Hạn hoàn thành", "tone": tone}))
    if task.completed_on:
        points.append((task.completed_on, {"title": "Hoàn thành", "tone": "done"}))
    points.sort(key=lambda pair: pair[0])
    return [{"when": format_date(day), **point} for day, point in points]
