"""How the history names the passages of a report and the numbers inside them."""

import re

from core.history_values import LONGEST
from core.models import Country
from reports.figures.base import UnknownFigureError, figure_named
from reports.kinds.year_end import LABELS
from reports.narrative import ANNIVERSARY, as_token, token_codes


def passage_name(key: str) -> str:
    """Return the heading that a passage stands under, with its number where it has one."""
    number = re.match(r"[IVX]+(?:\.\d+)?", key)
    label = LABELS.get(key, "Đoạn không còn trong mẫu báo cáo")
    return f"{number[0]} {label}" if number else label


def passage_text(text: str) -> str:
    """Return the passage as it was typed, each number by its name instead of its code."""
    for code in token_codes(text):
        text = re.sub(re.escape(as_token(code)), f"[{_number_name(code)}]", text)
    return text[:LONGEST]


def _number_name(code: str) -> str:
    if code.startswith(ANNIVERSARY):
        country = Country.objects.filter(code=code.removeprefix(ANNIVERSARY)).first()
        return f"số năm quan hệ với {country}" if country else "số năm quan hệ"
    try:
        return figure_named(code).label
    except UnknownFigureError:
        return "số liệu không còn"
