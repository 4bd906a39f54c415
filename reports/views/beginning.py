"""Begin a report: choose its kind, then tell what that kind needs."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.permissions import Area, area_required, require
from reports import permissions
from reports.actions import reports as actions
from reports.forms import ReportAddForm
from reports.models import ReportOutline
from reports.report_page import report_url
from reports.views.report import add_errors


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def report_add(request):
    """Begin a report of a period; the kind in the address or the form says what is asked."""
    require(permissions.can_add_report(request.user))
    outlines = ReportOutline.objects.filter(is_active=True).order_by("ordinal", "pk")
    outline = _chosen(request, outlines)
    form = ReportAddForm(
        request.POST or None, user=request.user, outline=outline, initial={"year": _usual_year(outline)}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        require(permissions.can_write_for(request.user, data["issuer"]))
        try:
            report = _begin(data, request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"Đã lập {report.title}. Bấm vào từng đoạn trên trang giấy để viết.")
            return redirect(report_url("report_page", report))
    context = {"form": form, "outline": outline, "outlines": [] if outline else outlines}
    return render(request, "reports/report_add.html", context)


def _chosen(request, outlines):
    posted = request.POST.get("outline", "")
    if posted.isascii() and posted.isdigit() and len(posted) < 10:
        return outlines.filter(pk=int(posted)).first()
    return outlines.filter(code=request.GET.get("mau", "")[:40]).first()


def _usual_year(outline):
    """Return the year that a report of this kind is likely about: the last whole one early in a year."""
    today = timezone.localdate()
    is_whole = outline is not None and outline.period == ReportOutline.Period.YEAR
    return today.year - 1 if is_whole and today.month <= 3 else today.year


def _begin(data, user):
    return actions.add_report(
        outline=data["outline"],
        year=data["year"],
        issuer=data["issuer"],
        basis=data.get("basis", ""),
        program=data["program"],
        days=(data.get("start_on"), data.get("end_on")),
        source=data.get("source"),
        by=user,
    )
