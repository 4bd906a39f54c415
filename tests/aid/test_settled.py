"""A settled item, and counterpart funds of a closed period: nothing is rewritten, a correction is written."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from aid.actions import commitments, counterparts, money
from aid.actions.items import ItemContent, edit_item
from aid.actions.periods import close_period
from aid.imports import AidResource
from aid.models import AidItem, Commitment, Counterpart, Disbursement
from aid.payment_imports import PAYMENTS, PaymentResource
from core.history import acting, save_version
from core.imports.outcome import judge_file
from core.legal import RuleError
from core.spreadsheets.writer import write_xlsx
from reports.figures.base import compute, scope_of_year
from tests.aid.conftest import TODAY
from tests.factories import AidItemFactory, CommitmentFactory, DisbursementFactory

pytestmark = pytest.mark.django_db
PAID_ON = date(2025, 7, 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def by(world):
    return world["cast"]["SNGV_STAFF"]


@pytest.fixture
def item(world):
    """An item of 100,000 USD with one payment and counterpart funds; no period is closed."""
    row = AidItemFactory(
        code="VT-2025-010", recipient=world["recipient"], status="FINAL_REPORTED", settled_on=None
    )
    CommitmentFactory(item=row)
    DisbursementFactory(item=row, paid_on=PAID_ON, amount_minor=1_000_000, usd_minor=1_000_000)
    return row


@pytest.fixture
def added(item, by):
    return counterparts.add_counterpart(item=item, kind="TIEN", money=dong(500), by=by)


@pytest.fixture
def settled(item, added, by):
    item.refresh_from_db()
    item.status, item.settled_on = "SETTLED", TODAY
    with acting(by=by, verb="tests.settle", label="Quyết toán"):
        return save_version(item, expected=item.version)


def dong(millions):
    return money.money_fields(amount=Decimal(millions * 10**6), currency="VND", day=PAID_ON)


def usd(amount):
    return money.money_fields(amount=Decimal(amount), currency="USD", day=PAID_ON)


def ways(item, by, reason=None):
    """Each way of writing the money of an item: what is to be refused, as a call."""
    told = {"by": by, "today": TODAY, "reason": reason}
    paid, promised, added = item.disbursements.first(), item.commitments.first(), item.counterparts.first()
    return {
        "thêm giải ngân": lambda: money.add_disbursement(
            item=item, paid_on=date(2026, 1, 5), money=usd(10), **told
        ),
        "sửa giải ngân": lambda: money.edit_disbursement(
            disbursement=paid, expected=paid.version, paid_on=PAID_ON, money=usd(20), **told
        ),
        "xóa giải ngân": lambda: money.remove_disbursement(
            disbursement=paid, expected=paid.version, **told | {"reason": reason or ""}
        ),
        "thêm cam kết": lambda: commitments.add_commitment(
            item=item, money=usd(10), committed_on=None, **told
        ),
        "sửa cam kết": lambda: commitments.edit_commitment(
            commitment=promised, expected=promised.version, money=usd(120_000), committed_on=None, **told
        ),
        "thêm đối ứng": lambda: counterparts.add_counterpart(item=item, kind="TIEN", money=dong(1), **told),
        "sửa đối ứng": lambda: counterparts.edit_counterpart(
            counterpart=added, expected=added.version, kind="TIEN", money=dong(600), **told
        ),
        "xóa đối ứng": lambda: counterparts.remove_counterpart(
            counterpart=added, expected=added.version, **told | {"reason": reason or ""}
        ),
    }


WAYS = [
    "thêm giải ngân", "sửa giải ngân", "xóa giải ngân", "thêm cam kết", "sửa cam kết", "thêm đối ứng",
    "sửa đối ứng", "xóa đối ứng",
]  # fmt: skip


def lines():
    return {
        model: list(model.objects.order_by("pk").values_list("pk", "amount_minor", "entry"))
        for model in (Commitment, Counterpart, Disbursement)
    }


@pytest.mark.parametrize("way", WAYS)
def test_money_of_a_settled_item_is_corrected_not_rewritten(way, settled, by):
    before = lines()
    with pytest.raises(RuleError, match=r"đã quyết toán|lý do điều chỉnh"):
        ways(settled, by)[way]()
    assert lines() == before

    line = ways(settled, by, reason="Kiểm toán phát hiện ghi thiếu")[way]()
    line = line[0] if isinstance(line, tuple) else line

    now = lines()
    assert all(set(before[model]) <= set(now[model]) for model in before)
    assert (line.entry, line.reason) == ("DIEU_CHINH", "Kiểm toán phát hiện ghi thiếu")


@pytest.mark.parametrize("way", WAYS)
def test_money_of_an_open_item_is_written_without_a_reason(way, item, added, by):
    ways(item, by)[way]()
    assert not Disbursement.objects.filter(entry="DIEU_CHINH").exists()


def test_pages_of_a_settled_item_offer_the_correction(settled, world, sign_in):
    client = sign_in(world["cast"]["SNGV_STAFF"])
    add = reverse("aid:disbursement_add", args=[settled.code])
    assert f'data-payment="{add}"' not in client.get(reverse("aid:item_list")).text

    page = client.get(settled.get_absolute_url()).text
    assert "Ghi điều chỉnh" in page
    assert page.count('<span class="sub">đã quyết toán</span>') == 3

    typed = {"paid_on": "05/01/2026", "amount": "10,00", "currency": "USD", "kind": "TIEN"}
    refused = client.post(add, typed)
    assert "Khoản đã quyết toán" in refused.text
    assert 'name="correct"' in refused.text
    assert settled.disbursements.count() == 1
    assert client.post(add, typed | {"correct": "on", "reason": "ghi thiếu"}).status_code == 302
    assert settled.disbursements.get(entry="DIEU_CHINH").effective_on == date(2026, 1, 5)


def test_tables_do_not_write_to_a_settled_item(settled, by):
    cells = {"code": settled.code, "paid_on": date(2026, 1, 5), "amount": Decimal(10), "currency": "USD"}
    data = write_xlsx(PAYMENTS.columns, [[cells.get(one.key) for one in PAYMENTS.columns]], PAYMENTS.name)
    assert "đã quyết toán" in str(judge_file(PaymentResource(by=by, today=TODAY), data, "gn.xlsx").refusals)

    resource = AidResource(by=by, today=TODAY)
    stored = resource.stored_queryset().get()
    row, original = resource.row_of(stored), resource.row_of(stored)
    row.amount = Decimal(90_000)
    with pytest.raises(RuleError, match="Cam kết thuộc khoản đã quyết toán"):
        resource.check_row(row, original)


def test_the_items_own_form_leaves_settled_money_alone(settled, by):
    def edit(**money_columns):
        content = ItemContent(values={"note": "x"}, may_lack_sector=True, **money_columns)
        fresh = AidItem.objects.get()
        return edit_item(item=fresh, expected=fresh.version, content=content, today=TODAY, by=by)

    same = {"commitment": usd(100_000) | {"committed_on": None}, "counterpart": dong(500) | {"kind": "TIEN"}}
    with pytest.raises(RuleError, match="Cam kết thuộc khoản đã quyết toán"):
        edit(**same | {"commitment": usd(99) | {"committed_on": None}})
    with pytest.raises(RuleError, match="Vốn đối ứng thuộc khoản đã quyết toán"):
        edit(**same | {"counterpart": None})


def test_counterpart_of_a_closed_period_is_corrected_in_the_open_one(item, added, by, world):
    close_period(
        first_day=date(2025, 1, 1), last_day=date(2025, 12, 31), reason="Báo cáo 1/BC", today=TODAY,
        by=world["cast"]["FIN"],
    )  # fmt: skip

    def reported(year):
        scope = scope_of_year(world["cast"]["SNGV_LEADER"], year, today=TODAY)
        return compute("aid.counterpart_vnd", scope).exact

    assert reported(2025) == "500.000.000 đồng"
    told = {"counterpart": added, "expected": 1, "kind": "TIEN", "money": dong(450), "by": by}
    with pytest.raises(RuleError, match="Ngày 01/06/2025 thuộc kỳ đã khóa sổ"):
        counterparts.edit_counterpart(**told)
    added.refresh_from_db()
    line = counterparts.edit_counterpart(**told, reason="quyết định 7/QĐ-UBND", today=TODAY)

    assert (line.amount_minor, line.corrects, line.booked_on) == (-50_000_000, added, TODAY)
    assert (reported(2025), reported(2026)) == ("500.000.000 đồng", "−50.000.000 đồng")
