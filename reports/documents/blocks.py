"""The parts of an official document as values; a kind of document is a function that returns them."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import ClassVar

from reports.documents.heads import DocumentType, Header, Signature, Urgency
from reports.documents.listing import ended, listed
from reports.documents.numbering import diem_letter, ordinal, roman
from reports.documents.row_breaks import kept_with_next
from reports.documents.runs import FigureRef, NarrativeGap, Run, Runs, Text, as_runs, is_bold

# Tables of more columns may be wider than a screen.
_NARROW_COLUMNS = 3

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
CLOSING = "./."


class Level(StrEnum):
    """Levels of headings, from the part down."""

    PART = "part"
    ROMAN = "roman"
    ARABIC = "arabic"
    ARTICLE = "article"


class PartStyle(StrEnum):
    """How a part is numbered: "Phần I" or "Phần thứ nhất"."""

    ROMAN = "roman"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: "Phần I / TITLE", "I. TITLE", "1. Title" or "Điều 1. Title"; its footnotes."""

    level: Level
    number: int
    title: str
    part_style: PartStyle = PartStyle.ROMAN
    notes: Sequence[str] = ()
    template: ClassVar[str] = "reports/documents/_heading.html"

    @property
    def label(self) -> str:
        """The number as printed before the title."""
        match self.level:
            case Level.PART if self.part_style == PartStyle.ORDINAL:
                return f"Phần {ordinal(self.number)}"
            case Level.PART:
                return f"Phần {roman(self.number)}"
            case Level.ROMAN:
                return f"{roman(self.number)}."
            case Level.ARTICLE:
                return f"Điều {self.number}."
            case _:
                return f"{self.number}."

    @property
    def shown_title(self) -> str:
        """The title in the case of its level: parts and Roman sections are in capitals."""
        return self.title.upper() if self.level in {Level.PART, Level.ROMAN} else self.title

    @property
    def is_part(self) -> bool:
        """True for "Phần", whose number stands on a line of its own."""
        return self.level == Level.PART

    @property
    def is_section(self) -> bool:
        """True for "I. TITLE", the first level of an ordinary report."""
        return self.level == Level.ROMAN


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A justified paragraph with an indented first line."""

    runs: Runs
    indent: bool = True
    template: ClassVar[str] = "reports/documents/_paragraph.html"

    def __post_init__(self) -> None:
        """Keep the runs as a tuple whatever was given."""
        object.__setattr__(self, "runs", as_runs(self.runs))


@dataclass(frozen=True, slots=True)
class Note(Paragraph):
    """What stands under a section about the numbers in it that carry the same sign."""


@dataclass(frozen=True, slots=True)
class Point:
    """A điểm: "a) …", lettered a b c d đ e g …"""

    number: int
    runs: Runs
    template: ClassVar[str] = "reports/documents/_point.html"

    def __post_init__(self) -> None:
        """Keep the runs as a tuple whatever was given."""
        object.__setattr__(self, "runs", as_runs(self.runs))

    @property
    def label(self) -> str:
        """The letter with its bracket."""
        return f"{diem_letter(self.number)})"


@dataclass(frozen=True, slots=True)
class BulletList:
    """Lines that begin with "-" (or "+" one level below)."""

    items: Sequence[Runs]
    sign: str = "-"
    template: ClassVar[str] = "reports/documents/_bullets.html"

    def __post_init__(self) -> None:
        """Keep the runs of each line as a tuple, closed with ";" and "."."""
        object.__setattr__(self, "items", ended([as_runs(item) for item in self.items]))


class Align(StrEnum):
    """Where the words of a column stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; the widths of a table are shares of their sum."""

    label: str
    width: int = 10
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table, over one column or several."""

    runs: tuple[Run, ...]
    align: Align
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under repeated heads; `row_mm`: least height of a row, `is_dense`: small letters."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Runs]]
    caption: str = ""
    total: Sequence[Runs] | None = None
    empty_sentence: str = "Không có bản ghi trong kỳ."
    row_mm: int = 0
    is_dense: bool = False
    template: ClassVar[str] = "reports/documents/_table.html"

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the columns."""
        for row in [*self.rows, *([self.total] if self.total else [])]:
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.caption!r}: {len(row)} cells for {len(self.columns)} columns")

    def cells_of(self, row: Sequence[Runs]) -> list[Cell]:
        """Return a row as cells that know their alignment."""
        return [Cell(as_runs(value), column.align) for value, column in zip(row, self.columns, strict=True)]

    @property
    def is_wide(self) -> bool:
        """Whether a screen may be too narrow for it, so that it scrolls by itself there."""
        return len(self.columns) > _NARROW_COLUMNS

    @property
    def cell_rows(self) -> list[list[Cell]]:
        """The rows as cells that know their alignment."""
        return [self.cells_of(row) for row in self.rows]

    @property
    def kept_rows(self) -> list[tuple[bool, list[Cell]]]:
        """(whether the next row must stand on the same page, the row) for each."""
        kept = kept_with_next(self)
        return [(at in kept or is_bold(row[0].runs), row) for at, row in enumerate(self.cell_rows)]

    @property
    def total_cells(self) -> list[Cell]:
        """The cells of the total row, none without one; its first words cover the empty cells around."""
        cells = self.cells_of(self.total) if self.total else []
        said = [at for at, value in enumerate(self.total or ()) if value]
        if not said:
            return cells
        first, end = cells[said[0]], said[1] if said[1:] else len(cells)
        return [replace(first, align=Align.CENTER if end > 1 else first.align, columns=end), *cells[end:]]

    @property
    def percent_columns(self) -> list[tuple[str, str, Align]]:
        """(label, width as "12.5%", alignment) for each column."""
        whole = sum(column.width for column in self.columns)
        return [(column.label, f"{column.width * 100 / whole:.2f}%", column.align) for column in self.columns]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers with its title, what it says in words, and its table, which may be overleaf."""

    svg: str
    title: str
    description: str
    table: Table | None = None
    template: ClassVar[str] = "reports/documents/_chart.html"

    @property
    def source(self) -> str:
        """The picture as a data: address, so that no file is read for it."""
        return f"data:image/svg+xml;base64,{b64encode(self.svg.encode()).decode()}"


