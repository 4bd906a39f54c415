"""From a cell to a value of the portal: date, amount, text, code. Whatever is in doubt is refused."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.dates import FIRST_YEAR, LAST_YEAR, DateError, format_date, parse_date
from core.money import AmbiguousAmount, AmountError, amount_from_number, format_number, parse_amount
from core.spreadsheets.limits import grouped
from core.spreadsheets.template import Column, Kind
from core.text import TextError, clean_line, clean_text, looks_like_tcvn3

CODE = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
EXTERNAL_FORMULA = re.compile(r"\[\d+\]|\\\\|\.xls|\b(?:WEBSERVICE|RTD)\s*\(|\|", re.IGNORECASE)
RATE_TEXT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,12})?|[0-9]{1,9}(?:[.,][0-9]{1,12})?")
AMBIGUOUS_RATE = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
FORMULA_REFUSED = "công thức không được phép"
PASTE_VALUES = "hãy chép ô rồi dán lại thành giá trị"


class CellRefused(ValueError):  # noqa: N818 - a verdict on the cell, not a fault of the program
    """What is wrong with the content of one cell and what to do; `proposals` are what may have been meant."""

    def __init__(self, message: str, proposals: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.proposals = tuple(proposals)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it stands in the file."""

    row: int
    column: int
    kind: str = "text"
    value: str | None = None
    number_format: str = "General"
    formula: str | None = None
    length: int = 0
    merged: str = ""

    @property
    def ref(self) -> str:
        """The address in the style of Excel: F6."""
        return f"{column_letters(self.column)}{self.row}"

    @property
    def shown(self) -> str:
        """The content as a person would name it, short enough for a message."""
        if self.formula is not None:
            return visible(f"={self.formula}"[:80])
        if self.kind == "date" and self.value:
            return format_date(datetime.fromisoformat(self.value).date())
        if self.kind == "boolean":
            return "TRUE" if self.value == "1" else "FALSE"
        return visible((self.value or "")[:80])

    @property
    def is_blank(self) -> bool:
        """Nothing in it that a person could see or that Excel would compute."""
        return self.formula is None and not (self.value or "").strip()


@dataclass(slots=True)
class Reading:
    """The value of a cell, with remarks that do not stand in the way."""

    value: Any = None
    warnings: list[str] = field(default_factory=list)


