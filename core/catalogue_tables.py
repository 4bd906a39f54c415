"""The lists of the catalogue: which columns, which filters."""

import django_filters
import django_tables2 as tables
from django.db.models import Q
from django.utils import timezone

from core.dates import next_anniversary
from core.lists import BestFirstFilter, PortalFilterSet, PortalTable, SearchFilter
from core.models import (
    Agency,
    AgencyKind,
    Certainty,
    Country,
    LegalValue,
    Partner,
    PartnerKind,
    Person,
    SwappedDay,
)
from core.money import format_number

# From here on a number is an amount, not the number of a decree or a year.
AMOUNTS_FROM = 10_000
MAIN = {"td": {"class": "main"}}
NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}
DAY = {"td": {"class": "num nw"}}


class DayColumn(tables.Column):
    """A day as dd/mm/yyyy; exports keep the real date."""

    def __init__(self, *args, **kwargs):
        """Keep the digits in one line."""
        kwargs.setdefault("attrs", DAY)
        super().__init__(*args, **kwargs)

    def render(self, value):
        """Return the day as it is read."""
        return f"{value:%d/%m/%Y}"

    def value(self, value):
        """Return the date itself for exports."""
        return value


class CertaintyColumn(tables.TemplateColumn):
    """How sure a fact is: an icon and words."""

    def __init__(self, *args, template_name="core/_certainty.html", **kwargs):
        """Draw the badge; the export has the words."""
        super().__init__(*args, template_name=template_name, **kwargs)

    def value(self, record):
        """Return the words."""
        return record.get_certainty_display()


class AgencyTable(PortalTable):
    """Agencies."""

    name = tables.TemplateColumn(
        verbose_name="Cơ quan", template_name="core/_agency_cell.html", attrs=MAIN, order_by="sort_key"
    )
    code = tables.Column("Mã", attrs={"td": {"class": "code"}})
    typing_codes = tables.Column("Mã gõ nhanh", orderable=False)
    kind = tables.Column("Loại")
    parent = tables.Column("Cấp trên", order_by="parent__sort_key", default="–")
    valid_to = DayColumn("Đến ngày", default="đang hoạt động")

    class Meta(PortalTable.Meta):
        model = Agency
        fields = ("name", "code", "typing_codes", "kind", "parent", "valid_to")
        attrs = {"caption": "Cơ quan, đơn vị"}
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}

    def value_name(self, value):
        """Return the full name for exports."""
        return value

    def render_typing_codes(self, value):
        """Return the codes with commas."""
        return ", ".join(value)

    def render_parent(self, value):
        """Return the short name."""
        return value.label


class AgencyFilter(PortalFilterSet):
    """Filters of the agencies."""

    q = BestFirstFilter()
    kind = django_filters.ChoiceFilter(label="Loại", choices=AgencyKind, empty_label="mọi loại")
    state = django_filters.ChoiceFilter(
        label="Còn hoạt động",
        choices=[("1", "đang hoạt động"), ("0", "đã kết thúc"), ("?", "chờ xác nhận")],
        empty_label="tất cả",
        method="in_state",
    )

    class Meta(PortalFilterSet.Meta):
        model = Agency
        fields = ()

    def in_state(self, queryset, name, value):
        """Return agencies that exist today, that ended, or that are not confirmed."""
        today = timezone.localdate()
        if value == "?":
            return queryset.filter(is_uncertain=True)
        return queryset.valid_on(today) if value == "1" else queryset.filter(valid_to__lt=today)


class PersonTable(PortalTable):
    """People and their posts."""

    full_name = tables.Column("Họ và tên", linkify=True, attrs=MAIN, order_by="sort_key")
    posts = tables.TemplateColumn(
        verbose_name="Chức vụ", template_name="core/_posts_cell.html", orderable=False, empty_values=()
    )
    aliases = tables.Column("Tên viết khác", orderable=False)

    class Meta(PortalTable.Meta):
        model = Person
        fields = ("full_name", "posts", "aliases")
        attrs = {"caption": "Người và chức vụ"}
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}

    def value_posts(self, record):
        """Return the posts for exports."""
        return "; ".join(post.title for post in record.appointments.all())

    def render_aliases(self, value):
        """Return the other writings with semicolons."""
        return "; ".join(value)