type Block = Heading | Paragraph | Point | BulletList | Table | Chart | NarrativeGap


@dataclass(frozen=True, slots=True)
class Appendix:
    """A phụ lục with its own page numbers; `attached` is the "(Kèm theo …)" line."""

    number: int | None
    title: str
    blocks: Sequence[Block]
    attached: str = ""
    landscape: bool = False

    @property
    def body(self) -> list[Block]:
        """The blocks with the notes of their numbers."""
        return with_notes(self.blocks)

    @property
    def label(self) -> str:
        """ "Phụ lục" alone, or with its Roman number when there are several."""
        return "Phụ lục" if self.number is None else f"Phụ lục {roman(self.number)}"


@dataclass(frozen=True, slots=True)
class Document:
    """An official document; one that goes out with another has `attached` and may have no signature.

    `opening` is the line in brackets under the trích yếu: which days the numbers cover.
    """

    header: Header
    title: str
    blocks: Sequence[Block]
    signature: Signature | None
    type: DocumentType | None = None
    addressees: Sequence[str] = ()
    bases: Sequence[str] = ()
    co_signature: Signature | None = None
    recipients: Sequence[str] = ()
    appendices: Sequence[Appendix] = ()
    draft_mark: str = ""
    urgency: Urgency | None = None
    show_marks: bool = False
    author: str = ""
    closing: str = field(default=CLOSING)
    attached: str = ""
    opening: Paragraph | None = None

    @property
    def body(self) -> list[Block]:
        """The blocks with the notes of their numbers, the last written one ending with "./."."""
        return with_notes(with_closing(self.blocks, self.closing))

    @property
    def base_lines(self) -> list[str]:
        """The legal grounds: ";" after each, "." after the last."""
        return listed(self.bases)

    @property
    def addressee_lines(self) -> list[str]:
        """Who is addressed: one on the same line, several each on a line with "-" and ";"."""
        several = [f"- {line}" for line in listed(self.addressees)]
        return several if len(several) > 1 else list(self.addressees)

    @property
    def recipient_lines(self) -> list[str]:
        """The copies: "- …;", "Như trên" first on a paper that is addressed, the archive line last."""
        is_short = self.recipients and self.addressees and "Như trên" not in self.recipients
        return [f"- {line}" for line in listed([*(["Như trên"] if is_short else []), *self.recipients])]

    def gaps(self) -> list[str]:
        """Return the labels of passages that nobody has written yet, appendices included."""
        blocks = [*self.blocks, *(block for part in self.appendices for block in part.blocks)]
        return [gap.label for block in blocks for gap in _gaps_of(block)]


