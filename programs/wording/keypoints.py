"""Key points (ý chính) of a draft: what may not be lost when it is shortened, proposed from its words.

The portal only proposes; a person confirms. Pure functions: values in, values out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from programs.wording.comparing import Passage
from programs.wording.tokens import (
    Names,
    Token,
    clauses_of,
    folded_words,
    holds_in_order,
    holds_run,
    tokens_of,
)


class Kind(StrEnum):
    """What a key point is about."""

    TASK = "NHIEM_VU"
    AGENCY = "CO_QUAN"
    DEADLINE = "THOI_HAN"
    TARGET = "CHI_TIEU"
    PARTNER = "DOI_TAC"
    FIGURE = "SO_LIEU"


# Bodies that a program gives tasks to without naming one of them.
COLLECTIVES = (
    "các trường đại học", "các trường đại học, cao đẳng", "các cơ sở giáo dục đại học", "các sở, ban, ngành",
    "các sở, ngành", "các cơ quan, đơn vị", "UBND cấp xã", "Ủy ban nhân dân cấp xã", "UBND các xã, phường",
    "Ủy ban nhân dân các xã, phường", "các hội thành viên", "các doanh nghiệp",
)  # fmt: skip
# Words that say nothing of a task; without them it is still the same task.
_FILLERS = (
    "tiep tuc tich cuc chu dong day manh tang cuong khong ngung mot cach trong viec cong tac cac nhung va "
    "la cua cho voi duoc da dang se nham"
)
FILLERS = frozenset(_FILLERS.split(" "))
_LONGEST_TASK = 24
_SHORTEST_TASK = 5
_ASSIGNING = ("giao", "chủ trì", "chịu trách nhiệm", "có trách nhiệm", "phối hợp với", "tham mưu")
_DATE = r"\d{1,2}/\d{1,2}/\d{4}"
_DEADLINE = re.compile(
    rf"(?:(?:trước|chậm nhất|đến hết|đến|hết|xong)\s+)*(?:ngày\s+)?{_DATE}"
    rf"|(?:(?:trước|chậm nhất|đến hết|đến|hết|xong|trong)\s+)+(?:(?:tháng|quý)\s+[\dIVX]+\s*(?:/|năm\s+)\s*)?"
    r"(?:năm\s+)?(?:19|20)\d\d(?!\d|[.,]\d)"
    r"|(?:tháng|quý)\s+[\dIVX]{1,3}\s*(?:/|năm\s+)\s*(?:19|20)\d\d|năm\s+(?:19|20)\d\d",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\d/.,])(?:(?:khoảng|trên|hơn|gần|ít nhất|tối thiểu|tối đa|từ)\s+)?\d+(?:[.,]\d+)*"
    r"(?:\s*[-–]\s*\d+(?:[.,]\d+)*)?\s*"
    r"(?:%|phần trăm|(?:(?:nghìn|triệu|tỷ|tỉ)\s+)*(?:USD|EUR|đô la(?: Mỹ)?|đồng|khoản|dự án|"
    r"thỏa thuận|bản ghi nhớ|đoàn(?: ra| vào)?|lượt|người|hội|nước|quốc gia|địa phương|tổ chức|hoạt động|"
    r"hội nghị|chương trình|nhiệm vụ|suất|lưu học sinh|học sinh|sinh viên|"
    r"cán bộ|lớp|xã|điểm|công trình|triệu|tỷ|tỉ|nghìn))",
    re.IGNORECASE,
)
_AIMING = re.compile(
    r"\b(?:phấn đấu|mục tiêu|đạt|tăng|giảm|ít nhất|tối thiểu|trở lên|bình quân|mỗi năm|hằng năm|đến năm)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:đã|giai đoạn 20(?:1\d|2[0-5])|trong năm 20(?:1\d|2[0-5]))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A key point that the text seems to hold, and the passages that carry it."""

    kind: Kind
    text: str
    keys: tuple[str, ...]


def propose(
    passages: Iterable[Passage], *, agencies: Iterable[str], partners: Iterable[str]
) -> list[Proposal]:
    """Return the key points of a text in reading order.

    An agency and a partner are one point, wherever they stand; tasks, deadlines, targets and figures are
    one point for each passage.
    """
    bodies, others = Names([*agencies, *COLLECTIVES]), Names(partners)
    found: dict[tuple[Kind, str, str], Proposal] = {}
    for passage in passages:
        if passage.is_heading:
            continue
        for kind, text in _points_of(passage.text, bodies, others):
            is_name = kind in (Kind.AGENCY, Kind.PARTNER)
            identity = kind, identity_of(text), "" if is_name else passage.key
            before = found.get(identity)
            keys = before.keys if before else ()
            if passage.key not in keys:
                found[identity] = Proposal(kind, before.text if before else text, (*keys, passage.key))
    return list(found.values())


def identity_of(text: str) -> str:
    """Return what two wordings of the same point have in common."""
    return " ".join(folded_words(text))


def _points_of(text: str, bodies: Names, partners: Names) -> Iterator[tuple[Kind, str]]:
    for start, end in clauses_of(text):
        clause = text[start:end]
        tokens = tokens_of(clause)
        named = list(bodies.found_in(tokens))
        if named and _is_task(clause, tokens, named):
            yield Kind.TASK, _cut(clause, tokens)
        for name, _place in named:
            yield Kind.AGENCY, name
        for name, _place in partners.found_in(tokens):
            yield Kind.PARTNER, name
        taken = []
        for deadline in _DEADLINE.finditer(clause):
            taken.append(deadline.span())
            if not _is_past(clause):
                yield Kind.DEADLINE, " ".join(deadline[0].split())
        for number in _NUMBER.finditer(clause):
            if any(a < number.end() and number.start() < b for a, b in taken):
                continue
            is_target = _AIMING.search(clause) and not _is_past(clause)
            yield Kind.TARGET if is_target else Kind.FIGURE, " ".join(number[0].split())


def _is_past(clause: str) -> bool:
    return _PAST.search(clause) is not None


def _is_task(clause: str, tokens: list[Token], named: list[tuple[str, int]]) -> bool:
    """Return whether the clause gives a body something to do: it begins with the body, or says so."""
    if len(tokens) < _SHORTEST_TASK or _is_past(clause):
        return False
    words = f" {' '.join(token.key for token in tokens)} "
    return named[0][1] == 0 or any(f" {phrase} " in words for phrase in _ASSIGNING)


def _cut(clause: str, tokens: list[Token]) -> str:
    if len(tokens) <= _LONGEST_TASK:
        return clause
    return clause[: tokens[_LONGEST_TASK - 1].end]


def still_says(kind: str, point: str, passage: str) -> bool:
    """Return whether a passage still holds the words of a point; marks, case and punctuation do not matter.

    A task may lose filling words and gain others between its own, within one clause; everything else must
    stand as it is.
    """
    if kind != Kind.TASK:
        return holds_run(folded_words(passage), folded_words(point))
    run = [word for word in folded_words(point) if word not in FILLERS]
    return bool(run) and any(
        holds_in_order(folded_words(passage[start:end]), run) for start, end in clauses_of(passage)
    )
