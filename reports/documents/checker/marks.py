"""Words and signs by which the elements of a paper are known, and what counts as its text."""

import re
from collections import Counter
from collections.abc import Sequence

from reports.documents.blocks import NATION
from reports.documents.checker.reading import Line, Page, Stroke

DRAFT = re.compile(r"^(DỰ THẢO|BẢN NHÁP|SỐ LIỆU MINH HỌA)\b")
APPENDIX = re.compile(r"^phụ lục\b", re.IGNORECASE)
PLACE_DATE = re.compile(r",\s*ngày\b.*\btháng\b.*\bnăm\b")
CIRCULATION = ("XEM XONG TRẢ LẠI", "LƯU HÀNH NỘI BỘ")
CONTACT = re.compile(r"^(địa chỉ|điện thoại|đt|e-?mail|website|trang thông tin|fax)\b.*:", re.IGNORECASE)
SIGNED = re.compile(r"^(Người ký|Cơ quan|Thời gian ký|Ký bởi)\s*:")
COPIES = re.compile(r"^[A-ZĐ]{2,}\.\s*\(?\d+\)?$", re.IGNORECASE)
NUMBER = re.compile(r"^Số\s*(:|\d+\s*[/-]|/)")
ATTACHED = re.compile(r"^\(?Kèm theo\b", re.IGNORECASE)
COVERS = re.compile(r"^\(số liệu (từ|tính từ|đến|tính đến)\b", re.IGNORECASE)
GROUP = re.compile(r"^(?P<name>Phần|Chương|Mục|Tiểu mục)\s+(?P<number>thứ \w+|[IVXLC]+|\d+)(?P<rest>\b.*)?$")
INDENTS_MM = (10.0, 12.7)
HEAD_MM = 110.0
# The types of Nghị định 30/2020/NĐ-CP, Phụ lục III, with the code that begins their symbol.
TYPES = {
    "NGHỊ QUYẾT": "NQ", "QUYẾT ĐỊNH": "QĐ", "CHỈ THỊ": "CT", "QUY CHẾ": "QC", "QUY ĐỊNH": "QyĐ",
    "THÔNG CÁO": "TC", "THÔNG BÁO": "TB", "HƯỚNG DẪN": "HD", "CHƯƠNG TRÌNH": "CTr", "KẾ HOẠCH": "KH",
    "PHƯƠNG ÁN": "PA", "ĐỀ ÁN": "ĐA", "DỰ ÁN": "DA", "BÁO CÁO": "BC", "BIÊN BẢN": "BB", "TỜ TRÌNH": "TTr",
    "HỢP ĐỒNG": "HĐ", "CÔNG ĐIỆN": "CĐ", "BẢN GHI NHỚ": "BGN", "BẢN THỎA THUẬN": "BTT",
    "GIẤY ỦY QUYỀN": "GUQ", "GIẤY MỜI": "GM", "GIẤY GIỚI THIỆU": "GGT", "GIẤY NGHỈ PHÉP": "GNP",
    "PHIẾU GỬI": "PG", "PHIẾU CHUYỂN": "PC", "PHIẾU BÁO": "PB", "SAO Y": "SY", "TRÍCH SAO": "TrS",
    "SAO LỤC": "SL",
}  # fmt: skip


def joined(text: str) -> str:
    """Return words with one space between them."""
    return " ".join(text.split())


def is_page_number(text: str) -> bool:
    """Return whether a line of the margin is a page number, Arabic or Roman."""
    return bool(re.fullmatch(r"[-–\s]*(\d{1,4}|[ivxlc]{1,6}|[IVXLC]{1,6})[-–\s]*", text.strip()))


def content(page: Page) -> list[Line]:
    """Return the lines without what stands in the margins: page number, draft mark, digital signature."""
    return [
        line
        for line in page.lines
        if not (line.bottom <= 20.6 and _is_of_margin(line.text))
        and not (page.height - line.top < 20 and is_page_number(line.text))
    ]


def _is_of_margin(text: str) -> bool:
    return is_page_number(text) or bool(DRAFT.match(text) or SIGNED.match(text))


def is_appendix_start(page: Page) -> bool:
    """Return whether an appendix begins on this page."""
    lines = content(page)
    return page.number > 1 and bool(lines) and bool(APPENDIX.match(lines[0].text.strip()))


def is_paper_start(page: Page) -> bool:
    """Return whether a paper begins on this page: a file may bind several."""
    return page.number == 1 or any(NATION in joined(line.text) for line in page.lines[:6])


def left_edge(lines: Sequence[Line | Stroke]) -> float:
    """Return where the text begins on the left, though every line of a short paper may be indented."""
    least = min(line.left for line in lines)
    usual = Counter(round(line.left, 1) for line in lines).most_common(1)[0][0]
    inferred = [usual - indent for indent in INDENTS_MM if 29.4 <= usual - indent <= 35.6]
    return max(inferred) if least > 35.6 and inferred else least
