"""A workbook to be filled in by somebody else: drop-downs, locked cells, a page of instructions."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.spreadsheets.csvfile import FORMULA_LIKE
from core.spreadsheets.template import Column, Kind
from core.spreadsheets.writer import DATE_FORMAT, HEADER_FILL, HEADER_FONT, clean_for_xml

LISTS = "Danh mục"
GUIDE = "Hướng dẫn"
# Empty rows below the last one that have drop-downs and may be filled in.
ROOM = 200
GREY = PatternFill("solid", fgColor="D9D9D9")
UPPER = Alignment(wrap_text=True, vertical="top")
CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")
FORMATS = {Kind.DATE: DATE_FORMAT, Kind.AMOUNT: "#,##0.00", Kind.RATE: "#,##0.####"}
WHOLE = "#,##0"


def form_book(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    sheet_name: str,
    locked: frozenset[str],
    lists: Mapping[str, Sequence[str]],
    guide: Sequence[tuple[str, str]],
) -> bytes:
    """A workbook whose `locked` columns are grey and protected (without a password), all others open.

    `lists` are what columns offer, by key; several names in one cell and new names may still be typed.
    """
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):  # a new workbook always has one
        raise TypeError("Workbook without a sheet.")
    sheet.title = sheet_name
    sheet.freeze_panes = "D2"
    for number, column in enumerate(columns, start=1):
        look = sheet.column_dimensions[get_column_letter(number)]
        look.width = column.width
        look.protection = Protection(locked=column.key in locked)
        _text(sheet.cell(1, number), column.header + ("*" if column.required else ""), HEADER_FONT)
        sheet.cell(1, number).fill, sheet.cell(1, number).alignment = HEADER_FILL, CENTRED
    last = 1
    for last, row in enumerate(rows, start=2):
        for number, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
            cell = sheet.cell(last, number)
            _fill(cell, column, value)
            cell.alignment = UPPER
            cell.protection = Protection(locked=column.key in locked)
            if column.key in locked:
                cell.fill = GREY
    _offer(book, sheet, columns, lists, last + ROOM)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.formatCells = False
    sheet.protection.insertRows = sheet.protection.autoFilter = False
    _write_guide(book, guide)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(cell: Cell, column: Column, value: Any) -> None:
    cell.number_format = FORMATS.get(column.kind, "General")
    if value is None or value == "":
        return
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, str):
        _text(cell, value)
        return
    if isinstance(value, Decimal):
        if len(value.normalize().as_tuple().digits) > 15:
            _text(cell, f"{value:f}".replace(".", ","))
            return
        if value == value.to_integral_value():
            cell.number_format = WHOLE
    if isinstance(value, date | Decimal | int):
        shown = cell.number_format
        cell.value = value
        cell.number_format = shown


def _text(cell: Cell, text: str, font: Font | None = None) -> None:
    """Put a plain text into the cell, whatever it begins with."""
    cell.value = clean_for_xml(text)
    cell.data_type = "s"
    if FORMULA_LIKE.match(text):
        cell.quotePrefix = True
    if font is not None:
        cell.font = font


def _offer(
    book: Workbook,
    sheet: Worksheet,
    columns: Sequence[Column],
    lists: Mapping[str, Sequence[str]],
    last: int,
) -> None:
    store = book.create_sheet(LISTS)
    store.sheet_state = "hidden"
    for at, (key, names) in enumerate(lists.items(), start=1):
        number = next(place for place, column in enumerate(columns, start=1) if column.key == key)
        letter = get_column_letter(at)
        _text(store.cell(1, at), columns[number - 1].header)
        for row, name in enumerate(names, start=2):
            _text(store.cell(row, at), name)
        source = f"{quote_sheetname(LISTS)}!${letter}$2:${letter}${max(2, len(names) + 1)}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
        rule.add(f"{get_column_letter(number)}2:{get_column_letter(number)}{last}")
        sheet.add_data_validation(rule)


def _write_guide(book: Workbook, guide: Sequence[tuple[str, str]]) -> None:
    sheet = book.create_sheet(GUIDE)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 90
    for number, (title, text) in enumerate(guide, start=1):
        _text(sheet.cell(number, 1), title, Font(bold=True))
        _text(sheet.cell(number, 2), text)
        sheet.cell(number, 1).alignment = sheet.cell(number, 2).alignment = UPPER