def column_letters(number: int) -> str:
    """1 is A, 26 Z, 27 AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def visible(text: str) -> str:
    """The text with every hidden, broken or private character shown as a mark, safe to print and to store."""
    return "".join("\ufffd" if unicodedata.category(sign).startswith("C") else sign for sign in text)


def read_cell(cell: Cell, column: Column, *, currency: str = "USD") -> Reading:
    """The value of the cell for this column; None when it is blank. Raises CellRefused."""
    if cell.is_blank:
        # Most cells of optional columns; nothing in them needs reading.
        return _required(Reading(_blank(column.kind)), column)
    try:
        reading = _READERS[column.kind](cell, column, currency)
    except AmbiguousAmount as error:
        raise CellRefused(str(error), readings_of(error)) from error
    except (TextError, AmountError, DateError) as error:
        raise CellRefused(str(error)) from error
    return _required(reading, column)


def readings_of(error: AmbiguousAmount) -> list[str]:
    """Both readings of an amount, written so that each is read in one way only."""
    return [format_number(error.readings[0], decimals=2), format_number(error.readings[1])]


def _blank(kind: Kind) -> Any:
    """The value of an empty cell."""
    if kind is Kind.CHOICES:
        return []
    return "" if kind in {Kind.CODE, Kind.LINE, Kind.NOTE, Kind.CHOICE} else None


def _required(reading: Reading, column: Column) -> Reading:
    if column.required and not column.may_be_blank and reading.value in (None, "", []):
        raise CellRefused(blank_refused(column))
    return reading


def blank_refused(column: Column) -> str:
    """The sentence for an empty cell that must be filled."""
    return f"'{column.header}' bắt buộc nhập. Hãy điền ô này."


def _line(cell: Cell, column: Column, _currency: str) -> Reading:
    text = text_of(cell)
    _check_kept(cell, column, text)
    value = clean_line(text, max_length=column.max_length, join_lines=True)
    return Reading(value, _eth_warning(text))


def _note(cell: Cell, column: Column, _currency: str) -> Reading:
    text = text_of(cell)
    _check_kept(cell, column, text)
    return Reading(clean_text(text, max_length=column.max_length), _eth_warning(text))


def _code(cell: Cell, column: Column, currency: str) -> Reading:
    if cell.kind == "date":
        raise CellRefused("ô là ngày, cần mã. Hãy định dạng ô kiểu Văn bản (Text) rồi gõ lại mã.")
    reading = _line(cell, column, currency)
    if reading.value and not CODE.fullmatch(reading.value):
        raise CellRefused(f"'{reading.value[:40]}': mã chỉ gồm chữ, số, dấu -, như VT-2026-001, NV-2026-001.")
    reading.value = reading.value.upper()
    return reading


def _choices(cell: Cell, column: Column, currency: str) -> Reading:
    text = _note(cell, column, currency)
    names = [name.strip() for name in re.split(r"[;\n]", text.value) if name.strip()]
    return Reading(names, text.warnings)


def _date(cell: Cell, _column: Column, _currency: str) -> Reading:
    if cell.formula is not None:
        raise CellRefused(f"{FORMULA_REFUSED} ở cột ngày: {PASTE_VALUES}.")
    if cell.is_blank:
        return Reading()
    if cell.kind == "date":
        return Reading(_real_date(cell))
    if cell.kind == "number":
        raise CellRefused(f"{cell.shown} là số, không phải ngày: hãy định dạng ô kiểu Ngày (dd/mm/yyyy).")
    if cell.kind != "text":
        raise CellRefused(
            f"'{cell.shown}' không phải ngày hợp lệ (dd/mm/yyyy): hãy gõ lại, ví dụ 28/11/2025."
        )
    text = clean_line(cell.value or "", join_lines=True)
    return Reading(parse_date(text, shorthand=False) if text else None)


def _real_date(cell: Cell) -> date:
    try:
        day = datetime.fromisoformat(cell.value or "").date()
    except ValueError as error:
        raise CellRefused(f"'{cell.value}' không phải ngày hợp lệ (dd/mm/yyyy): hãy gõ lại.") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellRefused(f"{format_date(day)}: năm phải từ {FIRST_YEAR} đến {LAST_YEAR}. Hãy sửa năm.")
    return day


def _amount(cell: Cell, _column: Column, currency: str) -> Reading:
    number, warnings = numeric(cell)
    if number is not None:
        return Reading(amount_from_number(number, currency), warnings)
    if cell.is_blank:
        return Reading()
    return Reading(parse_amount(_digits_text(cell), currency))


def _rate(cell: Cell, _column: Column, _currency: str) -> Reading:
    number, warnings = numeric(cell)
    if cell.is_blank:
        return Reading()
    if number is not None:
        value = Decimal(f"{number:.15g}")
    else:
        text = _digits_text(cell).strip()
        if AMBIGUOUS_RATE.fullmatch(text):
            whole, fraction = re.sub("[.,]", "", text), text.replace(".", ",")
            raise CellRefused(
                f"{text} không rõ là {whole} hay {fraction}: hãy định dạng ô kiểu Số rồi gõ lại."
            )
        if not RATE_TEXT.fullmatch(text):
            raise CellRefused(f"'{text[:40]}' không phải số hợp lệ: hãy gõ tỷ giá, ví dụ 25.450,5.")
        grouping = text.count(".") > 1 or "," in text
        value = Decimal(text.replace(".", "").replace(",", ".") if grouping else text)
    if not value.is_finite() or not 0 < value < 10**9:
        raise CellRefused(f"tỷ giá {format_number(value)} phải lớn hơn 0 và nhỏ hơn 1.000.000.000.")
    return Reading(value, warnings)


def numeric(cell: Cell) -> tuple[float | None, list[str]]:
    """The number in the cell, or None for a text; a formula counts when Excel left its result."""
    if cell.formula is not None:
        if EXTERNAL_FORMULA.search(cell.formula):
            raise CellRefused(_formula_message(cell))
        if cell.value is None or cell.kind != "number":
            raise CellRefused(f"công thức chưa có kết quả là số: {PASTE_VALUES}.")
    match cell.kind:
        case "date" | "time" | "bad_date":
            raise CellRefused(f"ô là ngày ({cell.shown}), cần số: hãy định dạng ô kiểu Số rồi gõ lại.")
        case "boolean" | "error":
            raise CellRefused(f"'{cell.shown}' không phải số: hãy gõ lại, ví dụ 1.900.000,50.")
        case "number" if cell.value is not None:
            if "%" in cell.number_format:
                raise CellRefused("ô định dạng phần trăm: hãy đổi sang kiểu Số và gõ lại giá trị.")
            warnings = (
                [] if cell.formula is None else [f"ô {cell.ref} là công thức: lấy kết quả {cell.value}"]
            )
            return float(cell.value), warnings
    return None, []


def _digits_text(cell: Cell) -> str:
    """The text of a number; hidden characters are refused before it is read."""
    text = cell.value or ""
    clean_line(text, join_lines=True)
    return text


def text_of(cell: Cell) -> str:
    """The cell as text: numbers without a tail of zeros, dates the Vietnamese way."""
    if cell.formula is not None:
        raise CellRefused(_formula_message(cell))
    match cell.kind:
        case "number" if cell.value:
            return f"{float(cell.value):.15g}"
        case "date":
            return cell.shown
        case "boolean" | "error" | "time" | "bad_date":
            raise CellRefused(f"ô có giá trị '{cell.shown}', cần chữ: hãy gõ lại nội dung.")
    return cell.value or ""


def _formula_message(cell: Cell) -> str:
    if EXTERNAL_FORMULA.search(cell.formula or ""):
        return f"liên kết ngoài không được phép; {FORMULA_REFUSED}: {PASTE_VALUES}."
    return f"{FORMULA_REFUSED} ở cột này: {PASTE_VALUES}."


def _check_kept(cell: Cell, column: Column, text: str) -> None:
    """A text that had to be cut while reading is too long for every column."""
    if cell.length > len(text) and cell.kind == "text" and len(text) > column.max_length * 3:
        raise CellRefused(
            f"Nhập tối đa {grouped(column.max_length)} ký tự; ô có {grouped(cell.length)} ký tự. Hãy rút gọn."
        )


def _eth_warning(text: str) -> list[str]:
    return ["ký tự Ð đã đổi thành Đ"] if re.search("[Ðð]", unicodedata.normalize("NFC", text)) else []


UNKNOWN = "không có trong danh mục"


def unknown_name(text: str, nearest: list[str]) -> str:
    """The sentence for a name that is not in the catalogue, with what was probably meant."""
    shown = f"'{text[:80]}' {UNKNOWN}"
    if looks_like_tcvn3(text):
        return f"{shown}; có phải phông TCVN3/VNI? Hãy chuyển tệp sang Unicode rồi tải lại."
    if nearest:
        return f"{shown}; ý là '{nearest[0]}'? Hãy sửa ô theo danh mục."
    return f"{shown}. Hãy sửa ô theo danh mục hoặc nhờ quản trị thêm vào danh mục."


def _ignored(_cell: Cell, _column: Column, _currency: str) -> Reading:
    return Reading()


_READERS = {
    Kind.IGNORED: _ignored,
    Kind.CODE: _code,
    Kind.LINE: _line,
    Kind.NOTE: _note,
    Kind.DATE: _date,
    Kind.AMOUNT: _amount,
    Kind.RATE: _rate,
    Kind.CHOICE: _line,
    Kind.CHOICES: _choices,
}
