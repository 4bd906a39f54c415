"""IATI 2.03: what goes out is valid and comes back as it was; what would be wrong is named."""

import io
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from aid.actions.open_data import edit_open_data, publish_open_data
from aid.iati.activity import (
    Activity,
    Organisation,
    PlacePart,
    PortalPart,
    Publisher,
    SectorPart,
    Transaction,
)
from aid.iati.checks import problems, publisher_problems
from aid.iati.codes import PRIVATE_DONOR
from aid.iati.gathering import _dates, gather, open_data, publisher_of
from aid.iati.places import point_inside
from aid.iati.publishing import public_path
from aid.iati.reading import read_activities
from aid.iati.republishing import republish
from aid.iati.schema import schema_problems
from aid.iati.writing import write_activities
from aid.models import AidItem
from core.history import acting, save_version
from core.legal import RuleError
from core.models.partners import PartnerKind
from core.spreadsheets.limits import FileRefused
from tests.factories import AidItemFactory, CommitmentFactory, DisbursementFactory, PartnerFactory

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
PUBLISHER = Publisher("VN-TH-SNGV", "Sở Ngoại vụ", "11")
SOUND = Activity(
    identifier="VN-TH-SNGV-VT-2025-001",
    titles=(("vi", "Nước sạch cho trạm y tế"), ("en", "Clean water")),
    description="Mười trạm có nước sạch.",
    funding=Organisation("Quỹ Thử", "21"),
    accountable=Organisation("UBND tỉnh", "11"),
    implementing=Organisation("Sở Y tế", "11"),
    status="2",
    dates=(("2", date(2025, 3, 1)), ("3", date(2026, 12, 31))),
    sectors=(
        SectorPart("Y_TE", "Y tế", Decimal(60), "12220"),
        SectorPart("NUOC", "Nước", Decimal(40), "14030"),
    ),
    places=(
        PlacePart("1", "Xã A", Decimal("33.34"), (19.5, 105.25)),
        PlacePart("2", "Xã B", Decimal("66.66")),
    ),
    transactions=(
        Transaction("11", date(2025, 2, 1), Decimal("25000.5"), "USD", "CK-1"),
        Transaction("1", date(2025, 4, 1), Decimal(-300), "USD", "GN-2", "HOAN_TRA", "Trả lại"),
    ),
    portal=PortalPart("VT-2025-001", "DU_AN", "", "12/QĐ-UBND", date(2025, 2, 20)),
)


def written(*activities):
    out = io.BytesIO()
    write_activities(out, activities, PUBLISHER, generated_at=NOW)
    return out.getvalue()


def test_sound_activity_has_no_problem_and_obeys_the_schema():
    assert problems(SOUND, TODAY) == []
    assert schema_problems(etree.fromstring(written(SOUND))) == []


def test_note_stands_on_the_day_that_is_no_start_alone():
    days = (("1", date(2025, 6, 1)), ("3", date(2026, 6, 1)))

    root = etree.fromstring(written(replace(SOUND, dates=days, date_note="Ngày phê duyệt.")))

    assert [len(element) for element in root.iter("activity-date")] == [1, 0]


def test_schema_refuses_what_lacks_an_obligatory_part():
    root = etree.fromstring(written(SOUND))
    root[0].remove(root[0].find("activity-status"))

    assert "activity-date" in schema_problems(root)[0]


amounts = st.decimals(-(10**12), 10**12, places=2, allow_nan=False)
words = st.text("aăâđêôơưáàảãạ Nước<>&\"'", min_size=1).map(lambda text: f"x{text}".strip())


@given(words, amounts, st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 9_999))
def test_what_is_written_is_read_back_as_it_was(text, amount, day, share):
    text = " ".join(text.split())
    first = replace(
        SOUND,
        titles=(("vi", text),),
        description="",
        places=(
            PlacePart("1", text, Decimal(share) / 100),
            PlacePart("2", "Xã B", Decimal(10_000 - share) / 100),
        ),
        transactions=(Transaction("1", day, amount, "VND", "GN-1", "TIEN", text),),
    )

    (found,) = read_activities(written(first))

    assert found.faults == []
    # The DAC purposes go beside the own list, which is the one that is read back.
    expected = replace(first, sectors=tuple(replace(one, dac="") for one in first.sectors))
    for field in fields(Activity):
        assert getattr(found.activity, field.name) == getattr(expected, field.name), field.name


