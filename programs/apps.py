"""Application programs."""

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """The app programs."""

    name = "programs"
    verbose_name = "Chương trình"

    def ready(self):
        """Let search and the history pages know this app's records."""
        from programs.directory import register

        register()
