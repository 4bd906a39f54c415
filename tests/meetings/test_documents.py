"""Papers of a meeting: proposed, written, numbered; who may, and what happens when two write at once."""

from datetime import date
from io import BytesIO

import docx
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.history import VersionConflictError
from core.legal import RuleError
from core.models import User, UserAgency
from core.number_rules import UnconfirmedError
from meetings import actions
from meetings.documents import Kind, document_of, document_rows, ordered_tasks, replaced_papers
from meetings.issuing import IssuedFiles
from meetings.models import Attendance, Meeting, MeetingDocument
from tests.access_world import PDF
from tests.factories import (
    AgencyFactory,
    AttendanceFactory,
    ConclusionFactory,
    FollowUpFactory,
    MeetingFactory,
    PersonFactory,
    UserFactory,
)
from tests.meetings.making import MEETING_DAY, TODAY, change

pytestmark = pytest.mark.django_db
HEAD = ["GIÁM ĐỐC"]
DEPUTY = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]


@pytest.fixture
def meeting(cast):
    """A meeting of the department, chaired by one of its deputies."""
    agency = change(cast.agencies["SNGV"], signature_lines=HEAD, deputy_lines=DEPUTY, symbol="SNgV")
    made = MeetingFactory(slug="2025-11-28-du-thao", organiser=agency, status=Meeting.Status.HELD)
    AttendanceFactory(
        meeting=made, agency=agency, person=PersonFactory(full_name="Lê Thị Chủ"), ordinal=1,
        title_then="Ủy viên Đảng ủy, Phó Giám đốc Sở Ngoại vụ", role=Attendance.Role.CHAIR,
    )  # fmt: skip
    AttendanceFactory(
        meeting=made, agency=agency, person=PersonFactory(full_name="Trần Văn Ký"), ordinal=2,
        role=Attendance.Role.SECRETARY,
    )  # fmt: skip
    return Meeting.objects.for_page().get(pk=made.pk)


def write(meeting, kind=Kind.NOTICE, version=0, **fields):
    """Write a paper as somebody of the department."""
    return actions.write_document(
        meeting=meeting, kind=kind, fields=fields, version=version, by=UserFactory()
    )


def word_file():
    """Return an empty Word file."""
    file = BytesIO()
    docx.Document().save(file)
    return file.getvalue()


FILES = IssuedFiles("05-tb-sngv", PDF, word_file(), "a" * 64)


def number(document, value, day, version=None, files=FILES):
    """Give a paper its number on TODAY; what the clerk is warned of is confirmed."""
    told = {
        "document": document, "number": value, "dated_on": day, "today": TODAY, "by": UserFactory(),
        "version": document.version if version is None else version, "files": files if value else None,
    }  # fmt: skip
    try:
        return actions.number_document(**told)
    except UnconfirmedError as error:
        return actions.number_document(**told, confirmed=error.mark)


def test_proposal_signs_with_the_lines_of_the_organiser(meeting):
    notice = document_of(meeting, Kind.NOTICE)
    assert (notice.pk, notice.version, notice.symbol) == (None, 0, "TB-SNgV")
    assert [*notice.capacity, notice.signer_title] == DEPUTY
    assert notice.signer_name == "Lê Thị Chủ"
    minutes = document_of(meeting, Kind.MINUTES)
    assert (minutes.signer_title, minutes.signer_name) == ("CHỦ TỌA", "Lê Thị Chủ")
    assert (minutes.co_signer_title, minutes.co_signer_name) == ("THƯ KÝ", "Trần Văn Ký")
    assert minutes.recipients == ["Lưu: VT, Hồ sơ"]


def test_chair_of_another_agency_does_not_sign_for_the_organiser(meeting):
    change(meeting.attendances.all()[0], agency=AgencyFactory())
    notice = document_of(Meeting.objects.for_page().get(pk=meeting.pk), Kind.NOTICE)
    assert (notice.signer_title, notice.signer_name) == ("GIÁM ĐỐC", "")


def test_meeting_without_organiser_has_an_empty_proposal():
    bare = Meeting.objects.for_page().get(pk=MeetingFactory(organiser=None).pk)
    assert document_of(bare, Kind.NOTICE).symbol == ""


def test_written_paper_is_kept_with_history(meeting):
    document = write(meeting, symbol="TB-SNgV", signer_title="GIÁM ĐỐC", signer_name="Ai Đó")
    assert (document.version, document_of(meeting, Kind.NOTICE).signer_name) == (1, "Ai Đó")
    again = write(meeting, version=1, signer_name="Người Khác")
    assert (again.version, again.signer_title) == (2, "GIÁM ĐỐC")
    assert {row.action_label for row in again.history.all()} == {"Soạn văn bản cuộc họp"}


