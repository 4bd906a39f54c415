"""The first page after signing in: what to push, and the numbers of a year."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import render_page
from reports.dashboard import Dashboard
from reports.dashboard_more import More
from reports.morning_page import MorningPage
from reports.scopes import ScopeError, scope_asked, years_with_records

# What the address may ask for: year, basis, quarter, month, part of the year, pillar, agency.
_ASKED = ("nam", "ky", "quy", "thang", "loai", "tru", "cq")
MORE_ID = "tong-quan-tiep"


@require_safe
def dashboard(request):
    """Show the dashboard of a year; without one in the address, of the latest year with records."""
    today = timezone.localdate()
    scope, years = _scope(request, today)
    board = Dashboard(scope, today=today, years=years)
    return render(request, "reports/dashboard.html", {"board": board, "now": timezone.now()})


@require_safe
def dashboard_more(request):
    """Show what moved, who has not answered, the newest draft, aid by country and commune."""
    today = timezone.localdate()
    scope, _ = _scope(request, today)
    days = request.GET.get("ngay", "")
    more = More(
        scope, today=today, days=int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0
    )
    return render_page(request, "reports/dashboard_more.html", {"more": more}, parts=[MORE_ID])


@require_safe
def morning_page(request):
    """Show the page of the morning: one A4 sheet with what to push, the numbers, what comes."""
    today = timezone.localdate()
    scope, years = _scope(request, today)
    page = MorningPage(Dashboard(scope, today=today, years=years), today=today)
    return render(request, "reports/morning_page.html", {"page": page, "now": timezone.now()})


def _scope(request, today):
    """Return the scope that the address asks for, and the years to choose from."""
    years = years_with_records(request.user, today)
    asked = {name: request.GET[name] for name in _ASKED if request.GET.get(name)}
    asked.setdefault("nam", str(years[0] if years else today.year))
    try:
        return scope_asked(request.user, asked, today=today), years
    except ScopeError as error:
        raise Http404 from error
