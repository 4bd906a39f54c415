"""Give out work after a meeting, and report how it goes."""

from core.codes import next_code
from core.dates import DateError
from core.history import action, save_version
from core.legal import RuleError, refuse_if
from core.models import LegalValue, SwappedDay
from meetings import notices, rules
from meetings.actions.checks import checked, reason_given, refuse_agency_of_another_day, refuse_if_closed
from meetings.actions.reports import take_back_acceptance
from meetings.models import Conclusion, FollowUp, FollowUpAgency


def right_after_on(meeting_day):
    """Return the day that "right after the meeting" means, or None while the office has not fixed one."""
    try:
        value = LegalValue.objects.in_force(rules.RIGHT_AFTER_CODE, meeting_day)
    except LegalValue.DoesNotExist:
        return None
    limit = rules.RightAfter(value.value, value.unit == LegalValue.Unit.WORKING_DAYS)
    swapped = SwappedDay.objects.by_day() if limit.working else None
    return rules.due_on_for("NGAY_SAU_HOP", rules.TypedDue(), meeting_day, limit, swapped)


@action("Giao việc sau hội nghị")
def add_follow_up(*, meeting, fields, due, co_agencies=(), conclusion=None, by) -> FollowUp:
    """Create a follow-up, from a sentence of the conclusion or bare; the sentence is marked as given out.

    `due` is a TypedDue; the day is computed here.
    """
    refuse_if_closed(meeting)
    follow_up = FollowUp(meeting=meeting, conclusion=conclusion, **fields)
    follow_up.code = next_code(FollowUp, "VS", meeting.held_on.year)
    _set_due(follow_up, due)
    _check_agencies(follow_up, co_agencies)
    checked(follow_up).save()
    for agency in co_agencies:
        checked(FollowUpAgency(follow_up=follow_up, agency=agency)).save()
    if conclusion is not None and conclusion.mark != Conclusion.Mark.TASK:
        conclusion.mark = Conclusion.Mark.TASK
        save_version(conclusion, expected=conclusion.version)
    notices.tell_given(follow_up, co_agencies)
    return follow_up


@action("Sửa việc sau hội nghị")
def edit_follow_up(*, follow_up, fields, due, co_agencies, version, by, reason="") -> FollowUp:
    """Change what was given, to whom and until when; a deadline once given changes only with a reason.

    The first deadline stays on the follow-up, and the last reason for moving it.
    """
    refuse_if(rules.act_problems("edit", _state(follow_up)))
    before = follow_up.due_on
    for name, value in fields.items():
        setattr(follow_up, name, value)
    _set_due(follow_up, due)
    _check_agencies(follow_up, co_agencies)
    moved = before is not None and before != follow_up.due_on
    if moved:
        follow_up.first_due_on = follow_up.first_due_on or before
        follow_up.due_reason = reason.strip()
    save_version(checked(follow_up), expected=version)
    # Asked after the version: a deadline that somebody else has just moved is a conflict.
    refuse_if(rules.reschedule_problems(before, follow_up.due_on, reason))
    stored = {row.agency_id: row for row in FollowUpAgency.objects.filter(follow_up=follow_up)}
    wanted = {agency.pk: agency for agency in co_agencies}
    for agency_id in stored.keys() - wanted.keys():
        stored[agency_id].delete()
    for agency_id in wanted.keys() - stored.keys():
        checked(FollowUpAgency(follow_up=follow_up, agency=wanted[agency_id])).save()
    # Whoever leads or joins only now is told; the others know already.
    notices.tell_given(follow_up, co_agencies)
    if moved:
        notices.tell_rescheduled(follow_up, before, follow_up.due_reason)
    return follow_up


@action("Bắt đầu việc")
def start_follow_up(*, follow_up, day, version, today, by) -> FollowUp:
    """Note the day on which the work began."""
    refuse_if(rules.act_problems("start", _state(follow_up)))
    refuse_if(rules.day_problems(day, meeting_day=follow_up.meeting.held_on, today=today, what="bắt đầu"))
    follow_up.started_on = day
    return save_version(checked(follow_up), expected=version)


@action("Báo xong việc")
def complete_follow_up(*, follow_up, day, result, version, today, by) -> FollowUp:
    """Note the day on which the work was done, and what came of it: said by who gave it out, so accepted."""
    refuse_if(rules.act_problems("complete", _state(follow_up)))
    refuse_if(rules.day_problems(day, meeting_day=follow_up.meeting.held_on, today=today, what="xong"))
    if not result.strip():
        raise RuleError("Ghi kết quả một dòng: văn bản, sản phẩm hoặc việc đã làm.", field="result")
    follow_up.completed_on, follow_up.accepted_on = day, today
    follow_up.result = result
    return save_version(checked(follow_up), expected=version)


@action("Dừng việc")
def cancel_follow_up(*, follow_up, reason, version, today, by) -> FollowUp:
    """Stop the work with a reason."""
    refuse_if(rules.act_problems("cancel", _state(follow_up)))
    follow_up.cancel_reason = reason_given(reason, "Ghi lý do dừng việc.")
    follow_up.cancelled_on = today
    return save_version(checked(follow_up), expected=version)


@action("Mở lại việc")
def reopen_follow_up(*, follow_up, reason, version, today, by) -> FollowUp:
    """Take back the end or the stop of the work with a reason; an accepted report goes back to its agency."""
    refuse_if(rules.act_problems("reopen", _state(follow_up)))
    reason = reason_given(reason, "Ghi lý do mở lại việc.")
    was_done = follow_up.completed_on is not None
    follow_up.completed_on = follow_up.accepted_on = follow_up.cancelled_on = None
    follow_up.cancel_reason = ""
    save_version(checked(follow_up), expected=version)
    if was_done:
        take_back_acceptance(follow_up, reason=reason, today=today, by=by)
    return follow_up


def _state(follow_up):
    return rules.progress(follow_up.started_on, follow_up.completed_on, follow_up.cancelled_on)


def _set_due(follow_up, due):
    """Compute the day of the deadline. Raises RuleError for the field of the deadline."""
    day = follow_up.meeting.held_on
    try:
        follow_up.due_on = rules.due_on_for(follow_up.due_kind, due, day)
    except DateError as error:
        raise RuleError(str(error), field="due") from error
    if follow_up.due_kind == "NGAY_SAU_HOP":
        follow_up.due_on = right_after_on(day)
    refuse_if(rules.due_problems(follow_up.due_on, day))


def _check_agencies(follow_up, co_agencies):
    refuse_if(rules.lead_problems(follow_up.lead_agency_id, [agency.pk for agency in co_agencies]))
    for agency in (follow_up.lead_agency, *co_agencies):
        refuse_agency_of_another_day(agency, follow_up.meeting.held_on)
