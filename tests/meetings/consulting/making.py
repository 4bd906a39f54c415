"""Addresses and days of the round that its pages are tested with."""

from datetime import date

from django.urls import reverse

from meetings import actions

SLUG = "2026-2030"
AFTER = date(2025, 11, 18)
READERS = ["ADMIN", "SNGV_STAFF", "SNGV_HEAD", "SNGV_LEADER", "VAN_THU", "VPUB", "UBND_LEADER", "AUDITOR"]


def url(name, *args):
    return reverse(f"opinions:{name}", args=[SLUG, *args])


def close(opened, cast):
    opened.refresh_from_db()
    return actions.close_round(round=opened, version=opened.version, today=AFTER, by=cast["SNGV_STAFF"])


def shown(client, address):
    return client.get(address).content.decode()


def shown_after(client, address, fields):
    response = client.post(address, fields)
    assert response.status_code == 200
    return response.content.decode()
