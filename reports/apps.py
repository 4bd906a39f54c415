"""Application reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The app reports."""

    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self):
        """Let the history pages say what a passage is."""
        from core.history_values import print_field
        from reports.narrative_words import passage_name, passage_text

        print_field("reports.narrativeblock", "key", passage_name)
        print_field("reports.narrativeblock", "text", passage_text)
