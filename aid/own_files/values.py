"""From the cells of a register to values: several in one cell, months and years, amounts in words.

Pure functions on top of the strict parsers: what reads in two ways is refused with both readings.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from core.dates import FIRST_YEAR, LAST_YEAR, DateError, add_months, format_date, parse_date
from core.money import (
    CURRENCIES,
    AmbiguousAmount,
    AmountError,
    amount_from_number,
    format_number,
    parse_amount,
)
from core.spreadsheets.cells import Cell, CellRefused, numeric, read_cell, readings_of, text_of
from core.spreadsheets.template import Column, Kind
from core.text import TextError, clean_text

DITTO = {'"', "''", "“", "”", "〃", "nt", "-nt-", "n/t", "như trên", "//", "- nt -", '-"-'}
DAY = re.compile(
    r"(?:ngày *)?\b(?P<d>\d{1,2}) *tháng *(?P<m>\d{1,2}) *(?:năm|,) *(?P<y>\d{4})"
    r"|(?P<day>\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2})"
    r"|\bquý *(?P<quarter>IV|I{1,3}|[1-4]) *(?:[/.,-]|năm)? *(?P<of>\d{4})\b"
    r"|(?P<month>\b\d{1,2}[/.-]\d{4}\b)|(?P<year>(?<![\d/.,])\d{4}(?![\d.,]))",
    re.IGNORECASE,
)
QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
AROUND = re.compile(r"từ|đến|tới|tháng|năm|ngày|[-–—→>~,;.()\s]", re.IGNORECASE)
NUMBER = re.compile(r"\d+[a-z]?(?:/\d{4})?/[^\W\d_][^\s,;()]*", re.IGNORECASE)
FILLER = re.compile(
    r"\b(số|ngày|của|quyết định|qđ|vb|văn bản|ubnd tỉnh|v/v|tháng|năm)\b|[:,;.()\-–\s]", re.IGNORECASE
)
BRACKETS = re.compile(r"^(?P<main>[^(\[]*\S)\s*[(\[](?P<rest>.*)[)\]]\s*$", re.DOTALL)
WITHIN = re.compile(r"[,;]?\s*\b(trong đó|bao gồm)\b", re.IGNORECASE)
ABOUT = re.compile(r"^(khoảng|gần|hơn|trên|~|≈)\s*", re.IGNORECASE)
MONEY_WORDS = {
    "đô la mỹ": "USD", "đô la": "USD", "đôla": "USD", "us$": "USD", "$": "USD", "đồng": "VND", "vnđ": "VND",
    "đ": "VND", "₫": "VND", "euro": "EUR", "€": "EUR", "yên": "JPY", "¥": "JPY", "won": "KRW",
} | {code.lower(): code for code in CURRENCIES}  # fmt: skip
_MONEY = "|".join(map(re.escape, sorted(MONEY_WORDS, key=len, reverse=True)))
AFTER = re.compile(rf"^(?P<number>.*?)\s*(?P<word>{_MONEY})\.?$", re.IGNORECASE | re.DOTALL)
BEFORE = re.compile(rf"^(?P<word>{_MONEY})\s*(?P<number>[\d].*)$", re.IGNORECASE | re.DOTALL)
EACH = re.compile(rf"\d\s*(?:nghìn|ngàn|triệu|tr|tỷ|tỉ)?\s*(?:{_MONEY})(?![^\W\d_])", re.IGNORECASE)
FACTOR_WORDS = {10**3: "nghìn", 10**6: "triệu", 10**9: "tỷ"}
OWN_FACTOR = re.compile(r"\d *(nghìn|ngàn|triệu|tr|tỷ|tỉ)$", re.IGNORECASE)
ANY_AMOUNT = Column("amount", "Giá trị viện trợ", Kind.AMOUNT)


@dataclass(slots=True)
class MoneyRead:
    """An amount with its currency, what else its cell says, and remarks."""

    amount: Decimal
    currency: str
    rest: str = ""
    warnings: list[str] = field(default_factory=list)


def is_ditto(cell: Cell) -> bool:
    """Whether the cell only repeats the one above it."""
    return cell.kind == "text" and (cell.value or "").strip().casefold() in DITTO


def read_text(cell: Cell) -> str:
    """Return the clean text of a cell, lines kept."""
    try:
        return clean_text(text_of(cell))
    except TextError as error:
        raise CellRefused(str(error)) from error


def _moments(text: str) -> list[tuple[date, date]]:
    """Return the first and last day of every day, month and year that the text names."""
    found = []
    for match in DAY.finditer(text):
        if match["d"]:
            day = parse_date(f"{match['d']}/{match['m']}/{match['y']}", shorthand=False)
            found.append((day, day))
        elif match["day"]:
            day = parse_date(match["day"], shorthand=False)
            found.append((day, day))
        elif match["quarter"]:
            number = QUARTERS.get(match["quarter"].upper()) or int(match["quarter"])
            first = parse_date(f"01/{3 * number - 2}/{match['of']}", shorthand=False)
            found.append((first, add_months(first, 3) - timedelta(days=1)))
        elif match["month"]:
            month, year = re.split(r"[/.-]", match["month"])
            first = parse_date(f"01/{month}/{year}", shorthand=False)
            found.append((first, add_months(first, 1) - timedelta(days=1)))
        else:
            year = int(match["year"])
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise CellRefused(f"năm {year}: năm phải từ {FIRST_YEAR} đến {LAST_YEAR}. Hãy sửa năm.")
            found.append((date(year, 1, 1), date(year, 12, 31)))
    return found


def _days(cell: Cell) -> list[tuple[date, date]]:
    if cell.kind == "date":
        day = read_cell(cell, Column("day", "Ngày", Kind.DATE)).value
        return [(day, day)]
    text = read_text(cell)
    try:
        found = _moments(text)
    except DateError as error:
        raise CellRefused(str(error)) from error
    if not found or AROUND.sub("", DAY.sub("", text)):
        raise CellRefused(f"'{text[:60]}' không đọc được là thời gian: hãy gõ dd/mm/yyyy hoặc 2024-2026.")
    return found


def read_period(cell: Cell) -> tuple[date, date]:
    """Return first and last day of "2024-2026", "03/2025 - 12/2026", "2025" or two full dates."""
    found = _days(cell)
    if len(found) > 2:
        raise CellRefused(f"'{cell.shown}' có hơn hai mốc thời gian: hãy gõ ngày bắt đầu và ngày kết thúc.")
    start, end = found[0][0], found[-1][1]
    if len(found) == 1 and found[0][0] == found[0][1]:
        raise CellRefused(f"'{cell.shown}' chỉ có một ngày: hãy gõ ngày bắt đầu và ngày kết thúc.")
    if end < start:
        raise CellRefused(f"kết thúc {format_date(end)} trước bắt đầu {format_date(start)}: hãy sửa.")
    return start, end


def read_edge(cell: Cell, *, is_end: bool) -> date:
    """Return the day on which something starts or ends; a month or a year counts from its edge."""
    found = _days(cell)
    if len(found) != 1:
        raise CellRefused(f"'{cell.shown}' có hơn một mốc thời gian: hãy gõ một ngày dd/mm/yyyy.")
    return found[0][1 if is_end else 0]


def read_day(cell: Cell) -> date:
    """Return the one day that the cell names; a month or a year alone is asked back."""
    if cell.kind == "number":
        return read_cell(cell, Column("day", "Ngày", Kind.DATE)).value  # type: ignore[no-any-return]
    found = _days(cell)
    if len(found) != 1 or found[0][0] != found[0][1]:
        proposals = []
        if len(found) == 1 and (found[0][1] - found[0][0]).days < 100:
            proposals = [format_date(day) for day in found[0]]
        raise CellRefused(f"'{cell.shown}' chưa rõ ngày nào: hãy gõ đủ dd/mm/yyyy.", proposals)
    return found[0][0]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision: its number, its day if named, and what else the cell says."""

    number: str
    day: date | None = None
    rest: str = ""


