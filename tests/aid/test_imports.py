"""The import of aid items: what is written, what is left alone, the pages, the templates."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from aid.imports import AidResource
from aid.models import AidItem, Commitment
from core.imports.batches import ImportRefusedError, record_check, write_batch
from core.imports.outcome import judge_file
from core.imports.templates import example_book, template_book
from core.legal import RuleError
from core.models import ImportBatch, Partner, User
from core.spreadsheets.template import AID
from core.spreadsheets.writer import write_csv, write_xlsx
from tests.core.spreadsheets.corpus import content
from tests.core.spreadsheets.verdicts import fingerprint, make_reference_rows
from tests.factories import AidItemFactory, CommitmentFactory, SectorFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
GOOD = "a02_ok_aid.xlsx"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(f"{TODAY.isoformat()}T03:00:00+00:00", tick=False):
        yield


@pytest.fixture
def reference(law):
    """What the good files name."""
    make_reference_rows()


def resource(by=None):
    return AidResource(by=by or User.objects.system(), today=TODAY)


def table(*rows, **columns):
    """Return a workbook with rows given by column key, over a row that may be written."""
    start = {
        "code": "VT-2026-900",
        "name": "Thư viện thân thiện",
        "donor": "Quỹ Nhịp cầu",
        "owner": "Sở Y tế",
        "amount": Decimal(86000),
        "currency": "USD",
        "approved": date(2026, 4, 12),
    }
    full = [start | columns | row for row in rows or ({},)]
    return write_xlsx(
        AID.columns, [[row.get(column.key) for column in AID.columns] for row in full], AID.name
    )


def commit(data, by=None, filename="bang.xlsx"):
    """Check and write, as page and command do; returns batch and outcome."""
    by = by or User.objects.system()
    outcome = judge_file(resource(by), data, filename)
    assert outcome.refusals == []
    batch = record_check(
        resource=resource(by), outcome=outcome, data=data, filename=filename, options={}, by=by
    )
    return write_batch(batch=batch, resource=resource(by), by=by, reason=f"{batch.code} · {filename}")


def refusals(data, by=None):
    return [(one.row, one.column, one.message) for one in judge_file(resource(by), data, "b.xlsx").refusals]


def test_accepted_file_is_written_once(reference):
    batch, outcome = commit(content(GOOD))

    assert outcome.counts["added"] == 3
    assert batch.state == ImportBatch.State.WRITTEN
    item = AidItem.objects.get(code="VT-2026-001")
    assert (item.mode, item.rule_set, item.approved_on) == ("CHUA_XEP", "ND313", date(2026, 2, 10))
    assert item.owner == item.recipient
    money = Commitment.objects.get(item=item)
    assert (money.amount_minor, money.currency, money.rate_e4) == (2_500_050, "USD", None)
    donor = Partner.objects.get()
    assert (donor.name, donor.is_confirmed) == ("Friendship Fund (giả định)", False)

    _, again = commit(content(GOOD))
    assert (again.counts["added"], again.counts["unchanged"]) == (0, 3)
    assert AidItem.objects.count() == 3


def test_every_record_names_the_upload_in_its_history(reference, cast):
    batch, _ = commit(content(GOOD), by=cast["SNGV_STAFF"])

    entry = AidItem.objects.get(code="VT-2026-001").history.get()
    assert entry.history_user == cast["SNGV_STAFF"]
    assert entry.history_change_reason == f"{batch.code} · bang.xlsx"
    assert [row.state for row in batch.history.order_by("history_id")] == ["DA_KIEM_TRA", "DA_GHI"]


def test_blank_cell_leaves_the_stored_value_alone(reference):
    commit(table(note="Ghi chú cũ", kind="Dự án", rate=Decimal("25450.5"), rate_source="Kho bạc"))

    _, outcome = commit(table(name="Tên mới", amount=Decimal(90000)))

    item = AidItem.objects.get()
    assert (item.name, item.note, item.mode) == ("Tên mới", "Ghi chú cũ", "DU_AN")
    money = item.commitments.get()
    assert (money.amount_minor, money.rate, money.rate_source) == (9_000_000, Decimal("25450.5"), "Kho bạc")
    assert outcome.rows[0].old == {"name": "Thư viện thân thiện", "amount": Decimal(86000)}


def test_donor_is_found_whatever_its_case(reference):
    commit(table(donor="Quỹ Nhịp cầu"))
    commit(table({"code": "VT-2026-901"}, donor="QUỸ  nhịp cầu"))

    assert Partner.objects.count() == 1


def test_two_rows_with_one_new_donor_make_one_partner(reference):
    commit(table({"code": "VT-2026-901"}, {"code": "VT-2026-902", "donor": "QUỸ MỚI"}, donor="Quỹ mới"))

    assert Partner.objects.count() == 1


@pytest.mark.parametrize(
    ("columns", "column", "words"),
    [
        pytest.param({"places": "Xã An Binh"}, "Địa bàn", "ý là 'Xã An Bình'?", id="xã không có"),
        pytest.param({"owner": "Sở Y tê"}, "Chủ khoản viện trợ", "ý là 'Sở Y tế'?", id="cơ quan gần giống"),
        pytest.param({"currency": "XYZ"}, "Loại tiền", "không có trong danh mục", id="loại tiền lạ"),
        pytest.param({"approved": None}, "Ngày phê duyệt", "bắt buộc nhập", id="thiếu ngày phê duyệt"),
        pytest.param({"amount": None}, "Giá trị viện trợ", "bắt buộc nhập", id="thiếu số tiền"),
        pytest.param({"approved": date(2026, 11, 23)}, "Ngày phê duyệt", "chưa tới", id="ngày mai"),
        pytest.param({"rate_source": "Kho bạc"}, "Tỷ giá", "Ghi tỷ giá", id="nguồn mà không có tỷ giá"),
        pytest.param({"note": "Độ mật: Tối mật"}, "Ghi chú", "bí mật nhà nước", id="dấu mật"),
        pytest.param({"sectors": "Y tế (60%); Giáo dục"}, "Lĩnh vực", "tỷ lệ", id="tỷ lệ nửa vời"),
        pytest.param({"sectors": "Y tế (60%); Giáo dục (30%)"}, "Lĩnh vực", "90%", id="tỷ lệ thiếu"),
    ],
)
def test_row_is_refused_at_its_cell(reference, columns, column, words):
    SectorFactory(code="Y_TE", name="Y tế")
    SectorFactory(code="GIAO_DUC", name="Giáo dục")

    found = refusals(table(**columns))

    assert [(row, where) for row, where, _ in found] == [(2, column)]
    assert words in found[0][2]


def test_one_bad_row_refuses_the_file(reference):
    data = table({"code": "VT-2026-901"}, {"code": "VT-2026-902", "approved": "31/02/2025"})
    outcome = judge_file(resource(), data, "b.xlsx")
    batch = record_check(
        resource=resource(),
        outcome=outcome,
        data=data,
        filename="b.xlsx",
        options={},
        by=User.objects.system(),
    )

    assert batch.state == ImportBatch.State.REFUSED
    assert batch.file, "kept, so that cells can be corrected on the page"
    assert batch.refusals[0]["row"] == 3
    with pytest.raises(RuleError, match="bị từ chối"):
        write_batch(batch=batch, resource=resource(), by=User.objects.system())
    assert not AidItem.objects.exists()


def test_rights_are_judged_row_by_row(cast, law):
    data = table({"code": "VT-2026-901"}, {"code": "VT-2026-902", "owner": "Công an tỉnh"})

    assert refusals(data, by=cast["FOCAL"]) == [
        (3, "Chủ khoản viện trợ", "hàng 3: không có quyền với 'Công an tỉnh'")
    ]


def test_an_owner_brings_in_no_decision_on_a_stored_item(cast, law):
    item = AidItemFactory(
        code="VT-2026-901", recipient=cast.agencies["SYT"], approved_on=None, status="DOSSIER", rule_set=""
    )
    CommitmentFactory(item=item)
    found = refusals(table(code="VT-2026-901"), by=cast["FOCAL"])
    assert [column for _, column, _ in found] == ["Ngày phê duyệt"]
    assert "quyết định phê duyệt do Sở Ngoại vụ ghi" in found[0][2]
    assert refusals(table(code="VT-2026-901"), by=cast["SNGV_STAFF"]) == []


def test_item_of_another_agency_is_not_taken_over(cast, law):
    item = AidItemFactory(code="VT-2026-901", recipient=cast.agencies["CAT"])
    CommitmentFactory(item=item)

    found = refusals(table(code="VT-2026-901"), by=cast["FOCAL"])

    assert [(row, column) for row, column, _ in found] == [(2, "")]
    assert "không có quyền" in found[0][2]


def test_what_changed_since_the_check_stops_the_writing(cast, law):
    data = table(owner="Sở Y tế")
    outcome = judge_file(resource(cast["FOCAL"]), data, "b.xlsx")
    batch = record_check(
        resource=resource(cast["FOCAL"]),
        outcome=outcome,
        data=data,
        filename="b.xlsx",
        options={},
        by=cast["FOCAL"],
    )
    CommitmentFactory(item=AidItemFactory(code="VT-2026-900", recipient=cast.agencies["CAT"]))
    before = fingerprint()

    with pytest.raises(ImportRefusedError):
        write_batch(batch=batch, resource=resource(cast["FOCAL"]), by=cast["FOCAL"])
    assert fingerprint() == before


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_export_comes_back_unchanged(reference, form):
    SectorFactory(code="Y_TE", name="Y tế")
    SectorFactory(code="GIAO_DUC", name="Giáo dục")
    commit(
        table(
            {"code": "VT-2026-901", "note": "=1+1\ndòng hai", "sectors": "Y tế (70%); Giáo dục (30%)"},
            {
                "code": "VT-2026-902",
                "currency": "EUR",
                "rate": Decimal("27123.45"),
                "amount": Decimal("1900.5"),
            },
            {"code": "VT-2026-903", "currency": "VND", "amount": Decimal(1_900_000), "places": "Xã An Bình"},
        )
    )
    AidItemFactory(code="VT-2026-904", approved_on=None, status="MOBILISING", rule_set="")
    rows = list(resource().table_rows(resource().stored_queryset().order_by("code")))
    data = write_csv(AID.columns, rows) if form == "csv" else write_xlsx(AID.columns, rows, AID.name)

    outcome = judge_file(resource(), data, f"xuat.{form}")

    assert outcome.refusals == []
    assert outcome.counts["unchanged"] == outcome.counts["rows"] == 4


def test_templates_are_read_by_the_import(reference):
    empty, filled = template_book(resource()), example_book(resource())

    assert [one.message for one in judge_file(resource(), empty, "mau.xlsx").refusals] == [
        "Bảng không có dòng dữ liệu nào dưới hàng tiêu đề. Hãy điền dữ liệu rồi tải lại."
    ]
    SectorFactory(code="Y_TE", name="Y tế")
    SectorFactory(code="GIAO_DUC", name="Giáo dục")
    SectorFactory(code="AN_SINH", name="An sinh xã hội")
    assert judge_file(resource(), filled, "vi-du.xlsx").counts["added"] == 2
    book = load_workbook(BytesIO(empty))
    assert book.sheetnames == ["Viện trợ", "Ghi chú"]
    assert any("Giữ nguyên giá trị đã có" in str(cell.value) for row in book["Ghi chú"].rows for cell in row)


# The pages ---------------------------------------------------------------------------------------


def upload(client, data, name="bang.xlsx"):
    return client.post(reverse("aid:import_start"), {"file": SimpleUploadedFile(name, data)})


def test_import_start_to_import_result(cast, law, sign_in):
    client, data = sign_in(cast["SNGV_STAFF"]), table()

    answer = upload(client, data)

    batch = ImportBatch.objects.get()
    check_url = reverse("aid:import_check", args=[batch.code])
    assert (answer.status_code, answer.url) == (302, check_url)
    page = client.get(check_url).content.decode()
    assert "F · Giá trị viện trợ" in page
    assert "Nhà tài trợ mới, chờ xác nhận" in page
    assert "Ghi 1 dòng" in page
    assert not AidItem.objects.exists()

    answer = client.post(reverse("aid:import_write", args=[batch.code]))
    assert answer.url == reverse("aid:import_result", args=[batch.code])
    assert "86.000" in client.get(answer.url).content.decode()
    assert AidItem.objects.get().code == "VT-2026-900"

    # Sent twice: told so, and nothing is made twice.
    again = client.post(reverse("aid:import_write", args=[batch.code]), follow=True)
    assert "đã ghi rồi" in again.content.decode()
    upload(client, data)
    page = client.get(reverse("aid:import_check", args=["NHAP-2026-002"])).content.decode()
    assert batch.code in page
    assert "không còn gì để ghi" in page
    assert AidItem.objects.count() == 1


def test_import_check_shows_old_and_new_and_mistakes(cast, law, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    commit(table())
    bad = {"code": "VT-2026-901", "approved": "31/02/2025"}

    upload(client, table({"name": "Tên đã sửa"}, bad, {**bad, "code": "VT-2026-902"}))

    page = client.get(reverse("aid:import_check", args=["NHAP-2026-002"])).content.decode()
    for words in ("Thư viện thân thiện", "Tên đã sửa", "31/02/2025 không có thật", "2 dòng (3, 4)", "2 lỗi"):
        assert words in page
    assert reverse("aid:import_write", args=["NHAP-2026-002"]) not in page


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        pytest.param("anh.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 99, "không phải Excel .xlsx hợp lệ", id="png"),
        pytest.param("rong.xlsx", b"", "Tệp rỗng", id="tệp rỗng"),
        pytest.param("to.xlsx", b"0" * (10 * 1024 * 1024 + 1), "tối đa 10 MB", id="quá lớn"),
    ],
)
def test_import_start_says_what_is_wrong_with_the_file(cast, law, sign_in, name, data, words):
    answer = upload(sign_in(cast["SNGV_STAFF"]), data, name)

    assert answer.status_code == 200
    assert words in answer.content.decode()
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.filename, batch.uploaded_by) == ("TU_CHOI", name, cast["SNGV_STAFF"])


def test_import_start_wants_a_file(cast, sign_in):
    page = sign_in(cast["SNGV_STAFF"]).post(reverse("aid:import_start")).content.decode()

    assert "Chọn tệp cần nhập." in page


@pytest.mark.parametrize(
    ("role", "status"),
    [("SNGV_STAFF", 200), ("LH_STAFF", 200), ("FOCAL", 200), ("TU_VIEWER", 403), ("HOI_EDITOR", 404)],
)
def test_import_start_is_for_who_writes_aid(cast, sign_in, role, status):
    client = sign_in(cast[role])

    assert client.get(reverse("aid:import_start")).status_code == status
    assert client.get(reverse("aid:import_template")).status_code == status
    assert client.get(reverse("aid:import_example")).status_code == status


def test_another_persons_upload_is_not_there(cast, law, sign_in, client):
    upload(sign_in(cast["SNGV_STAFF"]), table())
    code = ImportBatch.objects.get().code

    client.force_login(cast["SNGV_HEAD"])
    assert client.get(reverse("aid:import_check", args=[code])).status_code == 404
    assert client.post(reverse("aid:import_write", args=[code])).status_code == 404
    client.force_login(cast["AUDITOR"])
    assert client.get(reverse("aid:import_check", args=[code])).status_code == 200
    assert client.post(reverse("aid:import_write", args=[code])).status_code == 403
    assert not AidItem.objects.exists()
