"""Sectors and exchange rates."""

from decimal import Decimal

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from core.models import Record, RecordQuerySet

RATE_SCALE = 10_000


class RateKind(models.TextChoices):
    """Which rate it is (domain.md 6.8)."""

    TREASURY = "HACH_TOAN_KBNN", "tỷ giá hạch toán của Kho bạc Nhà nước"
    BANK_BUYING = "MUA_NHTM", "tỷ giá mua vào của ngân hàng thương mại"
    CENTRAL = "TRUNG_TAM_NHNN", "tỷ giá trung tâm của Ngân hàng Nhà nước"
    DOCUMENT = "THEO_VAN_KIEN", "tỷ giá ghi trong văn kiện"
    OTHER = "KHAC", "nguồn khác"


class SectorQuerySet(RecordQuerySet):
    """Which sectors."""

    def for_list(self):
        """Sectors with `item_count`."""
        return self.annotate(item_count=models.Count("item_sectors")).order_by("ordinal", "pk")


class Sector(Record):
    """A field of work that aid serves (lĩnh vực)."""

    code = models.CharField("mã", max_length=20, unique=True)
    name = models.CharField("tên lĩnh vực", max_length=150, unique=True)
    ordinal = models.PositiveSmallIntegerField("thứ tự", default=100)
    is_active = models.BooleanField("đang dùng", default=True)
    # The portal's proposal until the office confirms it; the standard asks for a purpose of five digits.
    dac_code = models.CharField(
        "mã mục đích OECD DAC",
        max_length=5,
        blank=True,
        default="",
        validators=[RegexValidator(r"^[0-9]{5}$", "Mã DAC có đúng 5 chữ số, ví dụ 12220.")],
    )

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = "lĩnh vực"
        verbose_name_plural = "lĩnh vực"
        ordering = ["ordinal", "pk"]

    def __str__(self):
        return self.name


class ExchangeRateQuerySet(RecordQuerySet):
    """Which rates."""

    def latest_for(self, currency, day):
        """Return the newest rate of the currency on or before that day, or None."""
        return self.filter(currency=currency, day__lte=day).order_by("-day", "pk").first()


class ExchangeRate(Record):
    """Đồng for one unit of a currency on a day (tỷ giá); stored as whole ten-thousandths of a đồng."""

    currency = models.CharField("loại tiền", max_length=3)
    day = models.DateField("ngày")
    rate_e4 = models.BigIntegerField("tỷ giá × 10.000", editable=False)
    kind = models.CharField("loại tỷ giá", max_length=20, choices=RateKind, default=RateKind.TREASURY)
    source = models.CharField("nguồn", max_length=250)

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        verbose_name = "tỷ giá"
        verbose_name_plural = "tỷ giá"
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "day"],
                name="exchange_rate_day_unique",
                violation_error_message="Đã có tỷ giá của loại tiền này trong ngày đó.",
            ),
            models.CheckConstraint(
                condition=Q(rate_e4__gt=0),
                name="exchange_rate_positive",
                violation_error_message="Tỷ giá phải lớn hơn 0.",
            ),
        ]

    def __str__(self):
        return f"{self.currency} {self.day:%d/%m/%Y}"

    @property
    def rate(self):
        """Đồng for one unit, as a Decimal."""
        return Decimal(self.rate_e4) / RATE_SCALE
