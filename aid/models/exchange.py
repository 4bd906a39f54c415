"""What goes out as a table and comes back: sent templates, kept mappings of the office's own files."""

from django.db import models

from core.models import Agency, Partner, Record, RecordQuerySet


class SentTemplate(Record):
    """A table that was sent out to be filled in (mẫu đã gửi): which rows, as they stood then."""

    code = models.CharField("mã", max_length=20, unique=True)
    donor = models.ForeignKey(
        Partner, verbose_name="nhà tài trợ", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        Agency,
        verbose_name="chủ khoản viện trợ",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    sent_on = models.DateField("ngày gửi")
    # {code of the item: its cells as they went out}, so that a change of either side can be told.
    rows = models.JSONField("các dòng đã gửi", default=dict)
    taken_back_at = models.DateTimeField("nhận lại lúc", null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu đã gửi"
        verbose_name_plural = "mẫu đã gửi"
        ordering = ["-pk"]

    def __str__(self):
        return self.code


class KeptMapping(Record):
    """How the columns of an office's own register are read (cách ghép cột đã lưu)."""

    name = models.CharField("tên", max_length=150)
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The folded texts of the header row, by which the mapping is proposed again next year.
    headers = models.JSONField("tiêu đề cột", default=list)
    # {"columns": {key: [column letters]}, "header_row": n, "header_rows": n, "options": {...}}
    mapping = models.JSONField("cách ghép", default=dict)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "cách ghép cột"
        verbose_name_plural = "cách ghép cột"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="kept_mapping_name_unique",
                violation_error_message="Đã có cách ghép cột tên này.",
            )
        ]

    def __str__(self):
        return self.name
