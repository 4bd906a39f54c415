"""The table of donors."""

from django.urls import reverse
from django.utils.html import format_html

from aid.tables.items import RIGHT, PlainColumn, usd
from core.lists import PortalTable
from core.money import from_minor


class DonorTable(PortalTable):
    """Donors with what they gave; sums leave out amounts without a rate."""

    name = PlainColumn(
        verbose_name="Nhà tài trợ",
        order_by=("sort_key", "pk"),
        attrs={"td": {"class": "main"}},
        footer="Cộng",
    )
    kind = PlainColumn(verbose_name="Loại", accessor="get_kind_display", order_by=("kind",))
    country = PlainColumn(
        verbose_name="Nước",
        accessor="country__name",
        order_by=("country__sort_key",),
        attrs={"td": {"class": ""}},
    )
    item_count = PlainColumn(
        verbose_name="Số khoản",
        attrs=RIGHT,
        footer=lambda table: table.totals.items,
    )
    emergency_count = PlainColumn(
        verbose_name="Khẩn cấp",
        attrs=RIGHT,
        footer=lambda table: table.totals.emergency,
    )
    committed_usd = PlainColumn(
        verbose_name="Cam kết (USD)",
        attrs=RIGHT,
        empty_values=(),
        footer=lambda table: usd(table.totals.committed_usd),
    )
    disbursed_usd = PlainColumn(
        verbose_name="Giải ngân (USD)",
        attrs=RIGHT,
        empty_values=(),
        footer=lambda table: usd(table.totals.disbursed_usd),
    )

    class Meta(PortalTable.Meta):
        attrs = {"caption": "Nhà tài trợ và viện trợ đã nhận"}
        row_attrs = {"data-href": lambda record, table: table.url_of(record)}

    def __init__(self, *args, totals=None, **kwargs):
        """Take the totals of the last row; the view sets them once the filters are known."""
        self.totals = totals
        super().__init__(*args, **kwargs)

    @staticmethod
    def url_of(record):
        """Return the address of the donor's page."""
        return reverse("aid:donor_detail", args=[record.pk])

    def render_name(self, record):
        """Return the name as a link to the donor's page."""
        return format_html('<a class="nm" href="{}">{}</a>', self.url_of(record), record.name)

    def value_name(self, record):
        """Return the bare name."""
        return record.name

    def render_committed_usd(self, value):
        """Return the commitments in USD."""
        return usd(value or 0)

    def value_committed_usd(self, value):
        """Return the commitments in USD as a number."""
        return from_minor(value or 0, "USD")

    def render_disbursed_usd(self, value):
        """Return what arrived, in USD."""
        return usd(value or 0)

    def value_disbursed_usd(self, value):
        """Return what arrived, in USD, as a number."""
        return from_minor(value or 0, "USD")
