"""The appendix of tasks (phụ lục phân công nhiệm vụ): landscape, grouped by pillar, seven columns."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.dates import official_date
from core.models import Agency
from programs.assigning import joined_in_words, pillar_of, reading_of
from programs.deadlines import due_in_words
from programs.models import Draft, Pillar, Program, Task, TaskStatus
from reports.documents.blocks import (
    Align,
    Appendix,
    BulletList,
    Column,
    Document,
    DocumentType,
    Paragraph,
    Runs,
    Table,
    Text,
)
from reports.documents.numbering import day_line, number_line, roman
from reports.documents_json import as_json
from reports.kinds.department import AUTHOR, department_header, department_signature, draft_mark
from reports.kinds.meeting_words import upper_first
from reports.kinds.program import SYMBOL
from reports.kinds.titles import about

# The usual columns of the appendix (domain.md 3.4).
COLUMNS = (
    Column("STT", 4, Align.CENTER),
    Column("Nội dung nhiệm vụ", 30),
    Column("Cơ quan chủ trì", 13),
    Column("Cơ quan phối hợp", 17),
    Column("Thời gian thực hiện, hoàn thành", 13),
    Column("Sản phẩm (kết quả)", 13),
    Column("Ghi chú (kinh phí)", 10),
)
NOT_PLACED = "Nhiệm vụ chung"
ISSUED_BY = "Ủy ban nhân dân tỉnh"
UNLED = "Chưa rõ cơ quan chủ trì"


@dataclass(frozen=True, slots=True)
class Row:
    """One task of the appendix, in words."""

    pillar: int
    title: str
    lead: str
    partners: str
    due: str
    deliverable: str
    note: str = ""
    is_led: bool = True


def appendix_rows(program: Program, draft: Draft | None, today: date) -> list[Row]:
    """Return the tasks of a program; while it has none, those that part three of the version assigns."""
    tasks = Task.objects.filter(program=program).exclude(override_status=TaskStatus.STOPPED)
    rows = [
        Row(
            task.pillar.ordinal if task.pillar else 0,
            task.title,
            task.lead_agency.name,
            _listed([*(row.agency.name for row in task.co_agencies.all()), joined_in_words(task.note)]),
            due_in_words(task.due_kind, task.due_on),
            task.deliverable,
        )
        for task in tasks.select_related("lead_agency", "pillar", "group").with_partners().in_outline_order()
    ]
    return rows or (_from_text(draft, today) if draft else [])


def _from_text(draft: Draft, today: date) -> list[Row]:
    names = dict(Agency.objects.order_by("pk").values_list("pk", "name"))
    pillars = list(Pillar.objects.order_by("ordinal"))
    rows = []
    for one in reading_of(draft, today).assignments:
        pillar = pillar_of(one.title, pillars) or pillar_of(one.group, pillars)
        rows.append(
            Row(
                pillar.ordinal if pillar else 0,
                one.title,
                names[one.lead] if one.lead else one.lead_words,
                _listed([*(names[pk] for pk in one.partners), one.others]),
                due_in_words(one.due_kind, one.due_on),
                one.deliverable,
                is_led=one.lead is not None,
            )
        )
    return sorted(rows, key=lambda row: row.pillar or len(pillars) + 1)


def unread_in(program: Program, draft: Draft | None, today: date) -> list[Runs]:
    """Return the words of part three that became no task; none once the program's tasks stand."""
    if draft is None or Task.objects.filter(program=program).exists():
        return []
    return [one.text for one in reading_of(draft, today).unread]


def _listed(names: list[str]) -> str:
    return "; ".join(filter(None, names))


def task_appendix_document(program: Program, draft: Draft | None, today: date) -> Document:
    """Return the appendix as an official paper: how many tasks for whom, then the table lying."""
    rows = appendix_rows(program, draft, today)
    return Document(
        header=department_header(today),
        title=f"Danh mục nhiệm vụ thực hiện: {program.title}",
        type=DocumentType("DANH MỤC", about(program, "Nhiệm vụ thực hiện")),
        blocks=[
            Paragraph(_counts(rows)),
            Paragraph("Số nhiệm vụ theo cơ quan chủ trì:"),
            BulletList(_by_lead(rows) or ["chưa có nhiệm vụ nào"]),
            *_unread(unread_in(program, draft, today)),
            Paragraph("Danh mục chi tiết tại Phụ lục kèm theo."),
        ],
        signature=department_signature(today),
        recipients=("Ủy ban nhân dân tỉnh", "Các cơ quan được giao nhiệm vụ", "Lưu: VT"),
        appendices=[
            Appendix(
                None,
                "Phân công nhiệm vụ",
                [_table(rows)],
                attached=_attached(program, today),
                landscape=True,
            )
        ],
        draft_mark=draft_mark(program, draft),
        author=AUTHOR,
    )


def task_appendix_as_json(program: Program, draft: Draft | None, today: date) -> dict[str, Any]:
    """Return the rows and the document as plain values."""
    rows = [as_json(row) for row in appendix_rows(program, draft, today)]
    return {
        "program": program.slug,
        "rows": rows,
        "document": as_json(task_appendix_document(program, draft, today)),
    }


def appendix_file_name(program: Program, extension: str) -> str:
    """Return the name under which the appendix is handed out."""
    return f"Phụ lục phân công nhiệm vụ - Chương trình đối ngoại {program.slug}.{extension}"


def _attached(program: Program, today: date) -> str:
    """Return the line under the title; number and day are filled in by hand until the program is issued."""
    if program.issued_number and program.issued_on:
        day = official_date(program.issued_on)
        return f"Kèm theo Chương trình số {program.issued_number} {day} của {ISSUED_BY}"
    number = number_line(None, SYMBOL).removeprefix("Số:")
    return f"Kèm theo Chương trình số{number} {day_line(None, today.year)} của {ISSUED_BY}"


def _unread(texts: list[Runs]) -> list[Paragraph | BulletList]:
    if not texts:
        return []
    return [Paragraph("Đoạn không đọc được thành nhiệm vụ, cần soát lại:"), BulletList(texts)]


def _counts(rows: list[Row]) -> str:
    leads = len({row.lead for row in rows if row.is_led})
    waiting = sum(not row.is_led for row in rows)
    more = f"; {waiting} nhiệm vụ chưa rõ cơ quan chủ trì" if waiting else ""
    return f"Danh mục gồm {len(rows)} nhiệm vụ, giao {leads} cơ quan chủ trì{more}."


def _by_lead(rows: list[Row]) -> list[Runs]:
    counts = Counter(row.lead if row.is_led else UNLED for row in rows)
    return [f"{lead}: {count} nhiệm vụ" for lead, count in counts.items()]


def _table(rows: list[Row]) -> Table:
    names = {pillar.ordinal: pillar.name for pillar in Pillar.objects.order_by("ordinal")}
    lines: list[list[Runs]] = []
    group, groups = -1, 0
    for number, row in enumerate(rows, start=1):
        if row.pillar != group:
            group, groups = row.pillar, groups + 1
            title = names.get(group, NOT_PLACED).upper()
            lines.append([Text(roman(groups), bold=True), Text(title, bold=True), *[""] * 5])
        lines.append(
            [str(number), row.title, row.lead, row.partners, upper_first(row.due), row.deliverable, row.note]
        )
    return Table(COLUMNS, lines, empty_sentence="Chưa có nhiệm vụ nào được giao.")
