"""Plans of the pages of a report's way: its steps, one frozen number, the book of numbers."""

from inline_snapshot import snapshot

from tests.query_plans.rows import book_numbers, locks, report_steps

PAGES = {
    "reports:report_life": (
        "report.year report.code",
        report_steps,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_report core_agency core_person",
                "SELECT reports_reportstep core_user",
                "SELECT reports_reportstep core_user",
                "SELECT reports_reportstep reports_historicalreport reports_historicalkeptwords reports_historicalnarrativeblock",
                "SELECT reports_reportstep core_user",
                "SELECT core_user core_useragency",
                "SELECT core_useragency",
                "SELECT core_user",
                "SELECT core_useragency",
                "SELECT reports_report core_agency reports_documentnumber",
                "SELECT reports_reportsnapshot core_user",
            ]
        ),
    ),
    "reports:frozen_figure": (
        "issued_report.year issued_report.code =1 =aid.items_received",
        report_steps,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_report core_agency core_person",
                "SELECT reports_reportsnapshot reports_report core_agency core_user",
                "SELECT reports_reportfigure reports_reportsnapshot",
            ]
        ),
    ),
    "reports:snapshot_list": (
        None,
        locks,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_reportsnapshot reports_reportfigure reports_report",
                "SELECT reports_reportsnapshot reports_reportfigure reports_report",
                "SELECT reports_reportsnapshot reports_report reports_reportfigure core_agency core_user",
            ]
        ),
    ),
    "reports:number_list": (
        None,
        book_numbers,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_documentnumber",
                "SELECT reports_documentnumber",
                "SELECT meetings_meetingdocument meetings_meeting",
                "SELECT core_agency reports_documentnumber",
                "SELECT reports_documentnumber core_agency reports_report",
            ]
        ),
    ),
}
