"""The program, its tasks, activities and associations."""

from dataclasses import replace

from tests.access import act, form, page, whole
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


def move(kit):
    return [kit.program.slug, "ASSIGNED_TASKS"]


def step(kit):
    return [kit.step.program.slug, kit.step.pk]


def group(kit):
    return [kit.group.pk]


def drafts(kit):
    return [kit.draft.program.slug]


def draft(kit):
    return [kit.draft.program.slug, kit.draft.number]


def paragraph(kit):
    return [*draft(kit), kit.draft_section.key]


def table(kit):
    return [*draft(kit), kit.draft_table.key]


def chapter(kit):
    return [*draft(kit), kit.draft_chapter.key]


def draft_batch(kit):
    return [kit.program.slug, kit.draft_batch.code]


def batch(kit):
    return [kit.task_batch.code]


def formula(kit):
    return [*draft(kit), "trong-viec"]


def key_point(kit):
    return [*draft(kit), kit.key_point.pk]


def kept_finding(kit):
    return [*draft(kit), kit.kept_finding.pk]


def no_finding(kit):
    return [*draft(kit), "0" * 16]


SETTLES = {"SNGV_HEAD", "SNGV_LEADER"}
READS_ALL_OPINIONS = DEPARTMENT | {"ADMIN", "AUDITOR", "VAN_THU", "VPUB", "UBND_LEADER"}
ALL_OPINIONS = {"own": READS_ALL_OPINIONS, "denied": EVERYBODY - READS_ALL_OPINIONS}
# The drafts of the world are in work: who is consulted reads them once they are frozen (test_draft_rights).
DRAFT_READERS = EVERYBODY - FOCALS - UNION - {"HOI_EDITOR", "TU_VIEWER", "FIN"}
DRAFT_FORM = {"own": DEPARTMENT, "readers": DRAFT_READERS}
PROGRAM_FORM = {"own": DEPARTMENT, "readers": EVERYBODY}

ROWS = {
    "programs:draft_list": page(drafts, own=EVERYBODY),
    "programs:draft_gates": page(draft, own=DRAFT_READERS, shown=302),
    "programs:draft_detail": page(draft, own=DRAFT_READERS),
    "programs:draft_section": page(paragraph, own=DRAFT_READERS),
    "programs:draft_freeze": form(draft, own=SETTLES, readers=DRAFT_READERS),
    "programs:draft_budget": form(draft, own=SETTLES, readers=DRAFT_READERS, posted=200),
    "programs:draft_preamble": form(draft, **DRAFT_FORM),
    "programs:draft_new_version": form(draft, **DRAFT_FORM),
    "programs:draft_paragraph": page(paragraph, own=DRAFT_READERS, shown=302),
    "programs:draft_paragraph_edit": form(paragraph, **DRAFT_FORM),
    "programs:draft_paragraph_add": form(paragraph, **DRAFT_FORM),
    "programs:draft_paragraph_remove": form(paragraph, **DRAFT_FORM),
    "programs:draft_paragraph_split": form(paragraph, **DRAFT_FORM),
    "programs:draft_paragraph_arrange": act(paragraph, **DRAFT_FORM),
    "programs:draft_paragraph_wordings": form(paragraph, **DRAFT_FORM),
    "programs:draft_removed": form(draft, **DRAFT_FORM),
    "programs:draft_table_edit": form(table, **DRAFT_FORM),
    "programs:draft_author": form(chapter, **DRAFT_FORM),
    "programs:draft_import": form(drafts, **PROGRAM_FORM),
    "programs:draft_import_check": form(
        draft_batch, own=DEPARTMENT, other=(), readers=EVERYBODY, readers_other=()
    ),
    "reports:opinions_pdf": page(drafts, **ALL_OPINIONS),
    "reports:opinions_docx": page(drafts, **ALL_OPINIONS),
    "reports:opinions_sheet": page(drafts, **ALL_OPINIONS),
    "reports:draft_docx": page(draft, own=DRAFT_READERS),
    "reports:draft_checks": page(draft, own=DRAFT_READERS),
    # The paragraph of the world has no error, so the form leads back to the findings.
    "reports:finding_keep": whole(
        replace(form(no_finding, own=SETTLES, readers=DRAFT_READERS, posted=302), shown=302)
    ),
    "reports:finding_lift": act(kept_finding, own=SETTLES, readers=DRAFT_READERS),
    "programs:program_list": page(own=EVERYBODY),
    "programs:program_detail": page(program, own=EVERYBODY),
    "programs:draft_compare": page(program, own=EVERYBODY),
    "programs:draft_hints": page(draft, own=DRAFT_READERS),
    "programs:point_list": page(draft, own=DRAFT_READERS),
    "programs:point_propose": act(draft, own=DEPARTMENT, readers=DRAFT_READERS),
    "programs:point_judge": act(draft, own=DEPARTMENT, readers=DRAFT_READERS),
    "programs:hint_apply": act(draft, own=DEPARTMENT, readers=DRAFT_READERS),
    "programs:hint_undo": act(draft, own=DEPARTMENT, readers=DRAFT_READERS),
    "programs:hint_formula": whole(form(formula, **DRAFT_FORM)),
    "programs:point_words_back": act(key_point, own=DEPARTMENT, readers=DRAFT_READERS),
    "programs:point_words_undo": act(draft, own=DEPARTMENT, readers=DRAFT_READERS),
    "programs:point_add": form(draft, **DRAFT_FORM),
    "programs:point_link": form(key_point, **DRAFT_FORM),
    "programs:point_drop": form(key_point, own=SETTLES, readers=DRAFT_READERS),
    # Nothing is chosen, so the page leads back to the list.
    "programs:point_drop_many": replace(
        form(draft, own=SETTLES, readers=DRAFT_READERS, posted=302), shown=302
    ),
    "programs:point_restore": act(key_point, own=DEPARTMENT, readers=DRAFT_READERS),
    "programs:point_bring_back": act(key_point, own=DEPARTMENT, readers=DRAFT_READERS),
    "programs:point_bring_back_undo": act(paragraph, own=DEPARTMENT, readers=DRAFT_READERS),
    "programs:program_add": form(own=DEPARTMENT, readers=EVERYBODY),
    "programs:program_edit": form(program, own=DEPARTMENT, readers=EVERYBODY),
    "programs:program_life": page(program, own=EVERYBODY),
    "programs:program_move": whole(form(move, own=DEPARTMENT | {"VPUB", "UBND_LEADER"}, readers=EVERYBODY)),
    "programs:program_assign": form(drafts, own=DEPARTMENT, readers=EVERYBODY),
    "programs:program_step_file": page(step, own=EVERYBODY),
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
    "programs:import_correct": act(
        batch, own=KEEPS_TASKS, other=(), readers=EVERYBODY, readers_other=OWN_BATCH["other"]
    ),
    "programs:import_write": act(
        batch, own=KEEPS_TASKS, other=(), readers=EVERYBODY, readers_other=OWN_BATCH["other"]
    ),
}
