"""The agenda of a meeting (chương trình họp), which goes out with the invitation."""

from meetings.models import Attendance, MeetingDocument
from reports.documents.blocks import Align, Block, Column, Document, Table
from reports.kinds.meeting_words import (
    all_of,
    attached_to,
    begins,
    field_line,
    head,
    named,
    paper,
    passages,
    people,
    type_of,
    upper_first,
)

COLUMNS = (
    Column("TT", 8, Align.CENTER),
    Column("Nội dung", 56),
    Column("Người thực hiện, ghi chú", 36),
)


def agenda(document: MeetingDocument, invitation: MeetingDocument) -> Document:
    """Return the agenda as an attachment of the invitation: it has neither number nor signature."""
    meeting = document.meeting
    rows = [[str(at), item.title, item.detail] for at, item in enumerate(meeting.agenda.all(), 1)]
    blocks: list[Block] = [
        field_line("Thời gian", upper_first(begins(meeting))),
        field_line("Địa điểm", meeting.place),
        field_line("Chủ trì", all_of(people(meeting, Attendance.Role.CHAIR, Attendance.Role.CO_CHAIR))),
        *passages(document.opening),
        Table(COLUMNS, rows, empty_sentence="Chưa có chương trình họp."),
        *passages(document.notes),
    ]
    return paper(
        document,
        header=head(document, has_date=False, has_number=False),
        title=f"Chương trình {meeting.title}",
        type=type_of("CHƯƠNG TRÌNH", named(meeting)),
        attached=attached_to(invitation, what="Giấy mời"),
        blocks=blocks,
        signature=None,
        recipients=(),
        closing="",
    )
