"""Who changed what: the history of one record, and the log of all changes."""

import django_filters
import django_tables2 as tables
from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.audit_log import AuditFilter, log_page
from core.catalogue import reads_all_history
from core.forms import PortalForm, VnDateField
from core.history_values import Printer, name_of
from core.history_view import audited_models, entries_of, readable_since, record_or_404
from core.http import render_page
from core.lists import ListPage, PortalFilterSet, PortalTable, SearchFilter
from core.models import AccessLog, User

PER_PAGE = 25


class FieldForm(PortalForm):
    """The filter of a record's history: one field, or all."""

    truong = forms.ChoiceField(label="Chỉ xem thay đổi của", required=False)

    def __init__(self, *args, fields, **kwargs):
        """Offer the fields that ever changed."""
        super().__init__(*args, **kwargs)
        self.fields["truong"].choices = [("", "mọi ô"), *sorted(fields.items(), key=lambda pair: pair[1])]


@require_safe
def history(request, label, pk):
    """Every change of one record and of its rows, newest first."""
    model, record = record_or_404(label, pk, request.user)
    only = request.GET.get("truong", "")
    opened = readable_since(model, [pk], request.user)
    since = opened.get(pk) if opened is not None else None
    if opened is not None and since is None:
        raise Http404
    entries, fields = entries_of(model, pk, since=since)
    if only in fields:
        entries, _ = entries_of(model, pk, only=only, since=since)
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    address = getattr(record, "get_absolute_url", None)
    printer = Printer()
    printer.learn(model, [record])
    context = {
        "record": name_of(record, model, printer),
        "noun": str(model._meta.verbose_name),
        "record_url": address() if address else "",
        "form": FieldForm(request.GET or None, fields=fields),
        "page": page,
        "entries": page.object_list,
    }
    return render_page(request, "core/history.html", context, parts=["ket-qua"])


class AuditForm(PortalForm):
    """The filters of the log of changes."""

    nguoi = forms.ModelChoiceField(
        User.objects.none(), label="Người", required=False, empty_label="mọi người"
    )
    tu = VnDateField(label="Từ ngày", required=False)
    den = VnDateField(label="Đến ngày", required=False)
    bang = forms.ChoiceField(label="Loại bản ghi", required=False)

    def __init__(self, *args, **kwargs):
        """Offer all accounts and all kinds of records."""
        super().__init__(*args, **kwargs)
        self.fields["nguoi"].queryset = User.objects.order_by("full_name", "pk")
        kinds = sorted((str(model._meta.verbose_name), model._meta.label_lower) for model in audited_models())
        self.fields["bang"].choices = [("", "mọi loại"), *((label, noun) for noun, label in kinds)]

    def chosen(self):
        """Return the filter; an unreadable value filters nothing."""
        values = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return AuditFilter(
            user=values.get("nguoi"),
            since=values.get("tu"),
            until=values.get("den"),
            table=values.get("bang", ""),
        )


@require_safe
def audit_log(request):
    """All changes over all tables, for those who read all history."""
    if not reads_all_history(request.user):
        raise Http404
    form = AuditForm(request.GET or None)
    typed = request.GET.get("page", "1")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
    lines, has_next = log_page(form.chosen(), number)
    context = {
        "form": form,
        "lines": lines,
        "number": number,
        "previous": number - 1 if number > 1 else None,
        "next": number + 1 if has_next else None,
        "tabs": _tabs(changes=True),
    }
    return render_page(request, "core/audit_log.html", context, parts=["ket-qua"])


class AccessTable(PortalTable):
    """What was read or tried, newest first."""

    at = tables.Column("Lúc", attrs={"td": {"class": "num"}})
    user = tables.Column("Tài khoản", order_by="user__full_name", default="(chưa đăng nhập)")
    kind = tables.Column("Việc", attrs={"td": {"class": "main"}})
    subject = tables.Column("Đối tượng")
    ip_address = tables.Column("Địa chỉ IP", attrs={"td": {"class": "num"}})

    class Meta(PortalTable.Meta):
        model = AccessLog
        fields = ("at", "user", "kind", "subject", "ip_address")
        attrs = {"caption": "Nhật ký truy cập"}

    def render_at(self, value):
        """Return the instant by the clock of Việt Nam."""
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M:%S}"


class AccessFilter(PortalFilterSet):
    """Filters of the access log."""

    q = SearchFilter(label="Đối tượng", column="subject", method="search_subject")
    kind = django_filters.ChoiceFilter(label="Việc", choices=AccessLog.Kind, empty_label="mọi việc")
    user = django_filters.ModelChoiceFilter(
        label="Người", queryset=lambda request: User.objects.order_by("full_name"), empty_label="mọi người"
    )
    tu = django_filters.DateFilter(label="Từ ngày", field_name="at", lookup_expr="date__gte")
    den = django_filters.DateFilter(label="Đến ngày", field_name="at", lookup_expr="date__lte")

    class Meta(PortalFilterSet.Meta):
        model = AccessLog
        fields = ()

    def search_subject(self, queryset, name, value):
        """Return the rows whose subject holds the text."""
        return queryset.filter(subject__icontains=value)


@require_safe
def access_log(request):
    """Sign-ins, downloads and exports, for those who read all history."""
    if not reads_all_history(request.user):
        raise Http404
    rows = AccessLog.objects.select_related("user").order_by("-at", "-pk")
    page = ListPage(
        request,
        rows,
        filterset=AccessFilter,
        table=AccessTable,
        name="Nhật ký truy cập",
        totals=_access_totals,
    )
    if page.wants_export:
        return page.export()
    context = {"page": page, "tabs": _tabs(changes=False)}
    return render_page(request, "core/access_log.html", context, parts=["ket-qua"])


def _access_totals(rows):
    return f"{rows.count()} lượt đăng nhập, tải tệp, xuất danh sách"


def _tabs(*, changes):
    return [
        {"label": "Thay đổi", "url": reverse("core:audit_log"), "active": changes, "count": None},
        {"label": "Truy cập", "url": reverse("core:access_log"), "active": not changes, "count": None},
    ]
