"""Keys to personal calendars: calendar programs have no session, only an address that nobody guesses."""

from django.conf import settings
from django.db import models

from core.models.base import Record, RecordQuerySet


class CalendarTokenQuerySet(RecordQuerySet):
    """Which keys."""

    def visible_to(self, user):
        """Keys of the account itself."""
        return self.filter(user=user)

    def in_force(self):
        """Keys that open a calendar: not revoked, of an account that may sign in."""
        return self.filter(revoked_at__isnull=True, user__is_active=True)


class CalendarToken(Record):
    """A key to somebody's calendar; only its digest is kept, so that nobody can read it here."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="tài khoản", on_delete=models.PROTECT, related_name="+"
    )
    sha256 = models.CharField("mã băm", max_length=64, unique=True, editable=False)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)

    objects = CalendarTokenQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("user",)

    class Meta:
        verbose_name = "địa chỉ lịch cá nhân"
        verbose_name_plural = "địa chỉ lịch cá nhân"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.user_id}"
