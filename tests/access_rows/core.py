"""Search, history and the logs."""

from tests.access import page, whole
from tests.access_rows.aid import READ_OTHER, READ_OWN
from tests.access_rows.roles import EVERYBODY, KEEPS_ACCOUNTS


def history_of_item(kit):
    return ["aid.aiditem", kit.item.pk]


ROWS = {
    "core:search": page(own=EVERYBODY),
    "core:history": whole(page(history_of_item, own=READ_OWN, other=READ_OTHER)),
    "core:audit_log": page(own=KEEPS_ACCOUNTS),
    "core:access_log": page(own=KEEPS_ACCOUNTS),
}
