"""Reads a Word file into paragraphs and tables with the number that Word would print before each.

Knows nothing of programs: what is a part or a heading is decided in `outline`.
"""

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from programs.wording import word_asides as said
from programs.wording.word_numbers import LEGACY_FONTS, Numbering, name_of, number_of, on_or_off

KEY_BOOKMARK = "doan_"
# Styles of the portal's own Word files: a paragraph of a draft, and the number typed before it.
BODY_STYLE = "Đoạn dự thảo"
NUMBER_STYLE = "Số đoạn"
GROUND_STYLE = "Căn cứ"
FOOTNOTE = "[^{}]"
FOOTNOTE_MARK = re.compile(r"\[\^(\d+)\]")
_DELETED = {qn("w:del"), qn("w:moveFrom")}
_SKIPPED = _DELETED | {qn(f"w:{tag}") for tag in ("instrText", "pPr", "rPr", "delText", "sdtPr", "sdtEndPr")}
_TRANSPARENT = {qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag")}
_CONTENTS_STYLE = re.compile(r"(?:toc|contents|mục lục)\s*\d*\Z|toc heading|contents heading", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r".*(?:\.{4,}|…{2,}|_{4,})\s*\d{1,3}", re.DOTALL)
# Bullets and signs that the Symbol and Wingdings faces keep at private places; no other face shows them.
_SYMBOLS = dict.fromkeys((0xF0A7, 0xF0A8, 0xF0B7, 0xF0D8, 0xF0FC, 0xF06E, 0xF076, 0xF02D), "- ") | {
    0xF02B: "+", 0xF0A3: "≤", 0xF0B0: "°", 0xF0B1: "±", 0xF0B3: "≥", 0xF0B4: "×",
}  # fmt: skip
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# Signs without width that Word and copied web pages leave between letters.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LONGEST_NUMBER = 20
_SIGNS = {qn("w:tab"): " ", qn("w:ptab"): " ", qn("w:noBreakHyphen"): "-"}
_NOTES = (qn("w:footnoteReference"), qn("w:endnoteReference"))
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_PART_IN_CELL = re.compile(r"phần\s+(?:thứ\s+\w+|[ivx]+)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its words, how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Line:
    """A paragraph or a table as it stands in the file."""

    text: str = ""
    number: str = ""
    outline_level: int | None = None
    is_bold: bool = False
    is_centred: bool = False
    is_capital: bool = False
    is_text: bool = False
    key: str = ""
    footnotes: list[str] = field(default_factory=list)
    table: list[list[Cell]] | None = None
    fonts: set[str] = field(default_factory=set)
    is_ground: bool = False


@dataclass(slots=True)
class WordText:
    """The lines of a file, what could not be read (Vietnamese sentences), and the words left aside."""

    lines: list[Line]
    warnings: list[str]
    aside: list[str] = field(default_factory=list)


def read_word(data: bytes, convert: Callable[[str, set[str]], str] | None = None) -> WordText:
    """Return the text of a .docx; raises what python-docx raises for a file that is none.

    `convert` turns the words of a paragraph, typed in fonts of an old code page, into Unicode.
    """
    return _Reader(data, convert).read()


class _Reader:
    def __init__(self, data: bytes, convert: Callable[[str, set[str]], str] | None) -> None:
        self.convert = convert or (lambda text, _fonts: text)
        self.document = Document(io.BytesIO(data))
        self.numbering = Numbering(self.document)
        self.footnotes = self._notes("footnote")
        self.endnotes = self._notes("endnote")
        self.comments = said.comments_of(self.document)
        self.asides = said.Asides()

    def read(self) -> WordText:
        lines = [
            line
            for line in self._lines(self.document.element.body)
            if line.table or line.text or (line.number and line.key)
        ]
        for words in said.headers_and_footers(self.document):
            self.asides.note(said.RUNNING, words)
        return WordText(lines, self.asides.sentences(), self.asides.words)

    def _notes(self, kind: str) -> dict[str, str]:
        """Return {key: words} of footnotes or endnotes."""
        return {
            note.get(qn("w:id")): _tidy(
                self.convert("\n".join(_note_line(line) for line in note.iter(qn("w:p"))), set())
            )
            for note in said.notes_of(self.document, kind)
        }

    def _lines(self, body: Any) -> Iterator[Line]:
        key = ""
        for element in _blocks(body):
            if element.tag == qn("w:p"):
                if self._is_contents(element):
                    continue
                line = self._paragraph(element)
                # A key may stand on an empty paragraph before its table.
                line.key = line.key or key
                key = "" if line.text else line.key
                yield line
            elif element.tag == qn("w:tbl"):
                inner = _bookmark_key(element)
                frame = None if inner or key else _only_cell(element)
                if frame is not None:
                    self.asides.note(said.FRAMES)
                    yield from self._lines(frame)
                    continue
                table = self._table(element)
                yield Line(table=table, key=inner or key)
                key = ""
            elif element.tag == qn("w:bookmarkStart"):
                key = _key_of(element) or key
            elif element.tag in (qn("w:altChunk"), qn("w:subDoc")):
                self.asides.note(said.CHUNKS)
            elif element.tag in said.PICTURES:
                self._picture(element)

    def _is_contents(self, element: Any) -> bool:
        """True for a line of the table of contents, which repeats the headings."""
        style = self.numbering.style_of(element)
        words = "".join(t.text or "" for t in element.iter(qn("w:t")))
        if style is not None and _CONTENTS_STYLE.match(name_of(style)):
            if words.strip():
                self.asides.note(said.CONTENTS)
            return True
        if _CONTENTS_LINE.fullmatch(words) is None:
            return False
        self.asides.note(said.LEADERS, words)
        return True

    def _paragraph(self, element: Any) -> Line:
        line = Line()
        parts: list[str] = []
        style = self.numbering.style_of(element)
        typed = self._typednumber_of(element)
        self._collect(element, parts, line)
        line.fonts |= self.numbering.legacy_fonts(style)
        typed_words = self.convert("".join(parts), line.fonts)
        if _PRIVATE.search(typed_words.translate(_SYMBOLS)):
            self.asides.note(said.SYMBOLS, _tidy(typed_words))
        line.text = _tidy(typed_words)
        line.key = _bookmark_key(element)
        label = self.numbering.label_of(element)
        line.number = label if line.text else ""
        if typed and line.text.startswith(typed) and not line.number:
            line.number, line.text = typed, line.text[len(typed) :].strip()
        line.outline_level = self.numbering.outline_level(element, style)
        if not line.text and not line.key and (line.outline_level is not None or label.strip("-+")):
            self.asides.note(said.EMPTY_HEADING, label)
        line.is_bold = self._is_shown(element, style, "w:b")
        line.is_capital = self._is_shown(element, style, "w:caps")
        line.is_centred = self.numbering.alignment(element, style) == "center"
        line.is_ground = any(name_of(one) == GROUND_STYLE for one in self.numbering.chain(style))
        line.is_text = any(name_of(one) == BODY_STYLE for one in self.numbering.chain(style))
        return line

    def _typednumber_of(self, element: Any) -> str:
        """Return the number at the head of a paragraph that the portal itself wrote."""
        words: list[str] = []
        for run in element.iter(qn("w:r")):
            shown = "".join(t.text or "" for t in run.iter(qn("w:t")))
            found = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
            style = None if found is None else self.numbering.styles.get(found.get(qn("w:val")))
            if style is None or name_of(style) != NUMBER_STYLE:
                if shown:
                    break
                continue
            words.append(shown)
        number = _tidy("".join(words))
        return number if len(number) <= _LONGEST_NUMBER and "\n" not in number else ""

    def _is_shown(self, paragraph: Any, style: Any, tag: str) -> bool:
        """True where nearly all letters of a paragraph have a property, by themselves or by their style."""
        inherited = self.numbering.style_value(style, tag) is True
        having = whole = 0
        for run in paragraph.iter(qn("w:r")):
            letters = sum(sign.isalpha() for t in run.iter(qn("w:t")) for sign in t.text or "")
            properties = run.find(qn("w:rPr"))
            own = on_or_off(properties, tag)
            if own is None:
                named = None if properties is None else properties.find(qn("w:rStyle"))
                of_style = None if named is None else self.numbering.styles.get(named.get(qn("w:val")))
                own = self.numbering.style_value(of_style, tag)
            whole += letters
            having += letters if (inherited if own is None else own) else 0
        return whole > 0 and having >= whole * 0.9

    def _collect(self, element: Any, parts: list[str], line: Line) -> None:
        for child in element.iterchildren():
            tag = child.tag
            if self._is_aside(child) or tag in _SKIPPED:
                continue
            elif tag == qn("w:t"):
                # Words that look like the mark of a footnote must not be taken for one later.
                parts.append(FOOTNOTE_MARK.sub(r"[\1]", child.text or ""))
            elif tag in _SIGNS:
                parts.append(_SIGNS[tag])
            elif tag in (qn("w:br"), qn("w:cr")):
                if child.get(qn("w:type")) in (None, "textWrapping"):
                    parts.append("\n")
            elif tag in _NOTES:
                line.footnotes.append(self._note_words(child))
                parts.append(FOOTNOTE.format(len(line.footnotes)))
            else:
                fonts = child.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") if tag == qn("w:r") else None
                if fonts is not None:
                    line.fonts |= {name for name in fonts.attrib.values() if LEGACY_FONTS.match(name)}
                self._collect(child, parts, line)

    def _is_aside(self, child: Any) -> bool:
        """Name what is not taken in; True for what holds no words of the text."""
        tag = child.tag
        if tag in _DELETED:
            # What was moved stands where it went to.
            self.asides.note(said.CHANGES, said.words_in(child) if tag == qn("w:del") else "")
        elif tag == qn("w:sym"):
            self.asides.note(said.SYMBOLS)
        elif tag == qn("w:commentReference"):
            self.asides.note(said.COMMENTS, self.comments.get(child.get(qn("w:id")), ""))
        elif tag in said.PICTURES:
            self._picture(child)
        elif tag == _FORMULA:
            self.asides.note(said.FORMULAS, said.words_in(child))
        elif tag == qn("w:r") and on_or_off(child.find(qn("w:rPr")), "w:vanish"):
            if words := said.words_in(child):
                self.asides.note(said.HIDDEN, words)
        else:
            if tag == qn("w:hyperlink"):
                self._link(child)
            return False
        return True

    def _note_words(self, mark: Any) -> str:
        """Return the words of a footnote; an endnote becomes one."""
        if mark.tag == qn("w:footnoteReference"):
            return self.footnotes.get(mark.get(qn("w:id")), "")
        self.asides.note(said.ENDNOTES)
        return self.endnotes.get(mark.get(qn("w:id")), "")

    def _picture(self, element: Any) -> None:
        """Name a text box by its words, a picture by what its author says of it."""
        words = said.words_in(element)
        self.asides.note(said.BOXES if words else said.IMAGES, words or said.picture_words(element))

    def _link(self, element: Any) -> None:
        """Name the address of a link that leads out of the file."""
        relation = self.document.part.rels.get(element.get(qn("r:id"), ""))
        if relation is not None and relation.is_external:
            self.asides.note(said.LINKS, relation.target_ref)

    def _table(self, element: Any) -> list[list[Cell]]:
        grid: list[list[Cell]] = []
        open_merges: dict[int, tuple[int, int]] = {}
        for row in _blocks(element):
            if row.tag != qn("w:tr"):
                continue
            about = row.find(qn("w:trPr"))
            if about is not None and about.find(qn("w:del")) is not None:
                self.asides.note(said.CHANGES, said.words_in(row))
                continue
            cells: list[Cell] = []
            column = number_of(about, "w:gridBefore", 0)
            for cell in _blocks(row):
                if cell.tag != qn("w:tc"):
                    continue
                properties = cell.find(qn("w:tcPr"))
                span = number_of(properties, "w:gridSpan", 1)
                merge = None if properties is None else properties.find(qn("w:vMerge"))
                beside = None if properties is None else properties.find(qn("w:hMerge"))
                if beside is not None and beside.get(qn("w:val")) != "restart" and cells:
                    # The old way to join cells of a row: the first one grows.
                    cells[-1] = Cell(_joined(cells[-1].text, self._cell_text(cell)), cells[-1].columns + span)
                    column += span
                    continue
                if merge is not None and merge.get(qn("w:val")) != "restart" and column in open_merges:
                    at_row, at_cell = open_merges[column]
                    above = grid[at_row][at_cell]
                    # Word shows nothing of a cell that is joined to the one above, but keeps its words.
                    text = _joined(above.text, self._cell_text(cell))
                    grid[at_row][at_cell] = Cell(text, above.columns, above.rows + 1)
                else:
                    open_merges.pop(column, None)
                    if merge is not None:
                        open_merges[column] = (len(grid), len(cells))
                    cells.append(Cell(self._cell_text(cell), span))
                column += span
            grid.append(cells)
        return grid

    def _cell_text(self, cell: Any) -> str:
        lines = []
        for element in _blocks(cell):
            if element.tag == qn("w:p"):
                line = self._paragraph(element)
                if line.footnotes:
                    self.asides.note(said.NOTES_IN_TABLES)
                if line.text and (line.outline_level is not None or _PART_IN_CELL.match(line.text)):
                    self.asides.note(said.HEADINGS_IN_TABLES, line.text)
                lines.append(" ".join(filter(None, [line.number, _with_notes_inside(line)])))
            elif element.tag == qn("w:tbl"):
                rows = [" | ".join(filter(None, (one.text for one in row))) for row in self._table(element)]
                self.asides.note(said.NESTED, rows[0] if rows else "")
                lines += rows
        return "\n".join(filter(None, lines))


def _joined(*texts: str) -> str:
    return "\n".join(filter(None, texts))


def _only_cell(table: Any) -> Any:
    """Return the cell of a table that has no other, as frames are drawn; else None."""
    cells = [cell for row in _blocks(table) if row.tag == qn("w:tr")
             for cell in _blocks(row) if cell.tag == qn("w:tc")]  # fmt: skip
    return cells[0] if len(cells) == 1 else None


def _with_notes_inside(line: Line) -> str:
    """Return the words with each footnote in brackets where its mark stood."""
    return FOOTNOTE_MARK.sub(lambda mark: f" ({line.footnotes[int(mark[1]) - 1]})", line.text)


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield the children, those in content controls and in accepted changes included."""
    for child in parent.iterchildren():
        if child.tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            if content is not None:
                yield from _blocks(content)
        elif child.tag in _TRANSPARENT:
            yield from _blocks(child)
        else:
            yield child


def _tidy(text: str) -> str:
    """Return the words in NFC, one space between them, without invisible signs and empty lines."""
    plain = _PRIVATE.sub("", unicodedata.normalize("NFC", text).translate(_SYMBOLS))
    plain = _INVISIBLE.sub("", plain)
    lines = (" ".join(line.split()) for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


def _key_of(bookmark: Any) -> str:
    name = bookmark.get(qn("w:name"), "")
    return name.removeprefix(KEY_BOOKMARK) if name.startswith(KEY_BOOKMARK) else ""


def _bookmark_key(element: Any) -> str:
    for bookmark in element.iter(qn("w:bookmarkStart")):
        if key := _key_of(bookmark):
            return key
    return ""


def _note_line(paragraph: Any) -> str:
    words = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    return "".join(
        (one.text or "") if one.tag == qn("w:t") else words.get(one.tag, "")
        for one in paragraph.iter()
        if not any(above.tag in _SKIPPED for above in one.iterancestors())
    )
