"""IATI files come in through the preview and rules of workbooks; the portal's own file changes nothing."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from aid.iati.imports import IatiResource
from aid.iati.publishing import write_iati
from aid.iati.reading import MAX_TRANSACTIONS, TOLD_FAULTS, read_activities
from aid.models import AidItem, ItemPlace
from core.history import acting
from core.imports.outcome import judge_file
from core.models import ImportBatch, User
from core.spreadsheets.limits import FileRefused
from tests.factories import (
    AgencyFactory,
    AidItemFactory,
    CommitmentFactory,
    DisbursementFactory,
    LocalityFactory,
    PartnerFactory,
    SectorFactory,
)

FOREIGN = """<iati-activities version="2.03"><iati-activity default-currency="EUR" xml:lang="en">
<iati-identifier>DE-1-2026/77</iati-identifier>
<reporting-org ref="DE-1" type="21"><narrative>Beispiel e.V.</narrative></reporting-org>
<title><narrative>Books for schools</narrative>
<narrative xml:lang="vi">Sách cho trường học</narrative></title>
<description><narrative>Books</narrative></description>
<participating-org role="1" type="21"><narrative>{donor}</narrative></participating-org>
<participating-org role="4" type="11"><narrative>{owner}</narrative></participating-org>
<activity-status code="2"/><activity-date type="2" iso-date="2026-02-01"/>
<recipient-country code="VN"/><sector vocabulary="99" code="X"><narrative>{sector}</narrative></sector>
<transaction><transaction-type code="2"/><transaction-date iso-date="2026-01-10"/>
<value value-date="2026-01-10">4000</value></transaction>
<transaction><transaction-type code="2"/><transaction-date iso-date="2026-01-11"/>
<value value-date="2026-01-11">{amount}</value></transaction>
<transaction><transaction-type code="3"/><transaction-date iso-date="2026-03-01"/>
<value value-date="2026-03-01">1500</value></transaction>
</iati-activity></iati-activities>"""


def foreign(**told):
    words = {"donor": "Beispiel e.V.", "owner": "Sở Thử", "sector": "Y tế", "amount": "500.5"} | told
    return FOREIGN.format(**words).encode()


def judged(data, by=None):
    resource = IatiResource(by=by or User.objects.system(), today=timezone.localdate())
    return resource, judge_file(resource, data, "hoat-dong.xml")


@pytest.fixture
def catalogue(db):
    SectorFactory(code="Y_TE", name="Y tế")
    return AgencyFactory(name="Sở Thử", code="SOTHU")


def test_own_file_changes_nothing(cast):
    item = AidItemFactory(started_on=date(2025, 7, 1), ended_on=date(2026, 12, 31))
    promised = CommitmentFactory(item=item)
    # What an adjustment added belongs to it.
    CommitmentFactory(item=item, entry="DIEU_CHINH", corrects=promised, amount_minor=1_000_000)
    DisbursementFactory(item=item)
    # Of several communes the standard wants shares, told or not.
    for name, share in (("Na Thử", 3334), ("Mường Thử", 3333), ("Yên Thử", 3333)):
        locality = LocalityFactory(name=name)
        with acting(by=User.objects.system(), verb="tests.place", label="Ghi địa bàn"):
            ItemPlace(item=item, locality=locality, share_e2=share).save()
    private = AidItemFactory(donor=PartnerFactory(name="Bà Thử", kind="CA_NHAN"), emergency=True)
    CommitmentFactory(item=private, amount_minor=5_000_000, currency="VND")
    out = io.BytesIO()
    assert write_iati(out, AidItem.objects.all(), now=timezone.localtime()).count == 2

    resource, outcome = judged(out.getvalue())

    assert outcome.counts == {"added": 0, "changed": 0, "unchanged": 2, "refused": 0, "rows": 2, "errors": 0}
    assert [payment["code"] for payment in resource.payments] == [item.code]


def test_foreign_activity_becomes_a_row(catalogue):
    resource, outcome = judged(foreign())

    assert outcome.refusals == []
    (row,) = outcome.rows
    assert row.kind == "new"
    assert row.row.values["code"] == "DE-1-2026-77"
    assert row.row.values["name"] == "Sách cho trường học"
    assert str(row.row.values["amount"]) == "4500.5"
    assert row.row.values["currency"] == "EUR"
    assert resource.payments[0]["amount"] == "1500"


WRONG = {
    "cơ quan lạ": ({"owner": "Sở Không Có"}, "Sở Không Có"),
    "thiếu nhà tài trợ": ({"donor": ""}, "Nhà tài trợ"),
    "số tiền sai": ({"amount": "12,5"}, "không phải số"),
    "dấu mật": ({"sector": "Y tế", "donor": "TỐI MẬT"}, "mật"),
}


@pytest.mark.parametrize(("told", "said"), WRONG.values(), ids=WRONG)
def test_wrong_file_is_refused_with_reasons(catalogue, told, said):
    _, outcome = judged(foreign(**told))

    assert any(said in refusal.message for refusal in outcome.refusals)


def test_page_shows_writes_and_tells(cast, client, catalogue):
    client.force_login(cast["SNGV_STAFF"])
    upload = SimpleUploadedFile("hoat-dong.xml", foreign())
    checked = client.post(reverse("aid:iati_start"), {"file": upload}, follow=True)
    page = checked.content.decode()
    assert "Sách cho trường học" in page
    assert "1.500 EUR" in page.replace("\u00a0", " ")
    batch = ImportBatch.objects.get(kind=ImportBatch.Kind.IATI)

    client.post(reverse("aid:iati_write", args=[batch.code]))

    item = AidItem.objects.get(code="DE-1-2026-77")
    assert item.status == AidItem.Status.DOSSIER
    assert item.history.first().history_user == cast["SNGV_STAFF"]
    client.post(reverse("aid:iati_payments", args=[batch.code]))
    payments = ImportBatch.objects.get(kind=ImportBatch.Kind.DISBURSEMENTS)
    assert payments.counts["added"] == 1
    client.post(reverse("aid:payment_import_write", args=[payments.code]))
    assert [(row.paid_on, row.amount_minor) for row in item.disbursements.all()] == [
        (date(2026, 3, 1), 150_000)
    ]
    again = SimpleUploadedFile("hoat-dong.xml", foreign())
    client.post(reverse("aid:iati_start"), {"file": again})
    assert ImportBatch.objects.order_by("-pk").first().counts["unchanged"] == 1


def test_other_files_are_sent_to_their_door(cast, client):
    client.force_login(cast["SNGV_STAFF"])
    answer = client.post(reverse("aid:iati_start"), {"file": SimpleUploadedFile("a.xlsx", b"PK")})

    assert "chỉ nhận tệp IATI .xml" in answer.content.decode()


def test_payments_of_the_own_file_are_there_already(cast, client):
    item = AidItemFactory(started_on=date(2025, 7, 1), ended_on=date(2026, 12, 31))
    CommitmentFactory(item=item)
    DisbursementFactory(item=item, voucher="PC 12/2025")
    DisbursementFactory(item=item, kind="HOAN_TRA", amount_minor=-20_000)
    out = io.BytesIO()
    write_iati(out, AidItem.objects.all(), now=timezone.localtime())
    client.force_login(cast["SNGV_STAFF"])
    client.post(reverse("aid:iati_start"), {"file": SimpleUploadedFile("a.xml", out.getvalue())})
    batch = ImportBatch.objects.get(kind=ImportBatch.Kind.IATI)

    client.post(reverse("aid:iati_payments", args=[batch.code]))

    payments = ImportBatch.objects.get(kind=ImportBatch.Kind.DISBURSEMENTS)
    assert (payments.counts["unchanged"], payments.counts["added"], payments.counts["errors"]) == (2, 0, 0)


BARE = (
    '<iati-activities version="2.03"><iati-activity><iati-identifier>V</iati-identifier>{}'
    "</iati-activity></iati-activities>"
)
LACKING = '<transaction><transaction-type code="3"/></transaction>'


def test_a_hundred_thousand_faults_are_told_in_a_few_lines():
    (found,) = read_activities(BARE.format(LACKING * 1_000).encode())

    assert len(found.faults) == TOLD_FAULTS + 1
    assert found.faults[-1] == "và 950 lỗi khác."


def test_too_many_transactions_are_refused():
    with pytest.raises(FileRefused, match=r"hơn 50\.000 giao dịch"):
        list(read_activities(BARE.format("<transaction/>" * (MAX_TRANSACTIONS + 1)).encode()))


def test_an_encoding_cannot_hide_a_doctype():
    text = '<!DOCTYPE iati-activities [<!ENTITY a "b">]>' + BARE.format("")
    hidden = f'<?xml version="1.0" encoding="UTF-7"?>{text.replace("<!", "+ADwAIQ-")}'.encode()
    assert b"<!" not in hidden

    with pytest.raises(FileRefused, match="DTD"):
        list(read_activities(hidden))
