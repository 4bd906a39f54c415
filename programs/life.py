"""The life of a program as data: its states, who moves it, by which paper, and what must hold first.

Source: the office's way from the order to the final review; the list is printed in the user guide.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.legal import Blocker
from core.models import Role
from programs.models import Program

_S = Program.Status

# Names of guards; `programs.guards` keeps what finds them, and each app registers its own.
LEAD_AND_DEADLINE = "LEAD_AND_DEADLINE"
HAS_DRAFT = "HAS_DRAFT"
THREE_PARTS = "THREE_PARTS"
ROUND_CLOSED = "ROUND_CLOSED"
MINUTES_SIGNED = "MINUTES_SIGNED"
ACTION_ITEMS_CREATED = "ACTION_ITEMS_CREATED"
OPINION_UNANSWERED = "OPINION_UNANSWERED"
WITHIN_LENGTH = "WITHIN_LENGTH"
KEY_POINTS_KEPT = "KEY_POINTS_KEPT"
OFFICE_CHECK = "OFFICE_CHECK"
PARTY_CONCLUSION = "PARTY_CONCLUSION"
TASKS_HAVE_LEAD = "TASKS_HAVE_LEAD"
TEXT_CHECKED = "TEXT_CHECKED"

# Papers of others that a move rests on: the guard is held by writing down their number and date.
PROOFS = {
    OFFICE_CHECK: "văn bản kiểm tra hồ sơ của Văn phòng UBND tỉnh",
    PARTY_CONCLUSION: "văn bản kết luận của Ban Thường vụ Tỉnh ủy",
}
# Whether a state is entered by a paper from outside the portal; one that sends back may do so by word.
PAPER, PAPER_OR_WORDS = "PAPER", "PAPER_OR_WORDS"

DEPARTMENT = frozenset({Role.SNGV_STAFF, Role.SNGV_HEAD, Role.SNGV_LEADER})
DIRECTOR = frozenset({Role.SNGV_LEADER})
# Who writes down what the People's Committee did: it itself, its office, and the department's leader.
PROVINCE = frozenset({Role.UBND_LEADER, Role.VPUB, Role.SNGV_LEADER})
WORKING = DEPARTMENT | {Role.VPUB}
EVERYBODY_AT_WORK = DEPARTMENT | PROVINCE


@dataclass(frozen=True, slots=True)
class State:
    """One state: how it is entered, by whom, with which paper, and where it leads.

    `leave` must hold to go on along `onward`; `enter` holds whatever state comes before; `aside` are ways
    back and out, for which only `enter` of the next state counts. A state that `sends` freezes the version;
    one that `needs` its paper is not entered without number and date.
    """

    code: str
    number: int | None
    artefact: str
    actor: str
    movers: frozenset[str]
    onward: tuple[str, ...]
    aside: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    enter: tuple[str, ...] = ()
    sends: bool = False
    tone: str = "info"
    needs: str = ""

    @property
    def label(self) -> str:
        """The state in the office's words."""
        return str(Program.Status(self.code).label)

    @property
    def movers_in_words(self) -> str:
        """Who may move a program into the state, as people are called in the office."""
        return "; ".join(str(role.label) for role in Role if role in self.movers) or "không ai"

    @property
    def next(self) -> tuple[str, ...]:
        """The states that may follow, the ordinary one first."""
        return self.onward + self.aside


# What must hold of a text that goes up to the People's Committee, from whichever state it is submitted, and
# still when it goes on to the Party committee or is issued: it may be a later version, on a later day.
_FIT_TO_GO_UP = (
    HAS_DRAFT, THREE_PARTS, ROUND_CLOSED, OPINION_UNANSWERED, WITHIN_LENGTH, KEY_POINTS_KEPT, TEXT_CHECKED,
)  # fmt: skip
_ENDS = (_S.SUPERSEDED, _S.CANCELLED)

