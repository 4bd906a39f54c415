"""The pages of meetings, follow-ups and awards: what they show, and to whom."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.models import Award, Conclusion, FollowUp, FollowUpAgency, Meeting, MeetingPaper
from tests.factories import (
    AgencyFactory,
    AttendanceFactory,
    AwardFactory,
    ConclusionFactory,
    FollowUpFactory,
    MeetingFactory,
    RecordFactory,
)
from tests.meetings.making import CoAgencyFactory, change, work_form

TODAY = "2026-01-12 09:00+07:00"


@pytest.fixture
def meeting(cast):
    """A conference of the Union that Sở Y tế attends and gets work from."""
    made = MeetingFactory(slug="2025-11-28-du-thao", organiser=cast.agencies["LHHN"], session="CHIEU")
    AttendanceFactory(meeting=made, agency=cast.agencies["UBND"], role="CHU_TRI", title_then="Phó Chủ tịch")
    AttendanceFactory(meeting=made, agency=cast.agencies["SYT"])
    return made


@pytest.fixture
def work(cast, meeting):
    return FollowUpFactory(meeting=meeting, code="VS-2025-900", lead_agency=cast.agencies["SYT"])


# ---- who may


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("SNGV_STAFF", 200), ("LH_STAFF", 200), ("VPUB", 403), ("TU_VIEWER", 403), ("AUDITOR", 403),
        ("ADMIN", 403), ("FOCAL", 403), ("OTHER_FOCAL", 404), ("FIN", 404), ("HOI_EDITOR", 404),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "page",
    ["sua", "thanh-phan", "chuong-trinh", "phat-bieu", "ket-luan", "viec/them", "huy", "tai-lieu/them"],
)
def test_writing_pages_of_a_meeting(cast, sign_in, meeting, role, status, page):
    assert sign_in(cast[role]).get(f"/hoi-nghi/{meeting.slug}/{page}/").status_code == status


@pytest.mark.parametrize(
    ("role", "status"),
    [("TU_VIEWER", 200), ("AUDITOR", 200), ("FOCAL", 200), ("OTHER_FOCAL", 404), ("FIN", 404)],
)
def test_the_page_of_a_meeting(cast, sign_in, meeting, role, status):
    assert sign_in(cast[role]).get(f"/hoi-nghi/{meeting.slug}/").status_code == status


@pytest.mark.parametrize(
    ("role", "read", "report", "edit"),
    [
        pytest.param("SNGV_STAFF", 200, 403, 200, id="chuyên viên Sở Ngoại vụ"),
        pytest.param("LH_STAFF", 200, 403, 200, id="cơ quan tổ chức"),
        pytest.param("FOCAL", 200, 200, 403, id="đầu mối cơ quan chủ trì việc"),
        pytest.param("FIN", 200, 200, 403, id="cơ quan phối hợp"),
        pytest.param("OTHER_FOCAL", 404, 404, 404, id="người ngoài"),
        pytest.param("VPUB", 200, 403, 403, id="văn phòng UBND"),
        pytest.param("UBND_LEADER", 200, 403, 403, id="lãnh đạo UBND"),
    ],
)
def test_who_reports_and_who_edits_a_follow_up(cast, sign_in, work, role, read, report, edit):
    CoAgencyFactory(follow_up=work, agency=cast.agencies["STC"])
    client = sign_in(cast[role])
    base = f"/hoi-nghi/viec/{work.code}/"
    assert client.get(base).status_code == read
    # Who gave it out and leads or joins nothing notes the end directly; the agencies report it.
    assert client.get(f"{base}bao/").status_code == report
    for page in ("xong", "sua", "dung", "mo-lai"):
        assert client.get(f"{base}{page}/").status_code == edit


def test_a_reader_may_not_close_and_the_chair_s_side_may(cast, sign_in, meeting):
    url = f"/hoi-nghi/{meeting.slug}/xac-nhan/"
    assert sign_in(cast["AUDITOR"]).post(url, {"version": 1}).status_code == 403
    assert sign_in(cast["UBND_LEADER"]).post(url, {"version": 1}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.status == Meeting.Status.CLOSED


def test_a_meeting_of_an_extra_agency_is_own(cast, sign_in):
    class ExtraFactory(RecordFactory):
        class Meta:
            model = cast["VPUB"].extra_agencies.model

    ExtraFactory(user=cast["VPUB"], agency=cast.agencies["UBND"])
    made = MeetingFactory(organiser=cast.agencies["UBND"])
    assert sign_in(cast["VPUB"]).get(f"/hoi-nghi/{made.slug}/sua/").status_code == 200


# ---- the conclusion


def test_close_refused_says_why_and_writes_nothing(cast, sign_in, meeting):
    ConclusionFactory(meeting=meeting)
    page = sign_in(cast["LH_STAFF"]).post(f"/hoi-nghi/{meeting.slug}/xac-nhan/", {"version": 1}, follow=True)
    assert "Còn 1 câu kết luận chưa đánh dấu" in page.content.decode()
    meeting.refresh_from_db()
    assert meeting.status == Meeting.Status.HELD


def test_give_out_shows_the_line_under_the_sentence_with_its_own_words(cast, sign_in, meeting):
    sentence = ConclusionFactory(meeting=meeting, text="Đề nghị Sở Y tế góp ý ngay sau hội nghị.")
    page = sign_in(cast["LH_STAFF"]).get(f"/hoi-nghi/{meeting.slug}/ket-luan/{sentence.pk}/giao-viec/")
    form = page.context["form"]
    assert form["text"].value() == "Đề nghị Sở Y tế góp ý ngay sau hội nghị"
    assert (form["verb"].value(), form["due_kind"].value()) == ("DE_NGHI", "NGAY_SAU_HOP")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({"lead": ""}, "Nhập cơ quan chủ trì", id="thiếu chủ trì"),
        pytest.param({"lead": "sytt"}, "Gần giống: Sở Y tế (syt)", id="mã gõ nhầm"),
        pytest.param({"due": "31/12"}, "chưa có năm", id="hạn thiếu năm"),
        pytest.param({"due": "27/11/2025"}, "trước ngày họp", id="hạn trước ngày họp"),
        pytest.param({"co": "syt"}, "không ghi lại ở phần phối hợp", id="chủ trì lại phối hợp"),
    ],
)
def test_give_out_refused_keeps_the_text(cast, sign_in, meeting, values, words):
    sentence = ConclusionFactory(meeting=meeting)
    url = f"/hoi-nghi/{meeting.slug}/ket-luan/{sentence.pk}/giao-viec/"
    page = sign_in(cast["LH_STAFF"]).post(url, work_form(text="Lời tôi đã gõ", **values))
    assert page.status_code == 200
    assert words in page.content.decode()
    assert page.context["form"]["text"].value() == "Lời tôi đã gõ"
    assert not FollowUp.objects.exists()


def test_give_out_marks_the_sentence_and_goes_on_to_the_next(cast, sign_in, meeting):
    first, second = (ConclusionFactory(meeting=meeting, ordinal=at) for at in (1, 2))
    client = sign_in(cast["LH_STAFF"])
    url = f"/hoi-nghi/{meeting.slug}/ket-luan/{first.pk}/giao-viec/"
    page = client.post(url, work_form(co="stc; sngv"), follow=True)
    assert page.context["focus_on"] == second.pk
    assert Conclusion.objects.get(pk=first.pk).mark == "GIAO_VIEC"
    assert {row.agency.code for row in FollowUpAgency.objects.all()} == {"STC", "SNGV"}


def test_sentences_are_added_edited_and_removed_by_their_pages(cast, sign_in, meeting):
    client = sign_in(cast["LH_STAFF"])
    base = f"/hoi-nghi/{meeting.slug}/ket-luan/"
    client.post(base, {"text": "Câu một. Câu hai."})
    first, second = Conclusion.objects.all()
    client.post(f"{base}{first.pk}/", {"text": "Câu một đã sửa.", "version": 1})
    client.post(f"{base}{second.pk}/xoa/", {"version": 1})
    assert [row.text for row in Conclusion.objects.all()] == ["Câu một đã sửa."]
    assert client.post(f"{base}{first.pk}/", {"text": "Muộn", "version": 1}).status_code == 409


def test_a_sentence_of_another_meeting_is_not_there(cast, sign_in, meeting):
    stranger = ConclusionFactory()
    url = f"/hoi-nghi/{meeting.slug}/ket-luan/{stranger.pk}/khong-giao-viec/"
    assert sign_in(cast["LH_STAFF"]).post(url, {"version": 1}).status_code == 404


# ---- follow-ups


@time_machine.travel(TODAY, tick=False)
def test_a_focal_point_starts_its_work_and_may_not_end_it_alone(cast, sign_in, work):
    client = sign_in(cast["FOCAL"])
    base = f"/hoi-nghi/viec/{work.code}/"
    back = "/hoi-nghi/viec/cua-toi/?tt=qua-han"
    assert client.post(f"{base}bat-dau/", {"version": 1, "next": back}).url == back
    end = {"day": "12/01/2026", "result": "Công văn 12/SYT", "version": 2}
    assert client.post(f"{base}xong/", end).status_code == 403
    work.refresh_from_db()
    assert (work.started_on, work.completed_on) == (date(2026, 1, 12), None)
    assert client.post(f"{base}sua/", work_form()).status_code == 403


@time_machine.travel(TODAY, tick=False)
def test_who_wrote_the_meeting_notes_the_end_with_its_result(cast, sign_in, work):
    client = sign_in(cast["LH_STAFF"])
    base = f"/hoi-nghi/viec/{work.code}/"
    refused = client.post(f"{base}xong/", {"day": "12/01/2026", "result": "", "version": 1})
    assert "Nhập kết quả" in refused.content.decode()
    client.post(f"{base}xong/", {"day": "12/01/2026", "result": "Công văn 12/SYT", "version": 1})
    work.refresh_from_db()
    assert (work.completed_on, work.accepted_on) == (date(2026, 1, 12), date(2026, 1, 12))


def test_start_never_leaves_the_portal(cast, sign_in, work):
    response = sign_in(cast["FOCAL"]).post(
        f"/hoi-nghi/viec/{work.code}/bat-dau/", {"version": 1, "next": "https://vi-du.vn/"}
    )
    assert response.url == f"/hoi-nghi/viec/{work.code}/"


def test_a_follow_up_hides_a_meeting_that_the_reader_may_not_open(cast, sign_in, meeting):
    work = FollowUpFactory(meeting=meeting, lead_agency=cast.agencies["CAT"])
    page = sign_in(cast.other_focal).get(work.get_absolute_url()).content.decode()
    assert meeting.title in page
    assert meeting.get_absolute_url() not in page


def test_followup_edit(cast, sign_in, work):
    client = sign_in(cast["LH_STAFF"])
    url = f"/hoi-nghi/viec/{work.code}/sua/"
    page = client.get(url)
    assert page.context["form"]["due"].value() == "15/12/2025"
    data = work_form(due_kind="QUY", due="I/2026", co="stc", version=1)
    refused = client.post(url, data)
    assert "ghi lý do đổi hạn" in refused.content.decode()
    assert refused.context["form"]["due"].value() == "I/2026"
    assert client.post(url, data | {"due_reason": "Chờ ý kiến tỉnh bạn"}).status_code == 302
    work.refresh_from_db()
    assert (work.due_on, work.due_kind) == (date(2026, 3, 31), "QUY")
    assert (work.first_due_on, work.due_reason) == (date(2025, 12, 15), "Chờ ý kiến tỉnh bạn")
    assert "Hạn giao ban đầu" in client.get(work.get_absolute_url()).content.decode()
    assert "ban đầu 15/12/2025" in client.get("/hoi-nghi/viec/").content.decode()
    late = client.post(url, data | {"text": "Lời thứ hai"})
    assert late.status_code == 409
    assert "Lời thứ hai" in late.content.decode()


# ---- awards, papers


def test_awards_by_their_pages(cast, sign_in, meeting):
    client = sign_in(cast["LH_STAFF"])
    page = client.get(f"/hoi-nghi/khen-thuong/them/?hop={meeting.slug}")
    shown = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    assert (shown["period_year"], shown["meeting"]) == (2025, meeting.pk)
    shown |= {"target_kind": "TAP_THE", "awarded_on": "28/11/2025"}
    assert client.post("/hoi-nghi/khen-thuong/them/", shown).url == meeting.get_absolute_url()
    award = Award.objects.get()
    client.post(f"/hoi-nghi/khen-thuong/{award.pk}/sua/", shown | {"version": 1, "recipients_count": "7"})
    award.refresh_from_db()
    assert award.recipients_count == 7
    stale = client.post(f"/hoi-nghi/khen-thuong/{award.pk}/xoa/", {"version": 1})
    assert (stale.status_code, Award.objects.count()) == (409, 1)
    client.post(f"/hoi-nghi/khen-thuong/{award.pk}/xoa/", {"version": 2})
    assert not Award.objects.exists()


def test_awards_of_others_are_not_given_or_changed(cast, sign_in):
    award = AwardFactory(giving_agency=cast.agencies["UBND"])
    client = sign_in(cast["LH_STAFF"])
    assert client.get(f"/hoi-nghi/khen-thuong/{award.pk}/sua/").status_code == 403
    data = {
        "form": "GIAY_KHEN",
        "target_kind": "TAP_THE",
        "giving_agency": "ubnd",
        "awarded_on": "01/12/2025",
        "period_year": "2025",
    }
    assert "cơ quan của anh/chị tặng" in client.post("/hoi-nghi/khen-thuong/them/", data).content.decode()
    assert sign_in(cast.other_focal).get(f"/hoi-nghi/khen-thuong/{award.pk}/").status_code == 404


def test_papers_by_their_pages(cast, sign_in, meeting):
    client = sign_in(cast["LH_STAFF"])
    base = f"/hoi-nghi/{meeting.slug}/tai-lieu/"
    bad = client.post(
        f"{base}them/", {"file": SimpleUploadedFile("a.pdf", b"khong phai pdf"), "title": "Bản 1"}
    )
    assert bad.context["form"].errors["file"]
    good = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n")
    client.post(f"{base}them/", {"file": good, "title": "Bản 1"})
    paper = MeetingPaper.objects.get()
    download = client.get(f"{base}{paper.pk}/")
    assert download["Content-Disposition"].startswith("attachment")
    assert download.content.startswith(b"%PDF")
    assert sign_in(cast.other_focal).get(f"{base}{paper.pk}/").status_code == 404
    writer = sign_in(cast["LH_STAFF"])
    page = writer.get(meeting.get_absolute_url()).content.decode()
    assert f'action="{base}{paper.pk}/go/"' in page
    assert '<input type="hidden" name="version" value="1">' in page
    stale = writer.post(f"{base}{paper.pk}/go/", {"version": 0})
    assert (stale.status_code, MeetingPaper.objects.count()) == (409, 1)
    assert "chưa xóa gì" in stale.content.decode()
    writer.post(f"{base}{paper.pk}/go/", {"version": 1})
    assert not MeetingPaper.objects.exists()


def test_a_confirmed_meeting_shows_no_editing(cast, sign_in, meeting):
    change(meeting, status=Meeting.Status.CLOSED)
    page = sign_in(cast["LH_STAFF"]).get(meeting.get_absolute_url()).content.decode()
    assert "Mở lại biên bản" in page
    assert f"/hoi-nghi/{meeting.slug}/thanh-phan/" not in page
    agency = AgencyFactory(code="X")
    refused = sign_in(cast["LH_STAFF"]).post(
        f"/hoi-nghi/{meeting.slug}/viec/them/", work_form(lead=agency.code)
    )
    assert "Biên bản đã xác nhận" in refused.content.decode()
