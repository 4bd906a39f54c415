"""The table of aid items, and what one row of it says."""

import django_tables2 as tables
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from aid.models import AidItem
from aid.periods import SETTLED
from aid.rules import slow_reason, state_on
from core.lists import PortalTable
from core.money import format_amount, format_number, from_minor

RIGHT = {"th": {"class": "r"}, "td": {"class": "r num"}}
HIDDEN_ON_PHONES = {"td": {"class": "hide"}}
STATE_TONES = {
    "RECEIVED": "info",
    "CONSULTING": "info",
    "APPRAISED": "info",
    "RETURNED": "warn",
    "APPROVED": "info",
    "NOTIFIED": "info",
    "IMPLEMENTING": "info",
    "ADJUSTING": "warn",
    "ENDED": "plain",
    "HANDED_OVER": "plain",
    "FINAL_REPORTED": "ok",
    "SETTLED": "ok",
    "REVOKED": "bad",
    "STOPPED": "bad",
}


def usd(minor):
    """Return US cents as a number in USD for tables, or the words for a missing rate."""
    return "" if minor is None else format_amount(from_minor(minor, "USD"), "USD")


def in_usd(minor):
    """Return US cents for a column that is headed USD; a phone shows no heads, so there the word stands."""
    return format_html('{}<span class="only-m"> USD</span>', usd(minor))


def period_text(item):
    """Return the months of an item: 01/2025–12/2027."""
    days = [f"{day:%m/%Y}" for day in (item.started_on, item.ended_on) if day]
    return "–".join(dict.fromkeys(days))


def state_badge(item, *, today, law):
    """Return label, tone and, where the item is slow, the reason of its status badge."""
    state = state_on(item.status, item.started_on, item.ended_on, today)
    reason = slow_reason(
        state=state,
        started_on=item.started_on,
        ended_on=item.ended_on,
        committed=item.committed_usd_minor,
        disbursed=item.disbursed_usd_minor,
        has_disbursement=item.has_disbursement,
        is_unrated=item.is_unrated,
        today=today,
        points=law.convention("AID_SLOW_DISBURSEMENT_POINTS").value,
        quiet_days=law.convention("AID_NO_DISBURSEMENT_DAYS").value,
    )
    if reason:
        return {"label": "Chậm giải ngân", "tone": "warn", "reason": reason, "state": state}
    label = str(AidItem.Status(state).label)
    return {"label": label, "tone": STATE_TONES.get(state, "mute"), "reason": "", "state": state}


def percent_of(part, whole):
    """Return part of whole in per cent, or None where either is not known."""
    return None if part is None or not whole else round(100 * part / whole)


