"""Reference data: loaded as often as wanted, never over what the office changed."""

from datetime import date

import pytest
from django.core.management import call_command

from aid.models import Sector
from core.history import acting
from core.models import (
    Agency,
    AgencySuccession,
    Appointment,
    Country,
    LegalValue,
    Locality,
    Partner,
    Person,
    User,
)
from core.reference import load_reference
from programs.models import FriendshipAssociation, Pillar

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(db):
    """What the first load created, by kind."""
    return load_reference(by=User.objects.system())


def test_everything_arrives_once_and_a_second_run_changes_nothing(loaded):
    assert loaded["xã, phường"] == Locality.objects.count() == 166
    assert loaded["quốc gia"] == Country.objects.count()
    assert loaded["cơ quan"] == Agency.objects.count()
    assert loaded["giá trị pháp lý"] == LegalValue.objects.count()
    assert (Pillar.objects.count(), FriendshipAssociation.objects.count()) == (3, 10)
    assert Sector.objects.exists()
    assert Partner.objects.exists()
    assert set(load_reference(by=User.objects.system()).values()) == {0}


def test_every_commune_has_its_committee_once(loaded):
    names = [
        f"Ủy ban nhân dân {name[0].lower()}{name[1:]}"
        for name in Locality.objects.values_list("full_name", flat=True)
    ]
    assert Agency.objects.filter(kind="XA").count() == 166
    assert set(
        Agency.objects.filter(kind="XA", valid_from=date(2025, 7, 1)).values_list("name", flat=True)
    ) == set(names)


def test_rows_are_linked(loaded):
    assert Agency.objects.get(code="STC").parent.code == "UBND"
    assert AgencySuccession.objects.get(predecessor__code="SKHDT").successor.code == "STC"
    assert Appointment.objects.filter(person__full_name="Lê Quang Hùng", agency__code="UBND").exists()
    assert FriendshipAssociation.objects.get(agency__code="HOI-VL").country.code == "LA"
    assert Locality.objects.get(code="14797").boundary["type"] in ("Polygon", "MultiPolygon")


def test_every_record_has_history_of_the_system_account(loaded):
    for model in (Agency, Country, Locality, LegalValue, Pillar, Sector):
        assert model.history.count() == model.objects.count()
        assert set(model.history.values_list("history_user__username", flat=True)) == {"he-thong"}


def test_what_the_office_changed_renamed_or_removed_stays_so(loaded):
    person = Person.objects.get(full_name="Trần Thị Thu Hằng")
    country = Country.objects.get(code="FR")
    partner = Partner.objects.first()
    with acting(by=User.objects.system(), verb="tests.edit", label="Sửa"):
        person.full_name = "Trần Thu Hằng"
        person.save()
        country.note = "đã xác minh"
        country.save()
        partner.delete()
    people = Person.objects.count()
    assert set(load_reference(by=User.objects.system()).values()) == {0}
    assert Person.objects.count() == people
    assert Country.objects.get(code="FR").note == "đã xác minh"
    assert not Partner.objects.filter(pk=partner.pk).exists()


def test_command_says_what_it_created(db, capsys):
    call_command("load_reference")
    assert "xã, phường: thêm 166" in capsys.readouterr().out
    call_command("load_reference", verbosity=0)
    assert not capsys.readouterr().out