class PersonFilter(PortalFilterSet):
    """Filters of the people."""

    agency = django_filters.ModelChoiceFilter(
        label="Cơ quan",
        queryset=lambda request: Agency.objects.order_by("sort_key"),
        empty_label="mọi cơ quan",
        method="at_agency",
    )

    class Meta(PortalFilterSet.Meta):
        model = Person
        fields = ()

    def at_agency(self, queryset, name, value):
        """Return the people with a post at that agency."""
        return queryset.filter(appointments__agency=value).distinct()


class PartnerTable(PortalTable):
    """Foreign partners."""

    name = tables.TemplateColumn(
        verbose_name="Đối tác", template_name="core/_partner_cell.html", attrs=MAIN, order_by="sort_key"
    )
    kind = tables.Column("Loại")
    country = tables.Column("Quốc gia", order_by="country__sort_key", default="chưa rõ")
    relation = tables.Column("Quan hệ")
    since_year = tables.Column("Từ năm", attrs=NUMBER)

    class Meta(PortalTable.Meta):
        model = Partner
        fields = ("name", "kind", "country", "relation", "since_year")
        attrs = {"caption": "Đối tác nước ngoài"}
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}

    def value_name(self, value):
        """Return the name for exports."""
        return value


class PartnerFilter(PortalFilterSet):
    """Filters of the partners."""

    kind = django_filters.ChoiceFilter(label="Loại", choices=PartnerKind, empty_label="mọi loại")
    country = django_filters.ModelChoiceFilter(
        label="Quốc gia",
        queryset=lambda request: (
            Country.objects.filter(partners__isnull=False).distinct().order_by("sort_key")
        ),
        empty_label="mọi quốc gia",
    )
    confirmed = django_filters.ChoiceFilter(
        label="Xác nhận",
        choices=[("1", "đã xác nhận"), ("0", "chờ xác nhận")],
        empty_label="tất cả",
        method="is_confirmed",
    )

    class Meta(PortalFilterSet.Meta):
        model = Partner
        fields = ()

    def is_confirmed(self, queryset, name, value):
        """Return the partners whose name is, or is not, confirmed."""
        return queryset.filter(is_confirmed=value == "1")


class CountryTable(PortalTable):
    """Countries with the day of their relations and the next anniversary."""

    name = tables.TemplateColumn(
        verbose_name="Quốc gia", template_name="core/_country_cell.html", attrs=MAIN, order_by="sort_key"
    )
    established_on = DayColumn("Thiết lập quan hệ", default="chưa có")
    certainty = CertaintyColumn(verbose_name="Độ chắc chắn")
    source = tables.Column("Nguồn", orderable=False)
    anniversary = DayColumn("Kỷ niệm sắp tới", empty_values=(), orderable=False)
    years = tables.Column("Số năm", empty_values=(), orderable=False, attrs=NUMBER)

    class Meta(PortalTable.Meta):
        model = Country
        fields = ("name", "established_on", "certainty", "source", "anniversary", "years")
        attrs = {"caption": "Quốc gia"}
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}

    def value_name(self, value):
        """Return the name for exports."""
        return value

    def render_anniversary(self, record):
        """Return the next anniversary as it is read."""
        return f"{day:%d/%m/%Y}" if (day := upcoming(record)) else "–"

    def value_anniversary(self, record):
        """Return the next anniversary as a date."""
        return upcoming(record)

    def render_years(self, record):
        """Return which anniversary it is."""
        return day.year - record.established_on.year if (day := upcoming(record)) else "–"

    def value_years(self, record):
        """Return which anniversary it is, or nothing."""
        return day.year - record.established_on.year if (day := upcoming(record)) else None


def upcoming(country):
    """Return the next anniversary of relations with the country, or None."""
    if not country.established_on:
        return None
    return next_anniversary(country.established_on, timezone.localdate())


