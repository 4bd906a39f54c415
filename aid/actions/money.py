"""Money of an item: conversion at a frozen rate, the ledger of what was received."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from django.utils import timezone

from aid.actions.ledger import (
    add_difference,
    books_now,
    has_same_rates,
    hold,
    less_corrections,
    refuse_corrected,
    refuse_correction,
    refuse_moved,
    says_the_same,
    stands,
)
from aid.models import AidItem, Disbursement, Entry, ExchangeRate, RateKind
from aid.money_rules import (
    SCALE,
    converted,
    lowered_problems,
    rate_e4,
    receipt_day_problems,
    received_problems,
    refund_day_problems,
    removal_problems,
)
from aid.periods import Books, closed_row_problems, reason_problems
from aid.rate_book import RateBook
from aid.rules import disbursement_problems
from aid.standing import Standing, standings_of
from core.history import action, delete_version, save_version
from core.legal import Blocker, Caution, cautions, refuse_if
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
    *,
    item: AidItem,
    paid_on: date,
    money: dict,
    today: date,
    leaving_out: int | None = None,
    reason: str | None = None,
    books: Books | None = None,
    standing: Standing | None = None,
    is_table: bool = False,
) -> list:
    """Return the findings on a line that is about to be written, `leaving_out` its stored row.

    A day in a closed period wants a `reason`; the line is then written as a correction of today. `standing`
    is how the item stands, for a table of many lines.
    """
    books = books_now(books).of(item.status)
    stands = standing or standings_of([item.pk], leaving_out=leaving_out)[item.pk]
    others_minor, others_usd = stands.received_minor, stands.received_usd
    findings = disbursement_problems(
        paid_on=paid_on,
        approved_on=item.approved_on,
        started_on=item.started_on,
        status=item.status,
        is_emergency=item.is_emergency,
        is_table=is_table,
        today=today,
        amount_minor=money["amount_minor"],
        currency=money["currency"],
        others_minor=others_minor,
        committed_minor=stands.committed_minor,
        usd_minor=money["usd_minor"],
        others_usd_minor=others_usd,
        committed_usd_minor=stands.committed_usd,
    )
    findings += received_problems(
        amount_minor=money["amount_minor"],
        currency=money["currency"],
        received_minor=others_minor,
        usd=(money["usd_minor"], others_usd),
    )
    if money["amount_minor"] < 0:
        findings += refund_day_problems(paid_on, stands.first_day)
    if reason is None:
        findings += closed_row_problems(paid_on, books, field="paid_on")
    elif books.is_closed(paid_on):
        findings += reason_problems(reason)
    return findings


@contextmanager
def refusing_overpaid(item_id: int) -> Iterator[None]:
    """Refuse what the block does to an item's commitments where they fall below what was paid.

    Raises RuleError, so the block must be part of an action, which is then taken back whole.
    """
    before = standings_of([item_id])[item_id]
    yield
    now = standings_of([item_id])[item_id]
    refuse_if(
        lowered_problems(
            before_minor=before.committed_minor,
            committed_minor=now.committed_minor,
            received_minor=now.received_minor,
            usd=(now.committed_usd, now.received_usd),
        )
    )


def booking_columns(day: date, reason: str | None, books: Books, today: date) -> dict:
    """Return where a line of that day stands: on the day itself, or, of a closed period, today."""
    if not books.is_closed(day):
        return {"paid_on": day, "entry": Entry.ORIGINAL, "effective_on": None, "reason": ""}
    return {"paid_on": today, "entry": Entry.CORRECTION, "effective_on": day, "reason": reason or ""}


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
    kind: str = Disbursement.Kind.CASH,
    goods: str = "",
    quantity_e3: int | None = None,
    unit: str = "",
    reason: str | None = None,
    books: Books | None = None,
    origin: str = Origin.OFFICE,
) -> tuple[Disbursement, list[Caution]]:
    """Store what arrived, or went back; return the line and the cautions.

    `money` comes from `money_fields`, below 0 for a refund. A day in a closed period is refused unless a
    `reason` is given: the whole amount is then a correction of today. Raises RuleError.
    """
    item = hold(item.pk)
    books = books_now(books).of(item.status)
    findings = disbursement_findings(
        item=item, paid_on=paid_on, money=money, today=today, reason=reason, books=books
    )
    refuse_if(findings)
    words = {"voucher": voucher, "note": note, "kind": kind, "goods": goods, "unit": unit}
    row = Disbursement(item=item, quantity_e3=quantity_e3, origin=origin, **words, **money)
    _set(row, booking_columns(paid_on, reason, books, today))
    row.full_clean()
    row.save()
    return row, cautions(findings)


def _set(row: Disbursement, values: dict) -> None:
    for name, value in values.items():
        setattr(row, name, value)


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
    kind: str | None = None,
    goods: str = "",
    quantity_e3: int | None = None,
    unit: str = "",
    reason: str | None = None,
    books: Books | None = None,
) -> tuple[Disbursement, list[Caution]]:
    """Store the changed line; return it and the cautions.

    A line that stands in a closed period keeps its amount and day; what is wrong with them becomes a
    correction of today, which wants a `reason`. Raises RuleError where a rule forbids it,
    VersionConflictError when somebody saved it meanwhile.
    """
    row, item = disbursement, hold(disbursement.item_id)
    books = books_now(books).of(item.status)
    refuse_correction(row)
    words = {"voucher": voucher, "note": note, "goods": goods, "quantity_e3": quantity_e3, "unit": unit}
    kind = kind or row.kind
    day = row.effective_on or row.paid_on
    if books.is_closed(row.paid_on) and (paid_on, kind) == (day, row.kind) and says_the_same(row, money):
        _set(row, words)
        row.full_clean()
        return save_version(row, expected=expected), []
    findings = disbursement_findings(
        item=item,
        paid_on=paid_on,
        money=money,
        today=today,
        leaving_out=row.pk,
        reason=reason,
        books=books,
    )
    if (paid_on, kind) != (day, row.kind) and row.amount_minor > 0:
        now = paid_on if money["amount_minor"] > 0 else None
        findings += _receipt_days(row, now, field="paid_on")
    if books.is_closed(row.paid_on):
        findings += closed_row_problems(row.paid_on, books, field="amount") if reason is None else []
        findings += reason_problems(reason) if reason is not None else []
        refuse_if(findings)
        return _correct(
            row, expected, item, paid_on, money, kind, words, reason or "", books, today
        ), cautions(findings)
    refuse_if(findings)
    refuse_moved(row, is_same_day=paid_on == day, is_same_kind=kind == row.kind)
    money = less_corrections(row, money)
    booked = booking_columns(paid_on, reason, books, today)
    if row.entry == Entry.CORRECTION and booked["entry"] == Entry.CORRECTION:
        # It was entered late and still is: it stays on the day on which that was done.
        booked |= {"paid_on": row.paid_on, "reason": reason or row.reason}
    _set(row, words | {"kind": kind} | booked | money)
    row.full_clean()
    return save_version(row, expected=expected), cautions(findings)


def _receipt_days(row: Disbursement, now: date | None, *, field: str | None) -> list[Blocker | Caution]:
    """Return that a refund would stand before the first receipt, were this one of the day `now`, or gone."""
    backs = Disbursement.objects.filter(item=row.item_id, kind=Disbursement.Kind.REFUND, corrects=None)
    days = [back.effective_on or back.paid_on for back in backs.exclude(pk=row.pk) if stands(back)[0]]
    first_back_on = min(days, default=None)
    others = standings_of([row.item_id], leaving_out=row.pk)[row.item_id]
    return receipt_day_problems([now, others.first_day], first_back_on, field=field)


def _correct(row, expected, item, paid_on, money, kind, words, reason, books, today):
    """Bring a line of a closed period right: by the difference, or by taking it out and writing it anew."""
    # The stored line only moves its version on, so that two people cannot correct the same mistake twice.
    save_version(row, expected=expected)
    day = row.effective_on or row.paid_on
    booking = {"paid_on": today, "kind": row.kind, "voucher": words["voucher"]}
    if (paid_on, kind) == (day, row.kind) and has_same_rates(row, money):
        return add_difference(row, money["amount_minor"], effective_on=day, reason=reason, **booking)
    add_difference(row, 0, effective_on=day, reason=reason, **booking)
    anew = Disbursement(item=item, kind=kind, **words, **money)
    _set(anew, booking_columns(paid_on, reason, books, today))
    anew.full_clean()
    anew.save()
    return anew


@action("Xóa lần giải ngân")
def remove_disbursement(
    *,
    disbursement: Disbursement,
    expected: int,
    by: User,
    reason: str,
    today: date | None = None,
    books: Books | None = None,
) -> Disbursement | None:
    """Take out a line written by mistake; the reason stays in the history.

    A line of a closed period stays, and a correction of today takes its amount back; that is returned.
    Raises RuleError where money that went back or corrections rest on it, VersionConflictError when it was
    saved meanwhile.
    """
    row, item = disbursement, hold(disbursement.item_id)
    books = books_now(books).of(item.status)
    others = standings_of([item.pk], leaving_out=row.pk)[item.pk]
    refuse_if(
        removal_problems(
            amount_minor=row.amount_minor, currency=row.currency, others_minor=others.received_minor
        )
    )
    refuse_if(_receipt_days(row, None, field=None) if row.amount_minor > 0 else [])
    if not books.is_closed(row.paid_on):
        refuse_corrected(row)
        delete_version(row, expected=expected)
        return None
    refuse_correction(row, is_going=True)
    refuse_if(reason_problems(reason))
    save_version(row, expected=expected)
    day, booked = row.effective_on or row.paid_on, today or timezone.localdate()
    return add_difference(row, 0, effective_on=day, reason=reason, paid_on=booked, kind=row.kind)
