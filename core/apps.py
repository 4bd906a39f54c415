"""Application core."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    """The app core: who and where, and the glue all apps share."""

    name = "core"
    verbose_name = "Dùng chung"

    def ready(self):
        """Connect the access log, the history guards and the append-only triggers."""
        from core import access, history  # noqa: F401
        from core.history_triggers import after_migrate

        # The signal comes once per app when all migrations have run; once is enough.
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="history-triggers")
