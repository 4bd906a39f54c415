"""What must hold before a program moves on: guards by name, each app registering those that it can judge."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, Sum
from django.urls import reverse

from core.legal import Blocker, Caution
from core.money import format_number
from programs import life
from programs.draft_rules import PARTS
from programs.keypoint_check import check_of
from programs.models import Draft, KeyPoint, Program, Section, Task, TaskAgency, TaskStatus

type Finding = Blocker | Caution
type Find = Callable[[Program, Draft | None, date], list[Finding]]
type Link = Callable[[Program, Draft | None], str]

_NAMED = 5
_PART_NAMES = ("một", "hai", "ba")


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition: what finds that it does not hold, and where to see to it."""

    find: Find
    link: Link | None


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What stands in the way of a move, or calls for attention, with the address where it is mended."""

    guard: str
    finding: Finding
    url: str = ""

    @property
    def is_blocker(self) -> bool:
        """Whether it stops the move."""
        return isinstance(self.finding, Blocker)


_guards: dict[str, Guard] = {}


def register_guard(name: str, find: Find, link: Link | None = None) -> None:
    """Let `find(program, draft, today)` say what hinders; `link(program, draft)` where it is mended."""
    _guards[name] = Guard(find, link)


def hindrances(names: Iterable[str], program: Program, draft: Draft | None, today: date) -> list[Hindrance]:
    """Return what the named guards find. A name that nobody registered is a fault: nothing passes it."""
    found = []
    for name in names:
        guard = _guards[name]
        url = guard.link(program, draft) if guard.link else ""
        found += [Hindrance(name, finding, url) for finding in guard.find(program, draft, today)]
    return found


def newest_draft(program: Program) -> Draft | None:
    """Return the newest version of a program's text."""
    return program.drafts.select_related("program").latest_first().first()


def submitted_draft(program: Program) -> Draft | None:
    """Return the version that was submitted last; None where no submission is recorded."""
    steps = program.steps.filter(to_status=Program.Status.SUBMITTED)
    step = steps.newest_first().select_related("draft__program").first()
    return step.draft if step else None


def text_for(program: Program, to: str) -> Draft | None:
    """Return the version that a move is about unless the mover names one: the submitted, or the newest."""
    submitted = submitted_draft(program) if to in life.ABOUT_SUBMITTED else None
    return submitted or newest_draft(program)


def sent_draft(program: Program) -> Draft | None:
    """Return the version that was submitted or issued last, else the newest."""
    sent = program.steps.filter(to_status__in=(Program.Status.SUBMITTED, Program.Status.ISSUED))
    step = sent.newest_first().select_related("draft__program").first()
    return step.draft if step and step.draft else newest_draft(program)


def lead_and_deadline(program: Program, _draft: Draft | None, _today: date) -> list[Finding]:
    """The order names who drafts and until when."""
    found: list[Finding] = []
    if program.drafting_agency_id is None:
        found.append(Blocker("Chưa ghi cơ quan chủ trì soạn thảo; ghi ở trang sửa chương trình.", None))
    if program.draft_due_on is None:
        found.append(Blocker("Chưa ghi hạn trình dự thảo; ghi ở trang sửa chương trình.", None))
    return found


def has_draft(_program: Program, draft: Draft | None, _today: date) -> list[Finding]:
    """There is a text to send."""
    if draft is not None:
        return []
    return [Blocker("Chưa có bản dự thảo nào để gửi; nhận dự thảo từ Word trước.", None)]


def three_parts(_program: Program, draft: Draft | None, _today: date) -> list[Finding]:
    """The text has its three parts, each with words below its heading."""
    if draft is None:
        return [Blocker("Chưa có bản dự thảo nào; nhận dự thảo từ Word trước.", None)]
    rows = draft.sections.exclude(kind=Section.Kind.PART).order_by().values_list("part")
    words = dict(rows.annotate(total=Sum("words")))
    empty = [_PART_NAMES[number - 1] for number in range(1, PARTS + 1) if not words.get(number)]
    if not empty:
        return []
    return [Blocker(f"{draft}: phần {', '.join(empty)} chưa có nội dung; dự thảo gồm ba phần.", None)]


def within_length(_program: Program, draft: Draft | None, _today: date) -> list[Finding]:
    """The text has no more words and pages than it may have."""
    if draft is None:
        return []
    words = draft.sections.order_by().aggregate(total=Sum("words"))["total"] or 0
    found: list[Finding] = []
    if draft.budget_words is None and draft.budget_pages is None:
        found.append(Caution(f"{draft} chưa có mức giao độ dài nên không đối chiếu được.", None))
    if draft.budget_words is not None and words > draft.budget_words:
        found.append(
            Blocker(
                f"{draft} có {format_number(words)} từ, mức giao {format_number(draft.budget_words)}; "
                f"cần rút thêm {format_number(words - draft.budget_words)} từ.",
                None,
            )
        )
    return found + _page_problems(draft, words)


