"""Official papers that the portal writes for a meeting."""

from django.db import models
from django.db.models import Q

from core.models import Attachment, Record, RecordQuerySet
from core.models.fields import FoldedField
from core.years import YearOf
from meetings.models.meetings import Meeting


class MeetingDocument(Record):
    """What an official paper of a meeting needs beside the meeting: number, day, signers, recipients.

    With its number it is issued: the files of that moment are kept, and what the record says later does not
    change them. A replacement is another row; the one that it replaces stays.
    """

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
    pdf = models.ForeignKey(
        Attachment, verbose_name="bản PDF đã phát hành", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    docx = models.ForeignKey(
        Attachment, verbose_name="bản Word đã phát hành", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    words_sha256 = models.CharField("dấu của lời văn đã phát hành", max_length=64, blank=True)
    replaces = models.ForeignKey(
        "self", verbose_name="thay thế văn bản", null=True, blank=True, on_delete=models.RESTRICT,
        related_name="replaced_by",
    )  # fmt: skip
    is_replaced = models.BooleanField("đã bị thay thế", default=False)
    search_text = FoldedField(sources=("code", "kind_words", "number"))

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("meeting", "kind")

    class Meta:
        verbose_name = "văn bản của cuộc họp"
        verbose_name_plural = "văn bản của cuộc họp"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind"],
                condition=Q(is_replaced=False),
                name="meeting_document_once",
                violation_error_message="Cuộc họp đã có văn bản loại này.",
            ),
            models.CheckConstraint(
                condition=Q(is_replaced=False) | Q(number__isnull=False),
                name="meeting_document_replaced_has_number",
                violation_error_message="Chỉ văn bản đã có số mới được thay thế.",
            ),
            # Also under another body's symbol, whose papers stand in no book here.
            models.UniqueConstraint(
                "symbol",
                YearOf("dated_on"),
                "number",
                condition=Q(number__isnull=False) & ~Q(symbol=""),
                name="meeting_document_number_unique",
                violation_error_message="Số này của năm đã cấp cho văn bản khác cùng ký hiệu; nhập số khác.",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def is_issued(self):
        """Whether the files of the paper as issued are kept."""
        return self.pdf_id is not None

    @property
    def kind_words(self):
        """Which paper it is, in words."""
        return self.get_kind_display()

    @property
    def code(self):
        """Return "05/TB-SNgV", or nothing before it has a number."""
        return "" if self.number is None else f"{self.number:02d}/{self.symbol}"
