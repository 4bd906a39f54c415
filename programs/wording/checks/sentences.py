"""Sentences of a passage and the years that they speak of. Pure functions."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# A full stop ends a sentence before a blank or the end; so "1.9" and "TP.HCM" stay whole.
_END = re.compile(r"(?:[.!?…]+(?=\s|$)|\n)")
_CLAUSE = re.compile(r";")
_RANGE = re.compile(
    r"(?:giai đoạn|thời kỳ|các năm|từ năm|năm)\s+(?P<first>20\d\d)\s*(?:[-–—]|"
    r"đến(?:\s+năm)?)\s*(?P<last>20\d\d)",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"(?:nhiệm kỳ|khóa|khoá)\s+(?:[IVXL]+,?\s*)?(?:nhiệm kỳ\s+)?20\d\d\s*[-–—]\s*20\d\d"
    r"|(?:tầm nhìn)(?:\s+đến)?(?:\s+năm)?\s+20\d\d",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<![\d./-])(?:\d{1,2}[/.-]\d{1,2}[/.-]|\d{1,2}/|năm\s+)(?P<year>20\d\d)(?![\d/-])", re.IGNORECASE
)


class Sentence(NamedTuple):
    """A sentence and where it stands in its passage."""

    text: str
    start: int
    end: int


class Years(NamedTuple):
    """Years that a text names at a place: one, or the first and last of a span."""

    first: int
    last: int
    start: int
    end: int


def sentences_of(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text in order."""
    yield from _split(text, _END, 0, len(text))


def clauses_of(text: str, sentence: Sentence) -> Iterator[Sentence]:
    """Yield the clauses of a sentence: what stands between semicolons."""
    yield from _split(text, _CLAUSE, sentence.start, sentence.end)


def _split(text: str, pattern: re.Pattern[str], start: int, end: int) -> Iterator[Sentence]:
    at = start
    for found in pattern.finditer(text, start, end):
        if text[at : found.start()].strip():
            yield Sentence(text[at : found.start()], at, found.start())
        at = found.end()
    if text[at:end].strip():
        yield Sentence(text[at:end], at, end)


def years_named(text: str) -> list[Years]:
    """Return the years that a text names, in order; terms of office and visions tell nothing of it."""
    skipped = [found.span() for found in _TERM.finditer(text)]
    found = [
        Years(int(one["first"]), int(one["last"]), *one.span())
        for one in _RANGE.finditer(text)
        if not _inside(one.span(), skipped)
    ]
    taken = skipped + [(one.start, one.end) for one in found]
    found += [
        Years(int(one["year"]), int(one["year"]), *one.span())
        for one in _YEAR.finditer(text)
        if not _inside(one.span(), taken)
    ]
    return sorted(found, key=lambda one: one.start)


def _inside(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in taken)


def years_at(text: str, at: int, clause: Sentence, named: list[Years]) -> Years | None:
    """Return the years that the words at a place are about: of its clause, else the last named before."""
    before = [one for one in named if one.end <= at]
    here = [one for one in before if one.start >= clause.start]
    if here:
        return here[-1]
    after = [one for one in named if at <= one.start < clause.end]
    if after:
        return after[0]
    return before[-1] if before else None