def read_decision(cell: Cell) -> Decision:
    """Return number and day of "Số 123/QĐ-UBND ngày 05/3/2025"; a second decision is part of the rest."""
    if cell.kind == "date":
        return Decision("", read_day(cell))
    text = read_text(cell)
    number = NUMBER.search(text)
    if number is None:
        if not any(sign.isdigit() for sign in text) or len(text) > 50:
            return Decision("", None, text)
        if (only_day := DAY.search(text)) and not FILLER.sub("", DAY.sub("", text)):
            return Decision("", read_day(replace(cell, value=only_day[0])))
        return Decision(text)
    after = text[number.end() :]
    # The day of a number stands right after it; a further decision begins with its own number.
    following = NUMBER.search(after)
    part = after[: following.start()] if following else after
    day = DAY.search(part)
    found = None
    if day:
        try:
            moments = _moments(day[0])
        except DateError as error:
            raise CellRefused(str(error)) from error
        found = moments[0][0] if moments[0][0] == moments[0][1] else None
        if found is None:
            raise CellRefused(f"'{day[0]}' chưa rõ ngày nào: hãy gõ số quyết định và ngày đủ dd/mm/yyyy.")
        part = part.replace(day[0], " ", 1)
    left = " ".join((text[: number.start()], part))
    rest = text if following or FILLER.sub("", left) else ""
    return Decision(number[0].rstrip(".,;:"), found, rest)


