"""The sets of tasks and the rules of one task never drift apart."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from programs import rules
from programs.models import DATED_KINDS, DueKind, Task, TaskStatus
from programs.tree import grouped_progress
from tests.factories import AgencyFactory, ProgramFactory, TaskFactory

TODAY = date(2026, 6, 15)
days = st.integers(-40, 40).map(lambda step: TODAY + timedelta(days=step)) | st.sampled_from(
    [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
)
maybe_days = st.none() | days


@st.composite
def task_values(draw):
    kind = draw(st.sampled_from(DueKind.values))
    due_on = draw(days) if kind in DATED_KINDS else None
    started_on = draw(maybe_days)
    if due_on and started_on and started_on > due_on:
        started_on = due_on
    override = draw(st.sampled_from(["", "", "", *TaskStatus.values]))
    return {
        "due_kind": kind,
        "due_on": due_on,
        "started_on": started_on,
        "completed_on": draw(maybe_days),
        "progress_percent": draw(st.sampled_from([0, 0, 1, 50, 100])),
        "override_status": override,
        "override_reason": "Lý do" if override else "",
    }


class TestSets(TestCase):
    """Each status, and the window, set against rule, row by row."""

    @settings(max_examples=40)
    @given(st.lists(task_values(), min_size=1, max_size=4))
    def test_each_set_holds_the_rows_that_the_rule_says(self, rows):
        program, lead = ProgramFactory(period_start_year=2026), AgencyFactory(code="MOT")
        tasks = [TaskFactory(program=program, lead_agency=lead, **row) for row in rows]
        by_rule = {task.pk: task.status_on(TODAY) for task in tasks}
        annotated = dict(Task.objects.annotate_status(TODAY).values_list("pk", "status_code"))
        assert annotated == {pk: status.code for pk, status in by_rule.items()}
        for code in TaskStatus:
            found = set(Task.objects.with_status(TODAY, code).values_list("pk", flat=True))
            assert found == {pk for pk, status in by_rule.items() if status.code == code}
        for rowset, test in (
            (Task.objects.done(TODAY), lambda status: status.is_done),
            (Task.objects.open(TODAY), lambda status: status.is_open),
            (Task.objects.overdue(TODAY), lambda status: status.code == rules.OVERDUE),
        ):
            assert set(rowset.values_list("pk", flat=True)) == {pk for pk, s in by_rule.items() if test(s)}
        self._check_window(tasks)
        self._check_sums(tasks, by_rule)

    def _check_window(self, tasks):
        start, end = date(2026, 6, 1), date(2026, 6, 30)
        found = set(Task.objects.of_year(start, end).values_list("pk", flat=True))
        assert found == {
            task.pk
            for task in tasks
            if rules.belongs_to_window(task.dates, task.override_status, task.program.period, start, end)
        }

    def _check_sums(self, tasks, by_rule):
        [grouped] = grouped_progress(Task.objects.all(), TODAY, "program_id").values()
        one_by_one = [(by_rule[task.pk].code, 1, task.progress_percent) for task in tasks]
        assert rules.summarise(grouped) == rules.summarise(one_by_one)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("period", "counts"),
    [
        pytest.param(2021, False, id="chương trình đã hết"),
        pytest.param(2026, True, id="chương trình của năm"),
        pytest.param(2027, False, id="chương trình chưa tới"),
    ],
)
def test_window_asks_for_the_program_of_that_year(period, counts):
    TaskFactory(
        program=ProgramFactory(period_start_year=period, slug=f"{period}-x"),
        due_kind=DueKind.CONTINUOUS,
        due_on=None,
    )
    assert Task.objects.of_year(date(2026, 1, 1), date(2026, 12, 31)).exists() is counts


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days_ahead", "counts"),
    [
        pytest.param(-1, False, id="đã qua"),
        pytest.param(0, True, id="hôm nay"),
        pytest.param(30, True, id="ngày thứ ba mươi"),
        pytest.param(31, False, id="ngày thứ ba mươi mốt"),
    ],
)
def test_due_within_thirty_days(days_ahead, counts):
    TaskFactory(program=ProgramFactory(period_start_year=2026), due_on=TODAY + timedelta(days=days_ahead))
    assert Task.objects.due_within(TODAY, 30).exists() is counts
