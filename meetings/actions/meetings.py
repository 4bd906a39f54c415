"""Log, edit, close, reopen and cancel a meeting."""

from core.codes import take_turn
from core.dates import format_date
from core.history import action, save_version
from core.legal import blockers, refuse_if
from meetings import rules
from meetings.actions.checks import checked, reason_given, refuse_agency_of_another_day, refuse_if_closed
from meetings.actions.conclusions import append_sentences
from meetings.actions.follow_ups import right_after_on
from meetings.models import AgendaItem, Attendance, Conclusion, FollowUp, Meeting, Speech
from programs.models import DueKind


@action("Ghi cuộc họp")
def log_meeting(*, fields, attendances=(), agenda=(), speeches=(), conclusion="", today, by) -> Meeting:
    """Create a meeting with everything said about it, and return it.

    `fields`, `attendances` and `speeches` are dicts of model fields; `agenda` is a list of titles;
    `conclusion` is split into sentences, each of which waits for its mark.
    """
    held_on = fields["held_on"]
    take_turn(f"meeting {held_on}")
    taken = Meeting.objects.filter(slug__startswith=held_on.isoformat()).values_list("slug", flat=True)
    meeting = Meeting(**fields, slug=rules.slug_for(held_on, fields["purpose"], fields["title"], taken))
    sentences = rules.split_sentences(conclusion)
    meeting.status = rules.status_for(held_on, has_conclusions=bool(sentences), today=today)
    refuse_agency_of_another_day(meeting.organiser, held_on)
    checked(meeting).save()
    parts = (
        *(AgendaItem(meeting=meeting, ordinal=at, title=title) for at, title in enumerate(agenda, 1)),
        *(Attendance(meeting=meeting, ordinal=at, **row) for at, row in enumerate(attendances, 1)),
        *(Speech(meeting=meeting, ordinal=at, **row) for at, row in enumerate(speeches, 1)),
    )
    for part in parts:
        refuse_agency_of_another_day(getattr(part, "agency", None), held_on)
        checked(part).save()
    append_sentences(meeting, sentences)
    return meeting


@action("Sửa cuộc họp")
def edit_meeting(*, meeting, fields, version, today, by) -> Meeting:
    """Change what, when and where; its address stays. Deadlines "right after" follow the day."""
    refuse_if_closed(meeting)
    day_before = meeting.held_on
    for name, value in fields.items():
        setattr(meeting, name, value)
    refuse_agency_of_another_day(meeting.organiser, meeting.held_on)
    meeting.status = rules.status_for(
        meeting.held_on, has_conclusions=meeting.conclusions.exists(), today=today
    )
    save_version(checked(meeting), expected=version)
    if meeting.held_on != day_before:
        _move_right_after(meeting)
    return meeting


def _move_right_after(meeting):
    due_on = right_after_on(meeting.held_on)
    for follow_up in FollowUp.objects.filter(meeting=meeting, due_kind=DueKind.RIGHT_AFTER):
        if follow_up.due_on != due_on:
            if follow_up.due_on is not None:
                follow_up.first_due_on = follow_up.first_due_on or follow_up.due_on
                follow_up.due_reason = f"Ngày họp đổi sang {format_date(meeting.held_on)}"
            follow_up.due_on = due_on
            save_version(follow_up, expected=follow_up.version)


def meeting_problems(meeting, today):
    """Return what stands between the meeting and its confirmed minutes (Blockers and Cautions)."""
    conclusions = list(Conclusion.objects.filter(meeting=meeting))
    carried = set(FollowUp.objects.filter(meeting=meeting).values_list("conclusion_id", flat=True))
    wanted = (Attendance.Role.CHAIR, Attendance.Role.SECRETARY)
    named = Attendance.objects.filter(meeting=meeting, role__in=wanted).values_list("role", flat=True)
    roles = set(named)
    return rules.closing_problems(
        status=meeting.status,
        marks=[sentence.mark for sentence in conclusions],
        unsupported=sum(
            sentence.mark == Conclusion.Mark.TASK and sentence.pk not in carried for sentence in conclusions
        ),
        has_chair=Attendance.Role.CHAIR in roles,
        has_secretary=Attendance.Role.SECRETARY in roles,
        held_on=meeting.held_on,
        today=today,
    )


@action("Xác nhận biên bản")
def close_meeting(*, meeting, version, today, by) -> Meeting:
    """Confirm the minutes. Refused while a sentence of the conclusion has no mark."""
    refuse_if(blockers(meeting_problems(meeting, today)))
    meeting.status = Meeting.Status.CLOSED
    return save_version(meeting, expected=version)


@action("Mở lại biên bản")
def reopen_meeting(*, meeting, version, reason, today, by) -> Meeting:
    """Open confirmed minutes, or a cancelled meeting, with a reason that the history keeps."""
    refuse_if(rules.reopening_problems(meeting.status))
    reason_given(reason, "Ghi lý do mở lại biên bản.")
    meeting.status = rules.status_for(
        meeting.held_on, has_conclusions=meeting.conclusions.exists(), today=today
    )
    return save_version(meeting, expected=version)


@action("Hủy cuộc họp")
def cancel_meeting(*, meeting, version, reason, by) -> Meeting:
    """Cancel a meeting with a reason; refused once it has concluded something."""
    refuse_if_closed(meeting)
    refuse_if(rules.cancelling_problems(has_conclusions=meeting.conclusions.exists()))
    reason_given(reason, "Ghi lý do hủy cuộc họp.")
    meeting.status = Meeting.Status.CANCELLED
    return save_version(meeting, expected=version)
