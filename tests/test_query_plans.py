"""Which statements each list and record page sends, table names only; the same however many rows."""

import re
from operator import attrgetter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access import named_urls
from tests.access_rows import ROWS
from tests.access_world import standing_world, undone
from tests.query_plans import (
    aid,
    aid_donors,
    aid_money,
    core,
    leaders,
    meetings,
    opinions,
    programs,
    report_life,
    report_writing,
    reports,
)

pytestmark = pytest.mark.django_db
# EXTRACT(YEAR FROM "table"."column") names no further table.
_TEXT_INDEX = re.compile(r"_search_text_(?:trigrams|words)$")
_TABLES = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE)\s+"(\w+)"(?!\.)', re.IGNORECASE)

_BELL = re.compile(r'SELECT COUNT\(\*\) AS "__count" FROM "core_notice" WHERE \(.*"read_at" IS NULL\)\Z')


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for the module, taken back at its end."""
    with standing_world(django_db_blocker) as standing:
        yield standing


def plan_of(queries):
    """Return the statements as "SELECT aid_aiditem core_partner": verb and tables, in order of appearance."""
    lines = []
    # The bell of the frame counts the unread notices of the reader, once on each page.
    assert sum(bool(_BELL.match(query["sql"])) for query in queries) <= 1
    for query in queries:
        sql = query["sql"].lstrip("( ")
        if _BELL.match(sql):
            continue
        verb = sql.split(None, 1)[0].upper()
        if verb in ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET"):
            continue
        # A queryset read row by row is a cursor on PostgreSQL.
        verb = "SELECT" if verb == "DECLARE" else verb
        # SQLite asks an index of a text where PostgreSQL asks the table.
        tables = (_TEXT_INDEX.sub("", table) for table in _TABLES.findall(sql))
        line = " ".join([verb, *dict.fromkeys(tables)])
        # The session is moved on now and then, whatever the page.
        if line != "UPDATE django_session":
            lines.append(line)
    return lines


def plan(world, url):
    """Return the plan of the page as the auditor, who reads everything, opens it a second time."""
    client = world.client("AUDITOR")
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return plan_of(queries)


PAGES = (
    aid.PAGES
    | aid_donors.PAGES
    | aid_money.PAGES
    | core.PAGES
    | meetings.PAGES
    | opinions.PAGES
    | programs.PAGES
    | leaders.PAGES
    | report_life.PAGES
    | report_writing.PAGES
    | reports.PAGES
)
# Pages without a plan of their own, and why.
NOT_PINNED = {
    "aid:calendar": "asks by ranges of days, so how often hangs on the day",
    "aid:deadline_list": "asks by ranges of days, so how often hangs on the day",
    "aid:board": "one look at each state that has items",
    "aid:five_years": "reads kept sums alone",
    "aid:item_totals": "reads the facts of the items alone",
    "aid:map": "reads kept sums and the communes",
    "aid:sector_detail": "reads kept sums and ten items",
    "aid:document_download": "hands out one file",
    "aid:registration_scan": "hands out one file",
    "aid:twin_list": "for who keeps the register, not the auditor; tests/aid/test_merging counts",
    "aid:donor_twin_list": "for who keeps the register, not the auditor; tests/aid/test_merging counts",
    "aid:import_check": "shows one stored verdict",
    "aid:import_example": "hands out a workbook",
    "aid:import_progress": "shows how far one upload is",
    "aid:import_result": "shows one stored verdict",
    "aid:import_template": "hands out a workbook",
    "aid:open_data_edit": "asks for the one row of the settings",
    "aid:iati_check": "shows one stored verdict",
    "aid:iati_progress": "shows how far one upload is",
    "aid:iati_result": "shows one stored verdict",
    "aid:own_check": "shows one stored verdict",
    "aid:own_columns": "shows one stored proposal",
    "aid:own_progress": "shows how far one upload is",
    "aid:own_result": "shows one stored verdict",
    "aid:open_data_file": "hands out one file",
    "aid:open_data_sample": "hands out one file",
    "aid:open_data_settings": "shows the one row of the settings",
    "aid:payment_import_check": "shows one stored verdict",
    "aid:payment_import_example": "hands out a workbook",
    "aid:payment_import_progress": "shows how far one upload is",
    "aid:payment_import_result": "shows one stored verdict",
    "aid:payment_import_template": "hands out a workbook",
    "aid:sent_check": "shows one stored verdict",
    "aid:sent_download": "hands out a workbook",
    "aid:sent_list": "a handful of tables",
    "core:agency_options": "a handful of matches for a typed word",
    "core:country_options": "a handful of matches for a typed word",
    "core:locality_options": "a handful of matches for a typed word",
    "core:partner_options": "a handful of matches for a typed word",
    "core:person_options": "a handful of matches for a typed word",
    "core:notice_kinds": "the kinds that one account muted",
    "meetings:followup_evidence": "hands out one file",
    "meetings:opinion_lines": "leads on to meeting_detail",
    "meetings:followup_mine": "leads on to followup_list",
    "meetings:paper_download": "hands out one file",
    "mfa_download_recovery_codes": "the library's page of one account",
    "mfa_index": "the library's page of one account",
    "mfa_view_recovery_codes": "the library's page of one account",
    "opinions:letter_download": "hands out one file",
    "programs:draft_paragraph": "leads on to draft_section",
    "programs:point_drop_many": "asks for the points that were chosen",
    "reports:finding_keep": "asks for what the page of findings asks",
    "programs:draft_gates": "leads on to draft_detail",
    "programs:import_check": "shows one stored verdict",
    "programs:import_example": "hands out a workbook",
    "programs:import_progress": "shows how far one upload is",
    "programs:import_result": "shows one stored verdict",
    "programs:import_template": "hands out a workbook",
    "programs:program_list": "leads on to program_detail",
    "programs:program_step_file": "hands out one file",
    "reports:aid_form_add": "asks for one table of columns",
    "reports:aid_form_edit": "asks for one table of columns",
    "reports:aid_form_list": "the handful of tables that the office keeps",
    "reports:aid_table_file": "hands out one file",
    "reports:export_page": "hands out one picture",
    "reports:report_file": "hands out one file",
    "reports:signed_copy_file": "hands out one file",
    "reports:report_archive": "hands out one file",
    "reports:report_differences": "one look at each kind of record that moved; tests/reports/test_locking",
    "reports:manual_file": "hands out one file",
    "reports:passage": "leads on to report_page",
    "reports:dossier_paper": "hands out one file",
    "reports:draft_docx": "hands out one file",
    "reports:export_file": "hands out one file",
    "reports:opinions_docx": "hands out one file",
    "reports:opinions_pdf": "hands out one file",
    "reports:opinions_sheet": "hands out one file",
    "core:calendar_feed": "answers 404 without a key; its plan is in tests/core/test_calendars.py",
    "core:calendar_page": "shows the one key of the account",
    "meetings:meeting_calendar": "hands out one file",
    "reports:meeting_paper_docx": "hands out one file",
    "reports:meeting_paper_pdf": "hands out one file",
    "reports:issued_pdf": "hands out one file",
    "reports:issued_docx": "hands out one file",
    "reports:paper_file": "hands out one file",
}


def address(kit, name):
    """Return the address of a page: "task.code" is of the kit, "=2025" and "?q=a" stand as they are."""
    arguments, query = [], ""
    for path in (PAGES[name][0] or "").split():
        if path[0] == "?":
            query = path
        elif path[0] == "=":
            arguments.append(path[1:])
        else:
            arguments.append(attrgetter(path)(kit))
    return reverse(name, args=arguments) + query


@pytest.mark.parametrize("name", sorted(PAGES))
def test_plan_is_pinned_and_does_not_grow(name, world):
    kit = world.kit("SYT", "AUDITOR")
    _, add_rows, pinned = PAGES[name]
    with undone():
        add_rows(world, kit, 1)
        few = plan(world, address(kit, name))
        add_rows(world, kit, 30)
        many = plan(world, address(kit, name))

    assert many == few
    assert few == pinned


def test_every_page_has_a_plan_or_a_reason():
    names = set(named_urls())
    pages = {name for name in names & set(ROWS) if ROWS[name].is_page}

    assert sorted(pages - set(PAGES) - set(NOT_PINNED)) == []
    assert sorted((set(PAGES) | set(NOT_PINNED)) - names) == []
    assert sorted(set(NOT_PINNED) & set(PAGES)) == []