WRONG = {
    "không tên": ({"titles": ()}, "Thiếu tên"),
    "hai tên một ngôn ngữ": ({"titles": (("vi", "A"), ("vi", "B"))}, "Có 2 tên cùng một ngôn ngữ"),
    "không ngày": ({"dates": ()}, "Thiếu ngày bắt đầu"),
    "ngày ngược": ({"dates": (("2", date(2025, 3, 1)), ("3", date(2025, 2, 28)))}, "trước ngày bắt đầu"),
    "ngày thực tế chưa tới": ({"dates": (("2", date(2026, 6, 2)),)}, "chưa tới"),
    "lĩnh vực 99%": ({"sectors": (SectorPart("A", "A", Decimal(99)),)}, "lĩnh vực cộng lại là 99%"),
    "địa bàn 100,01%": (
        {"places": (PlacePart("1", "A", Decimal("100.01")),)},
        "địa bàn cộng lại là 100,01%",
    ),
    "mã có dấu cách": ({"identifier": "VN X"}, "Mã định danh"),
    "mã DAC bốn số": ({"sectors": (SectorPart("A", "A", Decimal(100), "1222"),)}, "đúng 5 chữ số"),
    "tiền lạ": ({"transactions": (Transaction("1", TODAY, Decimal(1), "XXX"),)}, "Loại tiền 'XXX'"),
    "giải ngân ngày mai": (
        {"transactions": (Transaction("1", date(2026, 6, 2), Decimal(1), "USD"),)},
        "chưa tới",
    ),
    "không nhà tài trợ": ({"funding": Organisation("")}, "Thiếu tên nhà tài trợ"),
}


@pytest.mark.parametrize(("change", "said"), WRONG.values(), ids=WRONG)
def test_what_would_be_wrong_is_named(change, said):
    found = problems(replace(SOUND, **change), TODAY)

    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize("ref", ["", "VN TH", "VN/TH", "VN?1"])
def test_publisher_needs_an_identifier(ref):
    assert "mã tổ chức IATI" in publisher_problems(Publisher(ref, "Sở", "11"))[0]


BAD_FILES = {
    "thực thể": (b'<!DOCTYPE a [<!ENTITY x "y">]><iati-activities version="2.03"/>', "DTD"),
    "thực thể UTF-16": (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><iati-activities/>'.encode("utf-16"),
        "DTD",
    ),
    "không phải IATI": (b"<html/>", "không phải tệp hoạt động IATI"),
    "phiên bản 1": (b'<iati-activities version="1.05"/>', "1.05"),
    "rỗng": (b'<iati-activities version="2.03"/>', "không có hoạt động nào"),
    "đứt giữa chừng": (b'<iati-activities version="2.03"><iati-activity>', "bị hỏng"),
}


@pytest.mark.parametrize(("data", "said"), BAD_FILES.values(), ids=BAD_FILES)
def test_bad_file_is_refused_in_words(data, said):
    with pytest.raises(FileRefused, match=said):
        list(read_activities(data))


def test_what_cannot_be_read_is_named_by_its_line():
    data = written(SOUND).replace(b">-300<", b">1e3<").replace(b"2025-03-01", b"2025-02-30")

    (found,) = read_activities(data)

    assert [fault.split(": ", 1)[1] for fault in found.faults] == [
        "'2025-02-30' không phải ngày dạng năm-tháng-ngày; sửa trong tệp.",
        "'1e3' không phải số (dấu chấm thập phân, không dấu phân nghìn).",
    ]


def test_point_lies_in_the_middle_of_the_largest_ring():
    square = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
    small = [[9, 9], [9.5, 9], [9.5, 9.5], [9, 9]]

    assert point_inside({"type": "MultiPolygon", "coordinates": [[small], [square]]}) == (1, 1)
    assert point_inside(None) is None


@pytest.fixture
def item(db):
    item = AidItemFactory(approved_on=date(2025, 6, 1), objectives="Mười trạm")
    CommitmentFactory(item=item)
    DisbursementFactory(item=item)
    return item


def test_item_goes_out_with_its_money(item):
    (one,) = gather(AidItem.objects.all(), publisher_of(open_data()), TODAY)

    assert one.problems == []
    assert [(row.kind, row.amount) for row in one.activity.transactions] == [
        ("11", Decimal(100_000)),
        ("1", Decimal(10_000)),
    ]
    # No beginning is known: the approval day stands in its place and says so.
    assert one.activity.dates == (("1", date(2025, 6, 1)),)
    assert "phê duyệt" in one.activity.date_note


def test_private_donor_stays_unnamed(db):
    AidItemFactory(donor=PartnerFactory(name="Ông Nguyễn Văn Thử", kind=PartnerKind.INDIVIDUAL))

    (one,) = gather(AidItem.objects.all(), publisher_of(open_data()), TODAY)

    assert one.activity.funding.name == PRIVATE_DONOR
    assert "Nguyễn Văn Thử" not in written(one.activity).decode()


def test_command_writes_a_valid_file_and_names_what_stays_out(item, tmp_path, capsys):
    AidItemFactory(code="VT-2025-777", started_on=date(2025, 5, 1), ended_on=None, status="DOSSIER")
    CommitmentFactory(
        item=AidItemFactory(code="VT-2025-778", approved_on=None, rule_set="", status="DOSSIER")
    )
    path = tmp_path / "iati.xml"

    call_command("export", "aid", "--format", "iati", "--out", str(path))

    told = capsys.readouterr()
    assert "2 hoạt động; 1 khoản bị để lại" in told.out
    assert "VT-2025-778" in told.err
    assert schema_problems(etree.parse(path)) == []


