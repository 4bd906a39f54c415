"""Agencies report progress and the end, with evidence; who gave the work out accepts or returns."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.legal import RuleError
from core.models import Notice
from meetings import actions, rules
from meetings.models import FollowUp, FollowUpReport
from tests.factories import FollowUpFactory, MeetingFactory
from tests.meetings.making import MEETING_DAY, TODAY, CoAgencyFactory, change

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(timezone.datetime(2026, 1, 12, 9))
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def work(cast):
    meeting = MeetingFactory(organiser=cast.agencies["LHHN"], held_on=MEETING_DAY)
    found = FollowUpFactory(meeting=meeting, lead_agency=cast.agencies["SYT"], code="VS-2025-900")
    CoAgencyFactory(follow_up=found, agency=cast.agencies["STC"])
    return found


def report(work, cast, *, role="FOCAL", kind="XONG", **values):
    fields = {"day": date(2026, 1, 10), "text": "Công văn 12/SYT", "today": TODAY} | values
    by = cast[role]
    return actions.report_follow_up(follow_up=work, kind=kind, agency=by.agency, by=by, **fields)


@pytest.mark.parametrize(
    ("kind", "state", "mark"),
    [
        pytest.param("TIEN_DO", "DA_GUI", "", id="tiến độ đã gửi"),
        pytest.param("TIEN_DO", "NGHIEM_THU", "", id="tiến độ đã ghi nhận"),
        pytest.param("TIEN_DO", "TRA_LAI", "tra-lai", id="tiến độ bị trả lại"),
        pytest.param("XONG", "DA_GUI", "cho-nghiem-thu", id="báo xong chờ nghiệm thu"),
        pytest.param("XONG", "TRA_LAI", "tra-lai", id="báo xong bị trả lại"),
    ],
)
def test_what_the_last_report_leaves(work, kind, state, mark):
    assert rules.mark_of(rules.Reported(kind, state)) == mark
    with_answer = {"answer": "Thiếu minh chứng"} if state == "TRA_LAI" else {}
    row = FollowUpReport(follow_up=work, kind=kind, state=state, day=TODAY, text="x", **with_answer)
    change(row)
    assert FollowUp.objects.with_report_mark().get(pk=work.pk).report_mark == mark


def test_without_a_report_there_is_no_mark(work):
    assert rules.mark_of(None) == ""
    assert FollowUp.objects.with_report_mark().get(pk=work.pk).report_mark is None


def test_an_end_counts_only_when_accepted_and_then_from_the_reported_day(work, cast):
    sent = report(work, cast)
    work.refresh_from_db()
    assert (work.completed_on, work.started_on) == (None, date(2026, 1, 10))
    assert sent.percent == 100
    assert not FollowUp.objects.done(TODAY).exists()
    actions.accept_report(report=sent, version=1, today=TODAY, by=cast["LH_STAFF"])
    work.refresh_from_db()
    assert (work.completed_on, work.accepted_on, work.result) == (
        date(2026, 1, 10), TODAY, "Công văn 12/SYT",
    )  # fmt: skip
    assert FollowUp.objects.done(TODAY).exists()


def test_accepted_progress_ends_nothing(work, cast):
    sent = report(work, cast, kind="TIEN_DO", percent=40)
    actions.accept_report(report=sent, version=1, today=TODAY, by=cast["LH_STAFF"])
    work.refresh_from_db()
    assert (work.completed_on, sent.state, sent.percent) == (None, "NGHIEM_THU", 40)


def test_a_returned_end_leaves_the_work_open_for_a_new_report(work, cast):
    sent = report(work, cast)
    actions.return_report(report=sent, reason="Thiếu công văn", version=1, today=TODAY, by=cast["LH_STAFF"])
    assert (sent.state, sent.answer, sent.history.first().history_change_reason) == (
        "TRA_LAI", "Thiếu công văn", "Thiếu công văn",
    )  # fmt: skip
    again = report(work, cast)
    assert again.state == "DA_GUI"


def test_opening_accepted_work_again_returns_its_report(work, cast):
    sent = report(work, cast)
    actions.accept_report(report=sent, version=1, today=TODAY, by=cast["LH_STAFF"])
    work.refresh_from_db()
    actions.reopen_follow_up(
        follow_up=work, reason="Chưa đủ", version=work.version, today=TODAY, by=cast["LH_STAFF"]
    )
    sent.refresh_from_db()
    assert (work.completed_on, work.accepted_on) == (None, None)
    assert (sent.state, sent.answer) == ("TRA_LAI", "Chưa đủ")


@pytest.mark.parametrize(
    ("state", "values", "words"),
    [
        pytest.param({"completed_on": TODAY}, {}, "đã xong", id="việc đã xong"),
        pytest.param({"cancelled_on": TODAY, "cancel_reason": "x"}, {}, "đã dừng", id="việc đã dừng"),
        pytest.param({}, {"text": "  "}, "Ghi việc đã làm", id="không có lời"),
        pytest.param({}, {"day": date(2026, 1, 13)}, "chưa tới", id="ngày mai"),
        pytest.param({}, {"day": date(2025, 11, 27)}, "trước ngày họp", id="trước ngày họp"),
        pytest.param({}, {"role": "FIN"}, "Cơ quan chủ trì báo xong", id="cơ quan phối hợp báo xong"),
    ],
)
def test_report_refused(work, cast, state, values, words):
    if state:
        change(work, **state)
    with pytest.raises(RuleError, match=words):
        report(work, cast, **values)
    assert not FollowUpReport.objects.exists()


def test_no_second_report_while_one_waits(work, cast):
    report(work, cast)
    with pytest.raises(RuleError, match="đang chờ nghiệm thu"):
        report(work, cast, kind="TIEN_DO")


def test_a_co_ordinating_agency_reports_progress(work, cast):
    assert report(work, cast, role="FIN", kind="TIEN_DO").agency == cast.agencies["STC"]


def test_an_answered_report_is_answered_once(work, cast):
    sent = report(work, cast)
    actions.return_report(report=sent, reason="Thiếu", version=1, today=TODAY, by=cast["LH_STAFF"])
    with pytest.raises(RuleError, match="đã bị trả lại"):
        actions.accept_report(report=sent, version=2, today=TODAY, by=cast["LH_STAFF"])


# ---- pages


@time_machine.travel(NOW, tick=False)
def test_a_focal_point_reports_from_the_page_of_the_work(cast, sign_in, work):
    client = sign_in(cast["FOCAL"])
    page = client.get(work.get_absolute_url()).content.decode()
    assert "Gửi tiến độ" in page
    assert 'name="percent"' in page
    upload = SimpleUploadedFile("minh-chung.pdf", PDF)
    data = {"kind": "XONG", "day": "12/01/2026", "text": "Đã gửi công văn", "file": upload}
    assert client.post(f"{work.get_absolute_url()}bao/", data).url == work.get_absolute_url()
    sent = FollowUpReport.objects.get()
    assert (sent.kind, sent.agency, sent.attachment.name) == (
        "XONG", cast.agencies["SYT"], "minh-chung.pdf",
    )  # fmt: skip
    after = client.get(work.get_absolute_url()).content.decode()
    assert "Chờ nghiệm thu" in after
    assert "Gửi tiến độ" not in after
    assert client.get(f"{work.get_absolute_url()}bao/{sent.pk}/minh-chung/").content == PDF


@time_machine.travel(NOW, tick=False)
def test_a_refused_report_keeps_what_was_typed(cast, sign_in, work):
    client = sign_in(cast["FOCAL"])
    url = f"{work.get_absolute_url()}bao/"
    page = client.post(url, {"kind": "TIEN_DO", "day": "31/02/2026", "text": "Lời đã gõ", "percent": "140"})
    assert page.status_code == 200
    assert page.context["form"]["text"].value() == "Lời đã gõ"
    assert {"day", "percent"} <= set(page.context["form"].errors)
    late = client.post(url, {"kind": "TIEN_DO", "day": "13/01/2026", "text": "Lời đã gõ"})
    assert "chưa tới" in late.content.decode()
    assert not FollowUpReport.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_the_organiser_accepts_or_returns_and_the_list_filters(cast, sign_in, work):
    sent = report(work, cast)
    base = f"{work.get_absolute_url()}bao/{sent.pk}/"
    client = sign_in(cast["LH_STAFF"])
    waiting = client.get("/hoi-nghi/viec/?tt=cho-nghiem-thu")
    assert [row.record.code for row in waiting.context["page"].page.object_list] == [work.code]
    refused = client.post(f"{base}tra-lai/", {"reason": " ", "version": 1})
    assert refused.status_code == 200
    client.post(f"{base}tra-lai/", {"reason": "Thiếu số liệu", "version": 1})
    returned = client.get("/hoi-nghi/viec/?tt=tra-lai").content.decode()
    assert "Bị trả lại" in returned
    assert client.get("/hoi-nghi/viec/?tt=cho-nghiem-thu").context["page"].count == 0
    again = report(work, cast)
    client.post(f"{work.get_absolute_url()}bao/{again.pk}/nghiem-thu/", {"version": 1})
    work.refresh_from_db()
    assert work.completed_on == date(2026, 1, 10)


@pytest.mark.parametrize(
    ("role", "report_status", "answer_status"),
    [
        pytest.param("FOCAL", 200, 403, id="cơ quan chủ trì"),
        pytest.param("FIN", 200, 403, id="cơ quan phối hợp"),
        pytest.param("LH_STAFF", 403, 200, id="cơ quan tổ chức"),
        pytest.param("SNGV_STAFF", 403, 200, id="chuyên viên Sở"),
        pytest.param("AUDITOR", 403, 403, id="kiểm tra"),
        pytest.param("OTHER_FOCAL", 404, 404, id="người ngoài"),
    ],
)
def test_who_reports_and_who_answers(cast, sign_in, work, role, report_status, answer_status):
    sent = report(work, cast, kind="TIEN_DO")
    client = sign_in(cast[role])
    assert client.get(f"{work.get_absolute_url()}bao/").status_code == report_status
    assert client.get(f"{work.get_absolute_url()}bao/{sent.pk}/tra-lai/").status_code == answer_status


def test_a_report_of_other_work_is_not_there(cast, sign_in, work):
    other = FollowUpFactory()
    sent = report(work, cast, kind="TIEN_DO")
    url = f"{other.get_absolute_url()}bao/{sent.pk}/tra-lai/"
    assert sign_in(cast["SNGV_STAFF"]).get(url).status_code == 404


# ---- who is told


def test_each_step_tells_the_right_people_once(cast, work):
    assert {cast[role].is_active for role in ("LH_LEADER", "LH_STAFF", "FOCAL", "FIN")} == {True}
    sent = report(work, cast)
    assert _told() == {("lh-staff", "CHO_NGHIEM_THU")}
    actions.return_report(report=sent, reason="Thiếu", version=1, today=TODAY, by=cast["LH_STAFF"])
    assert ("focal", "TRA_LAI") in _told()
    again = report(work, cast)
    actions.accept_report(report=again, version=1, today=TODAY, by=cast["LH_STAFF"])
    assert ("focal", "NGHIEM_THU") in _told()
    returned = Notice.objects.get(kind="TRA_LAI")
    assert returned.todo.endswith("Lý do: Thiếu")
    assert returned.url == work.get_absolute_url()


def _told():
    return {(notice.user.username, notice.kind) for notice in Notice.objects.select_related("user")}
