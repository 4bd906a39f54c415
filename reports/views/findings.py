"""What the sources print beside what the portal computes."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.permissions import Area, area_required
from reports.figures import scope_of_year
from reports.findings import comparisons, source_findings
from reports.models import Report
from reports.scopes import FIRST_YEAR, LAST_YEAR


@require_safe
@area_required(Area.REPORTS)
def findings(request, year):
    """Show the findings of a year's sources, and the year beside the one before."""
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise Http404
    today = timezone.localdate()
    report = Report.objects.visible_to(request.user).filter(year=year).order_by("pk").first()
    scope = scope_of_year(request.user, year, today=today, basis=report.basis if report else "CALENDAR")
    found = source_findings(request.user, year)
    context = {
        "year": year,
        "report": report,
        "scope": scope,
        "before": scope.previous(),
        "found": found,
        "wrong": sum(finding.tone != "ok" for finding in found),
        "comparisons": comparisons(scope, today=today),
    }
    return render(request, "reports/findings.html", context)
