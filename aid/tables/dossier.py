"""The table of the papers that decrees ask of a dossier."""

from django.urls import reverse

from aid.tables.items import RIGHT, PlainColumn
from core.lists import PortalTable
from core.models import PartnerKind
from core.models.places import Certainty


class RequirementTable(PortalTable):
    """Papers of a dossier by decree, kind of item and kind of donor."""

    export_only = ("code", "ordinal", "document_kind")

    label = PlainColumn(verbose_name="Giấy tờ", attrs={"td": {"class": "main"}})
    code = PlainColumn(verbose_name="Mã")
    rule_set = PlainColumn(verbose_name="Bộ quy tắc")
    mode = PlainColumn(verbose_name="Loại khoản", empty_values=())
    donor_kind = PlainColumn(verbose_name="Nhà tài trợ", empty_values=())
    when = PlainColumn(verbose_name="Khi nào cần", accessor="get_when_display", order_by=("when",))
    document_kind = PlainColumn(verbose_name="Loại tài liệu", accessor="get_document_kind_display")
    citation = PlainColumn(verbose_name="Căn cứ")
    certainty = PlainColumn(verbose_name="Độ chắc chắn")
    ordinal = PlainColumn(verbose_name="Thứ tự", attrs=RIGHT)
    is_active = PlainColumn(verbose_name="Đang dùng")

    class Meta(PortalTable.Meta):
        attrs = {"caption": "Thành phần hồ sơ viện trợ"}
        row_attrs = {"data-href": lambda record, table: table.edit_url(record)}

    def __init__(self, *args, can_edit, **kwargs):
        """Take whether rows open a form."""
        self.can_edit = can_edit
        super().__init__(*args, **kwargs)

    def edit_url(self, record):
        """Return the address of the row's form, or None for a reader."""
        return reverse("aid:requirement_edit", args=[record.pk]) if self.can_edit else None

    def render_mode(self, record):
        """Return the mode, or that all modes need the paper."""
        return record.get_mode_display() or "mọi loại"

    def render_donor_kind(self, record):
        """Return the kind of donor, or that all donors give the paper."""
        return PartnerKind(record.donor_kind).label if record.donor_kind else "mọi loại"

    def render_certainty(self, record):
        """Return how sure it is; what is not verified waits for confirmation."""
        return certainty_words(record)

    def render_is_active(self, value):
        """Return có or không."""
        return "có" if value else "không"


def certainty_words(record):
    """Return how sure a paper is, in the office's words."""
    waits = record.certainty != Certainty.VERIFIED
    return "chờ xác nhận" if waits else str(Certainty.VERIFIED.label)
