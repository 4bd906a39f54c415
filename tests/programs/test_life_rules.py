"""The states of a program as data: every way and every guard in one table."""

from pathlib import Path

import pytest

from programs import life
from programs.guards import hindrances
from programs.models import Program

S = Program.Status
GUIDE = Path(__file__).parents[2] / "docs" / "huong-dan" / "14-trinh-ban-hanh.md"


def test_every_status_has_one_state_and_the_sixteen_are_in_order():
    assert set(life.STATES) == set(S.values)
    assert [state.number for state in life.ON_THE_WAY] == list(range(1, 17))
    assert [state.label for state in life.STATES.values()] == [status.label for status in S]


def test_only_the_first_state_is_entered_from_nowhere():
    assert life.unreachable() == {S.ASSIGNED}


@pytest.mark.parametrize(
    ("start", "following"),
    [
        pytest.param(S.ASSIGNED, {S.DRAFTING}, id="giao xây dựng"),
        pytest.param(S.DRAFTING, {S.CONSULTING, S.CONF_SCHEDULED}, id="đang dự thảo"),
        pytest.param(S.CONSULTING, {S.CONF_SCHEDULED, S.REVISING}, id="lấy ý kiến"),
        pytest.param(S.CONF_SCHEDULED, {S.CONF_HELD, S.REVISING}, id="đã lên lịch"),
        pytest.param(S.CONF_HELD, {S.CONCLUDED}, id="đã họp"),
        pytest.param(S.CONCLUDED, {S.REVISING}, id="có kết luận"),
        pytest.param(
            S.REVISING, {S.SHORTENING, S.SUBMITTED, S.CONSULTING, S.CONF_SCHEDULED}, id="tiếp thu, giải trình"
        ),
        pytest.param(S.SHORTENING, {S.SUBMITTED, S.REVISING}, id="rút gọn"),
        pytest.param(S.SUBMITTED, {S.PARTY_REVIEW, S.ISSUED, S.RETURNED}, id="đã trình"),
        pytest.param(S.RETURNED, {S.REVISING}, id="trả lại"),
        pytest.param(S.PARTY_REVIEW, {S.ISSUED, S.RETURNED}, id="xin ý kiến Thường vụ"),
        pytest.param(S.ISSUED, {S.ASSIGNED_TASKS, S.SUPERSEDED, S.CANCELLED}, id="đã ban hành"),
        pytest.param(S.ASSIGNED_TASKS, {S.IN_FORCE, S.SUPERSEDED, S.CANCELLED}, id="đã giao nhiệm vụ"),
        pytest.param(
            S.IN_FORCE,
            {S.MIDTERM_REVIEWED, S.CLOSED, S.REVISING, S.SUPERSEDED, S.CANCELLED},
            id="đang thực hiện",
        ),
        pytest.param(S.MIDTERM_REVIEWED, {S.CLOSED, S.REVISING, S.SUPERSEDED, S.CANCELLED}, id="đã sơ kết"),
        pytest.param(S.CLOSED, {S.SUPERSEDED, S.CANCELLED}, id="đã tổng kết"),
        pytest.param(S.SUPERSEDED, set(), id="đã thay thế"),
        pytest.param(S.CANCELLED, set(), id="đã hủy bỏ"),
    ],
)
def test_where_each_state_leads(start, following):
    assert set(life.STATES[start].next) == following
    for end in S:
        assert bool(life.move_problems(start, end)) is (end not in following)


@pytest.mark.parametrize(
    ("start", "end", "guards"),
    [
        pytest.param(S.ASSIGNED, S.DRAFTING, {life.LEAD_AND_DEADLINE}, id="cơ quan và hạn"),
        pytest.param(S.DRAFTING, S.CONSULTING, {life.THREE_PARTS, life.HAS_DRAFT}, id="đủ ba phần"),
        pytest.param(S.CONSULTING, S.REVISING, {life.ROUND_CLOSED}, id="đợt đã kết thúc"),
        pytest.param(S.CONF_HELD, S.CONCLUDED, {life.MINUTES_SIGNED}, id="biên bản"),
        pytest.param(S.CONCLUDED, S.REVISING, {life.ACTION_ITEMS_CREATED}, id="việc sau hội nghị"),
        pytest.param(S.REVISING, S.SHORTENING, {life.OPINION_UNANSWERED}, id="mọi ý kiến đã trả lời"),
        pytest.param(S.REVISING, S.CONSULTING, {life.HAS_DRAFT}, id="lấy ý kiến lần nữa"),
        pytest.param(S.SHORTENING, S.REVISING, set(), id="quay lại tiếp thu"),
        pytest.param(S.SUBMITTED, S.RETURNED, set(), id="trả lại không cần gì"),
        pytest.param(S.ISSUED, S.ASSIGNED_TASKS, {life.TASKS_HAVE_LEAD}, id="một cơ quan chủ trì"),
    ],
)
def test_what_must_hold_to_move(start, end, guards):
    assert set(life.guards_of(start, end)) == guards


@pytest.mark.parametrize("start", [S.REVISING, S.SHORTENING])
def test_nothing_goes_up_with_an_open_opinion_from_wherever(start):
    assert {
        life.OPINION_UNANSWERED, life.WITHIN_LENGTH, life.KEY_POINTS_KEPT, life.THREE_PARTS,
        life.ROUND_CLOSED,
    } <= set(life.guards_of(start, S.SUBMITTED))  # fmt: skip


@pytest.mark.parametrize(
    ("role", "moves"),
    [
        pytest.param("SNGV_LEADER", {S.SUBMITTED, S.ISSUED, S.RETURNED}, id="giám đốc trình, ghi ban hành"),
        pytest.param("SNGV_STAFF", set(), id="chuyên viên không trình"),
        pytest.param("SNGV_HEAD", set(), id="trưởng phòng không trình"),
        pytest.param("VPUB", {S.RETURNED, S.ISSUED}, id="văn phòng trả lại, ghi ban hành"),
        pytest.param("UBND_LEADER", {S.RETURNED, S.ISSUED}, id="lãnh đạo UBND"),
        pytest.param("FOCAL", set(), id="đầu mối"),
        pytest.param("ADMIN", set(), id="quản trị"),
    ],
)
def test_who_moves_what_goes_up_and_comes_back(role, moves):
    found = {code for code in (S.SUBMITTED, S.ISSUED, S.RETURNED) if role in life.STATES[code].movers}
    assert found == moves


def test_the_guide_lists_every_state_with_its_paper_and_where_it_leads():
    guide = GUIDE.read_text(encoding="utf-8")
    for state in life.STATES.values():
        name = f"{state.number}. {state.label}" if state.number else state.label
        following = "; ".join(life.STATES[code].label for code in state.next) or "không"
        assert f"| {name} | {state.artefact} | {following} |" in guide


def test_every_guard_named_in_the_states_is_registered(db):
    names = {name for state in life.STATES.values() for name in (*state.leave, *state.enter)}
    program = Program(pk=987_654, slug="khong-co", period_start_year=2026, period_end_year=2030)
    today = program.draft_due_on
    for name in names:
        hindrances([name], program, None, today)


def test_a_guard_that_nobody_registered_lets_nothing_pass():
    with pytest.raises(KeyError):
        hindrances(["KHONG_CO"], Program(), None, None)
