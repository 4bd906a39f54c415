"""Deadlines of aid, and the reports that owners owe."""

from tests.access import act, form, page
from tests.access_rows.aid import READ, READ_OWN, WRITE, item
from tests.access_rows.roles import DEPARTMENT


def owner_report(kit):
    return [kit.item.code, kit.owner_report.pk]


REMIND = {
    "own": DEPARTMENT,
    "other": DEPARTMENT,
    "readers": WRITE["readers"],
    "readers_other": WRITE["readers_other"],
}

ROWS = {
    "aid:calendar": page(own=READ_OWN),
    "aid:deadline_list": page(own=READ_OWN),
    "aid:owner_board": page(own=READ_OWN),
    "aid:owner_remind": act(item, **REMIND),
    "aid:owner_report_add": form(item, **WRITE),
    "aid:owner_report_edit": form(owner_report, **WRITE),
    "aid:owner_report_remove": form(owner_report, **WRITE),
    "aid:owner_reports": page(item, **READ),
}
