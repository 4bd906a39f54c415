"""Application core."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class CoreConfig(AppConfig):
    """The app core."""

    name = "core"
    verbose_name = "Dùng chung"

    def ready(self):
        """Connect what every sign-in starts."""
        from core.middleware import begin_session_age

        user_logged_in.connect(
            lambda request, **signal: begin_session_age(request), weak=False, dispatch_uid="begin_session_age"
        )
