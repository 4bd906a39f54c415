"""Deadlines in the words of a program: where they stand, which day they mean. Pure functions."""

import re
from datetime import date

from core.dates import DateError
from programs import deadlines

_ROMAN_OR_NUMBER = r"(?:\d{1,2}|[ivx]{1,3})"
_BEFORE = r"(?:(?:hoàn thành|xong|trước|chậm nhất|đến hết|đến|hết|trong|vào)\s+)*"
_DATED = re.compile(
    rf"[\s,;]*{_BEFORE}(?:(?P<day>(?:ngày\s+)?(?P<d>\d{{1,2}}/\d{{1,2}}/\d{{4}}))"
    rf"|(?P<long>ngày\s+(?P<ld>\d{{1,2}})\s+tháng\s+(?P<lm>\d{{1,2}})\s+năm\s+(?P<ly>\d{{4}}))"
    rf"|(?P<month>tháng\s+(?P<m>\d{{1,2}})\s*(?:/|năm)\s*(?P<my>\d{{4}}))"
    rf"|(?P<quarter>quý\s+(?P<q>{_ROMAN_OR_NUMBER})\s*(?:/|năm)\s*(?P<qy>\d{{4}}))"
    rf"|(?P<year>(?<=\s)năm\s+(?P<y>\d{{4}})(?![\d-])))",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"hoàn thành|xong|trước|chậm nhất|đến hết|đến|hết|trong", re.IGNORECASE)
_YEARLY = re.compile(
    r"[\s,;]*(?:(?:hoàn thành|báo cáo)\s+)?(?:(?:trước|chậm nhất)\s+)?(?:ngày\s+\d{1,2}/\d{1,2}\s+)?"
    r"(?:hằng|hàng|mỗi|từng)\s+năm",
    re.IGNORECASE,
)
_ALWAYS = re.compile(r"thường\s+xuyên", re.IGNORECASE)
_STANDING = re.compile(r"cơ\s+quan\s+thường\s+xuyên", re.IGNORECASE)
_SOON = re.compile(r"[\s,;]*(?:cần\s+)?sớm\s+(?=hoàn|trình|ban|xây)", re.IGNORECASE)


def split_due(words: str) -> tuple[str, str, date | None]:
    """Return the words without their deadline, and the deadline."""
    dated = [one for one in _DATED.finditer(words) if not one["year"] or _UNTIL.search(one[0])]
    for one in reversed(dated):
        kind, due_on = _due_in(one)
        if due_on:
            rest = words[: one.start()] + words[one.end() :]
            return _joined(rest), kind, due_on
    kind, due_on = due_of(words)
    return words, kind, due_on


def _joined(words: str) -> str:
    return re.sub(r"\s+([,;.])", r"\1", " ".join(words.split()))


def due_of(words: str) -> tuple[str, date | None]:
    """Return the kind and the last day of a deadline in words; (KHONG, None) where there is none."""
    text = f" {' '.join(words.split())}"
    for one in reversed(list(_DATED.finditer(text))):
        kind, due_on = _due_in(one)
        if due_on:
            return kind, due_on
    if _YEARLY.search(text):
        return deadlines.YEARLY, None
    if _ALWAYS.search(text) and not _STANDING.search(text):
        return deadlines.CONTINUOUS, None
    if _SOON.search(text):
        return deadlines.SOON, None
    return "KHONG", None


def _due_in(found: re.Match[str]) -> tuple[str, date | None]:
    """Return what the portal's own reader of deadlines makes of it."""
    if found["day"]:
        kind, text = deadlines.DAY, found["d"]
    elif found["long"]:
        kind, text = deadlines.DAY, f"{found['ld']}/{found['lm']}/{found['ly']}"
    elif found["month"]:
        kind, text = deadlines.MONTH, f"{found['m']}/{found['my']}"
    elif found["quarter"]:
        kind, text = deadlines.QUARTER, f"{found['q']}/{found['qy']}"
    else:
        kind, text = deadlines.YEAR, found["y"]
    try:
        return kind, deadlines.due_on_for(kind, text)
    except DateError:
        return "KHONG", None
