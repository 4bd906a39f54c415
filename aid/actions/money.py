"""Money of an item: conversion at a frozen rate, disbursements."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum

from aid.models import AidItem, Disbursement, ExchangeRate, RateKind
from aid.money_rules import SCALE, converted, rate_e4
from aid.rate_book import RateBook
from aid.rules import disbursement_problems
from core.history import action, delete_version, save_version
from core.legal import Caution, cautions, refuse_if
from core.models import User
from core.models.base import Origin
from core.money import to_minor


def money_fields(
    *,
    amount: Decimal,
    currency: str,
    day: date,
    rate: Decimal | None = None,
    usd_rate: Decimal | None = None,
    rate_kind: str = "",
    rate_source: str = "",
    rate_on: date | None = None,
    known: RateBook | None = None,
) -> dict:
    """Return the columns of a MoneyRow for an amount of that day: cents, rates, their source, equivalents.

    `rate` is đồng for one unit of the currency, `usd_rate` đồng for one USD; those left out are taken from
    the newest rates on or before the day. A rate that nobody knows stays null, and so do its equivalents.
    `known` holds all rates for a table of many amounts. Raises core.money.AmountError for an amount or a rate
    that cannot be kept.
    """
    rates = known or ExchangeRate.objects
    amount_minor = to_minor(amount, currency)
    of_unit, of_usd = rate_e4(rate), rate_e4(usd_rate)
    found = None
    if currency == "VND":
        of_unit = SCALE
    elif of_unit is None and (found := rates.latest_for(currency, day)):
        of_unit = found.rate_e4
    if currency == "USD":
        of_usd = of_unit = of_unit or of_usd
    elif of_usd is None and (usd := rates.latest_for("USD", day)):
        of_usd = usd.rate_e4
        found = found or usd
    is_typed = rate is not None or usd_rate is not None
    source: tuple[str, str, date | None]
    if is_typed:
        source = (rate_kind or RateKind.DOCUMENT, rate_source, rate_on or day)
    elif found:
        source = (found.kind, found.source, found.day)
    else:
        source = ("", "", None)
    equivalents = converted(amount_minor, currency, rate=of_unit, usd_rate=of_usd)
    return {
        "currency": currency,
        "amount_minor": amount_minor,
        "rate_e4": of_unit,
        "usd_rate_e4": of_usd,
        "rate_kind": source[0],
        "rate_source": source[1],
        "rate_on": source[2],
        "usd_minor": equivalents.usd_minor,
        "vnd": equivalents.vnd,
    }


def disbursement_findings(
    *, item: AidItem, paid_on: date, money: dict, today: date, leaving_out: int | None = None
) -> list:
    """Return the findings on a disbursement that is about to be written, `leaving_out` its stored row."""
    others = item.disbursements.all() if leaving_out is None else item.disbursements.exclude(pk=leaving_out)
    commitments = item.commitments.all()
    return disbursement_problems(
        paid_on=paid_on,
        approved_on=item.approved_on,
        started_on=item.started_on,
        status=item.status,
        today=today,
        amount_minor=money["amount_minor"],
        currency=money["currency"],
        others_minor=_by_currency(others),
        committed_minor=_by_currency(commitments),
        usd_minor=money["usd_minor"],
        others_usd_minor=_usd(others),
        committed_usd_minor=_usd(commitments),
    )


def _by_currency(rows):
    totals = rows.order_by().values("currency").annotate(total=Sum("amount_minor"))
    return {row["currency"]: row["total"] for row in totals}


def _usd(rows):
    """Return the sum in US cents, or None where a row has no rate."""
    values = list(rows.values_list("usd_minor", flat=True))
    return None if None in values else sum(values)


@action("Ghi giải ngân")
def add_disbursement(
    *,
    item: AidItem,
    paid_on: date,
    money: dict,
    today: date,
    by: User,
    voucher: str = "",
    note: str = "",
    origin: str = Origin.OFFICE,
) -> tuple[Disbursement, list[Caution]]:
    """Store money that arrived; return the row and the cautions. Raises RuleError where a rule forbids it.

    `money` comes from `money_fields`.
    """
    item = AidItem.objects.select_for_update().get(pk=item.pk)
    findings = disbursement_findings(item=item, paid_on=paid_on, money=money, today=today)
    refuse_if(findings)
    row = Disbursement(item=item, paid_on=paid_on, voucher=voucher, note=note, origin=origin, **money)
    row.full_clean()
    row.save()
    return row, cautions(findings)


@action("Sửa lần giải ngân")
def edit_disbursement(
    *,
    disbursement: Disbursement,
    expected: int,
    paid_on: date,
    money: dict,
    today: date,
    by: User,
    voucher: str = "",
    note: str = "",
) -> tuple[Disbursement, list[Caution]]:
    """Store the changed disbursement; return it and the cautions.

    Raises RuleError where a rule forbids it, VersionConflictError when somebody saved it meanwhile.
    """
    item = AidItem.objects.select_for_update().get(pk=disbursement.item_id)
    findings = disbursement_findings(
        item=item, paid_on=paid_on, money=money, today=today, leaving_out=disbursement.pk
    )
    refuse_if(findings)
    disbursement.paid_on, disbursement.voucher, disbursement.note = paid_on, voucher, note
    for name, value in money.items():
        setattr(disbursement, name, value)
    disbursement.full_clean()
    return save_version(disbursement, expected=expected), cautions(findings)


@action("Xóa lần giải ngân")
def remove_disbursement(*, disbursement: Disbursement, expected: int, by: User, reason: str) -> None:
    """Delete a disbursement written by mistake; the reason stays in the history.

    Raises VersionConflictError when somebody saved it meanwhile.
    """
    delete_version(disbursement, expected=expected)
