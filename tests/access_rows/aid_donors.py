"""Certificates of donors, duplicates and merging, emergency grants."""

from tests.access import act, form, of_kind, page, whole
from tests.access_rows.aid import READ_OWN, WRITE, WRITE_OTHER


def donor(kit):
    return [kit.donor.pk]


def registration(kit):
    return [kit.registration.pk]


def pair(kit):
    return [kit.item.pk, kit.twin.pk]


def donor_pair(kit):
    return [kit.donor.pk, kit.other_donor.pk]


def urgent(kit):
    return [kit.urgent.code]


def merge(kit):
    return [kit.merge.pk]


def kind(kit):
    return ["khoan"]


# Certificates belong to a donor, not to an agency: who reads the donor reads them, the department writes.
KEPT = {"own": WRITE_OTHER, "readers": READ_OWN}

ROWS = {
    "aid:registration_list": page(own=READ_OWN),
    "aid:registration_add": form(donor, **KEPT),
    "aid:registration_edit": form(registration, **KEPT),
    "aid:registration_remove": form(registration, **KEPT),
    "aid:registration_scan": page(registration, own=READ_OWN),
    "aid:emergency_list": page(own=READ_OWN),
    "aid:allocation_edit": form(urgent, **WRITE),
    "aid:twin_list": page(own=WRITE_OTHER, denied=READ_OWN - WRITE_OTHER),
    "aid:donor_twin_list": page(own=WRITE_OTHER, denied=READ_OWN - WRITE_OTHER),
    "aid:twin_verdict": of_kind(act(kind, own=WRITE_OTHER, readers=READ_OWN)),
    "aid:item_merge": whole(form(pair, **KEPT)),
    "aid:donor_merge": whole(form(donor_pair, **KEPT)),
    "aid:merge_undo": form(merge, **KEPT),
}
