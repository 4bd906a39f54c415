"""The lists of communes and of the days of the year."""

import django_filters
import django_tables2 as tables

from core.catalogue_tables import MAIN, NUMBER, CertaintyColumn, DayColumn
from core.lists import PortalFilterSet, PortalTable, SearchFilter
from core.models import Certainty, Country, Locality, Observance


class LocalityTable(PortalTable):
    """Communes and wards."""

    full_name = tables.TemplateColumn(
        verbose_name="Xã, phường",
        template_name="core/_locality_cell.html",
        extra_context=lambda table: {"table": table},
        attrs=MAIN,
        order_by="sort_key",
    )
    code = tables.Column("Mã", attrs={"td": {"class": "code"}})
    kind = tables.Column("Loại")
    former_district = tables.Column("Huyện cũ")
    area_km2 = tables.Column("Diện tích (km²)", orderable=False, attrs=NUMBER)
    is_border = tables.Column("Biên giới", orderable=False, default="–")
    valid_from = DayColumn("Từ ngày")
    valid_to = DayColumn("Đến ngày", default="–")

    class Meta(PortalTable.Meta):
        model = Locality
        fields = (
            "full_name",
            "code",
            "kind",
            "former_district",
            "area_km2",
            "is_border",
            "valid_from",
            "valid_to",
        )
        attrs = {"caption": "Xã, phường"}

    def value_full_name(self, value):
        """Return the name for exports."""
        return value

    def render_is_border(self, value):
        """Return whether the commune lies on the border, in words."""
        return "có" if value else "không"


class LocalityFilter(PortalFilterSet):
    """Filters of the communes."""

    kind = django_filters.ChoiceFilter(label="Loại", choices=Locality.Kind, empty_label="xã và phường")

    class Meta(PortalFilterSet.Meta):
        model = Locality
        fields = ()


class ObservanceTable(PortalTable):
    """Days of the year with their country and source."""

    name = tables.TemplateColumn(
        verbose_name="Tên ngày",
        template_name="core/_observance_cell.html",
        extra_context=lambda table: {"table": table},
        attrs=MAIN,
        order_by="name",
    )
    day = tables.Column("Ngày, tháng", order_by=("month", "day"), attrs=NUMBER)
    since_year = tables.Column("Từ năm", default="–", attrs=NUMBER)
    country = tables.Column("Quốc gia", order_by="country__sort_key", default="–")
    certainty = CertaintyColumn(verbose_name="Độ chắc chắn")
    source = tables.Column("Nguồn", orderable=False)

    class Meta(PortalTable.Meta):
        model = Observance
        fields = ("name", "day", "since_year", "country", "certainty", "source")
        attrs = {"caption": "Ngày kỷ niệm"}

    def value_name(self, value):
        """Return the name for exports."""
        return value

    def render_day(self, record):
        """Return the day and the month as they are read."""
        return f"{record.day:02}/{record.month:02}"

    value_day = render_day


class ObservanceFilter(PortalFilterSet):
    """Filters of the days of the year."""

    q = SearchFilter(label="Tìm tên ngày", column="name", method="search_name")
    country = django_filters.ModelChoiceFilter(
        label="Quốc gia", queryset=Country.objects.order_by("sort_key"), empty_label="mọi quốc gia"
    )
    certainty = django_filters.ChoiceFilter(label="Độ chắc chắn", choices=Certainty, empty_label="mọi mức")

    class Meta(PortalFilterSet.Meta):
        model = Observance
        fields = ()

    def search_name(self, queryset, name, value):
        """Return the days whose name holds the text."""
        return queryset.filter(name__icontains=value)
