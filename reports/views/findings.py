"""What the sources print beside what the portal computes."""

from dataclasses import replace

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.forms import PortalForm
from core.permissions import Area, area_required
from reports.figures import scope_of_year
from reports.findings import comparisons, source_findings
from reports.models import Report
from reports.outlines import window_of
from reports.scopes import FIRST_YEAR, LAST_YEAR


class ReportForm(PortalForm):
    """Which report's period is compared."""

    bao_cao = forms.ChoiceField(label="Kỳ của báo cáo", required=False)

    def __init__(self, *args, reports, **kwargs):
        """Offer the reports of the year."""
        super().__init__(*args, **kwargs)
        self.fields["bao_cao"].choices = [(row.code, _name(row)) for row in reports]


def _name(report):
    """Return what tells reports of a year apart, first: "6 tháng đầu năm 2025 · Liên hiệp, số 05/BC-LHHN"."""
    label = window_of(report).label
    number = f", số {report.mark}" if report.mark else ""
    return f"{label[:1].upper()}{label[1:]} · {report.issuer.label}{number}: {report.title}"


@require_safe
@area_required(Area.REPORTS)
def findings(request, year):
    """Show the findings of a year's sources, and the period of a chosen report beside the one before."""
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise Http404
    today = timezone.localdate()
    rows = Report.objects.visible_to(request.user).filter(year=year).order_by("pk")
    reports = {row.code: row for row in rows.select_related("issuer", "document_number")}
    # An unknown report is none: the first of the year stands there, as without a choice.
    report = reports.get(request.GET.get("bao_cao", ""), next(iter(reports.values()), None))
    scope = scope_of_year(request.user, year, today=today)
    if report is not None:
        span = window_of(report)
        scope = replace(scope, window=span, as_of=min(span.end, today, report.as_of or today))
    found = source_findings(request.user, year)
    context = {
        "year": year,
        "report": report,
        "form": ReportForm({"bao_cao": report.code}, reports=reports.values()) if len(reports) > 1 else None,
        "scope": scope,
        "before": scope.previous(),
        "found": found,
        "wrong": sum(finding.tone != "ok" for finding in found),
        "comparisons": comparisons(scope, today=today),
    }
    return render(request, "reports/findings.html", context)
