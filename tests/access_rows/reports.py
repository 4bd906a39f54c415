"""The dashboard, figures, reports and their PDFs."""

from tests.access import act, form, of_kind, page, whole
from tests.access_rows import meetings
from tests.access_rows.aid import READ_OWN as READS_AID
from tests.access_rows.programs import DRAFT_READERS
from tests.access_rows.roles import DEPARTMENT, EVERYBODY, FOCALS, KEEPS_ACCOUNTS, NOBODY, UNION

READ_OTHER = EVERYBODY - FOCALS - {"HOI_EDITOR"}
# Before it is issued, a report is read by those who have a part in it.
# Who reads all history reads it, too.
OVERSEES = DEPARTMENT | KEEPS_ACCOUNTS
TAKES_PART = OVERSEES | UNION | {"VAN_THU", "UBND_LEADER"}
PART_READS = {"own": TAKES_PART, "other": OVERSEES}
READERS = {"readers": TAKES_PART, "readers_other": OVERSEES}
BOOK = {"readers": EVERYBODY, "readers_other": READ_OTHER}
WRITE = {"own": DEPARTMENT | UNION, "other": DEPARTMENT, **READERS}
WRITE_MANUAL = {"own": DEPARTMENT | UNION, "other": DEPARTMENT, **BOOK}
APPROVE = {
    "own": frozenset({"SNGV_HEAD", "SNGV_LEADER", "LH_LEADER"}),
    "other": frozenset({"SNGV_HEAD", "SNGV_LEADER"}),
    **READERS,
}
CLERK = {"own": frozenset({"VAN_THU"}), "other": NOBODY, **READERS}
SIGN = {"own": frozenset({"SNGV_LEADER", "LH_LEADER", "UBND_LEADER"}), "other": NOBODY, **READERS}
PART = {"own": DEPARTMENT | UNION | {"VAN_THU", "UBND_LEADER"}, "other": DEPARTMENT, **READERS}
# What every agency said stands in it.
READS_DOSSIER = DEPARTMENT | KEEPS_ACCOUNTS | {"VPUB", "UBND_LEADER", "VAN_THU"}
READ = {"own": EVERYBODY, "other": READ_OTHER}


def report(kit):
    return [kit.report.year, kit.report.code]


def issued_report(kit):
    return [kit.issued_report.year, kit.issued_report.code]


def issued_pdf(kit):
    return [*issued_report(kit), "pdf"]


def frozen(kit):
    return [*issued_report(kit), 1, "aid.items_received"]


def number_row(kit):
    return [kit.number_row.pk]


def export(kit):
    return [kit.report.year, kit.report.code, kit.export.pk]


def paper(kit):
    return [kit.paper_job.pk]


def paper_order(kit):
    return [kit.paper_job.kind, kit.paper_job.subject]


def drafts(kit):
    return [kit.draft.program.slug]


def dossier_paper(kit):
    return [kit.draft.program.slug, "to-trinh", "docx"]


def issued(kit):
    return [kit.meeting.slug, "thong-bao", kit.issued_document.pk]


def workbook(kit):
    return ["xlsx"]


def aid_form(kit):
    return [kit.aid_form.pk]


def year(kit):
    return [kit.report.year]


def manual(kit):
    return [kit.manual_figure.pk]


def outline(kit):
    return [kit.outline.code]


def outline_section(kit):
    return [kit.outline.code, kit.outline_section.pk]


def passage(kit):
    return [kit.report.year, kit.report.code, kit.passage.pk]


def heading(kit):
    return [kit.report.year, kit.report.code, kit.heading.pk]


def gone_passage(kit):
    return [kit.report.year, kit.report.code, kit.gone_passage]


def comment(kit):
    return [kit.report.year, kit.report.code, kit.comment.pk]


def kept_words(kit):
    return [kit.report.year, kit.report.code, kit.kept_words.pk]


def typed(kit):
    return [kit.report.year, kit.report.code, kit.typed_mark]


def shown(kit):
    return [kit.report.year, kit.report.code, "aid.items_received"]


def sheet(kit):
    return [*export(kit), 1]


def figure(kit):
    return ["aid.items_received"]


