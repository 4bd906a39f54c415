"""The rules of special papers and of pages that break well."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.documents.blocks import CLOSING
from reports.documents.checker.anatomy import Piece
from reports.documents.checker.drawn import Row, in_table, notes_top, table_rows
from reports.documents.checker.findings import Finding
from reports.documents.checker.head_rules import day_zeros
from reports.documents.checker.marks import ATTACHED, COVERS, content, joined
from reports.documents.checker.reading import Line, Page
from reports.documents.checker.words import excerpt, is_size

MINUTES, INVITATION = "BIÊN BẢN", "GIẤY MỜI"
FIELDS = {
    MINUTES: ("Thời gian bắt đầu", "Địa điểm", "Thành phần tham dự", "Chủ trì", "Thư ký", "Nội dung"),
    INVITATION: ("trân trọng kính mời", "Tới dự", "Chủ trì", "Thời gian", "Địa điểm"),
}
_CLOSES = re.compile(r"(kết thúc|bế mạc).*(giờ|…)", re.IGNORECASE)
# A row that is higher may stand alone beside a break: it is a block of its own.
_BLOCK_MM = 40.0
_LABEL = re.compile(r"^Phụ lục( [IVXLC]+)?$")


def _name(piece: Piece) -> str:
    return joined(piece.title[0].text).upper() if piece.title else ""


def _words(piece: Piece) -> str:
    return joined(" ".join(line.text for page in piece.pages for line in content(page)))


def fields(piece: Piece) -> Iterator[Finding]:
    """Minutes and invitations have their fields; minutes close with the hour and two who sign."""
    name, words, at = _name(piece), _words(piece).casefold(), piece.first.number
    code = {MINUTES: "bien-ban", INVITATION: "giay-moi"}.get(name, "")
    for field in FIELDS.get(name, ()):
        others = ("chủ tọa",) if field == "Chủ trì" else ()
        if not any(word in words for word in (field.casefold(), *others)):
            yield Finding(code, at, f"{name.lower()} thiếu mục “{field}”.")
    if name != MINUTES:
        return
    if not _CLOSES.search(words):
        yield Finding(code, at, "biên bản thiếu câu kết thúc có giờ, ngày.")
    end = piece.end
    left = " ".join(line.text for line in end.second) if end else ""
    right = " ".join(line.text for line in end.signer) if end else ""
    if "THƯ KÝ" not in left or not re.search("CHỦ TỌA|CHỦ TRÌ", right):
        yield Finding(code, at, "biên bản phải có THƯ KÝ ký bên trái, CHỦ TỌA ký bên phải.")


def closing(piece: Piece) -> Iterator[Finding]:
    """The text of a numbered paper ends with "./."."""
    if piece.number is None or piece.end is None:
        return
    signs = _words(piece).count(CLOSING)
    paragraphs = piece.flow.paragraphs
    if paragraphs and not signs:
        yield Finding("ket-thuc", paragraphs[-1].page, f"hết nội dung phải có dấu “{CLOSING}”.")


def attached_paper(piece: Piece) -> Iterator[Finding]:
    """A paper that goes out with another says "(Kèm theo …)" in the middle, in italics."""
    at, lines = piece.first.number, piece.attached
    if any(not line.is_italic or line.is_bold or abs(line.middle - piece.middle) > 2.5 for line in lines):
        yield Finding("kem-theo", at, "dòng “(Kèm theo …)” phải ở giữa, chữ nghiêng.")
    yield from day_zeros(joined(" ".join(line.text for line in lines)), at)


def days_covered(piece: Piece) -> Iterator[Finding]:
    """ "(số liệu từ ngày … đến ngày …)" stands right under the trích yếu, in the middle, in italics."""
    at = piece.first.number
    if any(not line.is_italic or abs(line.middle - piece.middle) > 2.5 for line in piece.covers):
        yield Finding("ky-so-lieu", at, "dòng “(số liệu từ ngày …)” phải ở giữa, chữ nghiêng.")
    for one in (*piece.flow.centred, *piece.flow.paragraphs):
        if COVERS.match(one.text):
            yield Finding(
                "ky-so-lieu", one.page, "dòng “(số liệu từ ngày …)” phải ở ngay dưới trích yếu, trên căn cứ."
            )


def appendices(piece: Piece) -> Iterator[Finding]:
    """ "Phụ lục I" 14 pt bold, the title in bold capitals, "(Kèm theo …)" in italics, all in the middle."""
    for pages in piece.appendices:
        page = pages[0]
        rows = [line for line in content(page) if not in_table(line, page)]
        label, at = rows[0], page.number
        middle = _middle(pages)
        if not (_LABEL.match(joined(label.text)) and label.is_bold and is_size(label.size, 13, 14)):
            yield Finding(
                "phu-luc", at, f"“{excerpt(label.text)}”: phải ghi “Phụ lục I”, in đậm, cỡ 14, số La Mã."
            )
        elif abs(label.middle - middle) > 2.5:
            yield Finding("phu-luc", at, f"“{excerpt(label.text)}” phải ở giữa dòng.")
        if len(rows) < 2 or not (
            rows[1].is_bold and rows[1].is_upper and abs(rows[1].middle - middle) <= 2.5
        ):
            yield Finding("phu-luc", at, "tên phụ lục phải ở giữa dòng, in hoa, đậm.")
        yield from _attached_line(rows, at)


def _middle(pages: Sequence[Page]) -> float:
    """Return the middle of the sheet's text: of its drawn tables, else of its words."""
    lines = [line for page in pages for line in content(page)]
    strokes = [one for page in pages for one in page.strokes if one.is_level]
    left = min([line.left for line in lines] + [one.left for one in strokes])
    right = max([line.right for line in lines] + [one.right for one in strokes])
    return (left + right) / 2


