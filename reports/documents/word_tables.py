"""Tables of a Word file, written element by element: the library's own cells are slow and know no spans."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from reports.documents.word_runs import element
from reports.documents.word_styles import CELL

type Fill = Callable[["Place"], None]
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def twips(millimetres: float) -> int:
    """Return a length in twentieths of a point, Word's unit for tables."""
    return round(millimetres * 1440 / 25.4)


@dataclass(slots=True)
class Place:
    """A cell while it is filled: paragraphs are added to it one by one."""

    cell: Any
    parent: Any

    def paragraph(self, style: str, align: str = "") -> Paragraph:
        """Add a paragraph of a style."""
        made = element("p")
        self.cell.append(made)
        made.style = style
        if align:
            made.get_or_add_pPr().append(element("jc", val=align))
        return Paragraph(made, self.parent)


@dataclass(frozen=True, slots=True)
class Box:
    """A cell to be written: who fills it, what it covers, and how its words stand."""

    fill: Fill
    columns: int = 1
    rows: int = 1
    is_head: bool = False


@dataclass(slots=True)
class Grid:
    """A table to be written; widths are shares of `width_mm`."""

    widths: Sequence[float]
    width_mm: float
    borders: bool = True
    margins: tuple[float, float] = (2.5, 4)
    row_mm: float = 0
    rows: list[tuple[list[Box], bool]] = field(default_factory=list)

    def row(self, boxes: Iterable[Box], *, is_head: bool = False) -> None:
        """Add a row; heads repeat on every page."""
        self.rows.append((list(boxes), is_head))

    def write(self, parent: Any) -> Any:
        """Return the table element; `parent` is whom its paragraphs belong to."""
        whole = sum(self.widths)
        widths = [twips(self.width_mm * share / whole) for share in self.widths]
        table = element("tbl")
        table.append(self._properties(sum(widths)))
        grid = element("tblGrid")
        grid.extend(element("gridCol", w=width) for width in widths)
        table.append(grid)
        # Column → rows still to come below a cell that covers several, and how many columns it covers.
        open_spans: dict[int, tuple[int, int]] = {}
        for boxes, is_head in self.rows:
            table.append(self._row(boxes, widths, open_spans, parent, is_head=is_head))
        return table

    def _properties(self, width: int) -> Any:
        properties = element("tblPr")
        properties.append(element("tblW", w=width, type="dxa"))
        if self.borders:
            borders = element("tblBorders")
            borders.extend(element(side, val="single", sz=4, space=0, color="000000") for side in _SIDES)
            properties.append(borders)
        properties.append(element("tblLayout", type="fixed"))
        margins = element("tblCellMar")
        high, wide = (round(points * 20) for points in self.margins)
        for side, size in (("top", high), ("left", wide), ("bottom", high), ("right", wide)):
            margins.append(element(side, w=size, type="dxa"))
        properties.append(margins)
        return properties

    def _row(
        self,
        boxes: list[Box],
        widths: list[int],
        open_spans: dict[int, tuple[int, int]],
        parent: Any,
        *,
        is_head: bool,
    ) -> Any:
        row = element("tr")
        properties = element("trPr")
        properties.append(element("cantSplit"))
        if self.row_mm and not is_head:
            properties.append(element("trHeight", val=twips(self.row_mm), hRule="atLeast"))
        if is_head:
            properties.append(element("tblHeader"))
        row.append(properties)
        waiting = list(boxes)
        column = 0
        while column < len(widths):
            if column in open_spans:
                left, span = open_spans.pop(column)
                if left > 1:
                    open_spans[column] = (left - 1, span)
                row.append(_covered(widths[column : column + span]))
                column += span
                continue
            box = waiting.pop(0) if waiting else Box(lambda place: None)
            free = next((n for n in range(column, len(widths)) if n in open_spans), len(widths)) - column
            span = max(1, min(box.columns, free))
            row.append(_written(box, widths[column : column + span], parent))
            if box.rows > 1:
                open_spans[column] = (box.rows - 1, span)
            column += span
        return row


def _cell(widths: Sequence[int]) -> tuple[Any, Any]:
    cell, properties = element("tc"), element("tcPr")
    properties.append(element("tcW", w=sum(widths), type="dxa"))
    if len(widths) > 1:
        properties.append(element("gridSpan", val=len(widths)))
    cell.append(properties)
    return cell, properties


def _covered(widths: Sequence[int]) -> Any:
    cell, properties = _cell(widths)
    properties.append(element("vMerge"))
    Place(cell, None).paragraph(CELL)
    return cell


def _written(box: Box, widths: Sequence[int], parent: Any) -> Any:
    cell, properties = _cell(widths)
    if box.rows > 1:
        properties.append(element("vMerge", val="restart"))
    if box.is_head:
        # Less room at the sides, so that "TT" stays on its line in a narrow column.
        margins = element("tcMar")
        margins.extend(element(side, w=40, type="dxa") for side in ("left", "right"))
        properties.extend([margins, element("vAlign", val="center")])
    box.fill(Place(cell, parent))
    if cell.find(qn("w:p")) is None:
        Place(cell, parent).paragraph(CELL)
    return cell
