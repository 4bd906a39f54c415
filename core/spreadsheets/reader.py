"""The whole way from uploaded bytes to checked rows: everything wrong is listed, nothing is guessed."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.dates import format_date
from core.money import CURRENCIES
from core.spreadsheets.cells import Cell, CellRefused, Reading, column_letters, read_cell
from core.spreadsheets.header import Header, Refusal, find_header_row, read_header
from core.spreadsheets.limits import WEB_LIMITS, FileRefused, Limits, grouped
from core.spreadsheets.sheets import Sheet, SheetFile, SheetRow, range_name, read_sheets
from core.spreadsheets.template import Column, Kind, SheetTemplate

GROUP_MARK = re.compile(r"^([IVXLC]+|[A-ZĐ])[.)]?$")
TOTAL = re.compile(r"^(tổng|cộng)\b", re.IGNORECASE)
SHOWN_REFUSALS = 100


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a lookup found when there is also something to remark on it."""

    value: Any
    warning: str


Lookup = Callable[[str], Any]


@dataclass(slots=True)
class Row:
    """One data row: its cells as they stand, and the values that could be read, by column key."""

    number: int
    cells: dict[str, Cell]
    values: dict[str, Any] = field(default_factory=dict)
    hidden: bool = False
    refused: bool = False
    # What stands in the file where the value was read out of something else.
    sources: dict[str, str] = field(default_factory=dict)


RowCheck = Callable[[Row], Iterable[tuple[str, str]]]


@dataclass(slots=True)
class Table:
    """The outcome of reading one file. Only a table without refusals may be written."""

    sheet: str = ""
    header_row: int | None = None
    columns: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    # Whether the file itself is sound, so that it may be kept and corrected where it is refused.
    is_sound: bool = False
    # The last column of the sheet where values may also come from elsewhere; 0 where they may not.
    width: int = 0

    @property
    def accepted(self) -> bool:
        """Whether nothing stands against writing it."""
        return not self.refusals

    @property
    def summary(self) -> str:
        """The number of problems, and how many are shown."""
        total = len(self.refusals)
        if total <= SHOWN_REFUSALS:
            return f"{grouped(total)} lỗi"
        return f"{grouped(total)} lỗi, hiển thị {SHOWN_REFUSALS} lỗi đầu"


def read_table(
    data: bytes,
    filename: str,
    template: SheetTemplate,
    limits: Limits = WEB_LIMITS,
    *,
    lookups: Mapping[str, Lookup] | None = None,
    row_checks: Iterable[RowCheck] = (),
    corrections: Mapping[str, str] | None = None,
    sheets_of: Callable[[bytes, str, Limits], SheetFile] = read_sheets,
) -> Table:
    """The rows of the file under this template.

    `lookups` turn the text of a choice column into a record (they raise CellRefused, or return Resolved with
    a warning); `row_checks` yield (column key, message) for what depends on rights or stored records;
    `corrections` are texts typed on the page in place of cells, by `place_of` them; `sheets_of` reads another
    kind of file into sheets. A bad file does not raise: it comes back as a table with refusals.
    """
    reader = _TableReader(template, limits, lookups or {}, tuple(row_checks), corrections or {})
    reader.sheets_of = sheets_of
    try:
        return reader.read(data, filename)
    except FileRefused as refused:
        is_sound = reader.table.is_sound
        refusal = Refusal(refused.message, refused.sheet, refused.row, refused.column, layout=is_sound)
        return Table(refusals=[refusal], is_sound=is_sound)


def place_of(row: int, key: str) -> str:
    """The name under which a correction of a cell is kept: 12:owner."""
    return f"{row}:{key}"


