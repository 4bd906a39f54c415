"""Tables sent out and taken back; the import of disbursements."""

from tests.access import act, form, page
from tests.access_rows.aid import ANY, OWN_BATCH, READ, READ_OWN, WRITE, WRITE_OWN


def sent(kit):
    return [kit.sent.code]


def batch(kit):
    return [kit.sent_batch.code]


def payment_batch(kit):
    return [kit.payment_batch.code]


TAKEN_BACK = {"own": WRITE_OWN, "other": (), "readers": READ_OWN, "readers_other": OWN_BATCH["other"]}

ROWS = {
    "aid:sent_list": page(own=READ_OWN),
    # Nothing chosen means everything, so an empty form makes a table.
    "aid:sent_add": form(**ANY, posted=302),
    "aid:sent_download": page(sent, **READ),
    "aid:sent_take_back": form(sent, **(WRITE | {"own": WRITE_OWN})),
    "aid:sent_check": page(batch, **OWN_BATCH),
    "aid:sent_write": act(batch, **TAKEN_BACK),
    "aid:payment_import_start": form(**ANY),
    "aid:payment_import_template": page(own=WRITE_OWN, denied=READ_OWN - WRITE_OWN),
    "aid:payment_import_example": page(own=WRITE_OWN, denied=READ_OWN - WRITE_OWN),
    "aid:payment_import_check": page(payment_batch, **OWN_BATCH),
    "aid:payment_import_progress": page(payment_batch, **OWN_BATCH, shown=302),
    "aid:payment_import_result": page(payment_batch, **OWN_BATCH, shown=302),
    "aid:payment_import_correct": act(payment_batch, **TAKEN_BACK),
    "aid:payment_import_write": act(payment_batch, **TAKEN_BACK),
}
