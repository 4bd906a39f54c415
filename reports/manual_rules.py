"""What says where a number typed by hand comes from; pure functions."""

from __future__ import annotations

import re
from datetime import date

from core.dates import format_date

_LETTERS = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_NOTHING = re.compile(
    r"\W*(?:(?:không|chưa|ko)(?:\s+(?:có|rõ|biết|nhớ|xác định|ghi))*(?:\s+(?:văn bản|nguồn|tên|người))?"
    r"|n/a|none|trống)\W*",
    re.IGNORECASE,
)


def source_problem(source: str, *, has_file: bool) -> str:
    """Return why the words name no paper, "" where they do; with the paper attached a name is enough."""
    if _NOTHING.fullmatch(source) or len(_LETTERS.findall(source)) < 2:
        return (
            f"“{source}” chưa nêu văn bản nào. Ghi số, ký hiệu, ngày và nơi gửi, ví dụ Công văn 123/CAT-PA08 "
            "ngày 05/12/2025 của Công an tỉnh."
        )
    if not has_file and not any(sign.isdigit() for sign in source):
        return (
            "Ghi thêm số, ký hiệu hoặc ngày của văn bản, ví dụ Công văn 123/CAT-PA08 ngày 05/12/2025; văn "
            "bản không có số thì đính kèm tệp."
        )
    return ""


def person_problem(name: str) -> str:
    """Return why the words name no person, "" where they do."""
    if _NOTHING.fullmatch(name) or not _WORD.search(name):
        return f"“{name}” không phải tên người. Ghi họ tên, đơn vị của người cung cấp số."
    return ""


def told_day_problem(day: date, *, today: date) -> str:
    """Return why nobody can have told a number on this day, "" where somebody can."""
    if day > today:
        return f"Ngày cung cấp chưa tới; ghi ngày đã nhận số, không sau hôm nay {format_date(today)}."
    return ""
