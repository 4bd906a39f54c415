"""Meetings with their parts and papers, follow-ups, awards."""

from tests.access import act, form, of_kind, page
from tests.access_rows.roles import DEPARTMENT, EVERYBODY, FOCALS, UNION

# Focal points and the finance department read the meetings of their own agencies; associations keep theirs.
OWN_ONLY = FOCALS | {"FIN", "HOI_EDITOR"}
READ_OTHER = EVERYBODY - OWN_ONLY
WRITE_OWN = DEPARTMENT | UNION | {"VPUB", "HOI_EDITOR"}
READ = {"own": EVERYBODY, "other": READ_OTHER}
READERS = {"readers": EVERYBODY, "readers_other": READ_OTHER}
WRITE = {"own": WRITE_OWN, "other": DEPARTMENT, **READERS}
CLOSE = {
    "own": WRITE_OWN | {"UBND_LEADER"},
    "other": DEPARTMENT | {"UBND_LEADER"},
    **READERS,
}
# The clerk of the organiser gives the numbers and writes nothing.
NUMBER = {"own": frozenset({"VAN_THU"}), "other": frozenset(), **READERS}
# Whoever leads a follow-up reports on it, although another may have written the meeting; to open it again
# is for those who gave it out.
# An agency reports its own work for acceptance; those who gave it out note its end directly.
OF_THE_AGENCY = {"own": WRITE_OWN | OWN_ONLY, "other": frozenset(), **READERS}
REPORT = {"own": WRITE_OWN | OWN_ONLY, "other": DEPARTMENT, **READERS}


def meeting(kit):
    return [kit.meeting.slug]


def conclusion(kit):
    return [kit.meeting.slug, kit.conclusion.pk]


def paper(kit):
    return [kit.meeting.slug, kit.paper.pk]


def document(kit):
    return [kit.meeting.slug, "giay-moi"]


def issued(kit):
    return [kit.meeting.slug, "thong-bao"]


def followup(kit):
    return [kit.followup.code]


def report(kit):
    return [kit.followup.code, kit.followup_report.pk]


def award(kit):
    return [kit.award.pk]


ROWS = {
    "meetings:meeting_list": page(own=EVERYBODY),
    "meetings:meeting_add": form(own=WRITE_OWN, readers=EVERYBODY),
    "meetings:meeting_detail": page(meeting, **READ),
    "meetings:meeting_edit": form(meeting, **WRITE),
    "meetings:opinion_lines": page(meeting, **READ, shown=302),
    "meetings:speech_record": form(meeting, own=DEPARTMENT, **READERS),
    "meetings:opinion_log": act(meeting, own=DEPARTMENT, **READERS, posted=200),
    "meetings:meeting_close": act(meeting, **CLOSE),
    "meetings:meeting_reopen": form(meeting, **CLOSE),
    "meetings:meeting_cancel": form(meeting, **WRITE),
    "meetings:attendance_edit": form(meeting, **WRITE),
    "meetings:agenda_edit": form(meeting, **WRITE),
    "meetings:speech_edit": form(meeting, **WRITE),
    "meetings:conclusion_add": form(meeting, **WRITE),
    "meetings:conclusion_edit": form(conclusion, **WRITE),
    "meetings:conclusion_remove": act(conclusion, **WRITE),
    "meetings:conclusion_mark_none": act(conclusion, **WRITE),
    "meetings:conclusion_unmark": act(conclusion, **WRITE),
    "meetings:conclusion_give_out": form(conclusion, **WRITE),
    "meetings:followup_add": form(meeting, **WRITE),
    "meetings:paper_add": form(meeting, **WRITE),
    "meetings:paper_download": page(paper, **READ),
    "meetings:paper_remove": act(paper, **WRITE),
    "meetings:meeting_calendar": page(meeting, **READ),
    "meetings:document_edit": of_kind(form(document, **WRITE)),
    "meetings:document_number": of_kind(form(document, **NUMBER)),
    "meetings:document_replace": of_kind(act(issued, **WRITE)),
    "meetings:document_keep": of_kind(act(document, **WRITE)),
    "meetings:followup_list": page(own=EVERYBODY),
    "meetings:followup_mine": page(own=EVERYBODY),
    "meetings:followup_detail": page(followup, **READ),
    "meetings:followup_edit": form(followup, **WRITE),
    "meetings:followup_start": act(followup, **REPORT),
    "meetings:followup_complete": form(followup, **WRITE),
    "meetings:followup_report": form(followup, **OF_THE_AGENCY),
    "meetings:followup_accept": act(report, **WRITE),
    "meetings:followup_return": form(report, **WRITE),
    "meetings:followup_evidence": page(report, **READ),
    "meetings:followup_cancel": form(followup, **WRITE),
    "meetings:followup_reopen": form(followup, **WRITE),
    "meetings:award_list": page(own=EVERYBODY),
    "meetings:award_add": form(own=WRITE_OWN, readers=EVERYBODY),
    "meetings:award_detail": page(award, **READ),
    "meetings:award_edit": form(award, **WRITE),
    "meetings:award_remove": act(award, **WRITE),
}
