"""Filters of the aid lists; names in the query string are Vietnamese without marks."""

from datetime import date

import django_filters
from django.db.models import Exists, Max, Min, OuterRef, Q
from django.utils import timezone

from aid.disasters import of_day, of_event
from aid.forms.fields import CURRENCY_CHOICES, PickedSelect, combobox
from aid.law import aid_law
from aid.models import AidItem, Disbursement, DossierRequirement, ExchangeRate, ItemPlace, Sector
from aid.rules import NOT_RECEIVED
from aid.sums import years_with_items
from core.forms import VnDateField
from core.lists import PortalFilterSet, SearchFilter, with_any
from core.models import Agency, Country, Locality, Partner, PartnerKind
from core.models.places import Certainty
from core.text import fold

YES_NO = [("co", "có"), ("khong", "không")]
VIEWS = [
    ("cham", "Chậm giải ngân"),
    ("don-vi-toi", "Đơn vị tôi"),
    ("sap-ket-thuc", "Sắp kết thúc"),
    ("con-thieu-ty-gia", "Chưa có tỷ giá"),
]
STATES = [(code, label) for code, label in AidItem.Status.choices]
# What figures count, and what stands beside them: each item is in one of these.
COUNTED = [
    ("co", "được tính: đã phê duyệt"),
    ("cho", "chưa phê duyệt"),
    ("khong", "không tiếp nhận, rút, thu hồi"),
]


def picked(queryset, url_name, noun, **kwargs):
    """Return a filter by one of many, found by typing."""
    return django_filters.ModelChoiceFilter(
        queryset=queryset, widget=combobox(url_name, noun, widget=PickedSelect), **kwargs
    )


def offer_years(form, rows, column):
    """Let the form's year be one of those between the first and the last row, this year included."""
    ends = rows.aggregate(first=Min(column), last=Max(column))
    _offer_span(form, [day.year for day in ends.values() if day])


def _offer_span(form, years):
    """Let the form's year be one from the first to the last of these, this year included."""
    years = [*years, timezone.localdate().year]
    form.fields["nam"].choices = [(str(year), str(year)) for year in range(max(years), min(years) - 1, -1)]
    form.fields["nam"].empty_label = "Mọi năm"


class VnDateFilter(django_filters.DateFilter):
    """A day typed the Vietnamese way."""

    field_class = VnDateField


