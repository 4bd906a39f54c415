"""What others read of a change to words that were not theirs to read before."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from core.history_view import Change, opened_changes

EARLY, OPENED, LATE = (datetime(2026, 11, day, tzinfo=UTC) for day in (1, 5, 9))


@pytest.mark.parametrize(
    ("old", "since", "before"),
    [
        pytest.param(EARLY, OPENED, "", id="lời trước khi gửi không hiện"),
        pytest.param(OPENED, OPENED, "Lời cũ", id="lời đã gửi vẫn hiện"),
        pytest.param(LATE, OPENED, "Lời cũ", id="lời sau khi gửi vẫn hiện"),
        pytest.param(EARLY, None, "Lời cũ", id="không giữ riêng"),
        pytest.param(None, OPENED, "Lời cũ", id="không có dòng trước"),
    ],
)
def test_words_never_handed_in_are_not_what_a_change_replaced(old, since, before):
    row = SimpleNamespace(history_date=old) if old else None
    found = opened_changes([Change("text", "Nội dung", "Lời cũ", "Lời gửi")], row, since)
    assert [(one.before, one.after) for one in found] == [(before, "Lời gửi")]
