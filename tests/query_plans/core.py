"""Plans of the pages of core: the arguments of the address, the rows to add, the statements."""

from inline_snapshot import snapshot

from tests.query_plans.rows import (
    accounts,
    acts,
    agencies,
    everything,
    localities,
    nothing,
    notices,
    observances,
    partners,
    people,
    unit_tasks,
)

PAGES = {
    "core:notice_list": (
        None,
        notices,
        snapshot(["SELECT django_session", "SELECT core_user", "SELECT core_notice", "SELECT core_notice"]),
    ),
    "core:agency_list": (
        None,
        agencies,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_agency",
                "SELECT core_agency",
                "SELECT core_agency",
            ]
        ),
    ),
    "core:agency_detail": (
        "agency.pk",
        people,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_agency",
                "SELECT core_appointment core_person",
                "SELECT core_agencysuccession core_agency",
                "SELECT core_agencysuccession core_agency",
                "SELECT core_agency",
            ]
        ),
    ),
    "core:person_list": (
        None,
        people,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_person",
                "SELECT core_person",
                "SELECT core_agency",
                "SELECT core_person",
                "SELECT core_appointment",
            ]
        ),
    ),
    "core:person_detail": (
        "person.pk",
        people,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_person",
                "SELECT core_appointment core_agency",
            ]
        ),
    ),
    "core:partner_list": (
        None,
        partners,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_partner",
                "SELECT core_partner",
                "SELECT core_country core_partner",
                "SELECT core_partner core_country",
            ]
        ),
    ),
    "core:partner_detail": (
        "donor.pk",
        partners,
        snapshot(["SELECT django_session", "SELECT core_user", "SELECT core_partner core_country"]),
    ),
    "core:account_list": (
        None,
        accounts,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_user",
                "SELECT core_user",
                "SELECT core_user",
                "SELECT core_user core_agency",
            ]
        ),
    ),
    "core:account_detail": (
        "account.pk",
        accounts,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_user core_agency",
                "SELECT mfa_authenticator",
                "SELECT core_useragency core_agency",
                "SELECT core_accesslog",
            ]
        ),
    ),
    "core:country_list": (
        None,
        nothing,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_country",
                "SELECT core_country",
                "SELECT core_country",
                "SELECT core_country",
            ]
        ),
    ),
    "core:country_detail": (
        "country.pk",
        partners,
        snapshot(
            ["SELECT django_session", "SELECT core_user", "SELECT core_country", "SELECT core_observance"]
        ),
    ),
    "core:locality_list": (
        None,
        localities,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_locality",
                "SELECT core_locality",
                "SELECT core_locality",
            ]
        ),
    ),
    "core:legal_value_list": (
        None,
        nothing,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_legalvalue",
                "SELECT core_legalvalue",
                "SELECT core_legalvalue",
            ]
        ),
    ),
    "core:swapped_day_list": (
        None,
        nothing,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_swappedday",
                "SELECT core_swappedday",
                "SELECT core_swappedday",
            ]
        ),
    ),
    "core:access_log": (
        None,
        nothing,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_accesslog",
                "SELECT core_accesslog",
                "SELECT core_user",
                "SELECT core_accesslog core_user",
            ]
        ),
    ),
    "core:observance_list": (
        None,
        observances,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_observance",
                "SELECT core_observance",
                "SELECT core_country",
                "SELECT core_observance core_country",
            ]
        ),
    ),
    "core:audit_log": (
        None,
        acts,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_historicalaidreportform",
                "SELECT reports_historicalreportoutline",
                "SELECT reports_historicaloutlinesection",
                "SELECT reports_historicalreport",
                "SELECT reports_historicalnarrativeblock",
                "SELECT reports_historicalpdfexport",
                "SELECT reports_historicalpaperjob",
                "SELECT reports_historicalreportstep",
                "SELECT reports_historicalreportcomment",
                "SELECT reports_historicaldocumentnumber",
                "SELECT reports_historicalmanualfigure",
                "SELECT reports_historicalkeptwords",
                "SELECT reports_historicalfigurelook",
                "SELECT aid_historicalsector",
                "SELECT aid_historicalexchangerate",
                "SELECT aid_historicalngoregistration",
                "SELECT aid_historicalregistrationsector",
                "SELECT aid_historicaltwinverdict",
                "SELECT aid_historicalmerge",
                "SELECT aid_historicalsenttemplate",
                "SELECT aid_historicalkeptmapping",
                "SELECT aid_historicalaiditem",
                "SELECT aid_historicalitemsector",
                "SELECT aid_historicalitemplace",
                "SELECT aid_historicaldossierdocument",
                "SELECT aid_historicalaidstep",
                "SELECT aid_historicaldossierrequirement",
                "SELECT aid_historicaldossiercheck",
                "SELECT aid_historicalownerreport",
                "SELECT aid_historicalownerreminder",
                "SELECT aid_historicalallocation",
                "SELECT aid_historicalcommitment",
                "SELECT aid_historicalcounterpart",
                "SELECT aid_historicaldisbursement",
                "SELECT aid_historicalclosedperiod",
                "SELECT aid_historicalopendata",
                "SELECT meetings_historicalmeeting",
                "SELECT meetings_historicalagendaitem",
                "SELECT meetings_historicalattendance",
                "SELECT meetings_historicalspeech",
                "SELECT meetings_historicalconclusion",
                "SELECT meetings_historicalmeetingpaper",
                "SELECT meetings_historicalsourcequote",
                "SELECT meetings_historicalfollowup",
                "SELECT meetings_historicalfollowupagency",
                "SELECT meetings_historicalfollowupreport",
                "SELECT meetings_historicalaward",
                "SELECT meetings_historicalconsultationround",
                "SELECT meetings_historicalroundagency",
                "SELECT meetings_historicalcontribution",
                "SELECT meetings_historicalopinion",
                "SELECT meetings_historicalopinionresponse",
                "SELECT meetings_historicalmeetingdocument",
                "SELECT programs_historicalpillar",
                "SELECT programs_historicalprogram",
                "SELECT programs_historicalsolutiongroup",
                "SELECT programs_historicaldraft",
                "SELECT programs_historicalsection",
                "SELECT programs_historicaldraftpages",
                "SELECT programs_historicalkeptfinding",
                "SELECT programs_historicalkeypoint",
                "SELECT programs_historicalkeypointcarrier",
                "SELECT programs_historicalprogramstep",
                "SELECT programs_historicalactivity",
                "SELECT programs_historicalfriendshipassociation",
                "SELECT programs_historicaltask",
                "SELECT programs_historicaltaskagency",
                "SELECT core_historicalagency",
                "SELECT core_historicalagencysuccession",
                "SELECT core_historicalperson",
                "SELECT core_historicalappointment",
                "SELECT core_historicalcalendartoken",
                "SELECT core_historicalattachment",
                "SELECT core_historicalimportbatch",
                "SELECT core_historicalcountry",
                "SELECT core_historicalobservance",
                "SELECT core_historicallocality",
                "SELECT core_historicallegalvalue",
                "SELECT core_historicalswappedday",
                "SELECT core_historicalpartner",
                "SELECT core_historicalsubscription",
                "SELECT core_historicaluser",
                "SELECT core_historicaluseragency",
                "SELECT programs_historicaltask core_user",
                "SELECT programs_program",
                "SELECT programs_solutiongroup programs_pillar",
                "SELECT core_agency",
                "SELECT core_user",
            ]
        ),
    ),
    "core:catalogue": (None, nothing, snapshot(["SELECT django_session", "SELECT core_user"])),
    "core:history": (
        "=programs.task task.pk",
        unit_tasks,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_task",
                "SELECT programs_historicaltask core_user",
                "SELECT programs_program",
                "SELECT programs_pillar",
                "SELECT programs_solutiongroup programs_pillar",
                "SELECT core_agency",
                "SELECT programs_historicaltaskagency core_user",
                "SELECT programs_task",
                "SELECT core_agency",
                "SELECT programs_program",
                "SELECT programs_pillar",
                "SELECT programs_solutiongroup programs_pillar",
                "SELECT core_agency",
            ]
        ),
    ),
    "core:search": (
        "?q=thu",
        everything,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT reports_report reports_documentnumber aid_aiditem core_partner aid_ngoregistration aid_dossierdocument core_attachment meetings_opinion meetings_meeting meetings_followup meetings_conclusion meetings_meetingdocument meetings_meetingpaper meetings_award programs_task programs_activity programs_program programs_friendshipassociation programs_section core_agency core_person core_country core_locality",
                "SELECT core_locality",
                "SELECT meetings_meeting",
                "SELECT programs_task core_agency",
                "SELECT programs_activity core_agency",
                "SELECT core_person",
                "SELECT core_appointment",
                "SELECT aid_aiditem core_partner",
                "SELECT core_partner core_country aid_aiditem",
                "SELECT programs_friendshipassociation core_country",
                "SELECT core_partner core_country",
                "SELECT meetings_followup core_agency",
            ]
        ),
    ),
}
