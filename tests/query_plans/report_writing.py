"""Plans of the pages on which a report is written: outlines, figures with their records, the preview."""

from inline_snapshot import snapshot

from tests.query_plans.rows import everything, exports

PAGES = {
    "reports:outline_list": (
        None,
        everything,
        snapshot(["SELECT django_session", "SELECT core_user", "SELECT reports_reportoutline"]),
    ),
    "reports:outline_page": (
        "outline.code",
        everything,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_reportoutline",
                "SELECT reports_outlinesection reports_reportoutline",
            ]
        ),
    ),
    "reports:report_figures": (
        "report.year report.code",
        exports,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_report core_agency core_person",
                "SELECT reports_narrativeblock",
                "SELECT meetings_meeting meetings_followup programs_activity aid_aiditem aid_commitment aid_disbursement aid_itemsector aid_sector programs_friendshipassociation meetings_award programs_task programs_program",
                "SELECT core_country",
                "SELECT programs_activity core_country",
                "SELECT reports_narrativeblock",
                "SELECT reports_figurelook core_user",
                "SELECT reports_narrativeblock",
                "SELECT reports_manualfigure",
                "SELECT core_country",
                "SELECT core_agency",
                "SELECT core_appointment core_person",
                "SELECT reports_keptwords core_user",
            ]
        ),
    ),
    "reports:report_figure": (
        "report.year report.code =aid.items_received",
        exports,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_report core_agency core_person",
                "SELECT reports_narrativeblock",
                "SELECT meetings_meeting meetings_followup programs_activity aid_aiditem aid_commitment aid_disbursement aid_itemsector aid_sector programs_friendshipassociation meetings_award programs_task programs_program",
                "SELECT core_country",
                "SELECT programs_activity core_country",
                "SELECT reports_narrativeblock",
                "SELECT reports_figurelook core_user",
                "SELECT aid_aiditem",
                "SELECT aid_aiditem core_partner core_agency",
                "SELECT aid_commitment",
                "SELECT reports_narrativeblock",
                "SELECT reports_manualfigure",
                "SELECT core_country",
                "SELECT core_agency",
                "SELECT core_appointment core_person",
                "SELECT reports_keptwords core_user",
                "SELECT reports_reportstep core_user",
                "SELECT reports_reportcomment core_user",
                "SELECT reports_narrativeblock",
                "SELECT reports_narrativeblock",
                "SELECT aid_aiditem meetings_meeting programs_activity programs_task programs_program",
                "SELECT reports_reportstep core_user",
                "SELECT reports_reportstep reports_historicalreport reports_historicalkeptwords reports_historicalnarrativeblock",
                "SELECT reports_reportstep core_user",
                "SELECT core_user core_useragency",
                "SELECT core_useragency",
                "SELECT core_user",
                "SELECT core_useragency",
                "SELECT reports_report core_agency reports_documentnumber",
                "SELECT reports_manualfigure",
                "SELECT reports_pdfexport core_user",
            ]
        ),
    ),
    "reports:report_preview": (
        "report.year report.code",
        exports,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_report core_agency core_person",
                "SELECT reports_pdfexport core_user",
                "SELECT reports_pdfexport core_user",
                "SELECT reports_historicalnarrativeblock",
            ]
        ),
    ),
}
