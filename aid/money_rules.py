"""How an amount is converted: rates are đồng for one unit, kept in ten-thousandths."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from core.money import AmountError, convert

SCALE = 10_000
_MAX_E4 = 10**15


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
    USD needs no rate for its USD amount, đồng needs the USD rate, any other currency needs both.
    """
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
