"""Words of figures: counts, comparisons with the same period, what did not occur. Pure."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from core.money import format_number

NOTHING = "không phát sinh"
# What cannot be added up yet is not nothing: amounts without a rate, activities without their people.
UNKNOWN = "chưa tính được"
# How a token may ask for a figure beside its plain form, and what the choice is called.
BARE = "chi-so"
SAME_PERIOD = " so với cùng kỳ"
FORMS = {
    "chinh-xac": "số chính xác",
    "cung-ky": "số của cùng kỳ năm trước",
    "so-cung-ky": "so với cùng kỳ: tăng, giảm bao nhiêu",
    "hoac-khong": "số, hoặc “không phát sinh” khi bằng 0",
    BARE: "chỉ con số, chữ đếm viết sau",
}
_TENTH = Decimal("0.1")
# Money and shares are nothing without what stands behind them.
_COUNT = re.compile(r"(?P<number>\d[\d.]*) (?!nghìn|triệu|tỷ|USD|đồng)")


def count_words(value: int, unit: str, *, padded: bool = False) -> str:
    """Return "5 đoàn", or "05 đoàn" where the office writes counts below ten so."""
    number = f"0{value}" if padded and 0 < value < 10 else format_number(value)
    return f"{number} {unit}".strip()


def said_words(value: Decimal | int | None, text: str, *, left_out: int = 0, nothing: str = NOTHING) -> str:
    """Return the printed figure, `nothing` for zero; zero for want of numbers to add reads as unknown."""
    if value:
        return text
    return UNKNOWN if left_out or value is None else nothing


def padded_text(text: str) -> str:
    """Return a printed count with two digits: "05 đoàn"; what begins otherwise stays."""
    head, space, rest = text.partition(" ")
    is_small = len(head) == 1 and head.isdigit() and head != "0"
    return f"0{head}{space}{rest}" if is_small else text


def bare_text(text: str) -> str:
    """Return the number of a printed count, for another noun behind it: "5" of "5 khoản", "05" of "05 khoản".

    Amounts of money and shares stay whole.
    """
    found = _COUNT.match(text)
    return found["number"] if found else text


def change_words(now: Decimal | int | None, before: Decimal | int | None, *, is_share: bool = False) -> str:
    """Return how a number stands beside that of the same period a year earlier, as a report words it.

    The change is in per cent of the earlier number with one decimal, halves up; of a share in percentage
    points. A change that rounds away still reads as one.
    """
    if now is None or before is None:
        return "chưa có số liệu để so với cùng kỳ"
    if now == before:
        return f"{NOTHING}, như cùng kỳ" if not now else "bằng cùng kỳ"
    if not before:
        return f"cùng kỳ {NOTHING}"
    way = "tăng" if now > before else "giảm"
    size = abs(Decimal(now) - Decimal(before))
    if not is_share:
        size = size * 100 / abs(Decimal(before))
    unit = " điểm phần trăm" if is_share else "%"
    rounded = size.quantize(_TENTH, rounding=ROUND_HALF_UP)
    amount = f"{format_number(rounded)}{unit}" if rounded else f"dưới 0,1{unit}"
    return f"{way} {amount}{SAME_PERIOD}"
