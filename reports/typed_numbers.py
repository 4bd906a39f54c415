"""Numbers typed by hand in a passage, replaced by the figures that they stand for."""

from __future__ import annotations

import re
from copy import copy

from reports.actions.passages import former_words
from reports.figures.words import BARE, bare_text
from reports.kinds.year_end import passage_blocks
from reports.kinds.year_end_numbers import Numbers
from reports.models import NarrativeBlock
from reports.narrative import as_token, clause_in, place_in, whole_words
from reports.text_checks.printed import LEADS
from reports.text_checks.typed import WORDS

_NUMBER = re.compile(r"^\D*\d[\d.,]*\s*")
# "12", "mười hai", "Mười hai (12)" with the word before it that belongs to a typed number alone: "khoảng 12".
_TYPED = re.compile(
    rf"^(?:(?:{LEADS})\s+)?(?:{WORDS}(?!\w)\s*)?(?:[^\w\s]{{0,3}}\d[\d.,]*[^\w\s]{{0,3}}\s*)?", re.IGNORECASE
)
# "Dự án: 99", "số hội là mười hai hội": what is counted stands in front, and stays.
_COUNTED_IN_FRONT = re.compile(
    rf"(?P<counted>\D*(?:\s(?:là|đạt|bằng|gồm)|[:=])\s*)(?:\d[\d.,]*|{WORDS}(?!\w))"
    r"(?:\s(?P<noun>[^\d:=]{1,20}))?",
    re.IGNORECASE,
)


def attached(
    text: str, words: str, *, code: str, printed: str, near: str = "", start: int = -1
) -> str | None:
    """Return the text with the typed `words` replaced by the token of a figure that prints `printed`.

    Only what the figure says itself goes: "10 hội hữu nghị" becomes a token and " hữu nghị" where the figure
    prints "10 hội"; "3 chương trình" where it prints "3 khoản" becomes a token of the number alone and
    " chương trình". None where the words do not stand in the text any more.

    One place changes: the one at `start` (Finding.start), or else the first in the clause `near` where the
    words are whole. "15 dự án" is no "5 dự án", and the same words once more may mean another figure.
    """
    at = place_in(text, start) if start >= 0 else _first_whole(text, words, near)
    if at < 0 or not text.startswith(words, at):
        return None
    return f"{text[:at]}{_with_token(words, code, printed)}{text[at + len(words) :]}"


def _first_whole(text: str, words: str, near: str) -> int:
    """Return where the words first stand by themselves in their clause, -1 where they do not."""
    clause = (near and clause_in(text, near)) or text
    begins = text.index(clause)
    found = whole_words(words).search(text, begins, begins + len(clause))
    return found.start() if found else -1


def _with_token(words: str, code: str, printed: str) -> str:
    """Return typed words with the token in the place of their number, and of the unit that it prints."""
    number, unit = bare_text(printed), _NUMBER.sub("", printed)
    is_count = number != printed
    if front := _COUNTED_IN_FRONT.fullmatch(words):
        noun = front["noun"] or ""
        is_bare = is_count and not _begins(noun, unit)
        return front["counted"] + (_bare(code, noun) if is_bare else as_token(code))
    if not is_count:
        said = _NUMBER.sub("", words)
        return as_token(code) + (said.removeprefix(unit) if unit and said.startswith(unit) else "")
    said = _TYPED.sub("", words, count=1)
    return f"{as_token(code)}{said[len(unit) :]}" if _begins(said, unit) else _bare(code, said)


def _begins(said: str, unit: str) -> bool:
    return bool(re.match(rf"{re.escape(unit)}(?!\w)", said, re.IGNORECASE))


def _bare(code: str, said: str) -> str:
    return f"{as_token(f'{code}|{BARE}')} {said}".rstrip()


def left_out_sentences(block: NarrativeBlock, numbers: Numbers) -> list[str]:
    """Return the portal's own sentences that the last change of a passage took out of the paper.

    A sentence is not printed where the words say its number themselves.
    """
    former = former_words(block)
    if former is None:
        return []
    before = copy(block)
    before.text = former.text
    stays = {_words(one) for one in passage_blocks(block, numbers)[1]}
    return [said for one in passage_blocks(before, numbers)[1] if (said := _words(one)) not in stays]


def _words(block: object) -> str:
    return "".join(run.text for run in getattr(block, "runs", ()))
