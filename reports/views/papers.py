"""Files made in the background: ask for one, watch it being made, take it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.access import note_access
from core.files import EXTENSIONS, MIMES
from core.http import attachment_response
from core.models import AccessLog
from core.permissions import require
from reports.models import PaperJob
from reports.paper_jobs import paper_kind, subject_of
from reports.paper_pages import ask_for_paper, paper_row

OTHER_MIMES = {"zip": "application/zip", "json": "application/json"}


@require_POST
def paper_job_start(request, kind, subject):
    """Ask for a file; a stuck one goes on."""
    found = paper_kind(kind)
    record = found.find(subject) if found else None
    if record is None or not found.may(request.user, record):
        raise Http404
    require(found.may_begin(request.user, record))
    return redirect(ask_for_paper(kind, subject, by=request.user))


@require_safe
def paper_job(request, pk):
    """How far a file is; the page asks for itself while it is being made."""
    job, kind, subject = _job_or_404(request.user, pk)
    context = {
        "job": job,
        "row": paper_row(job, kind, subject),
        "kind": kind,
        "may_begin": kind.may_begin(request.user, subject),
        "back_url": kind.url(subject),
    }
    return render(request, "reports/paper_job.html", context)


@require_safe
def paper_file(request, pk):
    """Hand out a finished file to who may read its subject; each taking is noted."""
    job, _, _ = _job_or_404(request.user, pk)
    if job.state != PaperJob.State.DONE or not job.file or not job.file.storage.exists(job.file.name):
        raise Http404
    note_access(request, AccessLog.Kind.DOWNLOAD, f"{job.filename} ({job.label})")
    with job.file.open("rb") as stored:
        data = stored.read()
    return attachment_response(data, filename=job.filename, content_type=_mime(job.filename))


def _job_or_404(user, pk):
    """Return the job with its kind and subject for who may read the subject; else 404."""
    job = PaperJob.objects.select_related("requested_by").filter(pk=pk).first()
    found = subject_of(job) if job else None
    if found is None or not found[0].may(user, found[1]):
        raise Http404
    return job, *found


def _mime(name):
    extension = name.rpartition(".")[2].lower()
    if extension in EXTENSIONS:
        return MIMES[EXTENSIONS[extension]]
    return OTHER_MIMES.get(extension, "application/octet-stream")