def _gaps_of(block: Block) -> list[NarrativeGap]:
    if isinstance(block, NarrativeGap):
        return [block]
    if isinstance(block, Paragraph | Point):
        return [run for run in as_runs(block.runs) if isinstance(run, NarrativeGap)]
    if isinstance(block, BulletList):
        return [run for item in block.items for run in as_runs(item) if isinstance(run, NarrativeGap)]
    return []


def points(items: Sequence[Runs]) -> list[Point]:
    """Return lettered points a) b) c) d) đ) … from their texts."""
    return [Point(*item) for item in enumerate(items, start=1)]


def with_closing(blocks: Sequence[Block], closing: str = CLOSING) -> list[Block]:
    """Return the blocks with `closing` at their true end: after a last table, chart or heading on a line."""
    changed = list(blocks)
    for index in range(len(changed) - 1, -1, -1):
        block = changed[index]
        if isinstance(block, NarrativeGap):
            continue
        if isinstance(block, Paragraph | Point):
            changed[index] = replace(block, runs=_closed(as_runs(block.runs), closing))
        elif isinstance(block, BulletList) and block.items:
            items = [as_runs(item) for item in block.items]
            changed[index] = replace(block, items=(*items[:-1], _closed(items[-1], closing)))
        elif closing:
            changed.insert(index + 1, Paragraph(closing, indent=False))
        break
    return changed


def _closed(runs: tuple[Run, ...], closing: str) -> tuple[Run, ...]:
    """Return the runs ending with the closing sign instead of their full stop."""
    last = runs[-1] if runs else None
    if not isinstance(last, Text):
        return (*runs, Text(closing))
    return (*runs[:-1], replace(last, text=closed(last.text, closing)))


def closed(text: str, closing: str) -> str:
    """Return the words with the closing sign in the place of their full stop."""
    return text.rstrip().removesuffix(closing).rstrip(" .;") + closing


def with_notes(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with signs after the numbers typed by hand and their sources under each section.

    Under the last one they stand above the words that close a paper.
    """
    found: list[Block] = []
    sources: dict[str, str] = {}
    place = 0
    for block in blocks:
        if isinstance(block, Heading) and sources:
            found += _notes(sources)
            sources = {}
        signed = _signed(block, sources)
        found.append(signed)
        if signed is not block or not isinstance(block, Paragraph):
            place = len(found)
    if sources:
        place = max(place, len(found) - 1)
        found[place:place] = _notes(sources)
    return found


def _notes(sources: dict[str, str]) -> list[Note]:
    words = "Số liệu do cơ quan nhập tay, nguồn:"
    return [
        Note(Text(f"{sign} {words} {source.rstrip('.')}.", italic=True)) for source, sign in sources.items()
    ]


def _signed(block: Block, sources: dict[str, str]) -> Block:
    """Return a block with the signs of its numbers typed by hand, new sources added to `sources`."""

    def sign(runs: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(
            replace(run, note=sources.setdefault(run.source, f"({'*' * (len(sources) + 1)})"))
            if isinstance(run, FigureRef) and run.source
            else run
            for run in runs
        )

    if isinstance(block, Paragraph | Point):
        runs = as_runs(block.runs)
        return replace(block, runs=sign(runs)) if sign(runs) != runs else block
    if isinstance(block, BulletList):
        items = [as_runs(item) for item in block.items]
        signed = [sign(item) for item in items]
        return replace(block, items=signed) if signed != items else block
    return block
