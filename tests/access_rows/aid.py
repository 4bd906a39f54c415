"""Aid items, their money and papers, donors, imports."""

from tests.access import act, form, page
from tests.access_rows.roles import DEPARTMENT, EVERYBODY, FOCALS

READ_OWN = EVERYBODY - {"HOI_EDITOR"}
READ_OTHER = READ_OWN - FOCALS
WRITE_OWN = DEPARTMENT | FOCALS | {"LH_STAFF"}
WRITE_OTHER = DEPARTMENT

READ = {"own": READ_OWN, "other": READ_OTHER}
WRITE = {"own": WRITE_OWN, "other": WRITE_OTHER, "readers": READ_OWN, "readers_other": READ_OTHER}
ANY = {"own": WRITE_OWN, "readers": READ_OWN}


def item(kit):
    return [kit.item.code]


def payment(kit):
    return [kit.item.code, kit.payment.pk]


def commitment(kit):
    return [kit.item.code, kit.commitment.pk]


def document(kit):
    return [kit.item.code, kit.document.pk]


def donor(kit):
    return [kit.donor.pk]


def batch(kit):
    return [kit.aid_batch.code]


OWN_BATCH = {"own": READ_OWN, "other": {"ADMIN", "AUDITOR"}}

ROWS = {
    "aid:item_list": page(own=READ_OWN),
    "aid:item_add": form(**ANY),
    "aid:item_detail": page(item, **READ),
    "aid:item_edit": form(item, **WRITE),
    "aid:donor_list": page(own=READ_OWN),
    "aid:donor_detail": page(donor, own=READ_OWN),
    "aid:commitment_add": form(item, **WRITE),
    "aid:commitment_edit": form(commitment, **WRITE),
    "aid:commitment_remove": form(commitment, **WRITE),
    "aid:disbursement_list": page(own=READ_OWN),
    "aid:disbursement_add": form(item, **WRITE),
    "aid:disbursement_edit": form(payment, **WRITE),
    "aid:disbursement_remove": form(payment, **WRITE),
    "aid:document_add": form(item, **WRITE),
    "aid:document_download": page(document, **READ),
    "aid:document_remove": act(document, **WRITE),
    "aid:import_start": form(**ANY),
    "aid:import_template": page(own=WRITE_OWN, denied=READ_OWN - WRITE_OWN),
    "aid:import_example": page(own=WRITE_OWN, denied=READ_OWN - WRITE_OWN),
    "aid:import_check": page(batch, **OWN_BATCH),
    "aid:import_progress": page(batch, **OWN_BATCH, shown=302),
    "aid:import_result": page(batch, **OWN_BATCH, shown=302),
    "aid:import_correct": act(
        batch, own=WRITE_OWN, other=(), readers=READ_OWN, readers_other=OWN_BATCH["other"]
    ),
    "aid:import_write": act(
        batch, own=WRITE_OWN, other=(), readers=READ_OWN, readers_other=OWN_BATCH["other"]
    ),
}
