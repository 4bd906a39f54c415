"""Long tables out, row by row into a file: the memory does not grow with the rows.

Workbooks are written by a compiled writer that keeps every text a plain string; short ones with looks of
their own stay with `writer`.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import batched, chain, islice
from pathlib import Path
from typing import IO, Any, BinaryIO

from rustpy_xlsxwriter import Format, write_worksheets

from core.dates import format_date
from core.money import format_number
from core.spreadsheets.csvfile import guarded
from core.spreadsheets.template import Column, Kind
from core.spreadsheets.writer import (
    CELL_CHARACTERS,
    DATE_FORMAT,
    EXACT_DIGITS,
    ILLEGAL_CHARACTERS_RE,
    MOMENT_FORMAT,
    MONEY_FORMAT,
    NOT_TEXT,
    WHOLE_FORMAT,
    as_column,
    csv_text,
    joined,
    local_moment,
    safe_sheet_name,
    write_xlsx,
)

# The last row of a sheet, the header taken off.
MAX_ROWS = 1_048_575
RATE_FORMAT = "#,##0.00##"
NOTES_SHEET = "Ghi chú"
# So many rows say what stands in a column.
LOOKED_AT = 50
# So many are looked at together.
AT_ONCE = 256
_EXACT = 10**EXACT_DIGITS
# Days before it have no number that every program reads alike.
_FIRST_DAY = date(1900, 3, 1)
_FORMATS = {
    Kind.DATE: DATE_FORMAT,
    Kind.AMOUNT: MONEY_FORMAT,
    Kind.RATE: RATE_FORMAT,
    Kind.IGNORED: WHOLE_FORMAT,
}


def save_xlsx(
    target: Path | BinaryIO,
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[Any]],
    sheet_name: str,
    notes: Callable[[int], Sequence[Sequence[Any]]] | None = None,
) -> int:
    """Write the table as a workbook and return the number of rows; `notes` makes a second sheet from it.

    Numbers stay numbers, days dates; texts are strings, whatever they begin with.
    """
    headed = [as_column(column) for column in columns]
    name = safe_sheet_name(sheet_name)
    keys = _distinct([cell_of(column.header) for column in headed])
    counter = _Counter(rows)
    first = list(islice(counter.rows, LOOKED_AT))
    if not first:
        # The compiled writer learns the header from the first row.
        data = write_xlsx(headed, [], sheet_name, notes_sheet=notes(0) if notes else None)
        if isinstance(target, Path):
            target.write_bytes(data)
        else:
            target.write(data)
        return 0
    sheets: list[tuple[str, Iterable[dict[Any, Any]]]] = [(name, _named(keys, chain(first, counter.rows)))]
    if notes is not None:
        sheets.append((NOTES_SHEET, _note_rows(notes, counter)))
    write_worksheets(
        sheets,
        target,
        freeze_panes={name: {"row": 1, "col": 0}},
        datetime_format=MOMENT_FORMAT,
        column_widths={name: [float(column.width) for column in headed], NOTES_SHEET: [32.0, 80.0]},
        column_formats={name: _formats(headed, first), NOTES_SHEET: [_format(""), _format("")]},
        header_format={name: _header_format()},
    )
    return counter.count


def save_csv(target: IO[str], columns: Sequence[Column | str], rows: Iterable[Sequence[Any]]) -> int:
    """Write the table as CSV with a BOM and return the number of rows; see `writer.write_csv`."""
    target.write("\ufeff")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([guarded(as_column(column).header) for column in columns])
    counter = _Counter(rows)
    writer.writerows([csv_text(value) for value in row] for row in counter.rows)
    return counter.count


def save_json(target: IO[str], columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
    """Write the table as a list of objects by column key, one on a line; return the number of rows."""
    keys = [column.key for column in columns]
    counter, before = _Counter(rows), "[\n"
    for row in counter.rows:
        named = dict(zip(keys, map(_plain, row), strict=True))
        target.write(before + json.dumps(named, ensure_ascii=False))
        before = ",\n"
    target.write("[]\n" if before == "[\n" else "\n]\n")
    return counter.count


def cell_of(value: Any) -> Any:
    """Return the value as the compiled writer takes it: text, number, day or nothing."""
    return _CELLS.get(type(value), _other)(value)


def _text(value: str) -> str:
    # Most texts have nothing but signs that every program shows.
    if not value.isprintable():
        value = NOT_TEXT.sub("", ILLEGAL_CHARACTERS_RE.sub("", value))
    return value if len(value) <= CELL_CHARACTERS else value[:CELL_CHARACTERS]


def _number(value: Decimal) -> float | str:
    """Return the number, or its digits as a text where Excel would lose some."""
    shown = str(value)
    if len(shown) <= EXACT_DIGITS and shown[-1].isdigit():
        return float(value)
    if not value.is_finite():
        return ""
    if len(value.normalize().as_tuple().digits) > EXACT_DIGITS:
        return format_number(value)
    return float(value)


def _joined(values: list[Any]) -> str:
    try:
        return "; ".join(values)
    except TypeError:
        return "; ".join(map(str, values))


def _other(value: Any) -> Any:
    if isinstance(value, datetime):
        return local_moment(value)
    if isinstance(value, int):
        return int(value)
    return _text(str(joined(value)))


_CELLS: dict[type, Callable[[Any], Any]] = {
    str: _text,
    type(None): lambda value: value,
    int: lambda value: value if -_EXACT < value < _EXACT else str(value),
    float: lambda value: value,
    Decimal: _number,
    date: lambda value: value if value >= _FIRST_DAY else format_date(value),
    bool: lambda value: "có" if value else "không",
    list: lambda value: _text(_joined(value)),
}


class _Counter:
    """Hands rows on and counts them."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self.count = 0
        self.rows = self._counted(rows)

    def _counted(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        for row in rows:
            self.count += 1
            yield row


def _named(keys: list[str], rows: Iterable[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """Yield the rows as the writer takes them, made as `cell_of` makes cells.

    A few rows at a time are looked at column by column: mostly one look tells that all cells of a kind may
    stay as they are. A hundred thousand rows are two million cells.
    """
    for some in batched(rows, AT_ONCE):
        columns = [_cells_of(column) for column in zip(*some, strict=True)]
        if len(columns) != len(keys):
            raise ValueError(f"a row of {len(columns)} cells in a table of {len(keys)} columns")
        for cells in zip(*columns):  # noqa: B905 - made of one table, and that check has its price
            yield dict(zip(keys, cells))  # noqa: B905


def _cells_of(column: Sequence[Any]) -> Sequence[Any]:
    """Return what `cell_of` makes of each value."""
    kinds = set(map(type, column))
    is_full = _NOTHING not in kinds
    kinds.discard(_NOTHING)
    if not kinds:
        return column
    if len(kinds) == 1:
        (kind,) = kinds
        values = column if is_full else [value for value in column if value is not None]
        if kind is list:
            column = [None if value is None else _joined(value) for value in column]
            values, kind = [value for value in column if value is not None], str
        if kind is Decimal and is_full and (numbers := _plain_numbers(values)) is not None:
            return numbers
        if kind in _MAY_STAY and _MAY_STAY[kind](values):
            return column
    return list(map(cell_of, column))


def _plain_numbers(values: Sequence[Decimal]) -> list[float] | None:
    """Return the numbers, or None where one is too long or none at all."""
    shown = list(map(str, values))
    if max(map(len, shown)) > EXACT_DIGITS or not _FINITE.issuperset("".join(shown)):
        return None
    return list(map(float, shown))


def _are_plain_texts(values: Sequence[str]) -> bool:
    together = "".join(values)
    return together.isprintable() and (
        len(together) <= CELL_CHARACTERS or max(map(len, values)) <= CELL_CHARACTERS
    )


_NOTHING = type(None)
_FINITE = frozenset("0123456789+-.E")
# Whether all values of a kind go out as they are.
_MAY_STAY: dict[type, Callable[[Sequence[Any]], bool]] = {
    str: _are_plain_texts,
    int: lambda values: min(values) > -_EXACT and max(values) < _EXACT,
    float: lambda values: True,
    date: lambda values: min(values) >= _FIRST_DAY,
}


def _note_rows(
    notes: Callable[[int], Sequence[Sequence[Any]]], counter: _Counter
) -> Iterator[dict[str, Any]]:
    """Yield the notes, asked for only when the table before them is written; their header is the first."""
    lines = [[cell_of(value) for value in line] for line in notes(counter.count)]
    label, value = (*lines[0], "")[:2]
    for line in lines[1:]:
        yield {label: line[0], value: (*line, "")[1]}


def _distinct(names: Sequence[str]) -> list[str]:
    """Return the names with blanks behind those that come again: the writer takes rows by name."""
    found: list[str] = []
    for name in names:
        while name in found:
            name += " "
        found.append(name)
    return found


def _formats(columns: Sequence[Column], first: Sequence[Sequence[Any]]) -> list[Format]:
    """Return the looks of the columns: as their kind says, else as the first value that there is."""
    found = []
    for number, column in enumerate(columns):
        values = (row[number] for row in first if row[number] not in (None, ""))
        found.append(_format(_FORMATS.get(column.kind) or _format_for(next(values, ""))))
    return found


def _format_for(value: Any) -> str:
    """Return the number format that suits a first value; "" for texts."""
    if isinstance(value, datetime):
        return MOMENT_FORMAT
    if isinstance(value, date):
        return DATE_FORMAT
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return ""
    return WHOLE_FORMAT if isinstance(value, int) else MONEY_FORMAT


def _format(number_format: str) -> Format:
    made = Format().set_align("top")
    return made.set_num_format(number_format) if number_format else made.set_text_wrap().set_quote_prefix()


def _header_format() -> Format:
    made = Format().set_bold().set_font_color("#FFFFFF").set_background_color("#1F3864")
    return made.set_text_wrap().set_align("center").set_align("vcenter")


def _plain(value: Any) -> Any:
    """Return the value as JSON holds it: days as YYYY-MM-DD, numbers as exact texts."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else value
