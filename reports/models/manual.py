"""Numbers that no register holds: typed by hand, each with the paper it comes from."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.dates import format_date
from core.models import Agency, Attachment, Record, RecordQuerySet
from core.models.fields import FoldedField
from core.money import format_number
from core.permissions import Area, Reach, reach


class ManualFigureQuerySet(RecordQuerySet):
    """Which numbers."""

    def visible_to(self, user):
        """Numbers that this account may read: whoever reads reports, so far as they reach."""
        how_far = reach(user, Area.REPORTS)
        if how_far is Reach.OWN:
            return self.filter(agency_id__in=user.agency_ids())
        return self if how_far is Reach.ALL else self.none()

    def for_list(self):
        """Everything one row of the list shows, in one query."""
        return self.select_related("agency", "attachment").order_by("-year", "label", "pk")


def _once(name, fields, message, **where):
    return models.UniqueConstraint(
        fields=["code", "year", *fields], condition=Q(**where), name=name, violation_error_message=message
    )


_YEAR_TAKEN = "Năm này đã có số nhập tay mang mã đó."
_DAYS_TAKEN = "Kỳ này đã có số nhập tay mang mã đó."


class ManualFigure(Record):
    """A number of a year, or of days of it, that the registers do not hold (số nhập tay).

    It is the number of one agency, or of the whole province where no agency is named; each has its own under
    the same code.
    """

    code = models.SlugField("mã", max_length=40)
    label = models.CharField("tên số liệu", max_length=150)
    unit = models.CharField("đơn vị tính", max_length=40)
    year = models.PositiveSmallIntegerField("năm")
    # Only where the number does not cover the whole calendar year.
    start_on = models.DateField("số liệu từ ngày", null=True, blank=True)
    end_on = models.DateField("số liệu đến ngày", null=True, blank=True)
    value_e2 = models.BigIntegerField("giá trị (phần trăm đơn vị)")
    is_estimate = models.BooleanField("số ước", default=False)
    source = models.CharField("văn bản, nguồn số liệu", max_length=300)
    told_by = models.CharField("người cung cấp", max_length=150)
    told_on = models.DateField("ngày cung cấp")
    attachment = models.ForeignKey(
        Attachment, verbose_name="tệp", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField("ghi chú", max_length=300, blank=True, default="")
    agency = models.ForeignKey(
        Agency,
        verbose_name="số của",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="manual_figures",
    )
    search_text = FoldedField(sources=("code", "label", "source", "told_by"))

    objects = ManualFigureQuerySet.as_manager()

    # What its history calls a row.
    named_by = ("label", "year")

    class Meta:
        verbose_name = "số nhập tay"
        verbose_name_plural = "số nhập tay"
        ordering = ["-year", "label", "pk"]
        constraints = [
            _once(
                "manual_figure_of_agency_unique", ["agency"], _YEAR_TAKEN,
                start_on__isnull=True, agency__isnull=False,
            ),
            _once(
                "manual_figure_unique", [], _YEAR_TAKEN, start_on__isnull=True, agency__isnull=True,
            ),
            _once(
                "manual_figure_of_agency_days_unique", ["agency", "start_on", "end_on"], _DAYS_TAKEN,
                start_on__isnull=False, agency__isnull=False,
            ),
            _once(
                "manual_figure_days_unique", ["start_on", "end_on"], _DAYS_TAKEN,
                start_on__isnull=False, agency__isnull=True,
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2100)),
                name="manual_figure_year",
                violation_error_message="Năm từ 1990 đến 2100.",
            ),
            models.CheckConstraint(
                condition=Q(end_on__isnull=True) | Q(start_on__isnull=True) | Q(end_on__gte=F("start_on")),
                name="manual_figure_window",
                violation_error_message="Ngày cuối không được trước ngày đầu.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        """Address of the number's page."""
        return reverse("reports:manual_figure", args=[self.pk])

    @property
    def value(self) -> Decimal:
        """The number itself."""
        return Decimal(self.value_e2).scaleb(-2)

    @property
    def text(self) -> str:
        """The number with its unit, as printed: "5 đoàn", "ước 1.250 lượt người"."""
        number = format_number(self.value)
        words = f"{number}{self.unit}" if self.unit == "%" else f"{number} {self.unit}"
        return f"ước {words}" if self.is_estimate else words

    @property
    def span(self) -> str:
        """The days that it covers, as shown: "năm 2025", "01/01/2025 – 30/06/2025"."""
        if self.start_on and self.end_on:
            return f"{format_date(self.start_on)} – {format_date(self.end_on)}"
        return f"năm {self.year}"

    @property
    def whose(self) -> str:
        """Whose number it is: "toàn tỉnh", or the agency's short name."""
        return self.agency.label if self.agency else "toàn tỉnh"

    @property
    def source_words(self) -> str:
        """Where the number comes from, as printed under it."""
        return f"{self.source}, {self.told_by} cung cấp"