@pytest.mark.parametrize(
    ("stored", "opened_on"),
    [pytest.param(True, 0, id="hai người cùng soạn lần đầu"), pytest.param(True, 7, id="phiên bản cũ")],
)
def test_second_writer_gets_a_conflict(meeting, stored, opened_on):
    write(meeting, signer_name="Người thứ nhất")
    with pytest.raises(VersionConflictError):
        write(meeting, version=opened_on, signer_name="Người thứ hai")
    assert document_of(meeting, Kind.NOTICE).signer_name == "Người thứ nhất"


def test_minutes_of_a_confirmed_meeting_are_fixed(meeting):
    change(meeting, status=Meeting.Status.CLOSED)
    with pytest.raises(RuleError, match="đã xác nhận"):
        write(meeting, Kind.MINUTES, signer_name="Ai Đó")
    write(meeting, Kind.NOTICE, signer_title="GIÁM ĐỐC")


def test_number_is_unique_in_its_year_and_symbol(meeting):
    first = number(write(meeting, symbol="TB-SNgV"), 5, MEETING_DAY)
    assert (first.number, first.dated_on) == (5, MEETING_DAY)
    other = Meeting.objects.for_page().get(pk=MeetingFactory(organiser=meeting.organiser).pk)
    second = write(other, symbol="TB-SNgV")
    with pytest.raises(RuleError, match="Số 05 của năm 2025 đã cấp"):
        number(second, 5, MEETING_DAY)
    assert number(second, 5, date(2026, 1, 5)).number == 5
    # The database has the last word, also under a symbol that stands in no book of the portal.
    third = write(other, Kind.INVITATION, symbol="TB-SNgV")
    with pytest.raises(IntegrityError), transaction.atomic():
        change(third, number=5, dated_on=date(2026, 2, 6))


def test_a_gap_and_days_that_run_backwards_are_confirmed_first(meeting):
    """Each series by itself: the organiser's, and that of another body's symbol."""
    organiser = meeting.organiser
    number(write(meeting, symbol="TB-SNgV"), 2, date(2025, 12, 20))

    def warned(symbol, value, day, confirmed=""):
        held = Meeting.objects.for_page().get(pk=MeetingFactory(organiser=organiser).pk)
        paper = write(held, symbol=symbol)
        act = {"document": paper, "dated_on": day, "version": 1, "today": TODAY, "files": FILES}
        try:
            actions.number_document(**act, number=value, by=UserFactory(), confirmed=confirmed)
        except UnconfirmedError as error:
            assert MeetingDocument.objects.get(pk=paper.pk).number is None
            return str(error), error.mark
        return "", ""

    assert warned("TB-SNgV", 3, date(2025, 12, 20)) == ("", "")
    said, mark = warned("TB-SNgV", 6, date(2025, 12, 1))
    assert "Bỏ trống số 04, 05" in said
    assert "Số 03 nhỏ hơn mà ghi ngày muộn hơn" in said
    assert warned("TB-SNgV", 6, date(2025, 12, 1), confirmed=mark) == ("", "")
    assert warned("TB-BCĐ", 1, MEETING_DAY) == ("", "")
    assert "Bỏ trống số 02" in warned("TB-BCĐ", 3, MEETING_DAY)[0]


def test_numbered_paper_is_written_again_only_after_the_number_is_taken_back(meeting):
    document = number(write(meeting, symbol="TB-SNgV"), 5, MEETING_DAY)
    with pytest.raises(RuleError, match="đã có số"):
        write(meeting, version=document.version, signer_name="Ai Đó")
    number(document, None, None)
    assert write(meeting, version=document.version, signer_name="Ai Đó").signer_name == "Ai Đó"


def test_no_number_without_the_files_that_go_out(meeting):
    document = write(meeting, symbol="TB-SNgV")
    with pytest.raises(RuleError, match="Chưa dựng được"):
        number(document, 5, MEETING_DAY, files=None)
    assert MeetingDocument.objects.get().number is None


def test_an_issued_paper_keeps_its_files_and_its_number(meeting):
    document = number(write(meeting, symbol="TB-SNgV"), 5, MEETING_DAY)
    assert (document.pdf.name, document.docx.kind, document.words_sha256) == (
        "05-tb-sngv.pdf", "docx", "a" * 64,
    )  # fmt: skip
    with pytest.raises(RuleError, match="đã phát hành"):
        number(document, 6, MEETING_DAY)
    stored = MeetingDocument.objects.get()
    assert (stored.number, stored.pdf_id) == (5, document.pdf_id)
    with stored.pdf.file.open("rb") as kept:
        assert kept.read() == PDF


