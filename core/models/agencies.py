"""Who: agencies, people and their posts."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models.base import Record, RecordQuerySet
from core.models.fields import FoldedField, SortKeyField


class AgencyKind(models.TextChoices):
    """Kinds of bodies (domain.md 2.2)."""

    PARTY = "DANG", "cơ quan Đảng"
    GOVERNMENT = "CHINH_QUYEN", "cơ quan chính quyền"
    FRONT = "MTTQ", "Mặt trận Tổ quốc"
    MASS = "DOAN_THE", "đoàn thể"
    UNION = "LIEN_HIEP", "Liên hiệp các tổ chức hữu nghị"
    ASSOCIATION = "HOI", "hội hữu nghị"
    FORCES = "LUC_LUONG_VU_TRANG", "lực lượng vũ trang"
    SCHOOL = "TRUONG", "trường"
    COMMUNE = "XA", "xã, phường"
    CENTRAL = "TRUNG_UONG", "cơ quan Trung ương"


class AgencyQuerySet(RecordQuerySet):
    """Which agencies."""

    def valid_on(self, day):
        """Agencies that exist on that day."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )

    def for_list(self):
        """Everything one row of the agency list shows, in one query."""
        return self.select_related("parent").order_by("sort_key", "pk").fetch_mode(models.FETCH_RAISE)


class Agency(Record):
    """A body that leads tasks, attends meetings or receives aid (cơ quan, đơn vị)."""

    code = models.CharField("mã", max_length=20, unique=True)
    name = models.CharField("tên", max_length=250)
    short_name = models.CharField("tên ngắn", max_length=100, blank=True)
    typing_codes = models.JSONField("mã gõ nhanh", default=list, blank=True)
    kind = models.CharField("loại", max_length=20, choices=AgencyKind)
    parent = models.ForeignKey(
        "self",
        verbose_name="cơ quan cấp trên",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    header_lines = models.JSONField("dòng đầu văn bản", default=list, blank=True)
    signature_lines = models.JSONField("thể thức ký", default=list, blank=True)
    deputy_lines = models.JSONField("thể thức ký của cấp phó", default=list, blank=True)
    place = models.CharField("địa danh", max_length=100, default="Thanh Hóa", blank=True)
    symbol = models.CharField("ký hiệu văn bản", max_length=30, blank=True)
    valid_from = models.DateField("có từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    is_uncertain = models.BooleanField("chờ xác nhận", default=False)
    note = models.TextField("ghi chú", blank=True)
    search_text = FoldedField(sources=("code", "name", "short_name", "typing_codes"))
    sort_key = SortKeyField(source="name")

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan"
        verbose_name_plural = "cơ quan"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="agency_valid_range",
                violation_error_message="Ngày kết thúc của cơ quan phải sau ngày bắt đầu.",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the address of the agency's page."""
        return reverse("core:agency_detail", args=[self.pk])

    @property
    def label(self):
        """The short name where there is one."""
        return self.short_name or self.name


class AgencySuccession(Record):
    """One body took over from another (sáp nhập, chia tách) on a day."""

    predecessor = models.ForeignKey(
        Agency, verbose_name="cơ quan cũ", on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        Agency, verbose_name="cơ quan kế thừa", on_delete=models.PROTECT, related_name="predecessions"
    )
    effective_on = models.DateField("từ ngày")

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("predecessor", "successor")

    class Meta:
        verbose_name = "kế thừa cơ quan"
        verbose_name_plural = "kế thừa cơ quan"
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="agency_succession_unique",
                violation_error_message="Quan hệ kế thừa này đã có.",
            )
        ]

    def __str__(self):
        return f"{self.predecessor_id} → {self.successor_id}"

    def get_absolute_url(self):
        """Return the page of the old agency."""
        return reverse("core:agency_detail", args=[self.predecessor_id])


class Person(Record):
    """A person who acts in office (đồng chí, ông, bà); no private data is kept."""

    full_name = models.CharField("họ và tên", max_length=150)
    aliases = models.JSONField("tên viết khác", default=list, blank=True)
    is_foreign = models.BooleanField("người nước ngoài", default=False)
    note = models.TextField("ghi chú", blank=True)
    search_text = FoldedField(sources=("full_name", "aliases"))
    sort_key = SortKeyField(source="full_name", is_person=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "người"
        verbose_name_plural = "người"

    def __str__(self):
        return self.full_name

    def get_absolute_url(self):
        """Return the address of the person's page."""
        return reverse("core:person_detail", args=[self.pk])


class Appointment(Record):
    """A post that a person holds at an agency (chức vụ)."""

    person = models.ForeignKey(
        Person, verbose_name="người", on_delete=models.PROTECT, related_name="appointments"
    )
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan", on_delete=models.PROTECT, related_name="appointments"
    )
    title = models.CharField("chức vụ", max_length=250)
    rank = models.PositiveSmallIntegerField("thứ tự lễ tân", default=100)
    started_on = models.DateField("từ ngày", null=True, blank=True)
    ended_on = models.DateField("đến ngày", null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "chức vụ"
        verbose_name_plural = "chức vụ"
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency", "title"],
                name="appointment_unique",
                violation_error_message="Người này đã có chức vụ đó tại cơ quan này.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Return the page of the person who holds the post."""
        return reverse("core:person_detail", args=[self.person_id])
