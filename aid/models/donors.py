"""What the desk knows of donors: certificates of foreign NGOs, duplicates that were told apart or merged."""

from django.db import models
from django.db.models import F, Q

from aid.models.catalogue import Sector
from core.models import Attachment, Partner, Record, RecordQuerySet
from core.models.fields import FoldedField


class NgoRegistration(Record):
    """A certificate of a foreign NGO (giấy đăng ký, Nghị định 58/2022/NĐ-CP)."""

    class Kind(models.TextChoices):
        """Which certificate."""

        ACTIVITY = "HOAT_DONG", "Giấy đăng ký hoạt động"
        OFFICE = "VAN_PHONG", "Giấy đăng ký lập Văn phòng đại diện"
        PROJECT_OFFICE = "DU_AN", "Giấy đăng ký lập Văn phòng dự án (cũ)"

    class Ruling(models.TextChoices):
        """What the issuer decided about it; validity itself follows from the dates."""

        NONE = "", "không"
        SUSPENDED = "DINH_CHI", "đình chỉ"
        REVOKED = "THU_HOI", "thu hồi"

    partner = models.ForeignKey(
        Partner, verbose_name="tổ chức", on_delete=models.PROTECT, related_name="registrations"
    )
    kind = models.CharField("loại giấy", max_length=20, choices=Kind, default=Kind.ACTIVITY)
    number = models.CharField("số giấy", max_length=50)
    issued_on = models.DateField("ngày cấp")
    expires_on = models.DateField("có giá trị đến hết ngày")
    # Names of provinces as the certificate writes them; empty: the certificate names none.
    provinces = models.JSONField("địa bàn được phép", default=list, blank=True)
    is_nationwide = models.BooleanField("toàn quốc", default=False)
    representative = models.CharField("người đại diện", max_length=150, blank=True, default="")
    ruling = models.CharField("quyết định xử lý", max_length=10, choices=Ruling, blank=True, default="")
    ruling_on = models.DateField("từ ngày", null=True, blank=True)
    attachment = models.ForeignKey(
        Attachment, verbose_name="bản sao", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField("ghi chú", max_length=300, blank=True, default="")
    search_text = FoldedField(sources=("number", "representative"))

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "giấy đăng ký"
        verbose_name_plural = "giấy đăng ký"
        ordering = ["-expires_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "number"],
                name="ngo_registration_unique",
                violation_error_message="Đã có giấy đăng ký số này của tổ chức.",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("issued_on")),
                name="ngo_registration_range",
                violation_error_message="Ngày hết hạn phải sau ngày cấp.",
            ),
            models.CheckConstraint(
                condition=Q(ruling="") | Q(ruling_on__isnull=False),
                name="ngo_registration_ruling_dated",
                violation_error_message="Nhập ngày đình chỉ hoặc thu hồi.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"


class RegistrationSector(Record):
    """A sector that a certificate permits; none: the certificate names no sector."""

    registration = models.ForeignKey(
        NgoRegistration, verbose_name="giấy đăng ký", on_delete=models.CASCADE, related_name="sectors"
    )
    sector = models.ForeignKey(Sector, verbose_name="lĩnh vực", on_delete=models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()

    named_by = ("registration", "sector")

    class Meta:
        verbose_name = "lĩnh vực được phép"
        verbose_name_plural = "lĩnh vực được phép"
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "sector"],
                name="registration_sector_unique",
                violation_error_message="Lĩnh vực này đã có.",
            )
        ]

    def __str__(self):
        return f"{self.registration_id} · {self.sector_id}"


class DuplicateKind(models.TextChoices):
    """What is the same twice."""

    ITEM = "KHOAN", "khoản viện trợ"
    DONOR = "NHA_TAI_TRO", "nhà tài trợ"


class TwinVerdict(Record):
    """Two records that look alike and were told apart by a person (không trùng)."""

    kind = models.CharField("loại", max_length=12, choices=DuplicateKind)
    # Keys of the two records, the smaller first.
    first_id = models.BigIntegerField("bản ghi thứ nhất")
    second_id = models.BigIntegerField("bản ghi thứ hai")
    reason = models.CharField("lý do", max_length=300, blank=True, default="")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "kết luận không trùng"
        verbose_name_plural = "kết luận không trùng"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first_id", "second_id"],
                name="twin_verdict_unique",
                violation_error_message="Đã có kết luận cho hai bản ghi này.",
            ),
            models.CheckConstraint(
                condition=Q(first_id__lt=F("second_id")),
                name="twin_verdict_order",
                violation_error_message="Hai bản ghi phải khác nhau.",
            ),
        ]

    def __str__(self):
        return f"{self.first_id} ≠ {self.second_id}"


class Merge(Record):
    """Two records made one by a person; what was taken away stays here and can be put back (gộp)."""

    kind = models.CharField("loại", max_length=12, choices=DuplicateKind)
    kept_id = models.BigIntegerField("bản ghi giữ lại")
    kept_label = models.CharField("tên bản ghi giữ lại", max_length=550)
    gone_id = models.BigIntegerField("bản ghi gộp vào")
    gone_label = models.CharField("tên bản ghi gộp vào", max_length=550)
    # Everything that was moved, changed or removed: what an undo needs to put both back as they were.
    plan = models.JSONField("đã làm gì", default=dict)
    merged_on = models.DateField("ngày gộp")
    undone_on = models.DateField("ngày hoàn tác", null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "lần gộp"
        verbose_name_plural = "lần gộp"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.gone_label} → {self.kept_label}"
