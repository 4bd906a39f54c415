"""Official papers that the portal writes for a meeting."""

from django.db import models

from core.models import Record, RecordQuerySet
from meetings.models.meetings import Meeting


class MeetingDocument(Record):
    """What an official paper of a meeting needs beside the meeting: number, day, signers, recipients."""

    class Kind(models.TextChoices):
        """Which paper."""

        INVITATION = "GIAY_MOI", "Giấy mời"
        AGENDA = "CHUONG_TRINH", "Chương trình họp"
        ATTENDANCE = "DIEM_DANH", "Danh sách đại biểu"
        MINUTES = "BIEN_BAN", "Biên bản"
        NOTICE = "THONG_BAO", "Thông báo kết luận"

    meeting = models.ForeignKey(
        Meeting, verbose_name="cuộc họp", on_delete=models.CASCADE, related_name="documents"
    )
    kind = models.CharField("loại văn bản", max_length=20, choices=Kind)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    symbol = models.CharField("ký hiệu", max_length=40, blank=True)
    dated_on = models.DateField("ngày văn bản", null=True, blank=True)
    opening = models.TextField("lời mở đầu", blank=True)
    notes = models.TextField("ghi chú", blank=True)
    capacity = models.JSONField("thể thức ký", default=list, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=200, blank=True)
    signer_name = models.CharField("người ký", max_length=100, blank=True)
    co_signer_title = models.CharField("chức vụ người ký bên trái", max_length=200, blank=True)
    co_signer_name = models.CharField("người ký bên trái", max_length=100, blank=True)
    recipients = models.JSONField("nơi nhận", default=list, blank=True)

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("meeting", "kind")

    class Meta:
        verbose_name = "văn bản của cuộc họp"
        verbose_name_plural = "văn bản của cuộc họp"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind"],
                name="meeting_document_once",
                violation_error_message="Cuộc họp đã có văn bản loại này.",
            )
        ]

    def __str__(self):
        return self.get_kind_display()
