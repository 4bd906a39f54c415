"""Notices: told once, to whom, what can be switched off."""

from datetime import date

import pytest

from core.actions.notices import choose_kinds, mark_read, notify
from core.history import UnguardedWriteError, acting
from core.models import Notice
from core.notices import fitting, is_urgent, people_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def tell(users, by, *, kind=Notice.Kind.DUE, key="den-han:VS-1:7", **more):
    with acting(by=by, verb="test", label="thử"):
        return notify(users, kind, "Còn 7 ngày: rút gọn dự thảo", "Cơ quan chủ trì", "/x/", key, **more)


def test_the_same_thing_is_told_once(cast):
    assert tell([cast["FOCAL"], cast["LH_STAFF"]], cast["SNGV_STAFF"]) == 2
    assert tell([cast["FOCAL"], cast["LH_STAFF"]], cast["SNGV_STAFF"]) == 0
    assert Notice.objects.count() == 2


def test_who_does_it_and_closed_accounts_are_not_told(cast):
    closed = cast["FIN"]
    closed.is_active = False
    assert tell([cast["SNGV_STAFF"], closed], cast["SNGV_STAFF"]) == 0


def test_nothing_is_told_outside_an_act(cast):
    with pytest.raises(UnguardedWriteError):
        notify([cast["FOCAL"]], Notice.Kind.DUE, "a", "b", "/", "k")


def test_a_muted_kind_is_not_told_but_assignments_and_returns_are(cast):
    choose_kinds(wanted=[], by=cast["FOCAL"])
    told = {
        kind: tell([cast["FOCAL"]], cast["SNGV_STAFF"], kind=kind, key=f"k:{kind}")
        for kind in Notice.Kind.values
    }
    assert {kind for kind, count in told.items() if count} == {Notice.Kind.ASSIGNED, Notice.Kind.RETURNED}
    choose_kinds(wanted=Notice.Kind.values, by=cast["FOCAL"])
    assert tell([cast["FOCAL"]], cast["SNGV_STAFF"], key="again") == 1


def test_reading_marks_only_the_own_notices(cast):
    tell([cast["FOCAL"], cast["FIN"]], cast["SNGV_STAFF"])
    assert mark_read(notices=Notice.objects.all(), by=cast["FOCAL"]) == 1
    assert mark_read(notices=Notice.objects.all(), by=cast["FOCAL"]) == 0
    assert Notice.objects.of(cast["FIN"]).unread().count() == 1


def test_people_of_an_agency_and_its_heads(cast):
    agency = cast["SNGV_STAFF"].agency_id
    assert cast["SNGV_STAFF"] in people_of({agency})
    assert {user.role for user in people_of({agency}, heads=True)} <= {"SNGV_HEAD", "SNGV_LEADER"}
    assert people_of({None}) == []


@pytest.mark.parametrize(
    ("subject", "length", "shown"),
    [
        pytest.param("Rút gọn dự thảo", 70, "Rút gọn dự thảo", id="vừa một dòng"),
        pytest.param("Rút gọn dự thảo chương trình", 16, "Rút gọn dự…", id="cắt ở chỗ hết từ"),
        pytest.param("  Rút \n gọn ", 70, "Rút gọn", id="bỏ khoảng trắng thừa"),
    ],
)
def test_subject_fits_one_line(subject, length, shown):
    assert fitting(subject, length) == shown


@pytest.mark.parametrize(
    ("kind", "due_on", "urgent"),
    [
        pytest.param(Notice.Kind.ASSIGNED, date(2026, 3, 5), True, id="giao hôm nay, còn 3 ngày"),
        pytest.param(Notice.Kind.ASSIGNED, date(2026, 3, 6), False, id="giao hôm nay, còn 4 ngày"),
        pytest.param(Notice.Kind.ASSIGNED, None, False, id="giao, không có hạn"),
        pytest.param(Notice.Kind.RETURNED, None, True, id="trả lại"),
        pytest.param(Notice.Kind.REMINDER, None, True, id="nhắc trực tiếp"),
        pytest.param(Notice.Kind.OVERDUE, date(2026, 2, 1), False, id="quá hạn chờ thư sáng"),
    ],
)
def test_what_is_mailed_at_once(kind, due_on, urgent):
    assert is_urgent(kind, due_on, DAY) is urgent
