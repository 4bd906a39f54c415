"""Whether an aid item may take a step of its life, and what the step sets: values in, findings out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from aid.life import BACK, CHANGES, NOTE, NUMBER, RECOVERY, REGULAR, RELIEF, STEPS, Step
from aid.models import AidItem, AidStep
from aid.rules import Limit, RuleSetPeriod
from core.dates import add_months, format_date
from core.legal import Blocker, Caution, Citation

_S, _K = AidItem.Status, AidStep.Kind

# These may be recorded late: where the item is further on, they leave its state as it is.
_LATE: dict[str, tuple[str, ...]] = {
    _K.NOTIFY: (_S.IMPLEMENTING, _S.ADJUSTING),
    _K.HAND_OVER: (_S.FINAL_REPORTED,),
}
# These follow the end, also where only the last day of the item has passed.
_AFTER_END = (_K.HAND_OVER, _K.FINAL_REPORT)
_END = STEPS[_K.END]
# So many missing papers are named in a message.
_NAMED = 3
_DAYS = {
    "received_on": "ngày nhận đủ hồ sơ",
    "returned_on": "ngày trả hồ sơ",
    "appraised_on": "ngày thẩm định xong",
    "approved_on": "ngày phê duyệt",
    "started_on": "ngày bắt đầu",
    "over_on": "ngày kết thúc",
    "final_report_on": "ngày báo cáo kết thúc",
}
# Only the articles that were read; another decree is cited as a whole, in the words of the catalogue.
_CLAUSES = {
    ("ND80", "dossier"): Citation("Điều 8 Nghị định 80/2020/NĐ-CP"),
    ("ND80", "appraisal"): Citation("Điều 10 Nghị định 80/2020/NĐ-CP"),
    ("ND80", "decision"): Citation("Điều 11 Nghị định 80/2020/NĐ-CP"),
    ("ND80", "report"): Citation("Điều 13, Điều 14 Nghị định 80/2020/NĐ-CP"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an item when a step is judged; `state` is the one that its page shows today.

    `came_from` is the state before an adjustment or a withdrawal, `last_on` the day of the last step,
    `lacking` the papers that its dossier lacks. `has_money`: it has
    lines of payment; `money_stands`: they do not add up to nothing.
    """

    status: str
    state: str
    emergency_kind: str = ""
    decree: RuleSetPeriod | None = None
    days: dict[str, date | None] = field(default_factory=dict)
    days_returned: int = 0
    ended_on: date | None = None
    came_from: str = ""
    last_on: date | None = None
    has_money: bool = False
    money_stands: bool = False
    lacking: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Which way the item goes."""
        if self.emergency_kind == "KHAC_PHUC":
            return RECOVERY
        is_own = self.decree is not None and self.decree.code == "ND50"
        return RELIEF if self.emergency_kind == "CUU_TRO" and is_own else REGULAR

    @property
    def over_on(self) -> date | None:
        """The day on which the item was over: the recorded one, else the last day of its period."""
        return self.days.get("closed_on") or self.ended_on

    def day(self, name: str) -> date | None:
        """Return a day of the item."""
        return self.over_on if name == "over_on" else self.days.get(name)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody states of a step."""

    on: date
    number: str = ""
    document_on: date | None = None
    note: str = ""
    changes: int = 0


def decree_day(approved_on: date | None, received_on: date | None, today: date) -> date:
    """Return the day whose decree governs the item: of approval, else of the dossier, else today."""
    return approved_on or received_on or today


def clause_of(decree: RuleSetPeriod | None, name: str) -> Citation | None:
    """Return where a decree says so; the decree as a whole where its article was not read."""
    if decree is None or not name:
        return None
    return _CLAUSES.get((decree.code, name), decree.source)


def is_open(step: Step, facts: Facts) -> bool:
    """Return whether the table lets the item take this step now."""
    once = step.kind in (_K.NOTIFY, _K.END, _K.HAND_OVER)
    if once and facts.days.get(step.sets):
        return False
    starts = step.starts(facts.path)
    return facts.status in starts or (step.kind in _AFTER_END and facts.state in starts)


def open_steps(facts: Facts) -> list[Step]:
    """Return the steps that the item may take now, the ordinary way first."""
    return [step for step in STEPS.values() if is_open(step, facts)]


