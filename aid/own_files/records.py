"""One row of a register as a row of the portal's table."""

from collections.abc import Mapping as Named
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from aid.own_files.counterparts import read_counterpart
from aid.own_files.grid import Grid
from aid.own_files.headers import COUNTERPART, COUNTRY, KEEP, PAID, PAID_YEAR, PERIOD
from aid.own_files.headings import FIXED, emergency_in, label_of, without_prefix
from aid.own_files.mapping import LEVELS, Mapping, columns_of, header_names
from aid.own_files.names import Names
from aid.own_files.payments import read_paid
from aid.own_files.rows import Line
from aid.own_files.spellings import ANSWERED, answered, former_district, is_everywhere, place_in_words
from aid.own_files.values import (
    MoneyRead,
    as_said,
    in_brackets,
    in_one_line,
    is_ditto,
    read_day,
    read_decision,
    read_edge,
    read_money,
    read_period,
    read_text,
    split_names,
)
from core.dates import format_date
from core.money import format_number
from core.spreadsheets.cells import Cell, CellRefused, column_letters, read_cell
from core.spreadsheets.header import Refusal
from core.spreadsheets.limits import grouped
from core.spreadsheets.reader import Resolved, Row, Table, place_of
from core.spreadsheets.template import Kind, SheetTemplate

NOTE_LENGTH = 2000
SINGLE = ("rate", "rate_date", "rate_source")
NO_DITTO = {"name", "code", "amount"}


