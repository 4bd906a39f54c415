"""The money of a row of the aid table: the columns of its commitment."""

from datetime import date
from decimal import Decimal
from typing import Any

from aid.actions.money import money_fields
from aid.models import Commitment, Counterpart
from aid.rate_book import RateBook
from aid.same_names import first_commitment, promised
from core.legal import RuleError
from core.money import AmountError, format_money, from_minor

MONEY_COLUMNS = (
    "amount_minor", "currency", "rate_e4", "usd_rate_e4", "rate_kind", "rate_source", "rate_on", "usd_minor",
    "vnd",
)  # fmt: skip
MONEY_KEYS = ("amount", "currency", "rate", "rate_date", "rate_source")


def commitment_columns(row: Any, original: Any, today: date, rates: RateBook) -> dict[str, Any] | None:
    """Return the columns of the commitment: as stored where the row changes nothing of it."""
    stored = first_commitment(row.record) if row.record else None
    if row.amount is None:
        return kept_columns(stored, "committed_on")
    if row.record and all(getattr(row, key) == getattr(original, key) for key in MONEY_KEYS):
        return kept_columns(stored, "committed_on")
    committed_on = stored.committed_on if stored else None
    try:
        columns = money_fields(
            amount=row.amount - _beside(row, stored),
            currency=row.currency,
            day=committed_on or row.approved or today,
            known=rates,
            **_rates(row, original, stored),
        )
    except AmountError as error:
        raise RuleError(str(error), field="amount" if row.rate is None else "rate") from error
    return columns | {"committed_on": committed_on}


def _beside(row: Any, stored: Commitment | None) -> Decimal:
    """Return what the other lines of the item make of the typed amount. Raises RuleError."""
    head, total = (promised(row.record) if row.record else None) or (None, 0)
    rest = total - (stored.amount_minor if stored else 0)
    if head is None or not rest:
        return Decimal(0)
    if row.currency != head.currency:
        words = "Khoản có nhiều dòng cam kết; đổi loại tiền trên trang của khoản, không đổi ở bảng."
        raise RuleError(words, field="currency")
    beside = from_minor(rest, head.currency)
    if row.amount <= beside:
        money = format_money(beside, head.currency)
        words = f"Các dòng cam kết khác của khoản đã là {money}; sửa các dòng đó trên trang của khoản."
        raise RuleError(words, field="amount")
    return beside


def _rates(row: Any, original: Any, stored: Commitment | None) -> dict[str, Any]:
    """Return the rates to convert with: typed ones, else stored ones of the same currency, else none."""
    if row.currency == "VND" and row.rate != original.rate:
        raise RuleError("Khoản bằng đồng không cần tỷ giá; hãy xóa ô tỷ giá.", field="rate")
    if row.rate is None and (row.rate_date or row.rate_source):
        raise RuleError("Ghi tỷ giá, hoặc xóa ngày và nguồn tỷ giá.", field="rate")
    same_currency = stored is not None and stored.currency == row.currency
    usd_rate = stored.usd_rate if stored and same_currency else None
    named = {"usd_rate": usd_rate, "rate_source": row.rate_source, "rate_on": row.rate_date}
    if stored and same_currency and row.rate == original.rate:
        if row.currency == "VND":
            named |= {"rate_source": stored.rate_source, "rate_on": stored.rate_on}
        return named | {"rate": row.rate, "rate_kind": stored.rate_kind}
    return named | {"rate": row.rate} if row.rate != original.rate else {}


def kept_columns(row: Commitment | Counterpart | None, *further: str) -> dict[str, Any] | None:
    """Return the columns of a money row as they are stored."""
    return {name: getattr(row, name) for name in (*MONEY_COLUMNS, *further)} if row else None
