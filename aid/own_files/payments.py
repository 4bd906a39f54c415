"""Columns that say what was disbursed: how they are read, and what of it the ledger lacks."""

import re
from collections.abc import Iterable
from collections.abc import Mapping as Named
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from aid.own_files.grid import Grid
from aid.own_files.headers import PAID, PAID_YEAR, plain
from aid.own_files.mapping import Mapping
from aid.own_files.paid_days import day_of, told_until
from aid.own_files.values import read_money
from core.dates import format_date
from core.money import format_number
from core.spreadsheets.cells import Cell, CellRefused, column_letters

NOTHING = {"0", "-", "–", "—", "x", "không", "chưa", "chưa có", "chưa giải ngân"}
YEAR = re.compile(r"\b20\d\d\b")
TITLE_YEAR = re.compile(r"\bnam (20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Paid:
    """What a cell says was disbursed: in `year`, or all up to the day where that is 0."""

    amount: Decimal
    currency: str
    day: date
    header: str
    column: int
    year: int = 0

    def __str__(self) -> str:
        """Return the amount."""
        return f"{format_number(self.amount)} {self.currency}"

    @property
    def words(self) -> str:
        """Return what it counts and the day it is written on."""
        whole = (
            f"cả năm {self.year}" if (self.day.month, self.day.day) == (12, 31) else f"từ đầu năm {self.year}"
        )
        counted = whole if self.year else "lũy kế"
        return f"{counted}, ghi ngày {format_date(self.day)}"


def fill_years(grid: Grid, mapping: Mapping, names: Named[str, str], today: date) -> None:
    """Give each column of disbursements the day or year of its header, else that of the title, else none."""
    above = [grid.sheet.name] + [
        text for row in grid.rows if row.number < mapping.header_row for _column, text in grid.texts(row)
    ]
    titled = [int(year) for text in above for year in TITLE_YEAR.findall(plain(text))]
    titled = titled or [int(year) for year in YEAR.findall(plain(grid.sheet.name))]
    for letters, key in mapping.columns.items():
        if key in (PAID, PAID_YEAR) and letters not in mapping.years:
            header = names.get(letters, "")
            own = [int(year) for year in YEAR.findall(plain(header))]
            mapping.years[letters] = told_until(header, own or titled, today) or max(own or titled or [0])


def read_paid(
    grid: Grid,
    mapping: Mapping,
    stated: list[Cell],
    typed: list[Cell] | None,
    *,
    currency: str,
    today: date,
    names: Named[str, str],
) -> list[Paid]:
    """Return what the cells of a row say was disbursed; `typed` replaces them, parts in the same order."""
    cells = stated
    if typed is not None:
        parts = [part.strip() for cell in typed for part in str(cell.value or "").split(";") if part.strip()]
        if parts and len(parts) != max(len(stated), 1):
            raise CellRefused(f"Hãy gõ {max(len(stated), 1)} số tiền, cách nhau bằng dấu chấm phẩy.")
        places = stated or typed
        cells = [
            Cell(place.row, place.column, value=part, length=len(part))
            for place, part in zip(places, parts, strict=False)
        ]
    found = []
    for cell in cells:
        if cell.shown.strip().casefold() in NOTHING or cell.value == 0:
            continue
        merged = grid.range_at(cell.row, cell.column)
        if typed is None and merged is not None and merged.bottom > merged.top:
            raise CellRefused(
                f"ô gộp từ hàng {merged.top} đến hàng {merged.bottom}: một số tiền cho nhiều dòng. "
                "Hãy gõ số tiền của từng dòng."
            )
        letters = column_letters(cell.column)
        named, factor = mapping.units.get(letters, ["", 1])
        if not named and factor == 1 and mapping.currency:
            factor = mapping.factor
        factor = 1 if typed is not None else factor
        read = read_money(cell, named or currency or mapping.currency, factor, mapping.style)
        year = mapping.years.get(letters, 0)
        day = day_of(year, today)
        of_year = day.year if mapping.columns.get(letters) == PAID_YEAR else 0
        found.append(Paid(read.amount, read.currency, day, names.get(letters, letters), cell.column, of_year))
    return found


def still_due(stated: Iterable[Paid], lines: Iterable[Any]) -> tuple[list[Paid], list[str]]:
    """Return what the ledger lacks of what a register says, and remarks where the two cannot be matched.

    A column says how much there was in its year, or up to its day, and not one more payment: a register
    brought in twice, or next year with the new total, adds only what is new.
    """
    known = [(line.effective_on or line.paid_on, line.currency, line.amount) for line in lines]
    due, remarks = [], []
    # Years first: what they add counts in the total up to a day.
    for paid in sorted(stated, key=lambda one: (not one.year, one.day)):
        counted = [
            (currency, amount)
            for day, currency, amount in known
            if day <= paid.day and paid.year in (0, day.year)
        ]
        if any(currency != paid.currency for currency, _ in counted):
            remarks.append(f"{paid.header}: cổng có giải ngân khác loại tiền {paid.currency}, không ghi thêm")
            continue
        missing = paid.amount - sum((amount for _, amount in counted), Decimal(0))
        if missing < 0:
            has = format_number(paid.amount - missing)
            remarks.append(f"{paid.header}: sổ ghi {paid}, cổng đã có {has} {paid.currency}; không ghi thêm")
        if missing > 0:
            due.append(replace(paid, amount=missing))
            known.append((paid.day, paid.currency, missing))
    return due, remarks
