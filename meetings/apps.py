"""Application meetings."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The app meetings."""

    name = "meetings"
    verbose_name = "Hội nghị"