def leads_to(step: Step, facts: Facts) -> str:
    """Return the state after the step."""
    if facts.status in _LATE.get(step.kind, ()):
        return facts.status
    if step.kind == _K.REOPEN:
        back: dict[str, str] = {_S.ENDED: _S.IMPLEMENTING, _S.REJECTED: _S.DOSSIER}
        approved = _S.APPROVED if facts.days.get("approved_on") else _S.DOSSIER
        return str(back.get(facts.status) or facts.came_from or approved)
    if step.to == BACK:
        started = facts.days.get("started_on") is not None
        return str(facts.came_from or (_S.IMPLEMENTING if started else _S.APPROVED))
    return str(step.to)


def table_problems(step: Step, facts: Facts) -> list[Blocker | Caution]:
    """Return why the item may not take this step from where it is."""
    if is_open(step, facts):
        return []
    if step.sets and facts.days.get(step.sets) and facts.status in step.starts(facts.path):
        day = format_date(facts.days[step.sets] or date.min)
        return [Blocker(f"Bước “{step.label}” đã ghi ngày {day}.", None)]
    if step.kind == _K.APPRAISE and facts.status == _S.RECEIVED:
        source = clause_of(facts.decree, step.clause)
        return [Blocker("Lấy ý kiến các cơ quan liên quan trước khi thẩm định.", source)]
    following = ", ".join(f"“{row.label}”" for row in open_steps(facts)) or "không có"
    here = AidItem.Status(facts.status).label
    return [
        Blocker(f"Khoản đang ở “{here}” nên chưa ghi “{step.label}” được; bước ghi được: {following}.", None)
    ]


def step_problems(
    step: Step, facts: Facts, asked: Asked, *, today: date, revoke_limit: Limit | None = None
) -> list[Blocker | Caution]:
    """Return what stands against the step as stated, and what deserves a look."""
    if found := table_problems(step, facts):
        return found
    return [
        *_day_problems(step, facts, asked, today),
        *_paper_problems(step, facts, asked),
        *_kind_problems(step, facts, asked),
        *_revoke_problems(step, facts, asked, revoke_limit),
    ]


def _day_problems(step: Step, facts: Facts, asked: Asked, today: date) -> Iterable[Blocker]:
    if asked.on > today:
        yield Blocker(f"Ngày này chưa tới; nhập ngày đến {format_date(today)}.", None, "on")
        return
    # The start may lie before what was recorded meanwhile for another purpose, such as an adjustment.
    moves = leads_to(step, facts) != facts.status and step.kind != _K.START
    if moves and facts.last_on and asked.on < facts.last_on:
        yield Blocker(
            f"Bước trước ghi ngày {format_date(facts.last_on)}; nhập ngày từ đó trở đi.", None, "on"
        )
        return
    for name in step.after:
        day = facts.day(name)
        if day and asked.on < day:
            yield Blocker(
                f"{step.label} không thể trước {_DAYS[name]} {format_date(day)}; nhập ngày từ đó trở đi.",
                clause_of(facts.decree, step.clause),
                "on",
            )
            return
    if asked.document_on and asked.document_on > asked.on:
        yield Blocker("Ngày văn bản sau ngày của bước; xem lại hai ngày này.", None, "document_on")


def _paper_problems(step: Step, facts: Facts, asked: Asked) -> Iterable[Blocker]:
    source = clause_of(facts.decree, step.clause)
    if NUMBER in step.needs and not asked.number.strip():
        yield Blocker("Nhập số, ký hiệu văn bản của bước này.", source, "document_number")
    if NUMBER in step.needs and asked.document_on is None and not step.is_paper_day:
        yield Blocker("Nhập ngày của văn bản.", None, "document_on")
    if NOTE in step.needs and not asked.note.strip():
        words = "lý do" if step.aside and step.kind != _K.ASK_CHANGE else "nội dung"
        yield Blocker(f"Ghi {words}.", None, "note")
    if CHANGES in step.needs and not asked.changes:
        yield Blocker("Chưa có nội dung nào được điều chỉnh; sửa ít nhất một mục.", None)


