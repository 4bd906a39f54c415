"""Who changed what of a meeting and its follow-ups: by name of the act, in Vietnamese."""

from datetime import date

import pytest

from core.models import User
from meetings import actions
from meetings.rules import TypedDue
from tests.factories import AgencyFactory, ConclusionFactory, FollowUpFactory, MeetingFactory, UserFactory
from tests.meetings.making import MEETING_DAY, TODAY

pytestmark = pytest.mark.django_db

ACTS = {
    "edit_meeting": ("meeting", {"fields": {"place": "Sầm Sơn"}, "today": TODAY}, "Sửa cuộc họp"),
    "save_agenda": ("meeting", {"rows": []}, "Sửa chương trình họp"),
    "save_attendances": ("meeting", {"rows": []}, "Sửa thành phần dự họp"),
    "save_speeches": ("meeting", {"rows": []}, "Sửa phát biểu"),
    "cancel_meeting": ("meeting", {"reason": "Hoãn"}, "Hủy cuộc họp"),
    "mark_conclusion_none": ("conclusion", {}, "Đánh dấu không giao việc"),
    "edit_conclusion": ("conclusion", {"text": "Lời mới."}, "Sửa câu kết luận"),
    "start_follow_up": ("follow_up", {"day": MEETING_DAY, "today": TODAY}, "Bắt đầu việc"),
    "complete_follow_up": ("follow_up", {"day": TODAY, "result": "Xong", "today": TODAY}, "Báo xong việc"),
    "cancel_follow_up": ("follow_up", {"reason": "Trùng", "today": TODAY}, "Dừng việc"),
}


def _record(kind):
    return {"meeting": MeetingFactory, "conclusion": ConclusionFactory, "follow_up": FollowUpFactory}[kind]()


@pytest.mark.parametrize("name", ACTS)
def test_the_act_signs_its_history(name):
    kind, values, label = ACTS[name]
    record, by = _record(kind), UserFactory()
    getattr(actions, name)(**{kind: record}, version=1, by=by, **values)
    entry = record.history.first()
    assert (entry.action_label, entry.history_user, entry.action) == (label, by, f"meetings.{name}")


@pytest.mark.parametrize("name", ACTS)
def test_a_failing_history_rolls_the_act_back(name, monkeypatch):
    kind, values, _ = ACTS[name]
    record = _record(kind)
    by = UserFactory()
    monkeypatch.setattr(type(record).history.model, "save", _broken)
    monkeypatch.setattr(type(record).history.model, "save_base", _broken)
    with pytest.raises(OSError, match="history"):
        getattr(actions, name)(**{kind: record}, version=1, by=by, **values)
    stored = type(record).objects.get(pk=record.pk)
    assert stored.version == 1


def _broken(*args, **kwargs):
    raise OSError("history")


def test_the_history_says_from_which_deadline_to_which():
    follow_up, by = FollowUpFactory(), UserFactory()
    actions.edit_follow_up(
        follow_up=follow_up,
        fields={"lead_agency": AgencyFactory(), "text": follow_up.text, "due_kind": "THANG"},
        due=TypedDue(month=1, year=2026),
        co_agencies=[],
        version=1,
        by=by,
        reason="Xin gia hạn",
    )
    after, before = follow_up.history.all()
    assert (before.due_on, after.due_on) == (date(2025, 12, 15), date(2026, 1, 31))
    assert (after.history_change_reason, after.history_user) == ("Xin gia hạn", by)
    assert before.history_user == User.objects.system()
