"""Which rows of a table stay on the page of the next one, so that none stands alone beside a page break."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.documents.blocks import Cell, Table

# Millimetres: a letter, a line and the room around the words of a cell, and how wide a table is; then those
# of small letters on a lying sheet.
_AROUND = 2.8
_USUAL, _DENSE = (2.0, 4.9, 190.0), (1.8, 4.5, 250.0)
# A table no higher stands on one page, as does one of so few rows; longer ones are not added up.
_WHOLE, _FEW_ROWS, _FEW_HIGH, _SMALL = 45.0, 3, 100.0, 9
# A row that is higher than this may stand alone: it is a block, and would leave half a page empty.
_TALL = 45.0


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
    letter, line, width = _DENSE if table.is_dense else _USUAL
    widths = [(width * column.width / whole - _AROUND) / letter for column in table.columns]
    if 0 < last < _SMALL:
        height = sum(_height(row, widths, line) for row in table.cell_rows)
        if height <= _WHOLE or (last < _FEW_ROWS and height <= _FEW_HIGH):
            return frozenset(range(last)) | sums
    pairs = {at for at in (0, last - 1) if 0 <= at < last}
    near = {at: _height(table.cells_of(rows[at]), widths, line) for one in pairs for at in (one, one + 1)}
    return sums | {at for at in pairs if max(near[at], near[at + 1]) <= _TALL}


def _height(row: Sequence[Cell], widths: Sequence[float], line: float) -> float:
    """Return how high a row is, in millimetres; widths are in letters."""
    letters = (sum(len(getattr(run, "text", "")) for run in cell.runs) for cell in row)
    lines = max(ceil(count / width) for count, width in zip(letters, widths, strict=True))
    return max(lines, 1) * line + _AROUND / 2