class ItemFilter(PortalFilterSet):
    """Filters of the list of aid items."""

    q = SearchFilter(label="Tìm trong danh sách")
    nam = django_filters.ChoiceFilter(label="Năm phê duyệt", method="by_year")
    linh_vuc = django_filters.ModelChoiceFilter(
        label="Lĩnh vực", queryset=Sector.objects.all(), method="by_sector", empty_label="Tất cả"
    )
    loai = django_filters.ChoiceFilter(
        label="Loại", field_name="mode", choices=AidItem.Mode.choices, empty_label="Tất cả"
    )
    trang_thai = django_filters.ChoiceFilter(
        label="Trạng thái", choices=STATES, method="by_state", empty_label="Tất cả"
    )
    tu = VnDateFilter(label="Phê duyệt từ ngày", method="from_day")
    den = VnDateFilter(label="đến ngày", method="to_day")
    khan_cap = django_filters.ChoiceFilter(
        label="Khẩn cấp", choices=YES_NO, method="by_emergency", empty_label="Tất cả"
    )
    nha_tai_tro = picked(
        Partner.objects.all(), "core:partner_options", "nhà tài trợ", label="Nhà tài trợ", field_name="donor"
    )
    nuoc = picked(
        Country.objects.all(), "core:country_options", "nước", label="Nước", field_name="donor__country"
    )
    tiep_nhan = picked(
        Agency.objects.all(),
        "core:agency_options",
        "cơ quan",
        label="Cơ quan tiếp nhận",
        field_name="recipient",
    )
    tien_tu = django_filters.NumberFilter(label="Cam kết từ (USD)", method="at_least")
    tien_den = django_filters.NumberFilter(label="Cam kết đến (USD)", method="at_most")
    quyet_dinh = django_filters.ChoiceFilter(
        label="Số quyết định", choices=YES_NO, method="by_decision", empty_label="Tất cả"
    )
    dia_ban = django_filters.ChoiceFilter(label="Xã, phường", method="by_place", empty_label="Tất cả")
    tinh = django_filters.ChoiceFilter(
        label="Tính vào số liệu", choices=COUNTED, method="by_counting", empty_label="Tất cả"
    )
    ky = django_filters.ChoiceFilter(label="Kỳ 15/12–14/12", method="by_late_year", empty_label="Tất cả")
    xem = django_filters.ChoiceFilter(label="Cần xem", choices=VIEWS, method="by_view", empty_label="Tất cả")
    thien_tai = django_filters.CharFilter(label="Thiên tai, sự cố (đúng tên)", method="by_disaster")
    xay_ra = django_filters.CharFilter(label="Thiên tai xảy ra ngày", method="by_disaster_day")
    dien = django_filters.ChoiceFilter(
        label="Diện khẩn cấp",
        field_name="emergency_kind",
        choices=AidItem.Emergency.choices,
        empty_label="Tất cả",
    )

    class Meta(PortalFilterSet.Meta):
        model = AidItem
        fields: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        """Offer the years in which items were approved."""
        super().__init__(*args, **kwargs)
        _offer_span(self.form, years_with_items(self.request.user))
        places = Locality.objects.order_by("sort_key", "pk").values_list("pk", "full_name")
        self.form.fields["dia_ban"].choices = [("0", "Chưa ghi địa bàn"), *((str(k), n) for k, n in places)]
        years = [int(year) for year, _ in self.form.fields["nam"].choices if year]
        self.form.fields["nam"].choices = [
            *list(self.form.fields["nam"].choices)[1:],
            ("0", "Chưa phê duyệt"),
        ]
        offered = [(str(year), f"năm {year}") for year in range(years[0] + 1, years[-1] - 1, -1)]
        self.form.fields["ky"].choices = offered

    def by_year(self, queryset, name, value):
        """Items approved in the year, or not yet approved."""
        if value == "0":
            return queryset.filter(approved_on__isnull=True)
        return queryset.approved_between(date(int(value), 1, 1), date(int(value), 12, 31))

    def by_sector(self, queryset, name, value):
        """Items that serve the sector, with whatever share."""
        return with_any(queryset, value.item_sectors.all(), "item_id")

    def by_place(self, queryset, name, value):
        """Items that work in the commune, with whatever share, or that name none."""
        if value == "0":
            return queryset.filter(~Exists(ItemPlace.objects.filter(item=OuterRef("pk"))))
        return with_any(queryset, ItemPlace.objects.filter(locality=value), "item_id")

    def by_counting(self, queryset, name, value):
        """Items that figures count, those that wait for their approval, or those called off."""
        if value == "khong":
            return queryset.filter(status__in=NOT_RECEIVED)
        return queryset.counted() if value == "co" else queryset.received().filter(approved_on__isnull=True)

    def by_late_year(self, queryset, name, value):
        """Items approved from 15/12 of the year before to 14/12 of the year (Nghị định 09/2019/NĐ-CP)."""
        return queryset.approved_between(date(int(value) - 1, 12, 15), date(int(value), 12, 14))

    def from_day(self, queryset, name, value):
        """Items approved on the day or later."""
        return queryset.approved_between(start=value)

    def to_day(self, queryset, name, value):
        """Items approved on the day or earlier."""
        return queryset.approved_between(end=value)

    def by_state(self, queryset, name, value):
        """Items in the state that their page shows today."""
        return queryset.in_state(value, timezone.localdate())

    def by_emergency(self, queryset, name, value):
        """Emergency grants, or all others."""
        return queryset.emergency() if value == "co" else queryset.regular()

    def by_disaster(self, queryset, name, value):
        """Emergency grants of the disaster of exactly this name, called off ones left out."""
        return queryset.filter(of_event(value))

    def by_disaster_day(self, queryset, name, value):
        """Emergency grants of disasters of the day, called off ones left out."""
        return queryset.filter(of_day(value))

    def by_decision(self, queryset, name, value):
        """Items with or without the number of their decision."""
        return (
            queryset.filter(decision_number="") if value == "khong" else queryset.exclude(decision_number="")
        )

    def at_least(self, queryset, name, value):
        """Items with commitments of at least so many USD."""
        return queryset.filter(committed_usd_minor__gte=value * 100)

    def at_most(self, queryset, name, value):
        """Items with commitments of at most so many USD."""
        return queryset.filter(committed_usd_minor__lte=value * 100)

    def by_view(self, queryset, name, value):
        """One of the standing views."""
        today = timezone.localdate()
        return standing_view(queryset, value, user=self.request.user, today=today, law=aid_law(today))


def standing_view(items, view, *, user, today, law):
    """Return the items of a standing view: slow, of the reader's agencies, ending soon, without a rate."""
    if view == "cham":
        return items.slow(
            today,
            points=law.convention("AID_SLOW_DISBURSEMENT_POINTS").value,
            quiet_days=law.convention("AID_NO_DISBURSEMENT_DAYS").value,
        )
    if view == "don-vi-toi":
        return items.of_agencies(user.agency_ids())
    if view == "sap-ket-thuc":
        return items.ending_within(law.convention("AID_END_ALERT_DAYS").value, today)
    return items.with_totals().filter(is_unrated=True)