class RecordReader:
    """Reads the rows one after the other; what a heading or the row above says is carried on."""

    def __init__(
        self,
        grid: Grid,
        mapping: Mapping,
        template: SheetTemplate,
        names: Names,
        corrections: Named[str, str],
        table: Table,
    ) -> None:
        self.grid, self.mapping, self.template = grid, mapping, template
        self.names, self.corrections, self.table = names, corrections, table
        self.headers = header_names(grid, mapping)
        self.columns = columns_of(grid, mapping)
        self.groups: dict[str, str] = {}
        self.above: dict[str, list[Cell]] = {}
        self.known: dict[tuple[str, str], Any] = {}
        # (row, column) of values that nothing in the file says outright.
        self.assumed: set[tuple[int, str]] = set()

    def enter_group(self, line: Line) -> None:
        """Take over what a heading says for the rows under it."""
        self.groups[line.level] = line.text
        for level in LEVELS[LEVELS.index(line.level) + 1 :]:
            self.groups.pop(level, None)
        self.above = {}

    def read(self, line: Line) -> Row:
        """Return the row; what is wrong with it is put on the table."""
        row = Row(line.row.number, {}, hidden=line.row.hidden)
        line.cells = self._repeated(line)
        for column in self.template.columns:
            row.values[column.key] = [] if column.kind is Kind.CHOICES else None
        notes: list[str] = []
        for key, reader in (
            ("name", self._single), ("currency", self._single), ("amount", self._amount), (PAID, self._paid),
            (COUNTERPART, self._counterpart), ("decision", self._decision), ("approved", self._approved),
            ("start", self._edge), ("end", self._edge), ("donor", self._donor), ("owner", self._owner),
            ("places", self._several), ("sectors", self._several), *((key, self._single) for key in SINGLE),
            ("kind", self._kind), ("emergency", self._emergency), ("note", self._note), ("code", self._code),
        ):  # fmt: skip
            self._read_value(row, key, reader, line, notes)
        self.above = line.cells
        self.table.rows.append(row)
        return row

    def _repeated(self, line: Line) -> dict[str, list[Cell]]:
        """Return the cells with ditto marks replaced by what stands above."""
        cells = {}
        for key, found in line.cells.items():
            above = self.above.get(key, [])
            is_repeated = key not in NO_DITTO and len(found) == 1 and is_ditto(found[0]) and above
            cells[key] = [replace(one, row=line.row.number) for one in above] if is_repeated else found
        return cells

    def _read_value(self, row: Row, key: str, reader: Any, line: Line, notes: list[str]) -> None:
        cells = line.cells.get(key, [])
        column = self.template.column(key)
        place = cells[0].column if cells else self._column_of(key)
        typed = self.corrections.get(place_of(row.number, key))
        if typed is not None:
            if key not in ("note", "code") and cells and not typed.strip():
                notes.append(f"{self._header(cells[0])}: {read_text(cells[0])}")
            cells = [Cell(row.number, place, value=typed, length=len(typed))] if typed.strip() else []
        said = ""
        if typed is None and key in ANSWERED:
            row.cells[key] = Cell(row.number, place)
            cells, said = answered(cells or self._group_cell(row, key), self.mapping.answers.get(key, {}))
            row.cells.pop(key)
        row.cells.setdefault(key, in_one_line(cells[0]) if cells else Cell(row.number, place))
        try:
            reader(row, key, cells, line, notes)
            value = row.values[key]
            if column.required and value in (None, "", []):
                raise CellRefused(f"'{column.header}' bắt buộc nhập. Hãy điền ô này.")
        except CellRefused as refused:
            self._refuse(row, key, refused)
        else:
            self._show(row, key, cells)
        if said:
            row.sources[key] = said

    def _column_of(self, key: str) -> int:
        """Return the column of the register that a value comes from; one behind the last where none does."""
        sources = {"start": PERIOD, "end": PERIOD, "approved": "decision", PAID: PAID_YEAR}
        for wanted in (key, sources.get(key, key)):
            for column, target in self.columns.items():
                if target == wanted:
                    return column
        return self.grid.width + 1

    def _show(self, row: Row, key: str, cells: list[Cell]) -> None:
        """Show the value as it was read, and what stands in the file where that is something else."""
        value = row.values[key]
        if value in (None, "", []):
            return
        if isinstance(value, date):
            shown = format_date(value)
        elif isinstance(value, Decimal):
            shown = format_number(value)
        else:
            shown = "; ".join(map(place_in_words, value)) if isinstance(value, list) else str(value)
        said = " · ".join(as_said(cell) for cell in cells)
        if key in ("kind", "emergency"):
            shown = said or label_of(key, value)
        place = row.cells[key]
        row.cells[key] = Cell(row.number, place.column, value=shown, length=len(shown))
        if said not in ("", shown, " ".join(shown.split())[:120]):
            row.sources.setdefault(key, said)

    def _refuse(self, row: Row, key: str, refused: CellRefused) -> None:
        row.refused = True
        header = self.template.column(key).header
        self.table.refusals.append(
            Refusal(
                str(refused), self.table.sheet, row.number, header, row.cells[key].shown, refused.proposals
            )
        )

    def _header(self, cell: Cell) -> str:
        return self.headers.get(column_letters(cell.column), "")

    def _warn(self, row: Row, text: str) -> None:
        self.table.warnings.append(f"hàng {row.number}: {text}")

    # One column: each sets row.values[key], or raises CellRefused -----------------------------------

    def _single(self, row: Row, key: str, cells: list[Cell], _line: Line, _notes: list[str]) -> None:
        cells = cells or self._group_cell(row, key)
        if not cells:
            return
        cell = cells[0]
        if cell.kind == "text" and cell.value:
            cell = replace(cell, value=" ".join(cell.value.split()))
        reading = read_cell(cell, self.template.column(key))
        row.values[key] = self._looked_up(row, key, reading.value) if reading.value else reading.value

    def _kind(self, row: Row, key: str, cells: list[Cell], line: Line, notes: list[str]) -> None:
        self._single(row, key, cells, line, notes)
        if row.values[key] is None and self.mapping.kind and not self._is_corrected(row, key):
            row.values[key] = self.mapping.kind
            self.assumed.add((row.number, key))

    def _emergency(self, row: Row, key: str, cells: list[Cell], line: Line, notes: list[str]) -> None:
        self._single(row, key, cells, line, notes)
        said = emergency_in(row.values["name"] or "")
        if row.values[key] is None and said and not self._is_corrected(row, key):
            row.values[key] = self._looked_up(row, key, said)
            self.assumed.add((row.number, key))
            self._warn(row, f"theo tên khoản, hiểu là diện khẩn cấp ({said}); gõ 'Không' nếu không phải")

    def _is_corrected(self, row: Row, key: str) -> bool:
        return place_of(row.number, key) in self.corrections

    def _amount(self, row: Row, key: str, cells: list[Cell], _line: Line, notes: list[str]) -> None:
        read: list[MoneyRead] = []
        for cell in cells:
            found = self.grid.range_at(row.number, cell.column)
            if (
                found is not None
                and found.bottom > found.top
                and place_of(row.number, key) not in self.corrections
            ):
                raise CellRefused(
                    f"ô gộp từ hàng {found.top} đến hàng {found.bottom}: một số tiền cho nhiều dòng. "
                    "Hãy gõ số tiền của từng dòng."
                )
            currency, factor = self._unit_of(row, cell)
            read.append(read_money(cell, currency, factor, self.mapping.style))
        if not read:
            self._warn(row, "chưa có số tiền; khoản được ghi và đánh dấu thiếu số tiền")
            return
        # Of two amounts that say the same, the one in foreign currency is what was promised.
        main = next((one for one in read if one.currency != "VND"), read[0])
        row.values["amount"], row.values["currency"] = main.amount, main.currency
        row.cells["currency"] = Cell(row.number, self._column_of("currency"), value=main.currency)
        for one in read:
            if one is not main:
                notes.append(f"Giá trị ghi trong sổ: {format_number(one.amount)} {one.currency}")
            if one.rest:
                notes.append(f"Số tiền: {one.rest}")
            for text in one.warnings:
                self._warn(row, text)

    def _paid(self, row: Row, key: str, cells: list[Cell], line: Line, _notes: list[str]) -> None:
        row.values[key] = read_paid(
            self.grid,
            self.mapping,
            line.cells.get(key, []),
            cells if self._is_corrected(row, key) else None,
            currency=row.values["currency"] or "",
            today=self.names.today,
            names=self.headers,
        )
        if row.values[key]:
            said = " · ".join(as_said(cell) for cell in line.cells.get(key, []))
            row.sources[key] = "; ".join([said, *(paid.words for paid in row.values[key])])

    def _counterpart(self, row: Row, key: str, cells: list[Cell], _line: Line, notes: list[str]) -> None:
        for cell in cells[:1]:
            is_typed = self._is_corrected(row, key)
            header = self._header(cell) or "Vốn đối ứng"
            row.values[key], note, remark = read_counterpart(
                self.grid, self.mapping, cell, header, is_typed=is_typed
            )
            notes += [note] if note else []
            if remark:
                self._warn(row, remark)

    def _unit_of(self, row: Row, cell: Cell) -> tuple[str, int]:
        """Return currency and factor of an amount: of its row, its column, or the whole table."""
        currency, factor = self.mapping.units.get(column_letters(cell.column), ["", 1])
        if place_of(row.number, "amount") in self.corrections:
            factor = 1
        elif not currency and factor == 1:
            factor = self.mapping.factor
        return row.values["currency"] or currency or self.mapping.currency, factor

    def _decision(self, row: Row, key: str, cells: list[Cell], _line: Line, notes: list[str]) -> None:
        if not cells:
            return
        found = read_decision(cells[0])
        row.values[key] = found.number[: self.template.column(key).max_length] or None
        if found.rest:
            notes.append(f"{self._header(cells[0]) or 'Quyết định'}: {found.rest}")
        if found.day:
            row.values["approved"] = found.day

    def _approved(self, row: Row, key: str, cells: list[Cell], _line: Line, _notes: list[str]) -> None:
        if cells:
            row.values[key] = read_day(cells[0])
        elif row.values[key] is None:
            self._warn(row, "chưa có ngày phê duyệt; khoản được ghi và đánh dấu thiếu ngày")

    def _edge(self, row: Row, key: str, cells: list[Cell], line: Line, _notes: list[str]) -> None:
        if cells:
            row.values[key] = read_edge(cells[0], is_end=key == "end")
            return
        for cell in line.cells.get(PERIOD, []):
            row.cells[key] = replace(cell, row=row.number)
            row.values[key] = read_period(cell)[key == "end"]
            row.sources[key] = as_said(cell)

    def _donor(self, row: Row, key: str, cells: list[Cell], line: Line, _notes: list[str]) -> None:
        cells = cells or self._group_cell(row, key)
        if not cells:
            return
        text = " ".join(read_text(cells[0]).split())
        found = self._found(key, text)
        bare, behind = in_brackets(text)
        country = self.names.country(behind) if behind else None
        for cell in line.cells.get(COUNTRY, []):
            country = country or self.names.country(read_text(cell))
        if isinstance(found, Resolved) and country is not None:
            known = self._found(key, bare)
            if isinstance(known, Resolved):
                self._warn(row, f"{known.warning} ({country})")
                row.values[key] = self.names.new_donor(bare, country)
                return
            found = known
        row.values[key] = self._taken(row, found)

    def _owner(self, row: Row, key: str, cells: list[Cell], line: Line, notes: list[str]) -> None:
        if not cells and not self._group_cell(row, key) and self.mapping.owner:
            row.values[key] = self._looked_up(row, key, self.mapping.owner)
            return
        self._single(row, key, cells, line, notes)

    def _several(self, row: Row, key: str, cells: list[Cell], _line: Line, notes: list[str]) -> None:
        for cell in cells or self._group_cell(row, key):
            text = read_text(cell)
            if is_everywhere(text):
                self._warn(row, f"địa bàn '{text}': không gắn với xã, phường nào, giữ ở Ghi chú")
                notes.append(f"{self.template.column(key).header}: {text}")
                continue
            for name in split_names(text):
                row.values[key] += self._all_of(row, key, name)

    def _all_of(self, row: Row, key: str, name: str) -> list[Any]:
        """Return what the name means; where nothing has it, what its parts between commas mean."""
        if key == "places":
            name, district = former_district(name)
            found = self._parts_of(row, key, name)
            return [replace(one, former_district=district) for one in found] if district else found
        return self._parts_of(row, key, name)

    def _parts_of(self, row: Row, key: str, name: str) -> list[Any]:
        try:
            return [self._looked_up(row, key, name)]
        except CellRefused:
            parts = [part.strip() for part in name.replace(" và ", ",").split(",") if part.strip()]
            if len(parts) < 2:
                raise
        return [self._looked_up(row, key, part) for part in parts]

    def _note(self, row: Row, key: str, cells: list[Cell], line: Line, notes: list[str]) -> None:
        texts = [read_text(cell) for cell in cells]
        texts += [f"{self._header(cell)}: {read_text(cell)}" for cell in line.cells.get(KEEP, [])]
        lines = [line.strip() for text in [*texts, *notes] for line in text.splitlines()]
        full = "; ".join(dict.fromkeys(filter(None, lines)))
        if len(full) > NOTE_LENGTH:
            raise CellRefused(
                f"Ghi chú gộp dài {grouped(len(full))} ký tự, tối đa {grouped(NOTE_LENGTH)}. Hãy rút gọn."
            )
        row.values[key] = full

    def _code(self, row: Row, key: str, cells: list[Cell], _line: Line, _notes: list[str]) -> None:
        if cells:
            row.values[key] = read_cell(cells[0], self.template.column(key)).value
            return
        row.values[key], remark = self.names.code(row.values)
        if remark:
            self._warn(row, remark)

    # Names ---------------------------------------------------------------------------------------

    def _group_cell(self, row: Row, key: str) -> list[Cell]:
        """Return what the heading above the row says of this column, as a cell; a typed blank says none."""
        if self._is_corrected(row, key):
            return []
        for level in reversed(LEVELS):
            text = self.groups.get(level, "")
            meaning = self.mapping.meaning(level, text) if text else ""
            if meaning in FIXED and FIXED[meaning][0] == key:
                said = FIXED[meaning][1]
                return [Cell(row.number, row.cells[key].column, value=said, length=len(said))]
            if meaning == key:
                text = without_prefix(text, key)
                return [Cell(row.number, row.cells[key].column, value=text, length=len(text))]
        return []

    def _looked_up(self, row: Row, key: str, text: str) -> Any:
        return self._taken(row, self._found(key, text))

    def _found(self, key: str, text: str) -> Any:
        lookup = self.names.lookups.get(key)
        if lookup is None:
            return text
        if (key, text) not in self.known:
            try:
                self.known[key, text] = lookup(text)
            except CellRefused as refused:
                header = self.template.column(key).header
                self.known[key, text] = CellRefused(f"{header} {refused}", refused.proposals)
        found = self.known[key, text]
        if isinstance(found, CellRefused):
            raise CellRefused(str(found), found.proposals)
        return found

    def _taken(self, row: Row, found: Any) -> Any:
        if isinstance(found, Resolved):
            self._warn(row, found.warning)
            return found.value
        return found
