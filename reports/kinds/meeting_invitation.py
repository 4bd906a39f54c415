"""The invitation to a meeting (giấy mời, Mẫu 1.7)."""

from meetings.models import Attendance, MeetingDocument
from reports.documents.blocks import Block, BulletList, Document
from reports.kinds.meeting_words import (
    all_of,
    begins,
    field_line,
    head,
    named,
    paper,
    passages,
    people,
    replacing,
    type_of,
    upper_first,
    who,
)


def invitation(document: MeetingDocument) -> Document:
    """Return the invitation: who invites whom, to what, who chairs, when and where."""
    meeting = document.meeting
    roles = Attendance.Role
    guests = people(meeting, roles.DELEGATE, roles.CO_CHAIR, roles.SECRETARY)
    return paper(
        document,
        header=head(document),
        title=f"Giấy mời {meeting.title}",
        type=type_of("GIẤY MỜI", f"Dự {named(meeting)}"),
        blocks=[
            *_opening(document, guests),
            field_line("Tới dự", upper_first(named(meeting))),
            field_line("Chủ trì", all_of(people(meeting, roles.CHAIR))),
            field_line("Thời gian", upper_first(begins(meeting))),
            field_line("Địa điểm", meeting.place),
            *passages(document.notes),
            *replacing(document),
        ],
    )


def _opening(document: MeetingDocument, guests: list[Attendance]) -> list[Block]:
    issuer = document.meeting.organiser
    sentence = document.opening.strip() or f"{issuer.name if issuer else ''} trân trọng kính mời:"
    if not guests:
        return [*passages(sentence)]
    return [
        *passages(sentence),
        BulletList([f"{who(row)};" for row in guests[:-1]] + [f"{who(guests[-1])}."]),
    ]
