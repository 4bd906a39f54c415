"""How an amount is converted: rates are đồng for one unit, kept in ten-thousandths."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

from core.dates import format_date
from core.legal import Blocker, Caution
from core.money import AmountError, convert, format_money, from_minor

SCALE = 10_000
_MAX_E4 = 10**15
# What a column of money holds.
_MAX_MINOR = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Converted:
    """The equivalents of one amount: US cents and đồng; None where a rate is missing."""

    usd_minor: int | None
    vnd: int | None


def rate_e4(rate: Decimal | None) -> int | None:
    """Return a rate in ten-thousandths of a đồng. Raises AmountError when it is not positive or absurd."""
    if rate is None:
        return None
    scaled = int((rate * SCALE).to_integral_value(rounding=ROUND_HALF_UP))
    if not 0 < scaled < _MAX_E4:
        raise AmountError("Tỷ giá phải lớn hơn 0 và không quá 99.999.999.999.")
    return scaled


def converted(amount_minor: int, currency: str, *, rate: int | None, usd_rate: int | None) -> Converted:
    """Return the equivalents of an amount.

    `rate` is đồng for one unit of the currency, `usd_rate` đồng for one USD, both in ten-thousandths.
    USD needs no rate for its USD amount, đồng needs the USD rate, any other currency needs both. Raises
    AmountError for an equivalent that no column holds.
    """
    found = _equivalents(amount_minor, currency, rate, usd_rate)
    for name, value in (("USD", found.usd_minor), ("đồng", found.vnd)):
        if value is not None and abs(value) > _MAX_MINOR:
            raise AmountError(
                f"Số tiền quy đổi ra {name} quá lớn, không lưu được; xem lại số tiền và tỷ giá."
            )
    return found


def _equivalents(amount_minor: int, currency: str, rate: int | None, usd_rate: int | None) -> Converted:
    if currency == "USD":
        dong = rate or usd_rate
        return Converted(amount_minor, _to_vnd(amount_minor, "USD", dong))
    if currency == "VND":
        return Converted(_cross(amount_minor, "VND", SCALE, usd_rate), amount_minor)
    return Converted(_cross(amount_minor, currency, rate, usd_rate), _to_vnd(amount_minor, currency, rate))


def _to_vnd(amount_minor: int, currency: str, rate: int | None) -> int | None:
    if rate is None:
        return None
    return convert(amount_minor, currency, Decimal(rate) / SCALE, target="VND")


def _cross(amount_minor: int, currency: str, rate: int | None, usd_rate: int | None) -> int | None:
    if rate is None or usd_rate is None:
        return None
    # Wide, so that the quotient does not tip a half cent the wrong way.
    with localcontext(prec=60):
        quotient = Decimal(rate) / Decimal(usd_rate)
    return convert(amount_minor, currency, quotient, target="USD")


def is_near(one: Decimal, other: Decimal, percent: int) -> bool:
    """Return whether a rate lies within so many per cent of another one."""
    return abs(one - other) * 100 <= other * percent


def rate_slip(typed: Decimal, known: Decimal, percent: int) -> str:
    """Return what probably went wrong with a rate that is far from the known one: zeros, or upside down."""
    for power in (1, 2, 3, 4, 6):
        factor = Decimal(10) ** power
        if is_near(typed, known * factor, percent):
            return f"có vẻ thừa {power} chữ số 0 hoặc sai dấu chấm, dấu phẩy"
        if is_near(typed * factor, known, percent):
            return f"có vẻ thiếu {power} chữ số 0 hoặc sai dấu chấm, dấu phẩy"
    # Upside down it has few digits, so that the band alone would be too strict.
    if typed < 1 < known and is_near(typed * known, Decimal(1), max(percent, 20)):
        return "có vẻ ghi ngược: cần số đồng cho một đơn vị ngoại tệ"
    return "kiểm tra dấu chấm, dấu phẩy"


def received_problems(
    *, amount_minor: int, currency: str, received_minor: dict[str, int], usd: tuple[int | None, int | None]
) -> list[Blocker | Caution]:
    """Return why money cannot go back, or a receipt be taken away: more than was received would be gone.

    `received_minor` holds by currency what was received less what went back, without this line; `usd` the US
    cents of this line and of the others, which decide where the currency was never received.
    """
    if amount_minor >= 0 and received_minor.get(currency, 0) + amount_minor >= 0:
        return []
    if not any(total > 0 for total in received_minor.values()):
        return [Blocker("Chưa nhận lần nào nên không có gì để hoàn trả; ghi lần nhận trước.", None, "amount")]
    if currency in received_minor:
        have = received_minor[currency]
        if have + amount_minor >= 0:
            return []
        money = format_money(from_minor(max(have, 0), currency), currency)
        words = f"Hoàn trả vượt số đã nhận; nhập không quá {money}, hoặc sửa lần nhận trước."
        if amount_minor >= 0:
            words = f"Số đã hoàn trả lớn hơn số nhận còn lại {money}; sửa lần hoàn trả trước."
        return [Blocker(words, None, "amount")]
    own, others = usd
    if own is not None and others is not None and own + others < 0:
        money = format_money(from_minor(-(own + others), "USD"), "USD")
        return [Caution(f"Quy đổi ra USD, hoàn trả vượt số đã nhận {money}; xem lại.", None, "amount")]
    return []


def removal_problems(
    *, amount_minor: int, currency: str, others_minor: dict[str, int]
) -> list[Blocker | Caution]:
    """Return why a receipt cannot be taken out: money that went back would stand without it."""
    if amount_minor > 0 and others_minor.get(currency, 0) < 0:
        return [Blocker("Đã ghi hoàn trả từ tiền này; sửa hoặc xóa lần hoàn trả trước.", None)]
    return []


def lowered_problems(
    *,
    before_minor: dict[str, int],
    committed_minor: dict[str, int],
    received_minor: dict[str, int],
    usd: tuple[int | None, int | None] = (None, None),
) -> list[Blocker | Caution]:
    """Return why a commitment cannot be lowered or taken out: more has been paid (totals by currency).

    The mirror of what a payment is asked. `usd`: US cents committed now and received. They decide where the
    currencies differ, with room for rates to move: never by half.
    """
    if not any(total > 0 for total in received_minor.values()) or committed_minor == before_minor:
        return []
    if any(before_minor.values()) and not any(committed_minor.values()):
        words = "Khoản đã giải ngân nên không bỏ hết cam kết; sửa số cam kết, hoặc sửa giải ngân trước."
        return [Blocker(words, None, "amount")]
    promised, paid_usd = usd
    is_other = set(committed_minor) != set(before_minor)
    if is_other and promised is not None and paid_usd is not None and 2 * promised < paid_usd:
        money = format_money(from_minor(paid_usd, "USD"), "USD")
        words = f"Quy đổi ra USD, cam kết thấp xa số đã giải ngân {money}; xem lại số tiền, loại tiền."
        return [Blocker(words, None, "amount")]
    if len(committed_minor) != 1 or not set(received_minor) <= set(committed_minor):
        return []
    [(currency, total)] = committed_minor.items()
    paid = received_minor.get(currency, 0)
    if total >= paid or total >= before_minor.get(currency, 0):
        return []
    money = format_money(from_minor(paid, currency), currency)
    words = f"Cam kết thấp hơn số đã giải ngân {money}; giữ cam kết, hoặc sửa giải ngân trước."
    return [Blocker(words, None, "amount")]


def refund_day_problems(paid_on: date, first_receipt_on: date | None) -> list[Blocker | Caution]:
    """Return that money went back before any came."""
    if first_receipt_on is None or paid_on >= first_receipt_on:
        return []
    return [
        Blocker(
            f"Hoàn trả trước lần nhận đầu tiên {format_date(first_receipt_on)}; sửa ngày.", None, "paid_on"
        )
    ]


def receipt_day_problems(
    days: list[date | None], first_refund_on: date | None, *, field: str | None
) -> list[Blocker | Caution]:
    """Return that money would have gone back before any came; `days` are those of the receipts."""
    first_on = min((day for day in days if day), default=None)
    if first_on is None or first_refund_on is None or first_on <= first_refund_on:
        return []
    back_on = format_date(first_refund_on)
    words = f"Đã ghi hoàn trả ngày {back_on}; lần nhận đầu tiên không sau ngày đó, hoặc sửa hoàn trả trước."
    return [Blocker(words, None, field)]


def difference(
    right_minor: int,
    currency: str,
    *,
    rate: int | None,
    usd_rate: int | None,
    stands: tuple[int, int | None, int | None],
) -> dict[str, int | None]:
    """Return the columns of a correction that brings a line to the right amount at the line's own rates.

    `stands` is what the line and its corrections add up to now: amount, US cents, đồng. Line and corrections
    then add up to what the right amount converts to, to the last cent and đồng.
    """
    right = converted(right_minor, currency, rate=rate, usd_rate=usd_rate)
    amount, usd, vnd = stands
    return {
        "amount_minor": right_minor - amount,
        "usd_minor": None if right.usd_minor is None or usd is None else right.usd_minor - usd,
        "vnd": None if right.vnd is None or vnd is None else right.vnd - vnd,
    }
