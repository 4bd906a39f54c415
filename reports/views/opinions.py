"""The consolidated table of opinions as PDF, Word and Excel."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.access import note_access
from core.files import MIMES
from core.http import attachment_response
from core.models import AccessLog
from core.permissions import Area, area_required, require
from programs.models import Program
from reports.documents.pdf import RenderFailed, render_pdf
from reports.documents.word import render_docx
from reports.kinds.opinions import opinions_document, opinions_file_name, opinions_xlsx
from reports.opinion_papers import KIND, is_long
from reports.permissions import can_read_all_opinions


def _hand_out(request, slug, extension, make):
    """Return the table as a file; each taking is noted."""
    require(can_read_all_opinions(request.user))
    program = get_object_or_404(Program, slug=slug)
    try:
        data = make(program, timezone.localdate())
    except RenderFailed as error:
        messages.error(request, str(error))
        return redirect(program)
    name = opinions_file_name(program, extension)
    note_access(request, AccessLog.Kind.DOWNLOAD, f"{name} ({program})")
    return attachment_response(data, filename=name, content_type=MIMES[extension])


@require_safe
@area_required(Area.OPINIONS)
def opinions_pdf(request, slug):
    """The table as a PDF; a long one is made in the background, on request."""
    require(can_read_all_opinions(request.user))
    program = get_object_or_404(Program, slug=slug)
    if is_long(program):
        return render(request, "reports/opinions_wait.html", {"program": program, "kind": KIND})
    return _hand_out(request, slug, "pdf", lambda *args: render_pdf(opinions_document(*args)))


@require_safe
@area_required(Area.OPINIONS)
def opinions_docx(request, slug):
    """The table as a Word file."""
    return _hand_out(request, slug, "docx", lambda *args: render_docx(opinions_document(*args)))


@require_safe
@area_required(Area.OPINIONS)
def opinions_sheet(request, slug):
    """The table as a workbook."""
    return _hand_out(request, slug, "xlsx", opinions_xlsx)
