"""The consolidated table of opinions with what was answered (bảng tổng hợp ý kiến, tiếp thu, giải trình)."""

from datetime import date
from typing import Any

from core.dates import format_date
from core.money import format_number
from core.spreadsheets.template import Column as SheetColumn
from core.spreadsheets.template import Kind
from core.spreadsheets.writer import write_xlsx
from meetings.summary import Row, Summary, summary_of, table_rows
from programs.guards import sent_draft
from programs.models import Program
from reports.documents.blocks import (
    Appendix,
    Block,
    BulletList,
    Column,
    Document,
    DocumentType,
    Heading,
    Level,
    Paragraph,
    Table,
)
from reports.documents_json import as_json
from reports.kinds.department import AUTHOR, department_header, department_signature, draft_mark
from reports.kinds.meeting_words import upper_first
from reports.kinds.titles import about

# The office's four columns (domain.md 4.9 F).
COLUMNS = ("NHÓM VẤN ĐỀ, ĐIỀU, KHOẢN", "CHỦ THỂ GÓP Ý", "NỘI DUNG GÓP Ý", "NỘI DUNG TIẾP THU, GIẢI TRÌNH")
_WIDTHS = (17, 20, 32, 31)
_SHEET_WIDTHS = (30, 34, 60, 60)
TITLE = "BẢNG TỔNG HỢP Ý KIẾN, TIẾP THU, GIẢI TRÌNH"
_NOBODY = "Chưa có cơ quan nào góp ý."


def opinions_document(program: Program, today: date) -> Document:
    """Return the table of a program's opinions as an official paper: counts, then the table lying."""
    summary, rows = summary_of(program, today), table_rows(program)
    return Document(
        header=department_header(today),
        title=f"Bảng tổng hợp ý kiến, tiếp thu, giải trình: {program.title}",
        type=DocumentType("BẢNG TỔNG HỢP", _subject(program)),
        blocks=_counts(summary),
        signature=department_signature(today),
        appendices=[
            Appendix(
                None,
                "Ý kiến góp ý và nội dung tiếp thu, giải trình",
                [Paragraph(count_sentence(summary)), _table(rows)],
                landscape=True,
            )
        ],
        draft_mark=draft_mark(program, sent_draft(program)),
        author=AUTHOR,
    )


def opinions_xlsx(program: Program, today: date) -> bytes:
    """Return the table as a workbook; the counts stand on its second sheet."""
    columns = [
        SheetColumn(label, label, Kind.LINE, width=width)
        for label, width in zip(COLUMNS, _SHEET_WIDTHS, strict=True)
    ]
    summary = summary_of(program, today)
    notes: list[list[Any]] = [[TITLE], [program.title], ["Ngày lập", today]]
    notes += [[label, count] for label, count in count_lines(summary)]
    rows = [_cells(row) for row in table_rows(program)]
    return write_xlsx(columns, rows, "Tổng hợp ý kiến", notes_sheet=notes)


def opinions_as_json(program: Program, today: date) -> dict[str, Any]:
    """Return the counts, the rows and the document as plain values."""
    rows = [dict(zip(COLUMNS, _cells(row), strict=True)) for row in table_rows(program)]
    document = as_json(opinions_document(program, today))
    counts = summary_of(program, today).numbers()
    return {"program": program.slug, "counts": counts, "rows": rows, "document": document}


def opinions_file_name(program: Program, extension: str) -> str:
    """Return the name under which the table is handed out."""
    return f"Bảng tổng hợp ý kiến - Chương trình đối ngoại {program.slug}.{extension}"


def count_lines(summary: Summary) -> list[tuple[str, int]]:
    """Return the counts with their labels: who was asked, and what became of the opinions."""
    return [
        ("Số cơ quan được lấy ý kiến", summary.asked),
        ("Số cơ quan đã trả lời", summary.answered),
        ("Số cơ quan nhất trí, cơ bản thống nhất", summary.agreed),
        ("Số cơ quan có ý kiến cụ thể", summary.commented),
        ("Số cơ quan chưa trả lời", summary.silent),
        ("Tổng số ý kiến", summary.opinions),
        ("Tiếp thu", summary.accepted),
        ("Tiếp thu một phần", summary.partly),
        ("Giải trình", summary.explained),
        *([("Ghi nhận ý kiến nhất trí", summary.noted)] if summary.noted else []),
        ("Chưa xử lý", summary.open),
    ]


def count_sentence(summary: Summary) -> str:
    """Return the counts as the line above the table."""
    return (
        "; ".join(
            f"{label.lower() if at else label}: {format_number(count)}"
            for at, (label, count) in enumerate(count_lines(summary))
        )
        + "."
    )


def _subject(program: Program) -> tuple[str, ...]:
    return about(program, "Ý kiến, tiếp thu, giải trình đối với dự thảo")


def _counts(summary: Summary) -> list[Block]:
    lines = [f"{label}: {format_number(count)}" for label, count in count_lines(summary)]
    blocks: list[Block] = [
        Heading(Level.ARABIC, 1, "Kết quả lấy ý kiến"),
        BulletList(lines[:5]),
        Heading(Level.ARABIC, 2, "Kết quả tiếp thu, giải trình"),
        BulletList(lines[5:]),
    ]
    told = [_round_line(opened, counts) for opened, counts in summary.rounds]
    told += [
        f"{meeting.title}, ngày {format_date(meeting.held_on)}: {format_number(agencies)} cơ quan phát biểu, "
        f"{format_number(opinions)} ý kiến"
        for meeting, agencies, opinions in summary.meetings
    ]
    blocks += [Heading(Level.ARABIC, 3, "Các đợt lấy ý kiến và cuộc họp"), BulletList(told or [_NOBODY])]
    if summary.agreed_names:
        blocks.append(
            Paragraph(f"Cơ quan nhất trí, không có ý kiến khác: {', '.join(summary.agreed_names)}.")
        )
    if summary.silent_names:
        blocks.append(
            Paragraph(f"Cơ quan chưa trả lời, không tính là nhất trí: {', '.join(summary.silent_names)}.")
        )
    return blocks


def _round_line(opened: Any, counts: Any) -> str:
    late = f" ({format_number(counts.late)} sau hạn)" if counts.late else ""
    return (
        f"{opened.title}, gửi ngày {format_date(opened.asked_on)}, hạn {format_date(opened.due_on)}: "
        f"{format_number(counts.asked)} cơ quan được hỏi, {format_number(counts.answered)} trả lời"
        f"{late}, {format_number(counts.opinions)} ý kiến"
    )


def _table(rows: list[Row]) -> Table:
    columns = [Column(label, width) for label, width in zip(COLUMNS, _WIDTHS, strict=True)]
    return Table(columns, [_cells(row) for row in rows], empty_sentence="Chưa có ý kiến nào.")


def _cells(row: Row) -> list[str]:
    return [upper_first(row.place), row.who, row.asked, row.answered]
