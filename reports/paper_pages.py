"""What the page of a file made in the background shows, and how such work is begun."""

from django.urls import reverse
from django.utils import timezone

from core.models import User
from reports.actions.requests import request_paper
from reports.actions.turns import turn_of
from reports.models import PaperJob
from reports.paper_jobs import PaperKind, paper_kind
from reports.rules import ExportTurn

_TASK_STATES = {PaperJob.State.RUNNING: "CHAY"}


def ask_for_paper(kind: str, subject: str, *, by: User) -> str:
    """Store the order of a file and return the address of its progress page.

    Of work that is asked for on a page of its own nothing is stored, and that page's address returned.
    """
    found = paper_kind(kind)
    record = found.find(subject) if found else None
    if found is None or record is None:
        raise LookupError(f"no paper {kind} of {subject}")
    if found.asked_at:
        return found.asked_at(record)
    job = request_paper(kind=kind, subject=subject, label=found.title(record), by=by)
    return reverse("reports:paper_job", args=[job.pk])


def paper_row(job: PaperJob, kind: PaperKind, subject):
    """Return one job for its progress page and for lists of files."""
    is_stuck = turn_of(job) in {ExportTurn.RETRY, ExportTurn.GIVE_UP}
    is_open = job.state in {PaperJob.State.WAITING, PaperJob.State.RUNNING}
    if is_stuck:
        text = "Việc đã dừng giữa chừng; bấm Làm lại để chạy tiếp."
    elif is_open:
        text = job.step or "Đang chờ máy chủ nhận việc"
    elif job.sha256:
        text = f"{job.filename} · SHA-256: {job.sha256}"
    else:
        text = job.message
    result = reverse("reports:paper_file", args=[job.pk]) if job.file else ""
    if not result and kind.result:
        result = kind.result(subject)
    return {
        "state": "LOI" if is_stuck else _TASK_STATES.get(PaperJob.State(job.state), job.state),
        "text": text,
        "percent": job.percent,
        "who": job.requested_by.full_name or job.requested_by.username,
        "when": timezone.localtime(job.created_at),
        "is_failed": is_stuck or job.state == PaperJob.State.FAILED,
        "url": reverse("reports:paper_job", args=[job.pk]),
        "asked_at": kind.asked_at(subject) if kind.asked_at else "",
        "start_url": reverse("reports:paper_job_start", args=[job.kind, job.subject]),
        "result_url": result,
        "result": kind.result_label,
    }
