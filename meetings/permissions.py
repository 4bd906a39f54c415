"""Who may do what with meetings, follow-ups and awards. "Own" is said here."""

from core.clerks import is_clerk_of
from core.permissions import Area, Reach, Right, may, may_anywhere, reach
from meetings.models.opinions import reads_words


def can_log_meeting(user):
    """Whether the account may log meetings at all."""
    return may_anywhere(user, Area.MEETINGS, Right.WRITE)


def can_log_for(user, organiser_id):
    """Whether the account may log a meeting that this agency organises."""
    return may(user, Area.MEETINGS, Right.WRITE, {organiser_id})


def can_edit_meeting(user, meeting):
    """Whether the account may change this meeting; its own are those that its agencies organise."""
    return may(user, Area.MEETINGS, Right.WRITE, {meeting.organiser_id})


def can_close_meeting(user, meeting):
    """Whether the account may confirm the minutes or open them again: the writer or the chair's side."""
    return can_edit_meeting(user, meeting) or may(user, Area.MEETINGS, Right.APPROVE, {meeting.organiser_id})


def can_number_document(user, meeting):
    """Whether the account may give official papers of this meeting their number and day.

    That is the clerk's of the agency that organises it, as for reports (core/clerks.py).
    """
    return is_clerk_of(user, meeting.organiser_id)


def can_edit_follow_up(user, follow_up):
    """Whether the account may change what was given, to whom and until when: who writes the meeting."""
    return can_edit_meeting(user, follow_up.meeting)


def can_report_follow_up(user, follow_up, co_agency_ids):
    """Whether the account may report start and end: who writes the meeting, who leads or co-ordinates."""
    return can_edit_follow_up(user, follow_up) or may(
        user, Area.FOLLOW_UPS, Right.WRITE, {follow_up.lead_agency_id, *co_agency_ids}
    )


def reporting_agency(user, follow_up, joined):
    """Return the agency for which the account reports: the lead where it is its own, else one that joins.

    `joined` are the follow-up's FollowUpAgency rows with their agencies.
    """
    for agency in (follow_up.lead_agency, *(row.agency for row in joined)):
        if agency.pk in user.agency_ids() and may(user, Area.FOLLOW_UPS, Right.WRITE, {agency.pk}):
            return agency
    return None


def can_edit_award(user, award):
    """Whether the account may change this award: its giver, or who writes the meeting where it was given."""
    owners = {award.giving_agency_id, award.meeting.organiser_id if award.meeting_id else None}
    return may(user, Area.MEETINGS, Right.WRITE, owners - {None})


def can_add_award(user):
    """Whether the account may record awards at all."""
    return may_anywhere(user, Area.MEETINGS, Right.WRITE)


def can_consult(user):
    """Whether the account may open rounds, record letters and answer opinions: the drafting department."""
    return reach(user, Area.OPINIONS, Right.WRITE) is Reach.ALL


def can_contribute(user, agency_id):
    """Whether the account may write the opinion of this agency in the portal."""
    return agency_id in user.agency_ids() and may_anywhere(user, Area.OPINIONS, Right.WRITE)


def sees_only_counts(user):
    """Whether the account reads how many said what, and not what they said (domain.md 2.3)."""
    return reach(user, Area.OPINIONS) is Reach.ALL and reads_words(user) is Reach.NONE


def can_log_opinions(user, meeting):
    """Whether the account may log what is said at the meeting about a draft: the drafting department."""
    return can_consult(user) and can_edit_meeting(user, meeting)


def reads_all_opinions(user):
    """Whether the account may read what every agency said."""
    return reads_words(user) is Reach.ALL
