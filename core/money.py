"""Money: the one strict parser of amounts, minor units, conversion, and how amounts are printed."""

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import NamedTuple

NBSP = "\u00a0"
MINUS = "\u2212"
LIMIT = Decimal(10) ** 15


class Currency(NamedTuple):
    """A currency: its number of decimals, its Vietnamese name, and the word printed after an amount."""

    exponent: int
    name: str
    word: str


def _named(code: str, exponent: int, name: str) -> tuple[str, Currency]:
    return code, Currency(exponent, name, "đồng" if code == "VND" else code)


CURRENCIES: dict[str, Currency] = dict(
    (
        _named("USD", 2, "đô la Mỹ"),
        _named("EUR", 2, "euro"),
        _named("VND", 0, "đồng Việt Nam"),
        _named("JPY", 0, "yên Nhật"),
        _named("KRW", 0, "won Hàn Quốc"),
        _named("GBP", 2, "bảng Anh"),
        _named("AUD", 2, "đô la Ô-xtrây-li-a"),
        _named("CAD", 2, "đô la Ca-na-đa"),
        _named("NZD", 2, "đô la Niu Di-lân"),
        _named("CHF", 2, "phrăng Thụy Sĩ"),
        _named("CNY", 2, "nhân dân tệ Trung Quốc"),
        _named("HKD", 2, "đô la Hồng Kông"),
        _named("TWD", 2, "đô la Đài Loan"),
        _named("SGD", 2, "đô la Xin-ga-po"),
        _named("THB", 2, "bạt Thái Lan"),
        _named("LAK", 2, "kíp Lào"),
        _named("KHR", 2, "riên Cam-pu-chia"),
        _named("MYR", 2, "rinh-gít Ma-lai-xi-a"),
        _named("INR", 2, "ru-pi Ấn Độ"),
        _named("RUB", 2, "rúp Nga"),
        _named("CZK", 2, "cua-ron Séc"),
        _named("HUF", 2, "phô-rinh Hung-ga-ri"),
        _named("PLN", 2, "dờ-lô-ty Ba Lan"),
        _named("SEK", 2, "cua-ron Thụy Điển"),
        _named("NOK", 2, "cua-ron Na Uy"),
        _named("DKK", 2, "cua-ron Đan Mạch"),
    )
)


class AmountError(ValueError):
    """What is wrong with an amount, as a Vietnamese sentence."""


class AmbiguousAmount(AmountError):  # noqa: N818 - the situation, not a fault
    """An amount that reads in two ways; `readings` holds both, thousands first."""

    def __init__(self, text: str, readings: tuple[Decimal, Decimal], *, scaled: bool = False) -> None:
        """Say what was typed, both readings, and how to write what is meant."""
        self.readings = readings
        whole, fraction = (format_number(reading) for reading in readings)
        plain = "các chữ số" if scaled else f"{format_number(readings[0], decimals=2)} nếu là {whole}"
        super().__init__(f"{text} không rõ là {whole} hay {fraction}; viết đủ {plain}.")


def currency_named(code: str) -> Currency:
    """Return the currency with this code. Raises AmountError when it is unknown."""
    try:
        return CURRENCIES[code]
    except KeyError:
        raise AmountError(f"Loại tiền '{code[:20]}' không có trong danh mục, ví dụ USD, EUR, VND.") from None


_BLANKS = re.compile("[\u00a0\u2007\u2009\u202f]")
_SHAPE = re.compile(r"[0-9]{1,40}(?:[., ][0-9]{1,40}){0,20}")
_WORDS = {
    "nghìn": 10**3,
    "ngàn": 10**3,
    "triệu": 10**6,
    "tr": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
    "nghìn tỷ": 10**12,
    "nghìn tỉ": 10**12,
}
_WITH_WORD = re.compile(rf"(.*?) *({'|'.join(sorted(_WORDS, key=len, reverse=True))})", re.IGNORECASE)
_LONGEST = 60


def _refusal(text: str) -> AmountError:
    shown = text if len(text) <= 40 else text[:40] + "…"
    return AmountError(
        f"'{shown}' không phải số hợp lệ: chỉ dùng chữ số, dấu chấm và dấu phẩy, ví dụ 1.900.000,50."
    )


def _grouped(parts: list[str]) -> bool:
    """Return whether the parts are groups of thousands: one to three digits, then threes, no leading zero."""
    head, *rest = parts
    return 1 <= len(head) <= 3 and head[0] != "0" and all(len(part) == 3 for part in rest)


