"""A frozen version as an agency reads it: one chapter, the passages with the numbers they are called by."""

from dataclasses import dataclass
from typing import Any

from programs.draft_pages import Passage, Workspace, passages_of
from programs.models import Draft, Section
from programs.places import places_of
from programs.wording.labels import Label


@dataclass(frozen=True)
class Reading:
    """The outline of a version and its open chapter."""

    work: Workspace
    passages: list[tuple[Passage, Label]]

    @property
    def chapters(self) -> list[Any]:
        """All chapters in order, each with its part."""
        return [(part, chapter) for part in self.work.parts for chapter in part.chapters]


def reading_of(draft: Draft, key: str = "") -> Reading:
    """Return the version open at the chapter of this passage, or at its first chapter with words."""
    section = Section.objects.filter(draft=draft, key=key).first() if key else None
    if section is None:
        section = (
            draft.sections.outline().exclude(kind=Section.Kind.PART).first()
            or draft.sections.in_order().first()
        )
    if section is None:
        return Reading(Workspace(draft), [])
    chapter = (section.part, section.chapter)
    places = places_of(draft, section.part)
    rows = passages_of(draft, *chapter)
    return Reading(
        Workspace(draft, chapter=chapter), [(passage, places[passage.section.key]) for passage in rows]
    )
