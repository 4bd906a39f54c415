"""What the portal tells a person: one row for each thing told, once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

SUBJECT_LENGTH = 70


class NoticeQuerySet(models.QuerySet):
    """Which notices."""

    def of(self, user):
        """The person's own notices; nobody reads another's."""
        return self.filter(user=user)

    def unread(self):
        """Notices that the person has not marked as read."""
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One thing told to one person: what, why this person, what to do, by when (thông báo).

    A message is no record: what it tells stands in the history of its subject. `key` names the event, so that
    nothing is told twice.
    """

    class Kind(models.TextChoices):
        """What happened."""

        ASSIGNED = "GIAO", "Được giao việc"
        JOINED = "PHOI_HOP", "Việc phối hợp, để biết"
        RETURNED = "TRA_LAI", "Báo cáo bị trả lại"
        ACCEPTED = "NGHIEM_THU", "Báo cáo được nghiệm thu"
        REPORTED = "CHO_NGHIEM_THU", "Có báo cáo chờ xem"
        RESCHEDULED = "DOI_HAN", "Đổi hạn"
        DUE = "DEN_HAN", "Sắp đến hạn"
        OVERDUE = "QUA_HAN", "Quá hạn"
        ASKED = "LAY_Y_KIEN", "Được lấy ý kiến"
        SETTLED = "XU_LY_Y_KIEN", "Ý kiến đã được xử lý"
        REMINDER = "NHAC", "Nhắc trực tiếp"
        COMMENTED = "TRAO_DOI", "Trao đổi về báo cáo"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người nhận", on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField("loại", max_length=20, choices=Kind)
    subject = models.CharField("nội dung", max_length=SUBJECT_LENGTH)
    why = models.CharField("lý do nhận", max_length=300)
    todo = models.CharField("việc cần làm", max_length=300, blank=True)
    due_on = models.DateField("hạn", null=True, blank=True)
    url = models.CharField("địa chỉ", max_length=300)
    key = models.CharField("mã sự việc", max_length=120)
    day = models.DateField("ngày báo")
    created_at = models.DateTimeField("báo lúc", auto_now_add=True)
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)
    mailed_at = models.DateTimeField("gửi thư lúc", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-day", "-pk"]
        indexes = [
            models.Index(fields=["user", "-day"], name="notice_of_user"),
            # The bell on every page counts these.
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_told_once")]

    def __str__(self):
        return self.subject


class MutedNotice(models.Model):
    """A kind of notice that a person does not want (thông báo tắt)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="tài khoản",
        on_delete=models.CASCADE,
        related_name="muted_notices",
    )
    kind = models.CharField("loại", max_length=20, choices=Notice.Kind)

    class Meta:
        verbose_name = "loại thông báo tắt"
        verbose_name_plural = "loại thông báo tắt"
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="muted_notice_once")]

    def __str__(self):
        return self.get_kind_display()


class MailedDay(models.Model):
    """A day whose morning letter a person got or had no need of, so that there is one at most (thư sáng)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="tài khoản",
        on_delete=models.CASCADE,
        related_name="mailed_days",
    )
    day = models.DateField("ngày")

    class Meta:
        verbose_name = "ngày đã gửi thư sáng"
        verbose_name_plural = "ngày đã gửi thư sáng"
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="mailed_day_once")]

    def __str__(self):
        return f"{self.user_id} · {self.day:%d/%m/%Y}"
