"""Versions of a draft as the comparison sees them: passages with their labels, two versions side by side."""

from dataclasses import replace

from django.db.models import Count, Max, Sum

from core.results import keep, kept
from programs.models import Draft, Section
from programs.wording.comparing import Comparison, Passage, compare
from programs.wording.labels import labels_of
from programs.wording.outline import FOOTNOTE_MARK
from programs.wording.section_fates import section_fates

ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
# Longer versions are compared by the worker, so that no page waits for it.
LONGEST_AT_ONCE = 600
_TEXTS = (Section.Kind.PARAGRAPH, Section.Kind.TABLE)


def part_name(part: int) -> str:
    """Return "Phần I" for 1; what stands before the first part has no number."""
    return f"Phần {ROMAN[part]}" if 0 < part < len(ROMAN) else f"Phần {part}" if part else "Mở đầu"


def passages_of(draft: Draft) -> list[Passage]:
    """Return the nodes of a version in reading order, each labelled: "Khoản 4, mục II, Phần thứ ba"."""
    columns = ("key", "kind", "level", "number", "part", "text", "table", "came_from")
    rows = list(draft.sections.in_order().values_list(*columns))
    found = []
    for (key, kind, _, _, part, text, table, origins), label in zip(
        rows, labels_of(row[:6] for row in rows), strict=True
    ):
        name = label.words[:1].upper() + label.words[1:]
        is_heading = kind not in _TEXTS
        found.append(Passage(key, words_of(text, table), part, name, is_heading, tuple(origins or ())))
    return found


def words_of(text: str, table: list | None) -> str:
    """Return what is counted and compared of a node: its text or the cells, without marks of footnotes."""
    if table is not None:
        text = "\n".join(str(cell["text"]) for row in table for cell in row)
    return FOOTNOTE_MARK.sub("", text)


def comparison_of(old: Draft, new: Draft) -> Comparison:
    """Return the comparison of two versions; it is made once for as long as neither changes."""
    found = _comparison(old, new, longest=None)
    assert found is not None  # noqa: S101 - without a limit it is always made
    return found


def ready_comparison(old: Draft, new: Draft) -> Comparison | None:
    """Return the comparison of two versions; None where it is long and the worker has not made it yet."""
    return _comparison(old, new, longest=LONGEST_AT_ONCE)


def _comparison(old: Draft, new: Draft, *, longest: int | None) -> Comparison | None:
    key = f"draft-comparison-3-{text_state(old)}-{text_state(new)}"
    found: Comparison | None = kept(key)
    if found is None:
        before, after = passages_of(old), passages_of(new)
        if longest is not None and max(len(before), len(after)) > longest:
            return None
        found = compare(before, after)
        found = replace(found, sections=tuple(section_fates(before, after, found)))
        keep(key, found)
    return found


def text_state(draft: Draft) -> str:
    """Return what is different after every change of the version's text; a frozen one no longer changes."""
    name = f"{draft.pk}-{draft.created_at:%y%m%d%H%M%S}"
    if draft.is_frozen:
        return name
    state = draft.sections.order_by().aggregate(
        rows=Count("pk"), versions=Sum("version"), last=Max("pk"), places=Sum("position")
    )
    return "-".join(str(part) for part in (name, *state.values()))
