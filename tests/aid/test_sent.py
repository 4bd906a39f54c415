"""Tables sent out, filled in elsewhere and taken back."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from aid.actions.sent import send_template
from aid.imports import AidResource
from aid.models import AidItem, SentTemplate
from aid.sent_book import sent_book
from aid.sent_merge import Came, merged_cells
from core.history import acting
from core.imports.outcome import judge_file
from core.models import ImportBatch, User
from core.spreadsheets.template import AID
from tests.factories import AidItemFactory, CommitmentFactory, PartnerFactory, SectorFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
COLUMN = {column.key: number for number, column in enumerate(AID.columns, start=1)} | {"mark": 20}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(f"{TODAY.isoformat()}T03:00:00+00:00", tick=False):
        yield


@pytest.fixture
def donor(cast, law):
    """A donor with three items of the health department."""
    SectorFactory(code="Y_TE", name="Y tế")
    donor = PartnerFactory(name="Quỹ Nhịp cầu")
    for number in (1, 2, 3):
        item = AidItemFactory(
            code=f"VT-2026-00{number}",
            name=f"Trạm y tế {number}",
            donor=donor,
            recipient=cast.agencies["SYT"],
            approved_on=date(2026, 2, number),
            rule_set="ND313",
            note="=1+1",
        )
        CommitmentFactory(item=item, amount_minor=1_000_050 + number)
    AidItemFactory(code="VT-2026-009", recipient=cast.agencies["CAT"])
    return donor


def send(user, donor):
    return send_template(donor=donor, owner=None, today=TODAY, by=user)


def filled(sent, *cells):
    """Return the workbook as sent with (row, column key, value) put in."""
    book = load_workbook(BytesIO(sent_book(sent)))
    for row, key, value in cells:
        book["Viện trợ"].cell(row, COLUMN[key]).value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def take_back(client, sent, data, name="dien.xlsx"):
    """Upload and return the batch."""
    answer = client.post(
        reverse("aid:sent_take_back", args=[sent.code]), {"file": SimpleUploadedFile(name, data)}
    )
    assert answer.status_code == 302
    return ImportBatch.objects.order_by("-pk").first()


def write(client, batch, **choices):
    client.post(reverse("aid:sent_write", args=[batch.code]), choices)
    return ImportBatch.objects.get(pk=batch.pk)


def edit_in_portal(item, user, **values):
    with_names = AidItem.objects.get(pk=item.pk)
    for name, value in values.items():
        setattr(with_names, name, value)
    with_names.version += 1
    with acting(by=user, verb="tests.edit", label="Sửa"):
        with_names.save()


@pytest.mark.parametrize(
    ("ours", "theirs", "came"),
    [
        pytest.param({}, {}, Came.UNTOUCHED, id="không ai sửa"),
        pytest.param({}, {"amount": "2"}, Came.THEIRS, id="bên gửi sửa"),
        pytest.param({"amount": "3"}, {}, Came.OURS, id="cổng sửa"),
        pytest.param({"amount": "2"}, {"amount": "2"}, Came.BOTH_SAME, id="cùng sửa như nhau"),
        pytest.param({"amount": "3"}, {"amount": "2"}, Came.CONFLICT, id="cùng sửa khác nhau"),
        pytest.param({"currency": "EUR"}, {"amount": "2"}, Came.CONFLICT, id="số tiền và loại tiền là một"),
        pytest.param({"name": "B"}, {"amount": "2"}, Came.THEIRS, id="ô khác của cùng dòng"),
        pytest.param({"amount": "3"}, {"amount": "1"}, Came.OURS, id="tệp giữ giá trị lúc gửi"),
    ],
)
def test_each_cell_is_merged(ours, theirs, came):
    base = {"name": "A", "amount": "1", "currency": "USD"}

    assert merged_cells(base, base | ours, theirs)["amount"] is came


def test_five_cells_changed_and_one_meanwhile_give_four_changes_and_one_conflict(donor, cast, sign_in):
    staff = cast["SNGV_STAFF"]
    client, sent = sign_in(staff), send(staff, donor)
    first, second = AidItem.objects.filter(donor=donor).order_by("code")[:2]
    edit_in_portal(first, staff, name="Tên cổng sửa", objectives="Không ở trong mẫu")

    batch = take_back(
        client,
        sent,
        filled(
            sent,
            (2, "name", "Tên bên gửi sửa"),
            (2, "amount", 20000),
            (2, "end", date(2027, 5, 1)),
            (3, "note", "+84 là ghi chú mới"),
            (4, "sectors", "Y tế"),
        ),
    )

    assert (batch.counts["theirs"], batch.counts["conflicts"], batch.counts["errors"]) == (4, 1, 0)
    page = client.get(reverse("aid:sent_check", args=[batch.code])).content.decode()
    for words in ("Tên cổng sửa", "Tên bên gửi sửa", "còn 1 chưa chọn", "Ghi 3 khoản"):
        assert words in page
    assert write(client, batch).state == ImportBatch.State.CHECKED
    assert AidItem.objects.get(pk=second.pk).note == "=1+1"

    batch = write(client, batch, **{f"{first.code}:name": "cong"})

    assert batch.state == ImportBatch.State.WRITTEN
    first, second = AidItem.objects.get(pk=first.pk), AidItem.objects.get(pk=second.pk)
    assert (first.name, first.ended_on, first.objectives) == (
        "Tên cổng sửa", date(2027, 5, 1), "Không ở trong mẫu",
    )  # fmt: skip
    assert first.commitments.get().amount == Decimal(20000)
    assert second.note == "+84 là ghi chú mới"
    assert AidItem.objects.get(code="VT-2026-003").item_sectors.get().sector.name == "Y tế"
    assert first.history.first().history_change_reason == f"{batch.code} · dien.xlsx"


def test_untouched_table_changes_nothing_even_where_the_portal_moved_on(donor, cast, sign_in):
    staff = cast["SNGV_STAFF"]
    client, sent = sign_in(staff), send(staff, donor)
    edit_in_portal(AidItem.objects.get(code="VT-2026-001"), staff, name="Tên mới")
    donor.name = "Quỹ đã đổi tên"
    _save(donor)

    batch = take_back(client, sent, filled(sent))

    assert {key: batch.counts[key] for key in ("theirs", "ours", "conflicts", "changed", "errors")} == {
        "theirs": 0, "ours": 1, "conflicts": 0, "changed": 0, "errors": 0,
    }  # fmt: skip
    assert batch.warnings == []


def _save(record):
    with acting(by=User.objects.system(), verb="tests.edit", label="Sửa"):
        record.save()


def test_same_file_twice_adds_no_row_twice(donor, cast, sign_in):
    client, sent = sign_in(cast["SNGV_STAFF"]), send(cast["SNGV_STAFF"], donor)
    new = {"name": "Khoản mới", "donor": "Quỹ Nhịp cầu", "owner": "Sở Y tế", "amount": 500, "currency": "USD"}
    new |= {"approved": date(2026, 3, 4)}
    data = filled(sent, (2, "name", "Tên sửa"), *((5, key, value) for key, value in new.items()))

    assert write(client, take_back(client, sent, data)).state == ImportBatch.State.WRITTEN
    added = AidItem.objects.get(name="Khoản mới")
    assert added.commitments.get().amount == 500

    again = take_back(client, sent, data)
    assert (again.counts["added"], again.counts["changed"], again.counts["errors"]) == (0, 0, 0)
    assert AidItem.objects.filter(name="Khoản mới").count() == 1


def test_decided_cell_is_not_asked_about_again(donor, cast, sign_in):
    staff = cast["SNGV_STAFF"]
    client, sent = sign_in(staff), send(staff, donor)
    edit_in_portal(AidItem.objects.get(code="VT-2026-001"), staff, name="Của cổng")
    data = filled(sent, (2, "name", "Của tệp"), (2, "emergency", "Cứu trợ khẩn cấp"), (3, "donor", "Quỹ mới"))

    write(client, take_back(client, sent, data), **{"VT-2026-001:name": "cong"})

    assert AidItem.objects.get(code="VT-2026-001").emergency_kind == "CUU_TRO"
    assert AidItem.objects.get(code="VT-2026-002").donor.name == "Quỹ mới"
    again = take_back(client, sent, data).counts
    assert {key: again[key] for key in ("theirs", "ours", "conflicts", "changed", "errors")} == {
        "theirs": 0, "ours": 0, "conflicts": 0, "changed": 0, "errors": 0,
    }  # fmt: skip


def test_blank_cells_and_missing_rows_change_nothing(donor, cast, sign_in):
    client, sent = sign_in(cast["SNGV_STAFF"]), send(cast["SNGV_STAFF"], donor)
    book = load_workbook(BytesIO(sent_book(sent)))
    sheet = book["Viện trợ"]
    sheet.delete_rows(3)
    for key in ("name", "amount", "note", "owner"):
        sheet.cell(2, COLUMN[key]).value = None
    out = BytesIO()
    book.save(out)

    batch = take_back(client, sent, out.getvalue())

    assert (batch.counts["changed"], batch.counts["errors"]) == (0, 0)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        pytest.param({"mark": "VT-2026-002"}, "là của VT-2026-002", id="của dòng khác"),
        pytest.param({"mark": "MAU-2026-999-1-ab"}, "của mẫu khác", id="của mẫu khác"),
        pytest.param({"mark": "MAU-2026-001-9-00"}, "không đúng như mẫu", id="bịa ra"),
        pytest.param({"mark": ""}, "Thiếu phiên bản", id="bị xóa"),
        pytest.param({"code": "VT-2026-009"}, "không có trong mẫu", id="mã khác"),
        pytest.param({"code": ""}, "Thiếu mã VT-2026-001", id="mã bị xóa"),
        pytest.param({"code": "", "mark": "", "amount": ""}, "bắt buộc", id="khoản mới thiếu ô"),
        pytest.param({"approved": "31/02/2026"}, "không có thật", id="ngày sai"),
        pytest.param({"end": "01/01/2025", "start": "01/01/2026"}, "trước", id="thứ tự ngày"),
    ],
)
def test_table_that_is_not_its_own_is_refused(donor, cast, sign_in, cells, words):
    client, sent = sign_in(cast["SNGV_STAFF"]), send(cast["SNGV_STAFF"], donor)

    marks = {code: row["mark"] for code, row in sent.rows.items()}
    typed = [(2, key, marks.get(text, text) if key == "mark" else text) for key, text in cells.items()]
    batch = take_back(client, sent, filled(sent, *typed))

    assert batch.state == ImportBatch.State.REFUSED
    assert words in client.get(reverse("aid:sent_check", args=[batch.code])).content.decode()
    assert write(client, batch).state == ImportBatch.State.REFUSED


def test_ordinary_import_refuses_the_version_column(donor, cast):
    sent = send(cast["SNGV_STAFF"], donor)

    refusals = judge_file(AidResource(by=cast["SNGV_STAFF"], today=TODAY), sent_book(sent), "m.xlsx").refusals

    assert any("'Phiên bản' không được phép" in one.message for one in refusals)


def test_what_changes_between_check_and_writing_is_asked_about(donor, cast, sign_in):
    staff = cast["SNGV_STAFF"]
    client, sent = sign_in(staff), send(staff, donor)
    batch = take_back(client, sent, filled(sent, (2, "name", "Của tệp")))
    edit_in_portal(AidItem.objects.get(code="VT-2026-001"), staff, name="Của cổng")

    batch = write(client, batch)

    assert (batch.state, batch.counts["open"]) == (ImportBatch.State.CHECKED, 1)
    assert AidItem.objects.get(code="VT-2026-001").name == "Của cổng"
    write(client, batch, **{"VT-2026-001:name": "tep"})
    assert AidItem.objects.get(code="VT-2026-001").name == "Của tệp"


def test_workbook_offers_lists_and_locks_codes(donor, cast):
    book = load_workbook(BytesIO(sent_book(send(cast["SNGV_STAFF"], donor))))
    sheet = book["Viện trợ"]

    assert book.sheetnames == ["Viện trợ", "Danh mục", "Hướng dẫn"]
    assert book["Danh mục"].sheet_state == "hidden"
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert (sheet["B2"].protection.locked, sheet["C2"].protection.locked) == (True, False)
    assert {str(rule.sqref)[0] for rule in sheet.data_validations.dataValidation} >= set("DEG")
    assert sheet["K2"].data_type == "s"
    assert sheet["K2"].quotePrefix
    assert any("không đổi" in str(row[1].value) for row in book["Hướng dẫn"].iter_rows())


def test_focal_sends_only_its_own(donor, cast, sign_in):
    client = sign_in(cast["FOCAL"])

    client.post(reverse("aid:sent_add"), {})

    assert sorted(SentTemplate.objects.get().rows) == ["VT-2026-001", "VT-2026-002", "VT-2026-003"]
    assert client.get(reverse("aid:sent_list")).status_code == 200
