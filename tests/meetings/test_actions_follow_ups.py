"""Give out work, report it, stop it, open it again."""

from datetime import date

import pytest

from core.history import VersionConflictError
from core.legal import RuleError
from core.models import LegalValue
from meetings import actions
from meetings.models import FollowUp, FollowUpAgency, Meeting
from meetings.rules import RIGHT_AFTER_CODE, TypedDue
from tests.factories import (
    AgencyFactory,
    ConclusionFactory,
    FollowUpFactory,
    MeetingFactory,
    RecordFactory,
    UserFactory,
)
from tests.meetings.making import MEETING_DAY, TODAY, change

pytestmark = pytest.mark.django_db
DUE = TypedDue(day=date(2025, 12, 31))


class LegalValueFactory(RecordFactory):
    class Meta:
        model = LegalValue

    code = RIGHT_AFTER_CODE
    label = "Hạn của việc giao ngay sau hội nghị"
    value = 10
    unit = LegalValue.Unit.DAYS


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def sentence():
    return ConclusionFactory(meeting=MeetingFactory())


def _fields(**values):
    return {"text": "Rút gọn dự thảo", "lead_agency": AgencyFactory(code="SNGV"), "due_kind": "NGAY"} | values


def test_add_follow_up_from_a_sentence(by, sentence):
    other = AgencyFactory(code="STC")
    made = actions.add_follow_up(
        meeting=sentence.meeting, conclusion=sentence, fields=_fields(), due=DUE, co_agencies=[other], by=by
    )
    sentence.refresh_from_db()
    assert (made.code, made.due_on, sentence.mark) == ("VS-2025-001", date(2025, 12, 31), "GIAO_VIEC")
    assert FollowUpAgency.objects.get().agency == other
    second = actions.add_follow_up(meeting=sentence.meeting, fields=_fields(), due=DUE, by=by)
    assert (second.code, second.conclusion) == ("VS-2025-002", None)


@pytest.mark.parametrize(
    ("fields", "due", "words"),
    [
        pytest.param({}, TypedDue(), "Nhập hạn", id="thiếu hạn"),
        pytest.param({}, TypedDue(day=date(2025, 11, 27)), "trước ngày họp", id="hạn trước ngày họp"),
    ],
)
def test_add_follow_up_refused(by, sentence, fields, due, words):
    with pytest.raises(RuleError, match=words):
        actions.add_follow_up(
            meeting=sentence.meeting, conclusion=sentence, fields=_fields(**fields), due=due, by=by
        )
    sentence.refresh_from_db()
    assert not FollowUp.objects.exists()
    assert sentence.mark == "CHUA_DANH_DAU"


def test_add_follow_up_refuses_a_lead_that_co_ordinates_or_is_gone(by, sentence):
    fields = _fields()
    with pytest.raises(RuleError, match="không ghi lại ở phần phối hợp"):
        actions.add_follow_up(
            meeting=sentence.meeting, fields=fields, due=DUE, co_agencies=[fields["lead_agency"]], by=by
        )
    gone = AgencyFactory(valid_to=date(2025, 2, 28))
    with pytest.raises(RuleError, match="chỉ có đến"):
        actions.add_follow_up(meeting=sentence.meeting, fields=_fields(lead_agency=gone), due=DUE, by=by)


def test_add_follow_up_refused_once_confirmed(by, sentence):
    change(sentence.meeting, status=Meeting.Status.CLOSED)
    with pytest.raises(RuleError, match="Biên bản đã xác nhận"):
        actions.add_follow_up(meeting=sentence.meeting, fields=_fields(), due=DUE, by=by)


def test_right_after_takes_the_days_that_the_office_set(by, sentence):
    fields = _fields(due_kind="NGAY_SAU_HOP")
    without = actions.add_follow_up(meeting=sentence.meeting, fields=fields, due=TypedDue(), by=by)
    LegalValueFactory()
    with_value = actions.add_follow_up(meeting=sentence.meeting, fields=fields, due=TypedDue(), by=by)
    assert (without.due_on, with_value.due_on) == (None, date(2025, 12, 8))
    meeting = sentence.meeting
    actions.edit_meeting(
        meeting=meeting, fields={"held_on": date(2025, 12, 1)}, version=1, today=TODAY, by=by
    )
    with_value.refresh_from_db()
    assert with_value.due_on == date(2025, 12, 11)


