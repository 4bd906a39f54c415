"""The official papers of a meeting: looked at in the page, taken as PDF or Word."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.access import note_access
from core.files import MIMES
from core.http import attachment_response, get_visible_or_404
from core.models import AccessLog
from core.permissions import Area, area_required
from meetings.documents import KIND_OF_SLUG, document_rows, lacks_of, ordered_tasks
from meetings.models import Meeting
from reports.documents.html import preview_html
from reports.documents.pdf import RenderFailed
from reports.documents.word import render_docx
from reports.kinds.meeting_words import NoIssuer
from reports.meeting_papers import meeting_paper as made_paper
from reports.meeting_papers import paper_file_name, paper_pdf


@require_safe
@area_required(Area.MEETINGS)
def meeting_paper(request, slug, kind):
    """Show a paper as it would be printed, with what it still lacks."""
    meeting, kind = _meeting_and_kind(request, slug, kind)
    try:
        document, paper = made_paper(meeting, kind)
        html, refusal = preview_html(paper), ""
    except NoIssuer as error:
        document, html, refusal = None, "", str(error)
    row = next(row for row in document_rows(meeting, request.user) if row["label"] == kind.label)
    context = {
        "meeting": meeting,
        "document": document,
        "html": html,
        "refusal": refusal,
        "row": row,
        "lacks": lacks_of(meeting, kind, tasks=len(ordered_tasks(meeting))),
        "breadcrumb": [
            {"label": "Hội nghị", "url": reverse("meetings:meeting_list")},
            {"label": meeting.title, "url": meeting.get_absolute_url()},
            {"label": kind.label, "url": row["url"]},
        ],
    }
    return render(request, "reports/meeting_paper.html", context)


@require_safe
@area_required(Area.MEETINGS)
def meeting_paper_pdf(request, slug, kind):
    """Hand out a paper as PDF; each taking is noted."""
    return _file(request, slug, kind, "pdf", AccessLog.Kind.PDF, paper_pdf)


@require_safe
@area_required(Area.MEETINGS)
def meeting_paper_docx(request, slug, kind):
    """Hand out a paper as a Word file; each taking is noted."""
    return _file(request, slug, kind, "docx", AccessLog.Kind.DOWNLOAD, render_docx)


def _file(request, slug, kind, extension, noted, make):
    meeting, kind = _meeting_and_kind(request, slug, kind)
    if request.method == "HEAD":
        return HttpResponse(content_type=MIMES[extension])
    try:
        document, paper = made_paper(meeting, kind)
        data = make(paper)
    except (NoIssuer, RenderFailed) as error:
        messages.error(request, str(error))
        return redirect("reports:meeting_paper", meeting.slug, request.resolver_match.kwargs["kind"])
    name = paper_file_name(document, extension)
    note_access(request, noted, f"{name} ({meeting})")
    return attachment_response(data, filename=name, content_type=MIMES[extension])


def _meeting_and_kind(request, slug, kind):
    if kind not in KIND_OF_SLUG:
        raise Http404
    return get_visible_or_404(Meeting.objects.for_page(), request.user, slug=slug), KIND_OF_SLUG[kind]
