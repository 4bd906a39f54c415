"""Which numbers moved: what they were then comes from the records as they stood, whoever asks."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from aid.models import AidItem, Commitment, Disbursement
from core.history import acting
from core.models import Role, User
from meetings.models import FollowUp, Meeting
from programs.models import Task
from reports.figures import compute_many, scope_of_year
from reports.moved import Moves
from tests import factories as make
from tests.reports.figure_data import change, mixed_records

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _register(cast, time_machine):
    """A register that is older than the day compared with, and the records of THEN."""
    time_machine.move_to(datetime(2026, 1, 5, tzinfo=UTC), tick=False)
    mixed_records(cast)
    time_machine.move_to(THEN, tick=False)
    mixed_records(cast)


def remove(record):
    with acting(by=User.objects.system(), verb="tests.remove", label="Xóa dữ liệu thử"):
        record.delete()


def write_everything(cast):
    """Edit, add, move and remove records of each register, of every kind that a headline counts."""
    items = AidItem.objects.filter(recipient=cast.agencies["SYT"], emergency_kind="")
    item, other, gone = items.order_by("pk")[:3]
    change(item, approved_on=date(2024, 5, 6), recipient=cast.agencies["CAT"])
    change(Commitment.objects.filter(item=other).first(), amount_minor=77_777_700, usd_minor=77_777_700)
    moved = Disbursement.objects.filter(item__recipient=cast.agencies["CAT"]).first()
    change(moved, item=other, paid_on=date(2025, 3, 3))
    remove(Commitment.objects.filter(item=gone).first())
    make.CommitmentFactory(item=make.AidItemFactory(approved_on=date(2025, 6, 1)), amount_minor=900_000)
    tasks = Task.objects.filter(lead_agency=cast.agencies["SYT"], completed_on=None)
    first, second = tasks.order_by("pk")[:2]
    change(first, completed_on=date(2026, 3, 5))
    change(second, lead_agency=cast.agencies["CAT"], due_on=date(2025, 2, 2))
    change(Meeting.objects.filter(follow_ups__isnull=False).first(), held_on=date(2024, 4, 4))
    remove(FollowUp.objects.order_by("-pk").first())


def exact_values(user, year, now):
    """Return each headline figure that the account reads, as it is printed: {label: text}."""
    scope = scope_of_year(user, year, today=now.date())
    codes = Moves(scope, today=now.date(), days=7).codes
    found = compute_many({code: (code, scope) for code in codes})
    return {each.label: each.exact for each in found.values()}


def test_a_number_of_then_is_what_it_was_then(cast, time_machine):
    asked = [(cast[role], year) for role in (Role.UBND_LEADER, Role.FOCAL) for year in (2025, 2026)]
    was = [exact_values(user, year, THEN) for user, year in asked]
    time_machine.move_to(NOW, tick=False)
    write_everything(cast)
    for (user, year), before in zip(asked, was, strict=True):
        after = exact_values(user, year, NOW)
        moves = Moves(scope_of_year(user, year, today=NOW.date()), today=NOW.date(), days=7)
        found = {move.label: (move.before, move.after) for move in moves.found}
        assert found == {
            label: (text, after[label]) for label, text in before.items() if text != after[label]
        }
        assert found or year == 2026
        assert moves.began_at is None


def test_an_edit_says_what_the_record_added_and_adds_and_who_wrote_it(cast, sign_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    line = Commitment.objects.filter(
        item__emergency_kind="", item__approved_on__year=2025, currency="USD"
    ).first()
    change(line, amount_minor=1_234_500, usd_minor=1_234_500)
    page = sign_in(cast["UBND_LEADER"]).get(reverse("reports:dashboard_more"), {"nam": "2025"})
    moves = BeautifulSoup(page.content, "html5lib").select(".moves > li")
    (told,) = [one for one in moves if "Giá trị cam kết" in one.get_text()]
    words = " ".join(told.get_text(" ").split())
    assert "→ 12.345 USD" in words.replace("\xa0", " ")
    assert "Sửa dữ liệu thử" in words
    assert told.select_one(".x a")["href"] == line.item.get_absolute_url()
    assert str(line.pk) in told.select(".x .meta a")[0]["href"]


def test_a_record_that_went_to_another_agency_is_not_named(cast, time_machine):
    item = AidItem.objects.filter(recipient=cast.agencies["SYT"], emergency_kind="").first()
    time_machine.move_to(NOW, tick=False)
    change(item, recipient=cast.agencies["CAT"], owner=cast.agencies["CAT"], name="Tên của nơi khác")
    moves = Moves(scope_of_year(cast["FOCAL"], 2025, today=NOW.date()), today=NOW.date(), days=7)
    (received,) = [move for move in moves.found if move.label.startswith("Chương trình, ")]
    assert [(each.sign, each.text, each.url, each.who) for each in received.because] == [
        ("−", "bản ghi ngoài phạm vi anh/chị được xem", "", "")
    ]


def test_of_a_register_younger_than_the_day_its_first_state_is_compared(cast, time_machine, monkeypatch):
    moves = Moves(scope_of_year(cast["UBND_LEADER"], 2025, today=NOW.date()), today=NOW.date(), days=7)
    assert moves.began_at is None
    younger = Moves(scope_of_year(cast["UBND_LEADER"], 2025, today=NOW.date()), today=NOW.date(), days=90)
    assert younger.began_at == datetime(2026, 1, 5, tzinfo=UTC)
    monkeypatch.setattr("reports.as_stood.MOST", 1)
    many = Moves(scope_of_year(cast["UBND_LEADER"], 2025, today=NOW.date()), today=NOW.date(), days=90)
    assert many.too_many
    assert not [each for move in many.found for each in move.because if each.who]
