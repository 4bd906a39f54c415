"""Foreign partners; a donor is a partner."""

from django.db import models
from django.urls import reverse

from core.models.base import Record, RecordQuerySet
from core.models.fields import FoldedField, SortKeyField
from core.models.places import Country


class PartnerKind(models.TextChoices):
    """Kinds of foreign bodies (domain.md 6.2 and 8.2)."""

    INGO = "TC_PCPNN", "tổ chức phi chính phủ nước ngoài"
    LOCALITY = "DIA_PHUONG", "địa phương nước ngoài"
    MISSION = "CQ_DAI_DIEN_NG", "cơ quan đại diện ngoại giao"
    INTERNATIONAL = "TC_QUOC_TE", "tổ chức quốc tế"
    STATE_BODY = "CO_QUAN_NN", "cơ quan nhà nước nước ngoài"
    ENTERPRISE = "DOANH_NGHIEP", "doanh nghiệp nước ngoài"
    INSTITUTE = "VIEN_TRUONG", "viện, trường nước ngoài"
    ASSOCIATION = "HOI_DOAN", "hội, đoàn"
    INDIVIDUAL = "CA_NHAN", "cá nhân"
    UNKNOWN = "CHUA_RO", "chưa rõ loại"


class Partner(Record):
    """A foreign body the province works with (đối tác, nhà tài trợ)."""

    name = models.CharField("tên", max_length=250)
    name_en = models.CharField("tên tiếng Anh", max_length=250, blank=True)
    aliases = models.JSONField("tên khác", default=list, blank=True)
    kind = models.CharField("loại", max_length=20, choices=PartnerKind, default=PartnerKind.UNKNOWN)
    country = models.ForeignKey(
        Country,
        verbose_name="quốc gia",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partners",
    )
    relation = models.CharField("quan hệ", max_length=100, blank=True)
    since_year = models.PositiveSmallIntegerField("từ năm", null=True, blank=True)
    is_confirmed = models.BooleanField("đã xác nhận", default=True)
    note = models.TextField("ghi chú", blank=True)
    search_text = FoldedField(sources=("name", "name_en", "aliases"))
    sort_key = SortKeyField(source="name")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "đối tác"
        verbose_name_plural = "đối tác"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "country"],
                name="partner_name_country_unique",
                violation_error_message="Đã có đối tác cùng tên, cùng quốc gia.",
            ),
            # SQLite knows no NULLS NOT DISTINCT, so the case without a country is its own constraint.
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(country__isnull=True),
                name="partner_name_unique_without_country",
                violation_error_message="Đã có đối tác cùng tên, chưa rõ quốc gia.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the address of the partner's page."""
        return reverse("core:partner_detail", args=[self.pk])
