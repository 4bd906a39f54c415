"""The next meeting opens with what the last one left open."""

from datetime import date

import pytest

from meetings.models import Meeting
from meetings.previous import previous_work, proposed_previous
from tests.factories import FollowUpFactory, MeetingFactory, ProgramFactory
from tests.meetings.making import TODAY, log_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast):
    return cast.agencies["SNGV"]


def propose(cast, **values):
    wanted = {
        "program": None, "purpose": "GIAO_BAN", "organiser": cast.agencies["SNGV"],
        "held_on": date(2026, 3, 1), "user": cast["SNGV_STAFF"],
    }  # fmt: skip
    return proposed_previous(**wanted | values)


def test_the_last_meeting_of_the_same_purpose_and_organiser(cast, office):
    MeetingFactory(organiser=office, purpose="GIAO_BAN", held_on=date(2026, 1, 5))
    last = MeetingFactory(organiser=office, purpose="GIAO_BAN", held_on=date(2026, 2, 2))
    MeetingFactory(organiser=office, purpose="TONG_KET", held_on=date(2026, 2, 9))
    MeetingFactory(organiser=office, purpose="GIAO_BAN", held_on=date(2026, 3, 2))
    MeetingFactory(organiser=office, purpose="GIAO_BAN", held_on=date(2026, 2, 16), status="HUY")
    assert propose(cast) == last
    assert propose(cast, but=last.pk).held_on == date(2026, 1, 5)
    assert propose(cast, organiser=cast.agencies["LHHN"]) is None


def test_the_program_counts_before_the_purpose(cast, office):
    program = ProgramFactory()
    of_program = MeetingFactory(program=program, purpose="CHO_Y_KIEN", held_on=date(2026, 1, 5))
    MeetingFactory(organiser=office, purpose="GIAO_BAN", held_on=date(2026, 2, 2))
    assert propose(cast, program=program) == of_program


def test_the_open_work_of_the_last_meeting_with_its_state(cast, sign_in, office):
    last = MeetingFactory(organiser=office, title="Giao ban tháng 1", held_on=date(2026, 1, 5))
    late = FollowUpFactory(meeting=last, due_on=date(2026, 1, 10), text="Việc trễ")
    FollowUpFactory(meeting=last, completed_on=TODAY, text="Việc xong rồi")
    FollowUpFactory(meeting=last, cancelled_on=TODAY, cancel_reason="Trùng", text="Việc đã dừng")
    now = MeetingFactory(organiser=office, held_on=date(2026, 2, 2), previous=last)
    found = previous_work(now, cast["SNGV_STAFF"], TODAY)
    assert [row["record"] for row in found["open"]] == [late]
    assert (found["open"][0]["status"].code, found["done"]) == ("qua-han", 1)
    page = sign_in(cast["SNGV_STAFF"]).get(now.get_absolute_url()).content.decode()
    assert "Việc của cuộc họp trước" in page
    assert "Việc trễ" in page
    assert "Việc đã dừng" not in page


def test_a_meeting_without_one_before_has_no_such_block(cast, sign_in):
    meeting = MeetingFactory()
    assert previous_work(meeting, cast["SNGV_STAFF"], TODAY) is None
    assert "viec-truoc" not in sign_in(cast["SNGV_STAFF"]).get(meeting.get_absolute_url()).content.decode()


def test_the_form_proposes_joins_and_refuses_a_later_one(cast, sign_in, office):
    last = MeetingFactory(organiser=office, purpose="TONG_KET", held_on=date(2026, 1, 5))
    later = MeetingFactory(organiser=office, purpose="TONG_KET", held_on=date(2026, 6, 5))
    client = sign_in(cast["SNGV_STAFF"])
    page = client.get("/hoi-nghi/them/")
    assert page.context["form"]["previous"].value() == "tu-noi"
    assert client.post("/hoi-nghi/them/", log_form(previous="tu-noi")).status_code == 302
    made = Meeting.objects.get(held_on=date(2026, 1, 15))
    assert made.previous == last
    refused = client.post("/hoi-nghi/them/", log_form(previous=str(later.pk), title="Lần hai"))
    assert "sau ngày họp" in refused.content.decode()
    assert client.post("/hoi-nghi/them/", log_form(previous="", title="Lần ba")).status_code == 302
    assert Meeting.objects.get(title="Lần ba").previous is None
