"""Application programs."""

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """The app programs."""

    name = "programs"
    verbose_name = "Chương trình"

    def ready(self):
        """Let search, mornings, the history pages and the imports know this app's records."""
        from core.notices import register_morning
        from programs.directory import register
        from programs.guards import register_own
        from programs.imports import register_import
        from programs.notices import morning_of_tasks

        register()
        register_import()
        register_morning(morning_of_tasks)
        register_own()
