"""The dossier of a program: its papers, what is still missing, and the whole in one download."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.access import note_access
from core.files import MIMES
from core.http import attachment_response
from core.models import AccessLog
from core.permissions import Area, area_required, require
from programs import life
from programs.guards import hindrances, sent_draft
from programs.models import Program
from reports.documents.pdf import RenderFailed
from reports.dossier import DRAFT, KIND, PAPERS, paper_of
from reports.draft_papers import DRAFT_PDF
from reports.paper_jobs import latest_job, paper_kind
from reports.paper_pages import paper_row
from reports.permissions import can_read_dossier
from reports.text_checks.kept import is_long


@require_safe
@area_required(Area.PROGRAM)
def dossier(request, slug):
    """The papers that go up, each as PDF and Word; what hinders; the last archive."""
    program = get_object_or_404(Program, slug=slug)
    require(can_read_dossier(request.user, program))
    draft, job = sent_draft(program), latest_job(KIND, slug)
    names = life.STATES[Program.Status.SUBMITTED].enter
    found = hindrances(names, program, draft, timezone.localdate())
    context = {
        "program": program,
        "draft": draft,
        "papers": [_row(slug, paper, draft) for paper in PAPERS] if draft else [],
        "blockers": [one for one in found if one.is_blocker],
        "cautions": [one for one in found if not one.is_blocker],
        "row": paper_row(job, paper_kind(KIND), program) if job else None,
        "start_url": reverse("reports:paper_job_start", args=[KIND, slug]),
    }
    return render(request, "reports/dossier.html", context)


def _row(slug, paper, draft):
    """Return {label, links, start_url} of a paper; `start_url` orders the PDF that no page waits for."""
    waits = _takes_long(paper, "pdf", draft)
    kinds = ("docx",) if waits else ("pdf", "docx")
    return {
        "label": paper.label,
        "links": [(kind, reverse("reports:dossier_paper", args=[slug, paper.code, kind])) for kind in kinds],
        "start_url": reverse("reports:paper_job_start", args=[DRAFT_PDF, draft.pk]) if waits else "",
    }


def _takes_long(paper, extension, draft):
    """Whether the paper is laid out in the background only: the PDF of a long draft."""
    return paper.code == DRAFT and extension == "pdf" and is_long(draft)


@require_safe
@area_required(Area.PROGRAM)
def dossier_paper(request, slug, code, extension):
    """Hand out one paper of the dossier; each taking is noted."""
    program, paper = get_object_or_404(Program, slug=slug), paper_of(code)
    draft = sent_draft(program)
    if paper is None or extension not in ("pdf", "docx") or draft is None:
        raise Http404
    require(can_read_dossier(request.user, program))
    if _takes_long(paper, extension, draft):
        messages.info(request, "Bản dự thảo dài nên PDF được tạo ở nền; bấm Tạo PDF ở dòng Dự thảo.")
        return redirect("reports:dossier", slug)
    make = paper.as_pdf if extension == "pdf" else paper.as_docx
    try:
        data = make(program, draft, timezone.localdate())
    except RenderFailed as error:
        messages.error(request, str(error))
        return redirect("reports:dossier", slug)
    name = paper.name(program, draft, extension)
    note_access(request, AccessLog.Kind.DOWNLOAD, f"{name} ({program})")
    return attachment_response(data, filename=name, content_type=MIMES[extension])
