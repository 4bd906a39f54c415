"""The program, its tasks, activities and associations."""

from tests.access import act, form, page
from tests.access_rows.roles import DEPARTMENT, EVERYBODY, FOCALS, UNION

OWN_ONLY = FOCALS | {"HOI_EDITOR"}
TASK_OTHER = EVERYBODY - OWN_ONLY
KEEPS_TASKS = DEPARTMENT | UNION | {"VPUB"}
TASK = {"readers": EVERYBODY, "readers_other": TASK_OTHER}
REPORT = {"own": KEEPS_TASKS | OWN_ONLY, "other": DEPARTMENT, **TASK}
RULE = {"own": KEEPS_TASKS, "other": DEPARTMENT, **TASK}

ACTIVITY_WRITERS = DEPARTMENT | UNION | {"HOI_EDITOR"}
ACTIVITY_OTHER = EVERYBODY - OWN_ONLY
ACTIVITY = {
    "own": ACTIVITY_WRITERS,
    "other": DEPARTMENT,
    "readers": EVERYBODY,
    "readers_other": ACTIVITY_OTHER,
}
OWN_BATCH = {"own": EVERYBODY, "other": {"ADMIN", "AUDITOR"}}


def task(kit):
    return [kit.task.code]


def activity(kit):
    return [kit.activity.code]


def association(kit):
    return [kit.association.pk]


def program(kit):
    return [kit.program.slug]


def group(kit):
    return [kit.group.pk]


def batch(kit):
    return [kit.task_batch.code]


ROWS = {
    "programs:program_list": page(own=EVERYBODY),
    "programs:program_detail": page(program, own=EVERYBODY),
    "programs:draft_compare": page(program, own=EVERYBODY),
    "programs:program_add": form(own=DEPARTMENT, readers=EVERYBODY),
    "programs:program_edit": form(program, own=DEPARTMENT, readers=EVERYBODY),
    "programs:group_add": form(program, own=DEPARTMENT, readers=EVERYBODY),
    "programs:group_edit": form(group, own=DEPARTMENT, readers=EVERYBODY),
    "programs:task_list": page(own=EVERYBODY),
    "programs:my_tasks": page(own=EVERYBODY),
    "programs:task_add": form(own=KEEPS_TASKS, readers=EVERYBODY),
    "programs:task_detail": page(task, own=EVERYBODY, other=TASK_OTHER),
    "programs:task_edit": form(task, **RULE),
    "programs:task_progress": act(task, **REPORT, posted=200),
    "programs:task_complete": act(task, **REPORT, posted=200),
    "programs:task_reopen": act(task, **RULE, posted=200),
    "programs:task_override": act(task, **RULE, posted=200),
    "programs:task_stop": act(task, **RULE, posted=200),
    "programs:activity_list": page(own=EVERYBODY),
    "programs:activity_add": form(own=ACTIVITY_WRITERS, readers=EVERYBODY),
    "programs:activity_detail": page(activity, own=EVERYBODY, other=ACTIVITY_OTHER),
    "programs:activity_edit": form(activity, **ACTIVITY),
    "programs:association_list": page(own=EVERYBODY),
    "programs:association_detail": page(association, own=EVERYBODY),
    "programs:association_edit": form(
        association, own=ACTIVITY_WRITERS, other=DEPARTMENT | UNION, readers=EVERYBODY
    ),
    "programs:import_start": form(own=KEEPS_TASKS, readers=EVERYBODY),
    "programs:import_template": page(own=KEEPS_TASKS, denied=EVERYBODY - KEEPS_TASKS),
    "programs:import_example": page(own=KEEPS_TASKS, denied=EVERYBODY - KEEPS_TASKS),
    "programs:import_check": page(batch, **OWN_BATCH),
    "programs:import_progress": page(batch, **OWN_BATCH, shown=302),
    "programs:import_result": page(batch, **OWN_BATCH, shown=302),
    "programs:import_write": act(
        batch, own=KEEPS_TASKS, other=(), readers=EVERYBODY, readers_other=OWN_BATCH["other"]
    ),
}
