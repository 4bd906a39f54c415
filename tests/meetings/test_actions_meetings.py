"""Log, edit, close, reopen and cancel a meeting; its parts, conclusion, awards and papers."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.history import VersionConflictError
from core.legal import RuleError
from meetings import actions
from meetings.models import AgendaItem, Attendance, Award, Conclusion, Meeting, MeetingPaper, Speech
from tests.factories import (
    AgencyFactory,
    AttendanceFactory,
    ConclusionFactory,
    FollowUpFactory,
    MeetingFactory,
    UserFactory,
)
from tests.meetings.making import MEETING_DAY, TODAY, change

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def meeting():
    return MeetingFactory(slug="2025-11-28-du-thao", status=Meeting.Status.HELD)


def _fields(**values):
    return {
        "title": "Hội nghị", "kind": "HOI_NGHI", "purpose": "CHO_Y_KIEN", "held_on": MEETING_DAY,
        "organiser": AgencyFactory(code="UBND"),
    } | values  # fmt: skip


def _rows(*fields, pks=(), remove=()):
    pks = [*pks, *[None] * len(fields)]
    return [
        {"pk": pks[at], "remove": at in remove, "ordinal": at + 1, "fields": row}
        for at, row in enumerate(fields)
    ]


def _seat(**values):
    names = {"agency": None, "person": None, "title_then": "", "group_label": "", "role": "DAI_BIEU"}
    return names | {"presence": "CO_MAT"} | values


def test_log_meeting_writes_everything(by):
    agency = AgencyFactory(code="SNGV")
    meeting = actions.log_meeting(
        fields=_fields(),
        attendances=[{"agency": agency, "role": "CHU_TRI"}, {"group_label": "Các sở, ngành"}],
        agenda=["Báo cáo", "Kết luận"],
        speeches=[{"agency": agency, "kind": "BAO_CAO", "summary": "Tóm tắt."}],
        conclusion="Câu một. Câu hai.",
        today=TODAY,
        by=by,
    )
    assert meeting.slug == "2025-11-28-du-thao"
    assert meeting.status == Meeting.Status.CONCLUDED
    assert [row.ordinal for row in Attendance.objects.all()] == [1, 2]
    assert [row.title for row in AgendaItem.objects.all()] == ["Báo cáo", "Kết luận"]
    assert [row.mark for row in Conclusion.objects.all()] == ["CHUA_DANH_DAU"] * 2
    entry = meeting.history.get()
    assert (entry.action_label, entry.history_user) == ("Ghi cuộc họp", by)


def test_log_meeting_gives_the_second_meeting_of_the_day_its_own_address(by, meeting):
    second = actions.log_meeting(fields=_fields(), today=TODAY, by=by)
    assert second.slug == "2025-11-28-du-thao-2"


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"attendances": [{"role": "CHU_TRI", "title_then": "Chủ tịch"}]}, id="không rõ ai"),
        pytest.param(
            {
                "attendances": [
                    {"group_label": "A", "role": "CHU_TRI"},
                    {"group_label": "B", "role": "CHU_TRI"},
                ]
            },
            id="hai người chủ trì",
        ),
        pytest.param({"agenda": ["a" * 301]}, id="mục quá dài"),
    ],
)
def test_log_meeting_refused_leaves_nothing(by, parts):
    with pytest.raises(RuleError):
        actions.log_meeting(fields=_fields(), today=TODAY, by=by, **parts)
    assert not Meeting.objects.exists()


def test_log_meeting_refuses_an_agency_of_another_day(by):
    gone = AgencyFactory(name="Sở Kế hoạch và Đầu tư", valid_to=date(2025, 2, 28))
    with pytest.raises(RuleError, match="chỉ có đến 28/02/2025"):
        actions.log_meeting(fields=_fields(), attendances=[{"agency": gone}], today=TODAY, by=by)
    assert not Meeting.objects.exists()


def test_edit_meeting(by, meeting):
    actions.edit_meeting(meeting=meeting, fields={"place": "Sầm Sơn"}, version=1, today=TODAY, by=by)
    meeting.refresh_from_db()
    assert (meeting.place, meeting.version) == ("Sầm Sơn", 2)
    with pytest.raises(VersionConflictError):
        actions.edit_meeting(meeting=meeting, fields={"place": "Khác"}, version=1, today=TODAY, by=by)


def test_edit_meeting_refused_once_confirmed(by, meeting):
    change(meeting, status=Meeting.Status.CLOSED)
    with pytest.raises(RuleError, match="Biên bản đã xác nhận"):
        actions.edit_meeting(meeting=meeting, fields={"place": "Khác"}, version=1, today=TODAY, by=by)


def test_close_meeting_refused_while_a_sentence_is_unmarked(by, meeting):
    AttendanceFactory(meeting=meeting, role="CHU_TRI")
    sentence = ConclusionFactory(meeting=meeting)
    with pytest.raises(RuleError, match="1 câu kết luận chưa đánh dấu"):
        actions.close_meeting(meeting=meeting, version=1, today=TODAY, by=by)
    meeting.refresh_from_db()
    assert meeting.status == Meeting.Status.HELD

    actions.mark_conclusion_none(conclusion=sentence, version=1, by=by)
    actions.close_meeting(meeting=meeting, version=1, today=TODAY, by=by)
    meeting.refresh_from_db()
    assert meeting.status == Meeting.Status.CLOSED


def test_reopen_meeting_needs_a_reason(by, meeting):
    change(meeting, status=Meeting.Status.CLOSED)
    with pytest.raises(RuleError, match="Ghi lý do"):
        actions.reopen_meeting(meeting=meeting, version=1, reason=" ", today=TODAY, by=by)
    actions.reopen_meeting(meeting=meeting, version=1, reason="Thiếu một ý kiến", today=TODAY, by=by)
    assert meeting.status == Meeting.Status.HELD
    assert meeting.history.first().history_change_reason == "Thiếu một ý kiến"
    with pytest.raises(RuleError, match="không cần mở lại"):
        actions.reopen_meeting(meeting=meeting, version=2, reason="Nữa", today=TODAY, by=by)


def test_cancel_meeting(by, meeting):
    actions.cancel_meeting(meeting=meeting, version=1, reason="Hoãn vì bão", by=by)
    assert meeting.status == Meeting.Status.CANCELLED


def test_cancel_meeting_refused_with_a_conclusion(by, meeting):
    ConclusionFactory(meeting=meeting)
    with pytest.raises(RuleError, match="đã có kết luận"):
        actions.cancel_meeting(meeting=meeting, version=1, reason="Hoãn", by=by)


def test_save_attendances_adds_changes_and_removes(by, meeting):
    kept = AttendanceFactory(meeting=meeting)
    gone = AttendanceFactory(meeting=meeting)
    rows = _rows(
        _seat(agency=kept.agency, title_then="Giám đốc"),
        _seat(agency=gone.agency),
        _seat(group_label="Các trường đại học"),
        pks=[kept.pk, gone.pk],
        remove=[1],
    )
    actions.save_attendances(meeting=meeting, rows=rows, version=1, by=by)
    found = Attendance.objects.filter(meeting=meeting)
    assert [row.title_then or row.group_label for row in found] == ["Giám đốc", "Các trường đại học"]


def test_save_attendances_swaps_the_chair(by, meeting):
    first = AttendanceFactory(meeting=meeting, role="CHU_TRI")
    second = AttendanceFactory(meeting=meeting)
    rows = _rows(
        _seat(agency=first.agency), _seat(agency=second.agency, role="CHU_TRI"), pks=[first.pk, second.pk]
    )
    actions.save_attendances(meeting=meeting, rows=rows, version=1, by=by)
    assert Attendance.objects.get(role="CHU_TRI").pk == second.pk


def test_save_attendances_refuses_two_chairs_and_rows_of_another_meeting(by, meeting):
    seats = [_seat(group_label="A", role="CHU_TRI"), _seat(group_label="B", role="CHU_TRI")]
    with pytest.raises(RuleError, match="Chỉ một người chủ trì"):
        actions.save_attendances(meeting=meeting, rows=_rows(*seats), version=1, by=by)
    stranger = AttendanceFactory()
    rows = _rows(_seat(agency=stranger.agency), pks=[stranger.pk])
    with pytest.raises(RuleError, match="không còn trong cuộc họp"):
        actions.save_attendances(meeting=meeting, rows=rows, version=1, by=by)


def test_save_agenda_and_speeches(by, meeting):
    actions.save_agenda(meeting=meeting, rows=_rows({"title": "Báo cáo", "detail": ""}), version=1, by=by)
    speech = {
        "agency": None,
        "person": None,
        "kind": "THAO_LUAN",
        "summary": "Thống nhất.",
        "title_then": "Các đại biểu",
    }
    actions.save_speeches(meeting=meeting, rows=_rows(speech), version=2, by=by)
    assert AgendaItem.objects.get().title == "Báo cáo"
    assert Speech.objects.get().title_then == "Các đại biểu"
    with pytest.raises(VersionConflictError):
        actions.save_agenda(meeting=meeting, rows=[], version=1, by=by)


@pytest.mark.parametrize("save", [actions.save_agenda, actions.save_attendances, actions.save_speeches])
def test_parts_refused_once_confirmed(by, meeting, save):
    change(meeting, status=Meeting.Status.CLOSED)
    with pytest.raises(RuleError, match="Biên bản đã xác nhận"):
        save(meeting=meeting, rows=[], version=1, by=by)


def test_add_conclusion_splits_and_concludes(by, meeting):
    ConclusionFactory(meeting=meeting, ordinal=1)
    actions.add_conclusion(meeting=meeting, text="Câu hai. Câu ba.", by=by)
    assert [row.ordinal for row in meeting.conclusions.all()] == [1, 2, 3]
    assert meeting.status == Meeting.Status.CONCLUDED
    with pytest.raises(RuleError, match="ít nhất một câu"):
        actions.add_conclusion(meeting=meeting, text="…", by=by)


def test_marks_of_a_sentence(by, meeting):
    sentence = ConclusionFactory(meeting=meeting)
    actions.mark_conclusion_none(conclusion=sentence, version=1, by=by)
    actions.unmark_conclusion(conclusion=sentence, version=2, by=by)
    actions.edit_conclusion(conclusion=sentence, text="Lời mới.", version=3, by=by)
    sentence.refresh_from_db()
    assert (sentence.mark, sentence.text) == ("CHUA_DANH_DAU", "Lời mới.")
    actions.remove_conclusion(conclusion=sentence, version=4, by=by)
    assert not Conclusion.objects.exists()


@pytest.mark.parametrize(
    "act", [actions.mark_conclusion_none, actions.unmark_conclusion, actions.remove_conclusion]
)
def test_a_sentence_that_gave_work_keeps_its_mark(by, meeting, act):
    sentence = ConclusionFactory(meeting=meeting, mark="GIAO_VIEC")
    FollowUpFactory(meeting=meeting, conclusion=sentence)
    with pytest.raises(RuleError, match="đã giao 1 việc"):
        act(conclusion=sentence, version=1, by=by)


def test_awards(by, meeting):
    fields = {
        "form": "GIAY_KHEN", "target_kind": "TAP_THE", "giving_agency": AgencyFactory(), "period_year": 2025,
        "awarded_on": MEETING_DAY, "meeting": meeting,
    }  # fmt: skip
    award = actions.add_award(fields=fields, by=by)
    actions.edit_award(award=award, fields={"recipients_count": 5}, version=1, by=by)
    assert Award.objects.get().recipients_count == 5
    with pytest.raises(VersionConflictError):
        actions.remove_award(award=award, version=1, by=by)
    actions.remove_award(award=award, version=2, by=by)
    assert not Award.objects.exists()


def test_add_award_refused_for_an_agency_of_another_day(by):
    gone = AgencyFactory(valid_to=date(2025, 2, 28))
    fields = {"target_kind": "TAP_THE", "giving_agency": gone, "period_year": 2025, "awarded_on": MEETING_DAY}
    with pytest.raises(RuleError, match="chỉ có đến"):
        actions.add_award(fields=fields, by=by)


def test_papers(by, meeting):
    upload = SimpleUploadedFile(
        "du-thao.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n"
    )
    paper = actions.attach_paper(meeting=meeting, upload=upload, title="Dự thảo", by=by)
    assert MeetingPaper.objects.get().attachment.name == "du-thao.pdf"
    with pytest.raises(VersionConflictError):
        actions.remove_paper(paper=paper, version=2, by=by)
    assert MeetingPaper.objects.exists()
    actions.remove_paper(paper=paper, version=1, by=by)
    assert not MeetingPaper.objects.exists()