_ROWS = (
    State(
        _S.ASSIGNED, 1, "văn bản giao nhiệm vụ", "UBND tỉnh giao Sở Ngoại vụ",
        movers=frozenset(), onward=(_S.DRAFTING,), leave=(LEAD_AND_DEADLINE,), tone="mute",
    ),
    State(
        _S.DRAFTING, 2, "đề cương, dự thảo bản 1", "Sở Ngoại vụ",
        movers=DEPARTMENT, onward=(_S.CONSULTING, _S.CONF_SCHEDULED), leave=(THREE_PARTS,), tone="warn",
    ),
    State(
        _S.CONSULTING, 3, "công văn lấy ý kiến kèm dự thảo",
        "các sở, ngành, xã, MTTQ, Liên hiệp",
        movers=DEPARTMENT, onward=(_S.CONF_SCHEDULED, _S.REVISING), leave=(ROUND_CLOSED,),
        enter=(HAS_DRAFT,), sends=True,
    ),
    State(
        _S.CONF_SCHEDULED, 4, "giấy mời, tài liệu họp", "Văn phòng UBND tỉnh, Sở Ngoại vụ",
        movers=WORKING, onward=(_S.CONF_HELD,), aside=(_S.REVISING,), enter=(HAS_DRAFT,), sends=True,
    ),
    State(
        _S.CONF_HELD, 5, "biên bản", "thư ký",
        movers=WORKING, onward=(_S.CONCLUDED,), leave=(MINUTES_SIGNED,),
    ),
    State(
        _S.CONCLUDED, 6, "thông báo kết luận", "chủ trì, Văn phòng UBND tỉnh",
        movers=WORKING, onward=(_S.REVISING,), leave=(ACTION_ITEMS_CREATED,),
    ),
    State(
        _S.REVISING, 7, "bảng tổng hợp tiếp thu, giải trình; bản dự thảo mới", "Sở Ngoại vụ",
        movers=DEPARTMENT, onward=(_S.SHORTENING, _S.SUBMITTED), aside=(_S.CONSULTING, _S.CONF_SCHEDULED),
        leave=(OPINION_UNANSWERED,), tone="warn",
    ),
    State(
        _S.SHORTENING, 8, "dự thảo rút gọn, so sánh dung lượng", "Sở Ngoại vụ",
        movers=DEPARTMENT, onward=(_S.SUBMITTED,), aside=(_S.REVISING,),
        leave=(WITHIN_LENGTH, THREE_PARTS, KEY_POINTS_KEPT), tone="warn",
    ),
    State(
        _S.SUBMITTED, 9, "tờ trình, dự thảo, bảng tổng hợp, phụ lục nhiệm vụ", "Giám đốc Sở Ngoại vụ",
        movers=DIRECTOR, onward=(_S.PARTY_REVIEW, _S.ISSUED), aside=(_S.RETURNED,), leave=(OFFICE_CHECK,),
        enter=_FIT_TO_GO_UP, sends=True,
    ),
    State(
        _S.RETURNED, 10, "văn bản trả lại, ý kiến chỉ đạo", "UBND tỉnh",
        movers=PROVINCE, onward=(_S.REVISING,), tone="bad", needs=PAPER_OR_WORDS,
    ),
    State(
        _S.PARTY_REVIEW, 11, "tờ trình của UBND tỉnh gửi Tỉnh ủy", "UBND tỉnh",
        movers=PROVINCE, onward=(_S.ISSUED,), aside=(_S.RETURNED,), leave=(PARTY_CONCLUSION,),
        enter=_FIT_TO_GO_UP, needs=PAPER,
    ),
    State(
        _S.ISSUED, 12, "chương trình, hoặc quyết định kèm chương trình", "UBND tỉnh",
        movers=PROVINCE, onward=(_S.ASSIGNED_TASKS,), aside=_ENDS, enter=_FIT_TO_GO_UP, sends=True, tone="ok",
    ),
    State(
        _S.ASSIGNED_TASKS, 13, "phụ lục phân công nhiệm vụ", "UBND tỉnh",
        movers=EVERYBODY_AT_WORK, onward=(_S.IN_FORCE,), aside=_ENDS, leave=(TASKS_HAVE_LEAD,),
        enter=(TASKS_HAVE_LEAD,), tone="ok",
    ),
    State(
        _S.IN_FORCE, 14, "kế hoạch năm của cơ quan, báo cáo định kỳ", "các cơ quan được giao",
        movers=EVERYBODY_AT_WORK, onward=(_S.MIDTERM_REVIEWED, _S.CLOSED), aside=(_S.REVISING, *_ENDS),
        tone="ok",
    ),
    State(
        _S.MIDTERM_REVIEWED, 15, "báo cáo sơ kết", "Sở Ngoại vụ",
        movers=DEPARTMENT, onward=(_S.CLOSED,), aside=(_S.REVISING, *_ENDS), tone="ok", needs=PAPER,
    ),
    State(
        _S.CLOSED, 16, "báo cáo tổng kết giai đoạn", "Sở Ngoại vụ",
        movers=DEPARTMENT, onward=(), aside=_ENDS, tone="mute", needs=PAPER,
    ),
    State(
        _S.SUPERSEDED, None, "văn bản thay thế", "UBND tỉnh",
        movers=PROVINCE, onward=(), tone="mute", needs=PAPER,
    ),
    State(
        _S.CANCELLED, None, "văn bản bãi bỏ", "UBND tỉnh",
        movers=PROVINCE, onward=(), tone="mute", needs=PAPER,
    ),
)  # fmt: skip

