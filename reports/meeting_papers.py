"""The official papers of a meeting: which function makes which, and under what name they are handed out."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from django.utils.html import strip_tags

from core.legal import RuleError
from core.text import slug_vi
from meetings.documents import Kind, document_of, ordered_tasks, slug_of
from meetings.issuing import IssuedFiles
from meetings.models import Meeting, MeetingDocument
from reports.documents.blocks import Document
from reports.documents.html import preview_html
from reports.documents.pdf import RenderFailed, checked_parts, pdf_of_parts
from reports.documents.word import render_docx
from reports.kinds.meeting_agenda import agenda
from reports.kinds.meeting_attendance import attendance_sheet
from reports.kinds.meeting_invitation import invitation
from reports.kinds.meeting_minutes import minutes
from reports.kinds.meeting_notice import notice
from reports.kinds.meeting_words import NoIssuer

# A paper of one or two pages is small; the last few are kept so that looking and taking make it once.
KEPT = 16


def meeting_paper(
    meeting: Meeting, kind: str, *, sums_only: bool = False
) -> tuple[MeetingDocument, Document]:
    """Return the paper of this kind as stored or proposed, and as an official document.

    The meeting was loaded with `for_page()`; `sums_only` leaves out what each agency said of a draft.
    Raises NoIssuer where nobody issues it.
    """
    document = document_of(meeting, kind)
    return document, printed(document, sums_only=sums_only)


def printed(document: MeetingDocument, *, sums_only: bool = False) -> Document:
    """Return the paper as an official document, made from the record as it is now. Raises NoIssuer."""
    meeting = document.meeting
    match Kind(document.kind):
        case Kind.INVITATION:
            return invitation(document)
        case Kind.AGENDA:
            return agenda(document, document_of(meeting, Kind.INVITATION))
        case Kind.ATTENDANCE:
            return attendance_sheet(document)
        case Kind.MINUTES:
            return minutes(document, sums_only=sums_only)
        case Kind.NOTICE:
            return notice(document, ordered_tasks(meeting))


def issued_paper(document: MeetingDocument) -> IssuedFiles:
    """Return the files that a paper is issued with. Raises RuleError where it cannot be printed."""
    try:
        paper = printed(document)
        pdf, docx = paper_pdf(paper), render_docx(paper)
    except (NoIssuer, RenderFailed) as error:
        raise RuleError(str(error)) from error
    name = paper_file_name(document, "").rstrip(".")
    return IssuedFiles(name, pdf, docx, words_mark(preview_html(paper)))


def words_mark(html: str) -> str:
    """Return the mark of what a paper says, by which a later printing is compared with the issued one."""
    return sha256(" ".join(strip_tags(html).split()).encode()).hexdigest()


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
