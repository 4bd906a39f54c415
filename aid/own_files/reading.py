"""A register read under its mapping: rows of the portal's table, what is skipped and why, its own totals."""

from collections.abc import Mapping as Named
from dataclasses import dataclass, field
from typing import Any

from aid.own_files.grid import Grid
from aid.own_files.headers import COUNTERPART, MONEY, PAID, PAID_YEAR, plain
from aid.own_files.headings import PREFIXES, proposed_meaning
from aid.own_files.mapping import GROUP_KEYS, Mapping
from aid.own_files.names import Names
from aid.own_files.records import RecordReader
from aid.own_files.rows import DATA, GROUP, SKIPPED, TOTAL, Line, lines_of
from aid.own_files.sums import Sums
from core.spreadsheets.cells import CellRefused, column_letters
from core.spreadsheets.limits import FileRefused, Limits, grouped
from core.spreadsheets.reader import Lookup, Resolved, Table
from core.spreadsheets.sheets import Sheet
from core.spreadsheets.template import SheetTemplate

# Words of the names of donors, without marks.
ORGANISATIONS = tuple(
    f" {word} "
    for word in ("to chuc", "quy", "hoi", "lien minh", "dai su quan", "cong ty", "tap doan", "ubnd")
)


@dataclass(slots=True)
class Skipped:
    """A row that is not taken in, and why."""

    row: int
    why: str
    text: str
    may_read: bool = False


@dataclass(slots=True)
class Register:
    """A register as it was read."""

    table: Table
    skipped: list[Skipped] = field(default_factory=list)
    totals: list[dict[str, Any]] = field(default_factory=list)
    # (row, column) of values that a stored item keeps as it has them.
    assumed: set[tuple[int, str]] = field(default_factory=set)
    # {level: some of its headings}, to choose what they stand for.
    levels: dict[str, list[str]] = field(default_factory=dict)


