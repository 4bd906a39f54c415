"""How far the work of the last meeting came: what the next meeting opens with."""

from datetime import date

from core.dates import format_date
from meetings.documents import ordered_tasks
from meetings.models import Meeting, MeetingDocument
from meetings.tables import status_of
from reports.documents.blocks import Align, Column, Document, Paragraph, Table
from reports.kinds.meeting_words import head, named, paper, type_of

COLUMNS = (
    Column("TT", 7, Align.CENTER),
    Column("Việc được giao", 37),
    Column("Cơ quan chủ trì", 20),
    Column("Thời hạn", 16),
    Column("Tình hình", 20),
)


def progress_of_last(document: MeetingDocument, previous: Meeting, today: date) -> Document:
    """Return the follow-ups of the meeting before as a paper that goes with the agenda."""
    tasks = ordered_tasks(previous)
    states = [status_of(task, today) for task in tasks]
    done = sum(task.completed_on is not None for task in tasks)
    rows = [
        [str(at), task.text, task.lead_agency.name, _due(task), state.label]
        for at, (task, state) in enumerate(zip(tasks, states, strict=True), 1)
    ]
    of_day = f"{named(previous)} ngày {format_date(previous.held_on)}"
    summary = (
        f"Đến ngày {format_date(today)}, trong {len(tasks)} việc được giao tại {of_day} "
        f"{_counts(done, len(tasks) - done)}."
        if tasks
        else f"Tại {of_day} không có việc được giao."
    )
    return paper(
        document,
        header=head(document, has_date=False, has_number=False),
        title=f"Tình hình thực hiện kết luận {previous.title}",
        type=type_of("TÌNH HÌNH THỰC HIỆN", f"Kết luận tại {named(previous)}"),
        blocks=[Paragraph(summary), Table(COLUMNS, rows, empty_sentence="Không có việc được giao.")],
        signature=None,
        recipients=(),
        closing="",
    )


def _counts(done: int, left: int) -> str:
    if not done:
        return "chưa có việc nào xong"
    return f"có {done} việc đã xong, {left} việc chưa xong" if left else "tất cả đã xong"


def _due(task) -> str:  # type: ignore[no-untyped-def]
    return format_date(task.due_on) if task.due_on else str(task.get_due_kind_display())
