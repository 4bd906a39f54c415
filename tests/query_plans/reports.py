"""Plans of the pages of reports: the arguments of the address, the rows to add, the statements."""

from inline_snapshot import snapshot

from tests.query_plans.rows import (
    everything,
    exports,
    items,
    manual_figures,
    parts,
    passages,
    reports,
    steps,
)

PAGES = {
    "reports:meeting_paper": (
        "meeting.slug =thong-bao",
        parts,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT meetings_meeting core_agency programs_program programs_draft",
                "SELECT meetings_agendaitem",
                "SELECT meetings_conclusion",
                "SELECT meetings_sourcequote",
                "SELECT meetings_attendance core_agency core_person",
                "SELECT meetings_speech core_agency core_person",
                "SELECT meetings_meetingpaper core_attachment",
                "SELECT meetings_meetingdocument core_attachment",
                "SELECT meetings_followup meetings_conclusion core_agency",
                "SELECT meetings_followupagency core_agency",
                "SELECT meetings_meetingdocument",
                "SELECT meetings_meetingdocument core_attachment",
                "SELECT meetings_followup meetings_conclusion core_agency",
                "SELECT meetings_followupagency core_agency",
            ]
        ),
    ),
    "reports:dossier": (
        "draft.program.slug",
        steps,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_program",
                "SELECT programs_programstep programs_draft programs_program",
                "SELECT programs_draft programs_program",
                "SELECT reports_paperjob",
                "SELECT programs_section",
                "SELECT meetings_consultationround",
                "SELECT meetings_opinion meetings_contribution meetings_opinionresponse",
                "SELECT programs_section",
                "SELECT programs_section",
                "SELECT programs_keypoint programs_draft",
                "SELECT programs_keypointcarrier",
                "SELECT programs_keypoint",
                "SELECT programs_section",
                "SELECT programs_section",
            ]
        ),
    ),
    "reports:aid_table": (
        None,
        items,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_aidreportform",
                "SELECT reports_aidreportform",
                "SELECT reports_aidreportform",
                "SELECT aid_aiditem",
                "SELECT aid_aiditem core_partner core_country core_agency",
                "SELECT aid_aiditem",
                "SELECT aid_aiditem core_partner core_country core_agency",
                "SELECT aid_commitment aid_aiditem",
                "SELECT aid_commitment aid_aiditem",
                "SELECT aid_aiditem",
                "SELECT aid_aiditem",
            ]
        ),
    ),
    "reports:figure_list": (
        None,
        everything,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT aid_aiditem aid_disbursement meetings_meeting programs_activity core_user",
                "SELECT aid_aiditem aid_disbursement meetings_meeting programs_activity core_user",
                "SELECT core_legalvalue",
                "SELECT core_legalvalue",
                "SELECT core_legalvalue",
                "SELECT core_swappedday",
                "SELECT aid_aiditem aid_commitment aid_disbursement programs_friendshipassociation core_country aid_counterpart meetings_meeting meetings_conclusion meetings_followup meetings_award programs_task programs_program programs_activity aid_itemsector aid_sector aid_ngoregistration aid_ownerreport programs_draft",
                "SELECT reports_manualfigure core_attachment core_agency",
            ]
        ),
    ),
    "reports:figure": (
        "=aid.items_received",
        items,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT aid_aiditem aid_disbursement meetings_meeting programs_activity core_user",
                "SELECT aid_aiditem aid_disbursement meetings_meeting programs_activity core_user",
                "SELECT aid_aiditem",
                "SELECT aid_aiditem aid_disbursement core_user",
                "SELECT aid_aiditem",
                "SELECT aid_aiditem core_partner core_agency",
                "SELECT aid_commitment",
            ]
        ),
    ),
    "reports:manual_list": (
        None,
        manual_figures,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_manualfigure core_attachment core_agency",
            ]
        ),
    ),
    "reports:manual_figure": (
        "manual_figure.pk",
        manual_figures,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_manualfigure core_attachment core_agency",
                "SELECT reports_manualfigure core_attachment core_agency",
            ]
        ),
    ),
    "reports:report_list": (
        None,
        reports,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_report",
                "SELECT reports_report",
                "SELECT reports_reportoutline",
                "SELECT reports_report reports_reportoutline core_agency reports_documentnumber",
            ]
        ),
    ),
    "reports:draft_checks": (
        "draft.program.slug draft.number",
        passages,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_draft programs_program",
                "SELECT programs_section",
                "SELECT programs_section",
                "SELECT programs_section",
                "SELECT programs_task core_agency",
                "SELECT programs_taskagency programs_task core_agency",
                "SELECT core_country",
                "SELECT core_agency",
                "SELECT core_appointment core_person",
                "SELECT programs_section",
            ]
        ),
    ),
    "reports:report_checks": (
        "report.year report.code",
        items,
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
                "SELECT reports_manualfigure",
                "SELECT core_country",
                "SELECT core_agency",
                "SELECT core_appointment core_person",
                "SELECT reports_keptwords core_user",
            ]
        ),
    ),
    "reports:report_page": (
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
                "SELECT aid_aiditem",
                "SELECT aid_aiditem core_partner core_agency",
                "SELECT aid_commitment",
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
    "reports:paper_job": (
        "paper_job.pk",
        passages,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_paperjob core_user",
                "SELECT programs_draft programs_program",
                "SELECT programs_draft",
                "SELECT programs_draft",
            ]
        ),
    ),
    "reports:findings": (
        "=2025",
        everything,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_report core_agency reports_documentnumber",
                "SELECT meetings_meeting meetings_sourcequote",
                "SELECT core_country",
                "SELECT aid_aiditem aid_commitment aid_disbursement meetings_meeting meetings_followup programs_task programs_program programs_activity programs_friendshipassociation",
            ]
        ),
    ),
    "reports:export_progress": (
        "report.year report.code export.pk",
        exports,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_report core_agency core_person",
                "SELECT reports_pdfexport core_user",
            ]
        ),
    ),
}
