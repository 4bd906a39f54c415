"""The list of meetings and the page of one."""

from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import get_visible_or_404, render_page
from core.lists import ListPage
from core.money import format_number
from core.permissions import Area, area_required
from meetings import permissions
from meetings.directory import Directory
from meetings.filters import MeetingFilterSet
from meetings.forms.logging import OpinionLineForm
from meetings.meeting_opinions import opinion_part
from meetings.models import Meeting
from meetings.record import meeting_page
from meetings.tables import MeetingTable


def _totals(rows):
    return f"{format_number(rows.count())} cuộc họp"


@require_safe
@area_required(Area.MEETINGS)
def meeting_list(request):
    """The meetings that this account may read."""
    page = ListPage(
        request,
        Meeting.objects.visible_to(request.user).for_list(),
        filterset=MeetingFilterSet,
        table=MeetingTable,
        name="Hội nghị, cuộc họp",
        totals=_totals,
    )
    if page.wants_export:
        return page.export()
    may_add = permissions.can_log_meeting(request.user)
    context = {"page": page, "add_url": reverse("meetings:meeting_add") if may_add else ""}
    return render_page(request, "meetings/meeting_list.html", context, parts=["ket-qua"])


@require_safe
@area_required(Area.MEETINGS)
def meeting_detail(request, slug):
    """The page of one meeting."""
    meeting = get_visible_or_404(Meeting.objects.for_page(), request.user, slug=slug)
    return render_meeting(request, meeting)


def line_of(meeting):
    """Return the empty line in which an opinion is logged."""
    return OpinionLineForm(directory=None, draft=meeting.draft)


def render_meeting(request, meeting, **extra):
    """Return the page of a meeting; `form` and `form_for` open the line that gives out work."""
    context = meeting_page(meeting, request.user, timezone.localdate())
    waiting = [sentence.record.pk for sentence in context["sentences"] if sentence.is_open]
    is_marking = request.GET.get("buoc") == "ket-luan"
    spoken = opinion_part(meeting, request.user)
    context |= {
        "spoken": spoken,
        "line_form": line_of(meeting) if spoken and spoken["may_log"] else None,
        "focus_on": waiting[0] if is_marking and waiting else None,
        # The last sentence marked, the next step is to confirm the minutes.
        "focus_on_close": is_marking and bool(context["sentences"]) and not waiting,
        "breadcrumb": [{"label": "Hội nghị", "url": reverse("meetings:meeting_list")}],
        "form": None,
        "form_for": None,
        "directory": Directory.load() if spoken and spoken["may_log"] else None,
    }
    return render_page(request, "meetings/meeting_detail.html", context | extra)
