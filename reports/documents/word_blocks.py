"""The blocks of a document's body in Word: headings, paragraphs, points, lists, tables, charts."""

import io
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from reports.documents.blocks import (
    Block,
    BulletList,
    Chart,
    Heading,
    Level,
    NarrativeGap,
    Point,
    Run,
    Table,
    Text,
    as_runs,
)
from reports.documents.blocks import Paragraph as ParagraphBlock
from reports.documents.columns import NUMBERS
from reports.documents.html import STATIC
from reports.documents.word_headings import HeadingNumbers
from reports.documents.word_runs import Notes, Writer, clean
from reports.documents.word_styles import AFTER_TABLE, BODY, CAPTION, CELL, FLUSH, RULE
from reports.documents.word_tables import Box, Grid, Place

_HEADING_STYLES = {
    Level.PART: "Heading1",
    Level.ROMAN: "Heading2",
    Level.ARABIC: "Heading3",
    Level.ARTICLE: "Heading3",
}
_PICTURE_DOTS = 2000
# The letters of a table with many columns.
_DENSE = 11
_SVG_WIDTH = re.compile(r'<svg\b[^>]*?\bwidth="([\d.]+)(?:px)?"')
_SVG_BOX = re.compile(r'<svg\b[^>]*?\bviewBox="[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)"')
_TALLEST_SHARE = 1.2


class Body:
    """Writes blocks at the end of a file, one after the other."""

    def __init__(
        self,
        file: Any,
        notes: Notes,
        *,
        width_mm: float,
        marks: bool = False,
        headings: HeadingNumbers | None = None,
    ) -> None:
        """Take the file, what all of it shares, the width between the margins, and whether marks show."""
        self.file, self.notes, self.width_mm, self.marks = file, notes, width_mm, marks
        self.headings = headings or HeadingNumbers()
        self.last: Any = None

    def paragraph(self, style: str) -> Paragraph:
        """Add an empty paragraph of a style."""
        made = self.file.add_paragraph()
        made._p.style = style
        self.last = made._p
        return made

    def table(self, grid: Grid) -> None:
        """Add a table and the thin paragraph that keeps it from growing together with the next."""
        element = grid.write(self.file._body)
        self.file.element.body.insert_element_before(element, "w:sectPr")
        self.paragraph(AFTER_TABLE)

    def write(self, blocks: Sequence[Block]) -> None:
        """Add the blocks."""
        for block in blocks:
            match block:
                case Heading():
                    self._heading(block)
                case ParagraphBlock():
                    self._passage(block, block.runs, style=BODY if block.indent else FLUSH)
                case Point():
                    self._passage(block, block.runs, label=block.label)
                case BulletList():
                    for item in block.items:
                        self._passage(block, item, label=block.sign)
                case Table():
                    self._table(block)
                case Chart():
                    self._chart(block)
                case NarrativeGap():
                    self._passage(block, (block,))

    def _writer(self, block: Any, paragraph: Paragraph) -> Writer:
        return Writer(paragraph, self.notes, getattr(block, "footnotes", ()) or ())

    def _mark(self, block: Any, paragraph: Paragraph) -> None:
        self.notes.mark(paragraph, getattr(block, "key", "") or "")

    def _heading(self, block: Heading) -> None:
        paragraph = self.paragraph(_HEADING_STYLES[block.level])
        writer = self._writer(block, paragraph)
        if block.is_part:
            writer.words(f"{block.label}\n{block.shown_title}")
        else:
            self.headings.add_to(paragraph, block.level, block.number)
            writer.words(block.shown_title)
        writer.close()
        self._mark(block, paragraph)

    def _passage(self, block: Any, runs: Any, *, label: str = "", style: str = BODY) -> None:
        paragraph = self.paragraph(style)
        writer = self._writer(block, paragraph)
        if label:
            writer.number(label)
        for run in as_runs(runs):
            writer.run(run, marks=self.marks)
        writer.close()
        self._mark(block, paragraph)

    def _table(self, block: Table) -> None:
        if block.caption:
            self.paragraph(CAPTION).add_run(clean(block.caption))
        spans = getattr(block, "spans", None)
        if spans:
            self.spanned(spans, getattr(block, "key", "") or "", [column.width for column in block.columns])
            return
        shares = [column.width for column in block.columns]
        grid = Grid(
            shares, self.width_mm, row_mm=block.row_mm, margins=(2, 2) if block.is_dense else (2.5, 4)
        )
        size = 13 if block.row_mm else _DENSE if block.is_dense else 0
        grid.row(
            [self._head(column.label, _DENSE if block.is_dense else 0) for column in block.columns],
            is_head=True,
        )
        for keep, row in block.kept_rows:
            grid.row([self._box(cell.runs, cell.align, size=size, keep=keep) for cell in row])
        if not block.rows:
            grid.row([self._box((Text(block.empty_sentence),), "center", columns=len(block.columns))])
        if block.total_cells:
            grid.row(
                self._box(cell.runs, cell.align, bold=True, size=size, columns=cell.columns)
                for cell in block.total_cells
            )
        self._keyed(grid, getattr(block, "key", "") or "")

    def spanned(self, rows: Sequence[Sequence[Any]], key: str, shares: Sequence[float] = ()) -> None:
        """Add a table of cells {"text", "columns", "rows"} that may cover several columns and rows."""
        count = _columns_of(rows)
        widths = shares if len(shares) == count else _shares_by_words(rows, count)
        grid = Grid(widths, self.width_mm)
        heads = max((int(cell.get("rows", 1)) for cell in rows[0]), default=1) if rows else 0
        for number, row in enumerate(rows):
            is_head = number < heads < len(rows)
            grid.row(
                (_lines(cell, is_head=is_head, is_first=at == 0) for at, cell in enumerate(row)),
                is_head=is_head,
            )
        self._keyed(grid, key)

    def _keyed(self, grid: Grid, key: str) -> None:
        if not grid.rows or not grid.widths:
            return
        if self.last is None or self.last.style != CAPTION:
            above = self.paragraph(RULE).paragraph_format
            above.space_before, above.keep_with_next = Pt(6), True
        self.table(grid)
        first = self.last.getprevious().find(f".//{qn('w:p')}")
        self.notes.mark(Paragraph(first, self.file._body), key)

    def _head(self, label: str, size: int = 0) -> Box:
        def fill(place: Place) -> None:
            run = place.paragraph(CELL, "center").add_run(clean(label))
            run.bold = True
            if size:
                run.font.size = Pt(size)

        return Box(fill, is_head=True)

    def _box(
        self,
        runs: Sequence[Run],
        align: str,
        *,
        bold: bool = False,
        columns: int = 1,
        size: int = 0,
        keep: bool = False,
    ) -> Box:
        def fill(place: Place) -> None:
            paragraph = place.paragraph(CELL, str(align))
            if keep:
                paragraph.paragraph_format.keep_with_next = True
            writer = Writer(paragraph, self.notes)
            for run in runs:
                writer.run(run, marks=self.marks, bold=bold)
            for written in paragraph.runs if size else ():
                written.font.size = Pt(size)

        return Box(fill, columns=columns)

    def _chart(self, block: Chart) -> None:
        self.paragraph(CAPTION).add_run(clean(block.title))
        paragraph = self.paragraph(CELL)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        picture, ratio = chart_png(block.svg)
        width = min(self.width_mm, self.width_mm * _TALLEST_SHARE / ratio)
        shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=Mm(width))
        about = shape._inline.docPr
        about.set("title", clean(block.title))
        about.set("descr", clean(block.description))
        below = self.paragraph(AFTER_TABLE)
        if block.table:
            below.paragraph_format.keep_with_next = True
            self._table(block.table)


