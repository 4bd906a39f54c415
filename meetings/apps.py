"""Application meetings."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The app meetings."""

    name = "meetings"
    verbose_name = "Hội nghị"

    def ready(self):
        """Let search look through meetings and follow-ups, and drafts show the opinions on them."""
        from core.calendars import register_calendar
        from core.notices import register_morning
        from meetings.beside import opinion_gate, opinions_beside, waiting_opinions
        from meetings.calendars import calendar_events
        from meetings.desk import opinion_panel
        from meetings.guards import register as register_guards
        from meetings.notices import morning_of_follow_ups
        from meetings.opinion_history import register as keep_opinions_private
        from meetings.opinion_notices import morning_of_rounds
        from meetings.search import register_search
        from meetings.sent import asked_versions
        from programs.beside import register_beside, register_gate, register_panel, register_waiting
        from programs.sent import register_sent

        register_guards()
        register_sent(asked_versions)
        keep_opinions_private()
        register_morning(morning_of_rounds)
        register_beside(opinions_beside)
        register_gate(opinion_gate)
        register_panel(opinion_panel)
        register_waiting(waiting_opinions)
        register_morning(morning_of_follow_ups)
        register_calendar(calendar_events)
        register_search()
