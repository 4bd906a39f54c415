"""The access log: who signed in, what was downloaded or exported."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from core.models import AccessLog
from core.sign_in import client_ip


def note_access(request, kind, subject="", *, user=None):
    """Add one row to the access log; allowed while reading, since it changes no record.

    `user` is whom a reading without a session belongs to.
    """
    user = user or getattr(request, "user", None)
    AccessLog.objects.create(
        user=user if user is not None and user.is_authenticated else None,
        kind=kind,
        subject=subject[:300],
        ip_address=client_ip(request) or "",
        request_id=getattr(request, "request_id", ""),
    )


@receiver(user_logged_in)
def note_sign_in(request, user, **_):
    """Note a sign-in."""
    note_access(request, AccessLog.Kind.SIGN_IN, user.get_username())


@receiver(user_logged_out)
def note_sign_out(request, user, **_):
    """Note a sign-out."""
    note_access(request, AccessLog.Kind.SIGN_OUT, user.get_username() if user else "")


@receiver(user_login_failed)
def note_failed_sign_in(credentials, request=None, **_):
    """Note a refused sign-in; never the password."""
    if request is not None:
        note_access(
            request, AccessLog.Kind.FAILED, str(credentials.get("username") or credentials.get("email") or "")
        )
