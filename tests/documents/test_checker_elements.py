"""Each element of a paper, proven on a sample with that one thing wrong: the checker names it and no more."""

import re
from inspect import getsource

import pytest

from reports.documents.checker import body_rules, check_pdf, end_rules, head_rules, listing, special_rules
from tests.documents.checker_samples import EXTRAS, GOOD, SAMPLES, Sample


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: f"{one.code}: {one.wrong}")
def test_one_thing_wrong_is_named_alone(sample):
    assert {finding.code for finding in check_pdf(sample.pdf())} == {sample.code}


def test_every_code_of_these_rules_has_a_sample():
    files = (body_rules, end_rules, head_rules, special_rules)
    named = {code for file in files for code in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', getsource(file))}
    assert named == {sample.code for sample in SAMPLES}
    assert named <= {code for rule in listing.RULES for code in rule.codes}, "a clerk sees every rule"


@pytest.mark.parametrize("make", GOOD, ids=lambda one: one.__name__)
def test_a_good_paper_has_no_findings(make):
    assert [str(found) for found in check_pdf(Sample("", "", make).pdf())] == []


@pytest.mark.parametrize("sample", EXTRAS, ids=lambda one: one.wrong)
def test_what_a_paper_may_carry_is_not_found(sample):
    assert [str(found) for found in check_pdf(sample.pdf())] == []
