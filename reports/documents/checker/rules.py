"""The rules of the page, each a function from the measured file to findings (NĐ 30/2020, Phụ lục I)."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

from reports.documents.blocks import MOTTO, NATION, Urgency
from reports.documents.checker.findings import Finding
from reports.documents.checker.marks import (
    DRAFT,
    PLACE_DATE,
    SIGNED,
    is_appendix_start,
    is_page_number,
    is_paper_start,
    joined,
    left_edge,
)
from reports.documents.checker.marks import content as _content
from reports.documents.checker.reading import Line, Page, Paper
from reports.documents.checker.words import millimetres as _mm
from reports.documents.checker.words import points as _points

type Rule = Callable[[Paper], Iterator[Finding]]

A4_MM = (210.0, 297.0)
FAMILIES = ("timesnewroman", "liberationserif", "tinos", "vnserif")
ROUNDING_MM = 0.6
LEADING_MM = 2.0
MINUTES = "BIÊN BẢN"
_SOURCE_MARK = re.compile(r"^[()\d*]+$")


def paper_size(paper: Paper) -> Iterator[Finding]:
    """Every sheet is A4."""
    for page in paper.pages:
        sides = sorted((page.width, page.height))
        if abs(sides[0] - A4_MM[0]) > ROUNDING_MM or abs(sides[1] - A4_MM[1]) > ROUNDING_MM:
            yield Finding(
                "kho-giay",
                page.number,
                f"khổ giấy {_mm(page.width)} × {_mm(page.height)} mm; phải là A4 (210 × 297 mm).",
            )


def orientation(paper: Paper) -> Iterator[Finding]:
    """Upright, except for tables in an appendix; no turned pages."""
    for page in paper.pages:
        if page.rotation:
            yield Finding("chieu-giay", page.number, f"trang bị xoay {page.rotation} độ; hãy để trang thẳng.")
        elif page.is_landscape and page.number < (_first_appendix(paper) or len(paper.pages) + 1):
            yield Finding(
                "chieu-giay",
                page.number,
                "trang nằm ngang; phần chính của văn bản phải trình bày theo chiều dọc.",
            )


def margins(paper: Paper) -> Iterator[Finding]:
    """Top and bottom 20-25 mm, left 30-35, right 15-20, measured on the words of each page."""
    for page in paper.pages:
        lines = _content(page)
        if not lines:
            continue
        edges = (
            ("trái", min(line.left for line in lines), 30),
            ("phải", page.width - max(line.right for line in lines), 15),
            ("trên", min(line.top for line in lines), 20),
            ("dưới", page.height - max(line.bottom for line in lines), 20),
        )
        for side, measured, least in edges:
            if measured < least - ROUNDING_MM:
                yield Finding(
                    "le-trang",
                    page.number,
                    f"lề {side} {_mm(measured)} mm; phải từ {least} đến {least + 5} mm.",
                )
    yield from _wide_margins(paper)


def _wide_margins(paper: Paper) -> Iterator[Finding]:
    """The smallest margin of all upright pages is at most the upper limit: a single page may be short."""
    pages = [page for page in paper.pages if _content(page) and not page.is_landscape]
    if not pages:
        return
    edges = (
        ("trái", left_edge([line for page in pages for line in _content(page)]), 35 + ROUNDING_MM),
        ("phải", min(page.width - line.right for page in pages for line in _content(page)), 20 + LEADING_MM),
        ("trên", min(line.top for page in pages for line in _content(page)), 25 + LEADING_MM),
    )
    for side, measured, most in edges:
        if measured > most:
            yield Finding(
                "le-trang", 0, f"lề {side} {_mm(measured)} mm trên mọi trang; hãy giảm lề cho đúng quy định."
            )


def font_families(paper: Paper) -> Iterator[Finding]:
    """Times New Roman or a face of the same widths."""
    for page in paper.pages:
        strange = sorted({_bare(letter.font) for letter in page.letters if not _is_allowed(letter.font)})
        if strange:
            yield Finding(
                "phong-chu",
                page.number,
                f"phông chữ {', '.join(strange)}; phải là Times New Roman, bộ mã Unicode.",
            )


def body_size(paper: Paper) -> Iterator[Finding]:
    """The body is 13-14 pt; nothing is larger, and nothing but source marks is smaller than 11."""
    last = (_first_appendix(paper) or len(paper.pages) + 1) - 1
    sizes = Counter(
        round(letter.size, 1)
        for page in paper.pages[:last]
        for line in _content(page)
        for letter in line.inked
    )
    if sizes and not 12.95 <= (usual := sizes.most_common(1)[0][0]) <= 14.05:
        yield Finding("co-chu", 1, f"cỡ chữ phần lời văn {_points(usual)}; phải là 13 hoặc 14.")
    for page in paper.pages:
        odd = sorted(
            {
                round(letter.size, 1)
                for line in _content(page)
                for letter in line.inked
                if letter.size > 14.1
                or (letter.size < 10.9 and not (_SOURCE_MARK.match(letter.text) or SIGNED.match(line.text)))
            }
        )
        if odd:
            shown = ", ".join(_points(size) for size in odd)
            yield Finding("co-chu", page.number, f"có chữ cỡ {shown}; chữ trong văn bản từ 11 đến 14.")


def header(paper: Paper) -> Iterator[Finding]:
    """Page 1 carries Quốc hiệu (12-13 bold) and Tiêu ngữ (13-14 bold); number and copies have their sizes."""
    first = paper.pages[0]
    for words, name, least, most in (
        (NATION, "Quốc hiệu", 12, 13),
        (MOTTO, "Tiêu ngữ", 13, 14),
    ):
        line = next((line for line in first.lines if words in joined(line.text)), None)
        if line is None:
            yield Finding("quoc-hieu", 1, f"thiếu {name} “{words}” trên một dòng ở trang 1.")
        elif not least - 0.05 <= line.size <= most + 0.05 or not line.is_bold:
            yield Finding(
                "co-chu-dau-trang",
                1,
                f"{name} cỡ {_points(line.size)}; phải cỡ {least}-{most}, kiểu chữ đứng, đậm.",
            )
    number = next((line for line in first.lines if re.match(r"^Số\s*:", line.text)), None)
    if number and abs(number.size - 13) > 0.05:
        yield Finding("co-chu-dau-trang", 1, f"số, ký hiệu cỡ {_points(number.size)}; phải là cỡ 13.")
    for page in paper.pages:
        copies = next((line for line in page.lines if line.text.startswith("Nơi nhận:")), None)
        if copies and abs(copies.size - 12) > 0.05:
            yield Finding(
                "co-chu-noi-nhan", page.number, f"“Nơi nhận” cỡ {_points(copies.size)}; phải là cỡ 12."
            )


def place_and_date(paper: Paper) -> Iterator[Finding]:
    """A numbered paper has its place and date (13-14 pt) beside the number; minutes have none (Mẫu 1.9)."""
    first = paper.pages[0]
    number = next((line for line in first.lines if re.match(r"^Số\s*:", line.text)), None)
    if number is None:
        return
    is_minutes = any(joined(line.text) == MINUTES for line in first.lines)
    dates = [line for line in first.lines if line.bottom <= _head_end(first) and PLACE_DATE.search(line.text)]
    if is_minutes and dates:
        yield Finding(
            "dia-danh-ngay",
            1,
            f"biên bản không ghi dòng địa danh, ngày tháng ở đầu (đang có “{dates[0].text[:40]}”); "
            "thời gian ghi trong nội dung.",
        )
    elif not is_minutes and not dates:
        yield Finding(
            "dia-danh-ngay", 1, "thiếu dòng địa danh, ngày tháng năm dưới Tiêu ngữ, ngang với số, ký hiệu."
        )
    elif dates and not 12.95 <= dates[0].size <= 14.05:
        yield Finding(
            "co-chu-dau-trang", 1, f"địa danh, ngày tháng cỡ {_points(dates[0].size)}; phải cỡ 13-14."
        )


def black_text(paper: Paper) -> Iterator[Finding]:
    """Words are black; only the mark of urgency is red."""
    for page in paper.pages:
        colored = [
            line
            for line in page.lines
            if line.text.strip() not in set(Urgency) and not all(letter.is_black for letter in line.inked)
        ]
        if colored:
            yield Finding(
                "mau-chu", page.number, f"chữ không phải màu đen: “{colored[0].text[:40]}”; chữ phải màu đen."
            )


def page_numbers(paper: Paper) -> Iterator[Finding]:
    """Arabic numbers in the middle of the top margin, none on page 1, from 1 again in each appendix."""
    expected = 0
    for page in paper.pages:
        expected = 1 if page.number == 1 or _is_part_start(page) else expected + 1
        above = [
            line for line in page.lines if line.bottom <= 20 + ROUNDING_MM and not DRAFT.match(line.text)
        ]
        words = [line.text.strip() for line in above]
        below = [line for line in page.lines if page.height - line.top < 20 and is_page_number(line.text)]
        if below:
            yield Finding("so-trang", page.number, "số trang ở lề dưới; phải đặt giữa lề trên.")
        elif expected == 1:
            if page.number == 1 and any(is_page_number(word) for word in words):
                yield Finding(
                    "so-trang", 1, f"lề trên trang 1 có “{words[0]}”; trang đầu không ghi số trang."
                )
            elif page.number > 1 and words and words != ["1"]:
                yield Finding(
                    "so-trang", page.number, f"phần mới đánh số trang “{words[0]}”; phải đánh số lại từ 1."
                )
        elif words != [str(expected)]:
            shown = f"“{words[0]}”" if words else "không có số trang"
            yield Finding("so-trang", page.number, f"lề trên: {shown}; phải là số trang {expected} ở giữa.")
        elif not _is_centred(above[0], page) or not 12.95 <= above[0].size <= 14.05:
            yield Finding("so-trang", page.number, "số trang phải ở giữa lề trên, cỡ chữ 13-14.")


def glyphs(paper: Paper) -> Iterator[Finding]:
    """Every character has its glyph, every font is in the file and can be copied as text."""
    for font in paper.fonts:
        if not font.is_embedded:
            yield Finding("nhung-phong", 0, f"phông chữ {_bare(font.name)} chưa được nhúng vào tệp.")
        if not font.has_unicode:
            yield Finding(
                "ky-tu", 0, f"phông chữ {_bare(font.name)} thiếu bảng mã Unicode nên chữ sao chép ra sẽ sai."
            )
    for page in paper.pages:
        text = "".join(line.text for line in page.lines)
        if page.missing_glyphs or "\ufffd" in text or "(cid:" in text:
            yield Finding(
                "ky-tu", page.number, "có ký tự không hiện được (ô vuông); hãy thay ký tự hoặc phông chữ."
            )


def written(paper: Paper) -> Iterator[Finding]:
    """There is text at all."""
    if not any(page.letters for page in paper.pages):
        yield Finding("khong-co-chu", 0, "tệp không có chữ (ảnh quét); không thể kiểm tra thể thức.")


def composed_text(paper: Paper) -> Iterator[Finding]:
    """Text copies out in NFC."""
    for page in paper.pages:
        wrong = next(
            (line.text for line in page.lines if not unicodedata.is_normalized("NFC", line.text)), None
        )
        if wrong:
            yield Finding(
                "unicode",
                page.number,
                f"chữ có dấu tổ hợp rời: “{wrong[:40]}”; phải dùng Unicode dựng sẵn (NFC).",
            )


SHEET_RULES: tuple[Rule, ...] = (paper_size, orientation, written)
RULES: tuple[Rule, ...] = (
    margins,
    font_families,
    body_size,
    header,
    place_and_date,
    black_text,
    page_numbers,
    glyphs,
    composed_text,
)


def _head_end(page: Page) -> float:
    """Return how far down the head of page 1 reaches: to the first words below the number's line."""
    number = next(line for line in page.lines if re.match(r"^Số\s*:", line.text))
    return number.bottom + 5


def _is_part_start(page: Page) -> bool:
    """Return whether an appendix begins here, or another paper of a file that binds several."""
    return is_appendix_start(page) or is_paper_start(page)


def _first_appendix(paper: Paper) -> int | None:
    return next((page.number for page in paper.pages if is_appendix_start(page)), None)


def _is_centred(line: Line, page: Page) -> bool:
    """Centred on the sheet or on the column of text, whose margins differ."""
    middle = (line.left + line.right) / 2
    return page.width / 2 - 3 <= middle <= page.width / 2 + 10


def _is_allowed(font: str) -> bool:
    return re.sub(r"[^a-z]", "", _bare(font).lower()).startswith(FAMILIES)


def _bare(font: str) -> str:
    """Return the font name without its subset prefix."""
    return re.sub(r"^[A-Z]{6}\+", "", font) or "không tên"
