"""The demonstration loads twice without change, is marked, and can be removed."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from aid.models import AidItem, Commitment
from core.history import acting
from core.models import Origin, Person, User
from meetings.models import Conclusion, FollowUp, Meeting
from programs.models import FriendshipAssociation, Task
from reports.demo.removal import demo_records, record_models
from reports.management.commands.demo import password_file
from tests.factories import FollowUpFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Load the demonstration once for the module; gives what it printed and its password."""
    printed = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", stdout=printed)
        yield printed.getvalue(), password_file().read_text()
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """What loading the demonstration printed; its password lies where the command keeps it."""
    printed, password = loaded
    password_file().write_text(password)
    return printed


def _counts():
    return {model.__name__: model.objects.count() for model in record_models()}


def test_loads_eleven_regular_items_of_about_1_9_million_usd_and_two_emergency_grants(demo):
    items = AidItem.objects.filter(approved_on__year=2025)
    regular = items.regular()
    total = sum(row.usd_minor for row in Commitment.objects.filter(item__in=regular))
    assert regular.count() == 11
    assert 185_000_000 <= total < 195_000_000
    assert items.emergency().count() == 2
    assert {item.origin for item in items} == {Origin.DEMO}


def test_the_conference_of_28_11_has_four_sentences_and_three_follow_ups(demo):
    meeting = Meeting.objects.get(slug="2025-11-28-du-thao")
    assert meeting.origin == Origin.SOURCE
    assert meeting.conclusions.count() == 4
    assert not meeting.conclusions.filter(mark=Conclusion.Mark.OPEN).exists()
    assert meeting.follow_ups.count() == 3
    assert FriendshipAssociation.objects.count() == 10


def test_an_invented_meeting_reviews_the_invented_draft(demo):
    meeting = Meeting.objects.get(slug="2025-12-12-ra-soat")
    assert (meeting.origin, meeting.draft.origin, meeting.draft.number) == (Origin.DEMO, Origin.DEMO, 2)
    assert meeting.program is None, "facts and inventions stay apart: the program's conference is another"
    assert meeting.previous.follow_ups.count() == 3


def test_second_run_changes_nothing(demo):
    before = _counts()
    call_command("demo", "--first-start")
    assert _counts() == before


def test_a_renamed_person_is_still_the_same_one(demo):
    before = _counts()
    with acting(by=User.objects.system(), verb="tests.rename", label="Đổi tên"):
        person = Person.objects.get(full_name="Trịnh Tuấn Sinh")
        person.full_name = "Trịnh Tuấn Sinh Mới"
        person.save()
    call_command("demo", "--first-start")
    assert _counts() == before


def test_prints_sign_in_names_and_one_random_password(demo, settings):
    assert "chuyen_vien_sngv" in demo
    assert (settings.DATA_DIR / "demo-password").read_text() in demo
    user = User.objects.get(username="lanh_dao_ubnd")
    assert user.check_password((settings.DATA_DIR / "demo-password").read_text())


def test_remove_deletes_the_invented_and_keeps_the_facts(demo):
    call_command("demo", "--remove")
    assert demo_records() == []
    assert not AidItem.objects.exists()
    assert Task.objects.filter(origin=Origin.DEMO).count() == 0
    assert Meeting.objects.filter(slug="2026-01-15-tong-ket").exists()
    assert not User.objects.filter(is_demo=True, is_active=True).exists()


def test_remove_is_refused_where_a_real_record_refers_to_it(demo):
    demo_meeting = Meeting.objects.filter(origin=Origin.DEMO).first()
    real = FollowUpFactory(meeting=demo_meeting, text="Việc thật")
    before = _counts()
    with pytest.raises(CommandError, match="Việc thật"):
        call_command("demo", "--remove")
    assert _counts() == before
    with acting(by=User.objects.system(), verb="tests.delete", label="Xóa"):
        real.delete()
    assert FollowUp.objects.filter(pk=real.pk).count() == 0
