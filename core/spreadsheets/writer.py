"""Tables out: workbooks and CSV in which no text can act as a formula, and which read back unchanged."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import is_aware, make_naive
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from core.dates import format_date
from core.money import format_number
from core.spreadsheets.csvfile import FORMULA_LIKE, guarded
from core.spreadsheets.template import Column, Kind

DATE_FORMAT = "dd/mm/yyyy"
MOMENT_FORMAT = "dd/mm/yyyy hh:mm"
NUMBER_FORMAT = "#,##0.######"
MONEY_FORMAT = "#,##0.00"
WHOLE_FORMAT = "#,##0"
# The look of a text that a program could take for a formula once somebody edits its cell.
QUOTED = "'General"
# Excel keeps 15 digits; a longer number goes out as text so that none is lost.
EXACT_DIGITS = 15
CELL_CHARACTERS = 32_767
ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
NOT_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")
SHEET_NAME_FORBIDDEN = re.compile(r"[\\/*?:\[\]]")
# Points of a line of text, the height that a row may have, and how full words leave a line.
LINE_HEIGHT, HIGHEST, FILLED = 15, 400, 0.9
HEADER_FILL = PatternFill("solid", fgColor="1F3864")
HEADER_FONT = Font(bold=True, color="FFFFFF")
WRAPPED = Alignment(wrap_text=True, vertical="top")
UPPER = Alignment(vertical="top")
CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")


def write_xlsx(
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[Any]],
    sheet_name: str,
    notes_sheet: Sequence[Sequence[Any]] | None = None,
    others: Iterable[tuple[str, Sequence[Column | str], Iterable[Sequence[Any]]]] = (),
) -> bytes:
    """A workbook with one table: real numbers and dates, every text a plain string, the header frozen.

    `others` are further tables as (name, columns, rows), each a sheet; `notes_sheet` is the last one, of
    plain lines: what the table holds, when it was made, how to fill it in.
    """
    book = Workbook(write_only=True)
    for name, heads, lines in [(sheet_name, columns, rows), *others]:
        _add_table(book, name, heads, lines)
    if notes_sheet is not None:
        notes = book.create_sheet("Ghi chú")
        notes.column_dimensions["A"].width = 32
        notes.column_dimensions["B"].width = 80
        maker = _CellMaker(notes)
        for line in notes_sheet:
            notes.append([maker.cell(value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add_table(
    book: Workbook, sheet_name: str, columns: Sequence[Column | str], rows: Iterable[Sequence[Any]]
) -> None:
    headed = [as_column(column) for column in columns]
    sheet = book.create_sheet(safe_sheet_name(sheet_name))
    sheet.freeze_panes = "A2"
    # Printed lying, all columns on the page, the header on each.
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "1:1"
    for number, column in enumerate(headed, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    _raise_row(sheet, 1, [column.header for column in headed], headed)
    sheet.append([_header(sheet, column) for column in headed])
    maker = _CellMaker(sheet)
    for number, row in enumerate(rows, start=2):
        _raise_row(sheet, number, row, headed)
        sheet.append([maker.cell(value) for value in row])


def write_csv(
    columns: Sequence[Column | str], rows: Iterable[Sequence[Any]], *, separator: str = ";"
) -> bytes:
    """The same table as CSV in UTF-8 with a BOM; a text that looks like a formula gets an apostrophe.

    With semicolons and decimal commas, as spreadsheet programs set to Vietnamese open it.
    """
    return b"".join(csv_lines(columns, rows, separator=separator))


def csv_lines(
    columns: Sequence[Column | str], rows: Iterable[Sequence[Any]], *, separator: str = ";"
) -> Iterator[bytes]:
    """The bytes of `write_csv` line by line, so that a long table is never held whole."""
    line = io.StringIO(newline="")
    writer = csv.writer(line, delimiter=separator, lineterminator="\r\n")
    line.write("\ufeff")
    writer.writerow([guarded(as_column(column).header) for column in columns])
    for row in rows:
        yield _taken(line)
        writer.writerow([csv_text(value) for value in row])
    yield _taken(line)


def _taken(line: io.StringIO) -> bytes:
    data = line.getvalue().encode("utf-8")
    line.seek(0)
    line.truncate()
    return data


def clean_for_xml(text: str) -> str:
    """The text without what a workbook cannot hold, escapes of Excel kept as plain text."""
    text = NOT_TEXT.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))
    return ESCAPE_LIKE.sub("_x005F_", text)[:CELL_CHARACTERS]


def _raise_row(sheet: WriteOnlyWorksheet, number: int, row: Sequence[Any], columns: Sequence[Column]) -> None:
    """Give a row of long texts its height: not every program works it out before it prints."""
    texts = zip(row, columns, strict=False)
    lines = max(
        (_lines(text, column.width) for text, column in texts if isinstance(text, str) and text), default=1
    )
    if lines > 1:
        sheet.row_dimensions[number].height = min(lines * LINE_HEIGHT, HIGHEST)


def _lines(text: str, width: float) -> int:
    return sum(1 + int(len(line) / (width * FILLED)) for line in text.splitlines())


def safe_sheet_name(name: str) -> str:
    """The name as a sheet may have it."""
    return SHEET_NAME_FORBIDDEN.sub(" ", name)[:31].strip("' ") or "Bảng"


def as_column(column: Column | str) -> Column:
    """A list that is no import template names its columns by their headers alone."""
    return column if isinstance(column, Column) else Column(column, column, Kind.LINE, width=24)


def _header(sheet: WriteOnlyWorksheet, column: Column) -> Cell:
    cell = _CellMaker(sheet).text(column.header)
    cell.font, cell.fill, cell.alignment = HEADER_FONT, HEADER_FILL, CENTRED
    return cell


class _CellMaker:
    """Makes the cells of one sheet; each look is worked out once and then shared."""

    def __init__(self, sheet: WriteOnlyWorksheet) -> None:
        self.sheet = sheet
        self.looks: dict[str, Any] = {}

    def cell(self, value: Any) -> Cell | None:
        """A cell of the right type; a blank stays truly empty."""
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return self.text("có" if value else "không")
        if isinstance(value, int | float | Decimal):
            return self._number(value)
        if isinstance(value, datetime):
            return self._shown(local_moment(value), MOMENT_FORMAT)
        if isinstance(value, date):
            return self._shown(value, DATE_FORMAT)
        return self.text(joined(value))

    def text(self, text: str) -> Cell:
        """A cell that is a string whatever it begins with: the library would take = for a formula."""
        cell = self._shown(clean_for_xml(text), QUOTED if FORMULA_LIKE.match(text) else "General")
        cell.data_type = "s"
        return cell

    def _number(self, value: int | float | Decimal) -> Cell:
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if not number.is_finite() or len(number.normalize().as_tuple().digits) > EXACT_DIGITS:
            return self.text(format_number(number) if number.is_finite() else "")
        if number == number.to_integral_value():
            return self._shown(value, WHOLE_FORMAT)
        exponent = number.normalize().as_tuple().exponent
        return self._shown(value, MONEY_FORMAT if exponent in {-1, -2} else NUMBER_FORMAT)

    def _shown(self, value: Any, number_format: str) -> Cell:
        cell = WriteOnlyCell(self.sheet, value=value)
        if number_format not in self.looks:
            model = WriteOnlyCell(self.sheet)
            is_text = number_format in {QUOTED, "General"}
            model.number_format = "General" if is_text else number_format
            model.quotePrefix = number_format == QUOTED
            model.alignment = WRAPPED if is_text else UPPER
            # The library works a look out anew for every cell that is given one, which is most of its time.
            self.looks[number_format] = model._style
        cell._style = self.looks[number_format]
        return cell


def local_moment(moment: datetime) -> datetime:
    """The moment by the clock of the office, without its zone, which a workbook cannot hold."""
    return make_naive(moment) if is_aware(moment) else moment


def joined(value: Any) -> str:
    """Several names in one cell stand apart by semicolons."""
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(str(item) for item in value)
    return str(value)


def csv_text(value: Any) -> str:
    """The value as a field of a CSV file, never a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int | float | Decimal):
        return _csv_number(Decimal(repr(value)) if isinstance(value, float) else Decimal(value))
    if isinstance(value, datetime):
        return f"{format_date(local_moment(value).date())} {local_moment(value):%H:%M}"
    if isinstance(value, date):
        return format_date(value)
    return guarded(NOT_TEXT.sub("", ILLEGAL_CHARACTERS_RE.sub("", joined(value))))


def _csv_number(number: Decimal) -> str:
    """The number with its decimals written out, so that 1,900 can never be meant two ways."""
    if not number.is_finite():
        return ""
    places = max(0, -int(number.normalize().as_tuple().exponent))
    text = f"{number:.{places}f}" if places != 3 else f"{number:.4f}"
    return text.replace(".", ",")
