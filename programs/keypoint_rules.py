"""When a key point counts as kept: its passage stands and says it, or a person linked it to the words."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from programs.wording.keypoints import still_says
from programs.wording.tokens import folded_words


@dataclass(frozen=True, slots=True)
class Carrier:
    """A passage that carries a point; `linked_to` is the print of the words that a person linked it to."""

    key: str
    linked_to: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A confirmed key point, as the rule sees it."""

    pk: int
    kind: str
    text: str
    carriers: tuple[Carrier, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """A key point that no passage of the version carries, and where it stood."""

    point: Point
    keys: tuple[str, ...]
    why: str


def print_of(text: str) -> str:
    """Return a print of a passage's words: another one as soon as a word changes."""
    return hashlib.sha256(" ".join(folded_words(text)).encode()).hexdigest()


type Heirs = Mapping[str, Iterable[str]]
_NO_HEIRS: Heirs = {}


def carried_by(point: Point, sections: Mapping[str, str], heirs: Heirs = _NO_HEIRS) -> str:
    """Return the key of the first passage that still carries the point, or "".

    `heirs` names the passages that came from one which was merged or cut up: {its key: their keys}.
    """
    for carrier in point.carriers:
        for key in (carrier.key, *heirs.get(carrier.key, ())):
            text = sections.get(key)
            if text is None:
                continue
            if still_says(point.kind, point.text, text) or carrier.linked_to == print_of(text):
                return key
    return ""


def lost_key_points(
    points: Iterable[Point], sections: Mapping[str, str], heirs: Heirs = _NO_HEIRS
) -> list[Lost]:
    """Return the confirmed points that the version {key: text} no longer carries, each with the reason."""
    lost = []
    for point in points:
        if carried_by(point, sections, heirs):
            continue
        standing = [carrier.key for carrier in point.carriers if carrier.key in sections]
        why = (
            "đoạn chứa ý đã viết lại, không còn ý này" if standing else "đoạn chứa ý không còn trong bản này"
        )
        lost.append(Lost(point, tuple(standing) or tuple(one.key for one in point.carriers), why))
    return lost
