"""Sectors and exchange rates under /danh-muc/."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from aid import permissions
from aid.actions import catalogue as actions
from aid.filters import RateFilter, SectorFilter
from aid.forms.catalogue import RateForm, SectorForm
from aid.models import ExchangeRate, Sector
from aid.tables.money import RateTable, SectorTable
from aid.views.answers import list_page, refused_by_rules, show_conflict
from core.history import VersionConflictError
from core.http import render_page
from core.lists import ListPage
from core.permissions import Area, area_required, require

_MAY_EDIT = {"sector": permissions.can_edit_catalogue, "rate": permissions.can_edit_rates}


@require_safe
@area_required(Area.CATALOGUE)
def sector_list(request):
    """The sectors that aid serves."""
    return _list(request, "sector", Sector.objects.for_list(), SectorFilter, SectorTable, "Lĩnh vực viện trợ")


@require_safe
@area_required(Area.CATALOGUE)
def rate_list(request):
    """Exchange rates by day."""
    rows = ExchangeRate.objects.order_by("-day", "currency", "pk")
    return _list(request, "rate", rows, RateFilter, RateTable, "Tỷ giá theo ngày")


def _list(request, noun, rows, filterset, table, name):
    can_edit = _MAY_EDIT[noun](request.user)
    page = ListPage(
        request, rows, filterset=filterset, table=table, name=name, table_kwargs={"can_edit": can_edit}
    )
    if page.wants_export:
        return page.export()
    return list_page(request, f"aid/{noun}_list.html", {"page": page, "can_edit": can_edit})


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.CATALOGUE)
def sector_add(request):
    """Add a sector."""
    return _form(request, "sector", SectorForm, Sector(), actions.add_sector)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.CATALOGUE)
def sector_edit(request, pk):
    """Change a sector."""
    return _form(request, "sector", SectorForm, get_object_or_404(Sector, pk=pk), actions.edit_sector)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.CATALOGUE)
def rate_add(request):
    """Add the rate of a day."""
    return _form(request, "rate", RateForm, ExchangeRate(), actions.add_rate)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.CATALOGUE)
def rate_edit(request, pk):
    """Change the rate of a day; amounts already converted keep their own."""
    return _form(request, "rate", RateForm, get_object_or_404(ExchangeRate, pk=pk), actions.edit_rate)


def _form(request, noun, form_class, record, act):
    """Show the form of a catalogue record, or store it through `act`."""
    require(_MAY_EDIT[noun](request.user))
    is_new = record.pk is None
    form = form_class(request.POST or None, instance=record)
    if request.method == "POST" and form.is_valid() and not getattr(form, "questions", None):
        told = {noun: form.instance, "by": request.user}
        if not is_new:
            told["expected"] = form.cleaned_data["version"]
        try:
            with refused_by_rules(form):
                act(**told)
                messages.success(request, f"Đã lưu {record._meta.verbose_name} {form.instance}.")
                return redirect(f"aid:{noun}_list")
        except VersionConflictError as error:
            stored = form_class(instance=error.record)
            return show_conflict(request, form, stored, back_url=request.path)
    return render_page(request, f"aid/{noun}_form.html", {"form": form, "is_new": is_new})
