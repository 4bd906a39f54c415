"""The 28/11 conference from the keyboard: the plan for the browser, counted and played without one.

KEYS: tests/meetings/keys_2811.py holds the exact sequence, from "N" on the list of meetings to the last
Enter of the third follow-up; a browser test plays `STEPS` and needs nothing else. Here the keys are
counted, and what is typed is sent as the form would send it, so that the plan cannot drift from the page.
"""

from datetime import date

import pytest

from core.models import AgencyKind
from meetings.models import Conclusion, FollowUp, Meeting
from tests.factories import AgencyFactory, PersonFactory
from tests.meetings.keys_2811 import KEYS, LIMIT, LOG, MARKS, SENTENCES, STEPS
from tests.meetings.making import AppointmentFactory

CONTROL = {"Tab", "Enter", "ArrowDown", "ArrowUp", "Escape", "Control+Enter", "n", "t", "k"}


def test_the_conference_takes_at_most_forty_control_keys():
    assert set(KEYS) <= CONTROL
    assert len(KEYS) <= LIMIT


def test_turning_a_sentence_into_work_takes_at_most_five_keys():
    groups, count = [], 0
    for step in MARKS:
        count = 1 if step.key in ("t", "k") else count + bool(step.key)
        if step.next_page and step.key == "Enter":
            groups.append(count)
    assert len(groups) == 3
    assert max(groups) <= 5


@pytest.fixture
def catalogue(cast):
    """The agencies and people of the plan."""
    for code, typing, name in (
        ("BCHQS", "bchqs", "Bộ Chỉ huy Quân sự tỉnh"),
        ("DHHD", "dhhd", "Trường Đại học Hồng Đức"),
    ):
        AgencyFactory(code=code, typing_codes=[typing], name=name, kind=AgencyKind.GOVERNMENT)
    chair = PersonFactory(full_name="Lê Quang Hùng")
    PersonFactory(full_name="Trần Thị Thu Hằng")
    AppointmentFactory(
        person=chair, agency=cast.agencies["TU"], title="Ủy viên Ban Thường vụ Tỉnh ủy", rank=30
    )
    AppointmentFactory(person=chair, agency=cast.agencies["UBND"], title="Phó Chủ tịch UBND tỉnh", rank=31)
    return cast


def _typed(steps):
    return {step.field: step.text for step in steps if step.field}


def test_the_plan_makes_the_whole_record(catalogue, sign_in):
    client = sign_in(catalogue["SNGV_STAFF"])
    data = {"kind": "HOI_NGHI", "purpose": "CHO_Y_KIEN"} | _typed(LOG)
    data["phat-bieu-0-kind"] = "TRINH_BAY"
    data |= {f"phat-bieu-{at}-kind": "PHAT_BIEU" for at in (1, 2, 3)}
    data |= {"phat-bieu-TOTAL_FORMS": "4", "phat-bieu-INITIAL_FORMS": "0"}
    data |= {
        "nguoi-TOTAL_FORMS": "1",
        "nguoi-INITIAL_FORMS": "0",
        "nguoi-0-role": "DAI_BIEU",
        "nguoi-0-presence": "CO_MAT",
    }
    response = client.post("/hoi-nghi/them/", data)
    assert response.status_code == 302, response.context["form"].errors
    assert response.url == "/hoi-nghi/2025-11-28-du-thao/?buoc=ket-luan"

    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.session, meeting.place) == (date(2025, 11, 28), "CHIEU", "Thanh Hóa")
    chair, *others = meeting.attendances.all()
    assert chair.role == "CHU_TRI"
    assert chair.title_then == "Ủy viên Ban Thường vụ Tỉnh ủy, Phó Chủ tịch UBND tỉnh"
    assert chair.agency == catalogue.agencies["UBND"]
    assert len(others) == 5
    assert [speech.kind for speech in meeting.speeches.all()] == ["TRINH_BAY", "PHAT_BIEU", "PHAT_BIEU"]
    assert [sentence.text for sentence in meeting.conclusions.all()] == list(SENTENCES)

    first, *rest = meeting.conclusions.all()
    base = f"/hoi-nghi/{meeting.slug}/ket-luan"
    client.post(f"{base}/{first.pk}/khong-giao-viec/", {"version": first.version})
    plans = _plans(MARKS)
    for sentence, typed in zip(rest, plans, strict=True):
        page = client.get(f"{base}/{sentence.pk}/giao-viec/")
        shown = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
        answer = client.post(f"{base}/{sentence.pk}/giao-viec/", shown | typed)
        assert answer.status_code == 302, answer.context["form"].errors

    assert [sentence.mark for sentence in Conclusion.objects.order_by("ordinal")] == [
        "KHONG_GIAO_VIEC", "GIAO_VIEC", "GIAO_VIEC", "GIAO_VIEC",
    ]  # fmt: skip
    assert [(row.lead_agency.code, row.due_kind, row.due_on) for row in FollowUp.objects.order_by("pk")] == [
        ("SNGV", "NGAY", date(2025, 12, 31)),
        ("SNGV", "NGAY_SAU_HOP", None),
        ("SNGV", "NGAY_SAU_HOP", None),
    ]


def _plans(steps):
    """Return what is typed between each T and its Enter."""
    plans = []
    for step in steps:
        if step.key == "t":
            plans.append({})
        elif step.field:
            plans[-1][step.field] = step.text
    return plans


def test_every_page_change_is_marked_for_the_browser():
    assert sum(step.next_page for step in STEPS) == 9
