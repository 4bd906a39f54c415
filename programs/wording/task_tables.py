"""Tables of tasks: their cells as rows of equal length, and what their columns hold. Pure functions."""

from collections.abc import Sequence

from core.text import fold

_HEADS = (
    ("lead", "chu tri"), ("partners", "phoi hop"), ("due", "thoi gian"), ("due", "thoi han"), ("due", "han"),
    ("deliverable", "san pham"), ("deliverable", "ket qua"), ("title", "nhiem vu"), ("title", "noi dung"),
    ("title", "cong viec"),
)  # fmt: skip


def grid_of(table: list) -> list[list[str]]:
    """Return the cells as rows of equal length; a cell that covers several says its words in each."""
    rows: list[dict[int, str]] = [{} for _ in table]
    for line, cells in enumerate(table):
        column = 0
        for cell in cells:
            while column in rows[line]:
                column += 1
            wide, high = int(cell.get("columns", 1)), int(cell.get("rows", 1))
            for below in range(line, min(line + high, len(rows))):
                for beside in range(column, column + wide):
                    rows[below][beside] = str(cell["text"])
            column += wide
    count = max((max(row) + 1 for row in rows if row), default=0)
    return [[row.get(column, "") for column in range(count)] for row in rows]


def columns_of(heads: Sequence[str]) -> dict[str, int]:
    """Return {"title": 1, "lead": 2, …} of a table of tasks, by the words of its heads."""
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        words = f" {fold(head)} "
        for name, part in _HEADS:
            if f" {part} " in words and name not in found and place not in found.values():
                found[name] = place
                break
    return found
