"""Communes and the days of the year: listed for everybody, kept by who keeps the catalogue."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.actions import places as actions
from core.catalogue import may_edit_catalogue
from core.http import removal_answer
from core.lists import ListPage
from core.models import Locality, Observance
from core.permissions import Area, area_required, require
from core.place_forms import LocalityForm, ObservanceForm
from core.place_tables import LocalityFilter, LocalityTable, ObservanceFilter, ObservanceTable
from core.views.editing import FormPage, answer_form, answer_list


@require_safe
@area_required(Area.CATALOGUE)
def locality_list(request):
    """Communes and wards."""
    may_edit = may_edit_catalogue(request.user)
    listing = ListPage(
        request,
        Locality.objects.defer("boundary").order_by("sort_key", "pk"),
        filterset=LocalityFilter,
        table=LocalityTable,
        name="Xã, phường",
        totals=lambda rows: f"{rows.count()} xã, phường; danh sách theo đơn vị hành chính từ 01/07/2025",
    )
    listing.table.may_edit = may_edit
    add_url = reverse("core:locality_add") if may_edit else ""
    return answer_list(request, listing, noun="xã, phường", add_url=add_url, add="Thêm xã, phường")


def _locality_page(title, done):
    url = reverse("core:locality_list")
    return FormPage(title=title, trail=[("Xã, phường", url)], back_url=url, done=done)


@require_http_methods(["GET", "HEAD", "POST"])
def locality_add(request):
    """Add a commune or ward."""
    require(may_edit_catalogue(request.user))
    return answer_form(
        request,
        LocalityForm(request.POST or None),
        _locality_page("Thêm xã, phường", "Đã thêm xã, phường."),
        lambda form: actions.add_locality(locality=form.instance, by=request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def locality_edit(request, pk):
    """Change a commune or ward."""
    require(may_edit_catalogue(request.user))
    locality = get_object_or_404(Locality, pk=pk)
    return answer_form(
        request,
        LocalityForm(request.POST or None, instance=locality),
        _locality_page(f"Sửa {locality}", f"Đã lưu {locality}."),
        lambda form: actions.edit_locality(
            locality=form.instance, expected=form.cleaned_data["version"], by=request.user
        ),
    )


@require_safe
@area_required(Area.CATALOGUE)
def observance_list(request):
    """Days that come back every year."""
    may_edit = may_edit_catalogue(request.user)
    listing = ListPage(
        request,
        Observance.objects.select_related("country").order_by("month", "day", "pk"),
        filterset=ObservanceFilter,
        table=ObservanceTable,
        name="Ngày kỷ niệm",
        totals=lambda rows: f"{rows.count()} ngày trong năm; ngày lập quan hệ ngoại giao xem ở Quốc gia",
    )
    listing.table.may_edit = may_edit
    add_url = reverse("core:observance_add") if may_edit else ""
    return answer_list(request, listing, noun="ngày", add_url=add_url, add="Thêm ngày kỷ niệm")


def _observance_page(title, done, template="core/form.html"):
    url = reverse("core:observance_list")
    return FormPage(title=title, trail=[("Ngày kỷ niệm", url)], back_url=url, done=done, template=template)


@require_http_methods(["GET", "HEAD", "POST"])
def observance_add(request):
    """Add a day of the year."""
    require(may_edit_catalogue(request.user))
    return answer_form(
        request,
        ObservanceForm(request.POST or None),
        _observance_page("Thêm ngày kỷ niệm", "Đã thêm ngày kỷ niệm."),
        lambda form: actions.add_observance(observance=form.instance, by=request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def observance_edit(request, pk):
    """Change a day of the year, or remove it."""
    require(may_edit_catalogue(request.user))
    observance = get_object_or_404(Observance, pk=pk)
    return answer_form(
        request,
        ObservanceForm(request.POST or None, instance=observance),
        _observance_page(f"Sửa: {observance}", f"Đã lưu: {observance}.", "core/observance_form.html"),
        lambda form: actions.edit_observance(
            observance=form.instance, expected=form.cleaned_data["version"], by=request.user
        ),
    )


@require_POST
def observance_remove(request, pk):
    """Remove a day of the year."""
    require(may_edit_catalogue(request.user))
    observance = get_object_or_404(Observance, pk=pk)
    return removal_answer(
        request,
        lambda version: actions.remove_observance(observance=observance, expected=version, by=request.user),
        done=f"Đã bỏ: {observance}.",
        stale_url=reverse("core:observance_edit", args=[pk]),
        next_url=reverse("core:observance_list"),
    )
