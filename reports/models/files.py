"""Files made in the background: how far each came, and its result."""

from django.conf import settings
from django.db import models

from core.models import Record, RecordQuerySet
from reports.models.reports import Report


class BackgroundFile(Record):
    """One making of a file in the background: how far it came, who asked, and the file's checksum."""

    class State(models.TextChoices):
        """How far it came."""

        WAITING = "CHO", "Đang chờ"
        RUNNING = "DANG_TAO", "Đang tạo"
        DONE = "XONG", "Đã xong"
        FAILED = "LOI", "Chưa tạo được"

    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.WAITING)
    step = models.CharField("bước", max_length=100, blank=True)
    percent = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    message = models.CharField("thông báo", max_length=500, blank=True)
    sha256 = models.CharField("mã băm", max_length=64, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người yêu cầu", on_delete=models.PROTECT, related_name="+"
    )
    attempts = models.PositiveSmallIntegerField("lần thử", default=0)
    leased_until = models.DateTimeField("giữ đến lúc", null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True


class PdfExport(BackgroundFile):
    """One making of a report's PDF in the background, and its result."""

    report = models.ForeignKey(
        Report, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="exports"
    )
    file = models.FileField("tệp", upload_to="reports/", blank=True, max_length=200)

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("report", "state")

    class Meta:
        verbose_name = "lần xuất PDF"
        verbose_name_plural = "lần xuất PDF"

    def __str__(self):
        return f"{self.report_id} · {self.state}"


class PaperJob(BackgroundFile):
    """One making of a long paper or bundle in the background, and its result (tệp tạo ở nền)."""

    kind = models.CharField("loại tệp", max_length=30)
    subject = models.CharField("đối tượng", max_length=100)
    label = models.CharField("tên", max_length=250)
    file = models.FileField("tệp", upload_to="papers/", blank=True, max_length=200)
    filename = models.CharField("tên tệp", max_length=255, blank=True)
    # What the work found beside its file, as its kind writes it.
    notes = models.JSONField("kết quả kèm theo", default=dict, blank=True)

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("label", "state")

    class Meta:
        verbose_name = "tệp tạo ở nền"
        verbose_name_plural = "tệp tạo ở nền"
        indexes = [models.Index(fields=["kind", "subject"], name="paper_job_subject")]

    def __str__(self):
        return self.label
