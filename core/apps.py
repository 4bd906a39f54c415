"""Application core."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    """The app core: who and where, and the glue all apps share."""

    name = "core"
    verbose_name = "Dùng chung"

    def ready(self):
        """Connect access log, history guards, triggers, indexes of one database, and search."""
        from core import access, history  # noqa: F401
        from core.directory import register_sources
        from core.history_triggers import after_migrate
        from core.row_guards import after_migrate as create_guards
        from core.speed import after_migrate as create_indexes
        from core.table_marks import after_migrate as create_marks
        from core.text_index import keep_long_text

        keep_long_text("core_partner", "search_text")
        register_sources()
        # The signal comes once per app when all migrations have run; once is enough.
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="history-triggers")
        post_migrate.connect(create_guards, sender=self, dispatch_uid="row-guards")
        post_migrate.connect(create_marks, sender=self, dispatch_uid="table-marks")
        post_migrate.connect(create_indexes, sender=self, dispatch_uid="speed-indexes")
