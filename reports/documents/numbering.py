"""How an official paper writes numbers, letters, symbols and dates (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from datetime import date

from core.dates import official_date

DIEM_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_BLANK = "\u00a0"


def roman(number: int) -> str:
    """Return 1 → "I", 4 → "IV", 12 → "XII". Raises ValueError outside 1–39."""
    if not 1 <= number <= 39:
        raise ValueError(f"roman({number}): only 1 to 39 are used in documents")
    letters = []
    for value, letter in _ROMAN:
        while number >= value:
            letters.append(letter)
            number -= value
    return "".join(letters)


def diem_letter(number: int) -> str:
    """Return the letter of a điểm: 1 → "a", 5 → "đ", 6 → "e" (no f, j, w, z)."""
    if not 1 <= number <= len(DIEM_LETTERS):
        raise ValueError(f"diem_letter({number}): a khoản has at most {len(DIEM_LETTERS)} điểm")
    return DIEM_LETTERS[number - 1]


def ordinal(number: int) -> str:
    """Return "thứ nhất", "thứ hai" … as in "Phần thứ nhất"."""
    if not 1 <= number <= len(_ORDINALS):
        raise ValueError(f"ordinal({number}): only 1 to {len(_ORDINALS)} are spelled out")
    return f"thứ {_ORDINALS[number - 1]}"


def padded(number: int) -> str:
    """Return 5 → "05", 12 → "12": a number below ten gets a leading zero."""
    return f"{number:02d}"


def number_line(number: int | None, symbol: str) -> str:
    """Return "Số: 05/BC-LHHN", or the blank "Số:       /BC-LHHN" of a paper without a number."""
    shown = f" {padded(number)}" if number is not None else _BLANK * 7
    return f"Số:{shown}/{symbol}"


def place_date_line(place: str, day: date | None, year: int | None = None) -> str:
    """Return "Thanh Hóa, ngày 05 tháng 01 năm 2026", with blanks to fill by hand while undated."""
    return f"{place}, {day_line(day, year)}"


def day_line(day: date | None, year: int | None = None) -> str:
    """Return "ngày 05 tháng 01 năm 2026", with blanks to fill by hand while undated."""
    if day is not None:
        return official_date(day)
    blank = _BLANK * 6
    shown_year = f" {year}" if year is not None else blank
    return f"ngày{blank}tháng{blank}năm{shown_year}"
