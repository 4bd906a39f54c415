"""Numbers typed by hand in a passage, replaced by the figures that they stand for."""

from __future__ import annotations

import re
from copy import copy

from reports.actions.passages import former_words
from reports.kinds.year_end import passage_blocks
from reports.kinds.year_end_numbers import Numbers
from reports.models import NarrativeBlock
from reports.narrative import as_token, clause_in
from reports.text_checks.typed import WORDS

_NUMBER = re.compile(r"^\D*\d[\d.,]*\s*")
# "Dự án: 99", "số hội là mười hai hội": what is counted stands in front, and stays.
_COUNTED_IN_FRONT = re.compile(
    rf"(?P<counted>\D*(?:\s(?:là|đạt|bằng|gồm)|[:=])\s*)(?:\d[\d.,]*|{WORDS}(?!\w))"
    r"(?:\s[^\d:=]{1,20})?",
    re.IGNORECASE,
)


def attached(text: str, words: str, *, code: str, printed: str, near: str = "") -> str | None:
    """Return the text with the typed `words` replaced by the token of a figure that prints `printed`.

    "10 hội hữu nghị" becomes a token and " hữu nghị" where the figure prints "10 hội": only what the figure
    says itself goes. None where the words do not stand in the text any more. `near` is their clause: the
    same words elsewhere may mean another figure and stay.
    """
    if near and (clause := clause_in(text, near)) and clause != text:
        head, _, tail = text.partition(clause)
        inside = attached(clause, words, code=code, printed=printed)
        return None if inside is None else f"{head}{inside}{tail}"
    if words not in text:
        return None
    if front := _COUNTED_IN_FRONT.fullmatch(words):
        return text.replace(words, f"{front['counted']}{as_token(code)}")
    said, unit = _NUMBER.sub("", words), _NUMBER.sub("", printed)
    rest = said.removeprefix(unit) if unit and said.startswith(unit) else ""
    return text.replace(words, f"{as_token(code)}{rest}")


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
