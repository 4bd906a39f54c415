"""Where: countries with the table of relations, their days, and the communes of the province."""

from django.db import models
from django.urls import reverse

from core.models.base import Record, RecordQuerySet
from core.models.fields import FoldedField, SortKeyField


class Certainty(models.TextChoices):
    """How sure a fact of the reference tables is (marks of domain.md)."""

    VERIFIED = "VERIFIED", "đã kiểm chứng"
    KNOWLEDGE = "KNOWLEDGE", "theo hiểu biết chung"
    UNCERTAIN = "UNCERTAIN", "chưa chắc chắn"


class Country(Record):
    """A country and the day on which relations with Việt Nam were established."""

    code = models.CharField("mã ISO", max_length=2, unique=True)
    name = models.CharField("tên", max_length=100)
    official_name = models.CharField("tên chính thức", max_length=150, blank=True)
    name_en = models.CharField("tên tiếng Anh", max_length=150, blank=True)
    aliases = models.JSONField("tên khác", default=list, blank=True)
    established_on = models.DateField("ngày thiết lập quan hệ", null=True, blank=True)
    certainty = models.CharField(
        "độ chắc chắn", max_length=12, choices=Certainty, default=Certainty.UNCERTAIN
    )
    source = models.CharField("nguồn", max_length=200, blank=True)
    note = models.TextField("ghi chú", blank=True)
    search_text = FoldedField(sources=("code", "name", "official_name", "name_en", "aliases"))
    sort_key = SortKeyField(source="name")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "quốc gia"
        verbose_name_plural = "quốc gia"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the address of the country's page."""
        return reverse("core:country_detail", args=[self.pk])

    @property
    def formal_name(self):
        """The official name where it is known, for documents."""
        return self.official_name or self.name


class Observance(Record):
    """A day of the year that the calendar shows: national days of partners, founding days."""

    name = models.CharField("tên ngày", max_length=200)
    country = models.ForeignKey(
        Country,
        verbose_name="quốc gia",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="observances",
    )
    month = models.PositiveSmallIntegerField("tháng")
    day = models.PositiveSmallIntegerField("ngày")
    since_year = models.PositiveSmallIntegerField("từ năm", null=True, blank=True)
    certainty = models.CharField(
        "độ chắc chắn", max_length=12, choices=Certainty, default=Certainty.UNCERTAIN
    )
    source = models.CharField("nguồn", max_length=200, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "ngày kỷ niệm"
        verbose_name_plural = "ngày kỷ niệm"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(month__range=(1, 12), day__range=(1, 31)),
                name="observance_month_day",
                violation_error_message="Tháng từ 1 đến 12, ngày từ 1 đến 31.",
            ),
            models.UniqueConstraint(
                fields=["name", "month", "day"],
                name="observance_unique",
                violation_error_message="Đã có ngày kỷ niệm này.",
            ),
        ]

    def __str__(self):
        return self.name


class Locality(Record):
    """A commune or ward of the province (xã, phường); the only level below it since 01/07/2025."""

    class Kind(models.TextChoices):
        """Kinds of units at commune level."""

        COMMUNE = "XA", "xã"
        WARD = "PHUONG", "phường"

    code = models.CharField("mã", max_length=10, unique=True)
    name = models.CharField("tên", max_length=100)
    full_name = models.CharField("tên đầy đủ", max_length=120)
    name_en = models.CharField("tên tiếng Anh", max_length=120, blank=True)
    kind = models.CharField("loại", max_length=10, choices=Kind)
    former_district = models.CharField("huyện cũ", max_length=100, blank=True)
    area_km2 = models.CharField("diện tích (km²)", max_length=20, blank=True)
    is_border = models.BooleanField("là xã biên giới", null=True, blank=True)
    boundary = models.JSONField("ranh giới", null=True, blank=True)
    valid_from = models.DateField("có từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    search_text = FoldedField(sources=("code", "full_name", "former_district"))
    sort_key = SortKeyField(source="name")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "xã, phường"
        verbose_name_plural = "xã, phường"

    def __str__(self):
        return self.full_name
