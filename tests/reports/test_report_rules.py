"""When a report may be changed, approved, opened again; when an export is tried again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from reports.rules import (
    MAX_ATTEMPTS,
    ExportTurn,
    details_blockers,
    export_turn,
    review_year,
)

NOW = datetime(2026, 1, 12, 8, 0, tzinfo=UTC)
WINDOW = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("held_on", "is_year_review", "year"),
    [
        pytest.param(date(2026, 1, 15), True, 2025, id="tổng kết tháng 1 nói về năm trước"),
        pytest.param(date(2025, 12, 20), True, 2025, id="tổng kết tháng 12 nói về năm đó"),
        pytest.param(date(2025, 11, 28), False, 2025, id="hội nghị thường"),
        pytest.param(date(2026, 2, 1), False, 2026, id="hội nghị đầu năm sau"),
    ],
)
def test_year_that_a_meeting_speaks_about(held_on, is_year_review, year):
    assert review_year(held_on, is_year_review=is_year_review) == year


@pytest.mark.parametrize(
    ("done", "failed", "lease", "attempts", "turn"),
    [
        pytest.param(True, False, None, 1, ExportTurn.DONE, id="đã xong"),
        pytest.param(False, True, None, 3, ExportTurn.DONE, id="đã hỏng hẳn"),
        pytest.param(False, False, NOW + timedelta(minutes=1), 1, ExportTurn.ALIVE, id="còn người giữ"),
        pytest.param(False, False, NOW - timedelta(seconds=1), 1, ExportTurn.RETRY, id="hết hạn giữ"),
        pytest.param(False, False, None, 0, ExportTurn.RETRY, id="chưa ai giữ"),
        pytest.param(False, False, NOW, MAX_ATTEMPTS, ExportTurn.GIVE_UP, id="đã thử đủ lần"),
    ],
)
def test_turn_of_an_export(done, failed, lease, attempts, turn):
    assert export_turn(is_done=done, is_failed=failed, leased_until=lease, attempts=attempts, now=NOW) is turn


@pytest.mark.parametrize(
    ("as_of", "fields"),
    [
        pytest.param(None, [], id="để trống"),
        pytest.param(date(2025, 12, 31), [], id="ngày cuối kỳ"),
        pytest.param(date(2026, 1, 1), ["as_of"], id="ngày tính ngoài kỳ"),
    ],
)
def test_particulars_fit_together(as_of, fields):
    found = details_blockers(as_of=as_of, window=WINDOW)
    assert [problem.field for problem in found] == fields
