"""Search, history and the logs."""

from tests.access import act, form, page, whole
from tests.access_rows.aid import READ_OTHER, READ_OWN
from tests.access_rows.roles import EVERYBODY, KEEPS_ACCOUNTS


def history_of_item(kit):
    return ["aid.aiditem", kit.item.pk]


def notice(kit):
    return [kit.notice.pk]


def subscription(kit):
    return [kit.subscription.pk]


# Everybody has notices of the own; another's are not there.
OWN_NOTICE = {"own": EVERYBODY, "other": frozenset(), "readers": EVERYBODY, "readers_other": frozenset()}

ROWS = {
    "core:notice_list": page(own=EVERYBODY),
    "core:notice_kinds": form(own=EVERYBODY, readers=EVERYBODY, posted=302),
    "core:notice_read_all": act(own=EVERYBODY, readers=EVERYBODY),
    "core:notice_open": act(notice, **OWN_NOTICE),
    "core:notice_read": act(notice, **OWN_NOTICE),
    "core:subscription_list": form(own=EVERYBODY, readers=EVERYBODY),
    "core:subscription_edit": form(subscription, **OWN_NOTICE),
    "core:subscription_end": act(subscription, **OWN_NOTICE),
    "core:search": page(own=EVERYBODY),
    "core:history": whole(page(history_of_item, own=READ_OWN, other=READ_OTHER)),
    "core:audit_log": page(own=KEEPS_ACCOUNTS),
    "core:access_log": page(own=KEEPS_ACCOUNTS),
}
