"""What search finds in programs, and who reads the history of records that everybody sees."""

from django.urls import reverse

from core.dates import format_date
from core.history_values import hide_fields, print_field
from core.history_view import allow_history
from core.models import Attachment
from core.permissions import Area, Right, may_anywhere
from core.search import SearchSource
from core.search import register as register_search
from programs.models import Activity, FriendshipAssociation, Program, ProgramStep, Section, Task


def _reads(area):
    return lambda user: may_anywhere(user, area, Right.READ)


def budgets_in_words(parts, unit="từ"):
    """Return the lengths of parts as words: "Phần 1: 1500 từ; Phần 2: 3300 từ"."""
    return "; ".join(f"Phần {number}: {length} {unit}" for number, length in sorted(parts.items()))


def pages_in_words(parts):
    """Return the pages of parts as words: "Phần 1: 12 trang"."""
    return budgets_in_words(parts, "trang")


def register():
    """Register tasks, activities, programs and associations, the words and papers of programs."""
    register_search(
        SearchSource(
            label="Nhiệm vụ",
            area=Area.TASKS,
            model=Task,
            queryset=lambda user: Task.objects.visible_to(user).select_related("lead_agency"),
            title=lambda task: task.title,
            meta=lambda task: f"{task.code} · {task.lead_agency.label} · {task.due_words}",
            url=lambda task: task.get_absolute_url(),
            icon="sitemap",
            exact=("code", "title"),
            newest="-due_on",
            list_url="programs:task_list",
        )
    )
    register_search(
        SearchSource(
            label="Hoạt động",
            area=Area.ACTIVITIES,
            model=Activity,
            queryset=lambda user: Activity.objects.visible_to(user).select_related("agency"),
            title=lambda activity: activity.title,
            meta=lambda activity: (
                f"{activity.code} · {format_date(activity.held_on)} · {activity.agency.label}"
            ),
            url=lambda activity: activity.get_absolute_url(),
            icon="calendar",
            exact=("code", "title"),
            newest="-held_on",
            list_url="programs:activity_list",
        )
    )
    register_search(
        SearchSource(
            label="Chương trình",
            area=Area.PROGRAM,
            model=Program,
            queryset=lambda _user: Program.objects.all(),
            title=lambda program: program.title,
            meta=lambda program: program.get_status_display(),
            url=lambda program: program.get_absolute_url(),
            icon="sitemap",
            exact=("title", "slug"),
            newest="-period_start_year",
        )
    )
    register_search(
        SearchSource(
            label="Hội thành viên",
            area=Area.ACTIVITIES,
            model=FriendshipAssociation,
            queryset=lambda _user: FriendshipAssociation.objects.select_related("country"),
            title=lambda association: association.name,
            meta=lambda association: association.country.name if association.country else "",
            url=lambda association: association.get_absolute_url(),
            icon="users-group",
            exact=("name",),
            newest="sort_key",
            list_url="programs:association_list",
        )
    )
    _register_texts()
    for label in (
        "program",
        "solutiongroup",
        "pillar",
        "draft",
        "section",
        "keypoint",
        "keptfinding",
        "programstep",
    ):
        allow_history(f"programs.{label}", _reads(Area.PROGRAM))
    # Where a paragraph stands is said by its number and its draft; keys mean nothing to a reader.
    hide_fields("programs.section", "key", "chapter", "position", "came_from")
    hide_fields("programs.keypoint", "section_key", "place")
    hide_fields("programs.keptfinding", "section_key", "mark", "words_print")
    hide_fields("programs.keypointcarrier", "section_key", "linked_to")
    print_field("programs.draft", "part_budgets", budgets_in_words)
    print_field("programs.draft", "part_page_budgets", pages_in_words)
    print_field("programs.draftpages", "part_pages", pages_in_words)
    allow_history("programs.draftpages", _reads(Area.PROGRAM))
    allow_history("programs.friendshipassociation", _reads(Area.ACTIVITIES))


def _register_texts():
    register_search(
        SearchSource(
            label="Dự thảo chương trình",
            area=Area.PROGRAM,
            model=Section,
            queryset=lambda user: Section.objects.visible_to(user).select_related("draft__program"),
            title=lambda section: section.text,
            meta=lambda section: " · ".join(
                filter(None, [section.draft.program.slug, str(section.draft), section.number])
            ),
            url=lambda section: f"{section.get_absolute_url()}#doan-{section.key}",
            icon="file-text",
            newest="-draft__number",
            same=lambda section: (section.draft.program_id, section.key),
        )
    )
    register_search(
        SearchSource(
            label="Văn bản của chương trình",
            area=Area.PROGRAM,
            model=Attachment,
            queryset=lambda _user: ProgramStep.objects.select_related("program", "attachment"),
            title=lambda step: step.attachment.name,
            meta=lambda step: " · ".join(
                filter(None, [str(step.program), step.get_to_status_display(), step.paper_number])
            ),
            url=lambda step: reverse("programs:program_life", args=[step.program.slug]),
            icon="paperclip",
            key="attachment_id",
        )
    )
