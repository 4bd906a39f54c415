"""Attached papers and uploaded tables."""

import uuid

from django.db import models
from django.db.models import Q

from core.models.base import Record, RecordQuerySet
from core.models.fields import FoldedField
from core.text import without_nul


def attachment_path(instance, filename):
    """Return a generated name outside any URL; the typed name stays in the database."""
    return f"attachments/{uuid.uuid4().hex}"


class Attachment(Record):
    """An attached paper: checked by content, hashed, served as a download only (tệp đính kèm)."""

    class Scan(models.TextChoices):
        """What the virus scanner said."""

        NOT_SCANNED = "CHUA_QUET", "chưa quét"
        CLEAN = "SACH", "sạch"
        INFECTED = "NHIEM", "nhiễm mã độc"
        ERROR = "LOI", "chưa quét được"

    file = models.FileField("tệp", upload_to=attachment_path, max_length=200)
    name = models.CharField("tên tệp", max_length=255)
    kind = models.CharField("loại tệp", max_length=10)
    mime = models.CharField("kiểu nội dung", max_length=100)
    size = models.PositiveIntegerField("kích thước (byte)")
    sha256 = models.CharField("mã băm", max_length=64, db_index=True)
    scan = models.CharField("kết quả quét", max_length=10, choices=Scan, default=Scan.NOT_SCANNED)
    warnings = models.JSONField("cảnh báo", default=list, blank=True)
    search_text = FoldedField(sources=("name",))

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0), name="attachment_not_empty", violation_error_message="Tệp rỗng."
            )
        ]

    def __str__(self):
        return self.name


class ImportBatch(Record):
    """One upload of a table: the file, the verdict and what was written (lần nhập)."""

    class Kind(models.TextChoices):
        """Which template."""

        AID = "VIEN_TRO", "khoản viện trợ"
        TASKS = "NHIEM_VU", "nhiệm vụ"
        DRAFT = "DU_THAO", "dự thảo chương trình"
        DISBURSEMENTS = "GIAI_NGAN", "giải ngân"
        SENT = "MAU_GUI", "mẫu đã gửi"
        OWN_FILE = "SO_RIENG", "sổ viện trợ của cơ quan"
        IATI = "IATI", "tệp IATI"

    class State(models.TextChoices):
        """How far the upload came."""

        REFUSED = "TU_CHOI", "bị từ chối"
        CHECKED = "DA_KIEM_TRA", "đã kiểm tra"
        WAITING = "CHO_GHI", "đang chờ ghi"
        RUNNING = "DANG_GHI", "đang ghi"
        WRITTEN = "DA_GHI", "đã ghi"

    code = models.CharField("mã", max_length=20, unique=True)
    kind = models.CharField("loại", max_length=10, choices=Kind)
    state = models.CharField("trạng thái", max_length=12, choices=State)
    file = models.FileField("tệp", upload_to="imports/", max_length=200)
    filename = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("mã băm", max_length=64, db_index=True)
    counts = models.JSONField("số dòng", default=dict)
    warnings = models.JSONField("cảnh báo", default=list)
    refusals = models.JSONField("chỗ bị từ chối", default=list)
    options = models.JSONField("lựa chọn", default=dict)
    uploaded_by = models.ForeignKey(
        "core.User", verbose_name="người nhập", on_delete=models.PROTECT, related_name="+"
    )
    message = models.CharField("thông báo", max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField("lần thử", default=0)
    leased_until = models.DateTimeField("giữ đến lúc", null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhập"
        verbose_name_plural = "lần nhập"

    def __str__(self):
        return self.code

    def save(self, *args, **kwargs):
        """Store the upload; PostgreSQL keeps no NUL, which cells and what is typed for them may hold."""
        for name in ("warnings", "refusals", "options"):
            setattr(self, name, without_nul(getattr(self, name)))
        super().save(*args, **kwargs)
