"""What the third part of a version gives out, against the tasks that stand."""

import hashlib
import json
from dataclasses import astuple, dataclass
from datetime import date

from core.models import Agency
from core.text import fold
from programs.deadlines import DAY, MONTH, QUARTER, YEAR, due_in_words, due_text
from programs.models import Draft, Pillar, Program, Section, Task, TaskStatus
from programs.wording.amending import CHANGED, DROPPED, KEPT, Change, Known, changes_between
from programs.wording.assigned import Assignment, Body, Reading, Source, Unread, body_of
from programs.wording.assignments import Reader
from programs.wording.outline import FOOTNOTE_MARK

ASSIGNING_PART = 3
# How the note of a task begins that names bodies as the text does.
LED, JOINED = "Chủ trì theo văn bản: ", "Cùng phối hợp: "
# States in which what is issued may become tasks.
GIVES_TASKS = (
    Program.Status.ISSUED,
    Program.Status.ASSIGNED_TASKS,
    Program.Status.IN_FORCE,
    Program.Status.MIDTERM_REVIEWED,
)


@dataclass(frozen=True)
class Line:
    """One line of the preview: its name in the form, what changes, and the stored task."""

    name: str
    change: Change
    task: Task | None

    @property
    def kind(self) -> str:
        """Added, changed, kept or dropped."""
        return self.change.kind


@dataclass(frozen=True)
class Preview:
    """Everything that a version would do to the tasks of its program."""

    program: Program
    draft: Draft
    lines: list[Line]
    unread: tuple[Unread, ...] = ()

    @property
    def state(self) -> str:
        """A print of what was previewed: another one as soon as the text or a task changes."""
        rows = [
            [one.name, one.kind, astuple(one.change.assignment) if one.change.assignment else None,
             one.task.pk if one.task else 0, one.task.version if one.task else 0]
            for one in self.lines
        ]  # fmt: skip
        return hashlib.sha256(json.dumps([self.draft.pk, rows], default=str).encode()).hexdigest()[:32]

    def of_kind(self, kind: str) -> list[Line]:
        """Return the lines of one kind."""
        return [one for one in self.lines if one.kind == kind]


def bodies_on(day: date) -> list[Body]:
    """Return the agencies of the register that exist on a day, with the ways in which they are named."""
    rows = Agency.objects.valid_on(day).order_by("pk").values_list("pk", "name", "short_name")
    return [body_of(*row) for row in rows]


def reading_of(draft: Draft, day: date) -> Reading:
    """Return the assignments that the third part of a version makes, and what could not be read as one."""
    rows = draft.sections.filter(part=ASSIGNING_PART).exclude(kind=Section.Kind.PART).in_order()
    sources = [
        Source(
            row.key,
            FOOTNOTE_MARK.sub("", row.text),
            row.kind == Section.Kind.HEADING,
            row.table if row.kind == Section.Kind.TABLE else None,
            row.number,
        )
        for row in rows
    ]
    return Reader(bodies_on(day)).read(sources)


def issued_draft(program: Program) -> Draft | None:
    """Return the version that was issued last."""
    step = (
        program.steps.filter(to_status=Program.Status.ISSUED).newest_first().select_related("draft").first()
    )
    return step.draft if step else None


def preview_of(program: Program, draft: Draft, day: date) -> Preview:
    """Return what the version does to the program's tasks; tasks entered by hand are never dropped."""
    open_tasks = Task.objects.filter(program=program).exclude(override_status=TaskStatus.STOPPED)
    tasks = {
        task.pk: task
        for task in open_tasks.with_partners().select_related("lead_agency", "pillar").order_by("pk")
    }
    known = [
        Known(
            task.pk,
            task.source_key,
            task.title,
            task.lead_agency_id,
            tuple(row.agency_id for row in task.co_agencies.all()),
            task.due_kind,
            task.due_on,
        )
        for task in tasks.values()
    ]
    lines: list[Line] = []
    seen: dict[str, int] = {}
    reading = reading_of(draft, day)
    for change in changes_between(known, reading.assignments):
        task = tasks[change.task.pk] if change.task else None
        if task is not None and change.kind == DROPPED and (not task.source_key or task.is_closed):
            continue
        if task is not None and change.kind == CHANGED and task.is_closed:
            change = Change(KEPT, change.assignment, change.task)
        key = change.assignment.key if change.assignment else f"bo-{task.pk if task else 0}"
        seen[key] = seen.get(key, 0) + 1
        lines.append(Line(f"{key}-{seen[key]}", change, task))
    return Preview(program, draft, lines, tuple(reading.unread))


def typed_due(kind: str, due_on: date | None) -> str:
    """Return a deadline as it is typed in one box and read back: "quý II/2026", "hằng năm"."""
    if kind == DAY or due_on is None:
        words = due_text(kind, due_on) or due_in_words(kind, due_on)
        return "" if words == "không nêu thời hạn" else words
    lead = {MONTH: "tháng ", QUARTER: "quý ", YEAR: "năm "}
    return lead.get(kind, "") + due_text(kind, due_on)


def words_of_bodies(one: Assignment) -> str:
    """Return the note of a task about bodies that the text names and the register does not know."""
    said = [
        f"{LED}{one.lead_words}." if one.lead_words else "",
        f"{JOINED}{one.others}." if one.others else "",
    ]
    return "\n".join(filter(None, said))


def joined_in_words(note: str) -> str:
    """Return the bodies beside the registered ones that the note of a task names."""
    lines = [
        line.removeprefix(JOINED).removesuffix(".") for line in note.splitlines() if line.startswith(JOINED)
    ]
    return "; ".join(lines)


def pillar_of(title: str, pillars: list[Pillar]) -> Pillar | None:
    """Return the pillar whose name the title says."""
    words = fold(title)
    return next((one for one in pillars if fold(one.name) in words), None)
