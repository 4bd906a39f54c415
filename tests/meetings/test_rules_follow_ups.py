"""How a follow-up stands, and what may happen to it."""

from datetime import date

import pytest

from meetings import rules

TODAY = date(2026, 1, 12)
DUE = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("dates", "label", "tone"),
    [
        pytest.param({"due_on": DUE}, "Quá hạn 12 ngày", "bad", id="quá hạn 12 ngày"),
        pytest.param({"due_on": date(2026, 1, 11)}, "Quá hạn 1 ngày", "bad", id="quá hạn một ngày"),
        pytest.param({"due_on": TODAY}, "Chưa bắt đầu", "mute", id="đến hạn hôm nay"),
        pytest.param({"due_on": TODAY, "started_on": TODAY}, "Đang làm", "info", id="đang làm"),
        pytest.param({"due_on": DUE, "started_on": DUE}, "Quá hạn 12 ngày", "bad", id="đang làm mà quá hạn"),
        pytest.param({"due_on": None}, "Chưa xác định thời hạn", "warn", id="không có ngày"),
        pytest.param({"due_on": None, "started_on": DUE}, "Đang làm", "info", id="không có ngày, đang làm"),
        pytest.param({"due_on": DUE, "completed_on": DUE}, "Xong", "ok", id="xong đúng hạn"),
        pytest.param({"due_on": DUE, "completed_on": date(2026, 1, 1)}, "Xong trễ", "warn", id="xong trễ"),
        pytest.param({"due_on": None, "completed_on": DUE}, "Xong", "ok", id="xong, không có hạn"),
        pytest.param({"due_on": DUE, "cancelled_on": DUE}, "Dừng", "mute", id="dừng"),
        pytest.param(
            {"due_on": DUE, "completed_on": date(2026, 1, 13)},
            "Quá hạn 12 ngày",
            "bad",
            id="xong sau ngày xét",
        ),
    ],
)
def test_status(dates, label, tone):
    nothing = {"started_on": None, "completed_on": None, "cancelled_on": None}
    status = rules.follow_up_status(today=TODAY, **(nothing | dates))
    assert (status.label, status.tone) == (label, tone)


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        pytest.param(rules.OPEN, {"start", "complete", "cancel", "edit"}, id="mới giao"),
        pytest.param(rules.STARTED, {"complete", "cancel", "edit"}, id="đang làm"),
        pytest.param(rules.DONE, {"reopen"}, id="xong"),
        pytest.param(rules.CANCELLED, {"reopen"}, id="dừng"),
    ],
)
def test_acts(state, acts):
    assert rules.acts_open(state) == acts
    for act in set(rules.ACTS) - acts:
        assert str(rules.act_problems(act, state)[0]).endswith(".")
    for act in acts:
        assert rules.act_problems(act, state) == []


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param(date(2026, 1, 13), "chưa tới", id="ngày mai"),
        pytest.param(TODAY, "", id="hôm nay"),
        pytest.param(date(2025, 11, 28), "", id="ngày họp"),
        pytest.param(date(2025, 11, 27), "trước ngày họp", id="trước ngày họp"),
    ],
)
def test_the_day_of_a_report(day, words):
    found = rules.day_problems(day, meeting_day=date(2025, 11, 28), today=TODAY, what="xong")
    assert (words in str(found[0])) if words else found == []


def test_the_lead_does_not_co_ordinate():
    assert rules.lead_problems(1, [2, 1])
    assert rules.lead_problems(1, [2, 3]) == []
