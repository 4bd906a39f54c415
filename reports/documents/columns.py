"""Columns as wide as what stands in them, for tables whose columns nobody has measured."""

import re
from collections.abc import Sequence
from math import sqrt

from reports.documents.blocks import Align, Column

_LEAST, _MOST = 5.0, 40.0
_NUMBER = re.compile(r"[\d.,%\s-]+")


def fitting_columns(labels: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Column]:
    """Return columns with widths by their longest word and the length of their text.

    The running number of a row stands in the middle, a column of numbers on the right.
    """
    return [_column(label, [row[at] for row in rows], at) for at, label in enumerate(labels)]


def _column(label: str, cells: list[str], at: int) -> Column:
    filled = [cell.strip() for cell in cells if cell.strip()]
    longest = max((len(word) for text in (label, *filled) for word in text.split()), default=1)
    usual = max((len(text) for text in filled), default=0)
    width = min(_MOST, max(_LEAST, longest * 1.3, 2 * sqrt(len(label)), 3 * sqrt(usual)))
    is_number = bool(filled) and all(_NUMBER.fullmatch(text) for text in filled)
    align = Align.LEFT if not is_number else Align.CENTER if at == 0 else Align.RIGHT
    return Column(label, round(width), align)
