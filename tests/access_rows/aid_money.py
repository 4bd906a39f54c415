"""Closed periods, counterpart funds."""

from tests.access import form, page
from tests.access_rows.aid import READ_OWN, WRITE

CLOSERS = frozenset({"SNGV_LEADER", "FIN"})


def counterpart(kit):
    return [kit.item.code, kit.counterpart.pk]


def period(kit):
    return [kit.period.pk]


def item(kit):
    return [kit.item.code]


ROWS = {
    "aid:period_list": page(own=READ_OWN),
    "aid:period_detail": page(period, own=READ_OWN),
    "aid:period_close": form(own=CLOSERS, readers=READ_OWN),
    "aid:period_undo": form(period, own=CLOSERS, readers=READ_OWN),
    "aid:counterpart_add": form(item, **WRITE),
    "aid:counterpart_edit": form(counterpart, **WRITE),
    "aid:counterpart_remove": form(counterpart, **WRITE),
}
