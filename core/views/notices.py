"""What the portal tells a person: the own notices by day, read marks, and which kinds are wanted."""

import django_filters
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.actions.notices import choose_kinds, mark_read
from core.forms import PortalForm
from core.http import render_page
from core.lists import PortalFilterSet
from core.models import MutedNotice, Notice
from core.notices import ALWAYS_TOLD

PER_PAGE = 40
TONES = {
    Notice.Kind.OVERDUE: "bad",
    Notice.Kind.RETURNED: "bad",
    Notice.Kind.DUE: "warn",
    Notice.Kind.REMINDER: "warn",
    Notice.Kind.ASSIGNED: "info",
    Notice.Kind.ASKED: "info",
    Notice.Kind.ACCEPTED: "ok",
    Notice.Kind.SETTLED: "ok",
}


class NoticeFilterSet(PortalFilterSet):
    """Filters of the own notices."""

    q = None  # type: ignore[assignment]  # the way to leave an inherited filter out
    loai = django_filters.ChoiceFilter(
        label="Loại", field_name="kind", choices=Notice.Kind.choices, empty_label="Mọi loại"
    )
    doc = django_filters.ChoiceFilter(
        label="Đã đọc",
        method="filter_read",
        choices=(("chua", "Chưa đọc"), ("roi", "Đã đọc")),
        empty_label="Cả hai",
    )

    class Meta(PortalFilterSet.Meta):
        model = Notice
        fields: tuple[str, ...] = ()

    def filter_read(self, queryset, name, value):
        """Return the notices that were read, or those that were not."""
        return queryset.filter(read_at__isnull=value == "chua")


class KindsForm(PortalForm):
    """Which kinds of notices the person wants."""

    kinds = forms.MultipleChoiceField(
        label="Nhận thông báo",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[choice for choice in Notice.Kind.choices if choice[0] not in ALWAYS_TOLD],
    )


@require_safe
def notice_list(request):
    """The own notices, grouped by day, the newest first."""
    filters = NoticeFilterSet(request.GET or None, queryset=Notice.objects.of(request.user), request=request)
    page = Paginator(filters.qs, PER_PAGE).get_page(request.GET.get("page"))
    for notice in page.object_list:
        notice.tone = TONES.get(notice.kind, "mute")
    applied = filters.applied()
    context = {"filters": filters, "page": page, "is_filtered": bool(applied), "today": timezone.localdate()}
    return render_page(request, "core/notice_list.html", context, parts=["ket-qua"])


@require_POST
def notice_open(request, pk):
    """Mark the own notice as read and go to what it is about."""
    notice = _own(request, pk)
    mark_read(notices=Notice.objects.filter(pk=notice.pk), by=request.user)
    here = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if here else reverse("core:notice_list"))


@require_POST
def notice_read(request, pk):
    """Mark the own notice as read."""
    mark_read(notices=Notice.objects.filter(pk=_own(request, pk).pk), by=request.user)
    return redirect("core:notice_list")


@require_POST
def notice_read_all(request):
    """Mark all own notices as read."""
    count = mark_read(notices=Notice.objects.all(), by=request.user)
    messages.success(
        request, f"Đã đánh dấu {count} thông báo là đã đọc." if count else "Không còn gì chưa đọc."
    )
    return redirect("core:notice_list")


@require_http_methods(["GET", "HEAD", "POST"])
def notice_kinds(request):
    """Choose which kinds of notices one gets."""
    muted = MutedNotice.objects.filter(user=request.user).values_list("kind", flat=True)
    initial = {"kinds": [kind for kind in Notice.Kind.values if kind not in set(muted)]}
    form = KindsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        choose_kinds(wanted=form.cleaned_data["kinds"], by=request.user)
        messages.success(request, "Đã lưu loại thông báo.")
        return redirect("core:notice_list")
    context = {
        "form": form,
        "always": [Notice.Kind(kind).label for kind in sorted(ALWAYS_TOLD)],
        "breadcrumb": [{"label": "Thông báo", "url": reverse("core:notice_list")}],
    }
    return render(request, "core/notice_kinds.html", context)


def _own(request, pk):
    """Return the own notice; another's is not there."""
    found = Notice.objects.of(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
