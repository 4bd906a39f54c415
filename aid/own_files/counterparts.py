"""Columns of counterpart funds: how they are read; what nobody can take for an amount stays in the note."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from aid.actions.money import money_fields
from aid.models import AidItem, Counterpart
from aid.own_files.grid import Grid
from aid.own_files.headers import COUNTERPART, plain
from aid.own_files.mapping import Mapping
from aid.own_files.payments import NOTHING
from aid.own_files.values import as_said, read_money, read_text
from aid.periods import Books, booking_day
from aid.rate_book import RateBook
from core.legal import RuleError
from core.money import AmountError, format_number, to_minor
from core.spreadsheets.cells import Cell, CellRefused, column_letters

NO_CURRENCY = "vốn đối ứng chưa rõ loại tiền: giữ ở Ghi chú; chọn loại tiền của cột ở bước Ghép cột"


@dataclass(frozen=True, slots=True)
class OwnFunds:
    """Counterpart funds as a register says them."""

    amount: Decimal
    currency: str
    kind: str = Counterpart.Kind.CASH

    def __str__(self) -> str:
        """Return the amount."""
        return f"{format_number(self.amount)} {self.currency}"


def read_counterpart(
    grid: Grid, mapping: Mapping, cell: Cell, header: str, *, is_typed: bool
) -> tuple[OwnFunds | None, str, str]:
    """Return the funds, what stays in the note instead, and a remark. Raises CellRefused where in doubt."""
    said = " ".join(read_text(cell).split()) if cell.kind == "text" else as_said(cell)
    if said.casefold() in NOTHING or cell.value == 0:
        return None, "", ""
    if not any(sign.isdigit() for sign in said) or "%" in said:
        return None, f"{header}: {said}", "vốn đối ứng ghi bằng chữ, giữ ở Ghi chú"
    merged = grid.range_at(cell.row, cell.column)
    if not is_typed and merged is not None and merged.bottom > merged.top:
        raise CellRefused(
            f"ô gộp từ hàng {merged.top} đến hàng {merged.bottom}: một số tiền cho nhiều dòng. "
            "Hãy gõ số tiền của từng dòng."
        )
    currency, factor = mapping.units.get(column_letters(cell.column), ["", 1])
    if not currency and factor == 1 and mapping.currency:
        currency, factor = mapping.currency, mapping.factor
    try:
        read = read_money(cell, currency, 1 if is_typed else factor, mapping.style)
    except CellRefused as refused:
        if not currency and "chưa rõ loại tiền" in str(refused) and not is_typed:
            return None, f"{header}: {said}", NO_CURRENCY
        raise
    kind = Counterpart.Kind.IN_KIND if "hien vat" in plain(header) else Counterpart.Kind.CASH
    return OwnFunds(read.amount, read.currency, kind), f"{header}: {read.rest}" if read.rest else "", ""


def still_to_write(
    funds: OwnFunds | None, item: AidItem | None, books: Books
) -> tuple[OwnFunds | None, list[str]]:
    """Return the funds where the portal has none of the item yet, and remarks where it keeps what it has."""
    if funds is None or item is None:
        return funds, []
    stored = [(row.currency, row.amount_minor) for row in item.counterparts.all()]
    if stored:
        has = sum(minor for currency, minor in stored if currency == funds.currency)
        is_same = {currency for currency, _ in stored} == {funds.currency}
        if is_same and has == to_minor(funds.amount, funds.currency):
            return None, []
        return None, [f"vốn đối ứng: sổ ghi {funds}, cổng đã có số khác; không ghi đè, sửa ở trang của khoản"]
    if books.of(item.status).is_closed(booking_day(item.approved_on, item.booked_on)):
        return None, [f"vốn đối ứng {funds} thuộc kỳ đã khóa sổ: không ghi, thêm ở trang của khoản"]
    return funds, []


def counterpart_columns(funds: OwnFunds, day: date, rates: RateBook) -> dict[str, Any]:
    """Return the columns of the line to write. Raises RuleError."""
    try:
        money = money_fields(amount=funds.amount, currency=funds.currency, day=day, known=rates)
    except AmountError as error:
        raise RuleError(str(error), field=COUNTERPART) from error
    return money | {"kind": funds.kind}
