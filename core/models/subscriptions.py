"""What a person wants by e-mail at a time of choice, and which of these letters went."""

from django.conf import settings
from django.db import models

from core.models.base import Record, RecordQuerySet


class SubscriptionQuerySet(RecordQuerySet):
    """Which subscriptions."""

    def visible_to(self, user):
        """Those of the account itself."""
        return self.filter(user=user)


class Subscription(Record):
    """A letter that a person asked for (thư định kỳ): what, on which days of the week, at what time."""

    class Kind(models.TextChoices):
        """What the letter leads to."""

        MORNING = "TRANG_SANG", "Trang sáng"
        REPORTS = "BAO_CAO", "Báo cáo đã xong"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="tài khoản", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("nội dung", max_length=20, choices=Kind)
    days = models.JSONField("thứ", default=list)  # of the week, Monday 0
    at = models.TimeField("giờ gửi")

    objects = SubscriptionQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("kind",)

    class Meta:
        verbose_name = "thư định kỳ"
        verbose_name_plural = "thư định kỳ"
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                name="subscription_once",
                violation_error_message="Đã đăng ký nội dung này; sửa ngày, giờ ở dòng đã có.",
            )
        ]

    def __str__(self):
        return self.get_kind_display()


class SubscriptionLetter(models.Model):
    """One letter of a subscription on one day: it is claimed before it goes, so that it goes once at most."""

    class State(models.TextChoices):
        """How far it came."""

        WAITING = "CHO", "chờ gửi lại"
        CLAIMED = "DANG_GUI", "đang gửi"
        SENT = "DA_GUI", "đã gửi"
        NOTHING = "KHONG_CO", "không có gì để gửi"
        GIVEN_UP = "THOI", "không gửi được"

    subscription = models.ForeignKey(
        Subscription, verbose_name="thư định kỳ", on_delete=models.CASCADE, related_name="letters"
    )
    day = models.DateField("ngày")
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.CLAIMED)
    attempts = models.PositiveSmallIntegerField("lần thử", default=1)
    next_at = models.DateTimeField("gửi lại lúc", null=True, blank=True)
    changed_at = models.DateTimeField("lúc", auto_now=True)

    class Meta:
        verbose_name = "thư định kỳ đã gửi"
        verbose_name_plural = "thư định kỳ đã gửi"
        constraints = [
            models.UniqueConstraint(fields=["subscription", "day"], name="subscription_letter_once")
        ]

    def __str__(self):
        return f"{self.subscription_id} · {self.day:%d/%m/%Y} · {self.get_state_display()}"
