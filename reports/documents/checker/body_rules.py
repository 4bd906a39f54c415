"""The rules of the running text: indent, spacing, sides and numbering."""

import re
from collections.abc import Iterator
from itertools import pairwise

from reports.documents.blocks import CLOSING
from reports.documents.checker.anatomy import Paragraph, Piece, steps_of
from reports.documents.checker.findings import Finding
from reports.documents.checker.marks import GROUP, INDENTS_MM, joined
from reports.documents.checker.reading import MM, is_leaning
from reports.documents.checker.words import excerpt, is_size, millimetres
from reports.documents.numbering import DIEM_LETTERS, ordinal, roman

SINGLE = 1.15  # single spacing of Times New Roman, in sizes of the letters
LEAST_GAP_MM = 6 * MM
_SECTION = re.compile(r"^([IVX]+)\.\s+(.+)$")
_CLAUSE = re.compile(r"^(\d{1,2})[.)/]\s+(.+)$")
_ARTICLE = re.compile(r"^Điều\s+(\d+)(.?)\s*(.*)$")
_POINT = re.compile(r"^([a-zđ])[.)/]\s")
_WRONG_SIGN = re.compile(r"^(\d{1,2}\s*[)/]|[a-zđ]\s*[./])\s+\S")


def first_lines(piece: Piece) -> Iterator[Finding]:
    """The first line of a paragraph is indented by 10 or 12.7 mm."""
    left = piece.column[0]
    for one in piece.flow.paragraphs:
        indent = one.first.left - left
        if one.text == CLOSING or any(abs(indent - right) <= 0.8 for right in INDENTS_MM):
            continue
        yield Finding(
            "thut-dong",
            one.page,
            f"“{excerpt(one.text)}”: dòng đầu lùi vào {millimetres(indent)} mm; phải lùi 10 mm hoặc 12,7 mm.",
        )
        return


def sides(piece: Piece) -> Iterator[Finding]:
    """Lines of a paragraph reach both sides; its last one may be short."""
    right = piece.column[1]
    for one in piece.flow.paragraphs:
        short = next((row for row in one.rows[:-1] if right - row.right > 1.5), None)
        if short:
            yield Finding("can-deu", one.page, f"“{excerpt(short.text)}”: lời văn phải dàn đều cả hai lề.")
            return


def line_spacing(piece: Piece) -> Iterator[Finding]:
    """Lines stand single to one and a half apart."""
    for one in piece.flow.paragraphs:
        single = one.first.size * MM * SINGLE
        for step in steps_of(one):
            if not single - 0.15 <= step <= single * 1.5 + 0.15:
                times = millimetres(step / single)
                yield Finding(
                    "gian-dong",
                    one.page,
                    f"“{excerpt(one.text)}”: cách dòng {times} lần dòng đơn; phải từ 1 đến 1,5.",
                )
                return


def paragraph_spacing(piece: Piece) -> Iterator[Finding]:
    """Paragraphs stand at least 6 pt apart."""
    flow = piece.flow
    if not 0 < flow.pitch <= 14 * MM * SINGLE * 1.5 + 0.15:
        return
    for above, below in pairwise(flow.paragraphs):
        gap = below.first.bottom - above.rows[-1].bottom - flow.pitch
        is_near = below.first.bottom > above.rows[-1].bottom and gap < 30
        is_near = is_near and abs(below.first.size - above.rows[-1].size) < 0.5
        if is_near and gap < LEAST_GAP_MM - 0.3:
            yield Finding(
                "cach-doan",
                below.page,
                f"“{excerpt(below.text)}”: cách đoạn trên {max(gap, 0) / MM:.0f} pt; phải từ 6 pt.",
            )
            return


def upright(piece: Piece) -> Iterator[Finding]:
    """The running text stands upright and is not bold; notes "(*) …" below it may lean."""
    letters = [
        letter
        for one in piece.flow.paragraphs
        if one not in piece.bases
        and not one.text.startswith("(*")
        and not (len(one.rows) < 3 and all(row.is_bold for row in one.rows))
        for row in one.rows
        for letter in row.inked
    ]
    leaning = sum(is_leaning(letter) for letter in letters)
    heavy = sum("bold" in letter.font.lower() for letter in letters)
    if letters and max(leaning, heavy) > len(letters) * 0.5:
        style = "nghiêng" if leaning > heavy else "đậm"
        yield Finding("kieu-chu", piece.first.number, f"phần lớn lời văn là chữ {style}; phải là chữ đứng.")


