"""The register's own totals beside the sums of the rows that were read."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from aid.own_files.counterparts import OwnFunds
from aid.own_files.headers import COUNTERPART, PAID
from aid.own_files.mapping import Mapping
from aid.own_files.payments import Paid
from aid.own_files.rows import Line
from aid.own_files.values import read_money
from core.money import format_number
from core.spreadsheets.cells import Cell, CellRefused, column_letters

# How far a total in rounded units may be off by its rounding alone.
TOLERANCE = Decimal("0.01")


class Sums:
    """Adds up each column of money and compares it with the total rows of the file."""

    def __init__(self, columns: dict[int, str], mapping: Mapping) -> None:
        self.columns, self.mapping = columns, mapping
        self.rows: list[dict[str, Any]] = []
        self.whole: dict[int, dict[str, Decimal]] = {column: {} for column in columns}
        self.group: dict[int, dict[str, Decimal]] = {column: {} for column in columns}
        self.hidden: dict[int, dict[str, Decimal]] = {column: {} for column in columns}
        self.unread = 0

    def enter_group(self, _line: Line) -> None:
        """Begin the sums of a group anew."""
        self.group = {column: {} for column in self.columns}

    def add(
        self,
        line: Line,
        amount: Decimal | None,
        currency: str | None,
        paid: Iterable[Paid] = (),
        beside: OwnFunds | None = None,
    ) -> None:
        """Add the amounts of a row that was read; a corrected one counts as corrected."""
        for one in paid:
            self._put(one.column, one.currency, one.amount, self.whole, self.group)
        if beside is not None and (stated := line.cells.get(COUNTERPART)):
            self._put(stated[0].column, beside.currency, beside.amount, self.whole, self.group)
        cells = line.cells.get("amount", [])
        if len(cells) == 1 and amount is not None and currency:
            self._put(cells[0].column, currency, amount, self.whole, self.group)
            return
        for cell in cells:
            self._add_cell(cell, self.whole, self.group)

    def leave_hidden(self, line: Line) -> None:
        """Remember the amounts of a hidden row that is left out."""
        for cell in _money_cells(line):
            self._add_cell(cell, self.hidden)

    def compare(self, line: Line) -> None:
        """Note what a total row says beside what was read, column by column."""
        for cell in _money_cells(line):
            if cell.column not in self.columns:
                continue
            whole, group = self.whole[cell.column], self.group[cell.column]
            named = next(iter(whole), "") if len(whole) == 1 else ""
            unit = self.mapping.units.get(column_letters(cell.column), ["", 1])
            currency, factor = unit[0] or self.mapping.currency or named, unit[1]
            if not unit[0] and factor == 1:
                factor = self.mapping.factor
            label = f"hàng {cell.row} · {line.text[:60]} · {self.columns[cell.column][:40]}"
            try:
                total = read_money(cell, currency, factor, self.mapping.style or "vn")
            except CellRefused:
                self.rows.append(
                    {
                        "label": label,
                        "said": cell.shown,
                        "read": "",
                        "state": "unclear",
                        "words": "không so được: không đọc được số tổng",
                    }
                )
                continue
            if len(whole) > 1 and not unit[0]:
                words = "không so được: cột lẫn nhiều loại tiền"
                self.rows.append(
                    {"label": label, "said": cell.shown, "read": "", "state": "unclear", "words": words}
                )
                continue
            self.rows.append(
                {"label": label} | self._verdict(cell.column, total.amount, total.currency, whole, group)
            )
        self.group = {column: {} for column in self.columns}

    def _verdict(self, column: int, said: Decimal, currency: str, whole: Any, group: Any) -> dict[str, Any]:
        sums = [group.get(currency, Decimal(0)), whole.get(currency, Decimal(0))]
        fitting = next((one for one in sums if abs(one - said) <= TOLERANCE), None)
        nearest = fitting if fitting is not None else min(sums, key=lambda one: abs(one - said))
        hidden = self.hidden[column].get(currency, Decimal(0))
        words, state = "khớp", "same"
        if fitting is None:
            off = said - nearest
            state = "off"
            words = f"lệch {format_number(off)} {currency}"
            if hidden and abs(off - hidden) <= TOLERANCE:
                words += ", bằng số ở các dòng ẩn không nhập"
            elif self.unread:
                words += f"; {self.unread} số tiền chưa đọc được"
        return {
            "said": f"{format_number(said)} {currency}",
            "read": f"{format_number(nearest)} {currency}",
            "state": state,
            "words": words,
        }

    def _add_cell(self, cell: Cell, *sums: dict[int, dict[str, Decimal]]) -> None:
        unit = self.mapping.units.get(column_letters(cell.column), ["", 1])
        factor = unit[1] if unit[0] or unit[1] != 1 else self.mapping.factor
        try:
            read = read_money(cell, unit[0] or self.mapping.currency, factor, self.mapping.style)
        except CellRefused:
            self.unread += 1
            return
        self._put(cell.column, read.currency, read.amount, *sums)

    @staticmethod
    def _put(column: int, currency: str, amount: Decimal, *sums: dict[int, dict[str, Decimal]]) -> None:
        for one in sums:
            if column in one:
                one[column][currency] = one[column].get(currency, Decimal(0)) + amount


def _money_cells(line: Line) -> list[Cell]:
    return [*line.cells.get("amount", []), *line.cells.get(PAID, []), *line.cells.get(COUNTERPART, [])]
