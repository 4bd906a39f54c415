"""What the search of the portal finds here: opinions, meetings, follow-ups."""

from core.dates import format_date
from core.permissions import Area
from core.search import SearchSource, register
from meetings.models import FollowUp, Meeting, Opinion


def register_search() -> None:
    """Let search look through opinions that were handed in, meetings and follow-ups."""
    register(
        SearchSource(
            label="Ý kiến về dự thảo",
            area=Area.OPINIONS,
            model=Opinion,
            queryset=lambda user: (
                Opinion.objects.visible_to(user).handed_in().select_related("program", "contribution__agency")
            ),
            title=lambda opinion: f"{opinion.code}: {opinion.text[:120]}",
            meta=lambda opinion: f"{opinion.contribution.agency.label} · {opinion.place or 'toàn văn'}",
            url=lambda opinion: opinion.get_absolute_url(),
            icon="messages",
        )
    )
    register(
        SearchSource(
            label="Hội nghị, cuộc họp",
            area=Area.MEETINGS,
            model=Meeting,
            queryset=lambda user: Meeting.objects.visible_to(user),
            title=lambda meeting: meeting.title,
            meta=lambda meeting: f"{meeting.get_kind_display()} · {format_date(meeting.held_on)}",
            url=lambda meeting: meeting.get_absolute_url(),
            icon="users-group",
            newest="-held_on",
            list_url="meetings:meeting_list",
        )
    )
    register(
        SearchSource(
            label="Việc sau hội nghị",
            area=Area.FOLLOW_UPS,
            model=FollowUp,
            queryset=lambda user: FollowUp.objects.visible_to(user).select_related("lead_agency"),
            title=lambda follow_up: follow_up.text,
            meta=lambda follow_up: f"{follow_up.code} · {follow_up.lead_agency.label}",
            url=lambda follow_up: follow_up.get_absolute_url(),
            icon="list-check",
            exact=("code",),
            list_url="meetings:followup_list",
        )
    )
