"""A round that asks five agencies, two days old."""

import pytest
import time_machine

from tests.meetings.opinion_texts import (
    make_draft,
    open_round,
)


@pytest.fixture(autouse=True)
def _clock():
    """Noon of 05 November 2025, two days into the round."""
    with time_machine.travel("2025-11-05 12:00+07:00", tick=True):
        yield


@pytest.fixture
def draft(db):
    return make_draft()


@pytest.fixture
def opened(draft, cast):
    return open_round(draft, [cast.agencies[code] for code in ("SYT", "CAT", "STC", "LHHN", "HOI-LAO")])
