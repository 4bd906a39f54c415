"""Amounts and rates beyond what a column holds: a sentence that names the box, at every form and by file."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from aid.models import Commitment, Counterpart, Disbursement, ExchangeRate
from aid.payment_imports import PAYMENTS, PaymentResource
from core.imports.outcome import judge_file
from core.spreadsheets.writer import write_xlsx
from tests.aid.conftest import TODAY
from tests.factories import AidItemFactory, CommitmentFactory

pytestmark = pytest.mark.django_db
LARGEST = "999.999.999.999.999"
RATES = {"rate": "99.999.999.999", "usd_rate": "0,0001", "confirm_rate": "on"}
YEN = RATES | {"amount": LARGEST, "currency": "JPY"}
DOLLARS = {"amount": LARGEST, "currency": "USD", "rate": "26.300", "confirm_rate": "on"}
TOO_LARGE = "quá lớn, không lưu được; xem lại số tiền và tỷ giá"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def item(world):
    row = AidItemFactory(code="VT-2025-012", recipient=world["recipient"], status="ADJUSTING")
    CommitmentFactory(item=row, rate_e4=263_000_000, usd_rate_e4=263_000_000)
    return row


@pytest.fixture
def staff(world, sign_in):
    return sign_in(world["cast"]["SNGV_STAFF"])


def counts():
    return [model.objects.count() for model in (Commitment, Counterpart, Disbursement, ExchangeRate)]


@pytest.mark.parametrize("money", [YEN, DOLLARS], ids=["yên và tỷ giá lớn nhất", "đô la lớn nhất"])
@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("disbursement_add", {"paid_on": "15/11/2025", "kind": "TIEN", "confirm_over": "on"}),
        ("disbursement_add", {"paid_on": "15/11/2025", "kind": "HOAN_TRA"}),
        ("commitment_add", {}),
        ("counterpart_add", {"kind": "TIEN"}),
    ],
    ids=["giải ngân", "hoàn trả", "cam kết", "đối ứng"],
)
def test_an_amount_whose_equivalent_no_column_holds_is_refused(page, typed, money, item, staff):
    before = counts()
    answer = staff.post(reverse(f"aid:{page}", args=[item.code]), typed | money)
    assert answer.status_code == 200
    assert TOO_LARGE in answer.text
    assert counts() == before


@pytest.mark.parametrize(
    "money",
    [
        YEN,
        {"counterpart_amount": LARGEST, "counterpart_currency": "USD"},
    ],
    ids=["cam kết", "đối ứng"],
)
def test_the_form_of_an_item_refuses_it_too(money, typed, staff, set_rate):
    set_rate("USD", "26300", date(2025, 1, 1))
    answer = staff.post(reverse("aid:item_add"), typed | money)
    assert answer.status_code == 200
    assert TOO_LARGE in answer.text
    assert counts()[:3] == [0, 0, 0]


def test_an_adjustment_refuses_it_too(item, world, sign_in):
    client, row = sign_in(world["cast"]["SNGV_LEADER"]), item.commitments.get()
    typed = {"on": "05/01/2026", "document_number": "9/QĐ-UBND", "version": item.version, "note": ""}
    where = reverse("aid:item_step", args=[item.code, "dieu-chinh"])
    answer = client.post(where, typed | {f"amount_{row.pk}": LARGEST})
    assert answer.status_code == 200
    assert TOO_LARGE in answer.text
    assert counts()[0] == 1


@pytest.mark.parametrize("rate", ["999.999.999.999.999", "99.999.999.999,1"])
def test_a_rate_of_the_catalogue_has_a_largest_value(rate, world, sign_in):
    client = sign_in(world["cast"]["FIN"])
    typed = {"currency": "USD", "day": "05/01/2026", "rate": rate, "kind": "KHAC", "confirm_rate": "on"}
    answer = client.post(reverse("aid:rate_add"), typed)
    assert answer.status_code == 200
    assert "Tỷ giá không quá 99.999.999.999" in answer.text


def test_a_file_refuses_it_too(item, world):
    cells = {"code": item.code, "paid_on": date(2025, 11, 15), "amount": Decimal(999_999_999_999_999)}
    cells |= {"currency": "USD", "rate": Decimal(26_300)}
    data = write_xlsx(PAYMENTS.columns, [[cells.get(one.key) for one in PAYMENTS.columns]], PAYMENTS.name)
    judged = judge_file(PaymentResource(by=world["cast"]["SNGV_STAFF"], today=TODAY), data, "gn.xlsx")
    assert TOO_LARGE in str(judged.refusals)


def test_an_allocation_of_the_largest_amounts_is_told_not_broken(world, staff):
    grant = AidItemFactory(
        emergency=True, code="VT-2025-K09", donor=world["donor"], recipient=world["recipient"],
        disaster_event="Bão số 5", disaster_on=date(2025, 8, 25), approved_on=date(2025, 9, 10),
    )  # fmt: skip
    CommitmentFactory(item=grant)
    typed = {"dong-TOTAL_FORMS": "2", "dong-INITIAL_FORMS": "0", "version": grant.version}
    for number, currency in enumerate(("USD", "VND")):
        row = {"unit_name": f"Thôn {number}", "goods": "Gạo", "measure": "kg", "amount": LARGEST}
        row |= {"currency": currency, "quantity": "9.999.999.999.999,9"}
        typed |= {f"dong-{number}-{name}": value for name, value in row.items()}

    answer = staff.post(reverse("aid:allocation_edit", args=[grant.code]), typed, follow=True)

    assert answer.status_code == 200
    assert grant.allocations.count() == 2
    assert "vượt cam kết" in answer.text
