"""Tables of a draft: cells that may span rows and columns, rows added and taken out. Pure functions."""

from copy import deepcopy
from typing import Any

type Grid = list[list[dict[str, Any]]]
type Shape = list[list[list[int]]]


def shape_of(table: Grid) -> Shape:
    """Return the spans of a table's cells, row by row: [[columns, rows], …]."""
    return [[[cell["columns"], cell["rows"]] for cell in row] for row in table]


def cell_count(table: Grid) -> int:
    """Return how many cells a table has."""
    return sum(len(row) for row in table)


def width_of(shape: Shape) -> int | None:
    """Return how many columns spans cover, or None where they overlap, reach past the end or leave a gap."""
    taken: set[tuple[int, int]] = set()
    for line, row in enumerate(shape):
        column = 0
        for columns, rows in row:
            while (line, column) in taken:
                column += 1
            places = {(line + down, column + right) for down in range(rows) for right in range(columns)}
            if line + rows > len(shape) or places & taken:
                return None
            taken |= places
            column += columns
    width = 1 + max((column for _, column in taken), default=-1)
    return width if width and len(taken) == width * len(shape) else None


def continues(shape: Shape, table: Grid) -> bool:
    """Return whether spans are those of the table, or of it with rows more or less: as wide, and sound.

    A table that came uneven from Word keeps its rows as they are.
    """
    stored = shape_of(table)
    return shape == stored or (width_of(shape) is not None and width_of(shape) == width_of(stored))


def filled(shape: Shape, texts: dict[tuple[int, int], str]) -> Grid:
    """Return a table of this shape with these words."""
    return [
        [
            {"text": texts.get((line, place), ""), "columns": columns, "rows": rows}
            for place, (columns, rows) in enumerate(row)
        ]
        for line, row in enumerate(shape)
    ]


def with_row(table: Grid, behind: int) -> Grid:
    """Return the table with an empty row behind a row; cells that reach over the gap grow by one."""
    grown = deepcopy(table)
    places, width = _places(table), _width(table)
    covered: set[int] = set()
    for line, row in enumerate(grown[: behind + 1]):
        for place, cell in enumerate(row):
            if line + cell["rows"] > behind + 1:
                start = places[line][place]
                covered |= set(range(start, start + cell["columns"]))
                cell["rows"] += 1
    like = grown[behind]
    fresh = [
        {"text": "", "columns": columns, "rows": 1}
        for columns in _runs(width, covered, _edges(places[behind], like))
    ]
    grown.insert(behind + 1, fresh)
    return grown


def without_row(table: Grid, line: int) -> Grid:
    """Return the table without a row; a cell that begins there and reaches further goes on below."""
    left = deepcopy(table)
    places = _places(left)
    for above, row in enumerate(left[:line]):
        for cell in row:
            if above + cell["rows"] > line:
                cell["rows"] -= 1
    reaching = [(places[line][place], cell) for place, cell in enumerate(left[line]) if cell["rows"] > 1]
    if reaching and line + 1 < len(left):
        below = list(zip(places[line + 1], left[line + 1], strict=True))
        for start, cell in reaching:
            cell["rows"] -= 1
            below.append((start, cell))
        left[line + 1] = [cell for _, cell in sorted(below, key=lambda one: one[0])]
    del left[line]
    return left


def _places(table: Grid) -> list[list[int]]:
    """Return the first column of each cell."""
    taken: dict[int, int] = {}
    found = []
    for row in table:
        column, starts = 0, []
        for cell in row:
            while taken.get(column, 0) > 0:
                column += 1
            starts.append(column)
            column += cell["columns"]
        for start, cell in zip(starts, row, strict=True):
            for each in range(start, start + cell["columns"]):
                taken[each] = cell["rows"]
        taken = {column: rows - 1 for column, rows in taken.items() if rows > 1}
        found.append(starts)
    return found


def _width(table: Grid) -> int:
    rows = zip(_places(table), table, strict=True)
    ends = [start + cell["columns"] for starts, row in rows for start, cell in zip(starts, row, strict=True)]
    return max(ends, default=1)


def _edges(starts: list[int], row: list[dict[str, Any]]) -> dict[int, int]:
    return {start: cell["columns"] for start, cell in zip(starts, row, strict=True)}


def _runs(width: int, covered: set[int], edges: dict[int, int]) -> list[int]:
    """Return the columns of each new cell: as in the row above where it can be, else one by one."""
    found, column = [], 0
    while column < width:
        if column in covered:
            column += 1
            continue
        columns = edges.get(column, 1)
        if covered & set(range(column, column + columns)):
            columns = 1
        found.append(columns)
        column += columns
    return found
