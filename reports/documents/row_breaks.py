"""Which rows of a table stay on the page of the next one, so that none stands alone beside a page break."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.documents.blocks import Cell, Table

# Millimetres: a letter, a line and the room around the words of a cell in a table of an ordinary sheet.
_LETTER, _LINE, _AROUND, _WIDTH = 2.0, 4.9, 2.8, 190.0
# A table no higher stands on one page; a row that is higher than this may stand alone: it is a block.
_WHOLE, _TALL = 45.0, 32.0
# Longer tables are not added up.
_SMALL = 9


def kept_with_next(table: Table) -> frozenset[int]:
    """Return the rows, counted from 0, after which no page may break.

    Two rows stay below the head at the foot of a page, two are carried over, with the sums if there are any;
    a small table is not broken. Heights are estimated: whoever draws the table breaks it as it must where
    such rows fill a page.
    """
    rows = table.rows
    last = len(rows) - 1
    sums = frozenset({last} if rows and table.total else ())
    whole = sum(column.width for column in table.columns)
    widths = [_WIDTH * column.width / whole - _AROUND for column in table.columns]
    if 0 < last < _SMALL:
        heights = [_height(row, widths) for row in table.cell_rows]
        if sum(heights) <= _WHOLE:
            return frozenset(range(last)) | sums
    pairs = {at for at in (0, last - 1) if 0 <= at < last}
    near = {at: _height(table.cells_of(rows[at]), widths) for one in pairs for at in (one, one + 1)}
    return sums | {at for at in pairs if max(near[at], near[at + 1]) <= _TALL}


def _height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    letters = (sum(len(getattr(run, "text", "")) for run in cell.runs) for cell in row)
    lines = max(ceil(count * _LETTER / width) for count, width in zip(letters, widths, strict=True))
    return max(lines, 1) * _LINE + _AROUND / 2
