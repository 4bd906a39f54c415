"""Board by state, map of communes, one sector, five years: each number is that of the list behind it."""

import io
from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from openpyxl import load_workbook

from aid.looking import COUNTING
from aid.models import ItemPlace, ItemSector
from aid.shapes import quantiles
from core.history import acting
from core.models import User
from tests.aid.conftest import TODAY
from tests.factories import (
    AidItemFactory,
    CommitmentFactory,
    DisbursementFactory,
    LocalityFactory,
    SectorFactory,
)

SQUARE = {"type": "Polygon", "coordinates": [[[105, 20], [105.5, 20], [105.5, 20.5], [105, 20.5], [105, 20]]]}
PAGES = ["/vien-tro/bang/", "/vien-tro/ban-do/", "/vien-tro/linh-vuc/Y_TE/", "/vien-tro/nam-nam/"]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def items(world):
    """One item in two communes, one approved on 15/12/2025, one without a commune."""
    health, school = world["sector"], SectorFactory(code="GIAO_DUC", name="Giáo dục")
    near = LocalityFactory(code="1", full_name="Xã Gần", boundary=SQUARE)
    far = LocalityFactory(code="2", full_name="Xã Xa")
    of_desk = {"recipient": world["recipient"], "donor": world["donor"]}
    shared = AidItemFactory(
        name="Khoản hai xã", started_on=date(2025, 7, 1), ended_on=date(2026, 12, 31), **of_desk
    )
    late = AidItemFactory(name="Khoản cuối năm", approved_on=date(2025, 12, 15), rule_set="ND313", **of_desk)
    bare = AidItemFactory(name="Khoản chưa duyệt", approved_on=None, rule_set="", status="DOSSIER")
    with acting(by=User.objects.system(), verb="tests.places", label="Tạo dữ liệu thử"):
        ItemPlace(item=shared, locality=near, share_e2=3_333).save()
        ItemPlace(item=shared, locality=far, share_e2=6_667).save()
        ItemPlace(item=late, locality=near).save()
        ItemSector(item=shared, sector=health, share_percent=60).save()
        ItemSector(item=shared, sector=school, share_percent=40).save()
    CommitmentFactory(item=shared, amount_minor=10_001)
    CommitmentFactory(item=late, amount_minor=500_00)
    CommitmentFactory(item=bare, amount_minor=7_00)
    DisbursementFactory(item=shared, amount_minor=4_000, paid_on=date(2025, 12, 15))
    return {"shared": shared, "late": late, "bare": bare, "near": near}


def read(path, role="SNGV_STAFF", cast=None):
    client = Client()
    client.force_login(cast[role])
    return client.get(path)


def soup(path, cast, role="SNGV_STAFF"):
    answer = read(path, role, cast)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.content, "html.parser")


def table(page):
    """Return the rows of the page's table as {first cell: other cells}."""
    return {
        row.find(["td", "th"]).get_text(" ", strip=True): [
            cell.get_text(" ", strip=True) for cell in row.find_all("td")[1:]
        ]
        for row in page.select("table tbody tr, table tfoot tr")
    }


def behind(page, text, cast):
    """Return how many items the list behind the link with this text shows."""
    link = next(a for a in page.select("table a") if a.get_text(strip=True) == text)
    listed = soup(link["href"].replace("&amp;", "&"), cast)
    return len(listed.select("#ket-qua tbody tr[data-href]"))


def test_the_board_puts_each_item_under_the_state_of_today(items, world):
    page = soup("/vien-tro/bang/", world["cast"])
    columns = {
        column.h2.a.get_text(strip=True): [card.get_text(strip=True) for card in column.select("li b")]
        for column in page.select(".aid-board .col")
    }
    assert columns == {
        "Đang lập hồ sơ": ["Khoản chưa duyệt"],
        "Đã phê duyệt": ["Khoản cuối năm"],
        "Đang thực hiện": ["Khoản hai xã"],
    }


def test_the_board_is_filtered_like_the_list_and_opens_it(items, world):
    page = soup("/vien-tro/bang/?q=hai+xa", world["cast"])
    (column,) = page.select(".aid-board .col")
    assert column.h2.a["href"] == "/vien-tro/?q=hai+xa&trang_thai=IMPLEMENTING"
    listed = soup(column.h2.a["href"], world["cast"])
    assert len(listed.select("#ket-qua tbody tr[data-href]")) == 1


def test_the_map_shares_money_out_and_names_what_has_no_commune(items, world):
    page = soup("/vien-tro/ban-do/", world["cast"])
    assert table(page) == {
        "Xã Gần": ["2", "533,33", "13,33"],
        "Xã Xa": ["1", "66,68", "26,67"],
        "Toàn tỉnh": ["2", "600,01", "40"],
        "Chưa phê duyệt, không cộng": ["1", "7", "0"],
    }
    assert (
        page.select_one(".aid-map svg a path.t5, .aid-map svg a path.t1, .aid-map svg a path.t2") is not None
    )
    assert behind(page, "Xã Gần", world["cast"]) == 2
    assert behind(page, "Chưa phê duyệt, không cộng", world["cast"]) == 1
    waiting = soup("/vien-tro/ban-do/?nam=0", world["cast"])
    assert table(waiting) == {"Chưa ghi địa bàn": ["1", "7", "0"], "Toàn tỉnh": ["1", "7", "0"]}


