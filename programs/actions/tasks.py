"""Tasks: add, change, report progress, finish, reopen, rule a status, stop."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from core.codes import next_code
from core.dates import format_date
from core.history import action, save_version
from core.legal import Caution, RuleError, cautions, refuse_if
from core.models import Agency, Origin, User
from programs import rules
from programs.models import DATED_KINDS, Task, TaskAgency, TaskStatus
from programs.notices import tell_given, tell_rescheduled

CODE_PREFIX = "NV"
# Columns that a form or a file may state.
COLUMNS = (
    "program", "pillar", "group", "ordinal", "title", "lead_agency", "due_kind", "due_on", "started_on",
    "deliverable", "progress_percent", "note",
)  # fmt: skip
_NEEDS_EVIDENCE = "Đánh dấu hoàn thành cần ít nhất một minh chứng; ghi sản phẩm hoặc số văn bản."


@action("Thêm nhiệm vụ")
def add_task(
    *,
    values: dict[str, Any],
    partners: Sequence[Agency] = (),
    today: date,
    by: User,
    code: str = "",
    origin: str = Origin.OFFICE,
    is_checked: bool = False,
) -> tuple[Task, list[Caution]]:
    """Store a new task with its co-ordinating agencies; return it and the cautions.

    `values` holds columns named in COLUMNS. Without a code the next free NV-<year>-NNN of the start, else
    of today, is taken. `is_checked` is for rows of the official table: its reader and the rules have held
    what the constraints hold, so that these are left to the database. Raises RuleError where a rule
    forbids it.
    """
    task = Task(code=code, origin=origin, **_settled(values))
    if not values.get("ordinal"):
        task.ordinal = _next_ordinal(task)
    found = _check(task, partners, today)
    if code and is_checked:
        looked_up = {column.name for column in task._meta.fields if column.is_relation}
        task.full_clean(exclude=looked_up, validate_constraints=False)
        task.save()
    elif code:
        task.full_clean()
        task.save()
    else:
        _save_under_next_code(task, today)
    for agency in partners:
        TaskAgency(task=task, agency=agency, origin=origin).save()
    if not is_checked:
        # Rows of a table are told the next morning, all at once.
        tell_given(task, partners)
    return task, cautions(found)


@action("Sửa nhiệm vụ")
def edit_task(
    *,
    task: Task,
    expected: int,
    values: dict[str, Any],
    partners: Sequence[Agency] | None,
    today: date,
    by: User,
    reason: str = "",
) -> tuple[Task, list[Caution]]:
    """Store the changed task; `partners` of None leaves the co-ordinating agencies as they are.

    The old deadline stays visible in the history, and the lead agency is told of a new one. Raises
    RuleError where a rule forbids it, VersionConflictError when somebody saved it meanwhile.
    """
    moved = "group" in values and values["group"] != task.group
    lead, due, due_words = task.lead_agency_id, (task.due_kind, task.due_on), task.due_words
    for name, value in _settled(values).items():
        setattr(task, name, value)
    if not values.get("ordinal") and moved:
        task.ordinal = _next_ordinal(task)
    kept = partners if partners is not None else _partners_of(task)
    found = _check(task, kept, today)
    _save(task, expected)
    if partners is not None:
        _write_partners(task, partners, task.origin)
    if not task.is_closed:
        tell_given(task, partners or ())
        # A new lead agency learns the deadline with the task.
        if lead == task.lead_agency_id and due != (task.due_kind, task.due_on):
            tell_rescheduled(task, due_words, reason.strip())
    return task, cautions(found)


@action("Báo cáo tiến độ nhiệm vụ")
def report_progress(
    *, task: Task, expected: int, percent: int, note: str, today: date, by: User, started_on: date | None
) -> Task:
    """Store how far an open task is, when it began, and what its agency says about it."""
    _refuse_closed(task)
    task.progress_percent, task.note, task.started_on = percent, note, started_on
    refuse_if(rules.date_problems(task.dates, period=task.program.period, today=today))
    return _save(task, expected)


@action("Ghi hoàn thành nhiệm vụ")
def complete_task(*, task: Task, expected: int, on: date, evidence: str, today: date, by: User) -> Task:
    """Store the day on which the task was finished, with its evidence; a ruled status is lifted."""
    _refuse_closed(task)
    if not evidence.strip():
        raise RuleError(_NEEDS_EVIDENCE, field="evidence")
    refuse_if(rules.completion_problems(on, task.started_on, today))
    task.completed_on, task.progress_percent = on, 100
    task.override_status = task.override_reason = ""
    task.note = "\n".join(part for part in (task.note, f"Hoàn thành {format_date(on)}: {evidence}") if part)
    return _save(task, expected)


@action("Mở lại nhiệm vụ")
def reopen_task(*, task: Task, expected: int, by: User, reason: str) -> Task:
    """Open a finished, stopped or ruled task again; its status is computed from the dates from now on."""
    if task.completed_on is None and not task.override_status:
        raise RuleError("Nhiệm vụ đang mở, không cần mở lại.")
    _require_reason(reason, "mở lại nhiệm vụ")
    task.completed_on = None
    task.override_status = task.override_reason = ""
    return _save(task, expected)


@action("Ấn định trạng thái nhiệm vụ")
def set_override(*, task: Task, expected: int, status: str, by: User, reason: str) -> Task:
    """Rule the status of a task, whatever its dates say."""
    if status not in TaskStatus.values or status == TaskStatus.STOPPED:
        raise RuleError("Chọn trạng thái trong danh sách; dừng nhiệm vụ có nút riêng.", field="status")
    _require_reason(reason, "ấn định trạng thái")
    task.override_status, task.override_reason = status, reason.strip()
    return _save(task, expected)


@action("Dừng thực hiện nhiệm vụ")
def stop_task(*, task: Task, expected: int, by: User, reason: str) -> Task:
    """Stop a task for good, with the reason; it is never deleted."""
    _refuse_closed(task)
    _require_reason(reason, "dừng nhiệm vụ")
    task.override_status, task.override_reason = TaskStatus.STOPPED, reason.strip()
    return _save(task, expected)


def _require_reason(reason: str, act: str) -> None:
    if not reason.strip():
        raise RuleError(f"Ghi lý do {act}.", field="reason")


def _refuse_closed(task: Task) -> None:
    if task.override_status == TaskStatus.STOPPED:
        raise RuleError("Nhiệm vụ đã dừng thực hiện; mở lại trước.")
    if task.completed_on:
        raise RuleError(
            f"Nhiệm vụ đã ghi hoàn thành ngày {format_date(task.completed_on)}; mở lại trước khi ghi lại."
        )


def _settled(values: dict[str, Any]) -> dict[str, Any]:
    """Return the columns to set: a group brings its pillar, a kind without a day loses the day."""
    unknown = set(values) - set(COLUMNS)
    if unknown:
        raise TypeError(f"tasks have no column {sorted(unknown)} that an action may set")
    settled = {name: value for name, value in values.items() if name != "ordinal" or value}
    if settled.get("group"):
        settled["pillar"] = settled["group"].pillar
    if "due_kind" in settled and settled["due_kind"] not in DATED_KINDS:
        settled["due_on"] = None
    return settled


def _check(task: Task, partners: Sequence[Agency], today: date) -> list:
    found = rules.task_problems(
        lead=task.lead_agency,
        partners=partners,
        dates=task.dates,
        override=task.override_status,
        override_reason=task.override_reason,
        period=task.program.period,
        today=today,
    )
    if task.group and task.group.program_id != task.program_id:
        raise RuleError("Nhóm giải pháp này thuộc chương trình khác; chọn lại vị trí.", field="position")
    refuse_if(found)
    return found


def _save(task: Task, expected: int) -> Task:
    task.full_clean()
    return save_version(task, expected=expected)


def _partners_of(task: Task) -> list[Agency]:
    return [row.agency for row in task.co_agencies.select_related("agency")]


def _next_ordinal(task: Task) -> int:
    """Return the next free place in the task's group; 1 for a task without group."""
    if task.group is None:
        return 1
    last = Task.objects.filter(group=task.group).exclude(pk=task.pk).aggregate(last=Max("ordinal"))["last"]
    return (last or 0) + 1


def _save_under_next_code(task: Task, today: date) -> None:
    """Save under the next free code; two people adding at once get two codes."""
    year = (task.started_on or today).year
    for attempt in range(5):
        task.code = next_code(Task, CODE_PREFIX, year)
        try:
            with transaction.atomic():
                task.full_clean()
                task.save()
        except IntegrityError:
            if attempt == 4:
                raise
        else:
            return


def _write_partners(task: Task, partners: Sequence[Agency], origin: str) -> None:
    """Add and remove rows so that these agencies co-ordinate."""
    wanted = {agency.pk: agency for agency in partners}
    for row in task.co_agencies.all():
        if wanted.pop(row.agency_id, None) is None:
            row.delete()
    for agency in wanted.values():
        TaskAgency(task=task, agency=agency, origin=origin).save()