STATES: dict[str, State] = {str(state.code): state for state in _ROWS}
ON_THE_WAY = tuple(state for state in _ROWS if state.number)
# Where a program that is entered late may begin: before anything was sent out, or when it is long in force.
FIRST_STATES = (_S.ASSIGNED, _S.DRAFTING, _S.IN_FORCE, _S.MIDTERM_REVIEWED, _S.CLOSED, *_ENDS)

# Where the text went up: what agencies said and were answered stays as it was submitted.
GONE_UP = frozenset(
    {_S.SUBMITTED, _S.PARTY_REVIEW, _S.ISSUED, _S.ASSIGNED_TASKS, _S.IN_FORCE, _S.MIDTERM_REVIEWED, _S.CLOSED,
     *_ENDS}
)  # fmt: skip
# Which moves are about the version that was submitted, and not about the newest.
ABOUT_SUBMITTED = frozenset({_S.PARTY_REVIEW, _S.ISSUED, _S.RETURNED})


def opinion_problems(status: str, refused: str) -> list[Blocker]:
    """Return why nothing about opinions changes in a state; `refused` says what, "không ghi thêm ý kiến"."""
    if status not in GONE_UP:
        return []
    if _S.RETURNED in STATES[status].next:
        way = "UBND tỉnh trả lại rồi mới làm tiếp được"
    elif _S.REVISING in STATES[status].next:
        way = f"sửa đổi, bổ sung thì chuyển sang “{_S.REVISING.label}” trước"
    elif STATES[status].onward:
        way = f"sửa đổi, bổ sung thì chuyển tới “{_S.IN_FORCE.label}” rồi “{_S.REVISING.label}”"
    else:
        way = "văn bản này không sửa nữa"
    return [Blocker(f"Chương trình đang ở “{STATES[status].label}” nên {refused}; {way}.", None)]


def tone_of(status: str) -> str:
    """Return the tone of the badge of a state."""
    return STATES[status].tone


def guards_of(start: str, end: str) -> tuple[str, ...]:
    """Return the names of what must hold to move from one state to another, each once."""
    state = STATES[start]
    leaving = state.leave if end in state.onward else ()
    return tuple(dict.fromkeys((*leaving, *STATES[end].enter)))


def proof_of(start: str, end: str) -> str:
    """Return which paper of others a move rests on, "" for most."""
    return next((PROOFS[name] for name in guards_of(start, end) if name in PROOFS), "")


def move_problems(start: str, end: str) -> list[Blocker]:
    """Return why a program may not go from one state to another at all."""
    if end in STATES[start].next:
        return []
    following = ", ".join(f"“{STATES[code].label}”" for code in STATES[start].next)
    way = f"bước tiếp theo là {following}" if following else "đây là trạng thái cuối"
    return [Blocker(f"Từ “{STATES[start].label}” không chuyển sang “{STATES[end].label}” được; {way}.", None)]


def unreachable(states: Iterable[State] = _ROWS) -> set[str]:
    """Return the states that no other one leads to; only the first may be so."""
    rows = list(states)
    return {str(state.code) for state in rows} - {str(code) for state in rows for code in state.next}
