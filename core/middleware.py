"""What every request passes through: an id, headers, read-only reading, session age, second factor."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.history import RequestInfo, request_info
from core.logging import current_request_id
from core.sign_in import begin_session_age, client_ip

GetResponse = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)

# Reading a page may note that it was read and keep the session alive; nothing else.
WRITABLE_WHILE_READING = re.compile(r"(django_session|axes_\w+|core_accesslog)\Z")
# The page of recovery codes notes when it was first shown, so that it can hide them afterwards.
_CODES_SEEN = 'UPDATE "mfa_authenticator" SET "data" = '
_WRITES = re.compile(
    r"""\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|MERGE\s+INTO|UPDATE(?!\s+SET\b)(?:\s+ONLY)?|DELETE\s+FROM(?:\s+ONLY)?
        |TRUNCATE(?:\s+TABLE)?|(?:CREATE|ALTER|DROP)\s+\w+)\s+(?P<table>"[^"]+"|[\w.]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_MAY_WRITE = re.compile(
    r"\s*(INSERT|REPLACE|MERGE|UPDATE|DELETE|TRUNCATE|CREATE|ALTER|DROP|WITH)\b", re.IGNORECASE
)
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
SESSION_TOUCH_SECONDS = 60

# Pages that a person needs to set up a second factor or a password, or to leave.
OPEN_BEFORE_DUTIES = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_reauthenticate",
}


class WriteWhileReadingError(RuntimeError):
    """A GET, HEAD or OPTIONS request tried to change the database."""


class RequestIdMiddleware:
    """Give each request an id that its log lines, its history rows and its response carry."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        token = current_request_id.set(request.request_id)  # type: ignore[attr-defined]
        info = RequestInfo(request.request_id, client_ip(request)[:45])  # type: ignore[attr-defined]
        info_token = request_info.set(info)
        try:
            response = self.get_response(request)
        finally:
            request_info.reset(info_token)
            current_request_id.reset(token)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response


class SecurityHeadersMiddleware:
    """Add the headers that Django does not know, and keep signed-in pages out of every cache."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        # Static files never reach AuthenticationMiddleware and stay cacheable.
        if hasattr(request, "user") and request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response


class PlainAddressMiddleware:
    """Keep the zero character out of addresses: no page has one, and PostgreSQL cannot look for it."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        request.META["QUERY_STRING"] = query.replace("%00", "").replace("\0", "")
        return self.get_response(request)


class ReadOnlyGetMiddleware:
    """Stop every database write while a page is only being read."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with connections["default"].execute_wrapper(refuse_write):
            return self.get_response(request)


def refuse_write(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's signature
    """Run the statement unless it writes to a table that reading must leave alone."""
    if _MAY_WRITE.match(sql) and not sql.startswith(_CODES_SEEN):
        for found in _WRITES.finditer(sql):
            table = found["table"].strip('"').lower()
            if not WRITABLE_WHILE_READING.match(table):
                raise WriteWhileReadingError(
                    f"A page that only reads tried to write to {table!r}: {sql[:200]}"
                )
    return execute(sql, params, many, context)


class SessionAgeMiddleware:
    """End a session after its idle or its absolute time, or when the account's session epoch was raised.

    A background poll does not keep a session alive: it sends `X-Background: 1` (in a page: hx-headers).
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            started = request.session.get("started")
            seen = request.session.get("seen")
            if started is None or seen is None:
                begin_session_age(request=request, user=request.user)
            elif (
                request.session.get("epoch") != request.user.session_epoch
                or now - started > settings.SESSION_ABSOLUTE_AGE
                or now - seen > settings.SESSION_COOKIE_AGE
            ):
                logout(request)
            elif now - seen >= SESSION_TOUCH_SECONDS and "X-Background" not in request.headers:
                request.session["seen"] = now  # saving also moves the idle limit of the stored session
        return self.get_response(request)


class RequireSecondFactorMiddleware:
    """Send people without a second factor to the page that sets one up, where REQUIRE_MFA is on."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Return the redirect, or None to go on."""
        if not settings.REQUIRE_MFA or not request.user.is_authenticated:
            return None
        if request.resolver_match and request.resolver_match.view_name in OPEN_BEFORE_DUTIES:
            return None
        if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
            return None
        return redirect("mfa_activate_totp")


class RequireOwnPasswordMiddleware:
    """Send people whose password was set by somebody else to the page where they choose their own."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Return the redirect, or None to go on."""
        if not request.user.is_authenticated or not request.user.must_change_password:
            return None
        if request.resolver_match and request.resolver_match.view_name in OPEN_BEFORE_DUTIES:
            return None
        return redirect("account_change_password")
