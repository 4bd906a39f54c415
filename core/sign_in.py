"""How people sign in: accounts are made by the office, guessing is counted by name and address."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """allauth without self sign-up; a deactivated account looks like a wrong password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are made under /danh-muc/."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return the user, or None for a wrong password, an unknown name and a deactivated account alike."""
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's address as the throttle counts it."""
        return client_ip(request)


def client_ip(request: HttpRequest) -> str:
    """Return the visitor's address; only our own proxy is believed about it."""
    if settings.BEHIND_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "")
        if forwarded:
            return forwarded.split(",")[-1].strip()
    return request.META.get("REMOTE_ADDR") or "127.0.0.1"


def throttled_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the name under which failed sign-ins are counted: as typed, without case and spaces."""
    typed = (credentials or {}).get("username") or request.POST.get("login", "")
    return str(typed).strip().casefold()[:255]
