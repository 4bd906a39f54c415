"""How people sign in: accounts are made by the office, guessing is counted by name and address."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from core.history import acting, action, save_version
from core.models import User


class AccountAdapter(DefaultAccountAdapter):
    """allauth without self sign-up; a deactivated account looks like a wrong password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are made under /danh-muc/."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return the user, or None for a wrong password, an unknown name and a deactivated account alike."""
        # Checking a password may store it again with a newer hasher, which is a write on the account.
        with acting(by=User.objects.system(), verb="core.sign_in", label="Đăng nhập"):
            user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def set_password(self, user: User, password: str) -> None:
        """Store the password that somebody chose for the own account."""
        stored = User.objects.get(pk=user.pk)
        change_own_password(by=stored, password=password)
        # allauth goes on with its own (lazy) object, whose hash keeps this session alive.
        user.password, user.version, user.must_change_password = stored.password, stored.version, False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return where a person goes on after choosing a password."""
        return settings.LOGIN_REDIRECT_URL

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's address as the throttle counts it."""
        return client_ip(request)


@action("Đổi mật khẩu")
def change_own_password(*, by: User, password: str) -> None:
    """Store the new password; every other session of the account ends with it."""
    by.set_password(password)
    by.must_change_password = False
    save_version(by, expected=by.version)


@receiver(user_logged_in)
def begin_session_age(*, request: HttpRequest, user: User, **_: Any) -> None:
    """Note in the session when it began and for which epoch of the account."""
    request.session["started"] = request.session["seen"] = int(time.time())
    request.session["epoch"] = user.session_epoch


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
