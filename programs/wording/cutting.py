"""Words taken out of a paragraph, and what is left put straight: spaces, punctuation, the capital.

Pure functions: values in, values out. Marks of footnotes stay with the words that they stand behind.
"""

import re

from programs.wording.outline import FOOTNOTE_MARK

_BLANK = " \t\u00a0"
_SENTENCE_ENDS = ".!?…"
_CLAUSE_ENDS = ",;:"
_CLOSING = f"{_CLAUSE_ENDS}{_SENTENCE_ENDS})]}}»”"
_OPENING = "([{«“"
_BULLET = re.compile(r"(?:^|\n)[-–+•*][ \t]*$")


def cut(raw: str, start: int, end: int, instead: str = "") -> str | None:
    """Return the paragraph with other words, or none, where its text without marks has start to end.

    None where the mark of a footnote would lose the words that it explains.
    """
    first, last = _place_in_raw(raw, start, end)
    if FOOTNOTE_MARK.search(raw, first, last) or (not instead and FOOTNOTE_MARK.match(raw, last)):
        return None
    found = raw[first:last]
    if instead:
        return f"{raw[:first]}{_as_written(instead, found)}{raw[last:]}"
    return _without(raw[:first], found, raw[last:])


def starts_sentence(before: str) -> bool:
    """Return whether a sentence begins behind these words: at the beginning, after a full stop, a bullet."""
    plain = FOOTNOTE_MARK.sub("", before).rstrip(_BLANK)
    return not plain or plain[-1] in f"{_SENTENCE_ENDS}\n" or _BULLET.search(plain) is not None


def starts_clause(before: str) -> bool:
    """Return whether a clause begins behind these words."""
    plain = FOOTNOTE_MARK.sub("", before).rstrip(_BLANK)
    return starts_sentence(plain) or plain[-1] in ";:"


def _place_in_raw(raw: str, start: int, end: int) -> tuple[int, int]:
    """Return where words stand with the marks; a mark right behind them stays outside."""
    plain = 0
    at = 0
    first = last = len(raw)
    marks = [*FOOTNOTE_MARK.finditer(raw)]
    for stretch_end, next_at in [*((mark.start(), mark.end()) for mark in marks), (len(raw), len(raw))]:
        size = stretch_end - at
        if plain <= start < plain + size:
            first = at + start - plain
        if plain < end <= plain + size:
            last = at + end - plain
        plain, at = plain + size, next_at
    return first, last


def _as_written(instead: str, found: str) -> str:
    """Return the other words with a capital where the found ones had it."""
    if len(found) > 1 and found.isupper():
        return instead.upper()
    return capitalised(instead) if found[:1].isupper() else instead


def capitalised(text: str) -> str:
    """Return the text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def _without(before: str, found: str, after: str) -> str:
    left, right = before.rstrip(_BLANK), after.lstrip(_BLANK)
    if right[:1] in tuple(_CLAUSE_ENDS) and (starts_clause(left) or left[-1:] == ","):
        right = right[1:].lstrip(_BLANK)
    elif right[:1] in tuple(_SENTENCE_ENDS):
        if left[-1:] in tuple(_CLAUSE_ENDS):
            left = left[:-1].rstrip(_BLANK)
        if starts_sentence(left):
            right = right.lstrip(_SENTENCE_ENDS).lstrip(_BLANK)
    elif not right.strip() and left[-1:] in tuple(";,:"):
        left = f"{left[:-1].rstrip(_BLANK)}."
    if right[:1] == "\n" and not left.rpartition("\n")[2].strip():
        right = right[1:]
    if starts_sentence(left) and (found[:1].isupper() or not found[:1].isalpha()):
        right = capitalised(right)
    if not right.strip():
        return left.rstrip()
    touches = not left or left[-1] in f"{_OPENING}\n" or right[0] in f"{_CLOSING}\n"
    return left + ("" if touches else " ") + right
