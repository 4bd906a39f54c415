"""The table of certificates of foreign NGOs."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from aid.certificates import COMING, EXPIRED, EXPIRING, LABELS, REVOKED, SUSPENDED, VALID
from aid.tables.items import PlainColumn
from core.dates import format_date
from core.lists import PortalTable

TONES = {VALID: "ok", EXPIRING: "warn", EXPIRED: "bad", SUSPENDED: "bad", REVOKED: "bad", COMING: "mute"}


def state_badge(state):
    """Return label and tone of the state of a certificate."""
    return {"label": LABELS[state], "tone": TONES[state]}


def area_words(row):
    """Return the places that a certificate permits."""
    return "toàn quốc" if row.is_nationwide else "; ".join(str(name) for name in row.provinces)


class RegistrationTable(PortalTable):
    """Certificates with what they permit and whether they are valid today."""

    export_only = ("country", "issued_on", "representative", "ruling", "ruling_on", "note")

    partner = PlainColumn(
        verbose_name="Tổ chức",
        accessor="partner__name",
        order_by=("partner__sort_key", "pk"),
        attrs={"td": {"class": "main"}},
    )
    country = PlainColumn(verbose_name="Nước", accessor="partner__country__name")
    number = PlainColumn(verbose_name="Số giấy", order_by=("number", "pk"))
    kind = PlainColumn(verbose_name="Loại giấy", accessor="get_kind_display", order_by=("kind", "pk"))
    issued_on = PlainColumn(verbose_name="Ngày cấp")
    expires_on = PlainColumn(
        verbose_name="Hết hạn", order_by=("expires_on", "pk"), attrs={"td": {"class": "num"}}
    )
    area = PlainColumn(verbose_name="Địa bàn", accessor="pk", orderable=False)
    sectors = PlainColumn(verbose_name="Lĩnh vực", accessor="pk", orderable=False)
    state = PlainColumn(verbose_name="Tình trạng", order_by=("state", "pk"))
    representative = PlainColumn(verbose_name="Người đại diện")
    ruling = PlainColumn(verbose_name="Quyết định xử lý", accessor="get_ruling_display")
    ruling_on = PlainColumn(verbose_name="Từ ngày")
    note = PlainColumn(verbose_name="Ghi chú")

    class Meta(PortalTable.Meta):
        attrs = {"caption": "Giấy đăng ký của tổ chức phi chính phủ nước ngoài"}

    def render_partner(self, record):
        """Return the name as a link to the donor's page."""
        address = reverse("aid:donor_detail", args=[record.partner_id])
        return format_html('<a class="nm" href="{}">{}</a>', address, record.partner.name)

    def value_partner(self, record):
        """Return the bare name."""
        return record.partner.name

    def render_expires_on(self, value):
        """Return the last day as dd/mm/yyyy."""
        return format_date(value)

    def value_expires_on(self, value):
        """Return the last day itself."""
        return value

    def render_area(self, record):
        """Return the places permitted."""
        return area_words(record)

    def render_sectors(self, record):
        """Return the sectors permitted."""
        return "; ".join(part.sector.name for part in record.sectors.all())

    def render_state(self, value):
        """Return the state as a badge."""
        return render_to_string("components/badge.html", state_badge(value))

    def value_state(self, value):
        """Return the state in words."""
        return LABELS[value]
