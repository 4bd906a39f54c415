"""Plans of the pages of programs: the arguments of the address, the rows to add, the statements."""

from inline_snapshot import snapshot

from tests.query_plans.rows import (
    activities,
    associations,
    drafts,
    passages,
    steps,
    tasks,
    unit_tasks,
    versions,
)

PAGES = {
    "programs:program_life": (
        "draft.program.slug",
        steps,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_program core_agency",
                "SELECT programs_draft programs_program",
                "SELECT programs_programstep",
                "SELECT programs_draft programs_program",
                "SELECT programs_programstep programs_program programs_draft core_attachment",
                "SELECT programs_programstep programs_program programs_draft core_attachment",
            ]
        ),
    ),
    "programs:draft_list": (
        "draft.program.slug",
        drafts,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_program",
                "SELECT programs_draft",
                "SELECT programs_section programs_draft",
                "SELECT programs_historicaldraft core_user",
            ]
        ),
    ),
    "programs:draft_detail": (
        "draft.program.slug draft.number",
        passages,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_draft programs_program programs_draftpages",
                "SELECT programs_section",
                "SELECT programs_section",
                "SELECT programs_section",
                "SELECT programs_section core_user",
                "SELECT programs_section core_user",
                "SELECT core_useragency",
                "SELECT meetings_opinion meetings_contribution meetings_opinionresponse",
                "SELECT meetings_opinion programs_program meetings_contribution core_agency meetings_opinionresponse",
                "SELECT meetings_opinion programs_program meetings_contribution core_agency meetings_opinionresponse meetings_consultationround meetings_meeting",
                "SELECT programs_section",
                "SELECT programs_section",
                "SELECT meetings_opinion programs_program meetings_contribution core_agency meetings_consultationround meetings_meeting meetings_opinionresponse programs_section",
            ]
        ),
    ),
    "programs:draft_section": (
        "draft.program.slug draft.number draft_section.key",
        passages,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_draft programs_program programs_draftpages",
                "SELECT programs_section programs_draft",
                "SELECT programs_section",
                "SELECT programs_section",
                "SELECT programs_section core_user",
                "SELECT programs_section core_user",
                "SELECT core_useragency",
                "SELECT meetings_opinion meetings_contribution meetings_opinionresponse",
                "SELECT meetings_opinion programs_program meetings_contribution core_agency meetings_opinionresponse",
                "SELECT meetings_opinion programs_program meetings_contribution core_agency meetings_opinionresponse meetings_consultationround meetings_meeting",
                "SELECT programs_section",
                "SELECT programs_section",
                "SELECT meetings_opinion programs_program meetings_contribution core_agency meetings_consultationround meetings_meeting meetings_opinionresponse programs_section",
            ]
        ),
    ),
    "programs:draft_compare": (
        "draft.program.slug",
        versions,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_program",
                "SELECT programs_draft",
                "SELECT programs_section",
                "SELECT programs_section",
                "SELECT programs_keypoint programs_draft",
                "SELECT programs_keypointcarrier",
                "SELECT core_useragency",
                "SELECT meetings_opinion programs_program meetings_contribution core_agency meetings_opinionresponse",
                "SELECT programs_historicalsection programs_draft",
                "SELECT programs_draft",
                "SELECT meetings_opinion meetings_contribution meetings_opinionresponse",
                "SELECT programs_section",
                "SELECT programs_draftpages",
                "SELECT programs_section core_user",
            ]
        ),
    ),
    "programs:draft_hints": (
        "draft.program.slug draft.number",
        versions,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_draft programs_program",
                "SELECT programs_section",
                "SELECT programs_section",
                "SELECT programs_keypoint programs_draft",
                "SELECT programs_keypointcarrier",
            ]
        ),
    ),
    "programs:point_list": (
        "draft.program.slug draft.number",
        versions,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_draft programs_program",
                "SELECT programs_section",
                "SELECT programs_keypoint programs_draft",
                "SELECT programs_keypointcarrier",
                "SELECT programs_keypoint core_user",
            ]
        ),
    ),
    "programs:my_tasks": (
        None,
        tasks,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_useragency",
                "SELECT programs_pillar",
                "SELECT programs_task programs_taskagency",
                "SELECT programs_task programs_taskagency",
                "SELECT programs_task",
                "SELECT programs_task programs_taskagency",
                "SELECT programs_task",
                "SELECT programs_task",
                "SELECT core_agency programs_task",
                "SELECT programs_program",
                "SELECT programs_task core_agency programs_program programs_pillar programs_solutiongroup programs_taskagency",
                "SELECT programs_taskagency core_agency",
            ]
        ),
    ),
    "programs:activity_list": (
        None,
        activities,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_activity",
                "SELECT programs_activity",
                "SELECT programs_activity",
                "SELECT core_country programs_activity",
                "SELECT programs_pillar",
                "SELECT programs_activity core_country core_agency programs_pillar",
            ]
        ),
    ),
    "programs:activity_detail": (
        "activity.code",
        activities,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_activity core_country core_agency programs_pillar",
                "SELECT programs_historicalactivity core_user",
                "SELECT core_agency",
            ]
        ),
    ),
    "programs:program_detail": (
        "program.slug",
        tasks,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_program",
                "SELECT programs_pillar",
                "SELECT programs_task",
                "SELECT programs_solutiongroup programs_pillar",
                "SELECT programs_task",
                "SELECT programs_task programs_program programs_pillar programs_solutiongroup core_agency",
                "SELECT programs_task",
                "SELECT programs_pillar",
                "SELECT programs_pillar",
                "SELECT core_agency programs_task",
                "SELECT programs_task programs_pillar programs_solutiongroup core_agency",
                "SELECT core_agency programs_task",
            ]
        ),
    ),
    "programs:task_list": (
        None,
        tasks,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_useragency",
                "SELECT programs_pillar",
                "SELECT programs_task",
                "SELECT programs_task",
                "SELECT programs_task",
                "SELECT programs_task programs_taskagency",
                "SELECT programs_task",
                "SELECT programs_task",
                "SELECT core_agency programs_task",
                "SELECT programs_program",
                "SELECT programs_task programs_program programs_pillar programs_solutiongroup core_agency",
                "SELECT programs_taskagency core_agency",
            ]
        ),
    ),
    "programs:task_detail": (
        "task.code",
        unit_tasks,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_task programs_program programs_pillar programs_solutiongroup core_agency",
                "SELECT programs_taskagency core_agency",
                "SELECT programs_historicaltask",
                "SELECT programs_historicaltask core_user",
                "SELECT programs_program",
                "SELECT programs_pillar",
                "SELECT programs_solutiongroup programs_pillar",
                "SELECT core_agency",
                "SELECT programs_historicaltaskagency core_user",
                "SELECT programs_task",
                "SELECT core_agency",
            ]
        ),
    ),
    "programs:association_list": (
        None,
        associations,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_friendshipassociation",
                "SELECT programs_friendshipassociation",
                "SELECT programs_friendshipassociation",
                "SELECT programs_friendshipassociation core_agency core_country",
            ]
        ),
    ),
    "programs:association_detail": (
        "association.pk",
        associations,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT programs_friendshipassociation core_agency core_country",
                "SELECT programs_activity",
                "SELECT programs_historicalfriendshipassociation core_user",
                "SELECT core_agency",
            ]
        ),
    ),
}
