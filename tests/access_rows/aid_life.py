"""The life of an aid item: its steps, the checklist of its dossier, the papers that decrees ask for."""

from tests.access import form, of_kind, page
from tests.access_rows.aid import READ_OTHER, READ_OWN, WRITE, item
from tests.access_rows.catalogue import KEEP, of
from tests.access_rows.roles import DEPARTMENT, EVERYBODY

OFFICE = {"own": DEPARTMENT, "other": DEPARTMENT, "readers": READ_OWN, "readers_other": READ_OTHER}


def notice(kit):
    """Who prepared a dossier does not tell of its decision: the office does."""
    return [kit.item.code, "thong-bao"]


def step(kit):
    return [kit.item.code, kit.aid_step.pk]


ROWS = {
    "aid:item_step": of_kind(form(notice, **OFFICE)),
    "aid:item_step_undo": form(step, **OFFICE),
    "aid:item_dossier": form(item, **WRITE),
    "aid:requirement_list": page(own=EVERYBODY),
    "aid:requirement_add": form(**KEEP),
    "aid:requirement_edit": form(of("requirement"), **KEEP),
}
