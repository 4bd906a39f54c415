"""Application aid."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AidConfig(AppConfig):
    """The app aid."""

    name = "aid"
    verbose_name = "Viện trợ"

    def ready(self):
        """Tell search, imports, calendars and mornings what aid has for them; keep the totals."""
        from aid.actions.facts import fill_after_migrate, register_facts
        from aid.deadline_calendar import calendar_events
        from aid.deadline_notices import morning_of_deadlines
        from aid.history_words import register_history_words
        from aid.iati.imports import register_iati
        from aid.iati.republishing import register_republishing
        from aid.imports import register_import
        from aid.models.listed_day import LISTED_SQL
        from aid.own_files.resource import register_own_files
        from aid.payment_imports import register_import as register_payment_import
        from aid.searching import register_sources
        from core.calendars import register_calendar
        from core.notices import register_morning
        from core.speed import keep_newest_first
        from core.text_index import keep_long_text

        looked_at = ("status", "started_on", "ended_on", "search_text")
        keep_newest_first("aid_aiditem", "listed_day", **LISTED_SQL, beside=looked_at)
        keep_long_text("aid_aiditem", "search_text")
        register_sources()
        register_import()
        register_payment_import()
        register_iati()
        register_facts()
        register_republishing()
        register_history_words()
        post_migrate.connect(fill_after_migrate, sender=self, dispatch_uid="aid.facts")
        register_own_files()
        register_calendar(calendar_events)
        register_morning(morning_of_deadlines)
