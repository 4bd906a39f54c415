"""Which items are looked through for duplicates."""

import django_filters

from aid.filters import offer_years, picked
from aid.models import AidItem
from core.lists import PortalFilterSet
from core.models import Agency, Partner


class TwinFilter(PortalFilterSet):
    """Narrows the items that are compared; without a filter the items written last are."""

    nam = django_filters.ChoiceFilter(label="Năm phê duyệt", field_name="approved_on", lookup_expr="year")
    nha_tai_tro = picked(
        Partner.objects.all(), "core:partner_options", "nhà tài trợ", label="Nhà tài trợ", field_name="donor"
    )
    tiep_nhan = picked(
        Agency.objects.all(),
        "core:agency_options",
        "cơ quan",
        label="Cơ quan tiếp nhận",
        field_name="recipient",
    )

    class Meta(PortalFilterSet.Meta):
        model = AidItem
        fields: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        """Offer the years in which items were approved."""
        super().__init__(*args, **kwargs)
        offer_years(self.form, AidItem.objects.all(), "approved_on")
