"""Dates in a text: without a year, that no calendar has, outside the program's period, badly printed."""

import calendar
import re
from collections.abc import Iterable, Iterator

from core.dates import month_label
from core.legal import Citation
from programs.wording.checks.findings import Finding, Piece, Setting, Severity, around, led_up_to
from programs.wording.checks.sentences import Sentence, sentences_of
from programs.wording.task_tables import columns_of

ND30 = Citation("Phụ lục I Nghị định 30/2020/NĐ-CP")
FULL_DATE = Citation("Quy ước của cổng: ngày ghi đủ năm, cổng không đoán")
CALENDAR = Citation("Lịch dương")
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_SHORT = re.compile(rf"(?<![\d/.,%-])(?P<day>{_DAY})/(?P<month>{_MONTH})(?![\d/%]|[.,-]\d)")
_IN_WORDS = re.compile(r"(?<!\w)ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})(?!\d)", re.IGNORECASE)
_FULL = re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>(?:19|20)\d\d)(?!\d)")
_FULL_WORDS = re.compile(
    r"(?<!\w)ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
# What makes a number with a stroke a day, and what makes it something else.
_DAY_BEFORE = re.compile(
    r"(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|mùng|từ|đến|hết|trước|sau|vào|và|\(|-|–|thứ (?:hai|ba|tư|"
    r"năm|sáu|bảy)|"
    r"chủ nhật)\s*\(?\s*$",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r"\s*(?:số|tổng số|người|đại biểu|ý kiến|cơ quan|đơn vị|xã|hội|nước|phiếu|thành viên)(?!\w)"
)
_YEARLY = re.compile(r"(?<!\w)(?:hằng|hàng|mỗi|từng|các)\s+năm(?!\w)", re.IGNORECASE)
_YEAR_NEXT = re.compile(r"\s*(?:,\s*)?(?:năm\s+(?:19|20)\d\d|/(?:19|20)\d\d)", re.IGNORECASE)
_RANGE_NEXT = re.compile(
    rf"\s*(?:[-–—]|đến(?:\s+hết)?(?:\s+ngày)?|và(?:\s+ngày)?|,)\s*{_DAY}/{_MONTH}(?:/(?:19|20)\d\d|"
    rf"(?=\s+năm\s+(?:19|20)))",
    re.IGNORECASE,
)
_HOLIDAYS = frozenset(
    {
        (2, 9),
        (30, 4),
        (1, 5),
        (8, 3),
        (20, 10),
        (20, 11),
        (27, 7),
        (22, 12),
        (19, 5),
        (3, 2),
        (26, 3),
        (1, 6),
        (21, 6),
    }
)
_FEAST = re.compile(
    r"(?:quốc khánh|giải phóng|quốc tế|ngày lễ|dịp|lễ|kỷ niệm|thành lập|truyền thống|nhà giáo|phụ "
    r"nữ)[^.;]{0,40}$",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"(?:hoàn thành|xong|hạn|thực hiện|trước|chậm nhất|đến hết|đến|hết|trong|vào)\s+(?:trước\s+|"
    r"trong\s+|vào\s+|hết\s+)*"
    r"(?:ngày\s+|(?:tháng|quý)\s+[\dIVX]+\s*[/]?\s*)?(?:năm\s+)?$",
    re.IGNORECASE,
)
_ANY_YEAR = re.compile(r"(?<![\d.,])(?P<year>20\d\d)(?![\d.,]\d|\d|\s*(?:USD|đồng|người))")
_SINCE = re.compile(r"(?:từ|kể từ)\s+(?:ngày\s+|năm\s+|(?:tháng|quý)\s+[\dIVX]+\s*/?\s*)?$", re.IGNORECASE)
_PART_OF_YEAR = re.compile(
    r"(?:(?:tháng|quý)\s+[\dIVX]+\s*(?:/|năm)\s*|\d{1,2}/(?:\d{1,2}/)?)$", re.IGNORECASE
)
_NOT_LIMIT = re.compile(
    r"tầm nhìn|nhiệm kỳ|định hướng đến|chiến lược|quy hoạch|nghị quyết|quyết định|kết luận|khóa|khoá|"
    r"đề án số",
    re.IGNORECASE,
)


def check_dates(pieces: Iterable[Piece], *, setting: Setting) -> Iterator[Finding]:
    """Yield what is wrong with the dates of the passages."""
    for piece in pieces:
        if not any(sign.isdigit() for sign in piece.text):
            continue
        yield from _impossible(piece)
        yield from _unpadded(piece)
        for sentence in sentences_of(piece.text):
            yield from _without_year(piece, sentence)
            if setting.period and piece.part >= 2 and not piece.is_heading and not piece.table:
                yield from _outside(piece, sentence, setting.period)
        if setting.period and piece.part >= 2 and piece.table:
            yield from _outside_in_table(piece, setting.period)


def _impossible(piece: Piece) -> Iterator[Finding]:
    for found in (*_FULL.finditer(piece.text), *_FULL_WORDS.finditer(piece.text)):
        day, month, year = int(found["day"]), int(found["month"]), int(found["year"])
        if not 1 <= month <= 12:
            message = f"Không có tháng {month}: ghi ngày trước, tháng sau."
        elif not 1 <= day <= calendar.monthrange(year, month)[1]:
            message = (
                f"Tháng {month:02}/{year} chỉ có {calendar.monthrange(year, month)[1]} ngày; sửa lại ngày."
            )
        else:
            continue
        yield Finding("DATE_WRONG", Severity.BLOCK, piece.key, found[0], message, CALENDAR)


def _unpadded(piece: Piece) -> Iterator[Finding]:
    """Yield dates whose zeros are not as the decree prints them: days below 10, months 1 and 2 alone."""
    for found in _IN_WORDS.finditer(piece.text):
        day, month = int(found["day"]), int(found["month"])
        right = f"ngày {day:02} tháng {month_label(month)}"
        if 1 <= month <= 12 and found[0].casefold().split() != right.split():
            yield Finding(
                "FORMAT_ND30",
                Severity.HINT,
                piece.key,
                found[0],
                f"Viết “{right}”: ngày dưới 10 và tháng 1, tháng 2 có số 0 đứng trước, tháng khác thì không.",
                ND30,
            )
    for found in _FULL.finditer(piece.text):
        day, month = int(found["day"]), int(found["month"])
        short = [found["day"]] if day < 10 and len(found["day"]) == 1 else []
        short += [found["month"]] if month < 3 and len(found["month"]) == 1 else []
        if short and 1 <= month <= 12:
            right = f"{day:02}{found[2]}{month_label(month)}{found[2]}{found['year']}"
            message = f"Viết “{right}”: ngày dưới 10 và tháng 1, tháng 2 có số 0 đứng trước."
            yield Finding("FORMAT_ND30", Severity.HINT, piece.key, found[0], message, ND30)


def _without_year(piece: Piece, sentence: Sentence) -> Iterator[Finding]:
    if _YEARLY.search(sentence.text):
        return
    for pattern in (_SHORT, _IN_WORDS):
        for found in pattern.finditer(piece.text, sentence.start, sentence.end):
            if _names_a_day(piece.text, found, sentence, is_short=pattern is _SHORT):
                message = f"Ngày “{found[0]}” chưa có năm; ghi đủ ngày, tháng, năm."
                words = led_up_to(piece.text, sentence.start, found.start(), found.end(), before=20)
                yield Finding("DATE_YEAR_MISSING", Severity.BLOCK, piece.key, words, message, FULL_DATE)


def _names_a_day(text: str, found: re.Match[str], sentence: Sentence, *, is_short: bool) -> bool:
    """Return whether the words are a day without a year, and no share, feast or first half of a span."""
    if _YEAR_NEXT.match(text, found.end()) or _RANGE_NEXT.match(text, found.end()):
        return False
    before = text[max(sentence.start, found.start() - 60) : found.start()]
    if (int(found["day"]), int(found["month"])) in _HOLIDAYS and _FEAST.search(before):
        return False
    if not is_short:
        return True
    if _PART_OF.match(text, found.end()):
        return False
    return not before.strip() or _DAY_BEFORE.search(before) is not None


def _outside(piece: Piece, sentence: Sentence, period: tuple[int, int]) -> Iterator[Finding]:
    """Yield deadlines that lie before or after the period of the program."""
    if _NOT_LIMIT.search(sentence.text):
        return
    first, last = period
    dates = {one.start("year"): one for one in _FULL.finditer(piece.text, sentence.start, sentence.end)}
    for found in _ANY_YEAR.finditer(piece.text, sentence.start, sentence.end):
        year = int(found["year"])
        if first <= year <= last:
            continue
        whole = dates.get(found.start(), found)
        before = piece.text[sentence.start : whole.start()]
        if _LIMIT.search(before) and not _SINCE.search(before):
            words = led_up_to(piece.text, sentence.start, whole.start(), whole.end())
            yield _outside_finding(piece, words, _as_written(before, whole[0]), period)


def _outside_in_table(piece: Piece, period: tuple[int, int]) -> Iterator[Finding]:
    """Yield deadlines in a table: each year in a column of days, elsewhere what says until when."""
    columns = columns_of(piece.table[0])
    first, last = period
    for row in piece.table[1:]:
        for place, cell in enumerate(row):
            if _NOT_LIMIT.search(cell):
                continue
            for found in _ANY_YEAR.finditer(cell):
                before = cell[: found.start()]
                is_limit = columns.get("due") == place or _LIMIT.search(before)
                if first <= int(found["year"]) <= last or not is_limit or _SINCE.search(before):
                    continue
                title = row[columns["title"]] if columns.get("title", len(row)) < len(row) else row[0]
                words = title if place == columns.get("title") else f"{title} · {cell}"
                yield _outside_finding(
                    piece, around(words, 0, len(words)), _as_written(before, found[0]), period
                )


def _as_written(before: str, year: str) -> str:
    """Return a year with the day, month or quarter that it belongs to."""
    part = _PART_OF_YEAR.search(before)
    return " ".join(f"{part[0] if part else ''}{year}".split())


def _outside_finding(piece: Piece, words: str, mark: str, period: tuple[int, int]) -> Finding:
    first, last = period
    return Finding(
        "DATE_OUTSIDE_PERIOD",
        Severity.WARN,
        piece.key,
        words,
        f"Mốc {mark} nằm ngoài giai đoạn {first}-{last} của chương trình; sửa mốc hoặc bỏ.",
        Citation(f"Giai đoạn {first}-{last} của chương trình"),
    )
