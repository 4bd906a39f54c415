"""Deadlines of aid: the list, the month, the calendar file."""

from functools import partial

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aid.deadline_calendar import deadlines_file
from aid.deadline_page import (
    EXPORT_LIMIT,
    DeadlineFilter,
    month_of,
    month_page,
    sentence,
    state_tabs,
)
from aid.deadlines import LIMIT
from aid.models import AidItem
from aid.tables.deadlines import DeadlineTable
from aid.views.answers import list_page
from core.access import note_access
from core.calendars import MIME
from core.http import attachment_response
from core.lists import ListPage
from core.models import AccessLog
from core.permissions import Area, area_required

LIST = "Hạn của viện trợ"


@require_safe
@area_required(Area.AID)
def deadline_list(request):
    """Every deadline that is told by now, or that falls due in the days asked for."""
    today = timezone.localdate()
    wants_file = request.GET.get("xuat") in ("xlsx", "csv", "ics")
    page = ListPage(
        request,
        AidItem.objects.none(),
        filterset=partial(DeadlineFilter, today=today, limit=EXPORT_LIMIT if wants_file else LIMIT),
        table=DeadlineTable,
        name=LIST,
    )
    if request.GET.get("xuat") == "ics":
        note_access(request, AccessLog.Kind.EXPORT, f"{LIST} (.ics): {len(page.rows)} hạn")
        return attachment_response(
            deadlines_file(page.rows), filename="han-cua-vien-tro.ics", content_type=MIME
        )
    if page.wants_export:
        return page.export()
    page.totals = sentence(page.rows, page.filterset.found.cut, since=page.filterset.since)
    query = request.GET.copy()
    query.pop("page", None)
    query["xuat"] = "ics"
    context = {
        "page": page,
        "tabs": state_tabs(page.filterset, request.GET),
        "ics_url": f"?{query.urlencode()}",
    }
    return list_page(request, "aid/deadline_list.html", context)


@require_safe
@area_required(Area.AID)
def calendar(request):
    """A month of deadlines."""
    today = timezone.localdate()
    first = month_of(request.GET.get("thang", ""), today)
    month = month_page(request.user, first, today)
    return render(request, "aid/calendar.html", {"month": month, "today": today})
