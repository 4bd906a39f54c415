"""Application programs."""

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """The app programs."""

    name = "programs"
    verbose_name = "Chương trình"
