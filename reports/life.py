"""The life of a report as data: its states, the act that leads to each, who does it and who may not.

Sources: Điều 11-15, 18 Nghị định 30/2020/NĐ-CP (drafting, checking the words and the form, signing, numbering
and issuing are separate) and domain.md 5.4; the table is printed in the user guide.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.legal import Blocker, Citation
from reports.states import ReportState

_S = ReportState


class Part(StrEnum):
    """What a person has to do with one report; nobody has two parts that exclude each other."""

    DRAFTS = "DRAFTS"
    APPROVES = "APPROVES"
    CHECKS = "CHECKS"
    SIGNS = "SIGNS"
    NUMBERS = "NUMBERS"


# How a part is told of the one who had it: "đã soạn hoặc chốt số liệu báo cáo này".
DID = {
    Part.DRAFTS: "đã soạn hoặc chốt số liệu báo cáo này",
    Part.APPROVES: "đã duyệt nội dung báo cáo này",
    Part.CHECKS: "đã kiểm tra thể thức báo cáo này",
    Part.SIGNS: "đã ký báo cáo này",
    Part.NUMBERS: "đã cấp số báo cáo này",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One act on the way: from which state to which, what it is called, who does it and who may not.

    `name` is the name of its page; `apart` are the parts that its doer must not have had. `sees` is what the
    doer looks at first.
    """

    name: str
    start: str
    end: str
    part: Part
    label: str
    done: str
    doer: str
    sees: str
    apart: tuple[Part, ...] = ()
    citation: str = ""
    icon: str = "arrow-right"

    @property
    def url_name(self) -> str:
        """The name of the page of the act."""
        return f"reports:report_{self.name}"

    @property
    def apart_words(self) -> str:
        """Whose act it must not be, in words."""
        return "; ".join(f"người {DID[part]}" for part in self.apart) or "–"


STEPS = (
    Step(
        "lock", _S.DRAFT, _S.DATA_LOCKED, Part.DRAFTS,
        "Chốt số liệu", "Đã chốt số liệu", "người soạn báo cáo của cơ quan ban hành",
        "trang Soát lỗi không còn lỗi; số liệu và bản ghi sẽ chốt", icon="lock",
        citation="Điều 10 Nghị định 30/2020/NĐ-CP",
    ),
    Step(
        "approve", _S.DATA_LOCKED, _S.CONTENT_APPROVED, Part.APPROVES,
        "Duyệt nội dung", "Đã duyệt nội dung", "lãnh đạo phòng, lãnh đạo cơ quan ban hành",
        "toàn văn với số liệu đã chốt, bản ghi sau từng số", (Part.DRAFTS,), icon="rubber-stamp",
        citation="Điều 11, khoản 1 Điều 12 Nghị định 30/2020/NĐ-CP",
    ),
    Step(
        "check_format", _S.CONTENT_APPROVED, _S.FORMAT_CHECKED, Part.CHECKS,
        "Xác nhận thể thức", "Đã kiểm tra thể thức", "văn thư của cơ quan ban hành",
        "kết quả đo tệp PDF theo Phụ lục I", (Part.DRAFTS, Part.APPROVES), icon="list-check",
        citation="khoản 2 Điều 12 Nghị định 30/2020/NĐ-CP",
    ),
    Step(
        "sign", _S.FORMAT_CHECKED, _S.SIGNED, Part.SIGNS,
        "Ký", "Đã ký", "người đứng đầu hoặc cấp phó của cơ quan ban hành",
        "bản trình ký, thể thức ký", (Part.DRAFTS, Part.APPROVES, Part.CHECKS), icon="signature",
        citation="Điều 13 Nghị định 30/2020/NĐ-CP",
    ),
    Step(
        "number", _S.SIGNED, _S.NUMBERED, Part.NUMBERS,
        "Cấp số, ngày", "Đã lấy số", "văn thư của cơ quan ban hành",
        "số tiếp theo trong sổ, ngày của các số bên cạnh", (Part.DRAFTS, Part.APPROVES, Part.SIGNS),
        icon="hash", citation="Điều 15 Nghị định 30/2020/NĐ-CP",
    ),
    Step(
        "issue", _S.NUMBERED, _S.ISSUED, Part.NUMBERS,
        "Ban hành", "Đã ban hành", "văn thư của cơ quan ban hành",
        "số, ngày, nơi nhận", (Part.DRAFTS, Part.APPROVES, Part.SIGNS), icon="file-check",
        citation="Điều 18 Nghị định 30/2020/NĐ-CP",
    ),
)  # fmt: skip

