"""Key points of a program: what its text may not lose while it is shortened, and what carries each."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Record, RecordQuerySet
from programs.models.documents import Draft
from programs.models.programs import Program


class KeyPointQuerySet(RecordQuerySet):
    """Which key points."""

    def visible_to(self, user):
        """Points of the versions that this account may read."""
        return self.filter(draft__in=Draft.objects.visible_to(user))

    def known_to(self, draft):
        """Points of the program that this version or one before it named; later ones are no loss of it.

        Versions are stored in the order of their numbers.
        """
        return self.filter(program=draft.program_id, draft_id__lte=draft.pk)

    def confirmed(self):
        """Those that a version must carry."""
        return self.filter(status=KeyPoint.Status.CONFIRMED)

    def for_list(self):
        """Everything that the list and the check show, in a fixed number of queries."""
        return self.prefetch_related("carriers").order_by("draft", "place", "pk")


class KeyPoint(Record):
    """Something that must survive every shortening (ý chính): a task, a deadline, a figure."""

    class Kind(models.TextChoices):
        """What the point is about."""

        TASK = "NHIEM_VU", "Nhiệm vụ"
        AGENCY = "CO_QUAN", "Cơ quan"
        DEADLINE = "THOI_HAN", "Thời hạn"
        TARGET = "CHI_TIEU", "Chỉ tiêu"
        PARTNER = "DOI_TAC", "Đối tác"
        FIGURE = "SO_LIEU", "Số liệu"

    class Status(models.TextChoices):
        """What a person said about it."""

        PROPOSED = "DE_XUAT", "Đề xuất"
        CONFIRMED = "DA_XAC_NHAN", "Đã xác nhận"
        REFUSED = "KHONG_PHAI", "Không phải ý chính"
        DROPPED = "DA_BO", "Đã quyết định bỏ"

    program = models.ForeignKey(
        Program, verbose_name="chương trình", on_delete=models.PROTECT, related_name="key_points"
    )
    kind = models.CharField("loại", max_length=12, choices=Kind)
    text = models.CharField("ý chính", max_length=500)
    draft = models.ForeignKey(
        Draft, verbose_name="bản nêu ý đầu tiên", on_delete=models.PROTECT, related_name="+"
    )
    section_key = models.CharField("khóa đoạn nêu ý đầu tiên", max_length=16)
    place = models.PositiveIntegerField("vị trí", default=0)
    status = models.CharField("trạng thái", max_length=12, choices=Status, default=Status.PROPOSED)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người quyết định bỏ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    dropped_on = models.DateField("ngày quyết định bỏ", null=True, blank=True)
    drop_reason = models.CharField("lý do bỏ", max_length=300, blank=True)

    objects = KeyPointQuerySet.as_manager()

    class Meta:
        verbose_name = "ý chính"
        verbose_name_plural = "ý chính"
        ordering = ["program", "draft", "place"]
        indexes = [models.Index(fields=["program", "status"], name="keypoint_status")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="DA_BO") | (~Q(drop_reason="") & Q(dropped_on__isnull=False)),
                name="keypoint_dropped_with_reason",
                violation_error_message="Ghi lý do và ngày bỏ ý chính.",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text}"


class KeyPointCarrier(Record):
    """A paragraph that carries a key point, by its key, in every version that has the paragraph."""

    point = models.ForeignKey(
        KeyPoint, verbose_name="ý chính", on_delete=models.CASCADE, related_name="carriers"
    )
    section_key = models.CharField("khóa đoạn", max_length=16)
    linked_to = models.CharField("dấu lời văn khi gắn", max_length=64, blank=True)

    class Meta:
        verbose_name = "đoạn chứa ý chính"
        verbose_name_plural = "đoạn chứa ý chính"
        constraints = [models.UniqueConstraint(fields=["point", "section_key"], name="carrier_once")]

    def __str__(self):
        return f"{self.point_id} · {self.section_key}"