def _lines(cell: Any, *, is_head: bool, is_first: bool) -> Box:
    """Return a box with the lines of a cell, each a paragraph; numbers stand as in the PDF."""
    text = clean(str(cell.get("text", "")))
    lines, align = text.split("\n"), "center" if is_head else ""
    if not is_head and NUMBERS.fullmatch(text.strip()):
        align = "center" if is_first else "right"

    def fill(place: Place) -> None:
        for line in lines:
            run = place.paragraph(CELL, align).add_run(line)
            run.bold = is_head or None

    return Box(fill, columns=int(cell.get("columns", 1)), rows=int(cell.get("rows", 1)), is_head=is_head)


def _columns_of(rows: Sequence[Sequence[Any]]) -> int:
    """Return how many columns the cells of a table cover: the widest row, with what hangs from above."""
    hanging: list[tuple[int, int]] = []
    widest = 0
    for row in rows:
        cells = [(int(cell.get("columns", 1)), int(cell.get("rows", 1))) for cell in row]
        widest = max(widest, sum(columns for columns, _ in [*cells, *hanging]))
        hanging = [(columns, left - 1) for columns, left in [*cells, *hanging] if left > 1]
    return widest


def _shares_by_words(rows: Sequence[Sequence[Any]], count: int) -> list[float]:
    """Return widths for a table that came without any: more words, more room, none too narrow."""
    longest = [4.0] * count
    hanging = [0] * count
    for row in rows:
        free = [column for column in range(count) if not hanging[column]]
        hanging = [max(0, left - 1) for left in hanging]
        for cell in row:
            taken, free = free[: int(cell.get("columns", 1))], free[int(cell.get("columns", 1)) :]
            for column in taken:
                hanging[column] = int(cell.get("rows", 1)) - 1
            if len(taken) == 1:
                longest[taken[0]] = max(longest[taken[0]], min(len(str(cell.get("text", ""))), 120))
    return [length**0.5 for length in longest]


@cache
def _engine() -> Any:
    """Return vl-convert knowing the bundled faces; loaded at the first chart."""
    import vl_convert

    vl_convert.register_font_directory(str(STATIC / "fonts"))
    return vl_convert


def chart_png(svg: str) -> tuple[bytes, float]:
    """Return an SVG as PNG sharp enough for paper, and its height as a share of its width."""
    box, width = _SVG_BOX.search(svg), _SVG_WIDTH.search(svg)
    natural = float(width[1]) if width else float(box[1]) if box else 600.0
    picture = _engine().svg_to_png(svg, scale=max(1.0, _PICTURE_DOTS / natural), ppi=72)
    wide, high = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    return picture, high / wide
