"""The wizard for the office's own registers."""

from tests.access import act, form, page
from tests.access_rows.aid import ANY, OWN_BATCH, READ_OWN, WRITE_OWN
from tests.access_rows.aid import batch as official


def batch(kit):
    return [kit.own_batch.code]


WRITERS = {"own": WRITE_OWN, "other": (), "readers": READ_OWN, "readers_other": OWN_BATCH["other"]}


def iati(kit):
    return [kit.iati_batch.code]


ROWS = {
    "aid:iati_start": form(**ANY),
    "aid:iati_check": page(iati, **OWN_BATCH),
    "aid:iati_correct": act(iati, **WRITERS),
    "aid:iati_write": act(iati, **WRITERS),
    "aid:iati_progress": page(iati, **OWN_BATCH, shown=302),
    "aid:iati_payments": act(iati, **WRITERS),
    "aid:iati_result": page(iati, **OWN_BATCH, shown=302),
    "aid:own_start": form(**ANY),
    "aid:own_take": act(official, **WRITERS),
    "aid:own_columns": form(batch, **WRITERS, posted=302),
    "aid:own_check": page(batch, **OWN_BATCH),
    "aid:own_correct": act(batch, **WRITERS),
    "aid:own_rows": act(batch, **WRITERS),
    "aid:own_write": act(batch, **WRITERS),
    "aid:own_progress": page(batch, **OWN_BATCH, shown=302),
    "aid:own_result": page(batch, **OWN_BATCH, shown=302),
}
