"""Filters of the totals of emergency grants."""

import django_filters

from aid.filters import VnDateFilter, offer_years
from aid.models import AidItem
from core.lists import PortalFilterSet, SearchFilter


class EmergencyFilter(PortalFilterSet):
    """Which emergency grants are summed."""

    q = SearchFilter(label="Tìm thiên tai, khoản, nhà tài trợ")
    nam = django_filters.ChoiceFilter(label="Năm phê duyệt", field_name="approved_on", lookup_expr="year")
    dien = django_filters.ChoiceFilter(
        label="Diện khẩn cấp",
        field_name="emergency_kind",
        choices=AidItem.Emergency.choices,
        empty_label="Tất cả",
    )
    tu = VnDateFilter(label="Xảy ra từ ngày", field_name="disaster_on", lookup_expr="gte")
    den = VnDateFilter(label="đến ngày", field_name="disaster_on", lookup_expr="lte")

    class Meta(PortalFilterSet.Meta):
        model = AidItem
        fields: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        """Offer the years in which emergency grants were approved."""
        super().__init__(*args, **kwargs)
        offer_years(self.form, AidItem.objects.visible_to(self.request.user).emergency(), "approved_on")
