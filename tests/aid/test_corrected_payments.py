"""A payment with corrections, open to editing again: it stands with them, and they are not lost."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from aid.actions import money
from aid.standing import standings_of
from core.history import acting, save_version
from core.legal import RuleError
from tests.aid.conftest import TODAY
from tests.factories import AidItemFactory, CommitmentFactory, DisbursementFactory

pytestmark = pytest.mark.django_db
PAID_ON = date(2025, 7, 1)
BACK_ON = date(2025, 8, 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def by(world):
    return world["cast"]["SNGV_STAFF"]


@pytest.fixture
def item(world, by):
    """Settled, its payment of 60,000 and its refund of 20,000 brought right by corrections, then open again.

    They stand at 50,000 and 15,000.
    """
    row = AidItemFactory(code="VT-2025-011", recipient=world["recipient"], status="SETTLED", settled_on=TODAY)
    CommitmentFactory(item=row)
    DisbursementFactory(item=row, paid_on=PAID_ON, amount_minor=6_000_000, usd_minor=6_000_000)
    back = {"kind": "HOAN_TRA", "amount_minor": -2_000_000, "usd_minor": -2_000_000}
    DisbursementFactory(item=row, paid_on=BACK_ON, **back)
    edit(line_of(row, "TIEN"), 50_000, by, reason="Quyết toán duyệt 50.000")
    edit(line_of(row, "HOAN_TRA"), -15_000, by, reason="Giấy báo nợ 15.000")
    row.refresh_from_db()
    row.status, row.settled_on = "FINAL_REPORTED", None
    with acting(by=by, verb="tests.unsettle", label="Hủy quyết toán"):
        return save_version(row, expected=row.version)


def line_of(item, kind):
    return item.disbursements.get(kind=kind, corrects=None)


def edit(row, amount, by, **changes):
    columns = money.money_fields(amount=Decimal(amount), currency="USD", day=PAID_ON)
    told = {"paid_on": row.paid_on, "money": columns, "kind": row.kind, "today": TODAY, "by": by}
    return money.edit_disbursement(disbursement=row, expected=row.version, **told | changes)


def received(item):
    return standings_of([item.pk])[item.pk].received_minor["USD"] // 100


@pytest.mark.parametrize(
    ("kind", "amount", "stands", "own"),
    [
        ("TIEN", 50_000, 35_000, 60_000),
        ("TIEN", 45_000, 30_000, 55_000),
        ("HOAN_TRA", -15_000, 35_000, -20_000),
        ("HOAN_TRA", -17_000, 33_000, -22_000),
    ],
    ids=["chỉ sửa ghi chú", "sửa số nhận", "chỉ sửa ghi chú hoàn trả", "sửa số hoàn trả"],
)
def test_a_payment_stands_with_its_corrections(kind, amount, stands, own, item, by):
    row = line_of(item, kind)
    assert received(item) == 35_000

    edit(row, amount, by, note="bổ sung chứng từ")

    row.refresh_from_db()
    assert (received(item), row.amount, row.note) == (stands, own, "bổ sung chứng từ")


@pytest.mark.parametrize(
    ("kind", "amount", "changes", "words"),
    [
        ("HOAN_TRA", -15_000, {"paid_on": date(2025, 9, 1)}, "giữ ngày cũ"),
        ("TIEN", 50_000, {"kind": "HIEN_VAT", "goods": "máy"}, "giữ hình thức cũ"),
        ("HOAN_TRA", 15_000, {"kind": "TIEN"}, "giữ hình thức cũ"),
    ],
    ids=["đổi ngày", "đổi hình thức", "hoàn trả thành nhận"],
)
def test_the_day_and_kind_that_corrections_name_stay(kind, amount, changes, words, item, by):
    row = line_of(item, kind)
    with pytest.raises(RuleError, match=words):
        edit(row, amount, by, **changes)
    row.refresh_from_db()
    assert (received(item), row.kind) == (35_000, kind)


def test_a_refund_smaller_than_its_correction_leaves_nothing_for_the_line(item, by):
    row = line_of(item, "HOAN_TRA")
    more = {"kind": "HOAN_TRA", "amount_minor": -2_500_000, "usd_minor": -2_500_000}
    DisbursementFactory(
        item=item, corrects=row, entry="DIEU_CHINH", effective_on=BACK_ON, reason="x", paid_on=TODAY, **more
    )
    with pytest.raises(RuleError, match="điều chỉnh đi kèm"):
        edit(row, -17_000, by)


def test_a_payment_with_corrections_is_not_deleted(item, world, sign_in):
    client = sign_in(world["cast"]["SNGV_STAFF"])
    row = line_of(item, "HOAN_TRA")
    address = reverse("aid:disbursement_remove", args=[item.code, row.pk])

    answer = client.post(address, {"version": row.version, "reason": "nhầm"})

    assert answer.status_code == 200
    assert "Dòng này có dòng điều chỉnh đi kèm nên chưa xóa được" in answer.text
    assert received(item) == 35_000
    # Without its correction it may go.
    client.post(
        reverse("aid:disbursement_remove", args=[item.code, row.corrections.get().pk]),
        {"version": 1, "reason": "nhầm"},
    )
    assert client.post(address, {"version": row.version, "reason": "nhầm"}).status_code == 302
    assert received(item) == 50_000


def test_the_first_receipt_stays_before_what_went_back(world, by):
    item = AidItemFactory(code="VT-2025-012", recipient=world["recipient"])
    CommitmentFactory(item=item)
    first = DisbursementFactory(item=item, paid_on=PAID_ON)
    second = DisbursementFactory(item=item, paid_on=date(2025, 11, 1))
    DisbursementFactory(
        item=item, paid_on=BACK_ON, kind="HOAN_TRA", amount_minor=-100_000, usd_minor=-100_000
    )
    told = {"by": by, "reason": "nhầm", "today": TODAY}

    for day in (date(2025, 8, 2), date(2025, 12, 1)):
        with pytest.raises(RuleError, match="Đã ghi hoàn trả ngày 01/08/2025") as refused:
            edit(first, 10_000, by, paid_on=day)
        assert refused.value.field == "paid_on"
        first.refresh_from_db()
    with pytest.raises(RuleError, match="Đã ghi hoàn trả ngày 01/08/2025"):
        money.remove_disbursement(disbursement=first, expected=first.version, **told)

    edit(first, 10_000, by, paid_on=BACK_ON)
    edit(second, 10_000, by, paid_on=date(2025, 12, 1))
    assert sorted(item.disbursements.values_list("paid_on", flat=True)) == [
        BACK_ON,
        BACK_ON,
        date(2025, 12, 1),
    ]