class _TableReader:
    """Collects rows, warnings and refusals of one file."""

    def __init__(
        self,
        template: SheetTemplate,
        limits: Limits,
        lookups: Mapping[str, Lookup],
        row_checks: tuple[RowCheck, ...],
        corrections: Mapping[str, str],
    ) -> None:
        self.template = template
        self.sheets_of: Callable[[bytes, str, Limits], SheetFile] = read_sheets
        self.limits = limits
        self.lookups = lookups
        self.row_checks = row_checks
        self.corrections = corrections
        self.table = Table()
        self.codes: dict[str, int] = {}
        self.known: dict[tuple[str, str], Any] = {}

    def read(self, data: bytes, filename: str) -> Table:
        """The table; FileRefused for faults of the whole file."""
        file = self.sheets_of(data, filename, self.limits)
        self.table.is_sound = not file.soft
        header = self._find(file.sheets)
        table = self.table
        table.sheet, table.header_row = header.sheet.name, header.row.number
        table.columns = tuple(header.columns)
        table.warnings.extend(header.warnings)
        table.refusals.extend(header.refusals)
        if header.sheet.wide is None:
            self._read_rows(header)
        table.refusals.sort(key=lambda refusal: refusal.row or 0)
        table.refusals.extend(Refusal(message) for message in file.soft)
        return table

    def _find(self, sheets: list[Sheet]) -> Header:
        visible = [sheet for sheet in sheets if sheet.is_visible]
        found = [
            (sheet, row)
            for sheet in visible
            if (row := find_header_row(sheet, self.template, self.limits)) is not None
        ]
        for sheet in sheets:
            if not sheet.is_visible:
                self.table.warnings.append(f"trang tính ẩn '{sheet.name[:40]}' không được nhập")
        if not found:
            names = [column.header for column in self.template.required]
            raise FileRefused(
                f"không tìm thấy hàng tiêu đề trong {self.limits.header_rows} hàng đầu. "
                f"Bảng phải có các cột: {', '.join(names)}; hãy dùng tệp mẫu của cổng.",
                sheet=visible[0].name if len(visible) == 1 else "",
            )
        named = [pair for pair in found if pair[0].name.casefold() == self.template.name.casefold()]
        chosen = named or found
        if len(chosen) > 1:
            names = [f"'{sheet.name[:40]}'" for sheet, _row in chosen]
            raise FileRefused(
                f"Có {len(chosen)} trang tính cùng có bảng ({', '.join(names)}). "
                f"Hãy đặt tên trang cần nhập là '{self.template.name}'."
            )
        sheet, row = chosen[0]
        for other, _row in found:
            if other is not sheet:
                self.table.warnings.append(f"trang tính '{other.name[:40]}' không được nhập")
        return read_header(sheet, row, self.template, self.limits)

    def _read_rows(self, header: Header) -> None:
        sheet = header.sheet
        rows = [
            row for row in sheet.rows if row.number > header.row.number and self._has_content(row, header)
        ]
        if not rows:
            raise FileRefused(
                "Bảng không có dòng dữ liệu nào dưới hàng tiêu đề. Hãy điền dữ liệu rồi tải lại.",
                sheet=sheet.name,
            )
        if len(rows) > self.limits.data_rows:
            raise FileRefused(
                f"Bảng có {grouped(len(rows))} dòng, tối đa {grouped(self.limits.data_rows)}. "
                "Hãy chia nhỏ tệp rồi tải lại.",
                sheet=sheet.name,
            )
        self._warn_columns(header, rows)
        data = [row for row in rows if not self._is_outside(row, header)]
        merged = self._merged(header, data)
        for row in data:
            if self._is_ragged(row, header):
                continue
            self._read_row(row, header, merged)

    def _has_content(self, row: SheetRow, header: Header) -> bool:
        """Whether the row says anything; a running number alone was filled in ahead."""
        number = header.columns.get("number")
        return any(not cell.is_blank and column != number for column, cell in row.cells.items())

    def _warn_columns(self, header: Header, rows: list[SheetRow]) -> None:
        used = {column for row in rows for column, cell in row.cells.items() if not cell.is_blank}
        if not header.sheet.is_csv:
            self.table.warnings.extend(
                f"cột {column_letters(column)} không có tiêu đề nên không được nhập"
                for column in sorted(used - header.titled)
            )
        self.table.warnings.extend(
            f"cột {column_letters(column)} đang ẩn nhưng vẫn được nhập"
            for column in sorted(set(header.columns.values()) & header.sheet.hidden_columns)
        )

    def _is_outside(self, row: SheetRow, header: Header) -> bool:
        """Report a row that is no record: a group heading, a total, column numbers, a signature."""
        filled = {
            key: row.cells[column]
            for key, column in header.columns.items()
            if column in row.cells and not row.cells[column].is_blank
        }
        texts = [
            (cell.value or "").strip() for _column, cell in sorted(row.cells.items()) if not cell.is_blank
        ]
        ordinals = [text.strip("()") for text in texts]
        if len(ordinals) > 2 and ordinals == [str(i) for i in range(1, len(ordinals) + 1)]:
            self.table.warnings.append(f"hàng {row.number} đánh số cột, không được nhập")
            return True
        if self.template.code_key in filled:
            return False
        required = [key for key in filled if self.template.column(key).required]
        first = texts[0] if texts else ""
        if any(TOTAL.match(text) for text in texts):
            message = f"hàng {row.number}: dòng tổng '{first[:40]}' không phải dữ liệu, hãy xoá."
        elif len(required) > 1 or len(filled) > 3:
            return False
        elif GROUP_MARK.match(first):
            message = f"hàng {row.number}: dòng nhóm '{first}' không phải dữ liệu, hãy xoá."
        else:
            message = f"hàng {row.number}: có chữ ngoài bảng, hãy xoá."
        self.table.refusals.append(
            Refusal(message, header.sheet.name, row.number, "", first[:80], layout=True)
        )
        return True

    def _merged(self, header: Header, rows: list[SheetRow]) -> dict[int, set[int]]:
        """Refuse merged cells of the header and the data; give back which columns they hide, by row."""
        numbers = {row.number for row in rows}
        names = {column: self.template.column(key).header for key, column in header.columns.items()}
        hidden: dict[int, set[int]] = {}
        for merge in header.sheet.merges:
            row1, column1, row2, column2 = merge
            touched = {number for number in numbers if row1 <= number <= row2}
            if row2 < header.row.number or (row1 > header.row.number and not touched):
                continue
            place = "ở hàng tiêu đề, hãy bỏ gộp" if row1 <= header.row.number else "bỏ gộp và điền đủ từng ô"
            self.table.refusals.append(
                Refusal(
                    f"ô gộp {range_name(merge)}: {place}.",
                    header.sheet.name,
                    max(row1, header.row.number),
                    names.get(column1, ""),
                    range_name(merge),
                    layout=True,
                )
            )
            for number in touched:
                hidden.setdefault(number, set()).update(range(column1, min(column2, self.limits.columns) + 1))
        return hidden

    def _is_ragged(self, row: SheetRow, header: Header) -> bool:
        """Report a CSV record with another number of fields than the header: its values have shifted."""
        if not header.sheet.is_csv:
            return False
        wanted = header.row.fields
        if row.fields == wanted:
            return False
        self.table.refusals.append(
            Refusal(
                f"dòng {row.number}: {row.fields} ô, tiêu đề có {wanted}. "
                "Hãy đặt ô có dấu phân cách trong ngoặc kép, hoặc dùng tệp .xlsx.",
                row=row.number,
            )
        )
        return True

    def _read_row(self, raw: SheetRow, header: Header, merged: dict[int, set[int]]) -> None:
        row = Row(raw.number, {}, hidden=raw.hidden)
        if raw.hidden:
            self.table.warnings.append(f"hàng {raw.number} đang ẩn nhưng vẫn được nhập")
        for key, column in header.columns.items():
            row.cells[key] = self._cell(raw, key, column)
        unread = merged.get(raw.number, set())
        # The currency decides how an amount is read, so it comes first.
        for key in sorted(row.cells, key=lambda one: one != self.template.currency_key):
            if row.cells[key].column not in unread or place_of(raw.number, key) in self.corrections:
                self._read_value(row, self.template.column(key))
        self._check_order(row)
        self._check_code(row)
        for check in self.row_checks:
            for key, message in check(row):
                self._refuse(row, key, message)
        self.table.rows.append(row)

    def _cell(self, raw: SheetRow, key: str, column: int) -> Cell:
        """The cell as it stands in the file, or as it was corrected on the page."""
        typed = self.corrections.get(place_of(raw.number, key))
        if typed is not None:
            return Cell(raw.number, column, value=typed, length=len(typed))
        return raw.cells.get(column, Cell(raw.number, column))

    def _read_value(self, row: Row, column: Column) -> None:
        cell = row.cells[column.key]
        currency = str(row.cells[self.template.currency_key].value or "") if self._has_currency(row) else ""
        currency = currency.strip().upper()
        try:
            reading = read_cell(cell, column, currency=currency if currency in CURRENCIES else "USD")
            row.values[column.key] = self._looked_up(column, reading)
        except CellRefused as refused:
            self._refuse(row, column.key, str(refused), refused.proposals)
            return
        self.table.warnings.extend(f"hàng {row.number}: {warning}" for warning in reading.warnings)

    def _has_currency(self, row: Row) -> bool:
        return bool(self.template.currency_key) and self.template.currency_key in row.cells

    def _looked_up(self, column: Column, reading: Reading) -> Any:
        """The value, or the record that a lookup knows under it."""
        lookup = self.lookups.get(column.key)
        if lookup is None or reading.value in (None, "", []):
            return reading.value
        if column.kind is Kind.CHOICES:
            return [self._found(lookup, name, column, reading) for name in reading.value]
        return self._found(lookup, reading.value, column, reading)

    def _found(self, lookup: Lookup, text: str, column: Column, reading: Reading) -> Any:
        place = (column.key, text)
        if place not in self.known:
            try:
                self.known[place] = lookup(text)
            except CellRefused as refused:
                raise CellRefused(f"{column.header} {refused}", refused.proposals) from refused
        found = self.known[place]
        if isinstance(found, Resolved):
            reading.warnings.append(found.warning)
            return found.value
        return found

    def _check_order(self, row: Row) -> None:
        for first_key, second_key in self.template.date_order:
            first, second = row.values.get(first_key), row.values.get(second_key)
            if first and second and second < first:
                names = [self.template.column(key).header for key in (second_key, first_key)]
                self._refuse(
                    row,
                    second_key,
                    f"{names[0]} {format_date(second)} trước {names[1]} {format_date(first)}. "
                    "Hãy sửa một trong hai ngày.",
                )

    def _check_code(self, row: Row) -> None:
        code = row.values.get(self.template.code_key)
        if not code or self.template.code_repeats:
            return
        first = self.codes.setdefault(code.casefold(), row.number)
        if first != row.number:
            self._refuse(
                row,
                self.template.code_key,
                f"Mã '{code}' trùng: hàng {first} và {row.number}. Hãy sửa mã hoặc xoá một hàng.",
            )

    def _refuse(self, row: Row, key: str, message: str, proposals: tuple[str, ...] = ()) -> None:
        row.refused = True
        cell = row.cells.get(key)
        header = self.template.column(key).header if key else ""
        value = cell.shown if cell is not None else ""
        self.table.refusals.append(Refusal(message, self.table.sheet, row.number, header, value, proposals))
