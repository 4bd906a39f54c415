"""Who may do what with reports, and which dashboard an account reads."""

from core.clerks import is_clerk_of
from core.models import Role
from core.permissions import TABLE, Area, Reach, Right, may_anywhere, reach
from meetings.permissions import reads_all_opinions
from reports.authors import SIGNERS, acts_for
from reports.life import Part
from reports.models import Report

# Those who log and push the work; leaders and readers look at the whole.
_DESK_ROLES = frozenset(
    {
        Role.SNGV_STAFF,
        Role.SNGV_HEAD,
        Role.VPUB,
        Role.LH_STAFF,
        Role.HOI_EDITOR,
        Role.FOCAL,
        Role.FIN,
    }
)
WRITING = frozenset(role for role, row in TABLE.items() if row[Area.REPORTS].write is not Reach.NONE)
# Who has a leader's part: approves or signs.
LEADERS = SIGNERS | {role for role, row in TABLE.items() if row[Area.REPORTS].approve is not Reach.NONE}
_FIGURE_AREAS = (Area.AID, Area.TASKS, Area.MEETINGS, Area.FOLLOW_UPS, Area.ACTIVITIES)


def can_add_report(user):
    """Whether the account may begin a report at all."""
    return may_anywhere(user, Area.REPORTS, Right.WRITE)


def can_write_for(user, agency):
    """Whether the account may write what this agency reports, None for the province (reports/authors.py)."""
    return acts_for(user, Right.WRITE, agency)


def can_edit_report(user, report):
    """Whether the account may change the words and the particulars of the report."""
    return can_write_for(user, report.issuer)


def can_discard_report(user, report):
    """Whether the account may take this draft out: who writes for its issuer, or began it by mistake."""
    if not can_edit_report(user, report):
        return False
    begun = report.history.order_by("history_id").first()
    return report.issuer_id in user.agency_ids() or (begun is not None and begun.history_user_id == user.pk)


def can_approve_report(user, report):
    """Whether the account may approve the content of the report."""
    return acts_for(user, Right.APPROVE, report.issuer)


def can_sign(user):
    """Whether the account signs papers of some agency."""
    return user.is_active and user.role in SIGNERS


def can_sign_report(user, report):
    """Whether the account signs papers of the agency that issues the report; nobody signs for another."""
    return can_sign(user) and report.issuer_id in user.agency_ids()


def can_take_step(user, report, part):
    """Whether the role of the account has this part with the report; who had another is asked elsewhere."""
    match Part(part):
        case Part.DRAFTS:
            return can_edit_report(user, report)
        case Part.APPROVES:
            return can_approve_report(user, report)
        case Part.SIGNS:
            return can_sign_report(user, report)
        case Part.CHECKS | Part.NUMBERS:
            return is_clerk_of(user, report.issuer_id)


def can_return_report(user, report):
    """Whether the account may send the report back to its authors: who has a part with it.

    Once it is signed, only who signed it, or the clerk who gives the number next.
    """
    if report.status == Report.Status.SIGNED:
        return is_clerk_of(user, report.issuer_id) or has_signed(user, report)
    return can_print_report(user, report)


def has_signed(user, report):
    """Whether the account is the one that signed the report since it was last a draft."""
    signed = report.steps.filter(to_status=Report.Status.SIGNED).order_by("-pk").first()
    return signed is not None and signed.person_id == user.pk


def can_print_report(user, report):
    """Whether the account has any part with the report, so may have its PDF made."""
    return any(can_take_step(user, report, part) for part in Part)


def has_own_work(user):
    """Whether the dashboard of the account shows its own work first; leaders' dashboards do not."""
    return user.role in _DESK_ROLES


def reads_own_only(user):
    """Whether some numbers of the account cover its own agencies alone."""
    return any(reach(user, area) is Reach.OWN for area in _FIGURE_AREAS)


def can_read_dossier(user, program):
    """Whether the account may read what goes up with the program: the text, and what every agency said."""
    return reach(user, Area.PROGRAM) is Reach.ALL and can_read_all_opinions(user)


def can_read_all_opinions(user):
    """Whether the account may read what every agency said, so the table that holds it all."""
    return reads_all_opinions(user)


def can_keep_aid_forms(user):
    """Whether the account may change which columns the tables of aid have: who writes for the province."""
    return reach(user, Area.AID, Right.WRITE) is Reach.ALL


def can_keep_outlines(user):
    """Whether the account may change what kinds of reports there are: who writes for the province."""
    return reach(user, Area.REPORTS, Right.WRITE) is Reach.ALL
