"""The list of accounts: which columns, which filters."""

import django_filters
import django_tables2 as tables
from django.db.models import Q

from core.catalogue_tables import MAIN
from core.lists import PortalFilterSet, PortalTable, SearchFilter
from core.models import Role, User


class AccountTable(PortalTable):
    """Accounts."""

    full_name = tables.TemplateColumn(
        verbose_name="Họ và tên", template_name="core/_account_cell.html", attrs=MAIN, order_by="full_name"
    )
    role = tables.Column("Vai trò")
    agency = tables.Column("Cơ quan", order_by="agency__sort_key", default="–")
    is_active = tables.TemplateColumn(verbose_name="Trạng thái", template_name="core/_account_state.html")

    class Meta(PortalTable.Meta):
        model = User
        fields = ("full_name", "role", "agency", "is_active")
        attrs = {"caption": "Tài khoản"}
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}

    def value_full_name(self, record):
        """Return the name and the sign-in name for exports."""
        return f"{record.full_name} ({record.username})"

    def value_is_active(self, value):
        """Return the state in words."""
        return "đang hoạt động" if value else "đã ngừng"


class AccountFilter(PortalFilterSet):
    """Filters of the accounts."""

    q = SearchFilter(label="Tìm theo tên", method="search_names")
    role = django_filters.ChoiceFilter(label="Vai trò", choices=Role, empty_label="mọi vai trò")
    state = django_filters.ChoiceFilter(
        label="Trạng thái",
        choices=[("1", "đang hoạt động"), ("0", "đã ngừng")],
        empty_label="mọi trạng thái",
        method="in_state",
    )

    class Meta(PortalFilterSet.Meta):
        model = User
        fields = ()

    def search_names(self, queryset, name, value):
        """Return the accounts whose name, sign-in name or address holds the text."""
        return queryset.filter(
            Q(full_name__icontains=value) | Q(username__icontains=value) | Q(email__icontains=value)
        )

    def in_state(self, queryset, name, value):
        """Return the accounts that may, or may not, sign in."""
        return queryset.filter(is_active=value == "1")
