"""Deadlines as offices give them: a day, a month, a quarter, a year, or no day at all."""

import calendar
import re
from datetime import date

from core.dates import DateError, format_date, parse_date

# Stored codes of DueKind; a test holds them to the model.
DAY, MONTH, QUARTER, YEAR = "NGAY", "THANG", "QUY", "NAM"
YEARLY, CONTINUOUS, RIGHT_AFTER, SOON = "HANG_NAM", "THUONG_XUYEN", "NGAY_SAU_HOP", "SOM"
DATED = frozenset({DAY, MONTH, QUARTER, YEAR, RIGHT_AFTER})
ENDLESS = frozenset({YEARLY, CONTINUOUS})
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_ROMAN = ("", "I", "II", "III", "IV")


def due_on_for(kind: str, text: str, *, today: date | None = None) -> date | None:
    """Return the last day that a deadline of this kind names; None for kinds without a day.

    `text` is 15/12/2025 (day, right after a meeting), 11/2025 (month), IV/2025 or 4/2025 (quarter), 2025
    (year). Raises DateError with the sentence to show.
    """
    if kind not in DATED:
        return None
    typed = " ".join(text.replace("\u00a0", " ").split())
    if not typed:
        raise DateError("Nhập hạn hoàn thành cho loại thời hạn này.")
    if kind in (DAY, RIGHT_AFTER):
        return parse_date(typed, today=today)
    words = re.sub(r"^(tháng|quý|năm)\s+", "", typed.casefold())
    if kind == YEAR:
        return date(_year(words, typed, "2025"), 12, 31)
    found = re.fullmatch(r"([0-9]{1,2}|[iv]{1,3})\s*(?:[/.-]|năm|\s)\s*([0-9]{4})", words)
    if found is None:
        wanted = "tháng và năm, ví dụ 11/2025" if kind == MONTH else "quý và năm, ví dụ IV/2025"
        raise DateError(f"'{typed[:30]}' chưa rõ; nhập {wanted}.")
    year = _year(found[2], typed, "2025")
    if kind == QUARTER:
        quarter = _QUARTERS.get(found[1].lstrip("0"))
        if quarter is None:
            raise DateError(f"'{typed[:30]}': quý từ I đến IV.")
        return _last_day(year, quarter * 3)
    if not found[1].isdigit() or not 1 <= int(found[1]) <= 12:
        raise DateError(f"'{typed[:30]}': tháng từ 1 đến 12.")
    return _last_day(year, int(found[1]))


def _year(text: str, typed: str, example: str) -> int:
    if not re.fullmatch(r"[0-9]{4}", text) or not 1990 <= int(text) <= 2100:
        raise DateError(f"'{typed[:30]}' chưa rõ năm; nhập năm đủ bốn chữ số, ví dụ {example}.")
    return int(text)


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def due_text(kind: str, due_on: date | None) -> str:
    """Return how a stored deadline is typed; the inverse of `due_on_for`."""
    if due_on is None:
        return ""
    if kind == MONTH:
        return f"{due_on.month:02}/{due_on.year}"
    if kind == QUARTER:
        return f"{_ROMAN[(due_on.month + 2) // 3]}/{due_on.year}"
    return str(due_on.year) if kind == YEAR else format_date(due_on)


def due_in_words(kind: str, due_on: date | None) -> str:
    """Return a deadline as a person says it: "trong quý IV/2025"."""
    undated = {YEARLY: "hằng năm", CONTINUOUS: "thường xuyên", SOON: "sớm, chưa có ngày"}
    if due_on is None:
        return undated.get(kind, "không nêu thời hạn")
    lead = {
        MONTH: "trong tháng ",
        QUARTER: "trong quý ",
        YEAR: "trong năm ",
        RIGHT_AFTER: "ngay sau hội nghị, chậm nhất ",
    }
    return lead.get(kind, "") + due_text(kind, due_on)
