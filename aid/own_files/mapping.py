"""How one register is read: its sheet, header, columns, units, groups. Kept for the next year."""

import re
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from aid.models import AidItem
from aid.own_files.grid import FONTS, Grid
from aid.own_files.headers import (
    COUNTERPART,
    COUNTRY,
    IGNORE,
    KEEP,
    MONEY,
    NUMBER,
    PAID,
    PAID_YEAR,
    PERIOD,
    find_header,
    header_at,
    plain,
    propose_columns,
    propose_font,
    unit_in,
)
from aid.own_files.headings import AS_LEVEL, FIXED, heading_key
from aid.own_files.paid_days import is_choice
from aid.own_files.spellings import ANSWERED
from core.money import CURRENCIES
from core.spreadsheets.cells import column_letters
from core.spreadsheets.limits import FileRefused
from core.spreadsheets.sheets import Sheet, SheetFile
from core.spreadsheets.template import AID

LEVELS = ("letter", "roman", "plain")
GROUP_KEYS = ("sectors", "donor", "kind", "owner", "places", "emergency")
STYLES = ("", "vn", "en")
MEANINGS = (IGNORE, *GROUP_KEYS, *FIXED)
KINDS = tuple(code for code in AidItem.Mode.values if code != AidItem.Mode.UNSORTED)
FACTORS = (1, 10**3, 10**6, 10**9)
# What is kept for the next year beside columns and units.
KEPT = ("currency", "factor", "groups", "headings", "style", "owner", "kind", "answers")
AGAIN = " #"
PERIODS = re.compile(
    r"\b(?:\d{1,2} ){0,2}(?:19|20)\d\d\b|\b(?:thang|quy) (?:\d{1,2}|i{1,3}|iv)\b"
    r"|\b\d{1,2} thang\b|\bt\d{1,2}\b"
)
TARGETS = (
    IGNORE,
    NUMBER,
    *(column.key for column in AID.columns if column.key != NUMBER),
    PERIOD,
    COUNTRY,
    PAID,
    PAID_YEAR,
    COUNTERPART,
    KEEP,
)


@dataclass(slots=True)
class Mapping:
    """What the person chose, or what is proposed; `columns` and `units` go by letters of columns."""

    sheet: str = ""
    header_row: int = 0
    header_rows: int = 1
    columns: dict[str, str] = field(default_factory=dict)
    # {"F": ["VND", 1000000]}: currency and factor of a column of money.
    units: dict[str, list[Any]] = field(default_factory=dict)
    # {"J": 2025, "K": 20250630}: at the end of which year, or on which day, a column of disbursements is
    # written; 0 is today.
    years: dict[str, int] = field(default_factory=dict)
    # For amounts whose column and cell name no currency.
    currency: str = ""
    factor: int = 1
    # What a heading of a level stands for: {"roman": "sectors"}.
    groups: dict[str, str] = field(default_factory=dict)
    # Headings that mean something else than their level: {"roman:vien tro khan cap": "emergency=CUU_TRO"}.
    headings: dict[str, str] = field(default_factory=dict)
    font: str = ""
    # How 1.250 is read where it could be either: "vn" 1250, "en" 1,25, "" asks.
    style: str = ""
    hidden: bool = False
    # The owner of rows that name none.
    owner: str = ""
    # The kind of new rows that name none.
    kind: str = ""
    # What texts mean that no catalogue knows: {"sectors": {"nganh gd": "Giáo dục"}}.
    answers: dict[str, dict[str, str]] = field(default_factory=dict)

    def meaning(self, level: str, text: str) -> str:
        """Return what a heading stands for: a column, or one value of a column."""
        return self.headings.get(heading_key(level, text), self.groups.get(level, IGNORE))

    def as_dict(self) -> dict[str, Any]:
        """Return it as it is stored and printed."""
        return asdict(self)


def _one_of[T](given: Any, choices: Collection[T], otherwise: T) -> T:
    """Return what was given where it is one of the choices."""
    return next((one for one in choices if isinstance(given, str | int) and one == given), otherwise)


def mapping_from(raw: Any) -> Mapping:
    """Return the mapping that was stored or handed in; what is not understood is left at its default."""
    given = raw if isinstance(raw, dict) else {}
    mapping = Mapping()
    mapping.sheet = _text(given.get("sheet"))
    mapping.header_row = _number(given.get("header_row"), 0, 1_048_576)
    mapping.header_rows = _number(given.get("header_rows"), 1, 3)
    mapping.columns = _chosen(given.get("columns"), TARGETS)
    mapping.groups = _chosen(given.get("groups"), (IGNORE, *GROUP_KEYS))
    for letters, unit in _pairs(given.get("units")):
        if isinstance(unit, list | tuple) and len(unit) == 2:
            currency, factor = unit
            if currency in ("", *CURRENCIES) and factor in FACTORS:
                mapping.units[letters] = [currency, factor]
    for letters, year in _pairs(given.get("years")):
        if isinstance(year, int) and is_choice(year):
            mapping.years[letters] = year
    mapping.currency = _one_of(given.get("currency"), CURRENCIES, "")
    mapping.factor = _one_of(given.get("factor"), FACTORS, 1)
    mapping.headings = (
        {
            key[:160]: meaning
            for key, meaning in (given.get("headings") or {}).items()
            if isinstance(key, str) and meaning in MEANINGS and meaning != AS_LEVEL
        }
        if isinstance(given.get("headings"), dict)
        else {}
    )
    mapping.kind = _one_of(given.get("kind"), KINDS, "")
    mapping.font = _one_of(given.get("font"), FONTS, "")
    mapping.style = _one_of(given.get("style"), STYLES, "")
    mapping.hidden = given.get("hidden") is True
    mapping.owner = _text(given.get("owner"))
    mapping.answers = _answers(given.get("answers"))
    return mapping


