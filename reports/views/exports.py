"""The PDF of a report: ask for it, watch it being made, take it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.access import note_access
from core.http import attachment_response
from core.models import AccessLog
from core.permissions import Area, area_required, require
from reports.actions.requests import request_pdf
from reports.issued_files import Kind, issued_file
from reports.models import PdfExport
from reports.permissions import can_print_report
from reports.report_page import export_row, file_name, report_url
from reports.views.issued import handed_out
from reports.views.report import report_or_404


@require_POST
@area_required(Area.REPORTS)
def report_pdf(request, year, code):
    """Ask for the PDF; a stuck one goes on."""
    report = report_or_404(request, year, code)
    require(can_print_report(request.user, report))
    export = request_pdf(report=report, by=request.user)
    messages.success(request, "Đã ghi yêu cầu tạo PDF.")
    return redirect("reports:export_progress", report.year, report.code, export.pk)


@require_safe
@area_required(Area.REPORTS)
def export_progress(request, year, code, pk):
    """How far a PDF is; the page asks for itself while it is being made."""
    report = report_or_404(request, year, code)
    export = export_or_404(report, pk)
    context = {
        "report": report,
        "export": export_row(export, report),
        "can_print": can_print_report(request.user, report),
        "pdf_url": report_url("report_pdf", report),
        "page_url": report_url("report_page", report),
    }
    return render(request, "reports/report_export.html", context)


@require_safe
@area_required(Area.REPORTS)
def export_file(request, year, code, pk):
    """Hand out a finished PDF; each taking is noted."""
    report = report_or_404(request, year, code)
    export = export_or_404(report, pk)
    issued = issued_file(report, Kind.PDF)
    if issued is not None:
        # What was made before is a draft; from the issue on there is one PDF.
        return handed_out(request, report, issued)
    if export.state != PdfExport.State.DONE or not export.file.storage.exists(export.file.name):
        raise Http404
    name = file_name(report, export)
    note_access(request, AccessLog.Kind.DOWNLOAD, f"{name} ({report})")
    with export.file.open("rb") as stored:
        data = stored.read()
    return attachment_response(data, filename=name, content_type="application/pdf")


def export_or_404(report, pk):
    """Return one making of the report's PDF, or 404."""
    try:
        return report.exports.select_related("requested_by").get(pk=pk)
    except PdfExport.DoesNotExist as error:
        raise Http404 from error
