"""The first page after signing in: what to push, and the numbers of a year."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.dashboard import Dashboard
from reports.scopes import ScopeError, scope_asked, years_with_records


@require_safe
def dashboard(request):
    """Show the dashboard of a year; without one in the address, of the latest year with records."""
    today = timezone.localdate()
    years = years_with_records(request.user, today)
    asked = {name: request.GET[name] for name in ("nam", "ky") if name in request.GET}
    asked.setdefault("nam", str(years[0] if years else today.year))
    try:
        scope = scope_asked(request.user, asked, today=today)
    except ScopeError as error:
        raise Http404 from error
    board = Dashboard(scope, today=today, years=years)
    return render(request, "reports/dashboard.html", {"board": board, "now": timezone.now()})
