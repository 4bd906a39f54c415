"""Where a passage stands, as people say it: "Phần II, mục 3", "Phần II, mục 3, đoạn II.5"; and back."""

from dataclasses import dataclass

from programs.models import Draft, Section
from programs.versions import ROMAN, part_name

WHOLE = "Toàn văn dự thảo"
_WORDS = {Section.Kind.PARAGRAPH: "đoạn", Section.Kind.TABLE: "bảng"}


@dataclass(frozen=True, slots=True)
class Place:
    """A passage with its place in words; `label` is its short name: "II.5", "3", "Phần II"."""

    key: str
    kind: str
    label: str
    words: str


def places_of(draft: Draft, part: int | None = None) -> dict[str, Place]:
    """Return {key: place} of a version, or of one part of it; one statement."""
    rows = draft.sections.in_order()
    if part is not None:
        rows = rows.filter(part=part)
    found: dict[str, Place] = {}
    counts: dict[int, int] = {}
    chain: list[tuple[int, str]] = []
    for key, kind, level, number, at in rows.values_list("key", "kind", "level", "number", "part"):
        name = part_name(at)
        if kind == Section.Kind.PART:
            chain = []
            found[key] = Place(key, kind, name, name)
            continue
        if kind == Section.Kind.HEADING:
            chain = [*(one for one in chain if one[0] < level), (level, number.strip(" .)"))]
            found[key] = Place(key, kind, _numbers(chain), f"{name}{_heading(chain)}")
            continue
        counts[at] = counts.get(at, 0) + 1
        label = f"{ROMAN[at] if at < len(ROMAN) else at}.{counts[at]}" if at else str(counts[at])
        found[key] = Place(key, kind, label, f"{name}{_heading(chain)}, {_WORDS[Section.Kind(kind)]} {label}")
    return found


def _numbers(chain: list[tuple[int, str]]) -> str:
    """Return "II.2.1"; a number that already holds the one above it takes its place."""
    words: list[str] = []
    for _level, number in chain:
        if words and number.startswith(f"{words[-1]}."):
            words[-1] = number
        elif number:
            words.append(number)
    return ".".join(words)


def _heading(chain: list[tuple[int, str]]) -> str:
    numbers = _numbers(chain)
    return f", mục {numbers}" if numbers else ""


def place_words(draft: Draft, key: str) -> str:
    """Return the place of a passage in words; of no passage, the whole text; "" where it is not there."""
    if not key:
        return WHOLE
    part = draft.sections.filter(key=key).values_list("part", flat=True).first()
    if part is None:
        return ""
    return places_of(draft, part)[key].words


def passage_at(draft: Draft, part: int, *, heading: str = "", paragraph: int = 0) -> Section | None:
    """Return the passage that somebody means by its number in a part, or None."""
    if not heading and not paragraph:
        return draft.sections.filter(part=part, kind=Section.Kind.PART).first()
    for key, place in places_of(draft, part).items():
        is_heading = place.kind == Section.Kind.HEADING
        if heading and is_heading and place.label.casefold() == heading.casefold():
            return draft.sections.get(key=key)
        if paragraph and place.kind in _WORDS and place.label.endswith(f".{paragraph}"):
            return draft.sections.get(key=key)
    return None
