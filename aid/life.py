"""The life of an aid item as data: which step leads from where to where, what it needs, which day it sets.

Source: Nghị định 80/2020/NĐ-CP and, for relief, Nghị định 50/2020/NĐ-CP; the table is printed in the guide.
"""

from dataclasses import dataclass

from aid.models import AidItem, AidStep

_S, _K = AidItem.Status, AidStep.Kind

# Whose step it is: the owner's of the item, the office's that receives dossiers, or of who decides.
OWNER, OFFICE, DECISION = "OWNER", "OFFICE", "DECISION"
DESKS = {
    OWNER: "chủ khoản, cơ quan vận động, Sở Ngoại vụ",
    OFFICE: "Sở Ngoại vụ",
    DECISION: "lãnh đạo Sở Ngoại vụ, lãnh đạo UBND tỉnh",
}
# What a step needs beside its day.
NUMBER, NOTE, CHANGES = "NUMBER", "NOTE", "CHANGES"
NEEDS = {NUMBER: "số, ngày văn bản", NOTE: "nội dung, lý do", CHANGES: "nội dung điều chỉnh"}
# Where a step leads that goes back: to the state that the item came from.
BACK = "BACK"
# Which way an item goes: recovery aid needs no opinions, relief under its own decree no appraisal either.
REGULAR, RECOVERY, RELIEF = "REGULAR", "RECOVERY", "RELIEF"

BEFORE_APPROVAL = (
    _S.MOBILISING, _S.COMMITTED, _S.DOSSIER, _S.RECEIVED, _S.RETURNED, _S.CONSULTING, _S.APPRAISED,
)  # fmt: skip
_NOT_STARTED = (_S.APPROVED, _S.NOTIFIED)


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of step: from which states, to which one, whose it is, what it needs, which day it sets.

    `short` adds states for recovery aid and for relief. `after` are days of the item that it may not precede.
    `is_paper_day`: its day is that of the decision itself. `aside` steps leave the ordinary way.
    """

    kind: str
    start: tuple[str, ...]
    to: str
    desk: str
    needs: tuple[str, ...] = ()
    sets: str = ""
    after: tuple[str, ...] = ()
    short: tuple[tuple[str, tuple[str, ...]], ...] = ()
    paper: str = "KHAC"
    clause: str = ""
    aside: bool = False
    is_paper_day: bool = False

    @property
    def label(self) -> str:
        """The step in the office's words."""
        return str(_K(self.kind).label)

    @property
    def slug(self) -> str:
        """The step in an address."""
        return str(self.kind).lower().replace("_", "-")

    def starts(self, path: str) -> tuple[str, ...]:
        """Return the states from which an item of this path may take the step."""
        return (*self.start, *dict(self.short).get(path, ()))


