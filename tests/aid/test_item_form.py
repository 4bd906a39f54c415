"""Logging and changing an aid item through its form (journey J3)."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aid.models import AidItem
from core.models import Partner
from tests.aid.conftest import TODAY
from tests.aid.test_documents import PDF
from tests.factories import AidItemFactory, CommitmentFactory, LocalityFactory, SectorFactory

ADD = "/vien-tro/them/"

pytestmark = pytest.mark.usefixtures("_today")


@pytest.fixture
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def client(world):
    browser = Client()
    browser.force_login(world["cast"]["SNGV_STAFF"])
    return browser


def text(response):
    return response.content.decode()


def soup(response):
    return BeautifulSoup(text(response), "html5lib")


def test_item_add_shows_first_what_j3_types(client):
    page = soup(client.get(ADD))
    first = page.select_one("form[data-aid-form] > .dn-card")
    fields = first.select("input:not([type=hidden]), select, textarea")
    names = [field["name"] for field in fields if not field.find_parent("noscript")]

    assert names[:3] == ["name", "mode", "mode"]
    assert list(dict.fromkeys(names))[:13] == [
        "name", "mode", "sector", "donor", "recipient", "started_on", "ended_on", "amount", "currency",
        "decision_number", "approved_on", "stage", "decision_file",
    ]  # fmt: skip
    assert not page.select_one("details.aid-details").has_attr("open")


def test_item_add_stores_what_was_typed(client, world, typed):
    response = client.post(ADD, typed | {"save": "1"})

    item = AidItem.objects.get()
    assert response.url == item.get_absolute_url()
    assert (item.code, item.status, item.rule_set) == ("VT-2025-001", "APPROVED", "ND80")
    assert item.owner == world["recipient"]
    assert (item.started_on, item.ended_on) == (date(2025, 6, 1), date(2026, 12, 31))
    assert item.commitments.get().usd_minor == 12_000_000
    page = text(client.get(response.url))
    assert "Đã thêm khoản VT-2025-001" in page
    assert "Còn thiếu" in page
    assert "người ký quyết định" in page


def test_save_next_opens_an_empty_form(client, typed):
    assert client.post(ADD, typed | {"save_next": "1"}).url == ADD


def test_item_in_euros_takes_both_rates_of_the_day(client, typed, set_rate):
    set_rate("USD", "25000", on=date(2025, 5, 1))
    set_rate("EUR", "30000", on=date(2025, 5, 10))

    response = client.post(ADD, typed | {"currency": "EUR"})

    row = AidItem.objects.get().commitments.get()
    assert (row.usd_minor, row.vnd, row.rate_on) == (14_400_000, 3_600_000_000, date(2025, 5, 10))
    page = text(client.get(response.url))
    assert "30.000 đ/EUR" in page
    assert "Kho bạc Nhà nước" in page


def test_the_rate_in_sight_is_that_of_the_day_of_the_promise(client, set_rate):
    set_rate("USD", "25000", on=date(2025, 5, 1))
    set_rate("USD", "26000", on=date(2025, 5, 20))
    seen = text(
        client.get(ADD, {"currency": "USD", "committed_on": "10/05/2025", "approved_on": "25/05/2025"})
    )

    assert "25.000 đ/USD" in seen
    assert "26.000 đ/USD" not in seen


def test_item_without_a_rate_is_stored_and_says_so(client, typed):
    response = client.post(ADD, typed | {"currency": "EUR"})

    assert AidItem.objects.get().commitments.get().usd_minor is None
    assert "chưa có tỷ giá" in text(client.get(response.url))


def test_ambiguous_amount_asks_with_two_buttons(client, typed):
    page = soup(client.post(ADD, typed | {"amount": "1.900"}))

    assert [button["value"] for button in page.select(".pick button")] == ["1.900,00", "1,90"]
    assert page.select_one("#id_amount")["value"] == "1.900"
    assert page.select_one("#id_name")["value"] == typed["name"]
    assert AidItem.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"approved_on": "31/02/2025"}, "tháng 02/2025 chỉ có 28 ngày", id="ngày không có thật"),
        pytest.param({"approved_on": "28/11"}, "chưa có năm", id="thiếu năm"),
        pytest.param(
            {"ended_on": "31/05/2025"}, "Ngày kết thúc phải sau ngày bắt đầu 01/06/2025", id="ngược"
        ),
        pytest.param({"approved_on": "13/01/2026"}, "Ngày phê duyệt chưa tới", id="phê duyệt ngày mai"),
        pytest.param({"name": ""}, "Nhập tên khoản viện trợ", id="thiếu tên"),
        pytest.param({"mode": ""}, "Chọn loại", id="thiếu loại"),
        pytest.param({"sector": ""}, "Chọn lĩnh vực", id="thiếu lĩnh vực"),
        pytest.param({"donor": ""}, "Chọn nhà tài trợ", id="thiếu nhà tài trợ"),
        pytest.param({"amount": "mười"}, "không phải số hợp lệ", id="tiền bằng chữ"),
        pytest.param({"places": "Xã Không Có"}, "Không có xã, phường “Xã Không Có”", id="xã lạ"),
        pytest.param({"is_emergency": "on"}, "Chọn diện khẩn cấp", id="khẩn cấp chưa chọn diện"),
        pytest.param({"rate": "2,6,3"}, "Tỷ giá gõ như 26.380", id="tỷ giá sai dạng"),
        pytest.param({"note": "Độ mật: Tối mật"}, "bí mật nhà nước", id="dấu mật"),
        pytest.param({"sector_2": "SAME", "share_2": "40"}, "đã chọn; bỏ một chỗ", id="lĩnh vực hai lần"),
    ],
)
def test_item_add_refuses_in_words_and_keeps_the_text(client, world, typed, changes, sentence):
    changes = {key: world["sector"].pk if value == "SAME" else value for key, value in changes.items()}

    page = soup(client.post(ADD, typed | changes))

    summary = page.select_one(".dn-errsum")
    assert sentence in summary.get_text()
    assert page.select_one("#id_decision_number")["value"] == typed["decision_number"]
    assert AidItem.objects.count() == 0


def test_details_open_when_they_hold_the_error(client, typed):
    page = soup(client.post(ADD, typed | {"places": "Xã Không Có"}))

    assert page.select_one("details.aid-details").has_attr("open")


def test_item_add_with_everything(client, world, typed, set_rate):
    set_rate("USD", "25000")
    LocalityFactory(name="Hạc Thành", full_name="Phường Hạc Thành")
    second = SectorFactory(code="GIAO_DUC", name="Giáo dục")
    more = {
        "is_emergency": "on", "emergency_kind": "CUU_TRO", "disaster_event": "bão số 5",
        "disaster_on": "01/05/2025",
        "places": "hạc thành", "sector_2": second.pk, "share_2": "40", "counterpart_amount": "500 triệu",
        "objectives": "Khám, chữa bệnh", "is_budget_revenue": "1", "management_form": "BQL_RIENG",
        "beneficiaries": "1200", "signer_title": "Phó Chủ tịch", "rate": "25.100", "rate_source": "Văn kiện",
        "decision_file": SimpleUploadedFile("qd.pdf", PDF),
    }  # fmt: skip

    client.post(ADD, typed | more)

    item = AidItem.objects.get()
    assert (item.rule_set, item.is_emergency, item.is_budget_revenue) == ("ND50", True, True)
    assert [(row.sector.code, row.share_percent) for row in item.item_sectors.all()] == [
        ("Y_TE", 60),
        ("GIAO_DUC", 40),
    ]
    assert item.places.get().locality.name == "Hạc Thành"
    assert item.counterparts.get().vnd == 500_000_000
    assert item.commitments.get().vnd == 3_012_000_000
    assert item.documents.get().kind == "QUYET_DINH"


def test_refused_decision_file_leaves_no_item(client, typed):
    page = soup(client.post(ADD, typed | {"decision_file": SimpleUploadedFile("qd.exe", b"MZ")}))

    assert "không được phép" in page.select_one(".dn-errsum").get_text()
    assert AidItem.objects.count() == 0


def test_donor_is_added_without_scripts(client, typed):
    client.post(ADD, typed | {"donor": "", "donor_new": "Quỹ Mới"})

    assert AidItem.objects.get().donor == Partner.objects.get(name="Quỹ Mới")


def test_same_name_and_donor_asks_once(client, typed):
    client.post(ADD, typed)
    again = client.post(ADD, typed | {"name": "NÂNG CẤP trạm y tế xã"})

    assert AidItem.objects.count() == 1
    page = soup(again)
    assert page.select_one(".dn-errsum a")["href"] == AidItem.objects.get().get_absolute_url()
    confirmed = page.select_one("input[name=confirmed]")["value"]
    client.post(ADD, typed | {"confirmed": confirmed})
    assert AidItem.objects.count() == 2


def test_rate_far_off_needs_a_tick(client, typed, set_rate):
    set_rate("USD", "26380", on=date(2025, 5, 1))

    page = soup(client.post(ADD, typed | {"rate": "2.638"}))

    assert "lệch quá 20%" in page.select_one(".dn-errsum").get_text()
    assert page.select_one("input[name=confirm_rate]")
    assert AidItem.objects.count() == 0
    client.post(ADD, typed | {"rate": "2.638", "confirm_rate": "on"})
    assert AidItem.objects.get().commitments.get().rate_e4 == 26_380_000


def test_rate_part_follows_currency_and_day(client, set_rate):
    set_rate("EUR", "30000", on=date(2025, 5, 10))
    headers = {"HX-Request": "true", "HX-Target": "ty-gia"}

    page = text(client.get(ADD, {"currency": "EUR", "approved_on": "15/05/2025"}, headers=headers))

    assert page.lstrip().startswith("<div")
    assert "30.000 đ/EUR" in page
    assert "chưa có tỷ giá USD" in page


def stored_item(world, **changes):
    item = AidItemFactory(
        code="VT-2025-009", recipient=world["recipient"], donor=world["donor"], name="Khoản cũ", **changes
    )
    CommitmentFactory(item=item, rate_e4=260_000_000, usd_rate_e4=260_000_000, vnd=2_600_000_000)
    return item


def shown(client, item):
    """Return what the edit form would send when nothing is changed."""
    form = soup(client.get(reverse("aid:item_edit", args=[item.code]))).select_one("form[data-aid-form]")
    values = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            values[field["name"]] = chosen["value"] if chosen else ""
        elif field.name == "textarea":
            values[field["name"]] = field.get_text().lstrip("\n")
        elif field.get("type") in ("checkbox", "radio"):
            if field.has_attr("checked"):
                values[field["name"]] = field.get("value", "on")
        elif field.get("type") != "file":
            values[field["name"]] = field.get("value", "")
    return values


def test_item_edit_saved_unchanged_keeps_the_money(client, world):
    item = stored_item(world)

    response = client.post(
        reverse("aid:item_edit", args=[item.code]), shown(client, item) | {"sector": world["sector"].pk}
    )

    assert response.status_code == 302
    row = item.commitments.get()
    assert (row.usd_minor, row.vnd, row.rate_e4, row.history.count()) == (
        10_000_000,
        2_600_000_000,
        260_000_000,
        1 + bool(row.rate_on),
    )


def test_item_edit_keeps_a_kind_that_nobody_has_sorted(client, world):
    item = stored_item(world, mode="CHUA_XEP")

    response = client.post(
        reverse("aid:item_edit", args=[item.code]),
        shown(client, item) | {"sector": world["sector"].pk, "note": "đã gọi điện"},
    )

    item.refresh_from_db()
    assert (response.status_code, item.mode, item.note) == (302, "CHUA_XEP", "đã gọi điện")
    assert "chưa xếp loại" not in text(client.get(ADD))


def test_item_edit_in_two_windows_shows_both(client, world):
    item = stored_item(world)
    address = reverse("aid:item_edit", args=[item.code])
    mine = shown(client, item) | {"sector": world["sector"].pk, "name": "Tên của tôi", "amount": "50.000,00"}
    client.post(address, mine | {"name": "Tên của họ"})

    response = client.post(address, mine)

    assert response.status_code == 409
    assert "Tên của tôi" in text(response)
    assert "Tên của họ" in text(response)
    item.refresh_from_db()
    assert item.name == "Tên của họ"


def test_item_edit_leaves_a_readable_history(client, world):
    item = stored_item(world)
    client.post(
        reverse("aid:item_edit", args=[item.code]),
        shown(client, item) | {"sector": world["sector"].pk, "ended_on": "31/12/2027"},
    )

    row = item.history.first()
    assert (row.action_label, row.history_user, row.ended_on) == (
        "Sửa khoản viện trợ",
        world["cast"]["SNGV_STAFF"],
        date(2027, 12, 31),
    )


def test_focal_point_logs_its_own_agency_only(world, typed, sign_in):
    client = sign_in(world["cast"]["FOCAL"])

    refused = client.post(ADD, typed | {"recipient": world["cast"].agencies["CAT"].pk})
    assert "chỉ ghi khoản của cơ quan mình" in text(refused)
    undecided = typed | {"decision_number": "", "approved_on": ""}
    assert client.post(ADD, undecided).status_code == 302


@pytest.mark.parametrize("role", ["FOCAL", "LH_STAFF"])
def test_who_prepares_an_item_does_not_approve_it_by_the_form(role, world, typed, sign_in):
    account = world["cast"][role]
    client, own = sign_in(account), typed | {"recipient": account.agency_id, "stage": "DOSSIER"}
    page = soup(client.get(ADD))
    assert all(
        page.select_one(f"[name={name}]").has_attr("disabled") for name in ("decision_number", "approved_on")
    )

    refused = client.post(ADD, own)
    assert "Quyết định phê duyệt do Sở Ngoại vụ ghi" in text(refused)
    assert not AidItem.objects.exists()
    client.post(ADD, own | {"decision_number": "", "approved_on": ""})
    item = AidItem.objects.get()
    assert (item.status, item.approved_on) == ("DOSSIER", None)

    where = reverse("aid:item_edit", args=[item.code])
    changed = own | {"version": item.version, "decision_number": ""}
    assert "Quyết định phê duyệt do Sở Ngoại vụ ghi" in text(client.post(where, changed))
    item.refresh_from_db()
    assert (item.status, item.approved_on) == ("DOSSIER", None)


def test_an_owner_keeps_the_decision_that_is_stored(world, typed, sign_in, client):
    client.post(ADD, typed)
    item = AidItem.objects.get()
    focal = sign_in(world["cast"]["FOCAL"])
    left = {name: value for name, value in typed.items() if name not in ("decision_number", "approved_on")}
    focal.post(
        reverse("aid:item_edit", args=[item.code]), left | {"version": item.version, "note": "đã giao hàng"}
    )
    item.refresh_from_db()
    assert (item.note, item.decision_number, item.approved_on) == (
        "đã giao hàng", "123/QĐ-UBND", date(2025, 5, 15),
    )  # fmt: skip


def test_rate_of_long_ago_is_told_in_the_form_and_on_the_item(client, typed, set_rate):
    set_rate("USD", 26_000, on=date(2025, 2, 1))
    page = text(client.get(ADD, {"currency": "USD", "approved_on": "15/05/2025"}))
    assert "đã cũ 103 ngày" in page

    client.post(ADD, typed)
    shown = text(client.get(AidItem.objects.get().get_absolute_url()))
    assert "Tỷ giá cũ hơn 31 ngày: số tiền ngày 15/05/2025 theo tỷ giá ngày 01/02/2025" in shown


def test_chosen_file_is_asked_for_again_after_an_error(client, typed):
    decision = SimpleUploadedFile("quyết định.pdf", PDF, "application/pdf")
    page = text(client.post(ADD, typed | {"ended_on": "31/02/2027", "decision_file": decision}))
    assert "Chưa lưu nên tệp “quyết định.pdf” chưa được nhận; chọn lại tệp trước khi lưu." in page
    assert "chưa được nhận" not in text(client.get(ADD))
