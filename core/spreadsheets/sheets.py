"""An uploaded file as sheets of cells, before anybody asks what the columns mean."""

from dataclasses import dataclass, field
from typing import Any

from core.spreadsheets.cells import Cell, column_letters
from core.spreadsheets.child import read_in_child
from core.spreadsheets.csvfile import EXCEL_IN_CSV, read_csv_records, separator_message
from core.spreadsheets.limits import WEB_LIMITS, FileRefused, Limits, too_large
from core.spreadsheets.scan import OLE_SIGNATURE, old_office_message


@dataclass(slots=True)
class SheetRow:
    """One row that holds anything; a row of a CSV file is numbered by its first line."""

    number: int
    cells: dict[int, Cell]
    hidden: bool = False
    fields: int = 0


@dataclass(slots=True)
class Sheet:
    """One sheet of a workbook, or a whole CSV file (which has no name)."""

    name: str
    rows: list[SheetRow] = field(default_factory=list)
    state: str = "visible"
    merges: list[list[int]] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    wide: list[int] | None = None
    is_csv: bool = False

    @property
    def is_visible(self) -> bool:
        """Whether a person who opens the file sees it."""
        return self.state == "visible"


@dataclass(slots=True)
class SheetFile:
    """All sheets of a file, and faults of the whole file that still allowed reading it."""

    sheets: list[Sheet]
    soft: list[str] = field(default_factory=list)


def read_sheets(data: bytes, filename: str, limits: Limits = WEB_LIMITS) -> SheetFile:
    """Every sheet of an .xlsx or .csv file. The content decides what it is; the name must agree."""
    extension = filename.rpartition(".")[2].lower()
    if not data.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xef\xbb\xbf").strip():
        raise FileRefused("Tệp rỗng. Hãy chọn lại tệp có dữ liệu.")
    if len(data) > limits.file_bytes:
        raise too_large(len(data), limits)
    if extension == "csv":
        return _csv_file(data, limits)
    answer = read_in_child("rows", data, limits)
    if extension != "xlsx":
        raise FileRefused("Chỉ nhận tệp .xlsx và .csv. Hãy đổi đuôi tệp cho đúng nội dung rồi tải lại.")
    return sheets_in(answer)


def sheets_in(answer: dict[str, Any]) -> SheetFile:
    """Return the sheets of what a reader in the guarded child answered."""
    return SheetFile([_sheet(raw) for raw in answer["sheets"]], answer["soft"])


def _csv_file(data: bytes, limits: Limits) -> SheetFile:
    if data.startswith(b"PK\x03\x04"):
        raise FileRefused(EXCEL_IN_CSV)
    if data.startswith(OLE_SIGNATURE):
        raise FileRefused(old_office_message(data))
    records = read_csv_records(data, limits)
    if records.separator not in {",", ";"}:
        raise FileRefused(separator_message())
    sheet = Sheet(name="", is_csv=True)
    for number, fields in records.rows:
        if len(fields) > limits.columns and sheet.wide is None:
            sheet.wide = [number, len(fields)]
        cells = {
            column: Cell(number, column, value=value, length=len(value))
            for column, value in enumerate(fields[: limits.columns], start=1)
            if value
        }
        sheet.rows.append(SheetRow(number, cells, fields=len(fields)))
    return SheetFile([sheet])


def _sheet(raw: dict[str, Any]) -> Sheet:
    sheet = Sheet(raw["name"], state=raw["state"], merges=raw["merges"], wide=raw["wide"])
    for first, last in raw["columns"]:
        sheet.hidden_columns.update(range(first, min(last, WEB_LIMITS.columns) + 1))
    for row in raw["rows"]:
        number = row["n"]
        cells = {
            column: Cell(number, column, kind, value, code, formula, length)
            for column, kind, value, code, formula, length in row["c"]
        }
        sheet.rows.append(SheetRow(number, cells, hidden=row["h"]))
    return sheet


def range_name(merge: list[int]) -> str:
    """[5, 4, 7, 4] as D5:D7."""
    row1, column1, row2, column2 = merge
    return f"{column_letters(column1)}{row1}:{column_letters(column2)}{row2}"
