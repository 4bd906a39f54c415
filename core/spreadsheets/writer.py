"""Tables out: workbooks and CSV in which no text can act as a formula, and which read back unchanged."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from core.dates import format_date
from core.money import format_number
from core.spreadsheets.csvfile import guarded
from core.spreadsheets.template import Column, Kind

DATE_FORMAT = "dd/mm/yyyy"
NUMBER_FORMAT = "#,##0.######"
MONEY_FORMAT = "#,##0.00"
WHOLE_FORMAT = "#,##0"
# Excel keeps 15 digits; a longer number goes out as text so that none is lost.
EXACT_DIGITS = 15
CELL_CHARACTERS = 32_767
ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
NOT_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")
SHEET_NAME_FORBIDDEN = re.compile(r"[\\/*?:\[\]]")
HEADER_FILL = PatternFill("solid", fgColor="1F3864")
HEADER_FONT = Font(bold=True, color="FFFFFF")
WRAPPED = Alignment(wrap_text=True, vertical="top")
CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")


def write_xlsx(
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[Any]],
    sheet_name: str,
    notes_sheet: Sequence[Sequence[Any]] | None = None,
) -> bytes:
    """A workbook with one table: real numbers and dates, every text a plain string, the header frozen.

    `notes_sheet` is a second sheet of plain lines: what the table holds, when it was made, how to fill it in.
    """
    columns = [_as_column(column) for column in columns]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(sheet_name))
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.append([_header(sheet, column) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    if notes_sheet is not None:
        notes = book.create_sheet("Ghi chú")
        notes.column_dimensions["A"].width = 32
        notes.column_dimensions["B"].width = 80
        for line in notes_sheet:
            notes.append([_cell(notes, value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_csv(
    columns: Sequence[Column | str], rows: Iterable[Sequence[Any]], *, separator: str = ","
) -> bytes:
    """The same table as CSV in UTF-8 with a BOM; a text that looks like a formula gets an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([guarded(_as_column(column).header) for column in columns])
    for row in rows:
        writer.writerow([_csv_text(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def clean_for_xml(text: str) -> str:
    """The text without what a workbook cannot hold, escapes of Excel kept as plain text."""
    text = NOT_TEXT.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))
    return ESCAPE_LIKE.sub("_x005F_", text)[:CELL_CHARACTERS]


def _sheet_name(name: str) -> str:
    return SHEET_NAME_FORBIDDEN.sub(" ", name)[:31].strip("' ") or "Bảng"


def _as_column(column: Column | str) -> Column:
    """A list that is no import template names its columns by their headers alone."""
    return column if isinstance(column, Column) else Column(column, column, Kind.LINE, width=24)


def _header(sheet: WriteOnlyWorksheet, column: Column) -> WriteOnlyCell:
    cell = _text_cell(sheet, column.header)
    cell.font, cell.fill, cell.alignment = HEADER_FONT, HEADER_FILL, CENTRED
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Any) -> Any:
    """A cell of the right type; a blank stays truly empty."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _text_cell(sheet, "có" if value else "không")
    if isinstance(value, int | float | Decimal):
        return _number_cell(sheet, value)
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        cell = WriteOnlyCell(sheet, value=day)
        cell.number_format = DATE_FORMAT
        return cell
    return _text_cell(sheet, _joined(value))


def _number_cell(sheet: WriteOnlyWorksheet, value: int | float | Decimal) -> WriteOnlyCell:
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or len(number.normalize().as_tuple().digits) > EXACT_DIGITS:
        return _text_cell(sheet, _plain_number(number))
    cell = WriteOnlyCell(sheet, value=value)
    if number == number.to_integral_value():
        cell.number_format = WHOLE_FORMAT
    else:
        exponent = number.normalize().as_tuple().exponent
        cell.number_format = MONEY_FORMAT if exponent in {-1, -2} else NUMBER_FORMAT
    return cell


def _text_cell(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    """A cell that is a string whatever it begins with: the library would take = for a formula."""
    cell = WriteOnlyCell(sheet, value="")
    cell.value = clean_for_xml(text)
    cell.data_type = "s"
    cell.alignment = WRAPPED
    return cell


def _joined(value: Any) -> str:
    """Several names in one cell stand apart by semicolons."""
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(str(item) for item in value)
    return str(value)


def _plain_number(number: Decimal) -> str:
    return format_number(number) if number.is_finite() else ""


def _csv_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int | float | Decimal):
        return _csv_number(Decimal(repr(value)) if isinstance(value, float) else Decimal(value))
    if isinstance(value, date):
        return format_date(value.date() if isinstance(value, datetime) else value)
    return guarded(NOT_TEXT.sub("", ILLEGAL_CHARACTERS_RE.sub("", _joined(value))))


def _csv_number(number: Decimal) -> str:
    """The number with its decimals written out, so that 1.900 can never be meant two ways."""
    if not number.is_finite():
        return ""
    places = max(0, -int(number.normalize().as_tuple().exponent))
    return f"{number:.{places}f}" if places != 3 else f"{number:.4f}"
