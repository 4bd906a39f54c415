"""Clauses that stand in two passages in the same words, or nearly so. Pure functions."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from programs.wording.comparing import Passage
from programs.wording.tokens import clauses_of, tokens_of

SHORTEST = 7
SHORTEST_NEAR = 10
# Two clauses nearly say the same when no more than one word in ten is another one.
NEAR = 0.1
_RUN = 3
# A run of words that stands in more clauses than this is an office phrase and tells nothing.
_COMMON = 30


class Clause(NamedTuple):
    """A clause: its passage, where it stands there, its words as names compare them."""

    key: str
    start: int
    end: int
    text: str
    words: tuple[str, ...]


class Said(NamedTuple):
    """A clause as its text alone gives it: where it stands, and its words as names compare them."""

    start: int
    end: int
    words: tuple[str, ...]


class Double(NamedTuple):
    """A clause, and the earlier one in another passage that says the same."""

    here: Clause
    there: Clause
    is_exact: bool


def doubles_in(passages: Iterable[Passage], said: Callable[[str], Iterable[Said]]) -> Iterator[Double]:
    """Yield each clause that an earlier passage says already, in the same words or nearly so.

    `said` gives the clauses of a text (`clauses_said`), read before or now.
    """
    first: dict[tuple[str, ...], Clause] = {}
    earlier = _Earlier()
    for clause in _clauses(passages, said):
        before = first.get(clause.words)
        if before is not None:
            if before.key != clause.key:
                yield Double(clause, before, is_exact=True)
            continue
        first[clause.words] = clause
        if len(clause.words) < SHORTEST_NEAR:
            continue
        near = earlier.nearest(clause)
        if near:
            yield Double(clause, near, is_exact=False)
        earlier.add(clause)


def clauses_said(text: str) -> list[Said]:
    """Return the clauses of a text that are long enough to be compared."""
    found = []
    for start, end in clauses_of(text):
        words = tuple(token.key for token in tokens_of(text[start:end]))
        if len(words) >= SHORTEST:
            found.append(Said(start, end, words))
    return found


def _clauses(passages: Iterable[Passage], said: Callable[[str], Iterable[Said]]) -> Iterator[Clause]:
    for passage in passages:
        if passage.is_heading:
            continue
        for start, end, words in said(passage.text):
            yield Clause(passage.key, start, end, passage.text[start:end], words)


class _Earlier:
    """The clauses read so far, by their runs of three words."""

    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self.places: dict[tuple[str, ...], list[int]] = defaultdict(list)

    def add(self, clause: Clause) -> None:
        """Take a clause in."""
        for run in _runs(clause.words):
            places = self.places[run]
            if len(places) < _COMMON:
                places.append(len(self.clauses))
        self.clauses.append(clause)

    def nearest(self, clause: Clause) -> Clause | None:
        """Return the earlier clause of another passage that nearly says the same, or None."""
        shared = Counter(place for run in _runs(clause.words) for place in self.places.get(run, ()))
        # A changed word breaks up to three runs.
        size = len(clause.words)
        least = max(size - _RUN + 1 - _RUN * _allowed(size), 2)
        for place, count in shared.most_common(3):
            other = self.clauses[place]
            if count >= least and other.key != clause.key and _is_near(clause.words, other.words):
                return other
        return None


def _allowed(size: int) -> int:
    return max(round(size * NEAR), 1)


def _runs(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[at : at + _RUN] for at in range(len(words) - _RUN + 1)}


def _is_near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    longest = max(len(one), len(other))
    same = sum(
        block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    )
    changed = [
        word
        for words in (one, other)
        for word in (Counter(words) - Counter(one if words is other else other))
    ]
    # Another number makes it another statement: two targets are not one.
    return longest - same <= _allowed(longest) and not any(word[0].isdigit() for word in changed)
