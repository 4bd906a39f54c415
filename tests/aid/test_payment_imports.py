"""The import of disbursements: recognised lines, several rows of one item, everything wrong at once."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aid.models import Disbursement
from aid.payment_imports import PAYMENTS, PaymentResource
from core.bulk import StaleError
from core.history import acting
from core.imports.outcome import judge_file
from core.imports.templates import example_book, template_book
from core.models import ImportBatch
from core.spreadsheets.writer import write_csv, write_xlsx
from tests.factories import AidItemFactory, CommitmentFactory, DisbursementFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(f"{TODAY.isoformat()}T03:00:00+00:00", tick=False):
        yield


@pytest.fixture
def item(cast, law):
    """An item of the health department with 100.000 USD."""
    item = AidItemFactory(code="VT-2025-001", recipient=cast.agencies["SYT"])
    CommitmentFactory(item=item)
    return item


def table(*rows, form="xlsx"):
    start = {
        "code": "VT-2025-001",
        "paid_on": date(2026, 3, 4),
        "amount": Decimal("5000.5"),
        "currency": "USD",
    }
    start |= {"voucher": "PC-1"}
    cells = [[(start | row).get(column.key) for column in PAYMENTS.columns] for row in rows or ({},)]
    return (
        write_csv(PAYMENTS.columns, cells)
        if form == "csv"
        else write_xlsx(PAYMENTS.columns, cells, "Giải ngân")
    )


def judged(data, by, name="gn.xlsx"):
    return judge_file(PaymentResource(by=by, today=TODAY), data, name)


def upload(client, data):
    client.post(reverse("aid:payment_import_start"), {"file": SimpleUploadedFile("gn.xlsx", data)})
    return ImportBatch.objects.order_by("-pk").first()


def test_payment_import_start_to_payment_import_result(item, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    data = table({}, {"voucher": "PC-2", "kind": "hiện vật", "note": "=1+1"}, {"paid_on": "05/04/2026"})

    batch = upload(client, data)

    page = client.get(reverse("aid:payment_import_check", args=[batch.code])).content.decode()
    assert "Ghi 3 dòng" in page
    answer = client.post(reverse("aid:payment_import_write", args=[batch.code]))
    assert answer.url == reverse("aid:payment_import_result", args=[batch.code])
    result = client.get(answer.url).content.decode()
    assert "VT-2025-001" in result
    assert "04/03/2026 · 5.000,5 · USD" in result
    rows = Disbursement.objects.order_by("pk")
    assert [(str(row.amount), row.kind, row.voucher) for row in rows] == [
        ("5000.50", "TIEN", "PC-1"), ("5000.50", "HIEN_VAT", "PC-2"), ("5000.50", "TIEN", "PC-1"),
    ]  # fmt: skip
    assert rows[0].history.get().history_change_reason == f"{batch.code} · gn.xlsx"

    again = upload(client, data)
    assert (again.counts["added"], again.counts["unchanged"]) == (0, 3)


def test_row_twice_in_the_file_is_warned_and_not_made_again(item, cast, sign_in):
    client, data = sign_in(cast["SNGV_STAFF"]), table({}, {})

    batch = upload(client, data)

    assert batch.counts["added"] == 2
    assert any("hàng 3: giống hàng 2" in text for text in batch.warnings)
    client.post(reverse("aid:payment_import_write", args=[batch.code]))
    assert upload(client, data).counts["added"] == 0
    assert Disbursement.objects.count() == 2


def test_refund_goes_below_zero(item, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    DisbursementFactory(item=item, paid_on=date(2026, 1, 5))

    batch = upload(client, table({"kind": "hoàn trả nhà tài trợ"}))

    client.post(reverse("aid:payment_import_write", args=[batch.code]))
    assert Disbursement.objects.order_by("-pk").first().amount == Decimal("-5000.50")


def test_everything_wrong_is_listed_at_once(item, cast):
    AidItemFactory(code="VT-2025-002", recipient=cast.agencies["CAT"])
    rows = [
        {"code": "VT-2025-999"},
        {"code": "VT-2025-002"},
        {"paid_on": date(2026, 12, 1)},
        {"amount": "năm nghìn"},
        {"currency": "VND", "amount": 5000, "rate": 25000},
        {"rate_source": "Kho bạc"},
        {"kind": "séc"},
        {"note": "Độ mật: Tối mật"},
    ]

    found = judged(table(*rows), cast["FOCAL"]).refusals

    assert [one.row for one in found] == [2, 3, 4, 5, 6, 7, 8, 9]


def test_rows_of_one_item_are_judged_together(item, cast):
    outcome = judged(table({"amount": 60000}, {"amount": 60000, "voucher": "PC-2"}), cast["SNGV_STAFF"])

    assert [(one.row, one.column) for one in outcome.refusals] == [(3, "Số tiền")]
    assert "vượt cam kết 20.000" in outcome.refusals[0].message


def test_refund_of_a_payment_above_it(item, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    back = {"kind": "hoàn trả nhà tài trợ", "voucher": "PT-1"}

    batch = upload(client, table({}, back | {"amount": 2000}, back | {"amount": 4000}))

    assert [refusal["row"] for refusal in batch.refusals] == [4]
    assert "Hoàn trả vượt số đã nhận" in batch.refusals[0]["message"]


def test_as_many_queries_for_many_rows(item, cast):
    for number in range(2, 12):
        more = AidItemFactory(code=f"VT-2025-{number:03}", recipient=cast.agencies["SYT"])
        CommitmentFactory(item=more)
        DisbursementFactory(item=more)
    rows = [{"code": f"VT-2025-{n % 11 + 1:03}", "amount": 10, "voucher": f"PC-{n}"} for n in range(60)]
    data, staff = table(*rows), cast["SNGV_STAFF"]

    with CaptureQueriesContext(connection) as queries:
        assert judged(data, staff).counts["added"] == 60
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) <= 12


def test_nothing_is_written_beside_what_came_meanwhile(item, cast):
    resource = PaymentResource(by=cast["SNGV_STAFF"], today=TODAY)
    judge_file(resource, table({"amount": 60000}), "gn.xlsx")
    plan = resource.plan()
    plan.prepare()
    DisbursementFactory(item=item, amount_minor=6_000_000)

    with acting(by=cast["SNGV_STAFF"], verb="tests.write", label="Ghi"), pytest.raises(StaleError):
        plan.write()

    assert Disbursement.objects.count() == 1


def test_csv_of_the_portal_is_read(item, cast):
    outcome = judged(table({"rate": Decimal("25450.125")}, form="csv"), cast["SNGV_STAFF"], "gn.csv")

    assert outcome.refusals == []
    assert outcome.counts["added"] == 1


def test_templates_are_read(item, cast):
    resource = PaymentResource(by=cast["SNGV_STAFF"], today=TODAY)

    assert "không có dòng dữ liệu" in judged(template_book(resource), cast["SNGV_STAFF"]).refusals[0].message
    assert judged(example_book(resource), cast["SNGV_STAFF"]).refusals == []