ROWS = {
    "reports:dashboard": page(own=EVERYBODY),
    "reports:dashboard_more": page(own=EVERYBODY),
    "reports:morning_page": page(own=EVERYBODY),
    "reports:figure_list": page(own=EVERYBODY),
    "reports:figure": page(figure, own=READS_AID),
    "reports:manual_list": page(own=EVERYBODY),
    "reports:manual_add": form(own=DEPARTMENT | UNION, readers=EVERYBODY),
    "reports:manual_figure": page(manual, **READ),
    "reports:manual_edit": form(manual, **WRITE_MANUAL),
    "reports:manual_remove": form(manual, **WRITE_MANUAL),
    "reports:manual_file": page(manual, **READ),
    "reports:findings": page(year, own=EVERYBODY),
    "reports:aid_table": page(own=READS_AID),
    "reports:aid_table_file": page(workbook, own=READS_AID),
    "reports:aid_form_list": page(own=READS_AID),
    "reports:aid_form_add": form(own=DEPARTMENT, readers=READS_AID),
    "reports:aid_form_edit": form(aid_form, own=DEPARTMENT, readers=READS_AID),
    "reports:outline_list": page(own=EVERYBODY),
    "reports:outline_page": page(outline, own=EVERYBODY),
    "reports:outline_add": form(own=DEPARTMENT, readers=EVERYBODY),
    "reports:outline_edit": form(outline, own=DEPARTMENT, readers=EVERYBODY),
    "reports:outline_section_add": form(outline, own=DEPARTMENT, readers=EVERYBODY),
    "reports:outline_section_edit": whole(form(outline_section, own=DEPARTMENT, readers=EVERYBODY)),
    "reports:outline_section_move": whole(act(outline_section, own=DEPARTMENT, readers=EVERYBODY)),
    "reports:outline_section_remove": whole(act(outline_section, own=DEPARTMENT, readers=EVERYBODY)),
    "reports:report_list": page(own=EVERYBODY),
    "reports:report_add": form(own=DEPARTMENT | UNION, readers=EVERYBODY),
    "reports:report_page": whole(page(report, **PART_READS)),
    "reports:report_edit": whole(form(report, **WRITE)),
    "reports:passage": page(passage, **PART_READS, shown=302),
    "reports:passage_edit": form(passage, **WRITE),
    "reports:passage_confirm": act(passage, **WRITE),
    "reports:passage_undo": act(passage, **WRITE),
    "reports:comment_add": act(passage, **WRITE),
    "reports:comment_settle": act(comment, **WRITE),
    "reports:report_headings": whole(form(report, **WRITE)),
    "reports:heading_edit": form(heading, **WRITE),
    "reports:heading_move": act(passage, **WRITE),
    "reports:heading_remove": act(passage, **WRITE),
    "reports:heading_restore": act(gone_passage, **WRITE),
    "reports:report_figure": of_kind(page(shown, **PART_READS)),
    "reports:report_figures": whole(page(report, **PART_READS)),
    "reports:report_figures_look": whole(act(report, **WRITE)),
    "reports:typed_attach": act(typed, **WRITE),
    "reports:typed_keep": form(typed, **WRITE),
    "reports:typed_lift": act(kept_words, **WRITE),
    "reports:report_preview": whole(page(report, **PART_READS)),
    "reports:report_preview_make": whole(act(report, **PART, posted=200)),
    "reports:export_page": of_kind(page(sheet, **PART_READS)),
    "reports:report_checks": whole(page(report, **PART_READS)),
    "reports:report_details": whole(form(report, **WRITE)),
    "reports:report_life": whole(page(report, **PART_READS)),
    "reports:report_lock": whole(form(report, **WRITE)),
    "reports:report_approve": whole(form(report, **APPROVE)),
    "reports:report_check_format": whole(form(report, **CLERK)),
    "reports:report_sign": whole(form(report, **SIGN)),
    "reports:report_number": whole(form(report, **CLERK)),
    "reports:report_issue": whole(form(report, **CLERK)),
    "reports:report_return": whole(form(report, **PART)),
    "reports:report_discard": whole(form(report, own=DEPARTMENT | UNION, other=NOBODY, **READERS)),
    "reports:report_replace": whole(form(report, **WRITE)),
    "reports:report_signed_copy": whole(form(report, **CLERK)),
    "reports:report_file": of_kind(whole(page(issued_pdf, **READ))),
    "reports:signed_copy_file": whole(page(issued_report, **READ)),
    "reports:report_archive": whole(page(issued_report, **READ)),
    "reports:report_differences": whole(page(issued_report, **READ)),
    "reports:frozen_figure": whole(page(frozen, own=READ_OTHER, other=READ_OTHER)),
    "reports:snapshot_list": page(own=EVERYBODY),
    "reports:verify": form(own=EVERYBODY, readers=EVERYBODY),
    "reports:number_list": page(own=EVERYBODY),
    "reports:number_add": form(own={"VAN_THU"}, readers=EVERYBODY),
    "reports:number_drop": act(number_row, own={"VAN_THU"}, other=NOBODY, **BOOK),
    "reports:report_pdf": whole(act(report, **PART)),
    "reports:export_file": page(export, **PART_READS),
    "reports:export_progress": page(export, **PART_READS),
    "reports:dossier": page(drafts, own=READS_DOSSIER, denied=EVERYBODY - READS_DOSSIER),
    "reports:dossier_paper": whole(page(dossier_paper, own=READS_DOSSIER, denied=EVERYBODY - READS_DOSSIER)),
    "reports:paper_job_start": whole(act(paper_order, own=DRAFT_READERS, readers=DRAFT_READERS)),
    "reports:paper_job": page(paper, own=DRAFT_READERS),
    "reports:paper_file": page(paper, own=DRAFT_READERS),
    "reports:meeting_paper": of_kind(page(meetings.document, **meetings.READ)),
    "reports:meeting_paper_pdf": of_kind(page(meetings.document, **meetings.READ)),
    "reports:meeting_paper_docx": of_kind(page(meetings.document, **meetings.READ)),
    "reports:issued_pdf": page(issued, **meetings.READ),
    "reports:issued_docx": page(issued, **meetings.READ),
}
