"""The program, its small draft, and who works on it."""

import pytest

from core.models import User
from programs.actions.drafts import take_in_draft
from tests.factories import ProgramFactory, UserFactory
from tests.programs.drafting.making import small_tree


@pytest.fixture
def program(db):
    """A program of 2026-2030."""
    return ProgramFactory(slug="2026-2030", period_start_year=2026, period_end_year=2030)


@pytest.fixture
def draft(program):
    """Its first draft."""
    made, _ = take_in_draft(program=program, nodes=small_tree(), by=User.objects.system())
    return made


@pytest.fixture
def staff(client):
    """A client signed in as the department's staff."""
    client.force_login(UserFactory(username="chuyen-vien", role="SNGV_STAFF"))
    return client


@pytest.fixture
def head(client):
    """A client signed in as a head of the department."""
    client.force_login(UserFactory(username="truong-phong", role="SNGV_HEAD"))
    return client
