"""What a Word file holds beside the text of a draft: named, so that nothing is left out without a word."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

# What a reader of the preview is told, by kind.
CONTENTS = "Mục lục trong tệp không lấy vào"
LEADERS = "Dòng chấm kết thúc bằng số trang được coi là mục lục, không lấy vào"
CHANGES = "Tệp còn dấu sửa (track changes): phần đã xóa không lấy vào, phần thêm được lấy"
EMPTY_HEADING = "Đề mục trống không lấy vào"
HIDDEN = "Chữ ẩn không lấy vào"
SYMBOLS = "Ký hiệu phông Symbol hoặc Wingdings không lấy được"
ENDNOTES = "Chú thích cuối văn bản (endnote) được nhận thành chú thích chân trang"
COMMENTS = "Lời bình (comment) không lấy vào dự thảo"
BOXES = "Hộp chữ không lấy vào; chép lời vào đoạn nếu cần"
IMAGES = "Hình hoặc đối tượng nhúng không lấy được"
FORMULAS = "Công thức không lấy được; gõ lại thành chữ"
LINKS = "Liên kết chỉ lấy chữ, không lấy địa chỉ"
NESTED = "Bảng nằm trong ô của bảng khác được ghi thành dòng chữ trong ô"
FRAMES = "Khung một ô được đọc như lời văn"
HEADINGS_IN_TABLES = "Đề mục nằm trong bảng nên không thành mục; đưa ra ngoài bảng nếu là mục"
NOTES_IN_TABLES = "Chú thích chân trang trong bảng được nối vào ô"
RUNNING = "Đầu trang, chân trang không lấy vào"
CHUNKS = "Phần chèn từ tệp khác không đọc được; mở bằng Word, lưu lại rồi tải lại"

_NAMED, _LONGEST = 3, 80
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
PICTURES = {qn("w:drawing"), qn("w:pict"), qn("w:object"), _ALTERNATE}
_WORDS = {qn("w:t"), qn("w:delText"), _MATH_TEXT}
_PAGE_NUMBERS = re.compile(r"[\W\d_]*(?:trang|page|of)?[\W\d_]*(?:trang|page|of)?[\W\d_]*", re.IGNORECASE)


class Asides:
    """What was left out or read otherwise, by kind, with the words that tell a person where to look."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = defaultdict(list)

    def note(self, what: str, words: str = "") -> None:
        """Keep that something of this kind was met, and its words."""
        self.found[what].append(" ".join(words.split()))

    @property
    def words(self) -> list[str]:
        """All words that did not get into the text, whole: a mark of secrecy may stand among them."""
        return [words for rows in self.found.values() for words in rows if words]

    def sentences(self) -> list[str]:
        """Return one sentence for each kind: how often, and the first few words of it."""
        return [_sentence(what, rows) for what, rows in self.found.items()]


def _sentence(what: str, rows: list[str]) -> str:
    count = f" ({len(rows)} chỗ)" if len(rows) > 1 else ""
    named = [one for one in dict.fromkeys(rows) if one]
    if not named:
        return what + count
    shown = "; ".join(f"“{_short(one)}”" for one in named[:_NAMED])
    more = f" và {len(named) - _NAMED} chỗ khác" if len(named) > _NAMED else ""
    return f"{what}{count}: {shown}{more}"


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def words_in(element: Any) -> str:
    """Return all words of an element, of text boxes once, paragraphs parted by a space."""
    found = []
    for one in element.iter():
        if one.tag in _WORDS and not any(above.tag == _FALLBACK for above in one.iterancestors()):
            found.append(one.text or "")
        elif one.tag in (qn("w:p"), qn("w:tab"), qn("w:br")):
            found.append(" ")
    return " ".join("".join(found).split())


def picture_words(element: Any) -> str:
    """Return how a picture is described, where its author did so."""
    for one in element.iter():
        if one.tag.endswith("}docPr") and (words := one.get("descr") or one.get("title")):
            return str(words)
    return ""


def headers_and_footers(document: Any) -> Iterator[str]:
    """Yield the words at the head and foot of pages, each once; bare page numbers are none."""
    seen = set()
    for root in _parts(document, RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
        words = words_in(root)
        if words not in seen and not _PAGE_NUMBERS.fullmatch(words):
            yield words
        seen.add(words)


def comments_of(document: Any) -> dict[str, str]:
    """Return {key: "who: words"} of the comments of a file."""
    return {
        one.get(qn("w:id")): ": ".join(filter(None, [one.get(qn("w:author")), words_in(one)]))
        for root in _parts(document, RELATIONSHIP_TYPE.COMMENTS)
        for one in root.iter(qn("w:comment"))
    }


def notes_of(document: Any, kind: str) -> Iterator[Any]:
    """Yield the notes of a kind ("footnote", "endnote") that carry words of the author."""
    relation = RELATIONSHIP_TYPE.FOOTNOTES if kind == "footnote" else RELATIONSHIP_TYPE.ENDNOTES
    for root in _parts(document, relation):
        for note in root.iter(qn(f"w:{kind}")):
            if note.get(qn("w:type")) in (None, "normal"):
                yield note


def _parts(document: Any, *kinds: str) -> Iterator[Any]:
    for relation in document.part.rels.values():
        if relation.reltype in kinds and not relation.is_external:
            yield parse_xml(relation.target_part.blob)
