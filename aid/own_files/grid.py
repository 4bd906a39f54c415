"""A sheet as a person sees it: merged cells count where they lie, old fonts read as Unicode."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from core.legacy_fonts import TCVN3, VNI, from_tcvn3, from_vni
from core.spreadsheets.cells import Cell
from core.spreadsheets.sheets import Sheet, SheetRow

FONTS: dict[str, Callable[[str], str]] = {TCVN3: from_tcvn3, VNI: from_vni}
MOST_MERGED = 2000


def in_unicode(text: str, font: str) -> str:
    """Return the text as it was meant; one with letters that only Unicode has stays as it is."""
    if font not in FONTS or any(sign > "\u00ff" and sign.isalpha() for sign in text):
        return text
    return FONTS[font](text)


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range and the cell that holds its value."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, row: int, column: int) -> bool:
        """Whether the place lies in the range."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


class Grid:
    """The rows of one sheet, with the merged ranges that touch each of them."""

    def __init__(self, sheet: Sheet, font: str = "") -> None:
        self.sheet, self.font = sheet, font
        self.rows = [row for row in sheet.rows if any(not cell.is_blank for cell in row.cells.values())]
        self._cells = {(row.number, column): cell for row in self.rows for column, cell in row.cells.items()}
        self._ranges: dict[int, list[Merged]] = {}
        for merge in sheet.merges[:MOST_MERGED]:
            found = Merged(*merge)
            # A range down a whole sheet is told by the rows that hold anything.
            for row in self.rows:
                if found.top <= row.number <= found.bottom:
                    self._ranges.setdefault(row.number, []).append(found)

    def range_at(self, row: int, column: int) -> Merged | None:
        """Return the merged range that the place lies in, or None."""
        return next((found for found in self._ranges.get(row, ()) if found.covers(row, column)), None)

    def own_cell(self, row: int, column: int) -> Cell:
        """Return the cell as it stands, its text in Unicode."""
        cell = self._cells.get((row, column)) or Cell(row, column)
        if self.font and cell.kind == "text" and cell.value:
            return replace(cell, value=in_unicode(cell.value, self.font))
        return cell

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell, or the one whose merged range covers the place, as if it stood here."""
        found = self.range_at(row, column)
        if found is None or (found.top, found.left) == (row, column):
            return self.own_cell(row, column)
        return replace(self.own_cell(found.top, found.left), row=row, column=column)

    def text(self, row: int, column: int) -> str:
        """Return what a person reads at the place, in one line."""
        cell = self.cell(row, column)
        return " ".join((cell.shown if cell.kind != "text" else cell.value or "").split())

    def own_text(self, row: int, column: int) -> str:
        """Return what stands in the cell itself, in one line."""
        cell = self.own_cell(row, column)
        return " ".join((cell.shown if cell.kind != "text" else cell.value or "").split())

    def texts(self, row: SheetRow) -> list[tuple[int, str]]:
        """Return (column, text) of the cells of a row that hold anything of their own."""
        return [(c, self.text(row.number, c)) for c, cell in sorted(row.cells.items()) if not cell.is_blank]

    @property
    def width(self) -> int:
        """The last column that holds anything."""
        return max((max(row.cells) for row in self.rows if row.cells), default=0)
