"""A PDF as measured values: pages, lines, letters, fonts, all lengths in millimetres from the top left."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path

from pdfminer.cmapdb import CMapBase
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTContainer, LTCurve, LTFigure, LTPage, LTTextLine
from pdfminer.pdffont import PDFCIDFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psexceptions import PSException
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from reports.documents.checker.findings import UnreadablePdf

MM = 25.4 / 72
# A drawn line is at most so thick, and thicker than rounding, in millimetres.
_THIN, _HAIR = 0.9, 0.05


@dataclass(frozen=True, slots=True)
class Letter:
    """One printed character."""

    text: str
    font: str
    size: float
    is_black: bool
    is_red: bool
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A drawn line: the side of a frame, the border of a cell, the rule below a name."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def length(self) -> float:
        """How long a level stroke is."""
        return self.right - self.left

    @property
    def is_level(self) -> bool:
        """True for a line that runs from left to right."""
        return self.bottom - self.top < _THIN and self.length > 3


@dataclass(frozen=True, slots=True)
class Frame:
    """A box drawn round words."""

    left: float
    right: float
    top: float
    bottom: float
    is_red: bool

    @property
    def size(self) -> tuple[float, float]:
        """Width and height with the lines."""
        return self.right - self.left, self.bottom - self.top


@dataclass(frozen=True)
class Line:
    """Letters on one base line, spaces included."""

    text: str
    letters: tuple[Letter, ...]
    in_picture: bool = False

    @cached_property
    def inked(self) -> list[Letter]:
        """The letters that leave ink."""
        return [letter for letter in self.letters if letter.text.strip()]

    @cached_property
    def top(self) -> float:
        """Distance of the upper edge from the top of the page."""
        return min(letter.top for letter in self.inked)

    @cached_property
    def bottom(self) -> float:
        """Distance of the lower edge from the top of the page."""
        return max(letter.bottom for letter in self.inked)

    @cached_property
    def left(self) -> float:
        """Distance of the first letter from the left edge."""
        return min(letter.left for letter in self.inked)

    @cached_property
    def right(self) -> float:
        """Distance of the last letter from the left edge."""
        return max(letter.right for letter in self.inked)

    @cached_property
    def size(self) -> float:
        """The size most of its letters have."""
        sizes = [round(letter.size, 1) for letter in self.inked]
        return max(set(sizes), key=sizes.count)

    @property
    def is_bold(self) -> bool:
        """True when every letter is of a bold font."""
        return all("bold" in letter.font.lower() for letter in self.inked)

    @property
    def is_italic(self) -> bool:
        """True when every letter leans."""
        return all(is_leaning(letter) for letter in self.inked)

    @property
    def is_upright(self) -> bool:
        """True when no letter leans."""
        return not any(is_leaning(letter) for letter in self.inked)

    @property
    def is_upper(self) -> bool:
        """True when it has letters and all are capitals."""
        return self.text == self.text.upper() and any(sign.isalpha() for sign in self.text)

    @property
    def middle(self) -> float:
        """Distance of its middle from the left edge."""
        return (self.left + self.right) / 2


def is_leaning(letter: Letter) -> bool:
    """Return whether a letter is of an italic font."""
    return any(word in letter.font.lower() for word in ("ital", "obli"))


@dataclass(frozen=True)
class Page:
    """One page: its number in the file, its sheet and its lines from top to bottom."""

    number: int
    width: float
    height: float
    rotation: int
    lines: tuple[Line, ...]
    missing_glyphs: int
    strokes: tuple[Stroke, ...] = ()
    frames: tuple[Frame, ...] = ()

    @property
    def is_landscape(self) -> bool:
        """True when the sheet lies on its long side."""
        return self.width > self.height

    @property
    def letters(self) -> list[Letter]:
        """All letters that leave ink."""
        return [letter for line in self.lines for letter in line.inked]


@dataclass(frozen=True, slots=True)
class Font:
    """One font of the file."""

    name: str
    is_embedded: bool
    has_unicode: bool


@dataclass(frozen=True)
class Paper:
    """The measured file."""

    pages: tuple[Page, ...]
    fonts: tuple[Font, ...]


def read_pdf(source: Path | str | bytes) -> Paper:
    """Return the measured file. Raises UnreadablePdf."""
    content = source if isinstance(source, bytes) else _file_content(Path(source))
    if b"%PDF-" not in content[:1024]:
        raise UnreadablePdf("Tệp không phải là PDF: hãy chọn tệp PDF do cổng xuất ra.")
    try:
        paper = Paper(tuple(_pages(content)), tuple(_fonts(content)))
    except (PyPdfError, PSException, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise UnreadablePdf("Không đọc được tệp PDF: tệp hỏng hoặc có mật khẩu. Hãy xuất lại tệp.") from error
    if not paper.pages:
        raise UnreadablePdf("Không đọc được tệp PDF: tệp không có trang nào. Hãy xuất lại tệp.")
    return paper


def _file_content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadablePdf(f"Không mở được tệp {path}: hãy kiểm tra đường dẫn và quyền đọc.") from error


class _EmbeddedCMap(CMapBase):
    """A character map that stands in the file itself, which pdfminer cannot read; codes of two bytes."""

    def __init__(self, content: bytes) -> None:
        """Read the single characters and the ranges."""
        super().__init__()
        self._cids = {int(code, 16): int(cid) for code, cid in _CID_CHAR.findall(content)}
        for first, last, cid in _CID_RANGE.findall(content):
            for offset in range(int(last, 16) - int(first, 16) + 1):
                self._cids[int(first, 16) + offset] = int(cid) + offset

    def decode(self, code: bytes) -> Iterator[int]:
        """Give the glyph numbers of a string, 0 (the empty box) for a code without one."""
        for index in range(0, len(code) - 1, 2):
            yield self._cids.get(int.from_bytes(code[index : index + 2]), 0)


_CID_CHAR = re.compile(rb"^<([0-9a-fA-F]{4})>\s+(\d+)\s*$", re.MULTILINE)
_CID_RANGE = re.compile(rb"^<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>\s+(\d+)\s*$", re.MULTILINE)


class _Resources(PDFResourceManager):
    """Gives fonts that can decode with a character map of the file."""

    def get_font(self, objid, spec):
        """Return the font, its embedded character map read."""
        font = super().get_font(objid, spec)
        encoding = resolve1(spec.get("Encoding"))
        if isinstance(encoding, PDFStream) and isinstance(font, PDFCIDFont):
            font.cmap = _EmbeddedCMap(encoding.get_data())
        return font


class _Measurer(PDFPageAggregator):
    """Collects the layout, counts glyphs that stand for a missing one, knows the letters of pictures."""

    missing = 0

    def begin_page(self, page, ctm):
        """Begin a page outside of all tags, with no letters in pictures."""
        self.tags: list[str] = []
        self.drawn: set[int] = set()
        super().begin_page(page, ctm)

    def begin_tag(self, tag, props=None):
        """Note that what follows is marked, in a drawn picture as "Figure"."""
        self.tags.append(str(getattr(tag, "name", tag)))

    def end_tag(self):
        """Note that the last mark ends."""
        if self.tags:
            self.tags.pop()

    def render_char(self, matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate):
        """Return the width of the glyph; glyph 0 of a composite font is the empty box."""
        if cid == 0 and font.is_multibyte():
            self.missing += 1
        width = super().render_char(matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate)
        if "Figure" in self.tags:
            self.drawn.add(id(self.cur_item._objs[-1]))
        return width


def _pages(content: bytes) -> Iterator[Page]:
    resources = _Resources()
    measurer = _Measurer(resources, laparams=LAParams(all_texts=True))
    interpreter = PDFPageInterpreter(resources, measurer)
    for number, page in enumerate(PDFPage.get_pages(BytesIO(content)), start=1):
        measurer.missing = 0
        interpreter.process_page(page)
        layout = measurer.get_result()
        lines = sorted(
            _lines(layout, layout, measurer.drawn), key=lambda line: (round(line.top, 1), line.left)
        )
        yield Page(
            number,
            layout.width * MM,
            layout.height * MM,
            int(page.rotate or 0) % 360,
            tuple(lines),
            measurer.missing,
            *_drawn(layout),
        )


def _lines(
    container: LTContainer, page: LTPage, drawn: set[int], *, in_picture: bool = False
) -> Iterator[Line]:
    for item in container:
        if isinstance(item, LTTextLine):
            letters = tuple(_letter(letter, page) for letter in item if isinstance(letter, LTChar))
            is_drawn = any(id(letter) in drawn for letter in item)
            line = Line(item.get_text().strip(), letters, in_picture or is_drawn)
            if line.inked:
                yield line
        elif isinstance(item, LTContainer):
            yield from _lines(item, page, drawn, in_picture=in_picture or isinstance(item, LTFigure))


def _drawn(page: LTPage) -> tuple[tuple[Stroke, ...], tuple[Frame, ...]]:
    """Return the drawn lines, and the boxes with a line on each side.

    A border is drawn as the area between an outer and an inner box that follow each other.
    """
    strokes: list[Stroke] = []
    frames: list[Frame] = []
    before: Stroke | None = None
    for item in page:
        if not isinstance(item, LTCurve):
            continue
        box = Stroke(item.x0 * MM, item.x1 * MM, (page.y1 - item.y1) * MM, (page.y1 - item.y0) * MM)
        if box.bottom - box.top < _THIN or box.right - box.left < _THIN:
            strokes.append(box)
        elif before is not None and (sides := _sides(before, box)):
            strokes += sides
            if len(sides) == 4:
                frames.append(
                    Frame(box.left, box.right, box.top, box.bottom, _is_red(item.non_stroking_color))
                )
        before = box
    return tuple(strokes), tuple(frames)


def _sides(inner: Stroke, outer: Stroke) -> list[Stroke]:
    """Return the lines between two boxes, one inside the other."""
    found = (
        Stroke(outer.left, outer.right, outer.top, inner.top),
        Stroke(outer.left, outer.right, inner.bottom, outer.bottom),
        Stroke(outer.left, inner.left, outer.top, outer.bottom),
        Stroke(inner.right, outer.right, outer.top, outer.bottom),
    )
    thick = [min(one.right - one.left, one.bottom - one.top) for one in found]
    if min(thick) < -_HAIR or max(thick) > _THIN:
        return []
    return [one for one, width in zip(found, thick, strict=True) if width > _HAIR]


def _letter(item: LTChar, page: LTPage) -> Letter:
    return Letter(
        item.get_text(),
        item.fontname,
        item.size,
        _is_black(item),
        _is_red(item.graphicstate.ncolor),
        (item.x0 - page.x0) * MM,
        (item.x1 - page.x0) * MM,
        (page.y1 - item.y1) * MM,
        (page.y1 - item.y0) * MM,
    )


def _is_black(item: LTChar) -> bool:
    color: object = item.graphicstate.ncolor
    if isinstance(color, tuple):
        return color[3] >= 0.99 if len(color) == 4 else max(color) <= 0.01
    return not isinstance(color, float | int) or float(color) <= 0.01


def _is_red(color: object) -> bool:
    return isinstance(color, tuple) and len(color) == 3 and color[0] > 0.75 and max(color[1:]) < 0.25


def _fonts(content: bytes) -> Iterator[Font]:
    seen = set()
    for page in PdfReader(BytesIO(content)).pages:
        for font in _page_fonts(page.get("/Resources")):
            if font.name not in seen:
                seen.add(font.name)
                yield font


def _page_fonts(resources) -> Iterator[Font]:
    if resources is None:
        return
    resources = resources.get_object()
    for reference in resources.get("/Font", {}).get_object().values():
        yield _font(reference.get_object())
    for reference in resources.get("/XObject", {}).get_object().values():
        form = reference.get_object()
        if form.get("/Subtype") == "/Form":
            yield from _page_fonts(form.get("/Resources"))


def _font(font) -> Font:
    described = font
    if "/DescendantFonts" in font:
        described = font["/DescendantFonts"].get_object()[0].get_object()
    descriptor = described.get("/FontDescriptor", {}).get_object()
    embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return Font(str(font.get("/BaseFont", "")).lstrip("/"), embedded, "/ToUnicode" in font)
