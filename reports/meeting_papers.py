"""The official papers of a meeting: which function makes which, and under what name they are handed out."""

from __future__ import annotations

from functools import lru_cache

from core.text import slug_vi
from meetings.documents import Kind, document_of, ordered_tasks, slug_of
from meetings.models import Meeting, MeetingDocument
from reports.documents.blocks import Document
from reports.documents.pdf import checked_parts, pdf_of_parts
from reports.kinds.meeting_agenda import agenda
from reports.kinds.meeting_attendance import attendance_sheet
from reports.kinds.meeting_invitation import invitation
from reports.kinds.meeting_minutes import minutes
from reports.kinds.meeting_notice import notice

# A paper of one or two pages is small; the last few are kept so that looking and taking make it once.
KEPT = 16


def meeting_paper(meeting: Meeting, kind: str) -> tuple[MeetingDocument, Document]:
    """Return the paper of this kind as stored or proposed, and as an official document.

    The meeting was loaded with `for_page()`. Raises NoIssuer where nobody issues it.
    """
    document = document_of(meeting, kind)
    match Kind(kind):
        case Kind.INVITATION:
            return document, invitation(document)
        case Kind.AGENDA:
            return document, agenda(document, document_of(meeting, Kind.INVITATION))
        case Kind.ATTENDANCE:
            return document, attendance_sheet(document)
        case Kind.MINUTES:
            return document, minutes(document)
        case Kind.NOTICE:
            return document, notice(document, ordered_tasks(meeting))


def paper_pdf(document: Document) -> bytes:
    """Return the PDF of a short paper. Raises RenderFailed."""
    return _pdf(tuple(checked_parts(document)))


@lru_cache(maxsize=KEPT)
def _pdf(parts: tuple[str, ...]) -> bytes:
    return pdf_of_parts(list(parts))


def paper_file_name(document: MeetingDocument, extension: str) -> str:
    """Return the name under which a paper is handed out."""
    number = f"{document.number:02d}-{slug_vi(document.symbol)}-" if document.number is not None else ""
    return f"{number}{slug_of(document.kind)}-{document.meeting.slug}.{extension}"
