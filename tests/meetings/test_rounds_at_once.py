"""A round is closed while its last agency takes its answer back: one of the two comes too late."""

import threading

import pytest

from core.history import VersionConflictError
from core.legal import RuleError
from core.models import User
from meetings import actions
from meetings.models import ConsultationRound, Contribution
from tests.factories import AgencyFactory, ProgramFactory
from tests.meetings.opinion_texts import TODAY, make_draft, open_round, say
from tests.side_by_side import at_once

TIMES = 2


def _answered(number):
    program = ProgramFactory(slug=f"thu-{number}", period_start_year=2031 + number, status="CONSULTING")
    agency = AgencyFactory()
    opened = open_round(make_draft(program), [agency])
    return opened.pk, say(opened, agency, "Sửa mục tiêu").pk


def _try(act):
    try:
        act()
    except (RuleError, VersionConflictError):
        return False
    return True


@pytest.mark.parametrize("number", range(TIMES))
def test_a_closed_round_has_the_answer_for_which_it_was_closed(side_by_side, number):
    [(opened_pk, said_pk)] = at_once(lambda: _answered(number))
    begun = threading.Barrier(2)

    def closing():
        opened, by = ConsultationRound.objects.get(pk=opened_pk), User.objects.system()
        begun.wait()
        return _try(lambda: actions.close_round(round=opened, version=opened.version, today=TODAY, by=by))

    def taking_back():
        said, by = Contribution.objects.select_related("round").get(pk=said_pk), User.objects.system()
        begun.wait()
        return _try(lambda: actions.take_back_contribution(contribution=said, version=said.version, by=by))

    done = at_once(closing, taking_back)
    [(is_closed, is_sent)] = at_once(
        lambda: (
            ConsultationRound.objects.get(pk=opened_pk).is_closed,
            Contribution.objects.get(pk=said_pk).is_sent,
        )
    )
    assert sorted(done) == [False, True]
    assert is_closed is is_sent is done[0]