def _number(text: str, *, thousands_only: bool, scale: int = 1) -> Decimal:
    """Return the number that the text states. Raises AmountError, or AmbiguousAmount for 1.900."""
    if not _SHAPE.fullmatch(text):
        raise _refusal(text)
    parts = re.split("[., ]", text)
    marks = re.findall("[., ]", text)
    groups, decimals = parts, ""
    single = len(marks) == 1 and marks[0] != " "
    if marks and marks[-1] != " " and (single or marks[-1] not in marks[:-1]):
        # The last mark stands alone, so it may begin the decimals; a single one before three digits may not.
        if single and _grouped(parts) and len(parts) == 2:
            whole, fraction = Decimal("".join(parts)) * scale, Decimal(".".join(parts)) * scale
            if thousands_only and (scale == 1 or marks[0] == "."):
                return whole
            raise AmbiguousAmount(text, (_plain(whole), _plain(fraction)), scaled=scale > 1)
        groups, decimals = parts[:-1], parts[-1]
        marks = marks[:-1]
    if len(set(marks)) > 1 or (len(groups) > 1 and not _grouped(groups)):
        raise _refusal(text)
    if len(groups) == 1 and len(groups[0]) > 1 and groups[0][0] == "0":
        raise _refusal(text)
    return Decimal("".join(groups) + ("." + decimals if decimals else "")) * scale


def _plain(value: Decimal) -> Decimal:
    """Return the number without trailing zeros and without an exponent."""
    return Decimal(f"{value.normalize():f}")


def _checked(value: Decimal, currency: str) -> Decimal:
    """Return the amount if it may be stored in this currency. Raises AmountError."""
    exponent = currency_named(currency).exponent
    if value <= 0:
        raise AmountError("Số tiền phải lớn hơn 0.")
    if value >= LIMIT:
        raise AmountError("Số tiền quá lớn: tối đa 999.999.999.999.999.")
    if _decimals(value) > exponent:
        if exponent == 0:
            raise AmountError(f"Số tiền bằng {currency} không có phần lẻ; nhập số nguyên.")
        raise AmountError(f"Số tiền có tối đa {exponent} chữ số thập phân.")
    return value


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def parse_amount(text: str, currency: str, *, allow_ambiguous: bool = False, words: bool = False) -> Decimal:
    """Return the amount that the text states in this currency.

    Takes Vietnamese (1.900.000,50) and English (1,900,000.50) writing, plain digits and groups set off by
    spaces; with `words` also "1,9 triệu", "49,5 tỷ", "600 nghìn". A single mark before exactly three digits
    is thousands where the currency has no decimals; else AmbiguousAmount is raised, or thousands taken with
    `allow_ambiguous`. Raises AmountError for everything else.
    """
    typed = _BLANKS.sub(" ", text).strip(" \t\r\n")
    if len(typed) > _LONGEST:
        raise AmountError(f"'{typed[:40]}…' không phải số hợp lệ: tối đa 999.999.999.999.999.")
    if not typed:
        raise AmountError("Nhập số tiền.")
    if re.fullmatch(r"[-\u2212] *[0-9][0-9., ]*", typed):
        raise AmountError("Số tiền phải lớn hơn 0.")
    scale = 1
    if words and (found := _WITH_WORD.fullmatch(typed)):
        if not found[1]:
            raise _refusal(typed)
        typed, scale = found[1], _WORDS[found[2].casefold()]
    thousands_only = currency_named(currency).exponent == 0
    # Wide enough that no digit of the longest text accepted above is rounded away unseen.
    with localcontext(prec=2 * _LONGEST):
        try:
            value = _number(typed, thousands_only=thousands_only, scale=scale)
        except AmbiguousAmount as ambiguous:
            if not allow_ambiguous:
                raise
            value = ambiguous.readings[0]
        return _checked(_plain(value) if scale > 1 and value else value, currency)


def amount_from_number(value: int | float | Decimal, currency: str) -> Decimal:
    """Return the amount of a numeric spreadsheet cell; 0.30000000000000004 is 0.30.

    Excel keeps 15 digits, so more than that were lost before the file came here. Raises AmountError.
    """
    if isinstance(value, bool):
        raise AmountError("Ô là đúng/sai, không phải số.")
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise AmountError("Ô không phải số hợp lệ.")
    if number >= LIMIT:
        raise AmountError("Số tiền quá lớn: tối đa 999.999.999.999.999.")
    with localcontext(prec=15):
        number = +number
    return _checked(_plain(number) if number else Decimal(0), currency)


