"""What drawn lines make of a page: which words stand in a table, where its rows are, what is underlined."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from reports.documents.checker.marks import content, joined
from reports.documents.checker.reading import Line, Page, Stroke

# How far two strokes of one line may be apart, in millimetres, and what share of the width a line covers.
_NEAR, _WHOLE = 0.6, 0.9
# How long the line above footnotes is, and how large their letters are at most.
_NOTE_LINE, _NOTE_POINTS = (35.0, 65.0), 12.05


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a drawn table with the words in it."""

    top: float
    bottom: float
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top

    @property
    def text(self) -> str:
        """Its words."""
        return joined(" ".join(line.text for line in self.lines))

    @property
    def is_bold(self) -> bool:
        """Whether all its words are bold: it is a head or holds the sums."""
        return bool(self.lines) and all(line.is_bold for line in self.lines)


def table_rows(page: Page) -> list[list[Row]]:
    """Return the rows of each drawn table of a page, from top to bottom; a cell over several joins them."""
    sides = sorted((one for one in page.strokes if one.bottom - one.top > 3), key=lambda one: one.top)
    spans: list[list[float]] = []
    for one in sides:
        if spans and one.top <= spans[-1][1] + _NEAR:
            spans[-1][1] = max(spans[-1][1], one.bottom)
        else:
            spans.append([one.top, one.bottom])
    found = [_rows(page, top, bottom) for top, bottom in spans]
    return [rows for rows in found if len(rows) > 1]


def _rows(page: Page, top: float, bottom: float) -> list[Row]:
    inside = [one for one in page.strokes if top - _NEAR <= one.top and one.bottom <= bottom + _NEAR]
    if not inside:
        return []
    width = max(one.right for one in inside) - min(one.left for one in inside)
    covered: dict[float, float] = defaultdict(float)
    for one in inside:
        if one.is_level:
            near = next((at for at in covered if abs(at - one.top) < _NEAR), one.top)
            covered[near] += one.length
    borders = sorted(at for at, length in covered.items() if length >= width * _WHOLE)
    lines = content(page)
    return [Row(a, z, tuple(_between(lines, a, z))) for a, z in pairwise(borders)]


def _between(lines: Iterable[Line], top: float, bottom: float) -> list[Line]:
    return [line for line in lines if top <= (line.top + line.bottom) / 2 <= bottom]


def notes_top(page: Page) -> float:
    """Return where the footnotes of a page begin: a short line with small words below; else its end."""
    lines = content(page)
    drawn = max((one.bottom for one in page.strokes if one.bottom - one.top > 3), default=0.0)
    for rule in page.strokes:
        below = [line for line in lines if line.bottom > rule.top > drawn]
        is_short = rule.is_level and _NOTE_LINE[0] <= rule.length <= _NOTE_LINE[1]
        is_note = any(line.text[:1].isdigit() for line in below)
        if is_short and is_note and all(line.size <= _NOTE_POINTS for line in below):
            return rule.top
    return page.height


def in_table(line: Line, page: Page) -> bool:
    """Return whether lines are drawn on both sides of these words."""
    beside = _beside(page, (line.top + line.bottom) / 2)
    return any(one.left <= line.left for one in beside) and any(one.right >= line.right for one in beside)


def _beside(page: Page, height: float) -> list[Stroke]:
    return [one for one in page.strokes if one.bottom - one.top > 3 and one.top <= height <= one.bottom]


def rule_below(line: Line, page: Page, *, within: float = 4.0) -> Stroke | None:
    """Return the level line drawn under some words."""
    near = [
        one
        for one in page.strokes
        if one.is_level and line.bottom - 1.5 <= one.top <= line.bottom + within
        and one.left < line.right and one.right > line.left
    ]  # fmt: skip
    return min(near, key=lambda one: abs(one.top - line.bottom), default=None)
