"""In which paragraph of its section a finding stands, and in which sentence; pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from programs.wording.checks.findings import Finding
from programs.wording.checks.sentences import Sentence, sentences_of
from reports.documents.blocks import FigureRef
from reports.narrative import clause_in, with_tokens_as_text
from reports.placements import without_placements

# Words of a sentence before and behind what is found, where it is long.
_LEAD, _TAIL = 90, 110
_OPENING_WORDS = 6


def placed(one: Finding, text: str, refs: Mapping[str, FigureRef]) -> Finding:
    """Return a finding with the number of its paragraph in a section, how that begins, and its sentence.

    Paragraphs count as they are typed, from 1; tables and charts are none. What stands nowhere in the text
    comes back as it is.
    """
    printed = with_tokens_as_text(text, refs)
    for whole, words in (
        (text, clause_in(text, one.near) if one.near else ""),
        (printed, one.near),
        (printed, one.text),
    ):
        at = whole.find(words) if words else -1
        if at >= 0:
            break
    else:
        return one
    lines = whole[: at + 1].split("\n")
    number = sum(bool(without_placements(line).strip()) for line in lines)
    line = whole.split("\n")[len(lines) - 1].strip()
    sentence = next((said for said in sentences_of(whole) if said.start <= at < said.end), None)
    said = _cut(with_tokens_as_text((sentence or Sentence(line, 0, 0)).text.strip(), refs), one.text)
    return replace(
        one, paragraph=number, opening=_opening(with_tokens_as_text(line, refs), said), sentence=said
    )


def _opening(line: str, sentence: str) -> str:
    """Return how a paragraph begins; "" where the sentence tells it, being its first."""
    words = line.lstrip(" -–•+*").split()
    if not words or line.startswith(sentence[:40]):
        return ""
    return " ".join(words[:_OPENING_WORDS]) + (" …" if len(words) > _OPENING_WORDS else "")


def _cut(sentence: str, words: str) -> str:
    """Return a sentence on one line, of a long one what stands around the words."""
    said = " ".join(sentence.split())
    if len(said) <= _LEAD + _TAIL:
        return said
    at = max(0, said.find(" ".join(words.split())))
    first, last = max(0, at - _LEAD), at + _TAIL
    head = f"… {said[first:at].partition(' ')[2]}" if first else said[:at]
    tail = f"{said[at:last].rpartition(' ')[0]} …" if last < len(said) else said[at:]
    return head + tail
