"""Make and revoke the key to the own calendar."""

import hashlib
import secrets

from django.utils import timezone

from core.codes import take_turn
from core.history import action, save_version
from core.models import CalendarToken, User


def digest_of(token: str) -> str:
    """Return what is kept of a key."""
    return hashlib.sha256(token.encode()).hexdigest()


@action("Tạo địa chỉ lịch cá nhân")
def make_calendar_token(*, by: User) -> str:
    """Return a new key, which is told once; the keys before it stop working."""
    take_turn(f"calendar-{by.pk}")
    for old in CalendarToken.objects.select_for_update().filter(user=by, revoked_at__isnull=True):
        _revoke(old)
    token = secrets.token_urlsafe(32)
    CalendarToken(user=by, sha256=digest_of(token)).save()
    return token


@action("Thu hồi địa chỉ lịch cá nhân")
def revoke_calendar_token(*, by: User) -> bool:
    """Revoke the key of the account; False where it has none."""
    found = list(CalendarToken.objects.select_for_update().filter(user=by, revoked_at__isnull=True))
    for token in found:
        _revoke(token)
    return bool(found)


def _revoke(token: CalendarToken) -> None:
    token.revoked_at = timezone.now()
    save_version(token, expected=token.version)