def to_minor(amount: Decimal, currency: str) -> int:
    """Return the amount in whole minor units (cents, đồng). Raises AmountError when a part would be lost."""
    minor = amount.scaleb(currency_named(currency).exponent)
    if minor != minor.to_integral_value():
        raise AmountError(f"Số tiền {format_number(amount)} {currency} có quá nhiều chữ số thập phân.")
    return int(minor)


def from_minor(amount_minor: int, currency: str) -> Decimal:
    """Return the amount that so many minor units are."""
    return Decimal(amount_minor).scaleb(-currency_named(currency).exponent)


def convert(amount_minor: int, currency: str, rate: Decimal, *, target: str = "USD") -> int:
    """Return the amount in minor units of the target currency, halves rounded up.

    `rate` is how many units of the target one unit of `currency` buys; it must be positive.
    """
    if not rate.is_finite() or rate <= 0:
        raise AmountError("Tỷ giá phải lớn hơn 0.")
    shift = currency_named(target).exponent - currency_named(currency).exponent
    with localcontext(prec=100):
        exact = (Decimal(amount_minor) * rate).scaleb(shift)
        return int(exact.to_integral_value(rounding=ROUND_HALF_UP))


def format_number(value: Decimal | int, *, decimals: int | None = None) -> str:
    """Return the number in Vietnamese writing: 1.900.000,5; with `decimals` exactly so many of them."""
    number = Decimal(value)
    if decimals is None:
        text = f"{_plain(number) if number else Decimal(0):,f}"
    else:
        text = f"{number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP):,f}"
    text = text.translate(str.maketrans(",.", ".,"))
    return text.replace("-", MINUS)


def format_amount(amount: Decimal, currency: str, *, cents: bool = False) -> str:
    """Return the amount without its currency: 1.900.000 or 1.900.000,50; decimals always with `cents`."""
    exponent = currency_named(currency).exponent
    whole = amount == amount.to_integral_value()
    return format_number(amount, decimals=0 if whole and not cents else exponent)


def format_for_editing(amount: Decimal, currency: str) -> str:
    """Return the amount as a form shows it: 68.000,00 where 68.000 would read in two ways."""
    return format_amount(amount, currency, cents=1000 <= amount < 10**6)


def format_money(amount: Decimal, currency: str) -> str:
    """Return the amount with its currency after a no-break space: 1.900.000 USD, 559.000.000 đồng."""
    return f"{format_amount(amount, currency)}{NBSP}{currency_named(currency).word}"


def format_part(amount: Decimal, currency: str) -> str:
    """Return a part of an amount with its currency: parts of a cent too, so that the parts still add up."""
    exponent = currency_named(currency).exponent
    if amount == amount.quantize(Decimal(1).scaleb(-exponent)):
        return format_money(amount, currency)
    return f"{format_number(amount)}{NBSP}{currency_named(currency).word}"


# Before a rounded amount; with a plain space, so that only the number holds on to its unit.
ABOUT = "khoảng "
_IN_FULL_BELOW = 100_000
_APPROX_UNITS = ((10**9, "tỷ"), (10**6, "triệu"))


def approx_text(amount: Decimal, currency: str) -> str:
    """Return the amount as a report words it: "khoảng 1,9 triệu USD", "khoảng 428 nghìn USD".

    One decimal of a million (of a billion from there on), whole thousands below a million, halves up;
    "khoảng" only when something was rounded away. Below 100.000, and below a million đồng, the amount is
    written in full.
    """
    smallest = 10**6 if currency_named(currency).exponent == 0 else _IN_FULL_BELOW
    size = abs(amount)
    if size < smallest:
        return format_money(amount, currency)
    unit, word = next((pair for pair in _APPROX_UNITS if size >= pair[0]), (1000, "nghìn"))
    rounded = _rounded(amount, unit)
    if abs(rounded) >= 1000 and unit < 10**9:
        unit, word = _APPROX_UNITS[1] if unit == 1000 else _APPROX_UNITS[0]
        rounded = _rounded(amount, unit)
    about = "" if rounded * unit == amount else ABOUT
    return f"{about}{format_number(rounded)}{NBSP}{word}{NBSP}{currency_named(currency).word}"


def _rounded(amount: Decimal, unit: int) -> Decimal:
    step = Decimal(1) if unit == 1000 else Decimal("0.1")
    return (amount / unit).quantize(step, rounding=ROUND_HALF_UP)
