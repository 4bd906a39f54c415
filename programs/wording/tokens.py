"""Words of a Vietnamese text with their places, its clauses, and names found in it. Pure functions."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from core.text import fold, match_key

_TOKEN = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+|%")
_CLAUSE_END = re.compile(r"[;:.!?…](?=\s|$)|\n")


# A text says a few thousand words over and over.
_key = lru_cache(maxsize=20_000)(match_key)


class Token(NamedTuple):
    """A word, number or per-cent sign: as names compare it, and where it stands."""

    key: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Return the words of a text in order; case and the place of a tone do not matter."""
    return [Token(_key(found[0]), found.start(), found.end()) for found in _TOKEN.finditer(text)]


def folded_words(text: str) -> list[str]:
    """Return the words without marks, as two wordings are compared."""
    return _TOKEN.findall(fold(text))


def clauses_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each clause begins and ends: up to a full stop, semicolon, colon or line break."""
    start = 0
    for found in _CLAUSE_END.finditer(text):
        if text[start : found.start()].strip():
            yield _trimmed(text, start, found.start())
        start = found.end()
    if text[start:].strip():
        yield _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return start, end


def holds_run(words: Sequence[str], run: Sequence[str]) -> bool:
    """Return whether the run stands in the words without a gap."""
    size = len(run)
    return any(words[at : at + size] == run for at in range(len(words) - size + 1)) if size else False


def holds_in_order(words: Iterable[str], run: Iterable[str]) -> bool:
    """Return whether all words of the run follow each other, others between them allowed."""
    rest = iter(words)
    return all(word in rest for word in run)


def longest_at(tokens: Sequence[Token], at: int, names: Iterable[str]) -> int:
    """Return how many words the longest of the names that stand at a place takes there, at least one."""
    sizes = [1]
    for name in names:
        keys = [token.key for token in tokens_of(name)]
        if [token.key for token in tokens[at : at + len(keys)]] == keys:
            sizes.append(len(keys))
    return max(sizes)


class Names:
    """Names that a text is searched for, e.g. agencies; the longest one that fits is found."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names as they should be written."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for name in dict.fromkeys(names):
            keys = tuple(token.key for token in tokens_of(name))
            if keys:
                self._by_first[keys[0]].append((keys, name))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def found_in(self, tokens: Sequence[Token]) -> Iterator[tuple[str, int]]:
        """Yield (name, index of its first word) for each name in the text."""
        at = 0
        while at < len(tokens):
            size = 1
            for keys, name in self._by_first.get(tokens[at].key, ()):
                if tuple(token.key for token in tokens[at : at + len(keys)]) == keys:
                    yield name, at
                    size = len(keys)
                    break
            at += size