class CountryFilter(PortalFilterSet):
    """Filters of the countries."""

    certainty = django_filters.ChoiceFilter(label="Độ chắc chắn", choices=Certainty, empty_label="mọi mức")
    dated = django_filters.ChoiceFilter(
        label="Ngày thiết lập",
        choices=[("1", "đã có ngày"), ("0", "chưa có ngày")],
        empty_label="tất cả",
        method="has_day",
    )

    class Meta(PortalFilterSet.Meta):
        model = Country
        fields = ()

    def has_day(self, queryset, name, value):
        """Return the countries with, or without, a day."""
        return queryset.filter(established_on__isnull=value == "0")


class LegalValueTable(PortalTable):
    """Legal values with the days they are in force."""

    label = tables.TemplateColumn(
        verbose_name="Nội dung",
        template_name="core/_legal_cell.html",
        extra_context=lambda table: {"table": table},
        attrs=MAIN,
        order_by="label",
    )
    value = tables.Column("Giá trị", attrs=NUMBER, orderable=False)
    unit = tables.Column("Đơn vị", orderable=False)
    citation = tables.Column("Căn cứ", orderable=False)
    valid_from = DayColumn("Từ ngày", default="–")
    valid_to = DayColumn("Đến hết ngày", default="–")
    certainty = CertaintyColumn(verbose_name="Độ chắc chắn", template_name="core/_legal_certainty.html")

    class Meta(PortalTable.Meta):
        model = LegalValue
        fields = ("label", "value", "unit", "citation", "valid_from", "valid_to", "certainty")
        attrs = {"caption": "Giá trị pháp lý"}

    def value_label(self, value):
        """Return the words for exports."""
        return value

    def render_value(self, value, record):
        """Return an amount with its groups; the number of a decree or a year stays as it is."""
        return format_number(value) if value >= AMOUNTS_FROM else record.value_words

    def value_value(self, value):
        """Return the bare value for exports."""
        return value


class LegalValueFilter(PortalFilterSet):
    """Filters of the legal values."""

    q = SearchFilter(label="Tìm nội dung, căn cứ", method="search_words")
    on_day = django_filters.DateFilter(label="Áp dụng vào ngày", method="in_force_on")
    certainty = django_filters.ChoiceFilter(label="Độ chắc chắn", choices=Certainty, empty_label="mọi mức")

    class Meta(PortalFilterSet.Meta):
        model = LegalValue
        fields = ()

    def search_words(self, queryset, name, value):
        """Return the rows whose label, citation or code holds the text."""
        return queryset.filter(
            Q(label__icontains=value) | Q(citation__icontains=value) | Q(code__icontains=value)
        )

    def in_force_on(self, queryset, name, value):
        """Return the rows in force on that day."""
        return queryset.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=value)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=value)
        )


class SwappedDayTable(PortalTable):
    """Days that the office works or rests against the calendar."""

    day = tables.TemplateColumn(
        verbose_name="Ngày",
        template_name="core/_swapped_cell.html",
        extra_context=lambda table: {"table": table},
        attrs=MAIN,
    )
    is_working = tables.Column("Ngày này")
    note = tables.Column("Ghi chú", orderable=False)

    class Meta(PortalTable.Meta):
        model = SwappedDay
        fields = ("day", "is_working", "note")
        attrs = {"caption": "Ngày nghỉ hoán đổi"}

    def value_day(self, value):
        """Return the date for exports."""
        return value

    def render_is_working(self, value):
        """Return what the day is, in words."""
        return "phải làm việc" if value else "được nghỉ"


class SwappedDayFilter(PortalFilterSet):
    """Filters of the swapped days."""

    q = SearchFilter(label="Tìm trong ghi chú", column="note", method="search_note")

    class Meta(PortalFilterSet.Meta):
        model = SwappedDay
        fields = ()

    def search_note(self, queryset, name, value):
        """Return the days whose note holds the text."""
        return queryset.filter(note__icontains=value)
