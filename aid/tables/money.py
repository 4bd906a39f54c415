"""The ledger of disbursements, sectors and exchange rates."""

from django.template.loader import render_to_string
from django.urls import reverse

from aid.models import Disbursement
from aid.tables.items import RIGHT, PlainColumn, usd
from core.dates import format_date
from core.lists import PortalTable
from core.money import format_money, format_number, from_minor


class DisbursementTable(PortalTable):
    """Every payment: day, item, amount with its rate, voucher."""

    export_only = ("code", "currency", "rate", "usd_rate", "rate_source", "rate_on", "note")

    paid_on = PlainColumn(verbose_name="Ngày", attrs={"td": {"class": "num inline"}}, footer="Cộng")
    code = PlainColumn(verbose_name="Mã khoản", accessor="item__code")
    item = PlainColumn(
        verbose_name="Khoản viện trợ",
        accessor="item__name",
        order_by=("item__sort_key", "pk"),
        attrs={"td": {"class": "main"}},
    )
    donor = PlainColumn(
        verbose_name="Nhà tài trợ", accessor="item__donor__name", order_by=("item__donor__sort_key", "pk")
    )
    amount = PlainColumn(
        verbose_name="Số tiền", attrs=RIGHT, accessor="amount", order_by=("currency", "amount_minor")
    )
    currency = PlainColumn(verbose_name="Loại tiền")
    rate = PlainColumn(verbose_name="Tỷ giá (đồng)")
    usd_rate = PlainColumn(verbose_name="Tỷ giá USD (đồng)")
    rate_source = PlainColumn(verbose_name="Nguồn tỷ giá")
    rate_on = PlainColumn(verbose_name="Ngày tỷ giá")
    usd_minor = PlainColumn(
        verbose_name="Quy đổi (USD)",
        attrs=RIGHT,
        empty_values=(),
        footer=lambda table: usd(table.sums["usd"]),
    )
    vnd = PlainColumn(verbose_name="Quy đổi (đồng)", attrs=RIGHT, empty_values=())
    voucher = PlainColumn(verbose_name="Chứng từ")
    note = PlainColumn(verbose_name="Ghi chú")

    class Meta(PortalTable.Meta):
        attrs = {"caption": "Các lần giải ngân"}
        row_attrs = {"data-href": lambda record: record.item.get_absolute_url()}

    sums = {"usd": 0}

    def render_paid_on(self, value):
        """Return the day as dd/mm/yyyy."""
        return f"{value:%d/%m/%Y}"

    def value_paid_on(self, value):
        """Return the day itself."""
        return value

    def render_item(self, record):
        """Return the name of the item with its code and marks, and what the line is if not a payment."""
        about = [record.item.code]
        if record.is_correction:
            about.append(f"điều chỉnh cho ngày {format_date(record.effective_on)}")
        elif record.kind != Disbursement.Kind.CASH:
            about.append(record.get_kind_display())
        return render_to_string("aid/_item_name.html", {"item": record.item, "period": " · ".join(about)})

    def value_item(self, record):
        """Return the bare name."""
        return record.item.name

    def render_amount(self, record):
        """Return the amount with its currency."""
        return format_money(record.amount, record.currency)

    def value_amount(self, record):
        """Return the amount as a number."""
        return record.amount

    def render_usd_minor(self, value):
        """Return the USD equivalent, or that a rate is missing."""
        return "chưa có tỷ giá" if value is None else usd(value)

    def value_usd_minor(self, value):
        """Return the USD equivalent as a number."""
        return None if value is None else from_minor(value, "USD")

    def render_vnd(self, value):
        """Return the equivalent in đồng."""
        return "chưa có tỷ giá" if value is None else format_number(value)

    def value_vnd(self, value):
        """Return the equivalent in đồng as a number."""
        return value


class SectorTable(PortalTable):
    """Sectors with how many items they serve."""

    name = PlainColumn(verbose_name="Lĩnh vực", attrs={"td": {"class": "main"}})
    code = PlainColumn(verbose_name="Mã", attrs={"td": {"class": "code"}})
    ordinal = PlainColumn(verbose_name="Thứ tự", attrs=RIGHT)
    item_count = PlainColumn(verbose_name="Số khoản", attrs=RIGHT)
    is_active = PlainColumn(verbose_name="Đang dùng")

    class Meta(PortalTable.Meta):
        attrs = {"caption": "Lĩnh vực viện trợ"}
        row_attrs = {"data-href": lambda record, table: table.edit_url("aid:sector_edit", record)}

    def __init__(self, *args, can_edit, **kwargs):
        """Take whether rows open a form."""
        self.can_edit = can_edit
        super().__init__(*args, **kwargs)

    def edit_url(self, name, record):
        """Return the address of the row's form, or None for a reader."""
        return reverse(name, args=[record.pk]) if self.can_edit else None

    def render_is_active(self, value):
        """Return có or không."""
        return "có" if value else "không"


class RateTable(PortalTable):
    """Exchange rates by day."""

    day = PlainColumn(verbose_name="Ngày", attrs={"td": {"class": "num main"}})
    currency = PlainColumn(verbose_name="Loại tiền")
    rate = PlainColumn(verbose_name="Tỷ giá (đồng)", attrs=RIGHT, order_by=("rate_e4",))
    kind = PlainColumn(verbose_name="Loại tỷ giá", accessor="get_kind_display", order_by=("kind",))
    source = PlainColumn(verbose_name="Nguồn")

    class Meta(PortalTable.Meta):
        attrs = {"caption": "Tỷ giá theo ngày"}
        row_attrs = {"data-href": lambda record, table: table.edit_url("aid:rate_edit", record)}

    def __init__(self, *args, can_edit, **kwargs):
        """Take whether rows open a form."""
        self.can_edit = can_edit
        super().__init__(*args, **kwargs)

    def edit_url(self, name, record):
        """Return the address of the row's form, or None for a reader."""
        return reverse(name, args=[record.pk]) if self.can_edit else None

    def render_day(self, value):
        """Return the day as dd/mm/yyyy."""
        return f"{value:%d/%m/%Y}"

    def value_day(self, value):
        """Return the day itself."""
        return value

    def render_rate(self, value):
        """Return the rate in Vietnamese writing."""
        return format_number(value)

    def value_rate(self, value):
        """Return the rate as a number."""
        return value
