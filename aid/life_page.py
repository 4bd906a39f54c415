"""What the pages of an item's life show: its steps, what comes next, what is missing."""

from dataclasses import dataclass, field

from django.urls import reverse

from aid import permissions
from aid.dossier import lacking_labels
from aid.item_life import ItemLife
from aid.life import BACK, DESKS, NEEDS, RECOVERY, RELIEF, STEPS, Step
from aid.life_rules import (
    appraisal_days,
    appraisal_due,
    clause_of,
    leads_to,
    open_steps,
    table_problems,
)
from aid.models import AidItem, AidStep
from aid.registrations import stored_gift_cautions
from aid.rules import CALLED_OFF
from core.dates import format_date

# The ordinary way as the page draws it: the state reached, and the word under its mark.
_WAY = (
    ("DOSSIER", "Lập hồ sơ"), ("RECEIVED", "Tiếp nhận"), ("CONSULTING", "Lấy ý kiến"),
    ("APPRAISED", "Thẩm định"), ("APPROVED", "Phê duyệt"), ("NOTIFIED", "Thông báo"),
    ("IMPLEMENTING", "Thực hiện"), ("ENDED", "Kết thúc"), ("HANDED_OVER", "Bàn giao"),
    ("FINAL_REPORTED", "Báo cáo"), ("SETTLED", "Quyết toán"),
)  # fmt: skip
_NUMBER = {code: number for number, (code, _) in enumerate(_WAY)}
_BESIDE = {"MOBILISING": -1, "COMMITTED": -1, "RETURNED": 1, "ADJUSTING": 6}
_SKIPPED = {RECOVERY: ("CONSULTING",), RELIEF: ("CONSULTING", "APPRAISED")}
# Steps that come back to a state; the mark keeps the day on which it was reached.
_COMING_BACK = {code for code, step in STEPS.items() if step.to == BACK} | {AidStep.Kind.RESUBMIT}
SHOWN_STEPS = 3
_ON_THE_CLOCK = ("RECEIVED", "CONSULTING", "RETURNED")


@dataclass
class NextStep:
    """A step that may follow: where it is recorded, whose it is, what to know before."""

    step: Step
    url: str
    hint: str = ""
    hint_url: str = ""

    @property
    def desk(self):
        """Whose step it is, in words."""
        return DESKS[self.step.desk]


@dataclass
class LifeCard:
    """The card on the page of an item."""

    way: list
    points: list
    onward: list
    aside: list
    clock: str = ""
    is_late: bool = False
    papers: list = field(default_factory=list)
    dossier_url: str = ""
    decree: object = None
    opens_papers: bool = False

    @property
    def latest(self):
        """The steps that the page shows at once, newest first."""
        return self.points[:SHOWN_STEPS]

    @property
    def earlier(self):
        """The steps that open on request."""
        return self.points[SHOWN_STEPS:]

    @property
    def lacking(self):
        """How many papers are missing, or not looked at yet."""
        return sum(paper.is_lacking for paper in self.papers)

    @property
    def lacking_words(self):
        """How many papers are missing, and how many nobody has looked at: "còn thiếu 2, chưa xét 8"."""
        unseen = sum(not paper.state for paper in self.papers)
        counts = (("còn thiếu", self.lacking - unseen), ("chưa xét", unseen))
        return ", ".join(f"{words} {count}" for words, count in counts if count) or "đủ"

    @property
    def waits(self):
        """Whether the whole checklist waits for confirmation, so that it is said once."""
        return all(paper.is_uncertain for paper in self.papers)


def life_of(item, user, today, *, documents):
    """Return the card of the item's life for this reader."""
    life = ItemLife(item, today, documents=documents)
    facts = life.facts
    moves = [_next(item, user, step, facts) for step in open_steps(facts)]
    clock, is_late = clock_words(life)
    can_edit = permissions.can_edit_item(user, item)
    return LifeCard(
        way=_way(facts, life.steps),
        points=_points(life, user),
        # What this reader may record stands first.
        onward=sorted((move for move in moves if not move.step.aside), key=lambda move: not move.url),
        aside=[move for move in moves if move.step.aside],
        clock=clock,
        is_late=is_late,
        papers=life.papers,
        dossier_url=reverse("aid:item_dossier", args=[item.code]) if can_edit else "",
        decree=life.decree,
        # The checklist is what matters until the decision, after it only where a paper is missing.
        opens_papers=(item.approved_on is None and facts.state not in CALLED_OFF)
        or (
            item.approved_on is not None and bool(facts.lacking) and any(paper.check for paper in life.papers)
        ),
    )


