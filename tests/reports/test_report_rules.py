"""When a report may be changed, approved, opened again; when an export is tried again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.legal import blockers
from reports.rules import (
    MAX_ATTEMPTS,
    ExportTurn,
    approval_blockers,
    details_blockers,
    edit_blockers,
    export_turn,
    reopen_blockers,
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


def test_approved_report_is_closed_to_changes():
    assert blockers(edit_blockers(is_approved=True))
    assert edit_blockers(is_approved=False) == []


@pytest.mark.parametrize(
    ("approved", "gaps", "tokens", "words"),
    [
        pytest.param(False, [], [], [], id="đủ"),
        pytest.param(
            False, ["Mở đầu", "Bối cảnh"], [], ["Còn 2 đoạn chưa viết: Mở đầu; Bối cảnh"], id="thiếu đoạn"
        ),
        pytest.param(False, [], ["{{x.y}}"], ["ô số không tồn tại: {{x.y}}"], id="ô số lạ"),
        pytest.param(True, [], [], ["đã được duyệt"], id="duyệt rồi"),
    ],
)
def test_approval(approved, gaps, tokens, words):
    found = approval_blockers(is_approved=approved, gaps=gaps, unknown_tokens=tokens)
    assert len(found) == len(words)
    assert all(word in str(problem) for word, problem in zip(words, found, strict=True))


def test_opening_again_needs_a_reason():
    assert reopen_blockers(is_approved=True, reason="Bổ sung số liệu quý IV") == []
    assert "lý do" in str(reopen_blockers(is_approved=True, reason="  ")[0])
    assert "đang soạn" in str(reopen_blockers(is_approved=False, reason="x")[0])


@pytest.mark.parametrize(
    ("as_of", "number", "dated_on", "fields"),
    [
        pytest.param(None, "", None, [], id="để trống"),
        pytest.param(date(2025, 12, 31), "5", date(2026, 1, 12), [], id="đủ"),
        pytest.param(date(2026, 1, 1), "", None, ["as_of"], id="ngày tính ngoài kỳ"),
        pytest.param(None, "5", None, ["dated_on"], id="có số thiếu ngày"),
        pytest.param(date(2025, 12, 31), "5", date(2025, 12, 30), ["dated_on"], id="ký trước ngày tính"),
    ],
)
def test_particulars_fit_together(as_of, number, dated_on, fields):
    found = details_blockers(as_of=as_of, window=WINDOW, number=number, dated_on=dated_on)
    assert [problem.field for problem in found] == fields
