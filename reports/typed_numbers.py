"""Numbers typed by hand in a passage, replaced by the figures that they stand for."""

from __future__ import annotations

import re

from reports.narrative import as_token

_NUMBER = re.compile(r"^\D*\d[\d.,]*\s*")
# "Dự án: 99", "số dự án là 99": what is counted stands in front, and stays.
_COUNTED_IN_FRONT = re.compile(r"(?P<counted>\D*(?:\s(?:là|đạt|bằng|gồm)|[:=])\s*)\d[\d.,]*")


def attached(text: str, words: str, *, code: str, printed: str) -> str | None:
    """Return the text with the typed `words` replaced by the token of a figure that prints `printed`.

    "10 hội hữu nghị" becomes a token and " hữu nghị" where the figure prints "10 hội": only what the figure
    says itself goes. None where the words do not stand in the text any more.
    """
    if words not in text:
        return None
    if front := _COUNTED_IN_FRONT.fullmatch(words):
        return text.replace(words, f"{front['counted']}{as_token(code)}")
    said, unit = _NUMBER.sub("", words), _NUMBER.sub("", printed)
    rest = said.removeprefix(unit) if unit and said.startswith(unit) else ""
    return text.replace(words, f"{as_token(code)}{rest}")
