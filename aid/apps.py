"""Application aid."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AidConfig(AppConfig):
    """The app aid."""

    name = "aid"
    verbose_name = "Viện trợ"

    def ready(self):
        """Tell the search which records aid has, the imports how its table is read; keep the totals."""
        from aid.actions.facts import fill_after_migrate, register_facts
        from aid.imports import register_import
        from aid.own_files.resource import register_own_files
        from aid.searching import register_sources

        register_sources()
        register_import()
        register_facts()
        post_migrate.connect(fill_after_migrate, sender=self, dispatch_uid="aid.facts")
        register_own_files()
