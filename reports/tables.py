"""The list of reports."""

import django_filters
import django_tables2 as tables
from django.utils.html import format_html

from core.lists import PortalFilterSet, PortalTable
from reports.models import Report, ReportOutline
from reports.outlines import window_of


class ReportFilter(PortalFilterSet):
    """Filters of the list of reports."""

    year = django_filters.NumberFilter(label="Năm")
    outline = django_filters.ModelChoiceFilter(
        label="Loại báo cáo", queryset=ReportOutline.objects.all(), empty_label="Mọi loại"
    )
    status = django_filters.ChoiceFilter(
        label="Trạng thái", choices=Report.Status.choices, empty_label="Mọi trạng thái"
    )

    class Meta(PortalFilterSet.Meta):
        model = Report
        fields = ("q", "year", "outline", "status")


class ReportTable(PortalTable):
    """Reports, the newest year first."""

    title = tables.Column(verbose_name="Báo cáo", attrs={"td": {"class": "main"}})
    year = tables.Column(verbose_name="Năm", attrs={"td": {"class": "num"}})
    issuer = tables.Column(
        verbose_name="Cơ quan ban hành", accessor="issuer__label", order_by=("issuer__sort_key",)
    )
    window = tables.Column(verbose_name="Kỳ số liệu", accessor="basis", orderable=False)
    number = tables.Column(verbose_name="Số, ngày", order_by=("dated_on", "pk"), empty_values=())
    status = tables.Column(verbose_name="Trạng thái")

    class Meta(PortalTable.Meta):
        attrs = {"caption": "Báo cáo, năm mới nhất ở trên"}
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}

    def render_title(self, record):
        """Return the title as a link to the report."""
        return format_html('<a class="nm" href="{}">{}</a>', record.get_absolute_url(), record.title)

    def value_title(self, record):
        """Return the bare title."""
        return record.title

    def render_year(self, value):
        """Return the year without a thousands sign."""
        return str(value)

    def render_window(self, record):
        """Return the days that the numbers cover."""
        span = window_of(record)
        return f"{span.start:%d/%m/%Y} – {span.end:%d/%m/%Y}"

    def render_number(self, record):
        """Return the number and date of the paper, or that it has none."""
        if not record.number and not record.dated_on:
            return "chưa lấy số"
        day = f"{record.dated_on:%d/%m/%Y}" if record.dated_on else "chưa ghi ngày"
        return f"{record.number}/BC-{record.issuer.symbol} · {day}" if record.number else day