def _attached_line(rows: list[Line], at: int) -> Iterator[Finding]:
    start = next((at for at, row in enumerate(rows[:6]) if ATTACHED.match(row.text)), None)
    if start is None:
        return
    line = rows[start]
    if not line.is_italic or line.is_bold or not line.text.startswith("("):
        yield Finding("phu-luc", at, "dòng “(Kèm theo …)” phải là chữ nghiêng, trong ngoặc đơn.")
    yield from day_zeros(joined(" ".join(row.text for row in rows[start : start + 2])), at)


def lonely_signature(piece: Piece) -> Iterator[Finding]:
    """The signature does not stand alone on a page: some of the text, more than "./.", is above it."""
    end = piece.end
    if end is None or end.page is piece.first:
        return
    # The closing sign alone is no text: it stands so behind a table or a chart.
    above = [line for line in content(end.page) if line.bottom < end.signer[0].top and line.text != CLOSING]
    if not above:
        yield Finding(
            "chu-ky-rieng-trang", end.page.number, "chữ ký đứng riêng một trang, không có dòng nào phía trên."
        )


def lonely_heading(piece: Piece) -> Iterator[Finding]:
    """No page ends with a heading, the name of a table, or the head of one without a row."""
    groups = (piece.pages, *piece.appendices)
    for page in [page for pages in groups for page in pages[:-1]]:
        foot = notes_top(page)
        lines = [line for line in content(page) if line.top < foot]
        if not lines:
            continue
        base = max(line.bottom for line in lines)
        last = [line for line in lines if base - line.bottom < 2 and not line.in_picture]
        is_full = max((line.right for line in last), default=0) > piece.column[1] - 2 and page in piece.pages
        if last and all(line.is_bold for line in last) and not (is_full or _ends_table(lines, page)):
            shown = excerpt(" ".join(line.text for line in last))
            yield Finding(
                "de-muc-cuoi-trang", page.number, f"“{shown}” đứng cuối trang, nội dung sang trang sau."
            )


def lonely_row(piece: Piece) -> Iterator[Finding]:
    """A table that goes on overleaf has two rows or more on its first page and on its last."""
    for pages in (piece.pages, *piece.appendices):
        for parts in _tables(pages):
            begins, ends = parts[0], parts[-1]
            pairs = ((begins, begins.rows[-1:], parts[1].rows[:1], "để lại"),
                     (ends, parts[-2].rows[-1:], ends.rows[:1], "mang sang"))  # fmt: skip
            for part, above, below, how in pairs:
                is_low = all(row.height <= _BLOCK_MM for row in (*above, *below))
                if len(part.rows) == 1 and is_low:
                    shown = excerpt(part.rows[0].text)
                    yield Finding(
                        "hang-bang-le", part.page.number, f"bảng sang trang chỉ {how} một hàng: “{shown}”."
                    )


@dataclass(frozen=True)
class _Part:
    """What of a table stands on one page: its head in words, and its rows without head and sums."""

    page: Page
    head: str
    rows: list[Row]


def _tables(pages: Sequence[Page]) -> Iterator[list[_Part]]:
    """Yield the parts of each table that stands on more than one page."""
    parts: list[_Part] = []
    for page in pages:
        lines = content(page)
        for at, rows in enumerate(table_rows(page)):
            part = _Part(page, rows[0].text, _without_sums(rows[1:]))
            is_first = at == 0 and min(lines, key=lambda line: line.top) in rows[0].lines
            if not (is_first and parts and parts[-1].head == part.head and parts[-1].page is not page):
                if len(parts) > 1:
                    yield parts
                parts = []
            parts.append(part)
    if len(parts) > 1:
        yield parts


def _without_sums(rows: list[Row]) -> list[Row]:
    return rows[:-1] if len(rows) > 1 and rows[-1].is_bold else rows


def _ends_table(lines: list[Line], page: Page) -> bool:
    """Whether the bold words at the bottom are the sums of a table, not a head that stands alone."""
    for line in sorted(lines, key=lambda line: -line.bottom):
        if not in_table(line, page):
            return False
        if not line.is_bold:
            return True
    return False


RULES = (
    fields,
    closing,
    attached_paper,
    days_covered,
    appendices,
    lonely_signature,
    lonely_heading,
    lonely_row,
)