def read_money(cell: Cell, currency: str, factor: int, style: str) -> MoneyRead:
    """Return the amount of a cell; what the cell says of unit and currency wins over its column.

    Raises CellRefused, also where no currency is named or a number reads in two ways and `style` is "".
    """
    try:
        return _money(cell, currency, factor, style)
    except AmbiguousAmount as error:
        raise CellRefused(str(error), readings_of(error)) from error
    except (AmountError, TextError) as error:
        raise CellRefused(str(error)) from error


def _money(cell: Cell, currency: str, factor: int, style: str) -> MoneyRead:
    number, warnings = numeric(cell)
    if number is not None:
        currency = currency or _currency_of_format(cell.number_format)
        _require(currency, cell)
        if factor == 1:
            return MoneyRead(amount_from_number(number, currency), currency, "", warnings)
        scaled = Decimal(f"{number:.15g}") * factor
        return MoneyRead(amount_from_number(scaled, currency), currency, "", warnings)
    main, rest = _parted(read_text(cell))
    if len(EACH.findall(main)) > 1:
        raise CellRefused(
            f"'{main[:60]}' có hơn một số tiền: giữ một số ở đây; sau khi ghi, thêm cam kết còn lại ở mục "
            "Kinh phí trên trang của khoản."
        )
    if about := ABOUT.match(main):
        main = main[about.end() :]
        warnings = [f"'{cell.shown}' là số gần đúng"]
    if found := AFTER.match(main) or BEFORE.match(main):
        if currency and MONEY_WORDS[found["word"].casefold()] != currency:
            warnings.append(f"'{cell.shown}': lấy loại tiền ghi trong ô, khác tiêu đề cột ({currency})")
        named, main = MONEY_WORDS[found["word"].casefold()], found["number"].strip()
        # "1.250.000.000đ" under a header in millions is written out in full.
        if named and not OWN_FACTOR.search(main) and factor != 1:
            warnings.append(f"'{cell.shown}': lấy đúng số ghi trong ô, không nhân đơn vị của cột")
            factor = 1
        currency = named
    _require(currency, cell)
    if factor != 1 and not OWN_FACTOR.search(main):
        main = f"{main} {FACTOR_WORDS[factor]}"
    try:
        amount = parse_amount(main, currency, words=True)
    except AmbiguousAmount as error:
        if not style:
            raise
        mark = re.search("[.,]", main)
        is_thousands = mark is not None and (mark[0] == ".") == (style == "vn")
        amount = amount_from_number(error.readings[0 if is_thousands else 1], currency)
    return MoneyRead(amount, currency, rest, warnings)


def _parted(text: str) -> tuple[str, str]:
    """Return the amount itself, and what stands in brackets or after "trong đó"."""
    if found := BRACKETS.match(text):
        return " ".join(found["main"].split()), found["rest"].strip()
    if found := WITHIN.search(text):
        return " ".join(text[: found.start()].split()), text[found.start() :].strip(" ,;")
    return " ".join(text.split()), ""


def _currency_of_format(code: str) -> str:
    if "₫" in code or "VND" in code:
        return "VND"
    return next((one for one in CURRENCIES if one in code), "USD" if "$$" in code or '"$"' in code else "")


def _require(currency: str, cell: Cell) -> None:
    if not currency:
        raise CellRefused(
            f"'{cell.shown}' chưa rõ loại tiền: chọn loại tiền ở bước Ghép cột, "
            "hoặc gõ kèm, ví dụ 450 triệu đồng."
        )


def split_names(text: str) -> list[str]:
    """Return the names of a cell that holds several."""
    return [name.strip(" .-+") for name in re.split(r"[;\n]", text) if name.strip(" .-+")]


def in_brackets(text: str) -> tuple[str, str]:
    """Return a name and what stands in brackets behind it: ("Quỹ Nhịp cầu", "CHLB Đức")."""
    found = BRACKETS.match(text)
    return (found["main"].strip(), found["rest"].strip()) if found else (text, "")


def amount_words(amount: Decimal, currency: str) -> str:
    """Return an amount for messages."""
    return f"{format_number(amount)} {currency}"


def in_one_line(cell: Cell) -> Cell:
    """Return the cell as the page shows it: a line break is no broken sign."""
    if cell.kind != "text" or not cell.value or len(cell.value.splitlines()) < 2:
        return cell
    value = "; ".join(line.strip() for line in cell.value.splitlines() if line.strip())
    return replace(cell, value=value, length=len(value))


def as_said(cell: Cell) -> str:
    """Return what stands in the file, in one line; a number as people write it."""
    if cell.kind == "number" and cell.formula is None and cell.value:
        return format_number(Decimal(f"{float(cell.value):.15g}"))
    if cell.kind == "text":
        return " ".join((cell.value or "").split())[:120]
    return cell.shown
