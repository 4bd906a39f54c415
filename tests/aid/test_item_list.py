"""The list of aid items: what it sums, filters, exports, and how many queries it takes."""

import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from aid.actions.money import money_fields
from core.history import acting
from core.models import User
from core.search import search_all
from core.text import fold
from tests.aid.conftest import TODAY
from tests.factories import (
    AidItemFactory,
    CommitmentFactory,
    CountryFactory,
    DisbursementFactory,
    PartnerFactory,
    SectorFactory,
)

LIST = "/vien-tro/"

pytestmark = pytest.mark.usefixtures("_today")


@pytest.fixture
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def client(cast, law):
    browser = Client()
    browser.force_login(cast["SNGV_STAFF"])
    return browser


@pytest.fixture
def items(cast):
    """Two items of 2025 (one without a rate), one emergency grant, one item of 2024."""
    sector = SectorFactory(code="Y_TE", name="Y tế")
    donor = PartnerFactory(name="Quỹ Nhịp cầu", country=CountryFactory(code="DE", name="Đức"))
    found = {}
    for code, changes in {
        "VT-2025-001": {
            "name": "Nâng cấp trạm y tế xã Đông Sơn",
            "donor": donor,
            "started_on": date(2025, 6, 1),
        },
        "VT-2025-002": {"name": "Nước sạch học đường", "decision_number": "9/QĐ-UBND"},
        "VT-2025-003": {"name": "Cứu trợ sau bão", "emergency": True},
        "VT-2024-001": {"name": "Học bổng", "approved_on": date(2024, 3, 1), "status": "ENDED"},
    }.items():
        found[code] = AidItemFactory(code=code, recipient=cast.agencies["SYT"], **changes)
        unrated = code == "VT-2025-002"
        CommitmentFactory(item=found[code], currency="EUR" if unrated else "USD")
    with acting(by=User.objects.system(), verb="tests.create", label="Tạo dữ liệu thử"):
        found["VT-2025-001"].item_sectors.create(sector=sector)
    DisbursementFactory(item=found["VT-2025-001"])
    return found


def soup(response):
    return BeautifulSoup(response.content.decode(), "html5lib")


def codes(response):
    return sorted(cell.get_text(strip=True) for cell in soup(response).select("tbody td.code"))


def sheet(response):
    data = response.content if not response.streaming else b"".join(response.streaming_content)
    rows = list(load_workbook(io.BytesIO(data)).worksheets[0].values)
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_item_list_names_what_it_sums(client, items):
    page = soup(client.get(LIST, {"nam": "2025"}))
    sentence = page.select_one("#tong-hop").get_text().replace("\u00a0", " ")

    assert sentence == (
        "2 khoản theo quyết định phê duyệt trong năm 2025, cam kết 100.000 USD, giải ngân 10.000 USD (10%), "
        "1 khoản chưa có tỷ giá nên chưa cộng; khẩn cấp 1 khoản tính riêng cam kết 100.000 USD."
    )


def test_item_list_total_row_and_export_say_the_same_as_the_header(client, items):
    page = soup(client.get(LIST, {"nam": "2025"}))
    foot = [cell.get_text("|", strip=True) for cell in page.select("tfoot td")]
    rows = sheet(client.get(LIST, {"nam": "2025", "xuat": "xlsx"}))

    assert "Cộng 2 khoản|Khẩn cấp, tính riêng: 1 khoản" in foot
    regular = [row for row in rows if not row["Khẩn cấp"]]
    assert sum(row["Cam kết (USD)"] or 0 for row in regular) == 100_000
    assert sum(row["Cam kết (USD)"] or 0 for row in rows if row["Khẩn cấp"]) == 100_000
    assert sum(row["Giải ngân (USD)"] or 0 for row in regular) == 10_000
    assert len(rows) == len(page.select("tbody tr"))