_RELIEF_EARLY = (_S.COMMITTED, _S.DOSSIER, _S.RECEIVED, _S.CONSULTING)
_ROWS = (
    Step(_K.LETTER, (_S.MOBILISING,), _S.COMMITTED, OWNER, paper="VAN_BAN_NHAT_TRI"),
    Step(_K.PREPARE, (_S.MOBILISING, _S.COMMITTED), _S.DOSSIER, OWNER, paper="VAN_KIEN"),
    Step(
        _K.RECEIVE, (_S.DOSSIER,), _S.RECEIVED, OFFICE, sets="received_on", paper="DE_NGHI",
        clause="dossier", short=((RELIEF, (_S.MOBILISING, _S.COMMITTED)),),
    ),
    Step(
        _K.RESUBMIT, (_S.RETURNED,), _S.RECEIVED, OFFICE, sets="days_returned", after=("returned_on",),
        clause="dossier",
    ),
    Step(
        _K.CONSULT, (_S.RECEIVED,), _S.CONSULTING, OFFICE, needs=(NUMBER,), after=("received_on",),
        paper="Y_KIEN", clause="appraisal",
    ),
    Step(
        _K.APPRAISE, (_S.CONSULTING,), _S.APPRAISED, OFFICE, needs=(NUMBER,), sets="appraised_on",
        after=("received_on",), short=((RECOVERY, (_S.RECEIVED,)), (RELIEF, (_S.RECEIVED,))),
        paper="THAM_DINH", clause="appraisal",
    ),
    Step(
        _K.APPROVE, (_S.APPRAISED,), _S.APPROVED, DECISION, needs=(NUMBER,), sets="approved_on",
        after=("received_on", "appraised_on"), short=((RELIEF, _RELIEF_EARLY),), paper="QUYET_DINH",
        clause="decision", is_paper_day=True,
    ),
    Step(
        _K.NOTIFY, (_S.APPROVED, _S.IMPLEMENTING, _S.ADJUSTING), _S.NOTIFIED, OFFICE, needs=(NUMBER,),
        sets="notified_on", after=("approved_on",), paper="THONG_BAO", clause="decision",
    ),
    Step(_K.START, _NOT_STARTED, _S.IMPLEMENTING, OWNER, sets="started_on", after=("approved_on",)),
    Step(
        _K.ADJUST, (_S.ADJUSTING,), BACK, DECISION, needs=(NUMBER, CHANGES), after=("approved_on",),
        paper="DIEU_CHINH", clause="decision", is_paper_day=True,
    ),
    Step(_K.KEEP, (_S.ADJUSTING,), BACK, DECISION, needs=(NOTE,), after=("approved_on",)),
    Step(
        _K.END, (*_NOT_STARTED, _S.IMPLEMENTING, _S.ENDED), _S.ENDED, OWNER, sets="closed_on",
        after=("approved_on", "started_on"),
    ),
    Step(
        _K.HAND_OVER, (_S.ENDED, _S.FINAL_REPORTED), _S.HANDED_OVER, OWNER, sets="handed_over_on",
        after=("over_on",), paper="BAN_GIAO", clause="report",
    ),
    Step(
        _K.FINAL_REPORT, (_S.ENDED, _S.HANDED_OVER), _S.FINAL_REPORTED, OWNER, needs=(NUMBER,),
        sets="final_report_on", after=("over_on",), paper="BAO_CAO_KT", clause="report",
    ),
    Step(
        _K.SETTLE, (_S.FINAL_REPORTED,), _S.SETTLED, OFFICE, needs=(NUMBER,), sets="settled_on",
        after=("over_on", "final_report_on"), paper="QUYET_TOAN",
    ),
    Step(
        _K.RETURN, (_S.RECEIVED, _S.CONSULTING), _S.RETURNED, OFFICE, needs=(NOTE,), sets="returned_on",
        after=("received_on",), clause="dossier", aside=True,
    ),
    Step(
        _K.ASK_CHANGE, (*_NOT_STARTED, _S.IMPLEMENTING), _S.ADJUSTING, OWNER, needs=(NOTE,),
        after=("approved_on",), paper="DE_NGHI", aside=True,
    ),
    Step(_K.REJECT, BEFORE_APPROVAL, _S.REJECTED, DECISION, needs=(NOTE,), aside=True),
    Step(_K.WITHDRAW, (*BEFORE_APPROVAL, *_NOT_STARTED), _S.WITHDRAWN, OWNER, needs=(NOTE,), aside=True),
    Step(
        _K.REVOKE, _NOT_STARTED, _S.REVOKED, DECISION, needs=(NUMBER, NOTE), after=("approved_on",),
        paper="QUYET_DINH", clause="decision", aside=True, is_paper_day=True,
    ),
    Step(
        _K.REOPEN, (_S.ENDED, _S.REJECTED, _S.WITHDRAWN), BACK, OFFICE, needs=(NOTE,), aside=True,
    ),
)  # fmt: skip

STEPS: dict[str, Step] = {str(row.kind): row for row in _ROWS}
BY_SLUG: dict[str, Step] = {row.slug: row for row in _ROWS}


def table_rows() -> list[tuple[str, str, str, str, str]]:
    """Return the table in words: step, from, to, what it needs, whose it is; the guide prints it."""
    rows = []
    for step in _ROWS:
        starts = [str(_S(code).label) for code in step.start]
        for path, label in ((RECOVERY, "khắc phục"), (RELIEF, "cứu trợ")):
            more = [str(_S(code).label) for code in dict(step.short).get(path, ())]
            starts += [f"{label}: {', '.join(more)}"] if more else []
        to = "như trước đó" if step.to == BACK else str(_S(step.to).label)
        needs = ", ".join(NEEDS[name] for name in step.needs) or "ngày"
        rows.append((step.label, "; ".join(starts), to, needs, DESKS[step.desk]))
    return rows
