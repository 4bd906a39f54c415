"""Filters that print dates, numbers and money the Vietnamese way; an empty value prints nothing."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone

from core import dates, money
from core.imports.remarks import told_once

register = template.Library()
register.filter(told_once)


def _local_day(value: date) -> date:
    """Return the day in Việt Nam of a date or an instant."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def ngay(value: date | None) -> str:
    """Return a date or the day of an instant as 05/01/2026."""
    return dates.format_date(_local_day(value)) if value else ""


@register.filter
def ngay_gio(value: datetime | None) -> str:
    """Return an instant as "09:42 ngày 05/01/2026" by the clock of Việt Nam."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%H:%M} ngày {dates.format_date(local)}"


@register.filter
def ngay_chinh_thuc(value: date | None) -> str:
    """Return a date as official papers write it: ngày 05 tháng 01 năm 2026."""
    return dates.official_date(_local_day(value)) if value else ""


@register.filter
def thu(value: date | None) -> str:
    """Return the day of the week: thứ Hai … Chủ nhật."""
    return dates.weekday_name(_local_day(value)) if value else ""


@register.filter
def so(value: Decimal | int | None) -> str:
    """Return a number with its thousands set off: 1.900.000,5."""
    return "" if _empty(value) else money.format_number(_decimal(value))


@register.filter
def tien(value: Decimal | int | None, currency: str) -> str:
    """Return an amount with its currency: 1.900.000 USD."""
    return "" if _empty(value) else money.format_money(_decimal(value), currency)


@register.filter
def tien_nho(value: int | None, currency: str) -> str:
    """Return an amount kept in minor units (cents) with its currency."""
    if value is None or isinstance(value, str):
        return ""
    return money.format_money(money.from_minor(value, currency), currency)


@register.filter
def phan_tram(value: Decimal | float | None) -> str:
    """Return a number of per cent with at most two decimals: 8,55%."""
    if _empty(value):
        return ""
    return money.format_number(round(_decimal(value), 2)) + "%"


@register.filter
def tuong_doi(value: date | None, today: date | None = None) -> str:
    """Return how far a deadline is: "còn 3 ngày", "đến hạn hôm nay", "quá hạn 12 ngày"."""
    if not value:
        return ""
    days = (_local_day(value) - (today or timezone.localdate())).days
    if days == 0:
        return "đến hạn hôm nay"
    return (
        f"còn {money.format_number(days)} ngày" if days > 0 else f"quá hạn {money.format_number(-days)} ngày"
    )


def _empty(value: object) -> bool:
    return value is None or value == ""


def _decimal(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