def _answers(raw: Any) -> dict[str, dict[str, str]]:
    given = raw if isinstance(raw, dict) else {}
    return {
        key: {str(asked)[:250]: answer[:2000] for asked, answer in found.items() if isinstance(answer, str)}
        for key, found in given.items()
        if key in ANSWERED and isinstance(found, dict)
    }


def _text(value: Any) -> str:
    return value[:250] if isinstance(value, str) else ""


def _number(value: Any, least: int, most: int) -> int:
    return min(max(value, least), most) if isinstance(value, int) and not isinstance(value, bool) else least


def _pairs(raw: Any) -> Iterable[tuple[str, Any]]:
    return [(str(key)[:8], value) for key, value in raw.items()] if isinstance(raw, dict) else []


def _chosen(raw: Any, allowed: Iterable[str]) -> dict[str, str]:
    known = set(allowed)
    return {key: value for key, value in _pairs(raw) if isinstance(value, str) and value in known}


def sheet_of(file: SheetFile, name: str) -> Sheet:
    """Return the sheet of this name, or the one with the best header. Raises FileRefused for none."""
    visible = [sheet for sheet in file.sheets if sheet.is_visible and sheet.rows]
    if not visible:
        raise FileRefused("Tệp không có trang tính nào có dữ liệu. Hãy chọn lại tệp.")
    named = [sheet for sheet in visible if sheet.name == name]
    return named[0] if named else max(visible, key=_worth)


def _worth(sheet: Sheet) -> tuple[int, int]:
    header = find_header(Grid(sheet, propose_font(sheet)))
    named = sum(1 for key in propose_columns(header).values() if key) if header else 0
    return named, len(sheet.rows)


def propose_mapping(
    file: SheetFile, sheet: str = "", header_row: int = 0, header_rows: int = 0, font: str | None = None
) -> Mapping:
    """Return how the file could be read; a sheet and a header row already chosen are kept."""
    chosen = sheet_of(file, sheet)
    if chosen.wide is not None:
        raise FileRefused(
            f"Bảng có {chosen.wide[1]} cột, tối đa 60. Hãy xoá cột thừa bên phải bảng rồi tải lại.",
            sheet=chosen.name,
            row=chosen.wide[0],
        )
    font = propose_font(chosen) if font is None else font
    grid = Grid(chosen, font)
    header = header_at(grid, header_row, header_rows or 1) if header_row else find_header(grid)
    mapping = Mapping(sheet=chosen.name, font=font)
    if header is None:
        return mapping
    mapping.header_row, mapping.header_rows = header.row, header.rows
    mapping.columns = propose_columns(header)
    for column, text in header.texts.items():
        letters = column_letters(column)
        if mapping.columns[letters] in MONEY and (unit := unit_in(text)):
            mapping.units[letters] = [unit.currency, unit.factor]
    for row in grid.rows:
        if row.number >= header.row:
            break
        for _column, text in grid.texts(row):
            if plain(text).startswith(("don vi", "dvt")) and (unit := unit_in(text)):
                mapping.currency, mapping.factor = unit.currency, unit.factor
    return mapping


def columns_of(grid: Grid, mapping: Mapping) -> dict[int, str]:
    """Return what each column of the sheet is read as, by its number."""
    return {
        column: mapping.columns.get(column_letters(column), IGNORE) for column in range(1, grid.width + 1)
    }


def header_names(grid: Grid, mapping: Mapping) -> dict[str, str]:
    """Return the text of the header over each column, by its letters."""
    header = header_at(grid, mapping.header_row, mapping.header_rows)
    return {column_letters(column): text for column, text in header.texts.items()}


def header_key(text: str) -> str:
    """Return a header as it is compared from year to year: "Giải ngân 2025" and "Giải ngân 2026" are one."""
    return " ".join(PERIODS.sub(" ", plain(text)).split()) or "nam"


def _keys_of(names: dict[str, str]) -> dict[str, str]:
    """Return what each column goes by; columns that differ by their year alone are counted."""
    seen: dict[str, int] = {}
    keys = {}
    for letters in sorted(names, key=lambda one: (len(one), one)):
        key = header_key(names[letters])
        seen[key] = seen.get(key, 0) + 1
        keys[letters] = key if seen[key] == 1 else f"{key}{AGAIN}{seen[key]}"
    return keys


def kept_form(mapping: Mapping, names: dict[str, str]) -> dict[str, Any]:
    """Return the mapping as it is kept: columns by the text over them, which stays when columns move."""
    kept = mapping.as_dict()
    keys = _keys_of(names)
    for part in ("columns", "units"):
        kept[part] = {keys[letters]: value for letters, value in kept[part].items() if letters in keys}
    return {key: kept[key] for key in ("columns", "units", *KEPT)}


def recalled(mapping: Mapping, names: dict[str, str], kept: dict[str, Any]) -> Mapping:
    """Return the proposed mapping with what was kept under the same header texts put in its place."""
    raw = mapping.as_dict() | {key: kept[key] for key in KEPT if key in kept}
    keys = _keys_of(names)
    for part in ("columns", "units"):
        stored: dict[str, Any] = {}
        for text, value in kept.get(part, {}).items():
            # Kept before years were taken out.
            stored.setdefault(text if AGAIN in text else header_key(text), value)
        found = {letters: stored.get(key, raw[part].get(letters)) for letters, key in keys.items()}
        raw[part] = {letters: value for letters, value in found.items() if value is not None}
    return mapping_from(raw)
