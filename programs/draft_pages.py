"""What the pages of drafts show: the meter, the outline, and the passages of one chapter."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

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
PLACE = "khoa-cua-muc"
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
    author: str = ""
    waiting: int = 0


def pages_over(pages, budget):
    """Return by how many pages something is too long, in tenths."""
    return max(pages - budget, 0) if pages and budget else 0


@dataclass
class Part:
    """A part with its chapters, its words and what it may have."""

    number: int
    title: str
    words: int
    budget: int | None
    pages: Decimal | None = None
    page_budget: int | None = None
    key: str = ""
    author: str = ""
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
    def pages_over(self):
        """By how many pages the part was too long when it was laid out."""
        return pages_over(self.pages, self.page_budget)

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

    def __init__(self, draft, *, chapter=None, only=None):
        """Read the outline and count the words by chapter; `chapter` is (part, key) of the open one.

        `only` is the account whose chapters alone the outline shows; the meter counts all.
        """
        self.draft, self.only = draft, only
        # Asked once: a long draft has hundreds of chapters.
        self.page_of = reverse("programs:draft_section", args=[*draft.address, PLACE])
        totals = draft.sections.words_by_chapter()
        self.words = sum(totals.values())
        self.budget = draft.budget_words
        shares = self._shares(totals)
        # How many pages there are is known since the PDF was made last; one row, read with the draft.
        self.size = getattr(draft, "paper_size", None)
        counted = self.size.part_pages if self.size else {}
        sheets = {int(part): Decimal(str(pages)) for part, pages in counted.items()}
        self.parts = []
        by_part = {}
        for (number, _), count in totals.items():
            by_part[number] = by_part.get(number, 0) + count
        rows = draft.sections.outline().values_list(
            "key", "kind", "part", "number", "text", "author", "author__full_name", "author__username"
        )
        heads = {}
        for key, kind, number, label, text, author, full_name, username in rows:
            name = full_name or username or ""
            if kind == Section.Kind.PART:
                words = by_part.get(number, 0)
                limit = part_budget(number, self.budget, draft.part_budgets, shares)
                page_limit = part_budget(number, draft.budget_pages, draft.part_page_budgets, sheets)
                title = FOOTNOTE_MARK.sub("", text)
                part = Part(number, title, words, limit, sheets.get(number), page_limit, key, name)
                self.parts.append(part)
                heads[number] = author
                if self._shows(author):
                    words = totals.get((number, ""), 0)
                    self._add(number, key, "", OPENING, words, chapter == (number, ""), "")
            elif self.parts and self._shows(author or heads.get(number)):
                title = FOOTNOTE_MARK.sub("", text)
                words = totals.get((number, key), 0)
                self._add(number, key, label, title, words, chapter == (number, key), name)

    def _shows(self, author):
        return self.only is None or author == self.only.pk

    def _add(self, part, key, label, title, words, is_current, author):
        url = self.page_of.replace(PLACE, key)
        url += "?phan=toi" if self.only else ""
        self.parts[-1].chapters.append(Chapter(key, label, title, words, url, is_current, author))

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
    def shows_any(self):
        """Whether the outline shows a chapter at all."""
        return any(part.chapters for part in self.parts)

    @property
    def over_parts(self):
        """The parts that are too long."""
        return [part for part in self.parts if part.over]

    @property
    def over_page_parts(self):
        """The parts that had too many pages when the PDF was made last."""
        return [part for part in self.parts if part.pages_over]

    @property
    def pages(self):
        """How many pages the PDF had that was made last, or None."""
        return self.size.pages if self.size else None

    @property
    def pages_over(self):
        """By how many pages the whole was too long."""
        return pages_over(self.pages, self.draft.budget_pages)

    @property
    def is_reworded(self):
        """Whether words came or went since the pages were counted."""
        return self.size is not None and self.size.words_then != self.words

    @property
    def pdf_url(self):
        """Where the PDF is ordered, and its pages counted."""
        return reverse("reports:paper_job_start", args=["draft-pdf", self.draft.pk])

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
    chips: list = field(default_factory=list)

    @property
    def may_merge(self):
        """Whether two paragraphs may become one here; what follows is asked when it is done."""
        return self.section.kind == Section.Kind.PARAGRAPH

    @property
    def name(self):
        """How a reader calls it."""
        return f"{self.section.get_kind_display()} {self.section.number or self.place or ''}".strip()


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