class PlainColumn(tables.Column):
    """A column that prints nothing where there is nothing."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


class ItemTable(PortalTable):
    """Aid items; the total row says the same as the sentence above the list."""

    export_only = (
        "mode", "emergency_kind", "donor_country", "recipient", "owner", "started_on", "ended_on",
        "decision_number", "approved_on", "amount", "currency", "rate", "usd_rate", "rate_source", "rate_on",
        "committed_vnd",
    )  # fmt: skip

    code = PlainColumn(verbose_name="Mã", attrs={"td": {"class": "code hide"}}, footer="")
    name = PlainColumn(
        verbose_name="Khoản viện trợ",
        order_by=("sort_key", "pk"),
        attrs={"td": {"class": "main"}},
        footer=lambda table: table.stacked(table.total_labels()),
    )
    mode = PlainColumn(verbose_name="Loại", accessor="get_mode_display")
    emergency_kind = PlainColumn(verbose_name="Khẩn cấp", accessor="get_emergency_kind_display")
    donor = PlainColumn(
        verbose_name="Nhà tài trợ",
        order_by=("donor__sort_key", "pk"),
        accessor="donor__name",
        attrs={"td": {"class": "plain"}},
    )
    donor_country = PlainColumn(verbose_name="Nước", accessor="donor__country__name")
    recipient = PlainColumn(verbose_name="Cơ quan tiếp nhận", accessor="recipient__name")
    owner = PlainColumn(verbose_name="Chủ khoản", accessor="owner__name")
    sectors = PlainColumn(verbose_name="Lĩnh vực", empty_values=(), orderable=False, attrs=HIDDEN_ON_PHONES)
    started_on = PlainColumn(verbose_name="Bắt đầu")
    ended_on = PlainColumn(verbose_name="Kết thúc")
    decision_number = PlainColumn(verbose_name="Số quyết định")
    approved_on = PlainColumn(verbose_name="Ngày phê duyệt")
    amount = PlainColumn(verbose_name="Số tiền gốc", empty_values=(), accessor="pk")
    currency = PlainColumn(verbose_name="Loại tiền", empty_values=(), accessor="pk")
    rate = PlainColumn(verbose_name="Tỷ giá (đồng)", empty_values=(), accessor="pk")
    usd_rate = PlainColumn(verbose_name="Tỷ giá USD (đồng)", empty_values=(), accessor="pk")
    rate_source = PlainColumn(verbose_name="Nguồn tỷ giá", empty_values=(), accessor="pk")
    rate_on = PlainColumn(verbose_name="Ngày tỷ giá", empty_values=(), accessor="pk")
    committed = PlainColumn(
        verbose_name="Cam kết (USD)",
        accessor="committed_usd_minor",
        attrs={"th": {"class": "r"}, "td": {"class": "r num inline"}},
        empty_values=(),
        footer=lambda table: table.stacked(in_usd(part.committed_usd_minor) for part in table.parts()),
    )
    committed_vnd = PlainColumn(verbose_name="Cam kết (đồng)", empty_values=(), accessor="pk")
    disbursed = PlainColumn(
        verbose_name="Giải ngân (USD)",
        accessor="disbursed_usd_minor",
        attrs={"th": {"class": "r"}, "td": {"class": "r num hide"}},
        empty_values=(),
        footer=lambda table: table.stacked(usd(part.disbursed_usd_minor) for part in table.parts()),
    )
    ratio = PlainColumn(
        verbose_name="Tỷ lệ",
        empty_values=(),
        orderable=False,
        attrs={"td": {"class": "inline"}},
        footer=lambda table: table.stacked(
            "" if part.percent is None else f"{part.percent}%" for part in table.parts()
        ),
    )
    status = PlainColumn(verbose_name="Trạng thái", orderable=False, attrs={"td": {"class": "end"}})

    class Meta(PortalTable.Meta):
        attrs = {"class": "aid", "caption": "Khoản viện trợ"}
        row_attrs = {
            "data-href": lambda record: record.get_absolute_url(),
            "data-payment": lambda record, table: table.payment_url(record),
        }

    def __init__(self, *args, today, law, can_pay, totals=None, **kwargs):
        """Take the day and the limits that decide what is slow, and who may enter disbursements."""
        self.today, self.law, self.can_pay, self.totals = today, law, can_pay, totals
        super().__init__(*args, **kwargs)

    def payment_url(self, record):
        """Return where key G goes, or None for a reader."""
        if record.status == SETTLED or not self.can_pay(record):
            return None
        return reverse("aid:disbursement_add", args=[record.code])

    def has_footer(self):
        """Return whether the total row is known; that of a long list comes later, above the rows."""
        return self.totals is not None and super().has_footer()

    def parts(self):
        """Return the sums of the total row: regular items, then emergency grants where there are some."""
        if self.totals is None:
            return []
        shown = [self.totals.regular] if self.totals.regular.count or not self.totals.emergency.count else []
        return shown + ([self.totals.emergency] if self.totals.emergency.count else [])

    def total_labels(self):
        """Return the words of the total row."""
        words = []
        for part in self.parts():
            is_emergency = part is self.totals.emergency
            words.append(
                f"{'Khẩn cấp, tính riêng:' if is_emergency else 'Cộng'} {format_number(part.count)} khoản"
            )
        return words

    @staticmethod
    def stacked(lines):
        """Return lines below each other in one cell."""
        return format_html_join("", "<div>{}</div>", ((line,) for line in lines))

    def render_name(self, record):
        """Return the name with its mode, period, recipient and marks."""
        return render_to_string(
            "aid/_item_name.html",
            {"item": record, "period": period_text(record), "recipient": record.recipient},
        )

    def value_name(self, record):
        """Return the bare name."""
        return record.name

    def render_sectors(self, record):
        """Return the names of the sectors, main one first."""
        return ", ".join(row.sector.name for row in record.item_sectors.all())

    def render_committed(self, record):
        """Return the commitment in USD."""
        if record.committed_usd_minor is None:
            return "chưa có tỷ giá" if record.commitments.all() else "chưa ghi"
        return in_usd(record.committed_usd_minor)

    def value_committed(self, record):
        """Return the commitment in USD as a number."""
        return _number(record.committed_usd_minor)

    def render_disbursed(self, record):
        """Return what arrived, in USD."""
        if record.disbursed_usd_minor is None:
            return "chưa có tỷ giá" if record.has_disbursement else "0"
        return usd(record.disbursed_usd_minor)

    def value_disbursed(self, record):
        """Return what arrived, in USD, as a number; empty where no rate is known."""
        if record.disbursed_usd_minor is None and not record.has_disbursement:
            return 0
        return _number(record.disbursed_usd_minor)

    def render_ratio(self, record):
        """Return the share disbursed as a bar with its number."""
        paid = record.disbursed_usd_minor or (None if record.has_disbursement else 0)
        percent = percent_of(paid, record.committed_usd_minor)
        if percent is None:
            return "–"
        badge = state_badge(record, today=self.today, law=self.law)
        context = {"percent": percent, "text": f"{percent}%", "tone": "bro" if badge["reason"] else "done"}
        return render_to_string("components/rate.html", context)

    def value_ratio(self, record):
        """Return the share disbursed in per cent as a number."""
        paid = record.disbursed_usd_minor or (None if record.has_disbursement else 0)
        return percent_of(paid, record.committed_usd_minor)

    def render_status(self, record):
        """Return the state of today; slow items say why."""
        badge = state_badge(record, today=self.today, law=self.law)
        return render_to_string("aid/_state.html", {"badge": badge})

    def value_status(self, record):
        """Return the words of the state."""
        return state_badge(record, today=self.today, law=self.law)["label"]

    def value_amount(self, record):
        """Return the amount in its own currency; empty where an item has several currencies."""
        rows = record.commitments.all()
        same = {row.currency for row in rows}
        return sum(row.amount for row in rows) if len(same) == 1 else None

    def value_currency(self, record):
        """Return the currency, or all of them."""
        return ", ".join(sorted({row.currency for row in record.commitments.all()}))

    def value_rate(self, record):
        """Return the rate used, where one rate was used."""
        return _the_one(record, "rate")

    def value_usd_rate(self, record):
        """Return the USD rate used, where one rate was used."""
        return _the_one(record, "usd_rate")

    def value_rate_source(self, record):
        """Return where the rate comes from."""
        return "; ".join(sorted({row.rate_source for row in record.commitments.all() if row.rate_source}))

    def value_rate_on(self, record):
        """Return the day of the rate."""
        return _the_one(record, "rate_on")

    def value_committed_vnd(self, record):
        """Return the commitment in đồng; empty where a rate is missing."""
        values = [row.vnd for row in record.commitments.all()]
        return None if None in values or not values else sum(values)

    def order_committed(self, queryset, is_descending):
        """Sort by the commitment; items without a rate come last either way."""
        return _nulls_last(queryset, "committed_usd_minor", is_descending), True

    def order_disbursed(self, queryset, is_descending):
        """Sort by what arrived; items without a rate come last either way."""
        return _nulls_last(queryset, "disbursed_usd_minor", is_descending), True


def _number(minor):
    return None if minor is None else from_minor(minor, "USD")


def _the_one(record, name):
    values = {getattr(row, name) for row in record.commitments.all()}
    return values.pop() if len(values) == 1 else None


def _nulls_last(queryset, column, is_descending):
    order = F(column).desc(nulls_last=True) if is_descending else F(column).asc(nulls_last=True)
    return queryset.order_by(order, "-pk")