def test_the_map_of_a_year_counts_the_year_alone(items, world):
    page = soup("/vien-tro/ban-do/?nam=2025&so=so-khoan", world["cast"])
    assert "Chưa ghi địa bàn" not in table(page)
    assert table(page)["Toàn tỉnh"][0] == "2"
    assert read("/vien-tro/ban-do/?nam=1900", cast=world["cast"]).status_code == 404


def test_a_sector_tells_what_waits_for_its_approval_apart(items, world):
    with acting(by=User.objects.system(), verb="tests.places", label="Tạo dữ liệu thử"):
        ItemSector(item=items["bare"], sector=world["sector"], share_percent=100).save()
    page = soup("/vien-tro/linh-vuc/Y_TE/", world["cast"])
    assert table(page)["Cộng"] == ["1", "60,01", "24"]
    assert table(page)["Chưa phê duyệt, không cộng"] == ["1", "7", "0"]


def test_a_sector_counts_its_share(items, world):
    page = soup("/vien-tro/linh-vuc/Y_TE/", world["cast"])
    assert table(page)["2025"] == ["1", "60,01", "24"]
    assert behind(page, "2025", world["cast"]) == 1


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        pytest.param("", {"2025": ["2", "600,01", "40"], "2026": ["0", "0", "0"]}, id="năm dương lịch"),
        pytest.param(
            "?chot=14-12", {"2025": ["1", "100,01", "0"], "2026": ["1", "500", "40"]}, id="15/12 đến 14/12"
        ),
    ],
)
def test_an_item_of_15_december_belongs_to_two_years(items, world, query, rows):
    page = soup(f"/vien-tro/nam-nam/{query}", world["cast"])
    found = {name[:4]: [cells[0], cells[2], cells[3]] for name, cells in table(page).items()}
    assert {year: found[year] for year in rows} == rows
    for row in page.select("table tbody tr"):
        regular, paid = row.select("td a")[0], row.select("td a")[3]
        listed = soup(regular["href"], world["cast"])
        assert len(listed.select("#ket-qua tbody tr[data-href]")) == int(regular.get_text(strip=True))
        ledger = soup(paid["href"], world["cast"])
        has_rows = bool(ledger.select("#ket-qua tbody tr"))
        assert has_rows == (paid.get_text(strip=True) != "0")


def test_a_focal_point_sees_the_sums_of_its_own_items(items, world):
    stranger = AidItemFactory()
    CommitmentFactory(item=stranger, amount_minor=99_00)
    page = soup("/vien-tro/ban-do/", world["cast"], role="FOCAL")
    assert table(page)["Toàn tỉnh"] == ["2", "600,01", "40"]


@pytest.mark.parametrize("path", PAGES[1:])
def test_each_page_exports_what_it_shows(items, world, path):
    answer = read(f"{path}?xuat=xlsx", cast=world["cast"])
    shown = soup(path, world["cast"])
    rows = list(load_workbook(io.BytesIO(answer.content)).worksheets[0].values)
    assert len(rows) - 1 >= len(shown.select("table")[0].select("tbody tr"))
    assert any(isinstance(value, (int, float)) for value in rows[1][1:])


@pytest.mark.parametrize("path", PAGES[1:])
def test_each_export_says_how_it_counts(items, world, path):
    answer = read(f"{path}?xuat=xlsx", cast=world["cast"])
    notes = dict(row[:2] for row in load_workbook(io.BytesIO(answer.content))["Ghi chú"].values)
    assert notes["Cách tính"].startswith(COUNTING)
    if "nam-nam" in path:
        assert notes["Cách tính năm"] == "năm dương lịch"
        assert notes["Khoảng thời gian"] == "01/01/2022–31/12/2026"
        assert notes["Tính đến ngày"] == f"{TODAY:%d/%m/%Y}"


@pytest.mark.parametrize("path", ["/vien-tro/", *PAGES[1:]])
def test_numbers_of_today_say_that_later_corrections_are_inside(items, world, path):
    """A figure of a closed period leaves them out, so that the two differ."""
    main = soup(path, world["cast"], "FOCAL").select_one("main")
    assert "Số hiện nay, gồm điều chỉnh ghi sau khi khóa sổ." in main.get_text()
    assert main.select('.meta a[href="/vien-tro/ky/"]')
    assert read("/vien-tro/ky/", "FOCAL", world["cast"]).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_pages_carry_no_inline_style(items, world, path):
    assert not soup(path, world["cast"]).select("main [style], main style")


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        pytest.param([], [], id="chưa có số liệu"),
        pytest.param([5], [5], id="một xã"),
        pytest.param([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [2, 4, 6, 8, 10], id="năm nhóm bằng nhau"),
        pytest.param([7, 7, 7], [7], id="cùng một giá trị"),
    ],
)
def test_classes_of_the_map(values, bounds):
    assert quantiles(values) == bounds
