"""Acceptance: click every number of the web report; the listed records sum to it under its rounding."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from core.history import acting
from core.models import User
from reports.figures import FIGURES, Scope
from reports.figures.measures import Sum
from reports.frozen import figure_of
from reports.models import ManualFigure
from reports.text_checks.printed import MONEY, as_decimal, printed
from reports.windows import Kind, window
from tests import factories as make
from tests.reports.figure_data import mixed_records
from tests.reports.life_world import Office
from tests.reports.year_end_world import TODAY, make_commitment, write

pytestmark = pytest.mark.django_db
PAGE = "/bao-cao/2025/tong-ket/"
YEAR = Scope(window(Kind.YEAR, 2025), TODAY, User())
# Numbers in the words of staff, in every form and with every kind of measure.
FORMED = ("aid.committed_usd", "aid.disbursed_share", "aid.sector_usd.y_te", "activities.participants")
FORMS = ("", "|so-cung-ky", "|cung-ky", "|chinh-xac", "|hoac-khong")
LEFT_OUT = re.compile(r"chưa tính ([\d.]+) ")


@dataclass
class Side:
    """One set of records that a number leads to: what each adds, and how many could not be added."""

    adds: list[Decimal]
    left_out: int = 0

    @property
    def total(self):
        return sum(self.adds, Decimal(0))


@pytest.fixture
def report(cast, year):
    """Return the report of a year with records of every kind, two years of aid, shares and missing rates."""
    mixed_records(cast)
    item = make.AidItemFactory(approved_on=date(2025, 3, 3))
    make.CommitmentFactory(item=item, amount_minor=5_000_000_000, currency="VND", usd_minor=None)
    make.DisbursementFactory(item=item, amount_minor=900, currency="LAK", usd_minor=None)
    make_commitment(make.AidItemFactory(approved_on=date(2024, 3, 3)), 33_333)
    with acting(by=year.writer, verb="tests.create", label="Tạo dữ liệu thử"):
        ManualFigure(
            code="doan-vao", label="Đoàn vào", unit="đoàn", year=2025, value_e2=500, agency=year.issuer,
            source="Công văn 5", told_by="Công an tỉnh", told_on=TODAY,
        ).save()  # fmt: skip
    tokens = " ".join(f"{{{{{code}{form}}}}}" for code in FORMED for form in FORMS)
    words = f"{tokens} {{{{tay.doan-vao}}}} {{{{anniversary.CZ}}}}.\n{{{{bieu-do:sectors_usd}}}}"
    write(year.report, year.writer, mo_dau=words)
    return year.report


def numbers_on(client):
    """Return (code, words, address) of every number of the web report that can be clicked, none twice."""
    page = BeautifulSoup(client.get(PAGE).content, "html.parser")
    paper = page.select_one("[data-paper]").parent
    for sign in paper.select("sup"):
        sign.extract()
    assert not paper.select("span.vb-figure[data-number]"), "every number has a page"
    return sorted({(a["data-figure"], plain(a), a["href"]) for a in paper.select("a.vb-figure")})


def plain(element):
    return " ".join(element.get_text().replace("\u00a0", " ").split())


def is_sum(code, side):
    """Return whether the figure adds up amounts; of a share by turns of its part and its whole."""
    parts = FIGURES[figure_of(code)].measure(YEAR).parts()
    return isinstance(parts[side % len(parts)], Sum)


def live_sides(client, code, address):
    """Return the records that a figure's workbook holds; its page lists as many."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    page = BeautifulSoup(answer.content, "html.parser")
    tables = page.select("#ban-ghi table")
    left = [table for table in tables if not table.tfoot]
    listed = [table for table in tables if table.tfoot]
    book = load_workbook(BytesIO(client.get(f"{address}&xuat=xlsx").content))
    sheets = book.worksheets[:-1]
    sides = []
    for at, sheet in enumerate(sheets):
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        sides.append(Side([Decimal(str(row[-1])) if is_sum(code, at) else Decimal(1) for row in rows]))
    assert sum(len(table.select("tbody tr")) for table in listed) == sum(len(side.adds) for side in sides)
    sides[0].left_out = sum(len(table.select("tbody tr")) for table in left)
    return sides


