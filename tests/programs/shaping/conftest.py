"""The small draft, and who works on it."""

import pytest

from core.models import User
from programs.actions.drafts import take_in_draft
from tests.factories import ProgramFactory, UserFactory
from tests.programs.shaping.making import tree


@pytest.fixture
def system():
    return User.objects.system()


@pytest.fixture
def draft(system):
    made, _ = take_in_draft(program=ProgramFactory(slug="2026-2030"), nodes=tree(), by=system)
    return made


@pytest.fixture
def staff(client):
    client.force_login(UserFactory(username="chuyen-vien", role="SNGV_STAFF"))
    return client