class DonorFilter(PortalFilterSet):
    """Filters of the list of donors."""

    q = SearchFilter(label="Tìm nhà tài trợ")
    loai = django_filters.ChoiceFilter(
        label="Loại", field_name="kind", choices=PartnerKind.choices, empty_label="Tất cả"
    )
    nuoc = picked(Country.objects.all(), "core:country_options", "nước", label="Nước", field_name="country")

    class Meta(PortalFilterSet.Meta):
        model = Partner
        fields: tuple[str, ...] = ()


class DisbursementFilter(PortalFilterSet):
    """Filters of the ledger of disbursements."""

    q = SearchFilter(label="Tìm theo khoản viện trợ", column="item__search_text")
    nam = django_filters.ChoiceFilter(label="Năm giải ngân", field_name="paid_on", lookup_expr="year")
    tu = VnDateFilter(label="Từ ngày", field_name="paid_on", lookup_expr="gte")
    den = VnDateFilter(label="đến ngày", field_name="paid_on", lookup_expr="lte")
    tien = django_filters.ChoiceFilter(
        label="Loại tiền", field_name="currency", choices=CURRENCY_CHOICES, empty_label="Tất cả"
    )
    khan_cap = django_filters.ChoiceFilter(
        label="Khẩn cấp", choices=YES_NO, method="by_emergency", empty_label="Tất cả"
    )
    chung_tu = django_filters.ChoiceFilter(
        label="Chứng từ", choices=YES_NO, method="by_voucher", empty_label="Tất cả"
    )
    nha_tai_tro = picked(
        Partner.objects.all(),
        "core:partner_options",
        "nhà tài trợ",
        label="Nhà tài trợ",
        field_name="item__donor",
    )
    tinh = django_filters.ChoiceFilter(
        label="Tính vào số liệu", choices=YES_NO, method="by_counting", empty_label="Tất cả"
    )

    class Meta(PortalFilterSet.Meta):
        model = Disbursement
        fields: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        """Offer the years in which money arrived."""
        super().__init__(*args, **kwargs)
        offer_years(self.form, Disbursement.objects.visible_to(self.request.user), "paid_on")

    def by_emergency(self, queryset, name, value):
        """Money of emergency grants, or all other."""
        regular = Q(item__emergency_kind="")
        return queryset.exclude(regular) if value == "co" else queryset.filter(regular)

    def by_counting(self, queryset, name, value):
        """Money that figures count, or that of items which were called off."""
        out = Q(item__status__in=NOT_RECEIVED)
        return queryset.exclude(out) if value == "co" else queryset.filter(out)

    def by_voucher(self, queryset, name, value):
        """Payments with or without the number of a voucher."""
        return queryset.filter(voucher="") if value == "khong" else queryset.exclude(voucher="")


class SectorFilter(PortalFilterSet):
    """Search in the sectors; there are few, so by their name as written."""

    q = django_filters.CharFilter(label="Tìm lĩnh vực", method="by_name")

    class Meta(PortalFilterSet.Meta):
        model = Sector
        fields: tuple[str, ...] = ()

    def by_name(self, queryset, name, value):
        """Sectors whose name holds the words, marks aside."""
        wanted = fold(value)
        return queryset.filter(pk__in=[row.pk for row in Sector.objects.all() if wanted in fold(row.name)])


class RequirementFilter(PortalFilterSet):
    """Filters of the papers that decrees ask for; there are few, so searched by their name as written."""

    q = django_filters.CharFilter(label="Tìm giấy tờ", method="by_label")
    bo = django_filters.ChoiceFilter(
        label="Bộ quy tắc", field_name="rule_set", choices=AidItem.RuleSet.choices, empty_label="Tất cả"
    )
    loai = django_filters.ChoiceFilter(
        label="Loại khoản", field_name="mode", choices=AidItem.Mode.choices, empty_label="Tất cả"
    )
    chac = django_filters.ChoiceFilter(
        label="Độ chắc chắn", field_name="certainty", choices=Certainty.choices, empty_label="Tất cả"
    )

    class Meta(PortalFilterSet.Meta):
        model = DossierRequirement
        fields: tuple[str, ...] = ()

    def by_label(self, queryset, name, value):
        """Papers whose name holds the words, marks aside."""
        wanted = fold(value)
        return queryset.filter(pk__in=[row.pk for row in queryset if wanted in fold(row.label)])


class RateFilter(PortalFilterSet):
    """Filters of the exchange rates."""

    q = None  # type: ignore[assignment]  # a rate has no words to search, only currency and day
    tien = django_filters.ChoiceFilter(
        label="Loại tiền", field_name="currency", choices=CURRENCY_CHOICES, empty_label="Tất cả"
    )
    tu = VnDateFilter(label="Từ ngày", field_name="day", lookup_expr="gte")
    den = VnDateFilter(label="đến ngày", field_name="day", lookup_expr="lte")

    class Meta(PortalFilterSet.Meta):
        model = ExchangeRate
        fields: tuple[str, ...] = ()