def frozen_sides(client, code, address):
    """Return the records that the page of a locked number lists."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    sides = []
    for table in BeautifulSoup(answer.content, "html.parser").select("table"):
        adds = [plain(cell) for cell in table.select("tbody [data-label='Góp vào số']")]
        kept = [words for words in adds if words != "chưa tính"]
        sides.append(Side([as_decimal(words.removesuffix(" USD")) for words in kept], len(adds) - len(kept)))
    return sides


def says(code, words, sides):
    """Return whether the words are those of a number that these records make."""
    value, figure = sides[0].total, FIGURES.get(figure_of(code))
    unit = figure.unit if figure else ""
    if code.endswith("|so-cung-ky"):
        # Of several comparisons in a row only the last says with what.
        told = change_in_words(sides, is_share=unit == "%")
        return words in {told, told.removesuffix(" so với cùng kỳ")}
    if LEFT_OUT.match(words):
        return as_decimal(LEFT_OUT.match(words)[1]) == sides[0].left_out
    if not re.search(r"\d", words):
        return value == 0 or words == "–"
    if ".quy" in code:
        return as_decimal(words) == (value / 1000).quantize(as_decimal(words))
    if unit == "%":
        number = as_decimal(words.removesuffix("%"))
        return number == (100 * value / sides[1].total).quantize(number)
    found = MONEY.match(words)
    number = printed(found["number"], unit=found["unit"] or "", lead=found["about"] or "")
    return number.accepts(value.quantize(Decimal("0.01")))


def change_in_words(sides, *, is_share):
    """Return how both sides of a comparison stand to each other, reckoned from their records."""
    half = len(sides) // 2
    now, before = (
        (100 * one[0].total / one[1].total).quantize(Decimal("0.01")) if is_share and one[1].total
        else None if is_share else one[0].total
        for one in (sides[:half], sides[half:])
    )  # fmt: skip
    if now is None or before is None:
        return "chưa có số liệu để so với cùng kỳ"
    if not before:
        return "cùng kỳ không phát sinh"
    step = abs(now - before) if is_share else abs(now - before) * 100 / before
    amount = f"{step.quantize(Decimal('0.1')):f}".removesuffix(".0")
    whole, _, part = amount.partition(".")
    amount = f"{int(whole):,}".replace(",", ".") + (f",{part}" if part else "")
    unit = " điểm phần trăm" if is_share else "%"
    way = "tăng" if now > before else "giảm"
    return f"{way} {amount}{unit} so với cùng kỳ" if now != before else "bằng cùng kỳ"


def wrong_numbers(client, sides_of):
    """Return the numbers whose records do not make them."""
    wrong, seen = [], numbers_on(client)
    kept: dict[str, list[Side]] = {}
    for code, words, address in seen:
        if code.startswith(("anniversary.", "tay.")) and sides_of is live_sides:
            page = plain(BeautifulSoup(client.get(address).content, "html.parser").main)
            proof = f"{words} (2025 − " if code.startswith("anniversary.") else "Công văn 5"
            wrong += [] if proof in page else [(code, words, address)]
            continue
        if address not in kept:
            kept[address] = sides_of(client, code, address)
        if not says(code, words, kept[address]):
            wrong.append((code, words, [(side.total, side.left_out) for side in kept[address]]))
    assert len(seen) > 60
    return wrong


def test_records_behind_every_number_of_a_draft_make_it(report, cast, sign_in):
    assert wrong_numbers(sign_in(cast["ADMIN"]), live_sides) == []


def test_records_behind_every_locked_number_make_it(report, year, cast, sign_in):
    Office(year).lock()
    assert wrong_numbers(sign_in(cast["ADMIN"]), frozen_sides) == []


def test_the_panel_of_a_number_lists_all_its_sides(report, cast, sign_in):
    client = sign_in(cast["ADMIN"])
    sides = {
        "aid.disbursed_share": ["Phần được tính", "So với"],
        "aid.committed_usd|so-cung-ky": ["Kỳ này", "Cùng kỳ năm trước"],
        "aid.committed_usd|cung-ky": ["2 dòng tiền tạo nên số này"],
    }
    for code, heads in sides.items():
        panel = client.get(f"{PAGE}so/{code}/", headers={"HX-Request": "true", "HX-Target": "nguon"})
        found = BeautifulSoup(panel.content, "html.parser")
        assert [plain(head).partition(":")[0] for head in found.select("h3")] == heads, code
    assert "1.033.332 USD" in plain(found.select_one(".sumr")), "of the year before"
