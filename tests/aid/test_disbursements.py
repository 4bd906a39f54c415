"""Disbursements: entry (journey J4), refusals, the ledger."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from aid.models import Disbursement
from tests.aid.conftest import TODAY
from tests.factories import AidItemFactory, CommitmentFactory, DisbursementFactory

pytestmark = pytest.mark.usefixtures("_today")


@pytest.fixture
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def item(cast, law):
    item = AidItemFactory(code="VT-2025-010", recipient=cast.agencies["SYT"])
    CommitmentFactory(item=item)
    return item


@pytest.fixture
def address(item):
    return reverse("aid:disbursement_add", args=[item.code])


@pytest.fixture
def staff(cast, sign_in, item):
    return sign_in(cast["SNGV_STAFF"])


def test_disbursement_add_opens_on_the_day(staff, address):
    page = BeautifulSoup(staff.get(address).content.decode(), "html5lib")

    assert page.select_one("#id_paid_on").has_attr("autofocus")
    names = [
        field["name"]
        for field in page.select("form[data-save] fieldset input, form[data-save] fieldset select")
    ]
    assert names[:2] == ["paid_on", "amount"]


def test_disbursement_add_as_typed_in_j4(staff, item, address):
    response = staff.post(address, {"paid_on": "151125", "amount": "21.500,00", "currency": "USD"})

    row = Disbursement.objects.get()
    assert response.url == item.get_absolute_url()
    assert (row.paid_on, row.usd_minor) == (date(2025, 11, 15), 2_150_000)
    page = staff.get(response.url).content.decode()
    assert "22%" in page
    assert "15/11/2025" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param(
            {"paid_on": "13/01/2026"}, "Ngày giải ngân chưa tới; nhập ngày đến 12/01/2026", id="ngày mai"
        ),
        pytest.param({"paid_on": "31/02/2025"}, "chỉ có 28 ngày", id="ngày không có thật"),
        pytest.param({"amount": "100.000,01"}, "vượt cam kết 0,01", id="vượt cam kết"),
        pytest.param({"amount": "21.500"}, "chọn một", id="số hai nghĩa"),
        pytest.param({"amount": ""}, "Nhập số tiền", id="thiếu số"),
    ],
)
def test_disbursement_add_refuses_and_keeps_the_text(staff, address, changes, sentence):
    typed = {"paid_on": "15/11/2025", "amount": "1.000,00", "currency": "USD", "voucher": "UNC 214"}

    page = BeautifulSoup(staff.post(address, typed | changes).content.decode(), "html5lib")

    assert sentence in page.select_one(".dn-errsum").get_text()
    assert page.select_one("#id_voucher")["value"] == "UNC 214"
    assert Disbursement.objects.count() == 0


def test_disbursement_over_by_conversion_asks_for_a_tick(staff, address, set_rate):
    set_rate("USD", "25000")
    set_rate("EUR", "30000")
    typed = {"paid_on": "15/11/2025", "amount": "90000", "currency": "EUR"}

    page = staff.post(address, typed).content.decode()

    assert "tổng giải ngân vượt cam kết" in page
    assert Disbursement.objects.count() == 0
    assert staff.post(address, typed | {"confirm_over": "on"}).status_code == 302


def test_disbursement_edit_and_conflict(staff, item):
    row = DisbursementFactory(item=item)
    where = reverse("aid:disbursement_edit", args=[item.code, row.pk])
    typed = {"paid_on": "02/07/2025", "amount": "5.000,00", "currency": "USD", "version": "1"}

    assert staff.post(where, typed).status_code == 302
    assert staff.post(where, typed).status_code == 409
    row.refresh_from_db()
    assert (row.usd_minor, row.paid_on) == (500_000, date(2025, 7, 2))


def test_disbursement_remove_wants_a_reason(staff, item):
    row = DisbursementFactory(item=item)
    where = reverse("aid:disbursement_remove", args=[item.code, row.pk])

    assert "Nhập lý do" in staff.post(where, {"reason": "", "version": "1"}).content.decode()
    assert Disbursement.objects.count() == 1
    assert staff.get(where).context["form"]["version"].value() == 1
    assert staff.post(where, {"reason": "ghi nhầm", "version": "1"}).status_code == 302
    assert Disbursement.objects.count() == 0


def test_disbursement_edited_meanwhile_is_not_removed(staff, item):
    row = DisbursementFactory(item=item)
    edit = reverse("aid:disbursement_edit", args=[item.code, row.pk])
    where = reverse("aid:disbursement_remove", args=[item.code, row.pk])
    staff.post(edit, {"paid_on": "02/07/2025", "amount": "5.000,00", "currency": "USD", "version": "1"})

    response = staff.post(where, {"reason": "ghi nhầm", "version": "1"})

    assert response.status_code == 409
    assert "chưa xóa gì" in response.content.decode()
    assert Disbursement.objects.get().version == 2


def test_disbursement_list_sums_and_exports(staff, item):
    DisbursementFactory(item=item)
    DisbursementFactory(item=AidItemFactory(emergency=True))
    DisbursementFactory(item=item, currency="EUR")

    page = staff.get("/vien-tro/giai-ngan/").content.decode().replace("\u00a0", " ")

    assert "2 lần giải ngân, cộng 10.000 USD; khẩn cấp 1 lần tính riêng 10.000 USD" in page
    assert "1 lần chưa có tỷ giá nên chưa cộng" in page
    assert staff.get("/vien-tro/giai-ngan/", {"xuat": "xlsx"}).status_code == 200
    assert (
        "Không có lần giải ngân nào khớp"
        in staff.get("/vien-tro/giai-ngan/", {"chung_tu": "co"}).content.decode()
    )


def test_the_ledger_tells_a_refund_and_a_correction_from_a_payment(staff, item):
    DisbursementFactory(item=item, kind="HOAN_TRA", amount_minor=-500)
    DisbursementFactory(item=item, entry="DIEU_CHINH", effective_on=date(2025, 3, 4), reason="nhầm")
    page = staff.get("/vien-tro/giai-ngan/").content.decode()

    assert f"{item.code} · hoàn trả nhà tài trợ" in page
    assert f"{item.code} · điều chỉnh cho ngày 04/03/2025" in page


def test_history_names_money_in_words_a_reader_knows():
    payment = DisbursementFactory.build(amount_minor=2_000_000, currency="EUR")
    assert str(payment).replace("\u00a0", " ") == "20.000 EUR"