def test_item_list_export_carries_amount_rate_source_and_day(client, cast, set_rate):
    set_rate("USD", "25000", on=date(2025, 5, 1))
    set_rate("EUR", "30000", on=date(2025, 5, 10))
    CommitmentFactory(**money_fields(amount=Decimal(120000), currency="EUR", day=date(2025, 6, 1)))

    [row] = sheet(client.get(LIST, {"xuat": "xlsx"}))

    assert (row["Số tiền gốc"], row["Loại tiền"], row["Tỷ giá (đồng)"], row["Tỷ giá USD (đồng)"]) == (
        120_000,
        "EUR",
        30_000,
        25_000,
    )
    assert row["Nguồn tỷ giá"] == "Kho bạc Nhà nước"
    assert row["Ngày tỷ giá"].date() == date(2025, 5, 10)
    assert (row["Cam kết (USD)"], row["Cam kết (đồng)"]) == (144_000, 3_600_000_000)
    assert row["Ngày phê duyệt"].date() == date(2025, 6, 1)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param({}, ["VT-2024-001", "VT-2025-001", "VT-2025-002", "VT-2025-003"], id="không lọc"),
        pytest.param({"q": "tram y te dong son"}, ["VT-2025-001"], id="tìm không dấu"),
        pytest.param({"q": "nhịp cầu"}, ["VT-2025-001"], id="tìm theo nhà tài trợ"),
        pytest.param({"q": "9/qđ"}, ["VT-2025-002"], id="tìm theo số quyết định"),
        pytest.param({"nam": "2024"}, ["VT-2024-001"], id="năm"),
        pytest.param({"khan_cap": "co"}, ["VT-2025-003"], id="khẩn cấp"),
        pytest.param(
            {"khan_cap": "khong", "nam": "2025"}, ["VT-2025-001", "VT-2025-002"], id="không khẩn cấp"
        ),
        pytest.param({"trang_thai": "IMPLEMENTING"}, ["VT-2025-001"], id="đang thực hiện theo ngày"),
        pytest.param({"trang_thai": "ENDED"}, ["VT-2024-001"], id="đã kết thúc"),
        pytest.param(
            {"tu": "01/01/2025", "den": "31/12/2025", "quyet_dinh": "co"}, ["VT-2025-002"], id="từ, đến"
        ),
        pytest.param({"xem": "con-thieu-ty-gia"}, ["VT-2025-002"], id="chưa có tỷ giá"),
        pytest.param({"tien_tu": "100001"}, [], id="cam kết từ"),
        pytest.param({"tien_den": "100000", "nam": "2024"}, ["VT-2024-001"], id="cam kết đến"),
    ],
)
def test_item_list_filters(client, items, query, expected):
    assert codes(client.get(LIST, query)) == expected


def test_item_list_filters_by_links(client, items):
    item = items["VT-2025-001"]

    for query in (
        {"nha_tai_tro": item.donor_id},
        {"nuoc": item.donor.country_id},
        {"linh_vuc": item.item_sectors.get().sector_id},
    ):
        assert codes(client.get(LIST, query)) == ["VT-2025-001"], query


def test_item_list_tells_what_is_slow_and_why(client, cast):
    item = AidItemFactory(code="VT-2025-077", started_on=date(2025, 7, 1), ended_on=date(2027, 1, 1))
    CommitmentFactory(item=item)

    page = client.get(LIST, {"xem": "cham"})

    assert codes(page) == ["VT-2025-077"]
    assert "Chưa giải ngân lần nào sau 90 ngày" in page.content.decode()
    tabs = {tab.get_text(" ", strip=True) for tab in soup(page).select(".dn-views a")}
    assert "Chậm giải ngân 1" in tabs


@pytest.mark.parametrize("sort", ["-committed", "committed", "name", "-donor", "disbursed", "code"])
def test_item_list_sorts(client, items, sort):
    response = client.get(LIST, {"sort": sort})

    assert len(codes(response)) == 4


def test_item_list_part_is_the_same_element_of_the_page(client, items):
    whole = soup(client.get(LIST, {"nam": "2025"})).select_one("#ket-qua")
    part = soup(client.get(LIST, {"nam": "2025"}, headers={"HX-Request": "true", "HX-Target": "ket-qua"}))

    assert part.select_one("#ket-qua").get_text(" ", strip=True) == whole.get_text(" ", strip=True)
    assert part.select_one("#tong-hop")["hx-swap-oob"] == "true"


def test_item_list_empty_states(client, cast):
    assert "Chưa có khoản viện trợ nào" in client.get(LIST).content.decode()
    assert "Không có khoản nào khớp" in client.get(LIST, {"q": "zzz"}).content.decode()


def test_item_list_shows_a_focal_point_its_own(items, cast, sign_in):
    assert len(codes(sign_in(cast["FOCAL"]).get(LIST))) == 4
    assert codes(sign_in(cast.other_focal).get(LIST)) == []


def queries(client, address):
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def fill(count, cast):
    for _ in range(count):
        item = AidItemFactory(recipient=cast.agencies["SYT"])
        CommitmentFactory(item=item)
        DisbursementFactory(item=item)


@pytest.mark.parametrize("address", [LIST, "/vien-tro/nha-tai-tro/", "/vien-tro/giai-ngan/"])
def test_lists_take_as_many_queries_for_thirty_rows_as_for_one(address, client, cast):
    fill(1, cast)
    client.get(address)
    one = queries(client, address)
    fill(29, cast)

    assert queries(client, address) == one


def test_item_detail_takes_as_many_queries_for_thirty_payments_as_for_one(client, cast):
    item = AidItemFactory(code="VT-2025-500", recipient=cast.agencies["SYT"])
    CommitmentFactory(item=item)
    DisbursementFactory(item=item, amount_minor=1)
    address = item.get_absolute_url()
    client.get(address)
    one = queries(client, address)
    for _ in range(29):
        DisbursementFactory(item=item, amount_minor=1)

    assert queries(client, address) == one


def test_search_finds_items_and_donors(items, cast):
    groups = {group.label: group.rows for group in search_all(cast["SNGV_STAFF"], "nhip cau")}

    assert [row.url for row in groups["Khoản viện trợ"]] == [items["VT-2025-001"].get_absolute_url()]
    assert [fold(row.label) for row in groups["Nhà tài trợ"]] == ["quy nhip cau"]
    assert "Khoản viện trợ" not in {group.label for group in search_all(cast.other_focal, "nhip cau")}
