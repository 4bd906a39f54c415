"""A meeting as a calendar file."""

from django.conf import settings
from django.views.decorators.http import require_safe

from core.access import note_access
from core.calendars import MIME, calendar_file
from core.http import attachment_response, get_visible_or_404
from core.models import AccessLog
from core.permissions import Area, area_required
from meetings.calendars import meeting_event
from meetings.models import Meeting


@require_safe
@area_required(Area.MEETINGS)
def meeting_calendar(request, slug):
    """Hand out the meeting as an iCalendar file; a later one replaces it in the calendar."""
    meeting = get_visible_or_404(Meeting.objects, request.user, slug=slug)
    note_access(request, AccessLog.Kind.DOWNLOAD, f"Lịch họp ({meeting})")
    data = calendar_file([meeting_event(meeting)], name=meeting.title, site=settings.SITE_URL)
    return attachment_response(data, filename=f"lich-{meeting.slug}.ics", content_type=MIME)
