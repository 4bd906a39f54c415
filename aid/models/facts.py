"""What follows from the records of aid and is stored beside them, so that lists and totals need not add up.

Derived rows: written by `aid.actions.facts.settle` in the act that changes their item, without history, and
made anew by `manage.py rebuild_totals`. Never written anywhere else.
"""

from django.db import models
from django.db.models import Sum

from aid.models.items import AidItem
from core.halves import halves, whole


def _in_halves(name):
    """Return a property over the two columns of an amount, which together hold any whole number or none."""
    high, low = f"{name}_high", f"{name}_low"

    def read(row):
        found = getattr(row, high)
        return None if found is None else whole(found, getattr(row, low))

    def write(row, value):
        both = (None, None) if value is None else halves(value)
        setattr(row, high, both[0])
        setattr(row, low, both[1])

    return property(read, write)


class AidFact(models.Model):
    """One item as lists filter and add it up; every column of the one index, so that no row is fetched.

    Amounts are US cents and đồng, in halves; null: no row with a rate. `year` is that of the approval, 0
    without one. `sectors` reads |key:share| for each, `places` and `paid` (year, rows, amounts) likewise.
    """

    item = models.OneToOneField(
        AidItem, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="fact"
    )
    approved_on = models.DateField(null=True)
    year = models.SmallIntegerField(default=0)
    status = models.CharField(max_length=20)
    mode = models.CharField(max_length=20)
    is_emergency = models.BooleanField(default=False)
    has_decision = models.BooleanField(default=False)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    donor_id = models.BigIntegerField()
    country_id = models.BigIntegerField(null=True)
    owner_id = models.BigIntegerField()
    recipient_id = models.BigIntegerField()
    mobilised_by_id = models.BigIntegerField(null=True)
    committed_usd_high = models.BigIntegerField(null=True)
    committed_usd_low = models.BigIntegerField(null=True)
    committed_vnd_high = models.BigIntegerField(default=0)
    committed_vnd_low = models.BigIntegerField(default=0)
    disbursed_usd_high = models.BigIntegerField(null=True)
    disbursed_usd_low = models.BigIntegerField(null=True)
    disbursed_vnd_high = models.BigIntegerField(default=0)
    disbursed_vnd_low = models.BigIntegerField(default=0)
    unrated_commitments = models.IntegerField(default=0)
    unrated_payments = models.IntegerField(default=0)
    payments = models.IntegerField(default=0)
    sectors = models.TextField(default="")
    places = models.TextField(default="")
    paid = models.TextField(default="")

    committed_usd_minor = _in_halves("committed_usd")
    committed_vnd = _in_halves("committed_vnd")
    disbursed_usd_minor = _in_halves("disbursed_usd")
    disbursed_vnd = _in_halves("disbursed_vnd")

    class Meta:
        verbose_name = "số liệu của khoản viện trợ"
        verbose_name_plural = "số liệu của khoản viện trợ"
        indexes = [
            models.Index(
                name="aid_fact_covering",
                fields=[
                    "approved_on", "item", "is_emergency", "status", "mode", "has_decision", "started_on",
                    "ended_on", "donor_id", "country_id", "owner_id", "recipient_id", "mobilised_by_id",
                    "committed_usd_high", "committed_usd_low", "committed_vnd_high", "committed_vnd_low",
                    "disbursed_usd_high", "disbursed_usd_low", "disbursed_vnd_high", "disbursed_vnd_low",
                    "unrated_commitments", "unrated_payments", "payments", "sectors", "places",
                ],
            )
        ]  # fmt: skip

    def __str__(self):
        return str(self.item_id)


class AidSumQuerySet(models.QuerySet):
    """Which sums."""

    def items(self):
        """Return how many items the register holds."""
        kept = self.filter(dimension=AidSum.Dimension.ALL)
        return sum(kept.aggregate(here=Sum("items", default=0), out=Sum("not_received", default=0)).values())


class AidSum(models.Model):
    """A sum over items that have something in common: one row for a dimension, key, year and kind.

    A STATE row is a change on its `day` (an ordinal, 0: since ever): the state of a day is the sum of all
    rows up to that day. A PAID row counts payments by the year of their day, the others by approval year.
    `items` and amounts, which stand in halves, leave out what was refused, withdrawn or revoked; those are
    counted beside.
    """

    class Dimension(models.TextChoices):
        """By what."""

        ALL = "ALL", "mọi khoản"
        LATE = "LATE", "năm chốt ngày 14 tháng 12"
        SECTOR = "SECTOR", "lĩnh vực, cả khoản"
        SECTOR_SHARE = "SHARE", "lĩnh vực, theo tỷ lệ"
        DONOR = "DONOR", "nhà tài trợ"
        OWNER = "OWNER", "chủ khoản"
        STATE = "STATE", "trạng thái"
        PLACE = "PLACE", "địa bàn, theo tỷ lệ"
        PAID = "PAID", "giải ngân theo năm"
        PAID_LATE = "PAIDL", "giải ngân theo năm chốt ngày 14 tháng 12"

    dimension = models.CharField(max_length=6, choices=Dimension)
    key = models.CharField(max_length=20, default="")
    year = models.SmallIntegerField(default=0)
    is_emergency = models.BooleanField(default=False)
    day = models.IntegerField(default=0)
    items = models.BigIntegerField(default=0)
    committed_usd_high = models.BigIntegerField(default=0)
    committed_usd_low = models.BigIntegerField(default=0)
    committed_vnd_high = models.BigIntegerField(default=0)
    committed_vnd_low = models.BigIntegerField(default=0)
    disbursed_usd_high = models.BigIntegerField(default=0)
    disbursed_usd_low = models.BigIntegerField(default=0)
    disbursed_vnd_high = models.BigIntegerField(default=0)
    disbursed_vnd_low = models.BigIntegerField(default=0)
    unrated = models.BigIntegerField(default=0)
    not_received = models.BigIntegerField(default=0)

    committed_usd_minor = _in_halves("committed_usd")
    committed_vnd = _in_halves("committed_vnd")
    disbursed_usd_minor = _in_halves("disbursed_usd")
    disbursed_vnd = _in_halves("disbursed_vnd")

    objects = AidSumQuerySet.as_manager()

    class Meta:
        verbose_name = "tổng viện trợ"
        verbose_name_plural = "tổng viện trợ"
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "key", "year", "is_emergency", "day"], name="aid_sum_unique"
            )
        ]

    def __str__(self):
        return f"{self.dimension} {self.key} {self.year}"
