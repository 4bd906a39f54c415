"""The filters of the board of owners, and the sentence above it."""

import django_filters
from django.utils.html import format_html, format_html_join

from aid.filters import offer_years, picked
from aid.models import AidItem
from aid.owner_reports import Year
from core.dates import format_date
from core.lists import PortalFilterSet, SearchFilter
from core.models import Agency

_STATES = [("qua-han", "Có báo cáo quá hạn"), ("chua-gui", "Còn báo cáo chưa gửi"), ("da-gui", "Đã gửi đủ")]


class OwnerBoardFilter(PortalFilterSet):
    """Filters of the board; the year is what its rows are made for."""

    q = SearchFilter(label="Tìm khoản, nhà tài trợ")
    nam = django_filters.ChoiceFilter(label="Năm báo cáo", method="same")
    tinh_trang = django_filters.ChoiceFilter(
        label="Tình trạng", choices=_STATES, method="by_state", empty_label="Tất cả"
    )
    chu_khoan = picked(
        Agency.objects.all(), "core:agency_options", "cơ quan", label="Chủ khoản", field_name="owner"
    )

    class Meta(PortalFilterSet.Meta):
        model = AidItem
        fields: tuple[str, ...] = ()

    def __init__(self, *args, year: Year, **kwargs):
        """Take the year of the board; offer those since the first approval."""
        self.year = year
        super().__init__(*args, **kwargs)
        offer_years(self.form, AidItem.objects.visible_to(self.request.user), "approved_on")
        self.form.fields["nam"].empty_label = "Năm nay"

    def same(self, queryset, name, value):
        """The rows were made for the year already."""
        return queryset

    def by_state(self, queryset, name, value):
        """Items with something late, something unsent, or nothing owing."""
        missing = self.year.missing(queryset, late_only=value == "qua-han")
        return queryset.exclude(pk__in=missing.values("pk")) if value == "da-gui" else missing


def board_sentence(year: Year, rows, query) -> str:
    """Return how many items and owners there are, how many owe, how many are late, and by which days.

    What the address does not narrow to already opens the items that it counts.
    """
    plain = rows.order_by()
    count, owners = plain.count(), plain.values("owner").distinct().count()
    missing, late = year.missing(plain).count(), year.missing(plain, late_only=True).count()
    days = [
        f"{label} {format_date(due)}"
        for label, due in (("6 tháng", year.due_on("6_THANG")), ("năm", year.due_on("NAM")))
        if due
    ]
    parts = [_opening(query, "chua-gui", f"{missing} khoản còn báo cáo chưa gửi")]
    if late:
        parts.append(_opening(query, "qua-han", f"{late} khoản quá hạn"))
    due = f" Hạn chung: {', '.join(days)} (chờ cơ quan chủ quản ấn định)." if days else ""
    told = format_html_join(", ", "{}", ((part,) for part in parts))
    return format_html("Năm {}: {} chủ khoản, {} khoản; {}.{}", year.number, owners, count, told, due)


def _opening(query, state, words):
    if query.get("tinh_trang"):
        return words
    address = query.copy()
    address.pop("page", None)
    address["tinh_trang"] = state
    return format_html('<a href="?{}">{}</a>', address.urlencode(), words)
