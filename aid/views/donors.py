"""Donors: the list, and one donor with its items."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from aid import permissions
from aid.donors import donor_totals, donors_for_list, donors_readable_by, totals_by_year
from aid.filters import DonorFilter, ItemFilter
from aid.law import aid_law
from aid.looking import COUNTING
from aid.models import AidItem
from aid.pages import donor_facts, year_rows
from aid.registration_pages import donor_part
from aid.tables.donors import DonorTable
from aid.tables.items import ItemTable
from aid.totals import donors_sentence, item_totals, totals_sentence
from aid.views.answers import list_page
from aid.views.merged import leads_to_kept_donor
from core.lists import ListPage
from core.permissions import Area, area_required


@require_safe
@area_required(Area.AID)
def donor_list(request):
    """Partners that gave, with what they gave as far as this account may see it."""
    rows = donors_for_list(request.user)
    page = ListPage(request, rows, filterset=DonorFilter, table=DonorTable, name="Nhà tài trợ")
    page.table.totals = donor_totals(page.rows, request.user)
    if page.wants_export:
        return page.export()
    page.totals = donors_sentence(page.table.totals)
    return list_page(request, "aid/donor_list.html", {"page": page})


@require_safe
@area_required(Area.AID)
@leads_to_kept_donor
def donor_detail(request, pk):
    """One donor: who it is, totals by year, its items."""
    donor = get_object_or_404(donors_readable_by(request.user), pk=pk)
    today = timezone.localdate()
    items = AidItem.objects.visible_to(request.user).filter(donor=donor).for_list()
    shown = {
        "today": today,
        "law": aid_law(today),
        "can_pay": lambda item: permissions.can_edit_item(request.user, item),
    }
    page = ListPage(
        request,
        items,
        filterset=ItemFilter,
        table=ItemTable,
        name=f"Viện trợ của {donor.name}",
        table_kwargs=shown,
    )
    page.table.totals = item_totals(page.rows)
    if page.wants_export:
        return page.export()
    page.totals = totals_sentence(page.table.totals, "của nhà tài trợ này")
    context = {
        "donor": donor,
        "page": page,
        "years": year_rows(totals_by_year(donor, request.user), donor),
        "counting": COUNTING,
        "facts": donor_facts(donor),
        **donor_part(donor, request.user, today),
        "breadcrumb": [
            {"label": "Nhà tài trợ", "url": "/vien-tro/nha-tai-tro/"},
            {"label": donor.name, "url": ""},
        ],
    }
    return list_page(request, "aid/donor_detail.html", context)