def _page_problems(draft: Draft, words: int) -> list[Finding]:
    if draft.budget_pages is None:
        return []
    size = getattr(draft, "paper_size", None)
    if size is None or size.words_then != words:
        return [
            Blocker(
                f"Chưa đếm trang lời văn hiện nay của {draft}, mức giao {draft.budget_pages} trang; "
                "bấm Dựng PDF, đếm trang ở trang dự thảo.",
                None,
            )
        ]
    if size.pages <= draft.budget_pages:
        return []
    return [
        Blocker(
            f"{draft} dài {size.pages} trang, mức giao {draft.budget_pages} trang; "
            f"cần rút thêm {size.pages - draft.budget_pages} trang.",
            None,
        )
    ]


def key_points_kept(program: Program, draft: Draft | None, _today: date) -> list[Finding]:
    """Each confirmed key point is carried by the version, or was dropped by a decision."""
    if draft is None:
        return []
    found: list[Finding] = []
    lost = check_of(draft).lost
    if lost:
        named = "; ".join(f"“{one.point.text[:80]}”" for one in lost[:_NAMED])
        more = f" và {len(lost) - _NAMED} ý khác" if len(lost) > _NAMED else ""
        found.append(
            Blocker(
                f"{draft} làm rơi {len(lost)} ý chính: {named}{more}. Khôi phục, gắn sang đoạn khác, "
                "hoặc bỏ bằng quyết định có lý do.",
                None,
            )
        )
    waiting = KeyPoint.objects.filter(program=program, status=KeyPoint.Status.PROPOSED).count()
    if waiting:
        found.append(Caution(f"Còn {waiting} ý chính đề xuất chưa ai xác nhận.", None))
    return found


def office_check(_program: Program, _draft: Draft | None, _today: date) -> list[Finding]:
    """The office of the People's Committee checks a dossier first; its paper comes with the move."""
    return [Caution(f"Khi chuyển phải ghi số, ngày {life.PROOFS[life.OFFICE_CHECK]}.", None)]


def party_conclusion(_program: Program, _draft: Draft | None, _today: date) -> list[Finding]:
    """What the Standing Committee concluded is written down with the move."""
    return [Caution(f"Khi chuyển phải ghi số, ngày {life.PROOFS[life.PARTY_CONCLUSION]}.", None)]


def tasks_have_lead(program: Program, _draft: Draft | None, today: date) -> list[Finding]:
    """Tasks are there, and each that is not stopped has one lead that exists and does not co-ordinate too."""
    tasks = Task.objects.filter(program=program).exclude(override_status=TaskStatus.STOPPED)
    if not tasks.exists():
        return [
            Blocker("Chương trình chưa có nhiệm vụ nào; lấy nhiệm vụ từ phần thứ ba của bản ban hành.", None)
        ]
    found: list[Finding] = []
    gone = tasks.filter(Q(lead_agency__valid_to__lt=today)).order_by("code").values_list("code", flat=True)
    if gone:
        found.append(Blocker(f"Cơ quan chủ trì không còn hoạt động: {_listed(gone)}; đổi chủ trì.", None))
    both = TaskAgency.objects.filter(task__in=tasks, agency=F("task__lead_agency")).order_by("task__code")
    if codes := both.values_list("task__code", flat=True):
        found.append(Blocker(f"Cơ quan vừa chủ trì vừa phối hợp: {_listed(codes)}; bỏ khỏi phối hợp.", None))
    return found


def _listed(codes: Iterable[str]) -> str:
    names = list(codes)
    more = f" và {len(names) - _NAMED} nhiệm vụ khác" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _program_edit(program: Program, _draft: Draft | None) -> str:
    return reverse("programs:program_edit", args=[program.slug])


def _drafts(program: Program, draft: Draft | None) -> str:
    return draft.get_absolute_url() if draft else reverse("programs:draft_list", args=[program.slug])


def _points(program: Program, draft: Draft | None) -> str:
    if draft is None:
        return reverse("programs:draft_list", args=[program.slug])
    return reverse("programs:point_list", args=draft.address)


def _tasks(program: Program, _draft: Draft | None) -> str:
    if not Task.objects.filter(program=program).exists():
        return reverse("programs:program_assign", args=[program.slug])
    return f"{reverse('programs:task_list')}?ct={program.slug}"


def register_own() -> None:
    """Register what programs judges itself."""
    register_guard(life.LEAD_AND_DEADLINE, lead_and_deadline, _program_edit)
    register_guard(life.HAS_DRAFT, has_draft, _drafts)
    register_guard(life.THREE_PARTS, three_parts, _drafts)
    register_guard(life.WITHIN_LENGTH, within_length, _drafts)
    register_guard(life.KEY_POINTS_KEPT, key_points_kept, _points)
    register_guard(life.OFFICE_CHECK, office_check)
    register_guard(life.PARTY_CONCLUSION, party_conclusion)
    register_guard(life.TASKS_HAVE_LEAD, tasks_have_lead, _tasks)
