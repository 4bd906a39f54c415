"""The table of emergency grants by disaster."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html

from aid.disasters import row_query, sum_query
from aid.emergency_totals import money_text
from aid.tables.items import RIGHT, PlainColumn, usd
from core.dates import format_date
from core.lists import PortalTable
from core.money import format_number, from_minor


class DisasterTable(PortalTable):
    """Disasters with their grants; amounts shared out stand in their own currencies."""

    label = PlainColumn(verbose_name="Thiên tai, sự cố", attrs={"td": {"class": "main"}}, footer="Cộng")
    day = PlainColumn(verbose_name="Ngày xảy ra", attrs={"td": {"class": "num"}})
    items = PlainColumn(verbose_name="Số khoản", attrs=RIGHT, footer=lambda table: table.items_counted())
    committed_usd = PlainColumn(
        verbose_name="Cam kết (USD)", attrs=RIGHT, footer=lambda table: usd(table.totals.committed_usd)
    )
    units = PlainColumn(verbose_name="Đơn vị nhận", attrs=RIGHT, footer=lambda table: table.totals.units)
    households = PlainColumn(
        verbose_name="Số hộ", attrs=RIGHT, footer=lambda table: format_number(table.totals.households)
    )
    allocated = PlainColumn(
        verbose_name="Đã phân bổ", attrs=RIGHT, orderable=False,
        footer=lambda table: money_text(table.totals.allocated),
    )  # fmt: skip
    handed_out = PlainColumn(
        verbose_name="Đã phát", attrs=RIGHT, orderable=False,
        footer=lambda table: money_text(table.totals.handed_out),
    )  # fmt: skip
    rows_out = PlainColumn(
        verbose_name="Dòng đã phát", attrs=RIGHT, accessor="handed_out_rows", orderable=False
    )

    class Meta(PortalTable.Meta):
        attrs = {"caption": "Viện trợ khẩn cấp theo thiên tai, sự cố"}

    totals = None
    # The filters of the page {name: value}, which what is opened keeps.
    applied = None

    def render_label(self, record):
        """Return the name as a link to its grants."""
        query = urlencode(row_query(record.event, record.day, self.applied or {}))
        return format_html('<a class="nm" href="{}?{}">{}</a>', reverse("aid:item_list"), query, record.label)

    def items_counted(self):
        """Return how many grants all rows count, as a link to them."""
        query = sum_query(self.applied or {})
        if query is None:
            return self.totals.items
        address = f"{reverse('aid:item_list')}?{urlencode(query)}"
        return format_html('<a href="{}">{}</a>', address, self.totals.items)

    def value_label(self, record):
        """Return the bare name."""
        return record.label

    def render_day(self, value):
        """Return the day as dd/mm/yyyy."""
        return format_date(value)

    def value_day(self, value):
        """Return the day itself."""
        return value

    def render_committed_usd(self, record):
        """Return what was promised, in USD."""
        return usd(record.committed_usd)

    def value_committed_usd(self, record):
        """Return what was promised, in USD, as a number."""
        return from_minor(record.committed_usd, "USD")

    def render_households(self, value):
        """Return the number of households, grouped by thousands."""
        return format_number(value)

    def value_households(self, value):
        """Return the bare number."""
        return value

    def render_allocated(self, record):
        """Return what was shared out, by currency."""
        return money_text(record.allocated) or "chưa ghi giá trị"

    def render_handed_out(self, record):
        """Return what was handed out, by currency."""
        return money_text(record.handed_out) or (
            "chưa ghi giá trị" if record.handed_out_rows else "chưa phát"
        )

    def render_rows_out(self, record):
        """Return how many rows were handed out, of how many."""
        return f"{record.handed_out_rows}/{record.rows}"
