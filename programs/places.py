"""Where a passage stands, as people say it: "Phần thứ hai", "khoản 5, mục II, Phần thứ hai"; and back."""

from django.db.models.functions import Left

from programs.models import Draft, Section
from programs.models.documents import SectionQuerySet
from programs.wording.citing import cited_labels
from programs.wording.labels import Label, labels_of

WHOLE = "Toàn văn dự thảo"
# Enough of a heading without a number to name it by.
_TITLE = 120


def labels_in(rows: SectionQuerySet) -> dict[str, Label]:
    """Return {key: label} of whole parts or of one whole chapter; one statement."""
    columns = ("key", "kind", "level", "number", "part")
    found = rows.in_order().values_list(*columns, Left("text", _TITLE))
    return {label.key: label for label in labels_of(found)}


def places_of(draft: Draft, part: int | None = None) -> dict[str, Label]:
    """Return {key: label} of a version, or of one part of it; one statement."""
    return labels_in(draft.sections.all() if part is None else draft.sections.filter(part=part))


def place_words(draft: Draft, key: str) -> str:
    """Return the place of a passage in words; of no passage, the whole text; "" where it is not there."""
    if not key:
        return WHOLE
    part = draft.sections.filter(key=key).values_list("part", flat=True).first()
    if part is None:
        return ""
    return places_of(draft, part)[key].words


def place_beside(section: Section) -> Label:
    """Return the label of a passage; only its chapter is read."""
    return labels_in(section.draft.sections.filter(part=section.part, chapter=section.chapter))[section.key]


def passages_cited(draft: Draft, text: str) -> list[Label] | None:
    """Return the passages that somebody may mean by these words; None where the words cannot be read."""
    return cited_labels(places_of(draft).values(), text)
