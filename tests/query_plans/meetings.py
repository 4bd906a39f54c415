"""Plans of the pages of meetings: the arguments of the address, the rows to add, the statements."""

from inline_snapshot import snapshot

from tests.query_plans.rows import awards, follow_up_reports, followups, meetings, parts

PAGES = {
    "meetings:meeting_list": (
        None,
        meetings,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT meetings_meeting",
                "SELECT meetings_meeting",
                "SELECT meetings_meeting",
                "SELECT core_agency",
                "SELECT meetings_meeting core_agency",
                "SELECT meetings_attendance core_agency core_person",
            ]
        ),
    ),
    "meetings:meeting_detail": (
        "meeting.slug",
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
                "SELECT meetings_followup meetings_meeting core_agency",
                "SELECT meetings_followupagency core_agency",
                "SELECT meetings_meetingdocument",
                "SELECT core_user core_useragency",
                "SELECT core_useragency",
                "SELECT meetings_award meetings_meeting core_agency",
                "SELECT core_useragency",
                "SELECT meetings_opinion meetings_contribution meetings_opinionresponse",
            ]
        ),
    ),
    "meetings:followup_list": (
        None,
        followups,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT meetings_meeting",
                "SELECT meetings_followup",
                "SELECT meetings_followup",
                "SELECT meetings_followup",
                "SELECT core_agency",
                "SELECT meetings_followupreport meetings_followup meetings_meeting core_agency",
                "SELECT meetings_followupagency core_agency",
                "SELECT core_useragency",
            ]
        ),
    ),
    "meetings:followup_detail": (
        "followup.code",
        follow_up_reports,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT meetings_followupreport meetings_followup meetings_meeting core_agency meetings_conclusion",
                "SELECT meetings_followupagency core_agency",
                "SELECT meetings_meeting",
                "SELECT core_useragency",
                "SELECT meetings_followupreport core_agency core_attachment core_user",
            ]
        ),
    ),
    "meetings:award_list": (
        None,
        awards,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT meetings_award",
                "SELECT meetings_award",
                "SELECT meetings_award",
                "SELECT core_agency",
                "SELECT meetings_award meetings_meeting core_agency",
            ]
        ),
    ),
    "meetings:award_detail": (
        "award.pk",
        awards,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT meetings_award meetings_meeting core_agency",
                "SELECT meetings_meeting",
            ]
        ),
    ),
}
