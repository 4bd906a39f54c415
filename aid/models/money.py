"""Money of an aid item: commitments, counterpart funds, disbursements."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from aid.models.catalogue import RATE_SCALE, RateKind
from aid.models.items import AidItem
from core.models import Record, RecordQuerySet
from core.money import format_money, from_minor
from core.permissions import Area, Reach, reach


class MoneyQuerySet(RecordQuerySet):
    """Rows of money; visible with their item."""

    def visible_to(self, user):
        """Rows of items that this account may read."""
        if reach(user, Area.AID) is Reach.ALL:
            return self
        return self.filter(item__in=AidItem.objects.visible_to(user).values("pk"))

    def regular(self):
        """Rows of items under the regular decree; emergency grants are counted beside them."""
        return self.filter(item__emergency_kind="")

    def emergency(self):
        """Rows of emergency grants."""
        return self.exclude(item__emergency_kind="")


class DisbursementQuerySet(MoneyQuerySet):
    """Which disbursements."""

    def for_list(self):
        """Everything one row of the ledger shows, newest first."""
        return (
            self.select_related("item", "item__donor")
            .order_by("-paid_on", "-pk")
            .fetch_mode(models.FETCH_RAISE)
        )


class MoneyRow(Record):
    """An amount in its own currency, with the rates that convert it.

    Shapes: `amount_minor` whole cents (đồng for VND); `rate_e4` đồng for one unit and `usd_rate_e4`
    đồng for one USD, both in ten-thousandths; `usd_minor` US cents and `vnd` đồng, frozen when the row
    was written, null where a rate is missing. Past rows are never converted again with a newer rate.
    """

    amount_minor = models.BigIntegerField("số tiền (đơn vị nhỏ nhất)")
    currency = models.CharField("loại tiền", max_length=3, default="USD")
    rate_e4 = models.BigIntegerField("tỷ giá (đồng) × 10.000", null=True, blank=True)
    usd_rate_e4 = models.BigIntegerField("tỷ giá USD (đồng) × 10.000", null=True, blank=True)
    rate_kind = models.CharField("loại tỷ giá", max_length=20, choices=RateKind, blank=True, default="")
    rate_source = models.CharField("nguồn tỷ giá", max_length=250, blank=True)
    rate_on = models.DateField("ngày tỷ giá", null=True, blank=True)
    usd_minor = models.BigIntegerField("quy đổi USD (cent)", null=True, blank=True, editable=False)
    vnd = models.BigIntegerField("quy đổi đồng", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def amount(self):
        """The amount in its own currency, as a Decimal."""
        return from_minor(self.amount_minor, self.currency)

    @property
    def amount_usd(self):
        """The amount in USD as a Decimal, or None where a rate is missing."""
        return None if self.usd_minor is None else from_minor(self.usd_minor, "USD")

    @property
    def rate(self):
        """Đồng for one unit of the currency, or None."""
        return None if self.rate_e4 is None else Decimal(self.rate_e4) / RATE_SCALE

    @property
    def usd_rate(self):
        """Đồng for one USD, or None."""
        return None if self.usd_rate_e4 is None else Decimal(self.usd_rate_e4) / RATE_SCALE


class Commitment(MoneyRow):
    """What the donor committed (vốn cam kết)."""

    item = models.ForeignKey(
        AidItem, verbose_name="khoản viện trợ", on_delete=models.CASCADE, related_name="commitments"
    )
    committed_on = models.DateField("ngày cam kết", null=True, blank=True)

    objects = MoneyQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("item", "amount_minor")

    class Meta:
        verbose_name = "cam kết"
        verbose_name_plural = "cam kết"
        indexes = [models.Index(fields=["item", "usd_minor"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0),
                name="commitment_positive",
                violation_error_message="Số tiền cam kết phải lớn hơn 0.",
            )
        ]

    def __str__(self):
        return format_money(from_minor(self.amount_minor, self.currency), self.currency)


class Counterpart(MoneyRow):
    """What the Vietnamese side adds (vốn đối ứng)."""

    class Kind(models.TextChoices):
        """Money or in kind."""

        CASH = "TIEN", "bằng tiền"
        IN_KIND = "HIEN_VAT", "bằng hiện vật"

    item = models.ForeignKey(
        AidItem, verbose_name="khoản viện trợ", on_delete=models.CASCADE, related_name="counterparts"
    )
    kind = models.CharField("hình thức", max_length=10, choices=Kind, default=Kind.CASH)

    objects = MoneyQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("item", "amount_minor")

    class Meta:
        verbose_name = "vốn đối ứng"
        verbose_name_plural = "vốn đối ứng"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0),
                name="counterpart_positive",
                violation_error_message="Vốn đối ứng phải lớn hơn 0.",
            )
        ]

    def __str__(self):
        return format_money(from_minor(self.amount_minor, self.currency), self.currency)


class Disbursement(MoneyRow):
    """Money that arrived (giải ngân)."""

    item = models.ForeignKey(
        AidItem, verbose_name="khoản viện trợ", on_delete=models.CASCADE, related_name="disbursements"
    )
    paid_on = models.DateField("ngày giải ngân")
    voucher = models.CharField("chứng từ", max_length=100, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    objects = DisbursementQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("item", "amount_minor")

    class Meta:
        verbose_name = "lần giải ngân"
        verbose_name_plural = "giải ngân"
        ordering = ["paid_on", "pk"]
        indexes = [models.Index(fields=["paid_on"]), models.Index(fields=["item", "usd_minor"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0),
                name="disbursement_positive",
                violation_error_message="Số tiền giải ngân phải lớn hơn 0.",
            )
        ]

    def __str__(self):
        return format_money(from_minor(self.amount_minor, self.currency), self.currency)
