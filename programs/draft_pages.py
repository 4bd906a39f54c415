"""What the pages of drafts show: the outline beside the meter, and the passages of one chapter."""

import re
from dataclasses import dataclass, field

from django.urls import reverse

from programs.draft_meter import OPENING, Chapter, Meter
from programs.models import Section
from programs.wording.labels import Label, labels_of
from programs.wording.outline import FOOTNOTE_MARK

PLACE = "khoa-cua-muc"
_MARK = re.compile(rf"({FOOTNOTE_MARK.pattern})".replace(r"(\d+)", r"\d+"))


class Workspace(Meter):
    """The meter and the outline of a version; read with three statements however long the draft is."""

    def __init__(self, draft, *, chapter=None, only=None):
        """Read the outline and count the words by chapter; `chapter` is (part, key) of the open one.

        `only` is the account whose chapters alone the outline shows; the meter counts all.
        """
        self.only = only
        # Asked once: a long draft has hundreds of chapters.
        self.page_of = reverse("programs:draft_section", args=[*draft.address, PLACE])
        super().__init__(draft)
        by_number = {part.number: part for part in self.parts}
        for part in self.parts:
            if self._shows(part.author_id):
                self._add(part, part.key, "", OPENING, "", chapter)
        rows = draft.sections.chapters().values_list(
            "key", "part", "number", "text", "author", "author__full_name", "author__username"
        )
        for key, number, label, text, author, full_name, username in rows:
            part = by_number.get(number)
            if part and self._shows(author or part.author_id):
                title = FOOTNOTE_MARK.sub("", text)
                self._add(part, key, label, title, full_name or username or "", chapter)

    def _counted(self):
        self.by_chapter = self.draft.sections.words_by_chapter()
        found = {}
        for (number, _), count in self.by_chapter.items():
            found[number] = found.get(number, 0) + count
        return found

    def _shows(self, author):
        return self.only is None or author == self.only.pk

    def _add(self, part, key, label, title, author, open_one):
        # What stands before the first heading of a part belongs to the part's own entry.
        chapter = "" if key == part.key else key
        url = self.page_of.replace(PLACE, key) + ("?phan=toi" if self.only else "")
        words = self.by_chapter.get((part.number, chapter), 0)
        is_current = open_one == (part.number, chapter)
        part.chapters.append(Chapter(key, label, title, words, url, is_current, author))

    @property
    def shows_any(self):
        """Whether the outline shows a chapter at all."""
        return any(part.chapters for part in self.parts)

    @property
    def current(self):
        """The open chapter, or None."""
        found = [chapter for part in self.parts for chapter in part.chapters if chapter.is_current]
        return found[0] if found else None


@dataclass
class Passage:
    """A node as the paper shows it."""

    section: Section
    label: Label | None
    pieces: list[dict]
    tag: str
    chips: list = field(default_factory=list)

    @property
    def may_merge(self):
        """Whether two paragraphs may become one here; what follows is asked when it is done."""
        return self.section.kind == Section.Kind.PARAGRAPH

    @property
    def name(self):
        """How a reader calls it."""
        words = self.label.words if self.label else f"{self.section.get_kind_display()} {self.section.number}"
        return words[:1].upper() + words[1:].strip()


def passages_of(draft, part, chapter):
    """Return the nodes of one chapter in order; one statement, nothing else of the draft is read."""
    rows = list(draft.sections.filter(part=part, chapter=chapter).in_order())
    named = labels_of((row.key, row.kind, row.level, row.number, row.part, row.text) for row in rows)
    return [passage_of(row, label) for row, label in zip(rows, named, strict=True)]


def passage_of(section, label=None):
    """Return one node as the paper shows it, with its label where it is asked for."""
    tag = {Section.Kind.PART: "h2", Section.Kind.HEADING: "h3" if section.level <= 1 else "h4"}.get(
        section.kind, "p"
    )
    return Passage(section, label, pieces_of(section.text), tag)


def pieces_of(text):
    """Return the words and the marks of footnotes in order: [{"text": …} | {"note": 1}]."""
    pieces = []
    for piece in _MARK.split(text):
        mark = FOOTNOTE_MARK.fullmatch(piece)
        if mark:
            pieces.append({"note": int(mark[1])})
        elif piece:
            pieces.append({"text": piece})
    return pieces
