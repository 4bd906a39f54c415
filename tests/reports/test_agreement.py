"""Every output states the same totals, to the last cent and đồng, whatever lines the ledgers hold."""

import csv
import json
import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import zip_longest

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import Q
from openpyxl import load_workbook
from pypdf import PdfReader

from aid.actions import commitments, money
from aid.actions.counterparts import add_counterpart
from aid.actions.periods import close_period
from aid.models import AidItem, Commitment, Counterpart, Disbursement
from core.money import format_amount, format_money, from_minor
from reports.documents.pdf import render_pdf
from reports.figures import compute_many, scope_of_year
from reports.kinds.year_end import report_document, report_numbers, report_scope
from reports.kinds.year_end_numbers import QUARTERS
from reports.scopes import figure_url
from tests.factories import AidItemFactory

pytestmark = pytest.mark.django_db
TODAY = date(2025, 12, 20)
CLOSED = (date(2025, 1, 1), date(2025, 6, 30))
# Rates with odd decimals, so that every conversion rounds; nobody knows one for kíp.
RATES = {"USD": "26380.7", "EUR": "30123.4567", "JPY": "170.3301", "VND": None, "LAK": None}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def amount_of(chance, currency, *, least=1_000, most=90_000):
    """Return an odd amount in the currency and the columns that store it."""
    whole = Decimal(chance.randint(least, most))
    if currency in ("VND", "JPY", "LAK"):
        return whole * 1000
    return whole + Decimal(chance.randint(0, 99)) / 100


def columns(amount, currency, day):
    rate, usd = RATES[currency], None if currency == "LAK" else RATES["USD"]
    return money.money_fields(
        amount=amount,
        currency=currency,
        day=day,
        rate=Decimal(rate) if rate else None,
        usd_rate=Decimal(usd) if usd and currency != "USD" else None,
    )


def fill(cast, seed):
    """Write items with commitments, receipts, goods and refunds; close half the year; correct some of it."""
    chance, by = random.Random(seed), cast["SNGV_STAFF"]
    told = {"today": TODAY, "by": by}
    for number in range(5):
        approved = CLOSED[0] + timedelta(days=chance.randint(0, 200))
        kind = {"emergency": True} if number == 4 else {}
        item = AidItemFactory(
            recipient=cast.agencies["SYT"], approved_on=approved, code=f"VT-2025-{seed}{number}", **kind
        )
        currency = list(RATES)[(number + seed) % len(RATES)]
        promised = amount_of(chance, currency, least=300_000, most=900_000)
        commitments.add_commitment(
            item=item, money=columns(promised, currency, approved), committed_on=None, **told
        )
        add_counterpart(item=item, kind="TIEN", money=columns(Decimal(7_777_777), "VND", approved), by=by)
        for goods in (False, True):
            paid_on = approved + timedelta(days=chance.randint(1, 100))
            about = {"kind": "HIEN_VAT", "goods": "Máy siêu âm"} if goods else {}
            money.add_disbursement(
                item=item, paid_on=paid_on, money=columns(amount_of(chance, currency), currency, paid_on),
                **about, **told,
            )  # fmt: skip
        money.add_disbursement(
            item=item, paid_on=TODAY,
            money=columns(-amount_of(chance, currency, most=1_500), currency, TODAY),
            kind="HOAN_TRA", **told,
        )  # fmt: skip
    close_period(first_day=CLOSED[0], last_day=CLOSED[1], reason="Báo cáo 6 tháng", **told)
    for row in Disbursement.objects.filter(paid_on__lte=CLOSED[1], kind="TIEN"):
        money.edit_disbursement(
            disbursement=row, expected=row.version, paid_on=row.paid_on, reason="đối chiếu",
            money=columns(amount_of(chance, row.currency), row.currency, row.paid_on), **told,
        )  # fmt: skip
    for row in Commitment.objects.filter(item__approved_on__lte=CLOSED[1]).select_related("item")[:2]:
        fresh = columns(row.amount + 1, row.currency, row.item.approved_on)
        commitments.edit_commitment(
            commitment=row, expected=row.version, money=fresh, committed_on=None, reason="phụ lục", **told
        )
    late = AidItem.objects.regular().first()
    money.add_disbursement(
        item=late, paid_on=CLOSED[1], money=columns(Decimal("0.07"), "USD", CLOSED[1]), reason="muộn", **told
    )


def totals(rows):
    """Return the sums of rows as Python adds them: US cents, đồng, rows without a rate."""
    rows = list(rows)
    return (
        sum(row.usd_minor or 0 for row in rows),
        sum(row.vnd or 0 for row in rows),
        sum(row.usd_minor is None for row in rows),
    )


def usd(minor):
    return format_money(from_minor(minor, "USD"), "USD").replace("\u00a0", " ")


def sheet(response):
    """Return the rows of a workbook as dictionaries by heading."""
    head, *rows = load_workbook(BytesIO(response.content), read_only=True).worksheets[0].values
    return [dict(zip_longest(head, row)) for row in rows]


def cents(rows, name):
    return sum(round(Decimal(str(row[name])) * 100) for row in rows if isinstance(row[name], int | float))