def test_edit_follow_up(by):
    follow_up = FollowUpFactory()
    kept, gone, new = AgencyFactory(), AgencyFactory(), AgencyFactory()
    base = {"lead_agency": follow_up.lead_agency}
    actions.edit_follow_up(
        follow_up=follow_up,
        fields=_fields(**base),
        due=DUE,
        co_agencies=[kept, gone],
        version=1,
        by=by,
        reason="Chờ ý kiến bổ sung",
    )
    actions.edit_follow_up(
        follow_up=follow_up, fields=_fields(**base), due=DUE, co_agencies=[kept, new], version=2, by=by
    )
    assert {row.agency for row in FollowUpAgency.objects.all()} == {kept, new}
    with pytest.raises(VersionConflictError):
        actions.edit_follow_up(
            follow_up=follow_up, fields=_fields(**base), due=DUE, co_agencies=[], version=1, by=by
        )


def test_the_work_from_start_to_end_and_back(by):
    follow_up = FollowUpFactory()
    actions.start_follow_up(follow_up=follow_up, day=MEETING_DAY, version=1, today=TODAY, by=by)
    actions.complete_follow_up(
        follow_up=follow_up, day=TODAY, result="Công văn 12/SNGV", version=2, today=TODAY, by=by
    )
    assert (follow_up.started_on, follow_up.completed_on) == (MEETING_DAY, TODAY)
    actions.reopen_follow_up(follow_up=follow_up, reason="Chưa đạt", version=3, today=TODAY, by=by)
    assert follow_up.completed_on is None
    actions.cancel_follow_up(follow_up=follow_up, reason="Trùng việc khác", version=4, today=TODAY, by=by)
    assert (follow_up.cancelled_on, follow_up.cancel_reason) == (TODAY, "Trùng việc khác")
    actions.reopen_follow_up(follow_up=follow_up, reason="Làm tiếp", version=5, today=TODAY, by=by)
    assert (follow_up.cancelled_on, follow_up.cancel_reason) == (None, "")


@pytest.mark.parametrize(
    ("state", "act", "values", "words"),
    [
        pytest.param(
            {"started_on": MEETING_DAY}, "start", {"day": TODAY}, "đã bắt đầu", id="bắt đầu hai lần"
        ),
        pytest.param({}, "start", {"day": date(2026, 1, 13)}, "chưa tới", id="bắt đầu ngày mai"),
        pytest.param(
            {"completed_on": TODAY}, "complete", {"day": TODAY, "result": "x"}, "đã xong", id="xong hai lần"
        ),
        pytest.param(
            {}, "complete", {"day": TODAY, "result": " "}, "Ghi kết quả", id="xong không có kết quả"
        ),
        pytest.param(
            {},
            "complete",
            {"day": date(2025, 11, 1), "result": "x"},
            "trước ngày họp",
            id="xong trước ngày họp",
        ),
        pytest.param(
            {"completed_on": TODAY}, "cancel", {"reason": "x"}, "Việc đã xong", id="dừng việc đã xong"
        ),
        pytest.param({}, "cancel", {"reason": ""}, "Ghi lý do", id="dừng không có lý do"),
        pytest.param({}, "reopen", {"reason": "x"}, "đang mở", id="mở lại việc đang mở"),
        pytest.param(
            {"completed_on": TODAY}, "reopen", {"reason": " "}, "Ghi lý do", id="mở lại không có lý do"
        ),
    ],
)
def test_acts_refused(by, state, act, values, words):
    follow_up = FollowUpFactory(**state)
    with pytest.raises(RuleError, match=words):
        getattr(actions, f"{act}_follow_up")(follow_up=follow_up, version=1, by=by, today=TODAY, **values)
    assert follow_up.history.count() == 1
