"""Application core."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The app core."""

    name = "core"
    verbose_name = "Dùng chung"
