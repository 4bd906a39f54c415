"""Logging an aid item through its form (journey J3)."""

import time_machine
from django.urls import reverse

from aid.models import AidItem
from tests.aid.conftest import TODAY

ADD = "/vien-tro/them/"


def text(response):
    return response.content.decode()


def test_item_add_page_opens_with_the_fields_of_j3(world, sign_in):
    page = text(sign_in(world["cast"]["SNGV_STAFF"]).get(ADD))

    assert 'name="name"' in page
    assert "Chi tiết" in page


@time_machine.travel(TODAY)
def test_item_add_stores_what_was_typed(world, typed, sign_in):
    client = sign_in(world["cast"]["SNGV_STAFF"])

    response = client.post(ADD, typed | {"save": "1"})

    item = AidItem.objects.get()
    assert response.url == reverse("aid:item_detail", args=[item.code])
    assert item.code == "VT-2025-001"
    assert item.status == "APPROVED"
    assert item.rule_set == "ND80"
    assert item.owner == world["recipient"]
    assert item.commitments.get().usd_minor == 12_000_000
    page = text(client.get(response.url))
    assert "Còn thiếu" in page
    assert "120.000" in page