class RegisterReader:
    """Goes through the rows of a register; everything wrong is listed, nothing is guessed."""

    def __init__(
        self,
        sheet: Sheet,
        mapping: Mapping,
        template: SheetTemplate,
        names: Names,
        corrections: Named[str, str],
        chosen: dict[int, str],
    ) -> None:
        self.mapping, self.template, self.chosen = mapping, template, chosen
        self.grid = Grid(sheet, mapping.font)
        self.register = Register(Table(sheet=sheet.name, header_row=mapping.header_row, is_sound=True))
        self.table = self.register.table
        self.records = RecordReader(self.grid, mapping, template, names, corrections, self.table)
        self.columns, self.headers = self.records.columns, self.records.headers
        self.sums = Sums(self._money_columns(), mapping)

    def read(self, limits: Limits) -> Register:
        """Return the register. Raises FileRefused where it has no header, no rows or too many."""
        bottom = self.mapping.header_row + self.mapping.header_rows - 1
        lines = lines_of(self.grid, bottom, self.columns, self.chosen)
        self._refuse_whole(lines, limits)
        self._remark_columns()
        for line in lines:
            hidden = line.row.hidden and not self.mapping.hidden and self.chosen.get(line.row.number) != DATA
            if line.kind == GROUP:
                self._enter_group(line)
            if line.kind == TOTAL:
                self.sums.compare(line)
            if line.kind == DATA and not hidden:
                row = self.records.read(line)
                said = row.values
                self.sums.add(line, said["amount"], said["currency"], said[PAID], said[COUNTERPART])
                continue
            if line.kind == DATA:
                self.sums.leave_hidden(line)
            why = "dòng đang ẩn trong tệp" if line.kind == DATA else line.why
            text = line.text or " · ".join(text for _column, text in self.grid.texts(line.row))
            may_read = line.kind in (DATA, SKIPPED) and why not in ("hàng đánh số cột", "phần ký tên")
            self.register.skipped.append(Skipped(line.row.number, why, text[:160], may_read))
        self.register.totals = self.sums.rows
        self.register.assumed = self.records.assumed
        self._leave_out_unused()
        self.table.refusals.sort(key=lambda refusal: refusal.row or 0)
        return self.register

    def _leave_out_unused(self) -> None:
        """Show no column that the register does not have and that no row says anything in."""
        rows = self.table.rows
        headers = {refusal.column for refusal in self.table.refusals}
        for column in self.template.columns:
            said = any(row.values.get(column.key) not in (None, "", []) for row in rows)
            # What a row may be marked as, even where nothing in the file says so.
            said = said or column.key in ("kind", "emergency")
            said = said or (column.key == PAID and PAID_YEAR in self.columns.values())
            if not said and column.header not in headers and column.key not in self.columns.values():
                for row in rows:
                    row.cells.pop(column.key, None)
        self.table.width = self.grid.width

    def _refuse_whole(self, lines: list[Line], limits: Limits) -> None:
        count = sum(line.kind == DATA for line in lines)
        sheet = self.table.sheet
        if not self.mapping.header_row:
            raise FileRefused(
                "Chưa tìm thấy hàng tiêu đề. Hãy chọn hàng tiêu đề ở bước Ghép cột.", sheet=sheet
            )
        missing = [
            self.template.column(key).header for key in ("name", "amount") if key not in self.columns.values()
        ]
        if missing:
            words = " và ".join(f"'{header}'" for header in missing)
            raise FileRefused(f"Chưa có cột nào ghép với {words}. Hãy chọn ở bước Ghép cột.", sheet=sheet)
        if not count:
            raise FileRefused(
                "Không có dòng dữ liệu nào dưới hàng tiêu đề. Hãy chọn lại hàng tiêu đề.", sheet=sheet
            )
        if count > limits.data_rows:
            raise FileRefused(
                f"Bảng có {grouped(count)} dòng, tối đa {grouped(limits.data_rows)}. "
                "Hãy chia nhỏ tệp rồi tải lại.",
                sheet=sheet,
            )

    def _remark_columns(self) -> None:
        for letters, text in self.headers.items():
            if not self.mapping.columns.get(letters):
                self.table.warnings.append(f"cột {letters} '{text[:60]}' không được nhập")
        for column in sorted(self.grid.sheet.hidden_columns):
            if self.columns.get(column):
                self.table.warnings.append(f"cột {column_letters(column)} đang ẩn nhưng vẫn được đọc")

    def _money_columns(self) -> dict[int, str]:
        return {
            column: self.headers.get(column_letters(column), "")
            for column, key in self.columns.items()
            if key in MONEY
        }

    def _enter_group(self, line: Line) -> None:
        shown = self.register.levels.setdefault(line.level, [])
        if len(shown) < 30 and line.text not in shown:
            shown.append(line.text)
        self.records.enter_group(line)
        self.sums.enter_group(line)


def level_proposals(
    levels: dict[str, list[str]], columns: dict[str, str], lookups: Named[str, Lookup]
) -> dict[str, str]:
    """Return what the headings of each level most likely stand for, "" where nothing is known."""
    taken, proposed = set(columns.values()), {}
    for level, every in levels.items():
        texts = [text for text in every if not proposed_meaning(text)]
        best, most = "", 0
        for key in GROUP_KEYS:
            if key in taken:
                continue
            found = sum(_is_known(lookups[key], text) for text in texts)
            if found > most:
                best, most = key, found
        if not best and texts and "donor" not in taken and _are_organisations(texts):
            best = "donor"
        if best:
            taken.add(best)
        proposed[level] = best
    return proposed


def _is_known(lookup: Lookup, text: str) -> bool:
    for prefix in PREFIXES:
        if text.casefold().startswith(prefix):
            text = text[len(prefix) :].lstrip(" :") or text
    try:
        return not isinstance(lookup(text), Resolved)
    except CellRefused:
        return False


def _are_organisations(texts: list[str]) -> bool:
    named = [any(word in f" {plain(text)} " for word in ORGANISATIONS) for text in texts]
    return sum(named) * 2 > len(named)
