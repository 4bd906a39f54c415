"""Where words can go: formulas that say nothing, phrases said twice, sentences that stand in two places.

Only hints: nothing changes by itself. Pure functions: values in, values out.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from programs.wording.comparing import Passage
from programs.wording.cutting import cut
from programs.wording.doubles import Double, Said, clauses_said, doubles_in
from programs.wording.formulas import formulas_in
from programs.wording.tokens import Token, tokens_of


class Sort(StrEnum):
    """What a hint is about."""

    FORMULA = "formula"
    REPEATED = "repeated"
    DOUBLED = "doubled"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Hint:
    """One place where words can go: what stands there, what could stand instead, how many words that saves.

    `start` and `end` say where the words stand in the passage; a hint without them names no exact place and
    is for a person to carry out. `code` names the formula. `other` is the key of the passage that says the
    same already, `other_text` what it says and `other_start` where.
    """

    sort: Sort
    key: str
    found: str
    instead: str
    saves: int
    other: str = ""
    start: int = -1
    end: int = -1
    code: str = ""
    other_text: str = ""
    other_start: int = -1

    @property
    def is_exact(self) -> bool:
        """Whether the hint names the words and their place, so that one click can carry it out."""
        return self.start >= 0


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
_VERB_PATTERNS = tuple((verb, re.compile(rf"(?<!\w){verb}(?!\w)")) for verb in _VERBS)
_SHORTEST_REPEAT = 5
# Names of what the program is about; saying them twice is no repetition.
_TERMS = re.compile(
    r"(?:công tác|hoạt động)? ?đối ngoại(?: nhân dân| đảng)?|ngoại giao|hội hữu nghị(?: thành viên)?|"
    r"tổ chức hữu nghị|phi chính phủ nước ngoài|ủy ban nhân dân|giai đoạn|nhiệm kỳ",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text gives by itself: its hints without the key of a passage, and its clauses."""

    hints: tuple[Hint, ...]
    clauses: tuple[Said, ...]


def reading_of(text: str) -> Reading:
    """Return the reading of one text; nearly all the time that hints take goes here."""
    tokens = tokens_of(text)
    hints = (*_formulas(text), *_verbs(tokens), *_repeated(text, tokens))
    return Reading(hints, tuple(clauses_said(text)))


def hints_of(passages: Sequence[Passage], readings: MutableMapping[str, Reading] | None = None) -> list[Hint]:
    """Return the hints of a version in reading order; within a passage the biggest saving first.

    `readings` are those of texts read before; the ones that are missing are put in.
    """
    known = {} if readings is None else readings
    for passage in passages:
        if not passage.is_heading and passage.text not in known:
            known[passage.text] = reading_of(passage.text)
    doubled: dict[str, list[Hint]] = defaultdict(list)
    for double in doubles_in(passages, lambda text: known[text].clauses):
        doubled[double.here.key].append(_of_double(double))
    found: list[Hint] = []
    for passage in passages:
        if passage.is_heading:
            continue
        own = [replace(hint, key=passage.key) for hint in known[passage.text].hints]
        found += sorted([*doubled.get(passage.key, ()), *own], key=lambda hint: -hint.saves)
    return found


def _of_double(double: Double) -> Hint:
    here, there = double.here, double.there
    return Hint(
        Sort.DOUBLED if double.is_exact else Sort.NEAR,
        here.key,
        " ".join(here.text.split()),
        "",
        len(here.text.split()),
        there.key,
        here.start,
        here.end,
        other_text=" ".join(there.text.split()),
        other_start=there.start,
    )


def _formulas(text: str) -> Iterator[Hint]:
    for place in formulas_in(text):
        shorter = cut(text, place.start, place.end, place.instead)
        if shorter is None:
            continue
        saves = len(text.split()) - len(shorter.split())
        if saves > 0:
            found = text[place.start : place.end]
            yield Hint(
                Sort.FORMULA, "", found, place.instead, saves,
                start=place.start, end=place.end, code=place.code,
            )  # fmt: skip


def _verbs(tokens: Sequence[Token]) -> Iterator[Hint]:
    """Yield report verbs that one paragraph says more than once."""
    words = " ".join(token.key for token in tokens)
    for verb, pattern in _VERB_PATTERNS:
        count = len(pattern.findall(words))
        if count > 1:
            said = " … ".join([verb] * min(count, 3))
            yield Hint(Sort.REPEATED, "", said, verb, (count - 1) * len(verb.split()))


def _repeated(text: str, tokens: Sequence[Token]) -> Iterator[Hint]:
    """Yield the longest phrases that stand twice in one paragraph, each once, names and numbers apart."""
    keys = [token.key for token in tokens]
    places: dict[tuple[str, ...], int] = {}
    told: set[tuple[str, ...]] = set()
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
        phrase = _between(text, tokens, at, size)
        if run not in told and _plain_words(phrase) >= _SHORTEST_REPEAT:
            told.add(run)
            yield Hint(Sort.REPEATED, "", phrase, "", size)
        at += size


def _plain_words(phrase: str) -> int:
    """Return how many of the words are neither names nor numbers nor terms of the trade."""
    return sum(word[0].islower() for word in _TERMS.sub("", phrase).split())


def _between(text: str, tokens: Sequence[Token], at: int, size: int) -> str:
    return " ".join(text[tokens[at].start : tokens[at + size - 1].end].split())