def _next(item, user, step, facts):
    may = permissions.can_take_step(user, item, step.desk)
    url = reverse("aid:item_step", args=[item.code, step.slug]) if may else ""
    move = NextStep(step, url)
    if step.clause == "dossier" and not step.aside and facts.lacking:
        move.hint = f"{len(facts.lacking)} giấy tờ còn thiếu hoặc chưa xét"
        move.hint_url = "#thanh-phan"
    return move


def _way(facts, steps):
    """Return the marks of the ordinary way: {label, is_done, is_now, day}."""
    entered = {step.to_status: step.on for step in steps if step.kind not in _COMING_BACK}
    here = _NUMBER.get(facts.state, _BESIDE.get(facts.state))
    if here is None:
        here = max((_NUMBER.get(step.to_status, -1) for step in steps), default=-1)
    skipped = {code for code in _SKIPPED.get(facts.path, ()) if code not in entered}
    is_out, is_last = facts.state in CALLED_OFF, facts.state == _WAY[-1][0]
    return [
        {
            "label": label,
            "is_done": number < here + is_last or (is_out and number <= here and code in entered),
            "is_now": number == here and not is_out and not is_last,
            "day": format_date(entered[code]) if code in entered else "",
        }
        for number, (code, label) in enumerate(_WAY)
        if code not in skipped
    ]


def _points(life, user):
    """Return the steps, newest first, each with its paper, its file and who wrote it."""
    points, authors = [], life.authors()
    for step in reversed(life.steps):
        row = STEPS[step.kind]
        is_last = step is life.last and life.item.status == step.to_status
        may_undo = is_last and permissions.can_take_step(user, life.item, row.desk)
        points.append(
            {
                "step": step,
                "paper": paper_words(step),
                "file_url": file_url(life.item, step),
                "changes": changes_of(step),
                "moved": step.from_status != step.to_status,
                "who": authors.get(step.pk, ""),
                "undo_url": reverse("aid:item_step_undo", args=[life.item.code, step.pk]) if may_undo else "",
            }
        )
    return points


def file_url(item, step):
    """Return where the file of a step is handed out, or ""."""
    if step.document_id is None:
        return ""
    return reverse("aid:document_download", args=[item.code, step.document_id])


def paper_words(step):
    """Return number, day and signer of the paper of a step in one line."""
    day = f"ngày {format_date(step.document_on)}" if step.document_number and step.document_on else ""
    paper = " ".join(part for part in (step.document_number, day) if part)
    return ", ".join(part for part in (paper, step.signer_title) if part)


def changes_of(step):
    """Return what an adjustment changed, in words; what other steps set is not told."""
    return [change for change in step.changes if change["label"]]


def clock_words(life):
    """Return how the time for the appraisal stands, and whether it is over; "" where none runs."""
    item, limit = life.item, life.law.limit("AID_APPRAISAL_DAYS")
    # Emergency aid has its own window since the disaster, and no days for an appraisal.
    if item.is_emergency or item.status not in _ON_THE_CLOCK or limit is None:
        return "", False
    used = appraisal_days(
        received_on=item.received_on,
        returned_on=item.returned_on,
        days_returned=item.days_returned,
        appraised_on=item.appraised_on,
        today=life.today,
    )
    if used is None:
        return "", False
    words = f"Thẩm định: đã dùng {used}/{limit.value} ngày"
    if item.returned_on:
        return f"{words}, dừng tính từ {format_date(item.returned_on)} khi hồ sơ được trả bổ sung", False
    due = appraisal_due(item.received_on, item.days_returned, limit)
    return f"{words}, hạn {format_date(due)}", used > limit.value


def step_page(life, step):
    """Return what the form of a step shows beside its fields."""
    facts, item = life.facts, life.item
    problems = table_problems(step, facts)
    is_approval = step.kind == AidStep.Kind.APPROVE
    wants_dossier = step.clause == "dossier" and not step.aside
    return {
        "item": item,
        "step": step,
        "here": AidItem.Status(facts.state).label,
        "to": "" if problems else AidItem.Status(leads_to(step, facts)).label,
        "problems": problems,
        "source": clause_of(life.decree, step.clause),
        "decree": life.decree,
        "needs": [NEEDS[name] for name in step.needs],
        "desk": DESKS[step.desk],
        "lacking": lacking_labels(life.papers) if wants_dossier else (),
        "dossier_url": reverse("aid:item_dossier", args=[item.code]),
        "clock": clock_words(life)[0],
        "last": life.last,
        "last_paper": paper_words(life.last) if life.last else "",
        "last_file": file_url(item, life.last) if life.last else "",
        "is_approval": is_approval,
        # Who decides reads before, not after, that the donor's certificate does not cover the gift.
        "cautions": stored_gift_cautions(item, today=life.today) if is_approval else (),
    }
