"""Every aid file of the corpus goes through the real import, as a dry run, and gets its listed verdict."""

from datetime import date

import pytest

from aid.imports import AidResource
from core.imports.outcome import judge_file
from core.models import User
from tests.core.spreadsheets.corpus import content
from tests.core.spreadsheets.verdicts import (
    assert_refused_as_listed,
    cases,
    corpus_lines,
    fingerprint,
    make_reference_rows,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture
def reference(law):
    """What the good files name."""
    make_reference_rows()


def judged(name):
    """The verdict of a dry run for the system account."""
    return judge_file(AidResource(by=User.objects.system(), today=TODAY), content(name), name)


@pytest.mark.parametrize("line", cases(corpus_lines(aid=True, expected="reject")))
def test_bad_file_is_refused_and_writes_nothing(reference, line):
    before = fingerprint()

    outcome = judged(line["file"])

    assert_refused_as_listed(line, outcome)
    assert fingerprint() == before


@pytest.mark.parametrize("line", cases(corpus_lines(aid=True, expected="accept")))
def test_good_file_is_taken(reference, line):
    before = fingerprint()

    outcome = judged(line["file"])

    assert outcome.refusals == []
    assert outcome.counts["added"] == len(outcome.rows) > 0
    assert fingerprint() == before
