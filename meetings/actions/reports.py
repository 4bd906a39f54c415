"""Agencies report on their follow-ups; who gave the work out accepts or returns."""

from core.attachments import store_attachment
from core.history import action, save_version
from core.legal import refuse_if
from meetings import notices, rules
from meetings.actions.checks import checked, reason_given
from meetings.models import FollowUp, FollowUpReport


@action("Báo cáo việc sau hội nghị")
def report_follow_up(
    *, follow_up, kind, day, text, agency, today, by, percent=None, upload=None
) -> FollowUpReport:
    """Store what an agency reports, with its evidence; work that had not begun begins on that day.

    Raises RuleError, FileRefused. The report of an end waits for the office; the work stays open till then.
    """
    # Two reports at the same moment: the second waits here, and then sees the first.
    follow_up = (
        FollowUp.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=follow_up.pk)
    )
    leads = agency is not None and agency.pk == follow_up.lead_agency_id
    refuse_if(
        rules.report_problems(
            kind=kind, state=_state(follow_up), mark=mark_now(follow_up), text=text, leads=leads
        )
    )
    refuse_if(rules.day_problems(day, meeting_day=follow_up.meeting.held_on, today=today, what="báo cáo"))
    is_end = kind == FollowUpReport.Kind.DONE
    report = FollowUpReport(
        follow_up=follow_up,
        kind=kind,
        agency=agency,
        day=day,
        percent=100 if is_end else percent,
        text=text.strip(),
        attachment=store_attachment(upload=upload, by=by) if upload else None,
    )
    checked(report).save()
    if follow_up.started_on is None:
        follow_up.started_on = day
        save_version(checked(follow_up), expected=follow_up.version)
    notices.tell_reported(report)
    return report


@action("Nghiệm thu báo cáo việc")
def accept_report(*, report, version, today, by) -> FollowUpReport:
    """Accept what was reported; an accepted end ends the work on the day that the agency reported."""
    follow_up = report.follow_up
    _refuse_answer(report, accepts=True)
    report.state = FollowUpReport.State.ACCEPTED
    report.answered_by, report.answered_on = by, today
    save_version(checked(report), expected=version)
    if report.kind == FollowUpReport.Kind.DONE:
        follow_up.completed_on, follow_up.accepted_on = report.day, today
        follow_up.result = report.text
        save_version(checked(follow_up), expected=follow_up.version)
    notices.tell_accepted(report)
    return report


@action("Trả lại báo cáo việc")
def return_report(*, report, reason, version, today, by) -> FollowUpReport:
    """Send the report back with a reason; the work stays open."""
    _refuse_answer(report, accepts=False)
    report.answer = reason_given(reason, "Ghi lý do trả lại để cơ quan biết cần làm gì thêm.")
    report.state = FollowUpReport.State.RETURNED
    report.answered_by, report.answered_on = by, today
    save_version(checked(report), expected=version)
    notices.tell_returned(report)
    return report


def take_back_acceptance(follow_up, *, reason, today, by):
    """Return the accepted end of work that is opened again, if it was accepted from a report."""
    report = (
        FollowUpReport.objects.filter(
            follow_up=follow_up, kind=FollowUpReport.Kind.DONE, state=FollowUpReport.State.ACCEPTED
        )
        .order_by("pk")
        .last()
    )
    if report is None:
        return
    report.follow_up = follow_up
    report.state, report.answer = FollowUpReport.State.RETURNED, reason
    report.answered_by, report.answered_on = by, today
    save_version(checked(report), expected=report.version)
    notices.tell_returned(report)


def mark_now(follow_up):
    """Return the mark that the last report leaves on the follow-up."""
    last = FollowUpReport.objects.filter(follow_up=follow_up).order_by("pk").last()
    return rules.mark_of(last and rules.Reported(last.kind, last.state))


def _refuse_answer(report, *, accepts):
    refuse_if(
        rules.answer_problems(
            kind=report.kind,
            report_state=report.state,
            state=_state(report.follow_up),
            accepts=accepts,
        )
    )


def _state(follow_up):
    return rules.progress(follow_up.started_on, follow_up.completed_on, follow_up.cancelled_on)
