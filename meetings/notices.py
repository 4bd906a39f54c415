"""What people are told about follow-ups: given out, reported, answered, moved, due, overdue.

The lead agency acts, co-ordinating agencies are informed, who writes the meeting accepts. The heads of the
lead agency hear of lateness only.
"""

from datetime import date

from core.actions.notices import notify
from core.dates import format_date
from core.models import Notice, Role, SwappedDay, User
from core.notices import Message, doers
from core.permissions import Area, Right, may
from core.reminders import reminder_for, rest_note
from meetings import rules
from meetings.models import FollowUp, FollowUpReport


def doers_of(agency_id, *, heads: bool = False) -> list[User]:
    """Return the accounts of the agency that report on its follow-ups."""
    return doers(agency_id, Area.FOLLOW_UPS, heads=heads)


def writers_of(meeting) -> list[User]:
    """Return the accounts that accept: who writes at the organiser, or the department where it has none."""
    found = doers_of(meeting.organiser_id) if meeting.organiser_id else []
    found = [user for user in found if may(user, Area.MEETINGS, Right.WRITE, {meeting.organiser_id})]
    return found or list(User.objects.filter(role=Role.SNGV_STAFF, is_active=True).order_by("pk"))


def tell_given(follow_up: FollowUp, co_agencies) -> None:
    """Tell the lead agency what it has to do, and the co-ordinating ones that they are named."""
    leading = doers_of(follow_up.lead_agency_id)
    notify(
        leading,
        Notice.Kind.ASSIGNED,
        f"Được giao: {follow_up.text}",
        f"{follow_up.lead_agency.name} chủ trì việc {follow_up.code}, giao tại {_meeting_words(follow_up)}",
        follow_up.get_absolute_url(),
        f"giao:{follow_up.code}:{follow_up.lead_agency_id}",
        todo="Bắt đầu, báo tiến độ và báo xong trên trang của việc",
        due_on=follow_up.due_on,
    )
    for agency in co_agencies:
        notify(
            [user for user in doers_of(agency.pk) if user not in leading],
            Notice.Kind.JOINED,
            f"Phối hợp: {follow_up.text}",
            f"{agency.name} phối hợp với {follow_up.lead_agency.label} trong việc {follow_up.code}",
            follow_up.get_absolute_url(),
            f"phoi-hop:{follow_up.code}:{agency.pk}",
            todo="Để biết và phối hợp khi cơ quan chủ trì cần",
            due_on=follow_up.due_on,
        )


def tell_rescheduled(follow_up: FollowUp, before: date, reason: str) -> None:
    """Tell the lead agency that its deadline moved, from when to when and why."""
    after = format_date(follow_up.due_on) if follow_up.due_on else follow_up.get_due_kind_display()
    notify(
        doers_of(follow_up.lead_agency_id),
        Notice.Kind.RESCHEDULED,
        f"Hạn mới {after}: {follow_up.text}",
        f"{follow_up.lead_agency.name} chủ trì việc {follow_up.code}; hạn trước là {format_date(before)}",
        follow_up.get_absolute_url(),
        f"doi-han:{follow_up.code}:{follow_up.version}",
        todo=f"Lý do đổi hạn: {reason}",
        due_on=follow_up.due_on,
    )


def tell_reported(report: FollowUpReport) -> None:
    """Tell who gave the work out that an agency reported on it; an end waits for their answer."""
    follow_up = report.follow_up
    is_end = report.kind == FollowUpReport.Kind.DONE
    agency = report.agency.label if report.agency else "Cơ quan"
    notify(
        writers_of(follow_up.meeting),
        Notice.Kind.REPORTED,
        f"{agency} báo {'xong' if is_end else 'tiến độ'}: {follow_up.text}",
        f"Anh/chị theo dõi việc {follow_up.code}, giao tại {_meeting_words(follow_up)}",
        f"{follow_up.get_absolute_url()}#bao-cao-{report.pk}",
        f"bao:{report.pk}",
        todo="Xem minh chứng, rồi nghiệm thu hoặc trả lại" if is_end else "Xem, ghi nhận hoặc trả lại",
        due_on=follow_up.due_on,
    )


def tell_accepted(report: FollowUpReport) -> None:
    """Tell the agency that its report was accepted."""
    follow_up = report.follow_up
    is_end = report.kind == FollowUpReport.Kind.DONE
    notify(
        doers_of(report.agency_id),
        Notice.Kind.ACCEPTED,
        f"{'Đã nghiệm thu' if is_end else 'Đã ghi nhận tiến độ'}: {follow_up.text}",
        f"{_agency_name(report)} báo việc {follow_up.code} ngày {format_date(report.day)}",
        follow_up.get_absolute_url(),
        f"nghiem-thu:{report.pk}:{report.version}",
    )


def tell_returned(report: FollowUpReport) -> None:
    """Tell the agency that its report came back, and why."""
    follow_up = report.follow_up
    notify(
        doers_of(report.agency_id),
        Notice.Kind.RETURNED,
        f"Bị trả lại: {follow_up.text}",
        f"{_agency_name(report)} báo việc {follow_up.code} ngày {format_date(report.day)}",
        follow_up.get_absolute_url(),
        f"tra-lai:{report.pk}:{report.version}",
        todo=f"Bổ sung rồi báo lại. Lý do: {report.answer}",
        due_on=follow_up.due_on,
    )


def morning_of_follow_ups(day: date):
    """Yield what is told about deadlines of follow-ups on the morning of this day."""
    swapped = SwappedDay.objects.by_day()
    rows = (
        FollowUp.objects.open(day)
        .filter(due_on__isnull=False)
        .select_related("lead_agency", "meeting")
        .with_report_mark()
    )
    known: dict[tuple[int, bool], tuple[User, ...]] = {}
    for follow_up in rows:
        found = reminder_for(follow_up.due_on, day, swapped)
        # Whoever has reported the end waits for the office, which was told when the report came.
        if found is None or follow_up.report_mark == rules.WAITING:
            continue
        who = (follow_up.lead_agency_id, found.is_overdue)
        if who not in known:
            known[who] = tuple(doers_of(who[0], heads=found.is_overdue))
        note = rest_note(follow_up.due_on, swapped) if not found.is_overdue else ""
        todo = "Báo xong, hoặc báo tiến độ và lý do chậm" if found.is_overdue else "Báo tiến độ hoặc báo xong"
        yield Message(
            users=known[who],
            kind=Notice.Kind.OVERDUE if found.is_overdue else Notice.Kind.DUE,
            subject=f"{found.words}: {follow_up.text}",
            why=f"{follow_up.lead_agency.name} chủ trì việc {follow_up.code}, "
            f"giao tại {_meeting_words(follow_up)}",
            url=follow_up.get_absolute_url(),
            # A deadline that moved is a new deadline, and is told anew.
            key=f"{found.step}:{follow_up.code}:{follow_up.due_on:%Y%m%d}",
            todo=f"{todo}; {note}" if note else todo,
            due_on=follow_up.due_on,
        )


def _meeting_words(follow_up):
    return f"{follow_up.meeting.title} ({follow_up.meeting.held_on:%d/%m/%Y})"


def _agency_name(report):
    return report.agency.name if report.agency else "Cơ quan"
