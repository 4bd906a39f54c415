"""Application aid."""

from django.apps import AppConfig


class AidConfig(AppConfig):
    """The app aid."""

    name = "aid"
    verbose_name = "Viện trợ"

    def ready(self):
        """Tell the search which records aid has, and the imports how its table is read."""
        from aid.imports import register_import
        from aid.searching import register_sources

        register_sources()
        register_import()
