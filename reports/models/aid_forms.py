"""The tables of aid items that the office sends out."""

from django.db import models

from core.models import Record, RecordQuerySet


class AidReportForm(Record):
    """A table of aid items that the office sends out: which rows, which columns (mẫu báo cáo viện trợ).

    The forms that the decrees leave to the ministries are not fixed, so the columns are data.
    """

    class Rows(models.TextChoices):
        """Which items stand in it."""

        APPROVED = "PHE_DUYET", "khoản phê duyệt trong kỳ"
        RUNNING = "CO_HIEU_LUC", "khoản còn thực hiện trong kỳ"

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên mẫu", max_length=150)
    paper_type = models.CharField("tên loại văn bản", max_length=60, default="DANH MỤC")
    subject = models.CharField("trích yếu", max_length=250)
    rows = models.CharField("dòng của bảng", max_length=12, choices=Rows, default=Rows.APPROVED)
    columns = models.JSONField("cột", default=list)
    citation = models.CharField("căn cứ", max_length=250, blank=True, default="")
    is_confirmed = models.BooleanField("đã xác nhận với cơ quan nhận", default=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu báo cáo viện trợ"
        verbose_name_plural = "mẫu báo cáo viện trợ"
        ordering = ["pk"]

    def __str__(self):
        return self.name
