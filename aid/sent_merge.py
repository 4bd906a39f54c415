"""What becomes of one cell that went out and came back: kept, taken, or asked about. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

# The amount means nothing without its currency, so a change of either is a change of both.
TOGETHER = (("amount", "currency"),)


class Came(StrEnum):
    """How a cell came back."""

    UNTOUCHED = "giu"
    OURS = "cong"
    THEIRS = "tep"
    BOTH_SAME = "trung"
    CONFLICT = "xung-dot"


def merged_cells(
    base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Came]:
    """Return how each cell came back.

    `base` are the values that went out, `ours` those of the portal now, `theirs` those of the file; a key
    that `theirs` lacks was left blank, which changes nothing.
    """
    return {key: _came(key, base, ours, theirs) for key in base}


def _came(key: str, base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Came:
    if key not in theirs or theirs[key] == base[key]:
        return Came.UNTOUCHED if ours[key] == base[key] else Came.OURS
    if ours[key] == theirs[key]:
        return Came.BOTH_SAME
    return Came.CONFLICT if _moved(key, base, ours) else Came.THEIRS


def _moved(key: str, base: Mapping[str, Any], ours: Mapping[str, Any]) -> bool:
    """Whether the portal changed the cell, or one that belongs to it."""
    group = next((group for group in TOGETHER if key in group), (key,))
    return any(ours[one] != base[one] for one in group if one in base)
