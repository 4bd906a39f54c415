"""Application programs."""

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """The app programs."""

    name = "programs"
    verbose_name = "Chương trình"

    def ready(self):
        """Let search, the history pages and the imports know this app's records."""
        from programs.directory import register
        from programs.guards import register_own
        from programs.imports import register_import

        register()
        register_import()
        register_own()