def settings_of(**values):
    settings = open_data()
    for name, value in values.items():
        setattr(settings, name, value)
    return settings


def test_public_file_exists_only_while_publication_is_on(
    cast, client, item, django_capture_on_commit_callbacks
):
    address = reverse("aid:open_data_file")
    assert client.get(address).status_code == 404

    admin = cast["ADMIN"]
    with pytest.raises(RuleError, match="đang tắt"):
        publish_open_data(by=admin)
    stored = edit_open_data(settings=settings_of(is_public=True), expected=0, by=admin)
    assert publish_open_data(by=admin).count == 1
    answer = client.get(address)
    assert answer.status_code == 200
    assert schema_problems(etree.fromstring(b"".join(answer.streaming_content))) == []

    stored = settings_of(is_public=False)
    with django_capture_on_commit_callbacks(execute=True):
        edit_open_data(settings=stored, expected=stored.version, by=admin)
    assert client.get(address).status_code == 404
    assert not public_path().exists()
    assert stored.history.count() == 3


def test_an_item_called_off_leaves_the_public_file(cast, client, item, django_capture_on_commit_callbacks):
    address, by = reverse("aid:open_data_file"), cast["SNGV_LEADER"]
    edit_open_data(settings=settings_of(is_public=True), expected=0, by=cast["ADMIN"])
    kept = AidItemFactory(code="VT-2025-777")
    CommitmentFactory(item=kept)

    def called_off(row):
        row.refresh_from_db()
        row.status = "REVOKED"
        with acting(by=by, verb="tests.revoke", label="Thu hồi"):
            save_version(row, expected=row.version)

    def codes():
        return {found.activity.portal.code for found in read_activities(public_path().read_bytes())}

    assert publish_open_data(by=cast["ADMIN"]).count == 2
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        called_off(item)
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "120")
    assert item.code not in answer.content.decode()

    assert [callback.__self__ for callback in waiting] == [republish]
    republish.call()
    assert codes() == {kept.code}
    assert kept.code in b"".join(client.get(address).streaming_content).decode()

    with django_capture_on_commit_callbacks(execute=False) as waiting:
        kept.refresh_from_db()
        kept.note = "đã bàn giao"
        with acting(by=by, verb="tests.note", label="Ghi chú"):
            save_version(kept, expected=kept.version)
    assert not waiting


def test_free_texts_go_out_only_where_the_office_lets_them(cast, item):
    admin = cast["ADMIN"]
    with acting(by=admin, verb="tests.texts", label="Chữ tự do"):
        item.objectives = "Hỗ trợ gia đình ông Nguyễn Văn A"
        save_version(item, expected=item.version)
    DisbursementFactory(item=item, voucher="PC-7 bà Trần Thị B")
    stored = edit_open_data(settings=settings_of(is_public=True), expected=0, by=admin)
    publish_open_data(by=admin)
    text = public_path().read_text()
    assert "Nguyễn Văn A" not in text
    assert "Trần Thị B" not in text
    assert item.name in text

    stored = open_data()
    stored.with_objectives = stored.with_vouchers = True
    edit_open_data(settings=stored, expected=stored.version, by=admin)
    publish_open_data(by=admin)
    text = public_path().read_text()
    assert "Nguyễn Văn A" in text
    assert "Trần Thị B" in text


def test_demonstration_and_revoked_items_are_never_public(cast, item):
    AidItemFactory(origin="DEMO")
    AidItemFactory(status="REVOKED")
    AidItemFactory(status="DOSSIER", approved_on=None, rule_set="")
    edit_open_data(settings=settings_of(is_public=True), expected=0, by=cast["ADMIN"])

    assert publish_open_data(by=cast["ADMIN"]).count == 1
    (found,) = read_activities(public_path().read_bytes())
    assert found.activity.portal.code == item.code


def test_only_the_administrator_changes_publication(cast, client):
    client.force_login(cast["SNGV_LEADER"])
    address = reverse("aid:open_data_edit")
    assert client.post(address, {"is_public": "on", "version": 0}).status_code == 403

    client.force_login(cast["ADMIN"])
    typed = {"is_public": "on", "org_ref": "VN TH", "org_name": "Sở Ngoại vụ", "org_type": "11", "version": 0}
    refused = client.post(address, typed)
    assert "mã tổ chức IATI" in refused.content.decode()
    assert client.post(address, typed | {"org_ref": "VN-TH"}).status_code == 302
    assert open_data().is_public


def test_item_ended_by_a_step_goes_out_with_its_real_last_day(item):
    item.status, item.started_on, item.ended_on = "SETTLED", date(2025, 7, 1), date(2027, 6, 30)
    item.closed_on = date(2025, 12, 15)

    dates, _ = _dates(item, "SETTLED")

    assert dates[-2:] == (("3", date(2027, 6, 30)), ("4", date(2025, 12, 15)))