def groups(piece: Piece) -> Iterator[Finding]:
    """Phần, Chương (Roman), Mục (Arabic): a centred line, the title below it in bold capitals."""
    flow = piece.flow
    every = sorted([*flow.centred, *flow.paragraphs], key=lambda one: (one.page, one.first.bottom))
    last: dict[str, int] = {}
    for at, one in enumerate(every):
        found = GROUP.match(one.text)
        if not found or not (one.text == found[0] and (not found["rest"] or one.first.is_bold)):
            continue
        name, shown = found["name"], excerpt(one.text)
        if found["rest"] or not piece.is_centred(one.first) or not one.first.is_bold:
            yield Finding("phan-chuong", one.page, f"“{shown}” phải ở giữa một dòng riêng, in đậm.")
            continue
        wants_roman = name in {"Phần", "Chương"}
        is_roman = bool(re.fullmatch(r"[IVXLC]+", found["number"]))
        is_spelled = found["number"].startswith("thứ") and name == "Phần"
        if wants_roman != (is_roman or is_spelled):
            kind = "La Mã" if wants_roman else "Ả Rập"
            yield Finding("phan-chuong", one.page, f"“{shown}”: {name.lower()} phải đánh số {kind}.")
            continue
        title = every[at + 1] if at + 1 < len(every) else None
        if title is None or not _is_title(piece, title):
            yield Finding("phan-chuong", one.page, f"tiêu đề dưới “{shown}” phải ở giữa dòng, in hoa, đậm.")
        value = _value(found["number"])
        if value not in {1, last.get(name, 0) + 1}:
            yield Finding("thu-tu", one.page, f"“{shown}” không nối tiếp số thứ tự phía trước.")
        last[name] = value


def _is_title(piece: Piece, one: Paragraph) -> bool:
    return piece.is_centred(one.first) and one.first.is_bold and one.first.is_upper


def headings(piece: Piece) -> Iterator[Finding]:
    """ "I. TITLE" in bold capitals, "Điều 1. Title" in bold, "1. Title" bold or plain; none leans."""
    for one in piece.flow.paragraphs:
        is_bold = all(row.is_bold for row in one.rows)
        is_upright = all(row.is_upright for row in one.rows)
        shown = excerpt(one.text)
        if _WRONG_SIGN.match(one.text):
            yield Finding("de-muc", one.page, f"“{shown}”: khoản ghi “1.”, điểm ghi “a)”.")
        elif section := _SECTION.match(one.text):
            if not is_bold or not is_upright or section[2] != section[2].upper():
                yield Finding("de-muc", one.page, f"“{shown}”: đề mục này phải in hoa, đứng, đậm.")
        elif article := _ARTICLE.match(one.text):
            if one.first.is_bold and article[2] != ".":
                yield Finding("de-muc", one.page, f"“{shown}”: sau số của điều phải có dấu chấm.")
            elif article[2] == "." and not _begins_bold(one):
                yield Finding("de-muc", one.page, f"“{shown}”: số và tiêu đề của điều phải in đậm.")
        elif (_CLAUSE.match(one.text) or _POINT.match(one.text)) and all(row.is_italic for row in one.rows):
            yield Finding("de-muc", one.page, f"“{shown}”: khoản, điểm phải là chữ đứng.")


def _begins_bold(one: Paragraph) -> bool:
    return all("bold" in letter.font.lower() for letter in one.first.inked[:6])


def order(piece: Piece) -> Iterator[Finding]:
    """Sections, clauses, articles and points follow each other; a section begins its clauses anew."""
    section = clause = article = point = 0
    for one in piece.flow.paragraphs:
        wrong = False
        if found := _SECTION.match(one.text):
            value = _value(found[1])
            wrong = value not in {1, section + 1}
            section, clause, point = value, 0, 0
        elif (found := _ARTICLE.match(one.text)) and found[2] == ".":
            value = int(found[1])
            wrong = value not in {1, article + 1}
            article, clause, point = value, 0, 0
        elif found := _CLAUSE.match(one.text):
            value = int(found[1])
            wrong = value not in {1, clause + 1}
            clause, point = value, 0
        elif found := _POINT.match(one.text):
            value = DIEM_LETTERS.find(found[1]) + 1
            if not value:
                yield Finding("chu-cai-diem", one.page, f"điểm “{found[1]})”: không dùng các chữ f, j, w, z.")
                continue
            wrong = value not in {1, point + 1}
            point = value
        if wrong:
            code = "chu-cai-diem" if _POINT.match(one.text) else "thu-tu"
            yield Finding(code, one.page, f"“{excerpt(one.text)}” không nối tiếp thứ tự phía trước.")


def _value(number: str) -> int:
    """Return "IV" → 4, "thứ hai" → 2, "3" → 3, and 0 for what is no number."""
    if number.isdigit():
        return int(number)
    spelled = {ordinal(value): value for value in range(1, 11)}
    return spelled.get(number) or next((n for n in range(1, 40) if roman(n) == number), 0)


def sizes(piece: Piece) -> Iterator[Finding]:
    """Headings and lines in the middle are 13-14 pt, as the text is."""
    for one in (*piece.flow.centred, *piece.flow.paragraphs):
        wrong = next((row for row in one.rows if row.is_bold and not is_size(row.size, 13, 14)), None)
        if wrong:
            yield Finding("de-muc", one.page, f"“{excerpt(joined(wrong.text))}”: đề mục phải cỡ 13-14.")
            return


RULES = (
    first_lines,
    sides,
    line_spacing,
    paragraph_spacing,
    upright,
    groups,
    headings,
    order,
    sizes,
)
