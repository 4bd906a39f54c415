"""What meetings and follow-ups put into calendars."""

from datetime import timedelta

from core.calendars import CalendarEvent
from meetings.models import FollowUp, Meeting

PAST, AHEAD = timedelta(days=90), timedelta(days=400)


def meeting_event(meeting):
    """Return a meeting as it stands in a calendar; its address, and so its id, never changes."""
    return CalendarEvent(
        key=f"hoi-nghi/{meeting.slug}",
        title=meeting.title,
        day=meeting.held_on,
        version=meeting.version,
        changed_at=meeting.updated_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        text="" if meeting.starts_at or not meeting.session else f"Buổi {meeting.get_session_display()}.",
        url=meeting.get_absolute_url(),
        is_cancelled=meeting.status == Meeting.Status.CANCELLED,
    )


def calendar_events(user, today):
    """Return the meetings that the account may read, and the deadlines of its agencies' own follow-ups."""
    meetings = Meeting.objects.visible_to(user).held_in(today - PAST, today + AHEAD)
    yield from (meeting_event(meeting) for meeting in meetings.order_by("held_on", "pk"))
    mine = FollowUp.objects.visible_to(user).led_or_joined_by(user.agency_ids()).open(today)
    for follow_up in mine.filter(due_on__range=(today - PAST, today + AHEAD)).order_by("due_on", "pk"):
        yield CalendarEvent(
            key=f"viec/{follow_up.code}",
            title=f"Hạn: {follow_up.text}",
            day=follow_up.due_on,
            version=follow_up.version,
            changed_at=follow_up.updated_at,
            text=f"Việc sau hội nghị {follow_up.code}.",
            url=follow_up.get_absolute_url(),
        )
