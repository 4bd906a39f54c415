"""Plans of the pages of opinions: the arguments of the address, the rows to add, the statements."""

from inline_snapshot import snapshot

from tests.query_plans.rows import opinions, requests, rounds

PAGES = {
    "opinions:opinion_list": (
        "draft.program.slug",
        opinions,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_program",
                "SELECT core_useragency",
                "SELECT meetings_consultationround",
                "SELECT meetings_opinion meetings_contribution",
                "SELECT meetings_opinion meetings_contribution meetings_opinionresponse",
                "SELECT meetings_consultationround programs_program programs_draft",
                "SELECT meetings_contribution meetings_opinion core_agency",
                "SELECT meetings_roundagency core_agency",
                "SELECT meetings_opinion meetings_contribution meetings_opinionresponse",
                "SELECT programs_draft programs_program",
                (
                    "SELECT meetings_opinion meetings_contribution core_agency programs_program "
                    "meetings_consultationround meetings_meeting programs_draft core_user "
                    "meetings_opinionresponse"
                ),
            ]
        ),
    ),
    "opinions:opinion_detail": (
        "draft.program.slug opinion.number",
        opinions,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_useragency",
                (
                    "SELECT meetings_opinion meetings_contribution core_agency programs_program "
                    "meetings_consultationround meetings_meeting programs_draft core_user "
                    "meetings_opinionresponse"
                ),
                "SELECT programs_draft programs_program",
                "SELECT meetings_opinion meetings_contribution programs_program",
                "SELECT meetings_opinion meetings_contribution programs_program",
                "SELECT programs_draft",
                "SELECT meetings_historicalopinionresponse core_user",
            ]
        ),
    ),
    "opinions:round_list": (
        "draft.program.slug",
        rounds,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_program",
                "SELECT meetings_consultationround programs_program programs_draft",
                "SELECT meetings_contribution meetings_opinion core_agency",
                "SELECT meetings_roundagency core_agency",
                "SELECT core_useragency",
            ]
        ),
    ),
    "opinions:round_detail": (
        "draft.program.slug round.number",
        opinions,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT meetings_consultationround programs_program programs_draft",
                "SELECT meetings_contribution meetings_opinion core_agency",
                "SELECT meetings_roundagency core_agency",
                "SELECT core_useragency",
                "SELECT programs_draft",
            ]
        ),
    ),
    "opinions:contribution_detail": (
        "draft.program.slug letter.pk",
        requests,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_useragency",
                (
                    "SELECT meetings_contribution core_agency programs_program programs_draft "
                    "meetings_consultationround meetings_meeting core_attachment"
                ),
                "SELECT meetings_opinion programs_program meetings_opinionresponse programs_draft",
                "SELECT programs_draft",
            ]
        ),
    ),
}
