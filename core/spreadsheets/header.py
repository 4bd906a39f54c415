"""Finding the header row and saying what each column is."""

import re
from dataclasses import dataclass, field, replace

from core.spreadsheets.cells import column_letters
from core.spreadsheets.limits import Limits, grouped
from core.spreadsheets.sheets import Sheet, SheetRow
from core.spreadsheets.template import Column, Kind, SheetTemplate, header_key

TECHNICAL_NAMES = {
    "id", "pk", "uuid", "guid", "version", "phien_ban", "phiên_bản", "history", "origin", "owner", "user",
    "role", "password", "superuser", "staff", "deleted", "locked", "csrfmiddlewaretoken",
}  # fmt: skip
TECHNICAL_PATTERN = re.compile(
    r"^_|^(is|has|can)_|_(id|ids|pk|by|at|on|ptr|hash|token)$|_bởi$|^(created|updated)"
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that keeps the file out: where, what stands there, what to do."""

    message: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    # What may have been meant, for the page to offer.
    proposals: tuple[str, ...] = ()
    # Whether the table is laid out otherwise than the template, so that it may be a register of its own form.
    layout: bool = False

    def as_dict(self) -> dict[str, str | int | None]:
        """The same for JSON."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": self.message,
        }


@dataclass(slots=True)
class Header:
    """The header row of a sheet: which column holds what, and what is wrong with it."""

    sheet: Sheet
    row: SheetRow
    columns: dict[str, int] = field(default_factory=dict)
    titled: set[int] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def known_headers(template: SheetTemplate) -> dict[str, Column]:
    """Every header and alias of the template, as it is compared."""
    return {
        header_key(text): column for column in template.columns for text in (column.header, *column.aliases)
    }


def find_header_row(sheet: Sheet, template: SheetTemplate, limits: Limits) -> SheetRow | None:
    """The row among the first ones that names most columns of the template, if it names enough."""
    known = known_headers(template)
    best, best_count = None, max(2, (len(template.required) + 1) // 2) - 1
    for row in sheet.rows:
        if row.number > limits.header_rows:
            break
        keys = {
            known[key].key for cell in row.cells.values() if (key := header_key(cell.value or "")) in known
        }
        if len(keys) > best_count:
            best, best_count = row, len(keys)
    return best


def read_header(sheet: Sheet, row: SheetRow, template: SheetTemplate, limits: Limits) -> Header:
    """What every column of the header row is; problems are listed, none is raised."""
    header = Header(sheet, row)
    known = known_headers(template)
    places: dict[str, list[int]] = {}
    scaled: list[str] = []
    if sheet.wide is not None:
        header.refusals.append(_too_wide(sheet, limits))
        return header
    for number, cell in sorted(row.cells.items()):
        text = " ".join((cell.value or "").split())
        key = header_key(text)
        if not key:
            continue
        header.titled.add(number)
        if key in known:
            places.setdefault(known[key].key, []).append(number)
        elif _is_technical(key):
            header.refusals.append(
                _at(header, f"cột '{text[:60]}' không được phép: hãy xoá cột này khỏi tệp.", text[:60])
            )
        elif _has_unit(key, template):
            scaled.append(f"cột '{text[:80]}' khác đơn vị hoặc khác tên")
        else:
            header.warnings.append(f"cột '{text[:60]}' không được nhập")
    for column_key, numbers in places.items():
        column = template.column(column_key)
        header.columns[column_key] = numbers[0]
        if len(numbers) > 1:
            cells = ", ".join(f"{column_letters(number)}{row.number}" for number in numbers)
            header.refusals.append(
                _at(
                    header,
                    f"cột '{column.header}' xuất hiện {len(numbers)} lần ({cells}): hãy giữ lại một cột.",
                    column.header,
                )
            )
    _check_missing(header, template, scaled)
    return header


def _check_missing(header: Header, template: SheetTemplate, scaled: list[str]) -> None:
    missing = [column.header for column in template.required if column.key not in header.columns]
    if not missing:
        header.warnings.extend(f"{text}, không được nhập" for text in scaled)
        return
    parts = [f"thiếu cột '{name}'" for name in missing] + scaled
    header.refusals.append(
        replace(
            _at(header, f"{'; '.join(parts)}. Hãy sửa tiêu đề và giá trị theo tệp mẫu của cổng.", ""),
            layout=True,
        )
    )


def _at(header: Header, message: str, column: str) -> Refusal:
    return Refusal(message, header.sheet.name, header.row.number, column, column)


def _too_wide(sheet: Sheet, limits: Limits) -> Refusal:
    number, count = sheet.wide or [0, 0]
    return Refusal(
        f"Bảng có {grouped(count)} cột, tối đa {limits.columns}. Hãy xoá cột thừa bên phải bảng.",
        sheet.name,
        number,
    )


def _is_technical(key: str) -> bool:
    name = re.sub(r"[\s\-.]+", "_", key)
    return name in TECHNICAL_NAMES or bool(TECHNICAL_PATTERN.search(name))


def _has_unit(key: str, template: SheetTemplate) -> bool:
    """A known header with something in brackets after it, such as "(triệu đồng)"."""
    bare = re.sub(r"\s*[(\[].*$", "", key).strip()
    known = known_headers(template).get(bare)
    return bare != key and known is not None and known.kind is not Kind.IGNORED