BY_NAME: Mapping[str, Step] = {step.name: step for step in STEPS}
FROM: Mapping[str, Step] = {step.start: step for step in STEPS}
INTO: Mapping[str, Step] = {step.end: step for step in STEPS}
ON_THE_WAY = (_S.DRAFT, *(step.end for step in STEPS))
# A number, once taken, belongs to this paper: what is wrong with it is corrected by another paper.
RETURNS = frozenset({_S.DATA_LOCKED, _S.CONTENT_APPROVED, _S.FORMAT_CHECKED, _S.SIGNED})
FINAL = frozenset({_S.ISSUED, _S.CORRECTED})
# Every change of state there is; the databases refuse all others (reports/models/guards.py).
MOVES: frozenset[tuple[str, str]] = frozenset(
    {(step.start, step.end) for step in STEPS}
    | {(state, _S.DRAFT) for state in RETURNS}
    | {(_S.ISSUED, _S.CORRECTED)}
)
TONES = {
    _S.DRAFT: "warn",
    _S.SIGNED: "ok",
    _S.NUMBERED: "ok",
    _S.ISSUED: "ok",
    _S.CORRECTED: "mute",
}


def tone_of(status: str) -> str:
    """Return the tone of the badge of a state."""
    return TONES.get(_S(status), "info")


def label_of(status: str) -> str:
    """Return the state in the office's words."""
    return str(_S(status).label)


def turn_problems(step: Step, status: str) -> list[Blocker]:
    """Return why the act is not due in this state."""
    if status == step.start:
        return []
    if status in ON_THE_WAY and ON_THE_WAY.index(_S(status)) > ON_THE_WAY.index(_S(step.start)):
        return [Blocker(f"Việc “{step.label}” đã xong: báo cáo đang ở “{label_of(status)}”.", None)]
    if status in FROM:
        due = FROM[status]
        return [
            Blocker(
                f"Báo cáo đang ở “{label_of(status)}”; việc phải làm trước là “{due.label}” ({due.doer}).",
                None,
            )
        ]
    return [Blocker(f"Báo cáo đã ở “{label_of(status)}” nên không còn bước này.", None)]


def apart_problems(step: Step, had: Collection[Part]) -> list[Blocker]:
    """Return why this person may not do the act: a part that it had already excludes it."""
    source = Citation(step.citation) if step.citation else None
    return [
        Blocker(f"Anh/chị {DID[part]} nên không làm bước “{step.label}”; cần người khác.", source)
        for part in step.apart
        if part in had
    ]


def return_problems(status: str, reason: str, *, may_after_signature: bool = True) -> list[Blocker]:
    """Return why the report may not go back to its authors; a signature is not undone behind its owner."""
    if status == _S.DRAFT:
        return [Blocker("Báo cáo đang soạn nên không cần trả lại.", None)]
    if status not in RETURNS:
        return [
            Blocker(
                f"Báo cáo ở “{label_of(status)}” đã có số văn bản nên không trả lại soạn được; "
                "sai sót thì lập văn bản đính chính, thay thế.",
                None,
            )
        ]
    if status == _S.SIGNED and not may_after_signature:
        return [Blocker("Báo cáo đã ký: chỉ người đã ký hoặc văn thư của cơ quan trả lại được.", None)]
    if not reason.strip():
        return [Blocker("Ghi lý do trả lại.", None, "note")]
    return []


def edit_problems(status: str) -> list[Blocker]:
    """Return why words and particulars may not be changed in a state."""
    if status == _S.DRAFT:
        return []
    if status in RETURNS:
        way = "trả lại soạn (ghi lý do) rồi mới sửa được"
    else:
        way = "sai sót thì lập văn bản đính chính, thay thế"
    return [Blocker(f"Báo cáo đang ở “{label_of(status)}”, lời văn và số liệu giữ nguyên; {way}.", None)]


def table_rows() -> Iterable[tuple[str, ...]]:
    """Yield the rows of the table that the user guide prints."""
    for step in STEPS:
        back = "có, ghi lý do" if step.end in RETURNS else "không"
        yield (
            step.label,
            label_of(step.start),
            label_of(step.end),
            step.doer,
            step.apart_words,
            step.sees,
            back,
            step.citation,
        )
