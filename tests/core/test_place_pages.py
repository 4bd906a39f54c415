"""Pages of communes and of the days of the year: what happens when a form is sent."""

import pytest
from django.urls import reverse

from core.models import Locality, Observance
from tests.factories import CountryFactory

pytestmark = pytest.mark.django_db


def test_observance_is_added_edited_and_removed(cast, sign_in):
    country = CountryFactory()
    client = sign_in(cast["ADMIN"])
    values = {"name": "Quốc khánh thử", "country": country.pk, "day": "2", "month": "9"}
    values |= {"since_year": "1945", "certainty": "KNOWLEDGE", "source": "Công báo"}
    assert client.post(reverse("core:observance_add"), values).status_code == 302
    day = Observance.objects.get(name="Quốc khánh thử")
    assert "02/09" in client.get(reverse("core:observance_list"), {"q": "Quốc khánh thử"}).text
    assert "Quốc khánh thử" in client.get(country.get_absolute_url()).text
    edit = reverse("core:observance_edit", args=[day.pk])
    assert client.post(edit, values | {"day": "3", "version": 1}).status_code == 302
    assert client.post(edit, values | {"day": "4", "version": 1}).status_code == 409
    assert "02/09" not in client.get(reverse("core:observance_list"), {"q": "Quốc khánh thử"}).text
    history = client.get(reverse("core:history", args=["core.observance", day.pk])).text
    assert "Sửa ngày kỷ niệm" in history
    remove = reverse("core:observance_remove", args=[day.pk])
    assert client.post(remove, {"version": 1}).status_code == 409
    assert client.post(remove, {"version": 2}).status_code == 302
    assert not Observance.objects.filter(pk=day.pk).exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        pytest.param({"day": "31", "month": "4"}, "Tháng 4 có ngày từ 1 đến 30.", id="31 tháng 4"),
        pytest.param({"day": "30", "month": "2"}, "Tháng 2 có ngày từ 1 đến 29.", id="30 tháng 2"),
        pytest.param({"day": "1", "month": "13"}, "Tháng từ 1 đến 12.", id="tháng 13"),
    ],
)
def test_observance_is_a_day_of_the_calendar(cast, sign_in, typed, told):
    values = {"name": "Ngày thử", "certainty": "KNOWLEDGE"} | typed
    assert told in sign_in(cast["ADMIN"]).post(reverse("core:observance_add"), values).text
    assert not Observance.objects.exists()


def test_locality_is_added_and_edited(cast, sign_in):
    client = sign_in(cast["ADMIN"])
    values = {
        "code": "14999",
        "name": "Thử Sơn",
        "kind": "XA",
        "is_border": "True",
        "valid_from": "01/07/2025",
    }
    assert client.post(reverse("core:locality_add"), values).status_code == 302
    place = Locality.objects.get(code="14999")
    assert (place.full_name, place.is_border) == ("Xã Thử Sơn", True)
    again = client.post(reverse("core:locality_add"), values)
    assert again.status_code == 200
    edit = reverse("core:locality_edit", args=[place.pk])
    ends = values | {"kind": "PHUONG", "is_border": "", "valid_to": "30/06/2025", "version": 1}
    assert "từ 01/07/2025 trở đi" in client.post(edit, ends).text
    assert client.post(edit, ends | {"valid_to": ""}).status_code == 302
    place.refresh_from_db()
    assert (place.full_name, place.is_border, place.valid_to) == ("Phường Thử Sơn", None, None)
