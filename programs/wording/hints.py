"""Where words can go: formulas that say nothing, phrases said twice, sentences that stand in two places.

Only hints: nothing changes by itself. Pure functions: values in, values out.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from programs.wording.comparing import Passage
from programs.wording.tokens import Token, clauses_of, tokens_of


class Sort(StrEnum):
    """What a hint is about."""

    FORMULA = "formula"
    REPEATED = "repeated"
    DOUBLED = "doubled"


@dataclass(frozen=True, slots=True)
class Hint:
    """One place where words can go: what stands there, what could stand instead, how many words that saves.

    `other` is the key of the passage that says the same already.
    """

    sort: Sort
    key: str
    found: str
    instead: str
    saves: int
    other: str = ""


class Formula(NamedTuple):
    """An office phrase that can be shorter: how it is written, and what says the same."""

    pattern: str
    instead: str


# Each replacement keeps the sentence whole; \1 is what the pattern caught.
FORMULAS = (
    Formula(r"một cách\s+(\w+(?:\s+\w+)?)", r"\1"),
    Formula(r"trong việc", ""),
    Formula(r"đối với việc", ""),
    Formula(r"có thể nói(?: rằng)?", ""),
    Formula(r"như (?:chúng ta )?đã biết", ""),
    Formula(r"trong thời gian (?:vừa qua|qua)", ""),
    Formula(r"trong bối cảnh hiện nay", ""),
    Formula(r"nhằm mục đích", "để"),
    Formula(r"với mục đích", "để"),
    Formula(r"trên cơ sở đó", ""),
    Formula(r"góp phần quan trọng (?:vào việc|trong việc|vào)", "góp phần"),
    Formula(r"góp phần không nhỏ (?:vào việc|trong việc|vào)", "góp phần"),
    Formula(r"tiến hành (?:việc )?(triển khai|thực hiện|tổ chức|rà soát|xây dựng)", r"\1"),
    Formula(r"thực hiện việc", ""),
    Formula(r"tổ chức triển khai thực hiện", "thực hiện"),
    Formula(r"tổ chức thực hiện có hiệu quả", "thực hiện hiệu quả"),
    Formula(r"triển khai thực hiện", "thực hiện"),
    Formula(r"không ngừng (?:tăng cường|nâng cao|mở rộng)", "nâng cao"),
    Formula(r"ngày càng (\w+ \w+) hơn nữa", r"ngày càng \1"),
    Formula(r"có (?:những )?bước phát triển mạnh mẽ", "phát triển mạnh"),
    Formula(r"trên địa bàn toàn tỉnh", "trong tỉnh"),
    Formula(r"trên tất cả các lĩnh vực", "trên mọi lĩnh vực"),
    Formula(r"cũng như", "và"),
    Formula(r"bên cạnh đó", ""),
    Formula(r"đồng bộ, toàn diện, có trọng tâm, trọng điểm", "toàn diện, có trọng tâm"),
    Formula(r"được sự quan tâm(?:,| và)? (?:lãnh đạo, )?chỉ đạo của", "nhờ chỉ đạo của"),
)
_COMPILED = tuple(
    (re.compile(rf"(?<!\w){one.pattern}(?!\w)", re.IGNORECASE), one.instead) for one in FORMULAS
)
# Verbs of reports that a paragraph needs once.
_VERBS = (
    "tiếp tục",
    "đẩy mạnh",
    "tăng cường",
    "chú trọng",
    "quan tâm",
    "tập trung",
    "nâng cao hiệu quả",
    "chủ động",
)
_SHORTEST_REPEAT = 4
_SHORTEST_SENTENCE = 7


def hints_of(passages: Sequence[Passage]) -> list[Hint]:
    """Return the hints of a version in reading order; within a passage the biggest saving first."""
    doubled = _doubled(passages)
    found: list[Hint] = []
    for passage in passages:
        if passage.is_heading:
            continue
        own = [*doubled.get(passage.key, ()), *_formulas(passage), *_verbs(passage), *_repeated(passage)]
        found += sorted(own, key=lambda hint: -hint.saves)
    return found


def _formulas(passage: Passage) -> Iterator[Hint]:
    taken: list[tuple[int, int]] = []
    for pattern, instead in _COMPILED:
        for match in pattern.finditer(passage.text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            shorter = match.expand(instead)
            saves = len(match[0].split()) - len(shorter.split())
            if saves > 0:
                yield Hint(Sort.FORMULA, passage.key, match[0].strip(), shorter, saves)


def _verbs(passage: Passage) -> Iterator[Hint]:
    """Yield report verbs that one paragraph says more than once."""
    words = " ".join(token.key for token in tokens_of(passage.text))
    for verb in _VERBS:
        count = len(re.findall(rf"(?<!\w){verb}(?!\w)", words))
        if count > 1:
            said = " … ".join([verb] * min(count, 3))
            yield Hint(Sort.REPEATED, passage.key, said, verb, (count - 1) * len(verb.split()))


def _repeated(passage: Passage) -> Iterator[Hint]:
    """Yield the longest phrases that stand twice in one paragraph, without overlap."""
    tokens = tokens_of(passage.text)
    keys = [token.key for token in tokens]
    places: dict[tuple[str, ...], int] = {}
    at = 0
    while at + _SHORTEST_REPEAT <= len(keys):
        run = tuple(keys[at : at + _SHORTEST_REPEAT])
        first = places.setdefault(run, at)
        if at - first < _SHORTEST_REPEAT:
            at += 1
            continue
        size = _SHORTEST_REPEAT
        while at + size < len(keys) and first + size < at and keys[first + size] == keys[at + size]:
            size += 1
        yield Hint(Sort.REPEATED, passage.key, _between(passage.text, tokens, at, size), "", size)
        at += size


def _between(text: str, tokens: Sequence[Token], at: int, size: int) -> str:
    return " ".join(text[tokens[at].start : tokens[at + size - 1].end].split())


def _doubled(passages: Iterable[Passage]) -> dict[str, list[Hint]]:
    """Return {key: hints} for clauses that an earlier passage says in the same words."""
    first: dict[tuple[str, ...], str] = {}
    found: dict[str, list[Hint]] = defaultdict(list)
    for passage in passages:
        if passage.is_heading:
            continue
        for start, end in clauses_of(passage.text):
            clause = passage.text[start:end]
            words = tuple(token.key for token in tokens_of(clause))
            if len(words) < _SHORTEST_SENTENCE:
                continue
            before = first.setdefault(words, passage.key)
            if before != passage.key:
                saves = len(clause.split())
                found[passage.key].append(
                    Hint(Sort.DOUBLED, passage.key, " ".join(clause.split()), "", saves, before)
                )
    return found
