"""Every task file of the corpus goes through the real import, as a dry run, and gets its listed verdict."""

from datetime import date

import pytest

from core.imports.outcome import judge_file
from core.models import User
from programs.imports import TaskResource
from tests.core.spreadsheets.corpus import content
from tests.core.spreadsheets.verdicts import (
    assert_refused_as_listed,
    cases,
    corpus_lines,
    fingerprint,
    make_reference_rows,
)
from tests.factories import PillarFactory, ProgramFactory, TaskFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 1, 12)
DEPENDS = {"j04_row_of_another_agency.xlsx", "j09_update_of_closed_record.xlsx"}
REFUSED = [line for line in corpus_lines(aid=False, expected="reject") if line["file"] not in DEPENDS]


@pytest.fixture
def reference(db):
    """What the good files name: agencies, a commune, the pillars, the program of their years."""
    make_reference_rows()
    PillarFactory()
    return ProgramFactory(period_start_year=2026)


def judged(name, **options):
    """The verdict of a dry run for the system account."""
    resource = TaskResource(by=options.pop("by", None) or User.objects.system(), today=TODAY)
    return judge_file(resource, content(name), name)


@pytest.mark.parametrize("line", cases(REFUSED))
def test_bad_file_is_refused_and_writes_nothing(reference, line):
    before = fingerprint()

    outcome = judged(line["file"])

    assert_refused_as_listed(line, outcome)
    assert fingerprint() == before


@pytest.mark.parametrize("line", cases(corpus_lines(aid=False, expected="accept")))
def test_good_file_is_taken(reference, line):
    before = fingerprint()

    outcome = judged(line["file"])

    assert outcome.refusals == []
    assert outcome.counts["added"] == len(outcome.rows) > 0
    assert line["warning_expected"].casefold() in " | ".join(outcome.warnings).casefold()
    assert fingerprint() == before


def test_row_of_another_agency_is_refused_for_the_focal_point(cast, reference):
    line = next(line for line in corpus_lines(aid=False, expected="reject") if line["file"].startswith("j04"))

    outcome = judged(line["file"], by=cast["FOCAL"])

    assert_refused_as_listed(line, outcome)
    assert [refusal.value for refusal in outcome.refusals] == ["Sở Tài chính"]


def test_closed_task_is_not_changed(reference):
    line = next(line for line in corpus_lines(aid=False, expected="reject") if line["file"].startswith("j09"))
    TaskFactory(program=reference, code="NV-2026-002", completed_on=date(2026, 1, 5), due_on=date(2026, 2, 1))

    outcome = judged(line["file"])

    assert_refused_as_listed(line, outcome)
    assert [(refusal.row, refusal.column) for refusal in outcome.refusals] == [(6, "")]


def test_thousands_of_refusals_are_counted_and_cut(reference):
    outcome = judged("j07_3000_errors_capped.xlsx")

    assert outcome.summary == "3.000 lỗi, hiển thị 100 lỗi đầu"
    answer = outcome.as_json()
    assert len(answer["errors"]) == 100
    assert answer["refused"] == 1000
    assert answer["warnings"][-1] == "3.000 lỗi, hiển thị 100 lỗi đầu"
