"""The bound file of a meeting: its papers as parts of one PDF, laid out together so that the tags survive."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from core.models import User
from meetings.documents import Kind, document_of
from meetings.models import Meeting
from meetings.permissions import can_close_meeting
from programs.models import Draft, Program
from programs.permissions import can_read_draft
from reports.documents.blocks import Document
from reports.documents.html import with_bookmark
from reports.documents.pdf import checked_parts, pdf_of_parts
from reports.draft_papers import MEGABYTES, SECONDS
from reports.kinds.meeting_progress import progress_of_last
from reports.kinds.opinions import opinions_document
from reports.kinds.program import draft_document
from reports.meeting_papers import meeting_paper
from reports.paper_jobs import NoteStep, PaperKind, register_paper
from reports.permissions import can_read_all_opinions

KIND = "meeting-file"


def register_meeting_file() -> None:
    """Let the bound file of a meeting be made in the background."""
    register_paper(
        PaperKind(
            code=KIND,
            label="Tập tài liệu họp",
            find=meeting_of,
            may=may_read,
            may_make=can_close_meeting,
            make=make_meeting_file,
            title=lambda meeting: f"Tập tài liệu: {meeting.title}",
            url=lambda meeting: meeting.get_absolute_url(),
        )
    )


def meeting_of(subject: str) -> Meeting | None:
    """Return the meeting at this address, or None."""
    return Meeting.objects.for_page().filter(slug=subject).first()


def may_read(user: User, meeting: Meeting) -> bool:
    """Return whether the account reads every part: the meeting, the draft and all opinions on it."""
    if not Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists():
        return False
    draft = _draft_of(meeting)
    if (meeting.program_id or draft) and not can_read_all_opinions(user):
        return False
    return draft is None or can_read_draft(user, draft)


def make_meeting_file(meeting: Meeting, by: User, note_step: NoteStep) -> tuple[str, bytes]:
    """Return the bound file: agenda, draft, opinions, the last meeting's follow-ups, attendance sheet."""
    note_step("Lấy tài liệu", 10)
    pages: list[str] = []
    for label, document in bound_documents(meeting, timezone.localdate()):
        pages += with_bookmark(checked_parts(document), label)
    note_step("Dựng trang", 40)
    return f"tap-tai-lieu-{meeting.slug}.pdf", pdf_of_parts(pages, seconds=SECONDS, megabytes=MEGABYTES)


def bound_documents(meeting: Meeting, today: date) -> list[tuple[str, Document]]:
    """Return the parts of the file in order, each with the words of its bookmark."""
    parts = [("Chương trình họp", meeting_paper(meeting, Kind.AGENDA)[1])]
    draft = _draft_of(meeting)
    if draft is not None:
        parts.append((f"Dự thảo bản {draft.number}", draft_document(draft)))
    about = meeting.program_id or (draft.program_id if draft else None)
    program = Program.objects.filter(pk=about).first() if about else None
    if program is not None:
        parts.append(("Bảng tổng hợp ý kiến", opinions_document(program, today)))
    previous = Meeting.objects.filter(pk=meeting.previous_id).first() if meeting.previous_id else None
    if previous is not None:
        agenda = document_of(meeting, Kind.AGENDA)
        parts.append(("Việc của cuộc họp trước", progress_of_last(agenda, previous, today)))
    parts.append(("Danh sách đại biểu", meeting_paper(meeting, Kind.ATTENDANCE)[1]))
    return parts


def _draft_of(meeting: Meeting) -> Draft | None:
    if not meeting.draft_id:
        return None
    return Draft.objects.select_related("program").filter(pk=meeting.draft_id).first()
