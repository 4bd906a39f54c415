"""Who may do what with the program, its tasks, activities and associations.

A task belongs to its lead agency. Accounts that read everything and write their own (the provincial office,
the Union) keep their tasks; accounts that read only their own (focal points, associations) report on the
tasks their agency leads and change neither title nor deadline.
"""

from core.models import AgencyKind, Role
from core.permissions import Area, Reach, Right, may, may_anywhere, reach
from programs.life import STATES
from programs.models import Draft


def _only_reports(user):
    return reach(user, Area.TASKS) is Reach.OWN


def can_add_task(user):
    """Whether the account may write new tasks at all."""
    return may_anywhere(user, Area.TASKS, Right.WRITE) and not _only_reports(user)


def can_lead_task(user, agency_id):
    """Whether the account may write a task that this agency leads."""
    return can_add_task(user) and may(user, Area.TASKS, Right.WRITE, {agency_id})


def can_edit_task(user, task):
    """Whether the account may change title, deadline, agencies and ruled status of the task."""
    return can_lead_task(user, task.lead_agency_id)


def can_report_task(user, task):
    """Whether the account may report progress and completion; co-ordinating agencies only read."""
    return may(user, Area.TASKS, Right.WRITE, {task.lead_agency_id})


def can_edit_program(user):
    """Whether the account may change programs and their solution groups."""
    return may_anywhere(user, Area.PROGRAM, Right.WRITE)


def can_move_program(user, to):
    """Whether the account may move a program into this state; who may is written beside the state."""
    return user.is_active and (user.is_system or user.role in STATES[to].movers)


def can_give_tasks(user):
    """Whether the account may turn what a program assigns into tasks of all agencies."""
    return can_edit_program(user) and reach(user, Area.TASKS, Right.WRITE) is Reach.ALL


def can_read_draft(user, draft):
    """Whether the account may read this version of a program's text."""
    return Draft.objects.visible_to(user).filter(pk=draft.pk).exists()


def can_settle_draft(user):
    """Whether the account may freeze a version of a draft and give its length: heads and leaders."""
    if not can_edit_program(user):
        return False
    return may_anywhere(user, Area.PROGRAM, Right.APPROVE) or user.role == Role.SNGV_HEAD


def can_print_comparison(user):
    """Whether the account may take the paper of a comparison: it names the opinions of every agency."""
    return reach(user, Area.OPINIONS) is Reach.ALL and user.role != Role.TU_VIEWER


def can_add_activity(user):
    """Whether the account may log activities at all."""
    return may_anywhere(user, Area.ACTIVITIES, Right.WRITE)


def can_log_activity(user, agency_id):
    """Whether the account may write an activity that this agency organised."""
    return may(user, Area.ACTIVITIES, Right.WRITE, {agency_id})


def can_edit_activity(user, activity):
    """Whether the account may change the activity."""
    return can_log_activity(user, activity.agency_id)


def can_edit_association(user, association):
    """Whether the account may change what is known about a member association.

    The Union keeps the register of its members; an association keeps its own entry.
    """
    if not can_add_activity(user):
        return False
    is_union = user.agency is not None and user.agency.kind == AgencyKind.UNION
    return is_union or may(user, Area.ACTIVITIES, Right.WRITE, {association.agency_id})
