"""The elements of a paper, found on its measured pages by where they stand and how they begin.

Distances are millimetres from the top left of the sheet. What is not there is None or empty, so that each
rule asks only what it is about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from statistics import median

from reports.documents.blocks import MOTTO, NATION, Urgency
from reports.documents.checker.drawn import in_table, notes_top
from reports.documents.checker.marks import (
    ATTACHED,
    CIRCULATION,
    CONTACT,
    COPIES,
    COVERS,
    DRAFT,
    GROUP,
    HEAD_MM,
    INDENTS_MM,
    NUMBER,
    PLACE_DATE,
    SIGNED,
    TYPES,
    content,
    is_appendix_start,
    is_paper_start,
    joined,
    left_edge,
)
from reports.documents.checker.reading import MM, Line, Page, Paper, Stroke

_BASE = re.compile(r"^(Căn cứ|Xét)\b")
_NUMBERED = re.compile(r"^([IVX]+|\d+)\.\s")
_ENDS_HEAD = re.compile(
    r"^(Kính gửi|Căn cứ|Xét|\(|[IVX]+\.\s|\d+\.\s|Điều\s|(Phần|Chương|Mục)\s+(thứ\s|[IVX\d]+$))"
)


@dataclass(frozen=True)
class Paragraph:
    """Lines of running text that belong together; `page` is where it begins."""

    page: int
    rows: tuple[Line, ...]

    @property
    def first(self) -> Line:
        """Its first line."""
        return self.rows[0]

    @cached_property
    def text(self) -> str:
        """Its words."""
        return joined(" ".join(row.text for row in self.rows))


@dataclass(frozen=True)
class Flow:
    """The text between head and signature: lines in the middle, and paragraphs, in reading order."""

    centred: tuple[Paragraph, ...]
    paragraphs: tuple[Paragraph, ...]
    pitch: float


@dataclass(frozen=True)
class End:
    """The signature: lines of the signer, of a second one on the left, and of who gets copies."""

    page: Page
    signer: tuple[Line, ...]
    second: tuple[Line, ...]
    copies: tuple[Line, ...]


class Piece:
    """One paper of a file: its own pages, then its appendices."""

    def __init__(self, pages: Sequence[Page]) -> None:
        """Take the pages from the one with the Quốc hiệu on."""
        starts = [at for at, page in enumerate(pages) if at and is_appendix_start(page)]
        self.pages = tuple(pages[: starts[0]] if starts else pages)
        ends = [*starts[1:], len(pages)] if starts else []
        self.appendices = tuple(tuple(pages[a:z]) for a, z in zip(starts, ends, strict=True))
        self.first = self.pages[0]

    @cached_property
    def column(self) -> tuple[float, float]:
        """The left and right edge of the text, over all upright pages of the main part."""
        upright = [page for page in self.pages if not page.is_landscape]
        words: list[Line | Stroke] = [line for page in upright for line in content(page)]
        both = words + [one for page in upright for one in page.strokes if one.is_level]
        if not words:
            return 30.0, 195.0
        return left_edge(both), max(one.right for one in both)

    @property
    def middle(self) -> float:
        """Where the middle of the text is."""
        return sum(self.column) / 2

    @cached_property
    def _top(self) -> list[Line]:
        return [line for line in content(self.first) if line.top < HEAD_MM]

    @cached_property
    def nation(self) -> Line | None:
        """The Quốc hiệu, on one line."""
        return next((line for line in self.first.lines if NATION in joined(line.text)), None)

    @cached_property
    def motto(self) -> Line | None:
        """The Tiêu ngữ."""
        return next((line for line in self.first.lines if MOTTO in joined(line.text)), None)

    @cached_property
    def number(self) -> Line | None:
        """The line "Số: …" of the head."""
        return next((line for line in self._top if NUMBER.match(line.text) and self._is_left(line)), None)

    @cached_property
    def date(self) -> Line | None:
        """The line of place and day in the head."""
        below = self.motto.bottom if self.motto else 0
        found = (line for line in self._top if PLACE_DATE.search(line.text) and not line.text.startswith("("))
        return next((line for line in found if line.bottom <= below + 40 and self._is_right(line)), None)

    @cached_property
    def issuer(self) -> list[Line]:
        """The lines of the issuing body and of the one above it."""
        if self.nation is None:
            return []
        below = min([line.top for line in (self.number, self.date) if line] or [self.nation.bottom + 35])
        left = [line for line in self._top if self._is_left(line) and line.bottom <= below + 1]
        return [line for line in left if not DRAFT.match(line.text) and line.text not in set(Urgency)]

    @cached_property
    def about(self) -> list[Line]:
        """The lines "V/v …" below the number of a công văn."""
        below = [line for line in self._top if self.number and self._is_left(line)]
        start = next((at for at, line in enumerate(below) if line.text.startswith("V/v")), None)
        found = below[start : start + 1] if start is not None else []
        for line in below[start + 1 :] if start is not None else []:
            if line.bottom - found[-1].bottom > 7 or line.left < self.column[0] + 1:
                break
            found.append(line)
        return found

    def _is_left(self, line: Line) -> bool:
        return line.right < (self.nation.left + 4 if self.nation else self.middle)

    def _is_right(self, line: Line) -> bool:
        return line.left > (self.nation.left - 8 if self.nation else self.middle)

    @cached_property
    def head_end(self) -> float:
        """How far down issuer, number, date and their neighbours reach."""
        lines = [*self.issuer, *self.about, *(line for line in (self.number, self.date, self.motto) if line)]
        return max((line.bottom for line in lines), default=0.0)

    @cached_property
    def _below_head(self) -> list[Line]:
        """The rows of page 1 below the head, without stamps."""
        return [
            row
            for row in self.rows(self.first)
            if row.top > self.head_end - 1 and not self._is_stamp(row) and not CONTACT.match(row.text)
        ]

    def _is_stamp(self, row: Line) -> bool:
        text = row.text.strip()
        return bool(DRAFT.match(text)) or text in {*Urgency, *CIRCULATION} or bool(SIGNED.match(text))

    @cached_property
    def title(self) -> list[Line]:
        """The tên loại: a known type, or capitals in the middle."""
        rows = self._below_head
        if not rows:
            return []
        first = rows[0]
        is_known = joined(first.text).upper() in TYPES
        if not is_known and not (first.is_upper and self.is_centred(first)):
            return []
        return [first]

    @cached_property
    def abstract(self) -> list[Line]:
        """The trích yếu under the tên loại."""
        if not self.title:
            return []
        found = []
        for row in self._below_head[1:]:
            if _ENDS_HEAD.match(row.text) or not (row.is_bold or self.is_centred(row)):
                break
            found.append(row)
        return found

    @cached_property
    def addressees(self) -> list[Line]:
        """The line "Kính gửi: …" and those below it that begin with a sign."""
        rows = self._below_head[len(self.title) + len(self.abstract) :]
        start = next((at for at, row in enumerate(rows[:3]) if row.text.startswith("Kính gửi")), None)
        if start is None:
            return []
        found = [rows[start]]
        for row in rows[start + 1 :]:
            if row.left < self.column[0] + 20 or _BASE.match(row.text):
                break
            found.append(row)
        return found

    @cached_property
    def attached(self) -> list[Line]:
        """The line "(Kèm theo …)" of a paper that goes out with another one."""
        return self._in_brackets(ATTACHED)

    @cached_property
    def covers(self) -> list[Line]:
        """The line "(số liệu từ ngày …)" of a paper whose numbers cover a period."""
        return self._in_brackets(COVERS)

    def _in_brackets(self, begins: re.Pattern[str]) -> list[Line]:
        rows = self._below_head[len(self.title) + len(self.abstract) :]
        if not rows or not begins.match(rows[0].text):
            return []
        last = next((at for at, row in enumerate(rows[:3]) if row.text.endswith(")")), 0)
        return rows[: last + 1]

    @cached_property
    def body_top(self) -> float:
        """Where the running text of page 1 begins."""
        above = [*self.title, *self.abstract, *self.addressees, *self.attached, *self.covers]
        return max((row.bottom for row in above), default=self.head_end)

    def rows(self, page: Page) -> list[Line]:
        """Return what stands on one base line outside tables and pictures, from top to bottom."""
        lines = sorted(self._outside_tables(page), key=lambda line: line.bottom)
        rows: list[list[Line]] = []
        for line in lines:
            if rows and line.bottom - rows[-1][0].bottom < 0.7:
                rows[-1].append(line)
            else:
                rows.append([line])
        return [_row(sorted(row, key=lambda line: line.left)) for row in rows]

    @staticmethod
    def _outside_tables(page: Page) -> list[Line]:
        foot = notes_top(page)
        lines = [line for line in content(page) if line.top < foot and not line.in_picture]
        return [line for line in lines if not in_table(line, page)]

    def is_centred(self, row: Line) -> bool:
        """Whether a line stands in the middle and does not fill the column."""
        left, right = self.column
        return abs(row.middle - self.middle) < 1.5 and row.left - left > 3 and right - row.right > 3

    @cached_property
    def bases(self) -> list[Paragraph]:
        """The legal grounds before the text."""
        found = []
        for paragraph in self.flow.paragraphs:
            if not _BASE.match(paragraph.text):
                break
            found.append(paragraph)
        return found

    @cached_property
    def flow(self) -> Flow:
        """The running text of the main part."""
        centred: list[Paragraph] = []
        paragraphs: list[Paragraph] = []
        open_rows: list[Line] = []
        begun = 0

        def close() -> None:
            if open_rows:
                paragraphs.append(Paragraph(begun, tuple(open_rows)))
                open_rows.clear()

        for page, row in self._body_rows():
            is_indented = row.left - self.column[0] > 2
            is_title = (
                bool(centred) and not open_rows and row.is_upper and bool(GROUP.match(centred[-1].text))
            )
            is_middle = self.is_centred(row) and not self._is_numbered(row)
            is_apart = is_middle and (row.is_bold or row.left - self.column[0] > 16)
            if is_apart or is_title or _is_group(row):
                close()
                centred.append(Paragraph(page.number, (row,)))
            elif is_indented or not open_rows or self._stands_apart(open_rows[-1], row):
                close()
                begun = page.number
                open_rows.append(row)
            else:
                open_rows.append(row)
        close()
        return Flow(tuple(centred), tuple(paragraphs), self._pitch(paragraphs))

    def _is_numbered(self, row: Line) -> bool:
        """Whether a line begins with a number at the indent, though it may end as far from the right."""
        indent = row.left - self.column[0]
        return bool(_NUMBERED.match(row.text)) and any(abs(indent - one) < 0.8 for one in INDENTS_MM)

    @staticmethod
    def _stands_apart(before: Line, row: Line) -> bool:
        """Whether a line without indent begins a paragraph: the one above is far away."""
        return row.bottom - before.bottom > before.size * MM * 1.9

    @staticmethod
    def _pitch(paragraphs: Sequence[Paragraph]) -> float:
        steps = [step for one in paragraphs for step in steps_of(one)]
        return median(steps) if steps else 0.0

    def _body_rows(self) -> Iterator[tuple[Page, Line]]:
        for page in self.pages:
            for row in self.rows(page):
                if page is self.first and (row.top < self.body_top or self._is_stamp(row)):
                    continue
                if self.end and (page.number > self.end.page.number or self._is_of_end(page, row)):
                    return
                if page is self.first and row.top > page.height - 45 and CONTACT.match(row.text):
                    continue
                if row.size < 12.5 and not row.is_bold:
                    continue  # words of a picture, notes
                yield page, row

    def _is_of_end(self, page: Page, row: Line) -> bool:
        assert self.end is not None  # noqa: S101 - asked by the caller
        tops = [line.top for line in (*self.end.signer, *self.end.second, *self.end.copies)]
        return page is self.end.page and row.bottom > min(tops)

    @cached_property
    def end(self) -> End | None:
        """The signature and the copies, None for a paper without."""
        for page in reversed(self.pages):
            lines = [line for line in self._outside_tables(page) if not self._is_stamp(line)]
            if page is self.first:
                lines = [
                    line for line in lines if line.top > self.head_end + 5 and not CONTACT.match(line.text)
                ]
            for at, line in enumerate(lines):
                if self._is_capacity(line) and self._only_sides(lines[at:]):
                    return self._end(page, lines[at:])
        return None

    def _is_capacity(self, line: Line) -> bool:
        return line.left > self.middle - 3 and (line.is_bold or line.is_upper) and len(line.text) > 3

    def _only_sides(self, lines: list[Line]) -> bool:
        """Whether all that follows stands in the left or the right half, until the copies begin."""
        for line in lines:
            if line.text.startswith("Nơi nhận"):
                return True
            if line.left < self.middle - 6 and line.right > self.middle + 6:
                return False
        return True

    def _end(self, page: Page, lines: list[Line]) -> End:
        left = [line for line in content(page) if line.right < self.middle + 6 and line not in lines]
        level = [line for line in left if abs(line.top - lines[0].top) < 4]
        lines = sorted([*level, *lines], key=lambda line: (round(line.bottom, 1), line.left))
        start = next((at for at, line in enumerate(lines) if line.text.startswith("Nơi nhận")), len(lines))
        signer = [line for line in lines if line.left > self.middle - 6]
        copies = [line for line in lines[start:] if line not in signer and not COPIES.match(line.text)]
        second = [line for line in lines if line not in signer and line not in copies and line.is_bold]
        signer = [line for line in signer if not COPIES.match(line.text)]
        return End(page, tuple(signer), tuple(second), tuple(copies))


def steps_of(paragraph: Paragraph) -> list[float]:
    """Return the distances from base line to base line within a paragraph, page by page."""
    return [b.bottom - a.bottom for a, b in pairwise(paragraph.rows) if b.bottom > a.bottom]


def pieces(paper: Paper) -> list[Piece]:
    """Return the papers of a file."""
    numbers: list[int] = []
    for page in paper.pages:
        numbers.append((numbers[-1] if numbers else 0) + is_paper_start(page))
    marked = zip(numbers, paper.pages, strict=True)
    return [Piece([page for _, page in group]) for _, group in groupby(marked, key=lambda one: one[0])]


def _is_group(row: Line) -> bool:
    found = GROUP.match(joined(row.text))
    return found is not None and not found["rest"]


def _row(lines: list[Line]) -> Line:
    if len(lines) == 1:
        return lines[0]
    return Line(" ".join(line.text for line in lines), tuple(one for line in lines for one in line.letters))
