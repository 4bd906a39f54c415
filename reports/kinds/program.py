"""The draft of a program as an official paper."""

import re
from typing import Any

from django.utils import timezone

from programs.models import Draft, Section
from programs.wording.outline import FOOTNOTE_MARK
from reports.documents.blocks import (
    Block,
    Document,
    DocumentType,
    Header,
    Heading,
    Level,
    Paragraph,
    PartStyle,
    Signature,
    Table,
    Text,
)
from reports.documents.columns import fitting_columns
from reports.documents.runs import Footnote
from reports.documents.word_draft import draft_docx
from reports.kinds.department import AUTHOR
from reports.kinds.titles import heading_lines

ISSUING = ("ỦY BAN NHÂN DÂN", "TỈNH THANH HÓA")
PLACE = "Thanh Hóa"
SYMBOL = "CTr-UBND"
RECIPIENTS = (
    "Thường trực Tỉnh ủy (để báo cáo)",
    "Thường trực HĐND tỉnh",
    "Chủ tịch, các Phó Chủ tịch UBND tỉnh",
    "Các sở, ban, ngành cấp tỉnh",
    "UBND các xã, phường",
    "Lưu: VT, SNgV",
)
_ROMAN = re.compile(r"([IVXL]+)\.?\Z")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


def draft_title(draft: Draft) -> tuple[str, ...]:
    """Return the kind of paper and what it is about, line by line."""
    return ("CHƯƠNG TRÌNH", *heading_lines(draft.program))


def draft_file_name(draft: Draft, extension: str) -> str:
    """Return the name under which a version is handed out."""
    return f"Dự thảo Chương trình đối ngoại {draft.program.slug} - bản {draft.number}.{extension}"


def draft_as_docx(draft: Draft) -> bytes:
    """Return a version as a Word file; read back, it gives the same tree with the same keys."""
    return draft_docx(
        draft.sections.in_order(),
        title_lines=draft_title(draft),
        header=_header(draft),
        author=AUTHOR,
        draft_mark=f"DỰ THẢO BẢN {draft.number}",
        preamble=draft.preamble.splitlines(),
        ending=draft_document(draft),
    )


def draft_as_json(draft: Draft) -> dict[str, Any]:
    """Return a version as plain values: its words and its nodes in order."""
    columns = ("key", "kind", "level", "number", "text", "words", "footnotes", "table")
    nodes = list(draft.sections.in_order().values(*columns))
    words = sum(node["words"] for node in nodes)
    return {
        "program": draft.program.slug,
        "number": draft.number,
        "words": words,
        "preamble": draft.preamble.splitlines(),
        "nodes": nodes,
    }


def draft_document(draft: Draft) -> Document:
    """Return a version as an official document with the mark of a draft."""
    return Document(
        header=_header(draft),
        title=f"Dự thảo Chương trình đối ngoại {draft.program.slug}, bản {draft.number}",
        type=DocumentType("CHƯƠNG TRÌNH", draft_title(draft)[1:]),
        blocks=[
            *(Paragraph(Text(line, italic=True)) for line in draft.preamble.splitlines()),
            *(_block(section) for section in draft.sections.in_order()),
        ],
        signature=Signature(title="CHỦ TỊCH", capacity=("TM. ỦY BAN NHÂN DÂN",)),
        recipients=RECIPIENTS,
        draft_mark=f"DỰ THẢO BẢN {draft.number}",
        author=AUTHOR,
    )


def _header(draft: Draft) -> Header:
    """Return the head with the year of the paper: when it was issued or frozen, else this year."""
    program = draft.program
    if program.issued_on:
        year = program.issued_on.year
    else:
        year = timezone.localtime(draft.frozen_at).year if draft.frozen_at else timezone.localdate().year
    return Header(issuing=ISSUING, symbol=SYMBOL, place=PLACE, year=year)


def _block(section: Section) -> Block:
    runs = _with_notes(section)
    words = "".join(run.text for run in runs if isinstance(run, Text))
    notes = [run.text for run in runs if isinstance(run, Footnote)]
    if section.kind == Section.Kind.TABLE:
        return _table(section.table or [])
    if section.kind == Section.Kind.PART and section.number.isdigit():
        return Heading(Level.PART, int(section.number), words, PartStyle.ORDINAL, notes)
    if (
        section.kind == Section.Kind.HEADING
        and section.level == 1
        and (found := _ROMAN.match(section.number))
    ):
        return Heading(Level.ROMAN, _value(found[1]), words, notes=notes)
    if section.kind == Section.Kind.HEADING and section.number.rstrip(".").isdigit():
        return Heading(Level.ARABIC, int(section.number.rstrip(".")), words, notes=notes)
    number = [Text(f"{section.number} ", bold=section.is_heading)] if section.number else []
    return Paragraph([*number, *runs])


def _with_notes(section: Section) -> list[Text | Footnote]:
    """Return the words with each footnote where its mark stands; one without a mark is called at the end."""
    runs: list[Text | Footnote] = []
    left = dict(enumerate(section.footnotes, start=1))
    position = 0
    for mark in FOOTNOTE_MARK.finditer(section.text):
        runs.append(Text(section.text[position : mark.start()], bold=section.is_heading))
        position = mark.end()
        if (note := left.pop(int(mark[1]), None)) is not None:
            runs.append(Footnote(note))
    runs.append(Text(section.text[position:], bold=section.is_heading))
    return [*(run for run in runs if run.text), *(Footnote(note) for note in left.values())]


def _table(rows: list[list[dict[str, Any]]]) -> Table:
    """Return a table without spans: a cell that covers several stands in the first of them."""
    grid: list[dict[int, str]] = [{} for _ in rows]
    for line, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[line]:
                column += 1
            for below in range(line, min(line + cell["rows"], len(rows))):
                for beside in range(column, column + cell["columns"]):
                    is_first = below == line and beside == column
                    grid[below][beside] = str(cell["text"]) if is_first else ""
            column += cell["columns"]
    wide = max((max(row) + 1 for row in grid if row), default=1)
    lines = [[row.get(column, "") for column in range(wide)] for row in grid]
    head = lines[0] if lines else [""]
    return Table(fitting_columns(head, lines[1:]), lines[1:])


def _value(roman: str) -> int:
    signs = [_VALUES[sign] for sign in roman]
    return sum(-a if a < b else a for a, b in zip(signs, [*signs[1:], 0], strict=True))
