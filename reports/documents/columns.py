"""Columns as wide as what stands in them, for tables whose columns nobody has measured."""

import re
from collections.abc import Sequence
from dataclasses import replace
from math import ceil, sqrt

from reports.documents.blocks import Align, Column
from reports.documents.html import text_width_mm

_LEAST, _MOST = 5.0, 40.0
NUMBERS = re.compile(r"[\d.,%\s-]+")


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
    is_number = bool(filled) and all(NUMBERS.fullmatch(text) for text in filled)
    align = Align.LEFT if not is_number else Align.CENTER if at == 0 else Align.RIGHT
    return Column(label, round(width), align)


def shared_widths(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[Column]:
    """Return the columns, in mm of small letters: room that numbers leave goes to the longest words.

    A column of numbers stays as wide as its longest number or word of its head; a column of words never
    gets less than was chosen. Together they are as wide as before.
    """
    widths = [column.width for column in columns]
    words = [at for at, column in enumerate(columns) if column.align is Align.LEFT]
    if not rows or not words:
        return list(columns)
    longest = [max((row[at] for row in rows), key=len) for at in range(len(columns))]
    lengths = [text_width_mm(text, _SMALL, bold=False) for text in longest]
    numbers = [at for at, column in enumerate(columns) if column.align is Align.RIGHT]
    for at in numbers:
        said = [*longest[at].split(" "), *columns[at].label.split()]
        least = ceil(max(text_width_mm(word, _SMALL, bold=True) for word in said) + _PADDING)
        widths[at] = min(widths[at], least)
    for _ in range(sum(column.width for column in columns) - sum(widths)):
        fullest = max(words, key=lambda at: lengths[at] / (widths[at] - _PADDING))
        widths[fullest] += 1
    return [replace(column, width=width) for column, width in zip(columns, widths, strict=True)]


# Letters of a table with many columns, in points; what stands empty beside the words of a cell, in mm.
_SMALL, _PADDING = 11, 3.5
