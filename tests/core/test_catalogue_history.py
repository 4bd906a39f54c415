"""Every action on the catalogues rolls back when its history cannot be written."""

from datetime import date
from functools import partial

import pytest
from django.db import DatabaseError

from core.actions import agencies, partners, people, tables
from core.history import acting
from core.models import (
    Agency,
    AgencySuccession,
    Appointment,
    Country,
    LegalValue,
    Partner,
    Person,
    SwappedDay,
    User,
)
from tests.factories import AgencyFactory, CountryFactory, PartnerFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.history_may_fail]
DAY = date(2026, 1, 2)


def changed(record, **values):
    """Return the record as stored with some columns changed in memory."""
    stored = type(record).objects.get(pk=record.pk)
    for name, value in values.items():
        setattr(stored, name, value)
    return stored


def legal_value(**values):
    return LegalValue(code="T", label="Thử", value=1, unit="NGAY", citation="Điều 1", **values)


def stored(record):
    with acting(by=User.objects.system(), verb="tests.make", label="Tạo dữ liệu thử"):
        record.save()
    return record


# By name: the table whose history fails, and what prepares the action and returns it ready to call.
ACTS = {
    "thêm cơ quan": (
        Agency,
        lambda by: partial(agencies.add_agency, agency=Agency(code="M", name="M", kind="DANG"), by=by),
    ),
    "sửa cơ quan": (
        Agency,
        lambda by: partial(
            agencies.edit_agency, agency=changed(AgencyFactory(code="A"), name="Khác"), expected=1, by=by
        ),
    ),
    "ghi kế thừa": (
        AgencySuccession,
        lambda by: partial(
            agencies.record_succession,
            predecessor=AgencyFactory(code="A"),
            successor=AgencyFactory(code="B"),
            effective_on=DAY,
            by=by,
        ),
    ),
    "thêm đối tác": (Partner, lambda by: partial(partners.add_partner, partner=Partner(name="M"), by=by)),
    "thêm đối tác theo tên": (Partner, lambda by: partial(partners.add_partner_named, name="Quỹ Mới", by=by)),
    "sửa đối tác": (
        Partner,
        lambda by: partial(
            partners.edit_partner, partner=changed(PartnerFactory(), name="Khác"), expected=1, by=by
        ),
    ),
    "thêm người": (Person, lambda by: partial(people.add_person, person=Person(full_name="Mới"), by=by)),
    "sửa người": (
        Person,
        lambda by: partial(
            people.edit_person, person=changed(PersonFactory(), full_name="Khác"), expected=1, by=by
        ),
    ),
    "thêm chức vụ": (
        Appointment,
        lambda by: partial(
            people.add_appointment,
            appointment=Appointment(person=PersonFactory(), agency=AgencyFactory(), title="Giám đốc"),
            by=by,
        ),
    ),
    "sửa chức vụ": (
        Appointment,
        lambda by: partial(
            people.edit_appointment,
            appointment=changed(
                stored(Appointment(person=PersonFactory(), agency=AgencyFactory(), title="Giám đốc")),
                title="Khác",
            ),
            expected=1,
            by=by,
        ),
    ),
    "sửa quốc gia": (
        Country,
        lambda by: partial(
            tables.edit_country, country=changed(CountryFactory(), name="Khác"), expected=1, by=by
        ),
    ),
    "thêm giá trị": (LegalValue, lambda by: partial(tables.add_legal_value, value=legal_value(), by=by)),
    "sửa giá trị": (
        LegalValue,
        lambda by: partial(
            tables.edit_legal_value, value=changed(stored(legal_value()), value=2), expected=1, by=by
        ),
    ),
    "thêm ngày": (
        SwappedDay,
        lambda by: partial(tables.add_swapped_day, swapped=SwappedDay(day=DAY, is_working=True), by=by),
    ),
    "sửa ngày": (
        SwappedDay,
        lambda by: partial(
            tables.edit_swapped_day,
            swapped=changed(stored(SwappedDay(day=DAY, is_working=True)), is_working=False),
            expected=1,
            by=by,
        ),
    ),
    "bỏ ngày": (
        SwappedDay,
        lambda by: partial(
            tables.remove_swapped_day,
            swapped=stored(SwappedDay(day=DAY, is_working=True)),
            expected=1,
            by=by,
        ),
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_action_rolls_back_without_its_history(cast, monkeypatch, name):
    model, prepare = ACTS[name]
    act = prepare(cast["ADMIN"])
    before = list(model.objects.order_by("pk").values())

    def refuse(*args, **kwargs):
        raise DatabaseError("no room for history")

    monkeypatch.setattr(model.history.model, "save", refuse)
    with pytest.raises(DatabaseError, match="no room"):
        act()
    assert list(model.objects.order_by("pk").values()) == before
