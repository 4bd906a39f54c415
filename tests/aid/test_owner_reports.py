"""Reports that owners owe: the board, writing one down, reminding."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aid.actions.owner_reports import add_owner_report, remind_owner
from aid.deadline_law import deadline_law
from aid.models import AidItem, OwnerReminder, OwnerReport
from aid.owner_report_rules import report_problems
from aid.owner_reports import Year, for_board
from core.legal import RuleError
from core.models import Notice
from tests.access_world import PDF
from tests.factories import AidItemFactory

TODAY = date(2026, 11, 20)
BOARD = "/vien-tro/bao-cao-chu-khoan/"


@pytest.fixture
def make_item(cast, law):
    def make(code="SYT", **values):
        values = {"approved_on": date(2025, 3, 3), "status": "IMPLEMENTING"} | values
        return AidItemFactory(recipient=cast.agencies[code], **values)

    return make


def duties(item, year=2026, today=TODAY):
    board = Year(year, today, deadline_law())
    row = for_board(AidItem.objects.with_end()).get(pk=item.pk)
    return [duty.words for duty in board.duties(row)]


def write(item, by, **values):
    values = {"kind": "NAM", "year": 2025, "sent_on": date(2026, 1, 12)} | values
    return add_owner_report(item=item, values=values, today=TODAY, by=by)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param(
            {}, ["quá hạn 133 ngày", "còn 51 ngày", "không phải gửi"], id="đang chạy, không có ngày kết thúc"
        ),
        pytest.param(
            {"approved_on": date(2026, 7, 1)},
            ["không phải gửi", "còn 51 ngày", "không phải gửi"], id="duyệt sau 6 tháng đầu",
        ),
        pytest.param(
            {"ended_on": date(2025, 12, 31)},
            ["không phải gửi", "không phải gửi", "quá hạn 143 ngày"], id="kết thúc năm trước",
        ),
        pytest.param(
            {"ended_on": date(2026, 5, 31)},
            ["quá hạn 133 ngày", "còn 51 ngày", "còn 10 ngày"], id="kết thúc trong năm",
        ),
        pytest.param(
            {"status": "REVOKED"}, ["không phải gửi"] * 3, id="đã thu hồi",
        ),
        pytest.param(
            {"rule_set": "ND50", "emergency_kind": "CUU_TRO", "closed_on": date(2026, 11, 9)},
            ["không phải gửi", "không phải gửi", "còn 3 ngày"], id="khẩn cấp: 5 rồi 5 ngày làm việc",
        ),
    ],
)  # fmt: skip
def test_what_an_owner_owes(make_item, values, words):
    assert duties(make_item(**values)) == words


def test_a_report_that_came_late_says_so(make_item, cast):
    item = make_item()
    write(item, cast["FOCAL"])
    assert duties(item, 2025) == ["quá hạn 498 ngày", "đã gửi 12/01/2026, muộn 2 ngày", "không phải gửi"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"sent_on": TODAY}, "", id="hôm nay"),
        pytest.param({"sent_on": TODAY + timedelta(1)}, "Ngày gửi chưa tới", id="ngày mai"),
        pytest.param({"approved_on": None}, "chưa được phê duyệt", id="chưa phê duyệt"),
        pytest.param({"sent_on": date(2025, 3, 2)}, "trước ngày phê duyệt", id="trước phê duyệt"),
        pytest.param({"year": 2026, "sent_on": date(2025, 12, 31)}, "trước năm báo cáo", id="trước kỳ"),
        pytest.param(
            {"kind": "KET_THUC", "year": 2026, "sent_on": date(2025, 12, 31)}, "", id="kết thúc sớm"
        ),
    ],
)
def test_what_may_be_written(changed, said):
    values = {"kind": "NAM", "year": 2025, "sent_on": date(2026, 1, 5), "approved_on": date(2025, 3, 3)}
    found = report_problems(**(values | changed), today=TODAY)
    assert [said in str(problem) for problem in found] == ([True] if said else [])


def test_the_same_report_is_written_once(make_item, cast):
    item = make_item()
    write(item, cast["FOCAL"])
    with pytest.raises(Exception, match="đã được ghi"):
        write(item, cast["FOCAL"])
    with pytest.raises(RuleError):
        write(item, cast["FOCAL"], year=2026, sent_on=TODAY + timedelta(1))
    assert OwnerReport.objects.count() == 1


def test_a_reminder_reaches_the_owner_and_stays_known(make_item, cast):
    item = make_item()
    focal = cast["FOCAL"]
    told = {"item": item, "kind": "NAM", "year": 2026, "due_on": date(2027, 1, 10), "today": TODAY}
    assert remind_owner(**told, by=cast["SNGV_STAFF"]).told == 1
    assert remind_owner(**told, by=cast["SNGV_STAFF"]).told == 0
    assert [(row.user, row.kind) for row in Notice.objects.all()] == [(focal, Notice.Kind.REMINDER)]
    assert OwnerReminder.objects.count() == 2
    assert OwnerReminder.history.first().history_user == cast["SNGV_STAFF"]


def board(client, query=""):
    response = client.get(f"{BOARD}?nam=2026{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_board_is_filtered_by_what_is_missing(sign_in, make_item, cast):
    done = make_item(name="Khoản đã đủ", approved_on=date(2026, 8, 1))
    make_item(name="Khoản còn thiếu", approved_on=date(2026, 8, 1))
    make_item(name="Khoản quá hạn")
    write(done, cast["FOCAL"], year=2026, sent_on=TODAY)
    client = sign_in(cast["SNGV_STAFF"])
    names = ("Khoản đã đủ", "Khoản còn thiếu", "Khoản quá hạn")

    def seen(query):
        page = board(client, query)
        return [name for name in names if name in page]

    assert seen("") == list(names)
    assert seen("&tinh_trang=da-gui") == ["Khoản đã đủ"]
    assert seen("&tinh_trang=chua-gui") == ["Khoản còn thiếu", "Khoản quá hạn"]
    assert seen("&tinh_trang=qua-han") == ["Khoản quá hạn"]


def test_a_late_final_report_is_late_on_the_board(sign_in, make_item, cast):
    make_item(name="Kết thúc lâu rồi", ended_on=date(2025, 2, 1), approved_on=date(2024, 1, 1))
    page = sign_in(cast["SNGV_STAFF"]).get(f"{BOARD}?nam=2025&tinh_trang=qua-han").content.decode()
    assert "Kết thúc lâu rồi" in page


def test_a_focal_point_writes_down_its_report_with_the_file(sign_in, make_item, cast):
    item = make_item()
    posted = {
        "kind": "NAM",
        "year": "2025",
        "sent_on": "12/01/2026",
        "document_number": "15/BC-SYT",
        "summary": "Đúng tiến độ",
        "file": SimpleUploadedFile("bao-cao.pdf", PDF, "application/pdf"),
    }
    client = sign_in(cast["FOCAL"])
    response = client.post(f"{BOARD}{item.code}/ghi/", posted)
    assert response.headers["Location"] == f"{BOARD}{item.code}/?nam=2025"
    report = OwnerReport.objects.get()
    assert (report.document_number, report.document.attachment.name) == ("15/BC-SYT", "bao-cao.pdf")
    page = client.get(f"{BOARD}{item.code}/?nam=2025").content.decode()
    assert "đã gửi 12/01/2026, muộn 2 ngày" in page
    assert "Nhắc chủ khoản" not in page
    assert f"{BOARD}{item.code}/?nam=2025" in client.get(f"{BOARD}{item.code}/").content.decode()


def test_typed_text_survives_a_refusal(sign_in, make_item, cast):
    item = make_item()
    posted = {"kind": "NAM", "year": "2025", "sent_on": "31/02/2026", "summary": "Vướng mắc về thuế"}
    page = sign_in(cast["FOCAL"]).post(f"{BOARD}{item.code}/ghi/", posted).content.decode()
    assert "Vướng mắc về thuế" in page
    assert OwnerReport.objects.count() == 0


def test_the_second_writer_sees_both_texts(sign_in, make_item, cast):
    item = make_item()
    report = write(item, cast["FOCAL"])
    address = f"{BOARD}{item.code}/{report.pk}/sua/"
    client = sign_in(cast["FOCAL"])
    posted = {"kind": "NAM", "year": "2025", "sent_on": "13/01/2026", "version": str(report.version)}
    assert client.post(address, posted | {"summary": "Bản một"}).status_code == 302
    second = client.post(address, posted | {"summary": "Bản hai"})
    assert second.status_code == 409
    assert "Bản một" in second.content.decode()
    assert "Bản hai" in second.content.decode()


def test_reminding_from_the_page(sign_in, make_item, cast):
    item = make_item()
    cast["FOCAL"]
    client = sign_in(cast["SNGV_STAFF"])
    address = f"{BOARD}{item.code}/nhac/"
    page = client.post(address, {"kind": "NAM", "year": "2026"}, follow=True).content.decode()
    assert "Đã nhắc 1 người của Sở Y tế" in page
    page = client.post(address, {"kind": "KET_THUC", "year": "2026"}, follow=True).content.decode()
    assert "nên không nhắc" in page
    assert OwnerReminder.objects.count() == 1
