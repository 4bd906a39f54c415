"""How the history names the passages of a report and the numbers inside them."""

import re

from core.history_values import LONGEST
from core.models import Country
from reports.figures.base import UnknownFigureError, figure_named
from reports.figures.words import FORMS
from reports.kinds.year_end import passage_label
from reports.kinds.year_end_sentences import SENTENCES
from reports.manual_figures import MANUAL
from reports.models import ManualFigure, NarrativeBlock
from reports.narrative import ANNIVERSARY, as_token, token_codes
from reports.placements import PLACEMENTS


def passage_name(key: str) -> str:
    """Return the heading that a passage stands under, with its number where it has one."""
    number = re.match(r"[IVX]+(?:\.\d+)?", key)
    # Headings belong to reports; where several have the key, the newest one's words stand for it.
    block = NarrativeBlock.objects.filter(key=key).order_by("-pk").first()
    label = passage_label(block) if block else "Đoạn không còn trong mẫu báo cáo"
    return f"{number[0]} {label}" if number else label


def sentences_in_words(codes: list[str]) -> str:
    """Return what the sentences of numbers tell, instead of their codes."""
    return "; ".join(SENTENCES[code].about for code in codes if code in SENTENCES)


def placements_in_words(codes: list[str]) -> str:
    """Return the names of tables and charts instead of their codes."""
    return "; ".join(PLACEMENTS[code].label for code in codes if code in PLACEMENTS)


def passage_text(text: str) -> str:
    """Return the passage as it was typed, each number by its name instead of its code."""
    for code in token_codes(text):
        text = re.sub(re.escape(as_token(code)), f"[{number_name(code)}]", text)
    return text[:LONGEST]


def number_name(code: str) -> str:
    """Return what a number of a report is called instead of its code."""
    if code.startswith(ANNIVERSARY):
        country = Country.objects.filter(code=code.removeprefix(ANNIVERSARY)).first()
        return f"số năm quan hệ với {country}" if country else "số năm quan hệ"
    sort, _, placement = code.partition(":")
    if placement in PLACEMENTS and PLACEMENTS[placement].sort == sort:
        return PLACEMENTS[placement].label
    if code.startswith(MANUAL):
        row = ManualFigure.objects.filter(code=code.removeprefix(MANUAL)).first()
        return f"{row.label} (số nhập tay)" if row else "số nhập tay không còn"
    plain, _, form = code.partition("|")
    if form in FORMS:
        return f"{number_name(plain)}: {FORMS[form]}"
    try:
        return figure_named(code).label
    except UnknownFigureError:
        return "số liệu không còn"
