"""Application reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The app reports."""

    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self):
        """Let the history pages say what a passage is, and an item's page where it is counted."""
        from core.history_values import print_field
        from core.uses import register_uses
        from reports.narrative_words import passage_name, passage_text
        from reports.uses import uses_of_item

        register_uses("aid.aiditem", uses_of_item)
        print_field("reports.narrativeblock", "key", passage_name)
        print_field("reports.narrativeblock", "text", passage_text)