def test_a_replacement_takes_a_new_number_and_the_old_paper_stays(meeting):
    by = UserFactory()
    old = number(write(meeting, symbol="TB-SNgV", signer_title="GIÁM ĐỐC"), 5, MEETING_DAY)
    new = actions.replace_document(document=old, version=old.version, by=by)
    assert (new.number, new.signer_title, new.replaces_id) == (None, "GIÁM ĐỐC", old.pk)
    assert document_of(meeting, Kind.NOTICE).pk == new.pk
    assert replaced_papers(meeting, Kind.NOTICE) == [old]
    with pytest.raises(RuleError, match="Số 05 của năm 2025 đã cấp"):
        number(new, 5, MEETING_DAY)
    number(new, 6, MEETING_DAY)
    assert MeetingDocument.objects.get(pk=old.pk).pdf_id == old.pdf_id
    assert {row.action_label for row in new.history.all()} == {
        "Soạn văn bản thay thế", "Cấp số văn bản cuộc họp",
    }  # fmt: skip


def test_a_replacement_without_a_number_is_given_up(meeting):
    by = UserFactory()
    old = number(write(meeting, symbol="TB-SNgV"), 5, MEETING_DAY)
    new = actions.replace_document(document=old, version=old.version, by=by)
    actions.drop_replacement(document=new, version=new.version, by=by)
    assert MeetingDocument.objects.get() == old
    assert not MeetingDocument.objects.get().is_replaced
    with pytest.raises(RuleError, match="chưa có số"):
        actions.drop_replacement(document=old, version=2, by=by)


def test_a_paper_without_a_number_is_not_replaced(meeting):
    document = write(meeting, symbol="TB-SNgV")
    with pytest.raises(RuleError, match="chưa có số"):
        actions.replace_document(document=document, version=1, by=UserFactory())


def test_cancelled_meeting_takes_no_number(meeting):
    document = write(meeting, symbol="TB-SNgV")
    change(meeting, status=Meeting.Status.CANCELLED)
    with pytest.raises(RuleError, match="đã hủy"):
        number(document, 5, MEETING_DAY)


def test_tasks_stand_in_the_order_of_the_follow_ups(meeting):
    rows = [FollowUpFactory(meeting=meeting) for _ in range(3)]
    change(rows[1], cancelled_on=TODAY, cancel_reason="Trùng")
    assert ordered_tasks(meeting) == [rows[0], rows[2]]


@pytest.mark.parametrize(
    ("role", "writes", "numbers"),
    [
        pytest.param("SNGV_STAFF", True, False, id="chuyên viên soạn, không cấp số"),
        pytest.param("VAN_THU", False, True, id="văn thư cấp số, không soạn"),
        pytest.param("UBND_LEADER", False, False, id="lãnh đạo chỉ xem"),
    ],
)
def test_what_the_card_offers(cast, meeting, role, writes, numbers):
    write(meeting, symbol="TB-SNgV")
    rows = {row["label"]: row for row in document_rows(meeting, cast[role])}
    notice = rows["Thông báo kết luận"]
    assert (bool(notice["edit_url"]), bool(notice["number_url"])) == (writes, numbers)
    assert notice["state"] == "Chờ cấp số"
    assert rows["Giấy mời"]["number_url"] == ""


def test_only_a_clerk_of_the_organiser_numbers_its_papers(cast, sign_in, meeting):
    write(meeting, symbol="TB-UBND")
    change(meeting, organiser=cast.agencies["UBND"])
    clerk, url = cast["VAN_THU"], page_url("meetings:document_number")
    refused = sign_in(clerk).get(url)
    assert (refused.status_code, "chưa có văn thư trên cổng" in refused.text) == (403, True)
    told = "Ủy ban nhân dân tỉnh chưa có văn thư trên cổng. Nhờ quản trị"
    assert told in sign_in(cast["SNGV_STAFF"]).get(meeting.get_absolute_url()).text
    change(UserAgency(user=clerk, agency=cast.agencies["UBND"]))
    clerk = User.objects.get(pk=clerk.pk)
    assert sign_in(clerk).get(url).status_code == 200
    shown = sign_in(cast["UBND_LEADER"]).get(page_url("reports:meeting_paper")).text
    assert f"Cấp số: {clerk}." in shown


def page_url(name, kind="thong-bao"):
    """Return an address of the meeting's paper."""
    return reverse(name, args=["2025-11-28-du-thao", kind])


def form_of(version, **values):
    """Return what the browser posts for a notice."""
    fields = {
        "symbol": "TB-SNgV", "opening": "", "signing": "PHO", "lines": "", "signer_name": "Lê Thị Chủ",
        "recipients": "Như trên\nLưu: VT", "version": version,
    }  # fmt: skip
    return fields | values


