"""The meter of a draft: words now by part, pages since the PDF was made last, who is over, by how much."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Sum
from django.urls import reverse

from core.money import format_number
from programs.draft_rules import part_budget
from programs.models import Section
from programs.versions import part_name
from programs.wording.outline import FOOTNOTE_MARK

TONES = ("plum", "indigo", "ochre")
OPENING = "Mở đầu phần"


def pages_over(pages, budget):
    """Return by how many pages something is too long, in tenths."""
    return max(pages - budget, 0) if pages and budget else 0


@dataclass
class Chapter:
    """A heading of the first level, or what stands before the first one of a part."""

    key: str
    number: str
    title: str
    words: int
    url: str = ""
    is_current: bool = False
    author: str = ""
    waiting: int = 0


@dataclass
class Part:
    """A part with its words and what it may have; the outline puts its chapters in."""

    number: int
    title: str
    words: int
    budget: int | None
    pages: Decimal | None = None
    page_budget: int | None = None
    key: str = ""
    author: str = ""
    author_id: int | None = None
    chapters: list[Chapter] = field(default_factory=list)

    @property
    def name(self):
        """Return "Phần I"."""
        return part_name(self.number)

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
        limit = f" trên mức giao {format_number(self.budget)} từ" if self.budget else " từ"
        return f"{self.name}: {format_number(self.words)}{limit}"


class Meter:
    """The length of a version and of its parts; two statements, no chapter is looked at.

    What a saving brings up to date on the page: these numbers and the `entry` of the chapter that it was in.
    """

    def __init__(self, draft):
        """Count the words by part."""
        self.draft = draft
        self.budget = draft.budget_words
        self.by_part = self._counted()
        self.words = sum(self.by_part.values())
        # How many pages there are is known since the PDF was made last; one row, read with the draft.
        self.size = getattr(draft, "paper_size", None)
        heads = draft.sections.filter(kind=Section.Kind.PART)
        self.parts = self._parts(heads.in_order().values_list(*_HEAD))

    def _counted(self):
        rows = self.draft.sections.order_by().values_list("part")
        return dict(rows.annotate(total=Sum("words")))

    def _parts(self, heads):
        shares = self._shares()
        counted = self.size.part_pages if self.size else {}
        sheets = {int(part): Decimal(str(pages)) for part, pages in counted.items()}
        draft, parts = self.draft, []
        for key, number, text, author, full_name, username in heads:
            limit = part_budget(number, self.budget, draft.part_budgets, shares)
            page_limit = part_budget(number, draft.budget_pages, draft.part_page_budgets, sheets)
            parts.append(
                Part(
                    number,
                    FOOTNOTE_MARK.sub("", text),
                    self.by_part.get(number, 0),
                    limit,
                    sheets.get(number),
                    page_limit,
                    key,
                    full_name or username or "",
                    author,
                )
            )
        return parts

    def _shares(self):
        """Return the words of each part by which the length is shared out: as now, of a fresh draft."""
        if self.budget and self.draft.made_from_id:
            rows = Section.objects.filter(draft=self.draft.made_from_id).order_by().values_list("part")
            return dict(rows.annotate(total=Sum("words"))) or self.by_part
        return self.by_part

    def entry(self, part, chapter, only=None):
        """Return what the outline shows of one chapter; None where it is no chapter of the account `only`."""
        head = next((one for one in self.parts if one.number == part), None)
        row = self.draft.sections.filter(key=chapter).first() if chapter else None
        if head is None or (chapter and row is None):
            return None
        author = (row.author_id if row else None) or head.author_id
        if only is not None and author != only.pk:
            return None
        words = self.draft.sections.filter(part=part, chapter=chapter).aggregate(total=Sum("words"))["total"]
        if row is None:
            return Chapter(head.key, "", OPENING, words or 0)
        return Chapter(row.key, row.number, FOOTNOTE_MARK.sub("", row.text), words or 0)

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
            return f"Cần rút thêm {format_number(self.over)} từ"
        return f"Còn {format_number(self.budget - self.words)} từ"

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
        parts = ", ".join(f"{part.name} {format_number(part.words)} từ" for part in self.parts)
        return f"{format_number(self.words)} từ: {parts}. {self.verdict}"

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


_HEAD = ("key", "part", "text", "author", "author__full_name", "author__username")
