"""The columns that a table of aid items may have: one definition for page, PDF, Word and workbook."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from aid.models import AidItem, Commitment
from core.dates import format_date
from core.money import NBSP, format_amount, format_money, from_minor
from reports.documents.blocks import Align
from reports.kinds.meeting_words import place_inside

NONE = "–"
NO_RATE = "chưa có tỷ giá"


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in one currency, whole minor units; `unrated` rows could not be converted and are not in it."""

    minor: int = 0
    currency: str = "USD"
    rows: int = 0
    unrated: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        """Return both together."""
        return Amount(
            self.minor + other.minor, self.currency, self.rows + other.rows, self.unrated + other.unrated
        )

    @property
    def number(self) -> Decimal:
        """The sum as a number."""
        return from_minor(self.minor, self.currency)

    def __str__(self) -> str:
        """Return the sum as a paper prints it."""
        if not self.rows:
            return NONE
        text = format_amount(self.number, self.currency)
        if self.unrated == self.rows:
            return NO_RATE
        return f"{text} (còn {self.unrated} khoản tiền {NO_RATE})" if self.unrated else text


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the table with its sums over the window."""

    item: AidItem
    # What was committed up to the end of the window.
    promised: Sequence[Commitment]
    committed_usd: Amount
    committed_vnd: Amount
    counterpart_vnd: Amount
    paid_usd: Amount
    paid_in_all_usd: Amount


@dataclass(frozen=True, slots=True)
class AidColumn:
    """A column: its header, its width in the table, and what stands below it."""

    label: str
    width: int
    value: Callable[[Line], Any]
    align: Align = Align.LEFT
    # Sums are added up in the last row.
    is_sum: bool = field(default=False)


def _day(day: date | None) -> str:
    return format_date(day) if day else NONE


def _country(line: Line) -> str:
    country = line.item.donor.country
    return country.name if country else ""


def _donor_with_country(line: Line) -> str:
    return ", ".join(filter(None, (line.item.donor.name, _country(line))))


def _period(line: Line) -> str:
    item = line.item
    if item.closed_on:
        planned = f" (kế hoạch {_day(item.ended_on)})" if item.ended_on else ""
        start = f"{_day(item.started_on)} đến " if item.started_on else "kết thúc "
        return f"{start}{_day(item.closed_on)}{planned}"
    if not item.started_on and not item.ended_on:
        return NONE
    if not item.ended_on:
        return f"từ {_day(item.started_on)}"
    return (
        f"{_day(item.started_on)} đến {_day(item.ended_on)}"
        if item.started_on
        else f"đến {_day(item.ended_on)}"
    )


def _decision(line: Line) -> str:
    item = line.item
    return ", ".join(filter(None, (item.decision_number, _day(item.approved_on)))) or NONE


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(texts) or NONE


def _places(names: Iterable[str]) -> str:
    """Return "Xã Mường Lý; xã Tam Chung": a capital begins the cell, not every name of a kind of place."""
    first, *others = [*names] or [NONE]
    return "; ".join([first, *(place_inside(name) for name in others)])


def _original(line: Line) -> str:
    sums: dict[str, int] = {}
    for row in line.promised:
        sums[row.currency] = sums.get(row.currency, 0) + row.amount_minor
    # What a correction took out entirely is no promise any more.
    left = {code: minor for code, minor in sums.items() if minor} or sums
    # With plain blanks: a long amount may break before its currency, never inside the number.
    amounts = (format_money(from_minor(minor, code), code) for code, minor in left.items())
    return _joined(amount.replace(NBSP, " ") for amount in amounts)


COLUMNS: dict[str, AidColumn] = {
    "code": AidColumn("Mã", 22, lambda line: line.item.code),
    "name": AidColumn("Tên khoản viện trợ", 21, lambda line: line.item.name),
    "name_code": AidColumn("Tên khoản, mã", 30, lambda line: f"{line.item.name} ({line.item.code})"),
    "mode": AidColumn("Loại", 16, lambda line: line.item.get_mode_display()),
    "donor": AidColumn("Nhà tài trợ", 18, lambda line: line.item.donor.name),
    "country": AidColumn("Quốc tịch", 15, lambda line: _country(line) or NONE),
    "donor_country": AidColumn("Nhà tài trợ, quốc tịch", 18, _donor_with_country),
    "owner": AidColumn("Chủ khoản viện trợ", 14, lambda line: line.item.owner.label),
    "recipient": AidColumn("Cơ quan tiếp nhận", 14, lambda line: line.item.recipient.label),
    "places": AidColumn(
        "Địa bàn", 17, lambda line: _places(row.locality.full_name for row in line.item.places.all())
    ),
    "sectors": AidColumn(
        "Lĩnh vực", 12, lambda line: _joined(row.sector.name for row in line.item.item_sectors.all())
    ),
    "decision": AidColumn("Quyết định phê duyệt", 20, _decision),
    "period": AidColumn("Thời gian thực hiện", 21, _period),
    "original": AidColumn("Cam kết (nguyên tệ)", 28, _original, Align.RIGHT),
    "committed_usd": AidColumn(
        "Vốn viện trợ (USD)", 24, lambda line: line.committed_usd, Align.RIGHT, is_sum=True
    ),
    "committed_vnd": AidColumn(
        "Vốn viện trợ (đồng)", 26, lambda line: line.committed_vnd, Align.RIGHT, is_sum=True
    ),
    "counterpart_vnd": AidColumn(
        "Đối ứng (đồng)", 26, lambda line: line.counterpart_vnd, Align.RIGHT, is_sum=True
    ),
    # Aid and counterpart funds together (Điều 11 Nghị định 80/2020/NĐ-CP).
    "total_vnd": AidColumn(
        "Tổng vốn (đồng)",
        26,
        lambda line: line.committed_vnd + line.counterpart_vnd,
        Align.RIGHT,
        is_sum=True,
    ),
    "paid_usd": AidColumn(
        "Giải ngân trong kỳ (USD)", 24, lambda line: line.paid_usd, Align.RIGHT, is_sum=True
    ),
    "paid_in_all_usd": AidColumn(
        "Lũy kế giải ngân (USD)", 24, lambda line: line.paid_in_all_usd, Align.RIGHT, is_sum=True
    ),
    "status": AidColumn("Trạng thái", 16, lambda line: line.item.get_status_display()),
    "results": AidColumn("Kết quả", 25, lambda line: line.item.objectives or NONE),
    "note": AidColumn("Vướng mắc, ghi chú", 25, lambda line: line.item.note or NONE),
    "results_note": AidColumn(
        "Kết quả; vướng mắc",
        22,
        # Each is a sentence and begins with a capital.
        lambda line: (
            ". ".join(text.rstrip(". ") for text in (line.item.objectives, line.item.note) if text) or NONE
        ),
    ),
}
CHOICES = [(key, column.label) for key, column in COLUMNS.items()]


def columns_in_words(keys: list[str]) -> str:
    """Return the headings of a table's columns, for its history."""
    return "; ".join(COLUMNS[key].label if key in COLUMNS else key for key in keys)


# What domain.md 6.6 lists; the exact columns are to be confirmed with the ministries that receive the table.
USUAL = (
    "name", "donor_country", "owner", "places", "sectors", "decision", "period", "committed_usd",
    "total_vnd", "paid_usd", "paid_in_all_usd", "results_note",
)  # fmt: skip
REGISTER = (
    "name_code", "mode", "donor_country", "owner", "sectors", "places", "decision", "period", "original",
    "committed_usd", "paid_in_all_usd",
)  # fmt: skip
# Widths are millimetres of lying A4 in small letters, beside 8 of the number; wider tables would break
# days and sums.
WIDEST = 244
