"""Foreign partners: list, page, form."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.actions import partners as actions
from core.catalogue import may_edit_partners
from core.catalogue_forms import PartnerForm
from core.catalogue_tables import PartnerFilter, PartnerTable
from core.http import safe_next
from core.lists import ListPage
from core.models import Partner
from core.permissions import Area, area_required, require
from core.views.editing import FormPage, answer_form, answer_list, crumbs, history_url


def _trail(*more):
    return [("Đối tác nước ngoài", reverse("core:partner_list")), *more]


@require_safe
@area_required(Area.CATALOGUE)
def partner_list(request):
    """Partners with their country."""
    may_edit = may_edit_partners(request.user)
    listing = ListPage(
        request,
        Partner.objects.select_related("country").order_by("sort_key", "pk"),
        filterset=PartnerFilter,
        table=PartnerTable,
        name="Đối tác nước ngoài",
        totals=lambda rows: f"{rows.count()} đối tác",
    )
    return answer_list(
        request,
        listing,
        noun="đối tác",
        add_url=reverse("core:partner_add_page") if may_edit else "",
        add="Thêm đối tác",
    )


@require_safe
@area_required(Area.CATALOGUE)
def partner_detail(request, pk):
    """One partner."""
    partner = get_object_or_404(Partner.objects.select_related("country"), pk=pk)
    country = partner.country
    facts = [
        {"label": "Tên", "value": partner.name},
        {"label": "Tên tiếng Anh", "value": partner.name_en},
        {"label": "Tên khác", "value": "; ".join(partner.aliases)},
        {"label": "Loại", "value": partner.get_kind_display()},
        {
            "label": "Quốc gia",
            "value": country.name if country else "chưa rõ",
            "url": country.get_absolute_url() if country else "",
        },
        {"label": "Quan hệ", "value": partner.relation},
        {"label": "Từ năm", "value": partner.since_year},
        {"label": "Xác nhận", "value": "đã xác nhận" if partner.is_confirmed else "chờ xác nhận"},
        {"label": "Nguồn gốc", "value": partner.get_origin_display()},
        {"label": "Ghi chú", "value": partner.note},
    ]
    context = {
        "partner": partner,
        "breadcrumb": crumbs(*_trail((partner.name, ""))),
        "facts": facts,
        "may_edit": may_edit_partners(request.user),
        "history_url": history_url(request.user, partner),
    }
    return render(request, "core/partner_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def partner_add_page(request):
    """Add a partner with all it is known by."""
    require(may_edit_partners(request.user))
    page = FormPage(
        title="Thêm đối tác", trail=_trail(), back_url=reverse("core:partner_list"), done="Đã thêm đối tác."
    )
    return answer_form(
        request,
        PartnerForm(request.POST or None),
        page,
        lambda form: actions.add_partner(partner=form.instance, by=request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def partner_edit(request, pk):
    """Change a partner."""
    require(may_edit_partners(request.user))
    partner = get_object_or_404(Partner, pk=pk)
    page = FormPage(
        title=f"Sửa {partner.name}",
        trail=_trail((partner.name, partner.get_absolute_url())),
        # To the page that offered it: the donor's, or the catalogue's.
        back_url=safe_next(request, "/", partner.get_absolute_url()),
        done=f"Đã lưu {partner.name}.",
    )
    return answer_form(
        request,
        PartnerForm(request.POST or None, instance=partner),
        page,
        lambda form: actions.edit_partner(
            partner=form.instance, expected=form.cleaned_data["version"], by=request.user
        ),
    )
