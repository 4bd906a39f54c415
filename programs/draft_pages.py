"""What the pages of drafts show: the meter, the outline, and the passages of one chapter."""

import re
from dataclasses import dataclass, field

from django.db.models import Sum
from django.urls import reverse

from core.money import format_number
from programs.draft_rules import part_budget
from programs.models import Section
from programs.wording.outline import FOOTNOTE_MARK

PART_NAMES = {1: "Phần thứ nhất", 2: "Phần thứ hai", 3: "Phần thứ ba"}
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
TONES = ("plum", "indigo", "ochre")
OPENING = "Mở đầu phần"
SHORT = 70
_MARK = re.compile(rf"({FOOTNOTE_MARK.pattern})".replace(r"(\d+)", r"\d+"))


def number_words(count):
    """Return "6.240"."""
    return format_number(count)


@dataclass
class Chapter:
    """A heading of the first level, or what stands before the first one of a part."""

    key: str
    number: str
    title: str
    words: int
    url: str
    is_current: bool = False


@dataclass
class Part:
    """A part with its chapters, its words and what it may have."""

    number: int
    title: str
    words: int
    budget: int | None
    chapters: list[Chapter] = field(default_factory=list)

    @property
    def name(self):
        """Return "Phần I"."""
        return f"Phần {ROMAN[self.number]}" if self.number < len(ROMAN) else f"Phần {self.number}"

    @property
    def tone(self):
        """The colour of the part in bars."""
        return TONES[(self.number - 1) % len(TONES)]

    @property
    def over(self):
        """By how many words the part is too long."""
        return max(self.words - self.budget, 0) if self.budget else 0

    @property
    def segments(self):
        """The part's own bar: what it has within its length, and what is over."""
        return [
            {"value": self.words - self.over, "tone": "done"},
            {"value": self.over, "tone": "late"},
        ]

    @property
    def whole(self):
        """What the part's own bar is measured against."""
        return max(self.budget or 0, self.words)

    @property
    def label(self):
        """The bar in words."""
        limit = f" trên mức giao {number_words(self.budget)} từ" if self.budget else " từ"
        return f"{self.name}: {number_words(self.words)}{limit}"


class Workspace:
    """The meter and the outline of a version; read with two statements however long the draft is."""

    def __init__(self, draft, *, chapter=None):
        """Read the outline and count the words by chapter; `chapter` is (part, key) of the open one."""
        self.draft = draft
        totals = draft.sections.words_by_chapter()
        self.words = sum(totals.values())
        self.budget = draft.budget_words
        shares = self._shares(totals)
        self.parts = []
        rows = draft.sections.outline().values_list("key", "kind", "part", "number", "text")
        for key, kind, number, label, text in rows:
            if kind == Section.Kind.PART:
                words = sum(count for (part, _), count in totals.items() if part == number)
                limit = part_budget(number, self.budget, draft.part_budgets, shares)
                self.parts.append(Part(number, FOOTNOTE_MARK.sub("", text), words, limit))
                self._add(number, key, "", OPENING, totals.get((number, ""), 0), chapter == (number, ""))
            elif self.parts:
                title = FOOTNOTE_MARK.sub("", text)
                self._add(number, key, label, title, totals.get((number, key), 0), chapter == (number, key))

    def _add(self, part, key, label, title, words, is_current):
        url = reverse("programs:draft_section", args=[*self.draft.address, key])
        self.parts[-1].chapters.append(Chapter(key, label, title, words, url, is_current))

    def _shares(self, totals):
        """Return the words of each part by which the length is shared out: as now, of a fresh draft."""
        found = {}
        for (part, _), count in totals.items():
            found[part] = found.get(part, 0) + count
        if self.draft.budget_words and self.draft.made_from_id:
            rows = Section.objects.filter(draft=self.draft.made_from_id).order_by().values_list("part")
            found = dict(rows.annotate(total=Sum("words"))) or found
        return found

    @property
    def over(self):
        """By how many words the whole is too long."""
        return max(self.words - self.budget, 0) if self.budget else 0

    @property
    def verdict(self):
        """How the length stands, in words."""
        if not self.budget:
            return "Chưa có mức giao độ dài"
        if self.over:
            return f"Cần rút thêm {number_words(self.over)} từ"
        return f"Còn {number_words(self.budget - self.words)} từ"

    @property
    def segments(self):
        """The bar: each part up to the length of the whole, then what is over."""
        left = self.words - self.over
        rows = []
        for part in self.parts:
            shown = min(part.words, left)
            left -= shown
            rows.append({"value": shown, "tone": part.tone, "label": part.name})
        if self.over:
            rows.append({"value": self.over, "tone": "late", "label": "vượt mức giao"})
        return rows

    @property
    def whole(self):
        """What the bar is measured against."""
        return max(self.budget or 0, self.words)

    @property
    def label(self):
        """The bar in words."""
        parts = ", ".join(f"{part.name} {number_words(part.words)} từ" for part in self.parts)
        return f"{number_words(self.words)} từ: {parts}. {self.verdict}"

    @property
    def over_parts(self):
        """The parts that are too long."""
        return [part for part in self.parts if part.over]

    @property
    def first_key(self):
        """The key of the chapter that a fresh visitor sees: the first with words of its own."""
        chapters = [chapter for part in self.parts for chapter in part.chapters]
        filled = [chapter for chapter in chapters if chapter.number or chapter.title != OPENING]
        return (filled or chapters)[0].key if chapters else ""

    @property
    def current(self):
        """The open chapter, or None."""
        found = [chapter for part in self.parts for chapter in part.chapters if chapter.is_current]
        return found[0] if found else None


def chapter_of(section):
    """Return (part, chapter) that a section lies in; a part opens what stands before its first heading."""
    return section.part, section.chapter


@dataclass
class Passage:
    """A node as the paper shows it."""

    section: Section
    place: int
    pieces: list[dict]
    tag: str

    @property
    def name(self):
        """How a reader calls it."""
        return f"{self.section.get_kind_display()} {self.section.number or self.place}".strip()


def passages_of(draft, part, chapter):
    """Return the nodes of one chapter in order; one statement, nothing else of the draft is read."""
    rows = draft.sections.filter(part=part, chapter=chapter).in_order()
    return [passage_of(row, place) for place, row in enumerate(rows, start=1)]


def passage_of(section, place=0):
    """Return one node as the paper shows it."""
    tag = {Section.Kind.PART: "h2", Section.Kind.HEADING: "h3" if section.level <= 1 else "h4"}.get(
        section.kind, "p"
    )
    return Passage(section, place, pieces_of(section.text), tag)


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
