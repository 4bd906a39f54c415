"""When the words of a report may be changed, and which of them may stay against a check; pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.legal import Blocker, Caution
from programs.kept_rules import NEVER_KEPT, words_print
from programs.wording.checks.assignments import DEADLINE
from programs.wording.checks.findings import Finding, Severity
from programs.wording.checks.sentences import sentences_of

# The lock keeps the words with the numbers: who wants to change them has the report sent back first.
WRITABLE = frozenset({"DRAFT"})
# Numbers that a figure of the portal contradicts.
CONTRADICTING = frozenset({"FIGURE_MISMATCH", "AID_TOTAL_MISMATCH"})
TYPED = frozenset({"FIGURE_TYPED"}) | CONTRADICTING
# These say that something is missing; no reason makes up for it.
_LACKING = frozenset({"HEADING_EMPTY", "CARRIED_WORDS", "TOKEN_UNKNOWN"}) | NEVER_KEPT
_OUTLOOK = re.compile(r"nhiệm vụ", re.IGNORECASE)
_TASK = re.compile(r"\s*[-–•]\s+(?P<words>.+)")
MOST_HEADINGS = 80
_WORD = re.compile(r"[^\W\d_]{2,}")
# A reason for another number than the portal's says at least so much: "số của Cục Thống kê".
_WORDS_OF_A_REASON = 4
_YEAR = re.compile(r"(?<!\w)năm\s+((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_LOOKS_BACK = re.compile(
    r"(?<!\w)(?:so với|cùng kỳ|trước|từ (?:tháng \d+ )?năm|giai đoạn|kể từ|chuyển tiếp|luật|nghị định"
    r"|nghị quyết|quyết định|chỉ thị|kết luận|thông tư|công văn|kế hoạch|chương trình|hướng dẫn|ký|thành lập"
    r"|tiếp tục)(?!\w)",
    re.IGNORECASE,
)


class _Passage(Protocol):
    title: str
    text: str


class _Placed(Protocol):
    key: str
    title: str
    level: str


def headings_above(blocks: Sequence[_Placed], ranks: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return the headings over each block of an outline, by its key, outermost first; its own is left out.

    `blocks` stand in the order of the document; `ranks` says how deep a level lies, 0 the outermost.
    """
    found: dict[str, tuple[str, ...]] = {}
    above: list[_Placed] = []
    for block in blocks:
        above = [one for one in above if ranks[one.level] < ranks[block.level]]
        found[block.key] = tuple(one.title for one in above if one.title)
        above.append(block)
    return found


def passage_print(block: _Passage, above: Sequence[str] = ()) -> str:
    """Return a print of a passage as stored, with its heading and those `above` it.

    They may say of what year it tells, or that it looks ahead: a decision about its words holds only beneath
    them. A number that moves by itself does not make its words others.
    """
    return words_print("\n".join([*above, block.title, block.text]))


def is_writable(status: str) -> bool:
    """Whether words may be changed in this state."""
    return status in WRITABLE


def may_stay(finding: Finding) -> bool:
    """Whether somebody may decide that the words of a finding need no source or stay as they are."""
    if not finding.key or finding.code in _LACKING:
        return False
    return finding.severity is Severity.BLOCK or finding.code in TYPED


def stay_problems(finding: Finding, *, reason: str, seen: str, now: str) -> list[Blocker]:
    """Return why a decision may not be stored; `seen` and `now` are prints of the passage."""
    if not may_stay(finding):
        return [Blocker("Chỗ này phải sửa, không ghi lý do để bỏ qua được.", None)]
    said = {word.lower() for word in _WORD.findall(reason)}
    if not said:
        return [Blocker("Ghi lý do không cần nguồn bằng lời, ví dụ “số hiệu văn bản”.", None, "reason")]
    if finding.code in CONTRADICTING and len(said) < _WORDS_OF_A_REASON:
        words = (
            "Số này trái với số của cổng nên lý do phải nói rõ: số lấy ở văn bản nào (số, ký hiệu, ngày, nơi "
            "gửi) và vì sao khác, ví dụ “theo Báo cáo 45/BC-SNgV ngày 12/12/2025, tính cả khoản chưa nhập”. "
            "Người duyệt, văn thư và người ký đều đọc lý do này."
        )
        return [Blocker(words, None, "reason")]
    if seen != now:
        return [Blocker("Đoạn này vừa đổi lời; mở lại trang Soát lỗi rồi quyết định.", None)]
    return []


def tasks_without_deadline(title: str, text: str) -> list[str]:
    """Return the lines of an outlook that give a task and do not say until when."""
    if not _OUTLOOK.search(title):
        return []
    lines = [found["words"].strip() for line in text.splitlines() if (found := _TASK.match(line))]
    return [line for line in lines if not DEADLINE.search(line)]


def years_left_behind(text: str, year: int) -> list[str]:
    """Return the sentences that tell of the year before as if it were the report's: what copying leaves.

    A sentence that also names the report's own year or a later one, compares, cites a paper or looks back
    over several years is none.
    """
    found = []
    for one in sentences_of(text):
        words = text[one.start : one.end]
        years = {int(named) for named in _YEAR.findall(words)}
        if years and max(years) == year - 1 and not _LOOKS_BACK.search(words):
            found.append(words.strip())
    return found


@dataclass(frozen=True)
class Place:
    """A heading as its neighbours see it: its rank (1 the highest, 0 the opening)."""

    rank: int
    title: str


def heading_removal_problems(places: Sequence[Place], at: int) -> list[Blocker | Caution]:
    """Return why the heading at this place may not go: what stands below it would lose its roof."""
    here = places[at]
    below = 0
    for place in places[at + 1 :]:
        if place.rank <= here.rank:
            break
        below += 1
    if below and here.rank:
        return [Blocker(f"“{here.title}” còn {below} mục bên dưới; chuyển hoặc bỏ các mục đó trước.", None)]
    if len(places) == 1:
        return [Blocker("Báo cáo phải còn ít nhất một mục.", None)]
    return []


def heading_count_problems(count: int) -> list[Blocker | Caution]:
    """Return why there may be no further heading."""
    if count >= MOST_HEADINGS:
        return [Blocker(f"Báo cáo đã có {count} mục; bỏ bớt mục rồi thêm.", None)]
    return []
