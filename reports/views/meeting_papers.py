"""The official papers of a meeting: looked at in the page, taken as PDF or Word."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.access import note_access
from core.attachments import download_response
from core.files import MIMES
from core.http import attachment_response, get_visible_or_404
from core.models import AccessLog
from core.permissions import Area, Reach, area_required, require
from meetings.documents import (
    KIND_OF_SLUG,
    document_rows,
    lacks_of,
    numbering_words,
    ordered_tasks,
    replaced_papers,
    slug_of,
)
from meetings.models import Contribution, Meeting, MeetingDocument
from meetings.models.opinions import reads_words
from reports.documents.html import preview_html
from reports.documents.pdf import RenderFailed
from reports.documents.word import render_docx
from reports.kinds.meeting_words import NoIssuer
from reports.meeting_papers import meeting_paper as made_paper
from reports.meeting_papers import paper_file_name, paper_pdf, words_mark


@require_safe
@area_required(Area.MEETINGS)
def meeting_paper(request, slug, kind):
    """Show a paper as it would be printed, with what it still lacks."""
    meeting, kind = _meeting_and_kind(request, slug, kind)
    try:
        document, paper = made_paper(meeting, kind, sums_only=_sums_only(request.user))
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
        "numbering_words": numbering_words(meeting, request.user, [row]),
        "kind_slug": slug_of(kind),
        "is_issued": document is not None and document.is_issued,
        "has_changed": document is not None
        and document.is_issued
        and bool(html)
        and not _hides(request.user, meeting, kind)
        and words_mark(html) != document.words_sha256,
        "replaced": replaced_papers(meeting, kind),
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
    stored = MeetingDocument.objects.filter(meeting=meeting, kind=kind, is_replaced=False)
    issued = stored.select_related("pdf", "docx").first()
    if issued is not None and issued.is_issued and not _hides(request.user, meeting, kind):
        return _issued(request, issued, extension)
    try:
        document, paper = made_paper(meeting, kind, sums_only=_sums_only(request.user))
        data = make(paper)
    except (NoIssuer, RenderFailed) as error:
        messages.error(request, str(error))
        return redirect("reports:meeting_paper", meeting.slug, request.resolver_match.kwargs["kind"])
    name = paper_file_name(document, extension)
    note_access(request, noted, f"{name} ({meeting})")
    return attachment_response(data, filename=name, content_type=MIMES[extension])


@require_safe
@area_required(Area.MEETINGS)
def issued_pdf(request, slug, kind, pk):
    """Hand out the PDF of an issued paper, also of one that another replaced."""
    return _issued_of(request, slug, kind, pk, "pdf")


@require_safe
@area_required(Area.MEETINGS)
def issued_docx(request, slug, kind, pk):
    """Hand out the Word file of an issued paper, also of one that another replaced."""
    return _issued_of(request, slug, kind, pk, "docx")


def _issued_of(request, slug, kind, pk, extension):
    meeting, kind = _meeting_and_kind(request, slug, kind)
    require(not _hides(request.user, meeting, kind))
    rows = MeetingDocument.objects.filter(meeting=meeting, kind=kind, pdf__isnull=False)
    document = get_object_or_404(rows.select_related("pdf", "docx"), pk=pk)
    if request.method == "HEAD":
        return HttpResponse(content_type=MIMES[extension])
    return _issued(request, document, extension)


def _issued(request, document, extension):
    """Return the file as it was issued, byte for byte."""
    kept = document.pdf if extension == "pdf" else document.docx
    return download_response(request, kept, back_url=document.meeting.get_absolute_url())


def _sums_only(user):
    """Whether the account reads how many said something to a draft, and not what."""
    return reads_words(user) is Reach.NONE


def _hides(user, meeting, kind):
    """Whether the paper as issued says what agencies said, to somebody who reads sums only."""
    says = kind == MeetingDocument.Kind.MINUTES and _sums_only(user)
    return says and Contribution.objects.filter(meeting=meeting, sent_at__isnull=False).exists()


def _meeting_and_kind(request, slug, kind):
    if kind not in KIND_OF_SLUG:
        raise Http404
    return get_visible_or_404(Meeting.objects.for_page(), request.user, slug=slug), KIND_OF_SLUG[kind]
