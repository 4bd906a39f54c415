"""The pages of a report's PDF as pictures, and how far the next one is."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from core.http import wanted_part
from core.permissions import Area, area_required, require
from reports.actions.requests import request_pdf
from reports.permissions import can_print_report
from reports.preview import PREVIEW, Preview, page_picture
from reports.report_page import report_url
from reports.views.exports import export_or_404
from reports.views.report import report_or_404


@require_safe
@area_required(Area.REPORTS)
def report_preview(request, year, code):
    """The pages of the last PDF and how far the next one is; asks for itself while one is being made."""
    return _answer(request, report_or_404(request, year, code))


@require_POST
@area_required(Area.REPORTS)
def report_preview_make(request, year, code):
    """Ask for the PDF of the words as they stand now."""
    report = report_or_404(request, year, code)
    require(can_print_report(request.user, report))
    request_pdf(report=report, by=request.user)
    return _answer(request, report)


def _answer(request, report):
    context = {
        "report": report,
        "preview": Preview(report),
        "can_print": can_print_report(request.user, report),
        "page_url": report_url("report_page", report),
        "now": timezone.localtime(),
    }
    part = wanted_part(request, [PREVIEW])
    template = "reports/_preview.html" if part else "reports/report_preview.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@require_safe
@area_required(Area.REPORTS)
def export_page(request, year, code, pk, page):
    """One page of a finished PDF as a picture."""
    export = export_or_404(report_or_404(request, year, code), pk)
    picture = page_picture(export, page)
    if picture is None:
        raise Http404
    response = HttpResponse(picture, content_type="image/png")
    # A finished file never changes; only who may read it does.
    response.headers["Cache-Control"] = "private, max-age=3600, immutable"
    return response
