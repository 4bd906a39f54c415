"""The attendance sheet of a meeting (danh sách đại biểu), signed on the day."""

from meetings.models import Attendance, MeetingDocument
from reports.documents.blocks import Align, Block, Column, Document, Table
from reports.kinds.meeting_words import begins, field_line, head, named, paper, passages, type_of, upper_first

SPARE_ROWS = 5
ROW_MM = 10
COLUMNS = (
    Column("TT", 7, Align.CENTER),
    Column("Họ và tên", 27),
    Column("Chức vụ", 24),
    Column("Cơ quan, đơn vị", 24),
    Column("Ký tên", 18),
)


def attendance_sheet(document: MeetingDocument) -> Document:
    """Return the sheet: everybody expected, and room for those who come besides."""
    meeting = document.meeting
    rows = [_row(at, row) for at, row in enumerate(meeting.attendances.all(), 1)]
    spare = [[str(len(rows) + at), "", "", "", ""] for at in range(1, SPARE_ROWS + 1)]
    blocks: list[Block] = [
        field_line("Thời gian", upper_first(begins(meeting))),
        field_line("Địa điểm", meeting.place),
        Table(COLUMNS, [*rows, *spare], row_mm=ROW_MM),
        *passages(document.notes),
    ]
    return paper(
        document,
        header=head(document, has_date=False, has_number=False),
        title=f"Danh sách đại biểu {meeting.title}",
        type=type_of("DANH SÁCH ĐẠI BIỂU", f"Dự {named(meeting)}"),
        blocks=blocks,
        recipients=(),
        closing="",
    )


def _row(number: int, row: Attendance) -> list[str]:
    role = f" ({row.get_role_display()})" if row.role != Attendance.Role.DELEGATE else ""
    name = row.person.full_name if row.person else ""
    body = row.agency.name if row.agency else row.group_label
    return [str(number), name, f"{row.title_then}{role}".strip(), body, ""]
