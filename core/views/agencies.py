"""Agencies: list, page, form, and who took over from whom."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.actions import agencies as actions
from core.catalogue import may_edit_catalogue
from core.catalogue_forms import AgencyForm, SuccessionForm
from core.catalogue_tables import AgencyFilter, AgencyTable
from core.lists import ListPage
from core.models import Agency
from core.permissions import Area, area_required, require
from core.views.editing import HELD_FIRST, FormPage, answer_form, answer_list, crumbs, history_url

LIST = ("Cơ quan, đơn vị", "core:agency_list")


def _trail(*more):
    return [(LIST[0], reverse(LIST[1])), *more]


@require_safe
@area_required(Area.CATALOGUE)
def agency_list(request):
    """Agencies with their typing codes."""
    may_edit = may_edit_catalogue(request.user)
    listing = ListPage(
        request,
        Agency.objects.for_list(),
        filterset=AgencyFilter,
        table=AgencyTable,
        name=LIST[0],
        totals=lambda rows: f"{rows.count()} cơ quan, đơn vị",
        per_page=100,  # a province's agencies fit one page, so that a name is found at a glance
    )
    return answer_list(
        request,
        listing,
        noun="cơ quan",
        add_url=reverse("core:agency_add") if may_edit else "",
        add="Thêm cơ quan",
    )


@require_safe
@area_required(Area.CATALOGUE)
def agency_detail(request, pk):
    """One agency: its names, what its papers begin and end with, its posts, its heirs."""
    agency = get_object_or_404(Agency.objects.select_related("parent"), pk=pk)
    context = {
        "agency": agency,
        "breadcrumb": crumbs(*_trail((agency.label, ""))),
        "facts": _facts(agency),
        "posts": agency.appointments.select_related("person").order_by(*HELD_FIRST),
        "successions": agency.successions.select_related("successor").order_by("effective_on"),
        "predecessions": agency.predecessions.select_related("predecessor").order_by("effective_on"),
        "children": agency.children.order_by("sort_key"),
        "may_edit": may_edit_catalogue(request.user),
        "history_url": history_url(request.user, agency),
    }
    return render(request, "core/agency_detail.html", context)


def _facts(agency):
    parent = agency.parent
    return [
        {"label": "Tên đầy đủ", "value": agency.name},
        {"label": "Tên ngắn", "value": agency.short_name},
        {"label": "Mã", "value": agency.code},
        {"label": "Mã gõ nhanh", "value": ", ".join(agency.typing_codes)},
        {"label": "Loại", "value": agency.get_kind_display()},
        {
            "label": "Cấp trên",
            "value": parent.label if parent else "",
            "url": parent.get_absolute_url() if parent else "",
        },
        {"label": "Ký hiệu văn bản", "value": agency.symbol},
        {"label": "Địa danh", "value": agency.place},
        {"label": "Từ ngày", "value": f"{agency.valid_from:%d/%m/%Y}" if agency.valid_from else ""},
        {"label": "Đến ngày", "value": f"{agency.valid_to:%d/%m/%Y}" if agency.valid_to else ""},
        {"label": "Ghi chú", "value": agency.note},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def agency_add(request):
    """Add an agency."""
    require(may_edit_catalogue(request.user))
    page = FormPage(
        title="Thêm cơ quan",
        trail=_trail(),
        back_url=reverse("core:agency_list"),
        done="Đã thêm cơ quan.",
        template="core/agency_form.html",
    )
    return answer_form(
        request,
        AgencyForm(request.POST or None),
        page,
        lambda form: actions.add_agency(agency=form.instance, by=request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def agency_edit(request, pk):
    """Change an agency."""
    require(may_edit_catalogue(request.user))
    agency = get_object_or_404(Agency, pk=pk)
    page = FormPage(
        title=f"Sửa {agency.label}",
        trail=_trail((agency.label, agency.get_absolute_url())),
        back_url=agency.get_absolute_url(),
        done=f"Đã lưu {agency.label}.",
        template="core/agency_form.html",
    )
    return answer_form(
        request,
        AgencyForm(request.POST or None, instance=agency),
        page,
        lambda form: actions.edit_agency(
            agency=form.instance, expected=form.cleaned_data["version"], by=request.user
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def succession_add(request, pk):
    """Record who takes over from an agency."""
    require(may_edit_catalogue(request.user))
    agency = get_object_or_404(Agency, pk=pk)
    page = FormPage(
        title="Ghi cơ quan kế thừa",
        trail=_trail((agency.label, agency.get_absolute_url())),
        back_url=agency.get_absolute_url(),
        done=f"Đã ghi cơ quan kế thừa {agency.label}.",
    )
    return answer_form(
        request,
        SuccessionForm(request.POST or None),
        page,
        lambda form: actions.record_succession(predecessor=agency, by=request.user, **form.cleaned_data),
    )
