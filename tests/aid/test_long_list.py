"""The list of a long register: what is known comes at once, the rest as a later part; a search is bounded."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aid import list_head
from aid.fact_filters import matching_facts
from aid.list_totals import list_totals
from aid.models import AidItem
from core import lists, text_index
from core.history import acting
from core.models import User
from core.search import search_all
from core.speed import index_only
from tests.aid import test_item_list as plain_list
from tests.aid.conftest import TODAY
from tests.factories import AidItemFactory, CommitmentFactory, SectorFactory

_today, client = plain_list._today, plain_list.client
LIST, TOTALS = "/vien-tro/", "/vien-tro/tong/"
pytestmark = pytest.mark.usefixtures("_today")


@pytest.fixture
def _long(monkeypatch):
    """Two items make a long register, three are too many to count."""
    monkeypatch.setattr(list_head, "SHORT", 1)
    monkeypatch.setattr(lists, "COUNTED", 3)


@pytest.fixture
def items(cast):
    for number in range(1, 6):
        mode = "DU_AN" if number < 5 else "PHI_DU_AN"
        name = f"Nước sạch q{'abcdef'[number]}"
        item = AidItemFactory(name=name, mode=mode, approved_on=date(2025, 1, number))
        CommitmentFactory(item=item, amount_minor=100_000)


def text(soup, selector):
    return soup.select_one(selector).get_text(" ", strip=True).replace("\u00a0", " ")


def read(client, address, query, target=""):
    headers = {"HX-Request": "true", "HX-Target": target} if target else {}
    return BeautifulSoup(client.get(address, query, headers=headers).content.decode(), "html5lib")


@pytest.mark.usefixtures("_long", "items")
class TestLongList:
    """What a page of a long register says at once, and what it leaves for later."""

    def test_kept_totals_come_with_the_page(self, client):
        page = read(client, LIST, {"nam": "2025"})

        assert text(page, "#tong-hop").startswith("5 khoản theo quyết định phê duyệt trong năm 2025")
        assert "1–5 trong 5 khoản" in text(page, ".dn-tfoot")
        assert page.select_one("tfoot")

    def test_totals_of_another_filter_come_as_a_later_part(self, client):
        page = read(client, LIST, {"loai": "DU_AN", "page": "1", "sort": "name"})
        head = page.select_one("#tong-hop")

        assert (head["hx-get"], head["hx-trigger"]) == (f"{TOTALS}?loai=DU_AN", "load")
        assert head.a["href"] == f"{TOTALS}?loai=DU_AN"
        assert page.select_one("tfoot") is None
        part = read(client, TOTALS, {"loai": "DU_AN"}, "tong-hop")
        assert text(part, "#tong-hop").startswith("4 khoản trong danh sách khớp bộ lọc, cam kết 4.000 USD")
        whole = read(client, TOTALS, {"loai": "DU_AN"})
        assert text(whole, "#tong-hop") == text(part, "#tong-hop")
        assert whole.select_one(f'a[href="{LIST}?loai=DU_AN"]')

    def test_pages_end_where_counting_ends(self, client):
        foot = text(read(client, LIST, {"loai": "DU_AN"}), ".dn-tfoot")

        assert "1–3 trong hơn 3 khoản" in foot
        assert "Danh sách dừng ở đây" in foot

    def test_tabs_that_nothing_keeps_get_their_numbers_later(self, client):
        page = read(client, LIST, {})

        assert [tab.get_text(" ", strip=True) for tab in page.select(".dn-views a")] == [
            "Tất cả 5", "Năm 2025 5", "Khẩn cấp 0", "Chậm giải ngân", "Đơn vị tôi", "Sắp kết thúc",
        ]  # fmt: skip
        part = read(client, TOTALS, {}, "nhom-khoan")
        assert text(part, "#nhom-khoan").endswith("Chậm giải ngân 0 Đơn vị tôi 0 Sắp kết thúc 0")


@pytest.mark.usefixtures("items")
@pytest.mark.parametrize(
    ("typed", "few", "found"),
    [
        pytest.param("nuoc", 9, 5, id="ít dòng: theo khóa"),
        pytest.param("Nước qd", 9, 1, id="ít dòng, một từ ngắn"),
        pytest.param("nuoc", 2, 5, id="nhiều dòng: đi từ mới nhất"),
        pytest.param("sach qd", 2, 1, id="nhiều dòng, một từ ngắn"),
        pytest.param("ch qd", 9, 1, id="chỉ có từ ngắn"),
        pytest.param("*uoc? [", 9, 0, id="dấu của GLOB"),
        pytest.param("*uoc", 9, 0, id="dấu liền chữ"),
        pytest.param("100%", 9, 0, id="dấu của LIKE"),
    ],
)
def test_search_finds_the_same_whether_few_or_many(cast, monkeypatch, typed, few, found):
    monkeypatch.setattr(text_index, "FEW", few)

    assert lists.search(AidItem.objects.all(), typed).count() == found
    hits = [row for group in search_all(cast["SNGV_STAFF"], typed) for row in group.rows]
    assert len([hit for hit in hits if hit.url.startswith(LIST)]) == found


@pytest.mark.django_db
def test_search_follows_changed_and_removed_items():
    item = AidItemFactory(name="Cầu treo")
    with acting(by=User.objects.system(), verb="tests.change", label="Đổi dữ liệu thử"):
        item.name = "Đập dâng"
        item.save()
    assert [lists.search(AidItem.objects.all(), word).count() for word in ("cau treo", "dap dang")] == [0, 1]
    with acting(by=User.objects.system(), verb="tests.remove", label="Xóa dữ liệu thử"):
        item.delete()
    assert text_index.few_hits(AidItem, ["dang"], "search_text") == []


@pytest.mark.django_db
def test_a_code_is_asked_of_the_index_by_its_numbers():
    found, other = AidItemFactory(code="VT-2025-7001"), AidItemFactory(code="VT-7001-2025")

    assert text_index.few_hits(AidItem, ["vt-2025-7001"], "search_text") == [found.pk]
    assert set(text_index.few_hits(AidItem, ["2025", "7001"], "search_text")) == {found.pk, other.pk}
    assert text_index.few_hits(AidItem, ["vt-"], "search_text") is None


def plan(run):
    """Return the words of the plan of the last query that `run` sends."""
    with CaptureQueriesContext(connection) as seen:
        run()
    sql = next(query["sql"] for query in reversed(seen) if query["sql"].startswith("SELECT"))
    prefix = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with index_only(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # So few rows may as well be sorted; what is asked is whether an index has them in order.
            cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"{prefix} {sql}")
        return " ".join(str(value) for row in cursor.fetchall() for value in row)


@pytest.mark.usefixtures("items", "law")
@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"loai": "DU_AN"}, id="loại"),
        pytest.param({"loai": "DU_AN", "linh_vuc": "sector"}, id="loại, lĩnh vực"),
        pytest.param({"dia_ban": "0"}, id="chưa ghi địa bàn"),
        pytest.param({"tien_tu": 10, "quyet_dinh": "co", "ky": "2025"}, id="tiền, quyết định, kỳ"),
        pytest.param({"xem": "cham"}, id="chậm giải ngân"),
        pytest.param({"xem": "sap-ket-thuc"}, id="sắp kết thúc"),
        pytest.param({"trang_thai": "IMPLEMENTING", "nuoc": 1, "nha_tai_tro": 1}, id="trạng thái, nước"),
    ],
)
def test_totals_are_read_from_one_index_alone(cast, asked):
    user = cast["SNGV_STAFF"]
    asked = {name: SectorFactory() if value == "sector" else value for name, value in asked.items()}

    words = plan(lambda: list_totals(asked, user, TODAY))

    is_postgres = connection.vendor == "postgresql"
    assert ("Index Only Scan using aid_fact_covering" if is_postgres else "COVERING INDEX aid_fact") in words
    assert "aid_aiditem" not in words
    assert matching_facts(asked, user, TODAY).count() <= 5


@pytest.mark.usefixtures("items")
@pytest.mark.parametrize(
    "narrowed",
    [
        pytest.param(lambda rows: rows, id="mọi khoản"),
        pytest.param(lambda rows: rows.approved_between(date(2025, 1, 1), date(2025, 12, 31)), id="một năm"),
    ],
)
def test_first_page_is_read_from_the_index_of_the_newest(cast, narrowed):
    rows = narrowed(AidItem.objects.visible_to(cast["SNGV_STAFF"])).for_list().values_list("pk", flat=True)

    words = plan(lambda: list(rows[:50]))

    assert "aid_aiditem_listed_day_newest" in words
    assert "SORT" not in words.upper().replace("TEMP B-TREE", "SORT")


@pytest.mark.usefixtures("law")
def test_what_was_typed_today_stands_before_what_was_approved_earlier(client):
    names = {
        "đã phê duyệt hôm qua": {"approved_on": date(2026, 1, 11)},
        "gõ hôm nay, chưa phê duyệt": {"approved_on": None, "rule_set": "", "status": "DOSSIER"},
        "gõ hôm nay, phê duyệt năm trước": {"approved_on": date(2025, 3, 1)},
    }
    # Eleven at night in UTC is the next morning in Vietnam.
    with time_machine.travel(datetime(2026, 1, 11, 23, 0, tzinfo=UTC), tick=False):
        for name, columns in names.items():
            AidItemFactory(name=name, **columns)
    order = ["gõ hôm nay, chưa phê duyệt", "đã phê duyệt hôm qua", "gõ hôm nay, phê duyệt năm trước"]
    page = client.get("/vien-tro/").context["page"]
    assert [row.record.name for row in page.table.rows] == order
    board = client.get("/vien-tro/", {"tu": "01/03/2025", "den": "11/01/2026"}).context["page"]
    assert [row.record.name for row in board.table.rows] == order[1:]