@pytest.mark.parametrize("seed", [1, 3])
def test_every_output_states_the_same_totals(cast, sign_in, seed, tmp_path):
    fill(cast, seed)
    reader = sign_in(cast["AUDITOR"])
    paid = totals(Disbursement.objects.regular())
    urgent_paid = totals(Disbursement.objects.emergency())
    promised, urgent = totals(Commitment.objects.regular()), totals(Commitment.objects.emergency())

    for item in AidItem.objects.for_page():
        page = reader.get(item.get_absolute_url()).text.replace("\u00a0", " ")
        own, dong, unrated = totals(item.disbursements.all())
        assert f">{usd(own)}</td>" in page
        assert f"{format_amount(Decimal(dong), 'VND')} đồng</td>" in page
        assert (f"{unrated} dòng chưa có tỷ giá" in page) == bool(unrated)

    head = reader.get("/vien-tro/", {"nam": "2025"}).text.replace("\u00a0", " ")
    assert f"cam kết {usd(promised[0])}" in head
    assert f"giải ngân {usd(paid[0])}" in head
    listed = sheet(reader.get("/vien-tro/", {"nam": "2025", "xuat": "xlsx"}))
    assert cents(listed, "Cam kết (USD)") == promised[0] + urgent[0]
    assert cents(listed, "Giải ngân (USD)") == paid[0] + urgent_paid[0]
    assert sum(row["Cam kết (đồng)"] or 0 for row in listed) == promised[1] + urgent[1]

    ledger = reader.get("/vien-tro/giai-ngan/").text.replace("\u00a0", " ")
    assert f"cộng {usd(paid[0])}" in ledger
    assert f"tính riêng {usd(urgent_paid[0])}" in ledger
    lines = sheet(reader.get("/vien-tro/giai-ngan/", {"xuat": "xlsx"}))
    assert cents(lines, "Quy đổi (USD)") == paid[0] + urgent_paid[0]
    assert sum(row["Quy đổi (đồng)"] or 0 for row in lines) == paid[1] + urgent_paid[1]
    text = reader.get("/vien-tro/giai-ngan/", {"xuat": "csv"}).content.decode("utf-8-sig")
    fields = [row["Quy đổi (USD)"] for row in csv.DictReader(StringIO(text), delimiter=";")]
    printed = [Decimal(field.replace(",", ".") or 0) for field in fields]
    assert sum(printed) * 100 == paid[0] + urgent_paid[0]

    out = StringIO()
    call_command("figures", "--year", "2025", "--json", stdout=out)
    figures = {row["code"]: row for row in json.loads(out.getvalue())}
    scope = scope_of_year(cast["AUDITOR"], 2025, today=TODAY)
    expected = {"aid.disbursed_usd": paid, "aid.committed_usd": promised, "aid.emergency_usd": urgent}
    for code, (minor, _, unrated) in expected.items():
        assert round(Decimal(str(figures[code]["value"])) * 100) == minor
        assert figures[code]["left_out"] == unrated
        page = reader.get(figure_url(code, scope, today=TODAY)).text.replace("\u00a0", " ")
        assert usd(minor) in page
    sectors = [code for code in figures if code.startswith("aid.sector_usd.")]
    values = compute_many({code: (code, scope) for code in sectors}).values()
    assert sum(value.amount for value in values) * 100 == promised[0]
    assert figures["aid.counterpart_vnd"]["value"] == totals(Counterpart.objects.regular())[1]

    path = tmp_path / "aid.json"
    call_command("export", "aid", "--format", "json", "--out", str(path), stdout=StringIO())
    kept = {row["code"]: row["amount"] for row in json.loads(path.read_text())}
    promised_by_item = {}
    for item in AidItem.objects.prefetch_related("commitments"):
        rows = sorted(item.commitments.all(), key=lambda row: (row.entry != "GHI", row.pk))
        own = [row.amount for row in rows if row.currency == rows[0].currency]
        promised_by_item[item.code] = sum(own) if sum(own) > 0 else None
    printed_by_item = {code: amount and Decimal(str(amount)) for code, amount in kept.items()}
    assert printed_by_item == promised_by_item


def test_the_report_its_chart_and_its_appendix_state_them_too(cast, year):
    fill(cast, 2)
    report = year.report
    scope = report_scope(report, today=TODAY)
    numbers = report_numbers(report, scope)
    # A correction of an older item counts on the day on which it was booked.
    of_year = Commitment.objects.regular().filter(
        Q(booked_on__isnull=True, item__approved_on__year=2025) | Q(booked_on__year=2025)
    )
    promised, paid = totals(of_year), totals(Disbursement.objects.regular())

    for code, total in (("aid.committed_usd", promised), ("aid.disbursed_usd", paid)):
        quarters = [numbers.quarters[code, quarter] for quarter in QUARTERS]
        assert sum(value.amount for value in quarters if value) * 100 == numbers.value(code).amount * 100
        assert numbers.value(code).amount * 100 == total[0]
    document = report_document(report, scope, numbers=numbers)
    pdf = render_pdf(replace(document, appendices=document.appendices[:1]))
    text = "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    total = format_amount(from_minor(promised[0], "USD"), "USD")
    assert total in text