def test_writing_on_the_page(cast, sign_in, meeting):
    client = sign_in(cast["SNGV_STAFF"])
    url = page_url("meetings:document_edit")
    shown = client.get(url)
    assert "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC" in shown.text
    answer = client.post(url, form_of(0))
    assert answer.headers["Location"] == page_url("reports:meeting_paper")
    stored = MeetingDocument.objects.get()
    assert (stored.capacity, stored.signer_title) == (["KT. GIÁM ĐỐC"], "PHÓ GIÁM ĐỐC")
    assert stored.recipients == ["Như trên", "Lưu: VT"]


def test_wrong_lines_keep_what_was_typed(cast, sign_in, meeting):
    answer = sign_in(cast["SNGV_STAFF"]).post(
        page_url("meetings:document_edit"),
        form_of(0, signing="KHAC", lines="KT. GIÁM ĐỐC", opening="Lời mở đầu vừa gõ"),
    )
    assert answer.status_code == 200
    assert "phải là chức vụ của cấp phó" in answer.text
    assert "Lời mở đầu vừa gõ" in answer.text
    assert not MeetingDocument.objects.exists()


def test_conflict_shows_both_texts(cast, sign_in, meeting):
    write(meeting, symbol="TB-SNgV", signer_title="GIÁM ĐỐC", opening="Lời đang lưu")
    answer = sign_in(cast["SNGV_STAFF"]).post(
        page_url("meetings:document_edit"), form_of(0, opening="Lời vừa gõ")
    )
    assert answer.status_code == 409
    assert "Lời đang lưu" in answer.text
    assert "Lời vừa gõ" in answer.text


def test_clerk_numbers_on_the_page(cast, sign_in, meeting):
    write(meeting, symbol="TB-SNgV", signer_title="GIÁM ĐỐC")
    url = page_url("meetings:document_number")
    client = sign_in(cast["VAN_THU"])
    this_year = timezone.localdate().year
    assert f"Số tiếp theo trong sổ văn bản đi năm {this_year}: 01" in client.get(url).text
    change(MeetingDocument.objects.get(), symbol="TB-BCĐ")
    assert f"Số tiếp theo của ký hiệu TB-BCĐ năm {this_year}: 01" in client.get(url).text
    change(MeetingDocument.objects.get(), symbol="TB-SNgV")
    refused = client.post(url, {"number": "5", "dated_on": "", "version": "1"})
    assert "Nhập ngày văn bản" in refused.text
    fields = {"number": "5", "dated_on": "28/11/2025", "version": "1"}
    warned = client.post(url, fields)
    assert "Bỏ trống số 01, 02, 03, 04" in warned.text
    assert "bấm Cấp số lần nữa" in warned.text
    assert MeetingDocument.objects.get().number is None
    fields |= {"confirmed": warned.context["form"].data["confirmed"]}
    assert "Kết luận của chủ trì" in client.post(url, fields).text, "nothing goes out with a gap in it"
    ConclusionFactory(meeting=meeting, mark="KHONG_GIAO_VIEC", text="Cơ bản thống nhất.")
    client.post(url, fields)
    assert MeetingDocument.objects.get().number == 5
    assert "Số 05/TB-SNgV" in client.get(meeting.get_absolute_url()).text


def test_number_of_an_unwritten_paper_is_refused_in_words(cast, sign_in, meeting):
    client = sign_in(cast["VAN_THU"])
    answer = client.post(
        page_url("meetings:document_number"), {"number": "5", "dated_on": "28/11/2025", "version": "0"}
    )
    assert "chưa được soạn" in answer.text
    assert not MeetingDocument.objects.exists()


@pytest.mark.parametrize("kind", ["chuong-trinh", "diem-danh", "cong-van"])
def test_papers_without_a_number_have_no_page_for_it(cast, sign_in, meeting, kind):
    assert sign_in(cast["VAN_THU"]).get(page_url("meetings:document_number", kind)).status_code == 404


def test_every_act_is_signed(meeting):
    by = User.objects.system()
    document = actions.write_document(
        meeting=meeting, kind=Kind.INVITATION, fields={"symbol": "GM-SNgV"}, version=0, by=by
    )
    actions.number_document(
        document=document, number=1, dated_on=MEETING_DAY, version=1, today=TODAY, by=by, files=FILES
    )
    labels = list(document.history.order_by("history_id").values_list("action_label", flat=True))
    assert labels == ["Soạn văn bản cuộc họp", "Cấp số văn bản cuộc họp"]
