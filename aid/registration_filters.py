"""Filters of the list of certificates."""

import django_filters
from django.db.models import Q

from aid.certificates import COMING, EXPIRED, EXPIRING, LABELS, REVOKED, SUSPENDED, VALID
from aid.filters import VnDateFilter, picked
from aid.models import NgoRegistration, Sector
from core.lists import PortalFilterSet
from core.models import Country
from core.text import fold, nfc

STATES = [(code, LABELS[code]) for code in (VALID, EXPIRING, EXPIRED, SUSPENDED, REVOKED, COMING)]


class RegistrationFilter(PortalFilterSet):
    """Filters of the list of certificates."""

    q = django_filters.CharFilter(label="Tìm theo tổ chức, số giấy", method="by_words")
    tinh_trang = django_filters.ChoiceFilter(
        label="Tình trạng hôm nay", field_name="state", choices=STATES, empty_label="Tất cả"
    )
    loai = django_filters.ChoiceFilter(
        label="Loại giấy", field_name="kind", choices=NgoRegistration.Kind.choices, empty_label="Tất cả"
    )
    linh_vuc = django_filters.ModelChoiceFilter(
        label="Lĩnh vực", queryset=Sector.objects.all(), method="by_sector", empty_label="Tất cả"
    )
    nuoc = picked(
        Country.objects.all(), "core:country_options", "nước", label="Nước", field_name="partner__country"
    )
    den = VnDateFilter(label="Hết hạn đến ngày", field_name="expires_on", lookup_expr="lte")

    class Meta(PortalFilterSet.Meta):
        model = NgoRegistration
        fields: tuple[str, ...] = ()

    def by_words(self, queryset, name, value):
        """Certificates whose number or organisation holds every word, marks and case aside."""
        for word in fold(nfc(value)[:200]).split():
            queryset = queryset.filter(Q(partner__search_text__contains=word) | Q(number__icontains=word))
        return queryset

    def by_sector(self, queryset, name, value):
        """Certificates that name the sector, or none at all."""
        return queryset.filter(Q(sectors__sector=value) | Q(sectors__isnull=True))