def _kind_problems(step: Step, facts: Facts, asked: Asked) -> Iterable[Blocker | Caution]:
    kind, source = step.kind, clause_of(facts.decree, step.clause)
    if kind in (_K.RECEIVE, _K.RESUBMIT) and facts.lacking:
        words = _lacking_words(facts.lacking)
        if asked.note.strip():
            yield Caution(words, source)
        else:
            yield Blocker(f"{words} Bổ sung, hoặc ghi lý do vẫn tiếp nhận.", source, "note")
    if kind in (_K.REVOKE, _K.WITHDRAW) and facts.has_money and facts.status in _END.start:
        yield Blocker("Khoản đã có giải ngân; ghi “Kết thúc thực hiện” thay cho bước này.", None)
    elif kind in (_K.REJECT, _K.WITHDRAW) and facts.money_stands:
        yield Blocker(
            "Khoản đã có giải ngân còn đứng trên sổ. Ở mục Kinh phí, ghi hoàn trả nhà tài trợ, hoặc xóa lần "
            "giải ngân ghi nhầm, rồi ghi bước này.",
            None,
        )
    if kind == _K.START and facts.status == _S.APPROVED and not facts.days.get("notified_on"):
        yield Caution("Chưa ghi ngày thông báo quyết định.", clause_of(facts.decree, "decision"))
    planned = facts.days.get("started_on")
    if kind == _K.START and planned and asked.on < planned:
        yield Caution(
            f"Thời gian đã duyệt từ {format_date(planned)}; bắt đầu sớm hơn thì đề nghị điều chỉnh.",
            clause_of(facts.decree, "decision"),
            "on",
        )
    if kind == _K.START and facts.ended_on and asked.on > facts.ended_on:
        yield Blocker(
            f"Khoản kết thúc ngày {format_date(facts.ended_on)}; điều chỉnh thời gian trước.", None, "on"
        )


def _lacking_words(labels: tuple[str, ...]) -> str:
    """Return what the dossier lacks; only the first papers by name, the page beside lists them all."""
    rest = len(labels) - _NAMED
    named = "; ".join(labels[:_NAMED]) + (f" và {rest} giấy tờ khác" if rest > 0 else "")
    return f"Hồ sơ còn thiếu hoặc chưa xét {len(labels)} giấy tờ: {named}."


def _revoke_problems(
    step: Step, facts: Facts, asked: Asked, limit: Limit | None
) -> Iterable[Blocker | Caution]:
    approved_on = facts.days.get("approved_on")
    if step.kind != _K.REVOKE or limit is None or approved_on is None:
        return
    first = add_months(approved_on, limit.value)
    if asked.on < first:
        yield Caution(
            f"Chưa hết {limit.value} tháng kể từ ngày phê duyệt ({format_date(first)}); xem lại căn cứ.",
            limit.source,
            "on",
        )


def effects(step: Step, facts: Facts, asked: Asked) -> dict[str, object]:
    """Return the columns of the item that the step sets, with their new values."""
    kind = step.kind
    if kind == _K.RECEIVE:
        return {"received_on": asked.on, "returned_on": None, "days_returned": 0}
    if kind == _K.RESUBMIT:
        away = (asked.on - (facts.days.get("returned_on") or asked.on)).days
        return {"returned_on": None, "days_returned": facts.days_returned + away}
    if kind == _K.APPROVE:
        return {"approved_on": asked.on, "decision_number": asked.number.strip()}
    if kind == _K.REOPEN and facts.status == _S.REJECTED:
        return {"received_on": None, "returned_on": None, "days_returned": 0, "appraised_on": None}
    if kind == _K.REOPEN:
        return {"closed_on": None} if facts.status == _S.ENDED else {}
    if kind == _K.START and facts.days.get("started_on"):
        return {}
    return {step.sets: asked.on} if step.sets else {}


def appraisal_days(
    *,
    received_on: date | None,
    returned_on: date | None,
    days_returned: int,
    appraised_on: date | None,
    today: date,
) -> int | None:
    """Return how many days of the appraisal are used; the clock stands still while the dossier is away."""
    if received_on is None:
        return None
    return ((returned_on or appraised_on or today) - received_on).days - days_returned


def appraisal_due(received_on: date | None, days_returned: int, limit: Limit | None) -> date | None:
    """Return the last day of the appraisal, days on which the dossier was away added."""
    if received_on is None or limit is None:
        return None
    return received_on + timedelta(days=limit.value + days_returned)
