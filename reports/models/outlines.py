"""Outlines of reports (đề cương) as data: which headings, sentences of numbers and appendices."""

from django.db import models
from django.db.models import Q

from core.models import Record, RecordQuerySet
from reports.outline_rules import in_words


class SectionLevel(models.TextChoices):
    """What a heading is printed as (domain.md 4.3)."""

    OPENING = "MO_DAU", "Mở đầu (không có đề mục)"
    PART = "PHAN", "Phần I, II … (TÊN PHẦN)"
    ROMAN = "LA_MA", "I, II … (TÊN MỤC)"
    ARABIC = "SO", "1, 2 … (Tên mục)"


class ReportOutline(Record):
    """A kind of report that the office writes: its title, its window, its issuer, its headings."""

    class Period(models.TextChoices):
        """Which days a report of this kind covers by default."""

        YEAR = "NAM", "cả năm"
        FIRST_HALF = "SAU_THANG_DAU", "6 tháng đầu năm"
        NINE_MONTHS = "CHIN_THANG", "9 tháng"
        PROGRAM_HALF = "GIUA_KY", "từ đầu kỳ chương trình đến hết năm báo cáo"
        PROGRAM = "CA_KY", "cả kỳ chương trình"
        CUSTOM = "CUSTOM", "khoảng ngày tự chọn"

    class Issuer(models.TextChoices):
        """Who issues it."""

        UNION = "LIEN_HIEP", "Liên hiệp các tổ chức hữu nghị"
        DEPARTMENT = "SO", "Sở Ngoại vụ"
        ANY = "MOI", "cơ quan người lập"

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên loại báo cáo", max_length=150)
    title_pattern = models.CharField("mẫu tên báo cáo", max_length=300)
    period = models.CharField("kỳ", max_length=20, choices=Period, default=Period.YEAR)
    basis = models.CharField("cách chốt kỳ", max_length=20, default="CALENDAR")
    issuer = models.CharField("cơ quan ban hành", max_length=10, choices=Issuer, default=Issuer.ANY)
    bases = models.JSONField("căn cứ", default=list, blank=True)
    addressees = models.JSONField("kính gửi", default=list, blank=True)
    recipients = models.JSONField("nơi nhận", default=list, blank=True)
    appendices = models.JSONField("phụ lục", default=list, blank=True)
    deadline = models.CharField("thời hạn gửi", max_length=150, blank=True)
    citation = models.CharField("căn cứ của mẫu", max_length=300, blank=True)
    is_confirmed = models.BooleanField("đã xác nhận với cơ quan nhận", default=False)
    is_active = models.BooleanField("đang dùng", default=True)
    ordinal = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu báo cáo"
        verbose_name_plural = "mẫu báo cáo"
        ordering = ["ordinal", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period__in=["GIUA_KY", "CA_KY", "CUSTOM"]) | ~Q(basis="CUSTOM"),
                name="outline_basis_of_period",
                violation_error_message="Mẫu có kỳ theo lịch không dùng được khoảng ngày tự chọn.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def title_in_words(self):
        """How its reports are called, years told in words."""
        return in_words(self.title_pattern)


class OutlineSection(Record):
    """One heading of an outline; a report copies it when it is begun."""

    outline = models.ForeignKey(
        ReportOutline, verbose_name="mẫu báo cáo", on_delete=models.CASCADE, related_name="sections"
    )
    key = models.CharField("mã mục", max_length=40)
    ordinal = models.PositiveSmallIntegerField("thứ tự")
    level = models.CharField("cấp", max_length=10, choices=SectionLevel, default=SectionLevel.ARABIC)
    title = models.CharField("đề mục", max_length=250, blank=True)
    guidance = models.TextField("gợi ý viết", blank=True)
    sentences = models.JSONField("câu số liệu tự đặt", default=list, blank=True)
    is_written = models.BooleanField("có lời văn", default=True)

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("outline", "title")

    class Meta:
        verbose_name = "đề mục của mẫu"
        verbose_name_plural = "đề mục của mẫu"
        ordering = ["outline", "ordinal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["outline", "key"],
                name="outline_key_unique",
                violation_error_message="Mẫu này đã có mục mang mã đó.",
            )
        ]

    def __str__(self):
        return in_words(self.title) or self.key
