"""The program: period, pillars, solution groups."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.models import Agency, Attachment, Record, RecordQuerySet
from core.models.fields import FoldedField


class Pillar(Record):
    """One of the three pillars of foreign affairs (trụ cột)."""

    class Code(models.TextChoices):
        """The three pillars, in their fixed order."""

        PARTY = "DANG", "Đối ngoại Đảng"
        GOVERNMENT = "CHINH_QUYEN", "Ngoại giao chính quyền"
        PEOPLE = "NHAN_DAN", "Đối ngoại Nhân dân"

    code = models.CharField("mã", max_length=20, choices=Code, unique=True)
    name = models.CharField("tên", max_length=100)
    ordinal = models.PositiveSmallIntegerField("thứ tự", unique=True)
    fact = models.CharField("nét chính", max_length=250, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "trụ cột"
        verbose_name_plural = "trụ cột"
        ordering = ["ordinal"]

    def __str__(self):
        return self.name

    @property
    def numeral(self):
        """The Roman numeral printed before the pillar."""
        return {1: "I", 2: "II", 3: "III"}[self.ordinal]


class Program(Record):
    """The foreign-affairs program of a five-year period (chương trình đối ngoại)."""

    class Status(models.TextChoices):
        """Life of a program (domain.md 3.1); who may move it and what must hold is in programs/life.py."""

        ASSIGNED = "ASSIGNED", "Giao xây dựng"
        DRAFTING = "DRAFTING", "Đang dự thảo"
        CONSULTING = "CONSULTING", "Lấy ý kiến bằng văn bản"
        CONF_SCHEDULED = "CONF_SCHEDULED", "Đã lên lịch hội nghị"
        CONF_HELD = "CONF_HELD", "Đã tổ chức hội nghị"
        CONCLUDED = "CONCLUDED", "Có kết luận hội nghị"
        REVISING = "REVISING", "Tiếp thu, giải trình"
        SHORTENING = "SHORTENING", "Rút gọn"
        SUBMITTED = "SUBMITTED", "Đã trình"
        RETURNED = "RETURNED", "Trả lại, yêu cầu bổ sung"
        PARTY_REVIEW = "PARTY_REVIEW", "Xin ý kiến Ban Thường vụ Tỉnh ủy"
        ISSUED = "ISSUED", "Đã ban hành"
        ASSIGNED_TASKS = "ASSIGNED_TASKS", "Đã giao nhiệm vụ"
        IN_FORCE = "IN_FORCE", "Đang thực hiện"
        MIDTERM_REVIEWED = "MIDTERM_REVIEWED", "Đã sơ kết"
        CLOSED = "CLOSED", "Đã tổng kết"
        SUPERSEDED = "SUPERSEDED", "Đã thay thế"
        CANCELLED = "CANCELLED", "Đã hủy bỏ"

    title = models.CharField("tên chương trình", max_length=300)
    slug = models.SlugField("địa chỉ", max_length=20, unique=True)
    period_start_year = models.PositiveSmallIntegerField("từ năm")
    period_end_year = models.PositiveSmallIntegerField("đến năm")
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.DRAFTING)
    issued_number = models.CharField("số văn bản ban hành", max_length=50, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issued_by = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    signer = models.CharField("người ký", max_length=200, blank=True)
    signed_copy = models.ForeignKey(
        Attachment,
        verbose_name="bản đã ký",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    drafting_agency = models.ForeignKey(
        Agency,
        verbose_name="cơ quan chủ trì soạn thảo",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    draft_due_on = models.DateField("hạn trình dự thảo", null=True, blank=True)
    summary = models.TextField("tóm tắt", blank=True)
    search_text = FoldedField(sources=("title", "slug", "issued_number"))

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "chương trình"
        verbose_name_plural = "chương trình"
        constraints = [
            models.CheckConstraint(
                condition=Q(period_end_year__gte=F("period_start_year")),
                name="program_period",
                violation_error_message="Năm kết thúc phải từ năm bắt đầu trở đi.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Address of the program's page."""
        return reverse("programs:program_detail", args=[self.slug])

    @property
    def period(self):
        """First and last year."""
        return self.period_start_year, self.period_end_year


class SolutionGroup(Record):
    """A group of solutions under one pillar of a program (nhóm giải pháp)."""

    program = models.ForeignKey(
        Program, verbose_name="chương trình", on_delete=models.PROTECT, related_name="groups"
    )
    pillar = models.ForeignKey(
        Pillar, verbose_name="trụ cột", on_delete=models.PROTECT, related_name="groups"
    )
    ordinal = models.PositiveSmallIntegerField("thứ tự")
    title = models.CharField("tên nhóm giải pháp", max_length=300)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "nhóm giải pháp"
        verbose_name_plural = "nhóm giải pháp"
        ordering = ["pillar__ordinal", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "pillar", "ordinal"],
                name="solution_group_order_unique",
                violation_error_message="Trụ cột này đã có nhóm giải pháp mang số thứ tự đó.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Address of its form; a group has no page of its own."""
        return reverse("programs:group_edit", args=[self.pk])
