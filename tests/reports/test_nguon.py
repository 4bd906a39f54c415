"""docs/nguon.md: each fact of the two articles stands on the page it names, in the words it promises."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from core.models import User
from core.text import nfc

SOURCES = Path(__file__).resolve().parents[2] / "docs" / "nguon.md"
ROW = re.compile(r"^\| ([AB]\d+) \| ([^|]+) \| `([^`]+)` \| ([^|]+) \|$", re.MULTILINE)
ROWS = ROW.findall(SOURCES.read_text(encoding="utf-8"))
CODES = [f"A{number}" for number in range(1, 45)] + [f"B{number}" for number in range(1, 29)]
SLIPS = ("A11", "A12", "A44", "B28")
FINDINGS = "/bao-cao/2025/doi-chieu/"
REPORT = "/bao-cao/2025/tong-ket/"


def words_of(response):
    """Return the words of a page: tags stripped, spaces collapsed, in small letters."""
    page = BeautifulSoup(response.content, "html5lib")
    for part in page(["script", "style", "template"]):
        part.decompose()
    return " ".join(nfc(page.get_text(" ")).split()).casefold()


def phrases(cell):
    """Return the phrases of one cell, as words_of would print them."""
    return [" ".join(nfc(phrase).split()).casefold() for phrase in cell.split(";")]


@pytest.fixture
def reader(db, client, tmp_path, settings):
    """Return the client of who oversees the portal, signed in to the loaded demonstration."""
    settings.DATA_DIR = tmp_path
    call_command("demo", verbosity=0)
    client.force_login(User.objects.get(username="kiem_tra"))
    return client


def test_each_fact_has_exactly_one_row():
    assert [code for code, *_ in ROWS] == CODES


def test_each_fact_stands_on_its_page(reader):
    pages, missing = {}, []
    for code, _, address, cell in ROWS:
        if address not in pages:
            response = reader.get(address)
            assert response.status_code == 200, f"{code}: {address} answered {response.status_code}"
            pages[address] = words_of(response)
        missing += [
            f"{code}: {phrase!r} is not on {address}"
            for phrase in phrases(cell)
            if phrase not in pages[address]
        ]
    assert not missing, "\n".join(missing)


def test_slips_of_the_articles_are_findings(reader):
    found = words_of(reader.get(FINDINGS))
    by_code = {code: (address, phrases(cell)) for code, _, address, cell in ROWS}
    for code in SLIPS:
        address, expected = by_code[code]
        assert address == FINDINGS
        assert [phrase for phrase in expected if phrase not in found] == []


@pytest.mark.parametrize("country", ["Cộng hòa Séc", "Hungary"])
def test_report_computes_75_years(reader, country):
    report = words_of(reader.get(REPORT))
    assert country.casefold() in report
    assert "75 năm" in report
    assert "70 năm" not in report
