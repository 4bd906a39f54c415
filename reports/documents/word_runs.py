"""Words in a Word paragraph: runs, bookmarks that carry keys, footnotes."""

import unicodedata
from collections.abc import Sequence
from typing import Any, cast

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from lxml import etree

from programs.wording.word_reading import FOOTNOTE_MARK, KEY_BOOKMARK
from reports.documents.blocks import FigureRef, NarrativeGap, Run, Text
from reports.documents.runs import Footnote
from reports.documents.word_styles import NOTE_MARK, NOTE_TEXT, NUMBER

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_HELD = "\n\t"


def clean(text: str) -> str:
    """Return the words in NFC, without controls, stray surrogates and invisible joiners."""
    kept = (sign for sign in text if sign in _HELD or unicodedata.category(sign) not in _INVISIBLE)
    return unicodedata.normalize("NFC", "".join(kept))


def element(tag: str, **attributes: object) -> Any:
    """Return an element of Word's own namespace, its attributes in that namespace too."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


class Notes:
    """The footnotes of one file; written into it at the end."""

    def __init__(self) -> None:
        """Begin without notes and bookmarks."""
        self.texts: list[str] = []
        self.bookmarks: set[str] = set()

    def add_to(self, paragraph: Paragraph, text: str) -> None:
        """Put the mark of a new note at the end of the paragraph."""
        self.texts.append(text)
        run = paragraph.add_run()
        run._r.get_or_add_rPr().append(element("rStyle", val=NOTE_MARK))
        run._r.append(element("footnoteReference", id=len(self.texts)))

    def mark(self, paragraph: Paragraph, key: str) -> None:
        """Put the bookmark of a key around all words of a paragraph; a key stands once in a file."""
        if not key or key in self.bookmarks:
            return
        number = len(self.bookmarks)
        self.bookmarks.add(key)
        start = element("bookmarkStart", id=number, name=f"{KEY_BOOKMARK}{key}")
        properties = paragraph._p.pPr
        paragraph._p.insert(0 if properties is None else 1, start)
        paragraph._p.append(element("bookmarkEnd", id=number))

    def save_in(self, file: Any) -> None:
        """Add the part with the notes to a file that has any."""
        if not self.texts:
            return
        root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
            root.append(
                parse_xml(
                    f'<w:footnote {nsdecls("w")} w:type="{kind}" w:id="{number}"><w:p><w:pPr>'
                    '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
                    f"<w:r><w:{kind}/></w:r></w:p></w:footnote>"
                )
            )
        for number, text in enumerate(self.texts, start=1):
            root.append(_note(number, text))
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, blob, file.part.package)
        file.part.relate_to(part, RT.FOOTNOTES)
        separators = element("footnotePr")
        separators.extend([element("footnote", id=-1), element("footnote", id=0)])
        file.settings.element.find(qn("w:compat")).addprevious(separators)


def _note(number: int, text: str) -> Any:
    note = element("footnote", id=number)
    body = element("p")
    properties = element("pPr")
    properties.append(element("pStyle", val=NOTE_TEXT))
    mark = element("r")
    look = element("rPr")
    look.append(element("rStyle", val=NOTE_MARK))
    mark.extend([look, element("footnoteRef")])
    body.extend([properties, mark])
    words: Any = Paragraph(body, cast("Any", None))
    words.add_run(f" {clean(text)}")
    note.append(body)
    return note


class Writer:
    """Writes into one paragraph, turning the marks of its own footnotes into real ones."""

    def __init__(self, paragraph: Paragraph, notes: Notes, texts: Sequence[str] = ()) -> None:
        """Take the paragraph, the notes of the file and the footnotes that its marks [^1] … stand for."""
        self.paragraph, self.notes, self.texts = paragraph, notes, texts
        self.placed: set[int] = set()

    def number(self, label: str) -> None:
        """Write a typed number with the space after it, known again when the file is read."""
        run = self.paragraph.add_run(clean(label))
        run._r.get_or_add_rPr().insert(0, element("rStyle", val=NUMBER))
        self.paragraph.add_run(" ")

    def words(self, text: str, *, bold: bool = False, italic: bool = False) -> None:
        """Write words; a line break stays one, a mark of a known footnote becomes the footnote."""
        position = 0
        for match in FOOTNOTE_MARK.finditer(text):
            index = int(match[1])
            if not 1 <= index <= len(self.texts) or index in self.placed:
                continue
            self._plain(text[position : match.start()], bold=bold, italic=italic)
            self.notes.add_to(self.paragraph, self.texts[index - 1])
            self.placed.add(index)
            position = match.end()
        self._plain(text[position:], bold=bold, italic=italic)

    def run(self, run: Run, *, marks: bool = False, bold: bool = False) -> None:
        """Write a run of the block model."""
        if isinstance(run, NarrativeGap):
            words = self.paragraph.add_run(clean(f"[Chưa viết: {run.label}]"))
            words.italic = True
            look = words._r.get_or_add_rPr()
            look.append(element("highlight", val="yellow"))
            look.append(element("u", val="dash"))
        elif isinstance(run, FigureRef):
            self._plain(run.text, bold=bold)
            for sign in (run.sign, f"({run.mark})" if marks and run.mark else ""):
                if sign:
                    self.paragraph.add_run(sign).font.superscript = True
        elif isinstance(run, Footnote):
            self.notes.add_to(self.paragraph, run.text)
        elif isinstance(run, Text):
            self.words(run.text, bold=bold or run.bold, italic=run.italic)

    def close(self) -> None:
        """Put the footnotes that no mark called at the end: none is lost."""
        for index, text in enumerate(self.texts, start=1):
            if index not in self.placed:
                self.notes.add_to(self.paragraph, text)

    def _plain(self, text: str, *, bold: bool = False, italic: bool = False) -> None:
        if shown := clean(text):
            run = self.paragraph.add_run(shown)
            run.bold, run.italic = bold or None, italic or None
