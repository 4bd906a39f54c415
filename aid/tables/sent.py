"""The list of tables that were sent out."""

import django_filters
from django.db.models import Q
from django.urls import reverse

from aid.sent import can_take_back
from aid.tables.items import RIGHT, PlainColumn
from core.lists import PortalFilterSet, PortalTable, SearchFilter
from core.text import fold


class SentSearch(SearchFilter):
    """Finds by code, donor, owner."""

    def filter(self, qs, value):
        """Return the rows in which every word stands somewhere."""
        for word in fold(value).split() if value else ():
            qs = qs.filter(
                Q(code__icontains=word)
                | Q(donor__search_text__contains=word)
                | Q(owner__search_text__contains=word)
            )
        return qs


class SentFilter(PortalFilterSet):
    """Which tables."""

    q = SentSearch()
    taken = django_filters.ChoiceFilter(
        label="Nhận lại",
        empty_label="tất cả",
        choices=[("roi", "đã nhận lại"), ("chua", "chưa nhận lại")],
        method="filter_taken",
    )

    def filter_taken(self, queryset, name, value):
        """Return those taken back, or not yet."""
        return queryset.filter(taken_back_at__isnull=value == "chua")


class SentTable(PortalTable):
    """Tables sent out: to whom, how many rows, whether they came back."""

    code = PlainColumn(verbose_name="Mẫu", attrs={"td": {"class": "code"}})
    party = PlainColumn(
        verbose_name="Gửi cho", empty_values=(), orderable=False, attrs={"td": {"class": "main"}}
    )
    sent_on = PlainColumn(verbose_name="Ngày gửi", attrs={"td": {"class": "num"}})
    rows = PlainColumn(verbose_name="Số khoản", attrs=RIGHT, orderable=False)
    taken_back_at = PlainColumn(verbose_name="Nhận lại gần nhất", attrs={"td": {"class": "num"}})

    class Meta(PortalTable.Meta):
        attrs = {"caption": "Mẫu đã gửi"}
        row_attrs = {"data-href": lambda record, table: table.address_of(record)}

    def __init__(self, *args, user, **kwargs):
        """Take who reads: a row opens its page, or for who may not take it back the file."""
        self.user = user
        super().__init__(*args, **kwargs)

    def address_of(self, record):
        """Return what a row opens."""
        name = "aid:sent_take_back" if can_take_back(self.user, record) else "aid:sent_download"
        return reverse(name, args=[record.code])

    def render_party(self, record):
        """Return the donor and the owner in words."""
        return party_of(record)

    def value_party(self, record):
        """Return the same for the export."""
        return party_of(record)

    def render_sent_on(self, value):
        """Return the day as dd/mm/yyyy."""
        return f"{value:%d/%m/%Y}"

    def value_sent_on(self, value):
        """Return the day itself."""
        return value

    def render_rows(self, value):
        """Return how many items went out."""
        return sum(1 for row in value.values() if row["mark"])

    def value_rows(self, value):
        """Return the same as a number."""
        return self.render_rows(value)

    def value_taken_back_at(self, value):
        """Return the moment itself."""
        return value


def party_of(sent):
    """Return to whom a table went, in words."""
    parties = [str(one) for one in (sent.donor, sent.owner) if one]
    return " · ".join(parties) or "mọi khoản được sửa"
