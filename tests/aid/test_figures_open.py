"""Each figure of the pages of aid opens a list of exactly the records that it counts."""

import re
from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from aid.models import ClosedPeriod, ItemPlace, ItemSector
from aid.tables.items import usd
from aid.totals import ItemTotals
from core.history import acting
from core.models import User
from tests.aid.conftest import TODAY
from tests.factories import (
    AidItemFactory,
    CommitmentFactory,
    DisbursementFactory,
    LocalityFactory,
)

SQUARE = {"type": "Polygon", "coordinates": [[[105, 20], [105.5, 20], [105.5, 20.5], [105, 20.5], [105, 20]]]}
YEAR_END = {"approved_on": date(2025, 12, 15), "rule_set": "ND313"}
PROPOSAL = {"approved_on": None, "rule_set": "", "status": "DOSSIER"}
# One of each kind that is easily counted here and not there; the communes are keys of the fixture's places.
ITEMS = [
    ({"started_on": date(2025, 7, 1), "ended_on": date(2026, 12, 31)}, {"near": 3_333, "far": 6_667}),
    ({"started_on": date(2024, 1, 1), "ended_on": date(2025, 3, 31), "approved_on": date(2023, 12, 20)}, {}),
    (YEAR_END, {"near": 10_000}),
    (YEAR_END | {"emergency": True, "rule_set": "ND50"}, {"far": 10_000}),
    ({"emergency": True}, {}),
    ({"emergency": True} | PROPOSAL, {"near": 10_000}),
    (PROPOSAL, {"near": 5_000, "far": 5_000}),
    (PROPOSAL, {}),
    ({"status": "REVOKED"}, {"near": 10_000}),
    (YEAR_END | {"status": "REVOKED", "emergency": True}, {}),
    ({**PROPOSAL, "status": "REJECTED"}, {"far": 10_000}),
    ({**PROPOSAL, "status": "WITHDRAWN"}, {}),
]


@pytest.fixture(autouse=True)
def _items(world):
    """The items, each with a promise and a payment, of the donor and the sector of the world."""
    with time_machine.travel(TODAY, tick=False):
        places = {
            name: LocalityFactory(code=str(n), full_name=f"Xã {name}", boundary=SQUARE)
            for n, name in enumerate(("near", "far"))
        }
        for n, (columns, shares) in enumerate(ITEMS):
            item = AidItemFactory(donor=world["donor"], recipient=world["recipient"], **columns)
            CommitmentFactory(item=item, amount_minor=1_000_01 * (n + 1))
            DisbursementFactory(item=item, amount_minor=100_00 + n, paid_on=date(2025, 12, 10 + n))
            with acting(by=User.objects.system(), verb="tests.parts", label="Tạo dữ liệu thử"):
                ItemSector(item=item, sector=world["sector"], share_percent=100).save()
                for name, share in shares.items():
                    ItemPlace(item=item, locality=places[name], share_e2=share).save()
        CommitmentFactory(item=AidItemFactory(approved_on=date(2025, 5, 5)))
        yield


def rows_of(page, path):
    """Yield (address, number, dollars) of the rows whose name is the link."""
    for row in page.select("table.dn-t tbody tr, table.dn-t tfoot tr"):
        link, *_ = row.select("td.main a") or [None]
        cells = {cell.get("data-label"): cell.get_text(strip=True) for cell in row.select("td")}
        if link and "Khoản" in cells:
            yield link["href"], cells["Khoản"], None
    for area in page.select("svg a:has(title)"):
        yield area["href"], re.search(r": (\d+) khoản", area.title.get_text())[1], None


def cells_of(page, path):
    """Yield (address, number, dollars) of the cells that are links: numbers of items, sums of money."""
    for cell in page.select('td[data-label]:has(a[href*="?"])'):
        link, is_money = cell.a, cell["data-label"] in ("Cam kết", "Giải ngân")
        number = link.get_text(strip=True)
        yield link["href"], *((None, number) if is_money else (number, None))
    for dot in page.select("svg a:has(circle)"):
        yield dot["href"], None, re.search(r": ([\d.,]+) USD", dot.title.get_text())[1]


def columns_of(page, path):
    """Yield (address, number, None) of the columns of the board."""
    for column in page.select(".aid-board .col"):
        yield column.h2.a["href"], column.select_one(".k").get_text(strip=True), None


def tabs_of(page, path):
    """Yield (address, number, None) of the tabs above a list."""
    for link in page.select("nav.dn-views a:has(.k), .dn-views a:has(.k)"):
        numbers = re.findall(r"\d+", link.select_one(".k").get_text())
        yield path.partition("?")[0] + "?" + link["href"].partition("?")[2], str(sum(map(int, numbers))), None


def words_of(page, path):
    """Yield (address, number, None) of the links in the sentence above the list."""
    for link in page.select("#tong-hop a"):
        yield path.partition("?")[0] + link["href"], link.get_text().split()[0], None


VIEWS = [
    pytest.param("/vien-tro/", tabs_of, 5, id="danh sách"),
    pytest.param("/vien-tro/bang/", columns_of, 6, id="bảng"),
    pytest.param("/vien-tro/bang/?nam=2025", columns_of, 3, id="bảng, một năm"),
    pytest.param("/vien-tro/ban-do/", rows_of, 5, id="bản đồ, mọi năm"),
    pytest.param("/vien-tro/ban-do/?nam=2025&so=so-khoan", rows_of, 4, id="bản đồ, một năm"),
    pytest.param("/vien-tro/ban-do/?nam=0", rows_of, 4, id="bản đồ, chưa phê duyệt"),
    pytest.param("/vien-tro/linh-vuc/Y_TE/", rows_of, 4, id="lĩnh vực"),
    pytest.param("/vien-tro/nam-nam/?den=2026", cells_of, 30, id="năm năm"),
    pytest.param("/vien-tro/nam-nam/?den=2026&chot=14-12", cells_of, 30, id="năm năm, 15/12"),
    pytest.param("/vien-tro/nha-tai-tro/{donor}/", cells_of, 10, id="nhà tài trợ"),
    pytest.param("/vien-tro/bao-cao-chu-khoan/?nam=2025", words_of, 2, id="báo cáo của chủ khoản"),
    pytest.param("/vien-tro/han/", tabs_of, 5, id="hạn"),
    pytest.param("/vien-tro/han/?tu=01/01/2025&den=31/12/2027", tabs_of, 5, id="hạn, khoảng ngày"),
]


