"""Law as data: deadlines and thresholds with dates, office days that were swapped."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from core.models.base import Record, RecordQuerySet
from core.models.places import Certainty


class LegalValueQuerySet(RecordQuerySet):
    """Which legal values."""

    def texts_in_force(self, prefix, day):
        """Return the citations of the codes that begin so, in force on that day, by their values."""
        return list(
            self.filter(code__startswith=prefix)
            .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day))
            .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
            .order_by("value", "pk")
            .values_list("citation", flat=True)
        )

    def in_force(self, code, day):
        """Return the value of `code` on that day; raises LegalValue.DoesNotExist where none is."""
        return (
            self.filter(code=code)
            .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day))
            .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
            .get()
        )


class LegalValue(Record):
    """A deadline, threshold or period that a text fixes, with the days it is in force."""

    class Unit(models.TextChoices):
        """What the number counts."""

        DAYS = "NGAY", "ngày"
        WORKING_DAYS = "NGAY_LAM_VIEC", "ngày làm việc"
        MONTHS = "THANG", "tháng"
        YEARS = "NAM", "năm"
        DAY_OF_YEAR = "NGAY_THANG", "ngày trong năm"
        PERCENT = "PHAN_TRAM", "%"
        POINTS = "DIEM", "điểm phần trăm"
        USD = "USD", "USD"
        SETS = "BO", "bộ"
        RULE_SET = "BO_QUY_TAC", "bộ quy tắc"

    code = models.CharField("mã", max_length=60)
    label = models.CharField("nội dung", max_length=250)
    value = models.BigIntegerField("giá trị")
    unit = models.CharField("đơn vị", max_length=20, choices=Unit)
    citation = models.CharField("căn cứ", max_length=250)
    valid_from = models.DateField("áp dụng từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    certainty = models.CharField(
        "độ chắc chắn", max_length=12, choices=Certainty, default=Certainty.UNCERTAIN
    )
    note = models.TextField("ghi chú", blank=True)

    objects = LegalValueQuerySet.as_manager()

    class Meta:
        verbose_name = "giá trị pháp lý"
        verbose_name_plural = "giá trị pháp lý"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="legal_value_code_from_unique",
                violation_error_message="Đã có giá trị này áp dụng từ cùng ngày.",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_from__isnull=True),
                name="legal_value_code_unique_undated",
                violation_error_message="Đã có giá trị này không ghi ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="legal_value_range",
                violation_error_message="Ngày hết áp dụng phải sau ngày bắt đầu áp dụng.",
            ),
        ]

    def __str__(self):
        return self.label

    def clean(self):
        """Refuse a day of the year that does not come every year; 1501 stands for 15/01."""
        super().clean()
        if self.unit == self.Unit.DAY_OF_YEAR and self.value is not None:
            try:
                # 2025 is a common year: 29/02 would be missing in three years of four.
                date(2025, self.value % 100, self.value // 100)
            except ValueError as error:
                raise ValidationError(
                    {"value": "Ghi liền ngày và tháng có trong mọi năm: 1501 là 15/01, 3006 là 30/06."}
                ) from error

    @property
    def value_words(self):
        """Return the value as it is read: 20, 200.000, 15/01."""
        if self.unit == self.Unit.DAY_OF_YEAR:
            return f"{self.value // 100:02}/{self.value % 100:02}"
        return str(self.value)


class SwappedDayQuerySet(RecordQuerySet):
    """Which swapped days."""

    def by_day(self):
        """Return {day: whether it is worked}, as the rules of working days take it."""
        return dict(self.values_list("day", "is_working"))


class SwappedDay(Record):
    """A day that the office works or rests against the calendar (ngày nghỉ hoán đổi)."""

    day = models.DateField("ngày", unique=True)
    is_working = models.BooleanField("là ngày làm việc")
    note = models.CharField("ghi chú", max_length=250, blank=True)

    objects = SwappedDayQuerySet.as_manager()

    class Meta:
        verbose_name = "ngày hoán đổi"
        verbose_name_plural = "ngày hoán đổi"

    def __str__(self):
        return f"{self.day:%d/%m/%Y}"
