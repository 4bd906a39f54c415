"""Whether and under which name the aid register is published as open data."""

from django.db import models
from django.db.models import Q

from core.models import Record, RecordQuerySet


class OpenData(Record):
    """The one row that says whether IATI is published, and by whom (công bố dữ liệu mở); off at first."""

    is_public = models.BooleanField("công bố công khai", default=False)
    org_ref = models.CharField("mã tổ chức IATI", max_length=60, default="VN-TH-SNGV")
    org_name = models.CharField("tên cơ quan công bố", max_length=250)
    org_type = models.CharField("loại tổ chức (bảng mã IATI)", max_length=2, default="11")
    # Free texts may name people: they stay behind unless the office says that they may go out.
    with_objectives = models.BooleanField("công bố mục tiêu, kết quả chính", default=False)
    with_vouchers = models.BooleanField("công bố số chứng từ giải ngân", default=False)
    published_at = models.DateTimeField("công bố lúc", null=True, blank=True, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "công bố dữ liệu mở"
        verbose_name_plural = "công bố dữ liệu mở"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="open_data_one_row",
                violation_error_message="Chỉ có một thiết lập công bố.",
            )
        ]

    def __str__(self):
        return self.org_name