@pytest.mark.parametrize("role", ["SNGV_STAFF", "FOCAL"])
@pytest.mark.parametrize(("path", "figures", "least"), VIEWS)
def test_each_figure_opens_its_records(world, path, figures, least, role):
    path = path.format(donor=world["donor"].pk)
    client = Client()
    client.force_login(world["cast"][role])
    page = BeautifulSoup(client.get(path).content, "html.parser")

    found = list(figures(page, path))

    assert len(found) >= least, found
    for address, number, dollars in found:
        listed = client.get(address)
        assert listed.status_code == 200, address
        shown = listed.context["page"]
        if number is not None:
            assert (address, shown.count) == (address, int(number))
        if dollars is not None:
            assert (address, usd(_sum(shown.table))) == (address, dollars)


def _sum(table):
    """Return the cents that the opened list sums up: its promises, or the money of the ledger."""
    totals = getattr(table, "totals", None)
    if isinstance(totals, ItemTotals):
        return totals.regular.committed_usd_minor + totals.emergency.committed_usd_minor
    return table.sums["usd"]


@pytest.mark.parametrize("query", ["", "?nam=2025", "?nam=0"])
@pytest.mark.parametrize("role", ["SNGV_STAFF", "FOCAL"])
def test_the_list_of_a_commune_tells_its_own_share_as_the_map_does(world, query, role):
    client = Client()
    client.force_login(world["cast"][role])
    page = client.get(f"/vien-tro/ban-do/{query}").context["page"]
    assert page["rows"]
    for row in page["rows"]:
        share = f"cam kết {row['committed']} USD, giải ngân {row['disbursed']} USD."
        for further in ("", "&loai=DU_AN"):
            words = client.get(row["url"] + further).context["page"].totals.replace("\xa0", " ")
            assert words.endswith(share), (row["url"], words)
            assert f"Phần của {row['label']}" in words
    whole = client.get(page["whole"]["url"]).context["page"].totals
    assert "Phần của" not in whole + client.get(page["nowhere"]["url"]).context["page"].totals


@pytest.mark.parametrize("role", ["FIN", "SNGV_STAFF"])
def test_numbers_of_corrections_open_their_lines(world, role):
    item = AidItemFactory(donor=world["donor"])
    said = {"entry": "DIEU_CHINH", "effective_on": date(2025, 3, 3), "reason": "đối chiếu kho bạc"}
    with acting(by=User.objects.system(), verb="tests.close", label="Tạo dữ liệu thử"):
        for first, last in (((2024, 1, 1), (2024, 12, 31)), ((2025, 1, 1), (2025, 12, 31))):
            ClosedPeriod(first_day=date(*first), last_day=date(*last), closed_on=TODAY, reason="Năm").save()
    paid = DisbursementFactory(item=item, paid_on=date(2025, 3, 3))
    for cents in (-100, 200):
        DisbursementFactory(item=item, amount_minor=cents, paid_on=TODAY, corrects=paid, **said)
    promised = CommitmentFactory(item=item)
    CommitmentFactory(item=item, amount_minor=-300, booked_on=TODAY, corrects=promised, **said)
    late = AidItemFactory(booked_on=TODAY, booking_reason="văn bản đến muộn")
    client = Client()
    client.force_login(world["cast"][role])

    page = BeautifulSoup(client.get("/vien-tro/ky/").content, "html.parser")

    links = page.select("tbody td.r a")
    assert [link.get_text() for link in links] == ["2", "1", "1"]
    for link in links:
        address, _, key = link["href"].partition("#")
        opened = BeautifulSoup(client.get(address).content, "html.parser")
        rows = opened.select(f"#{key} tbody tr")
        assert (key, len(rows)) == (key, int(link.get_text()))
        assert (late.name if key == "khoan" else "đối chiếu kho bạc") in rows[0].get_text()
        assert client.get(f"{address}?xuat=xlsx").status_code == 200


@pytest.mark.parametrize("role", ["SNGV_STAFF", "FOCAL"])
def test_totals_of_donors_are_the_sums_of_their_rows(world, role):
    client = Client()
    client.force_login(world["cast"][role])
    for query in ("", "?q=nhip+cau"):
        page = client.get(f"/vien-tro/nha-tai-tro/{query}").context["page"]
        rows = [row.record for row in page.table.rows]
        names = ("item_count", "emergency_count", "committed_usd", "disbursed_usd")
        sums = [sum(getattr(row, name) or 0 for row in rows) for name in names]
        totals = page.table.totals
        told = [totals.items, totals.emergency, totals.committed_usd, totals.disbursed_usd]
        assert (len(rows), told) == (totals.donors, sums)
    years = client.get(f"/vien-tro/nha-tai-tro/{world['donor'].pk}/").context["years"]
    of_years = [row for row in years if row["year"]]
    assert [sum(row[name] for row in of_years) for name in ("regular", "emergency", "committed")] == told[:3]
    assert sum(row["disbursed"] for row in years) == told[3]
