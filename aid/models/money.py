"""Money of an aid item: commitments, counterpart funds, disbursements."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q

from aid.models.catalogue import RATE_SCALE, RateKind
from aid.models.items import AidItem
from aid.periods import Books
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


class Entry(models.TextChoices):
    """What a line of the ledger is; amounts of refunds are below 0, those of corrections may be."""

    ORIGINAL = "GHI", "ghi thường"
    CORRECTION = "DIEU_CHINH", "điều chỉnh kỳ trước"


class LedgerRow(MoneyRow):
    """A line of money that a closed period keeps: a mistake is not rewritten but corrected by another line.

    A correction stands on its booking day, in the open period; `effective_on` says which day it is about and
    `corrects` which line, where there is one. Its amount is the difference, so that sums need no exception.
    """

    entry = models.CharField("bút toán", max_length=12, choices=Entry, default=Entry.ORIGINAL, editable=False)
    effective_on = models.DateField("điều chỉnh cho ngày", null=True, blank=True)
    corrects = models.ForeignKey(
        "self",
        verbose_name="dòng được điều chỉnh",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
    )
    reason = models.CharField("lý do điều chỉnh", max_length=500, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def is_correction(self):
        """Whether the line corrects a closed period."""
        return self.entry == Entry.CORRECTION


class Commitment(LedgerRow):
    """What the donor committed (vốn cam kết)."""

    # Indexes that hold sums begin with the item; one of the key alone would only be met first by planners.
    item = models.ForeignKey(
        AidItem,
        verbose_name="khoản viện trợ",
        on_delete=models.CASCADE,
        related_name="commitments",
        db_index=False,
    )
    committed_on = models.DateField("ngày cam kết", null=True, blank=True)
    # The booking day of a correction; other commitments count on the approval day of their item.
    booked_on = models.DateField("ngày ghi sổ", null=True, blank=True)

    objects = MoneyQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("item", "amount_minor")

    class Meta:
        verbose_name = "cam kết"
        verbose_name_plural = "cam kết"
        # The sums of figures are read from the first index alone, lines without a rate from the last.
        indexes = [
            models.Index(fields=["item", "usd_minor", "booked_on"], name="commitment_sums"),
            models.Index(
                fields=["booked_on", "item", "usd_minor", "entry", "effective_on"], name="commitment_by_day"
            ),
            models.Index(
                fields=["booked_on", "item", "usd_minor"],
                condition=Q(usd_minor__isnull=True),
                name="commitment_unrated",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0) | (Q(entry="DIEU_CHINH") & ~Q(amount_minor=0)),
                name="commitment_positive",
                violation_error_message="Số tiền cam kết phải lớn hơn 0.",
            )
        ]

    def __str__(self):
        return format_money(from_minor(self.amount_minor, self.currency), self.currency)


class Counterpart(LedgerRow):
    """What the Vietnamese side adds (vốn đối ứng)."""

    class Kind(models.TextChoices):
        """Money or in kind."""

        CASH = "TIEN", "bằng tiền"
        IN_KIND = "HIEN_VAT", "bằng hiện vật"

    item = models.ForeignKey(
        AidItem, verbose_name="khoản viện trợ", on_delete=models.CASCADE, related_name="counterparts"
    )
    kind = models.CharField("hình thức", max_length=10, choices=Kind, default=Kind.CASH)
    # The booking day of a correction; other lines count on the approval day of their item.
    booked_on = models.DateField("ngày ghi sổ", null=True, blank=True)

    objects = MoneyQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("item", "amount_minor")

    class Meta:
        verbose_name = "vốn đối ứng"
        verbose_name_plural = "vốn đối ứng"
        indexes = [models.Index(fields=["booked_on", "item", "vnd"], name="counterpart_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0) | (Q(entry="DIEU_CHINH") & ~Q(amount_minor=0)),
                name="counterpart_positive",
                violation_error_message="Vốn đối ứng phải lớn hơn 0.",
            )
        ]

    def __str__(self):
        return format_money(from_minor(self.amount_minor, self.currency), self.currency)


class Disbursement(LedgerRow):
    """A line of the ledger of what was really received (giải ngân): money, goods, refunds, corrections.

    One ledger, so that every total counts all of them; `kind` tells them apart.
    """

    class Kind(models.TextChoices):
        """What moved."""

        CASH = "TIEN", "tiền"
        GOODS = "HIEN_VAT", "hiện vật"
        REFUND = "HOAN_TRA", "hoàn trả nhà tài trợ"

    # Indexes that hold sums begin with the item; one of the key alone would only be met first by planners.
    item = models.ForeignKey(
        AidItem,
        verbose_name="khoản viện trợ",
        on_delete=models.CASCADE,
        related_name="disbursements",
        db_index=False,
    )
    kind = models.CharField("hình thức", max_length=10, choices=Kind, default=Kind.CASH)
    paid_on = models.DateField("ngày giải ngân")
    voucher = models.CharField("chứng từ", max_length=100, blank=True)
    goods = models.CharField("hàng hóa", max_length=250, blank=True, default="")
    quantity_e3 = models.BigIntegerField("số lượng × 1.000", null=True, blank=True)
    unit = models.CharField("đơn vị tính", max_length=50, blank=True, default="")
    note = models.CharField("ghi chú", max_length=300, blank=True)

    objects = DisbursementQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("item", "amount_minor")

    class Meta:
        verbose_name = "lần giải ngân"
        verbose_name_plural = "giải ngân"
        ordering = ["paid_on", "pk"]
        # The sums of figures are read from these alone.
        indexes = [
            models.Index(
                fields=["paid_on", "item", "usd_minor", "kind", "entry", "effective_on"],
                name="disbursement_by_day",
            ),
            models.Index(fields=["item", "usd_minor", "paid_on"], name="disbursement_sums"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(entry="DIEU_CHINH") & ~Q(amount_minor=0))
                | (Q(kind="HOAN_TRA") & Q(amount_minor__lt=0))
                | (~Q(kind="HOAN_TRA") & Q(amount_minor__gt=0)),
                name="disbursement_positive",
                violation_error_message="Số tiền giải ngân phải lớn hơn 0; tiền hoàn trả ghi là số âm.",
            ),
            models.CheckConstraint(
                condition=~Q(entry="DIEU_CHINH") | (Q(effective_on__isnull=False) & ~Q(reason="")),
                name="disbursement_correction_explained",
                violation_error_message="Dòng điều chỉnh cần ngày được điều chỉnh và lý do.",
            ),
        ]

    def __str__(self):
        return format_money(from_minor(self.amount_minor, self.currency), self.currency)

    @property
    def quantity(self):
        """How much of the goods, as a Decimal, or None."""
        return None if self.quantity_e3 is None else Decimal(self.quantity_e3) / 1000


class ClosedPeriodQuerySet(RecordQuerySet):
    """Which closed periods."""

    def books(self):
        """Return the days that are closed, in one query."""
        return Books(**self.aggregate(first=models.Min("first_day"), last=models.Max("last_day")))


class ClosedPeriod(Record):
    """A period whose money is no longer rewritten (kỳ đã khóa sổ)."""

    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến hết ngày")
    closed_on = models.DateField("ngày khóa sổ")
    reason = models.CharField("căn cứ khóa sổ", max_length=500, blank=True)

    objects = ClosedPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ khóa sổ"
        verbose_name_plural = "kỳ khóa sổ"
        ordering = ["-last_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")),
                name="closed_period_range",
                violation_error_message="Ngày cuối kỳ phải sau ngày đầu kỳ.",
            ),
            models.UniqueConstraint(
                fields=["last_day"],
                name="closed_period_last_day_unique",
                violation_error_message="Đã khóa sổ đến ngày này.",
            ),
        ]

    def __str__(self):
        return f"{self.first_day:%d/%m/%Y}-{self.last_day:%d/%m/%Y}"

    def span(self, *, is_first):
        """Return the days that its closing closed: with the first one all days before it."""
        return (date.min if is_first else self.first_day, self.last_day)
