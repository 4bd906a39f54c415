"""Turning what a program assigns into tasks: all that was chosen, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.codes import take_turn
from core.dates import format_date
from core.history import action, save_version
from core.legal import RuleError
from core.models import Agency, Origin, User
from programs.actions.tasks import add_task, edit_task, stop_task
from programs.assigning import (
    GIVES_TASKS,
    Line,
    Preview,
    issued_draft,
    preview_of,
    words_of_bodies,
)
from programs.models import Draft, Pillar, Program, Task


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decided about one line of the preview."""

    name: str
    title: str = ""
    lead: Agency | None = None
    due_kind: str = "KHONG"
    due_on: date | None = None
    pillar: Pillar | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """How many tasks were added, changed and stopped."""

    added: int = 0
    changed: int = 0
    stopped: int = 0


class PreviewStaleError(Exception):
    """The text or a task changed since the preview; carries the preview as it is now."""

    def __init__(self, preview: Preview) -> None:
        super().__init__("Nhiệm vụ hoặc lời văn vừa đổi nên chưa ghi gì; xem lại từng dòng rồi ghi lần nữa.")
        self.preview = preview


@action("Giao nhiệm vụ theo chương trình đã ban hành")
def give_tasks(
    *,
    program: Program,
    draft: Draft,
    choices: Sequence[Choice],
    state: str,
    today: date,
    by: User,
    reason: str = "",
) -> Given:
    """Write the chosen lines of the preview: new tasks, changed ones, and stopped ones with the reason.

    Raises PreviewStaleError when the preview is no longer what would happen, RuleError naming the line.
    """
    take_turn(f"assigning-{program.pk}")
    if program.status not in GIVES_TASKS:
        raise RuleError("Chương trình chưa ban hành nên chưa giao nhiệm vụ được.")
    if issued_draft(program) != draft:
        raise RuleError(f"{draft} không phải bản được ban hành; ghi bước ban hành kèm bản rồi giao nhiệm vụ.")
    preview = preview_of(program, draft, today)
    if preview.state != state:
        raise PreviewStaleError(preview)
    lines = {one.name: one for one in preview.lines}
    counts = {"added": 0, "changed": 0, "stopped": 0}
    for choice in choices:
        line = lines[choice.name]
        try:
            counts[_write(line, choice, preview, today=today, by=by, reason=reason)] += 1
        except RuleError as error:
            shown = choice.title or (line.task.title if line.task else "")
            raise RuleError(f"“{shown[:80]}”: {error}", field=f"title-{choice.name}") from error
    return Given(**counts)


def _write(line: Line, choice: Choice, preview: Preview, *, today: date, by: User, reason: str) -> str:
    """Write one line; return what was done to a task."""
    task, one = line.task, line.change.assignment
    if one is None:
        if task is not None:
            stop_task(task=task, expected=task.version, reason=reason, by=by)
        return "stopped"
    if choice.lead is None:
        raise RuleError("Chọn cơ quan chủ trì.")
    others = Agency.objects.filter(pk__in=one.partners).exclude(pk=choice.lead.pk)
    values = {
        "title": choice.title,
        "lead_agency": choice.lead,
        "due_kind": choice.due_kind,
        "due_on": choice.due_on,
    }
    partners = list(others.order_by("sort_key"))
    if task is not None:
        done, _ = edit_task(
            task=task, expected=task.version, values=values, partners=partners, today=today, by=by,
            reason=_amended_by(preview.draft),
        )  # fmt: skip
        _place(done, preview.draft, one.key)
        return "changed"
    values |= {
        "program": preview.program,
        "deliverable": one.deliverable,
        "note": words_of_bodies(one),
        "pillar": choice.pillar,
    }
    done, _ = add_task(values=values, partners=partners, origin=_origin(preview.draft), today=today, by=by)
    _place(done, preview.draft, one.key)
    return "added"


def _amended_by(draft: Draft) -> str:
    """Return why a task changed: the paper that issued the version, else the version."""
    step = draft.steps.filter(to_status=Program.Status.ISSUED).order_by("-pk").first()
    if step is None or not step.paper_number:
        return f"Theo {draft} của chương trình"
    day = f" ngày {format_date(step.paper_on)}" if step.paper_on else ""
    return f"Theo văn bản sửa đổi {step.paper_number}{day}"


def _place(task: Task, draft: Draft, key: str) -> None:
    task.source_draft, task.source_key = draft, key
    save_version(task, expected=task.version)


def _origin(draft: Draft) -> str:
    """Return the mark of a task: what an invented text gives out is invented too."""
    return Origin.DEMO if draft.origin == Origin.DEMO else Origin.OFFICE
