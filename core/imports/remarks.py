"""Remarks about many rows, told once."""

import re
from collections.abc import Iterable

_OF_A_ROW = re.compile(r"^(?P<place>.*\bhàng) (?P<row>\d+): (?P<words>.+)$", re.DOTALL)
# So many rows are named; the number tells how many there are.
SHOWN_ROWS = 12


def told_once(remarks: Iterable[str]) -> list[str]:
    """Return the remarks, those with the same words about several rows joined, in the order of the first."""
    rows: dict[tuple[str, str], list[str]] = {}
    for remark in remarks:
        match = _OF_A_ROW.match(remark)
        key = (match["place"], match["words"]) if match else ("", remark)
        rows.setdefault(key, []).append(match["row"] if match else "")
    return [_told(place, words, numbers) for (place, words), numbers in rows.items()]


def _told(place: str, words: str, numbers: list[str]) -> str:
    if not place:
        return words
    if len(numbers) == 1:
        return f"{place} {numbers[0]}: {words}"
    more = "…" if len(numbers) > SHOWN_ROWS else ""
    return f"{place} {', '.join(numbers[:SHOWN_ROWS])}{more} ({len(numbers)} dòng): {words}"
