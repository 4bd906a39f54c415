"""Application meetings."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The app meetings."""

    name = "meetings"
    verbose_name = "Hội nghị"

    def ready(self):
        """Let search look through meetings and follow-ups, and drafts show the opinions on them."""
        from core.calendars import register_calendar
        from core.dates import format_date
        from core.notices import register_morning
        from core.permissions import Area
        from core.search import SearchSource, register
        from meetings.beside import opinion_gate, opinions_beside, waiting_opinions
        from meetings.calendars import calendar_events
        from meetings.desk import opinion_panel
        from meetings.guards import register as register_guards
        from meetings.models import FollowUp, Meeting, Opinion
        from meetings.notices import morning_of_follow_ups
        from meetings.opinion_history import register as keep_opinions_private
        from meetings.opinion_notices import morning_of_rounds
        from programs.beside import register_beside, register_gate, register_panel, register_waiting

        register_guards()
        keep_opinions_private()
        register_morning(morning_of_rounds)
        register_beside(opinions_beside)
        register_gate(opinion_gate)
        register_panel(opinion_panel)
        register_waiting(waiting_opinions)
        register_morning(morning_of_follow_ups)
        register(
            SearchSource(
                label="Ý kiến về dự thảo",
                area=Area.OPINIONS,
                queryset=lambda user: (
                    Opinion.objects.visible_to(user)
                    .handed_in()
                    .select_related("program", "contribution__agency")
                ),
                title=lambda opinion: f"{opinion.code}: {opinion.text[:120]}",
                meta=lambda opinion: f"{opinion.contribution.agency.label} · {opinion.place or 'toàn văn'}",
                url=lambda opinion: opinion.get_absolute_url(),
                icon="messages",
            )
        )
        register_calendar(calendar_events)
        register(
            SearchSource(
                label="Hội nghị, cuộc họp",
                area=Area.MEETINGS,
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
                queryset=lambda user: FollowUp.objects.visible_to(user).select_related("lead_agency"),
                title=lambda follow_up: follow_up.text,
                meta=lambda follow_up: f"{follow_up.code} · {follow_up.lead_agency.label}",
                url=lambda follow_up: follow_up.get_absolute_url(),
                icon="list-check",
                exact=("code",),
                list_url="meetings:followup_list",
            )
        )
