"""Application aid."""

from django.apps import AppConfig


class AidConfig(AppConfig):
    """The app aid."""

    name = "aid"
    verbose_name = "Viện trợ"
