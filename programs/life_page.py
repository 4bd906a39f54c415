"""What the page of a program's life shows: its states with what happened, what is next, what hinders."""

from dataclasses import dataclass, replace

from django.urls import reverse

from core.attachments import attachment_row
from core.dates import format_date
from programs import life, permissions
from programs.guards import Hindrance, hindrances, newest_draft, submitted_draft


@dataclass
class Stage:
    """One state on the way: the last step that entered it, and whether it is past, present or ahead."""

    state: life.State
    mark: str
    step: object = None
    file: dict | None = None

    @property
    def words(self):
        """What is known of the entry, in one line."""
        if self.step:
            paper = self.step.paper_number
            paper += f" ngày {format_date(self.step.paper_on)}" if paper and self.step.paper_on else ""
            return " · ".join(filter(None, [format_date(self.step.happened_on), paper]))
        return {"done": "không ghi bước này", "now": "chưa ghi ngày"}.get(self.mark, "")


@dataclass
class NextMove:
    """A state that may follow: what hinders, what to look at, and whether this reader moves it.

    `tells_why` is for those who read the text that the findings quote; others learn how many there are.
    """

    state: life.State
    found: list[Hindrance]
    url: str
    tells_why: bool = True

    @property
    def blockers(self):
        """What stops the move."""
        return [one for one in self.found if one.is_blocker]

    @property
    def cautions(self):
        """What only calls for attention."""
        return [one for one in self.found if not one.is_blocker]

    @property
    def verdict(self):
        """How it stands, in words."""
        return f"vướng {len(self.blockers)} việc" if self.blockers else "đủ điều kiện"

    @property
    def tone(self):
        """The tone of the badge."""
        return "bad" if self.blockers else "ok"


def stages_of(program, steps):
    """Return the sixteen states in order, each with the last step that entered it."""
    entered = {step.to_status: step for step in steps}
    here = life.STATES[program.status].number
    # A program at its end has passed what is recorded of it, and nothing lies ahead.
    rows = []
    for state in life.ON_THE_WAY:
        step = entered.get(state.code)
        if here is None:
            mark = "done" if step else ""
        else:
            mark = "now" if state.number == here else "done" if state.number < here else ""
        file = _file(program, step) if step and step.attachment_id else None
        rows.append(Stage(state, mark, step, file))
    return rows


def _file(program, step):
    url = reverse("programs:program_step_file", args=[program.slug, step.pk])
    return attachment_row(step.attachment, url=url)


def openable(user, program, found):
    """Return what hinders a move, without addresses of pages that this account may not open."""
    closed = (
        "" if permissions.can_give_tasks(user) else reverse("programs:program_assign", args=[program.slug])
    )
    return [replace(one, url="") if one.url and one.url == closed else one for one in found]


def next_moves(program, user, today, readable):
    """Return (ordinary moves, ways back and out); each guard is asked once of each version.

    `readable` is the newest version that this account may read.
    """
    state, newest = life.STATES[program.status], newest_draft(program)
    submitted = submitted_draft(program) if life.ABOUT_SUBMITTED & set(state.next) else None
    found = {}
    moves = []
    for code in state.next:
        draft = submitted if submitted and code in life.ABOUT_SUBMITTED else newest
        rows = []
        for name in life.guards_of(program.status, code):
            if (name, draft) not in found:
                rows_of = hindrances([name], program, draft, today)
                found[name, draft] = openable(user, program, rows_of)
            rows += found[name, draft]
        may = permissions.can_move_program(user, code)
        url = reverse("programs:program_move", args=[program.slug, code]) if may else ""
        tells = draft == readable or (draft is not None and permissions.can_read_draft(user, draft))
        moves.append(NextMove(life.STATES[code], rows, url, tells))
    return moves[: len(state.onward)], moves[len(state.onward) :]
