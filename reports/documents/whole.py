"""Words that a line of a paper never tears apart: one list for the PDF, the web page and the Word file.

A clerk corrects "2026 -" at the end of one line with "2030" on the next, "Nghị định số 30/2020/NĐ-" with
"CP" below it, and a number without what it counts. The PDF and the web page hold such words by a style,
Word by no-break spaces and hyphens; read or copied, the words stay what they are.
"""

import re
from typing import Any

from docx.oxml.ns import qn

from core.money import NBSP
from reports.documents.word_runs import element

_YEAR = r"(?:19|20)\d\d"
# Two years of a period: whatever space stands around a dash, the line may break behind it.
_YEARS = rf"(?:\b{_YEAR} ?[-–] ?{_YEAR}\b)"
# 30/2020/NĐ-CP, 05/BC-LHHN, 70/2020/QH14; of the Party: 281-KH/TU.
_CODE = (
    r"(?:\b(?i:số) )?\b\d+(?:/(?:\d{4}/)?[A-ZĐ][A-Za-zĐđ\d]*(?:-[A-ZĐ][A-Za-zĐđ\d]*)*"
    r"|-[A-ZĐ][A-Za-zĐđ]*/[A-ZĐ]+)\b"
)
# VT-2025-001, KL-2811-1: the codes of records.
_RECORD = r"\b[A-Z]{2,4}(?:-[A-Z]?\d+)+\b"
# The first syllable is enough: longer holds tear white rivers into the lines above them.
_UNITS = (
    r"nghìn|triệu|tỷ|USD|EUR|đồng|năm|khoản|đoàn|lượt|người|hội|cuộc|việc|nhiệm|phi|dự|chương|hoạt|cơ|đơn"
    r"|ý|nhà|tập|cá"
)
_COUNTED = rf"(?i:(?<![\w/.,-])(?!{_YEAR}\b)\d[\d.,]* (?:{_UNITS})\b)"
_NAMED = (
    rf"(?i:\b(?:năm {_YEAR}|ngày \d\d?/\d\d?/\d{{4}}|(?:tháng|ngày|điều) \d\d?"
    r"|(?:quý|phụ lục|lần thứ|khóa) [IVX]+)\b)(?![/.\d]\d)"
)
# Behind a hyphen a line breaks whatever follows; where there are spaces alone, no-break spaces are enough.
_DASHED, _SPACED = rf"(?P<dashed>{_YEARS}|{_CODE}|{_RECORD})", rf"{_COUNTED}|{_NAMED}"
_ALL = re.compile(f"{_DASHED}|{_SPACED}")
# In a heading, whose lines nothing stretches, a period stays with its name.
_IN_TITLES = re.compile(f"(?P<dashed>(?i:\\b(?:giai đoạn|nhiệm kỳ) ){_YEARS}|{_YEARS}|{_CODE})|{_SPACED}")
# In the narrow cell of a table anything longer would stand over its edge.
_IN_CELLS = re.compile(
    rf"{_YEARS}|{_RECORD}|(?<![\w/.,-])\d{{1,3}} (?:khoản|cuộc|việc|hoạt động|nhiệm vụ|hội)\b"
)

_OF_TEXT = (
    r'<(?P<tag>p|li|h[123]|div) class="vb-(?:p|part|heading|attached)\b[^>]*>.*?</(?P=tag)>'
    r'|<div class="vb-abstract">.*?<div class="vb-rule">'
)
_IN_PAGE = re.compile(rf"(?P<words>{_OF_TEXT})|{_YEARS}(?=[^<>]*<)", re.DOTALL)
_BETWEEN_TAGS = re.compile(r"(?<=>)[^<>]+(?=<)")
_HYPHEN = "\u2011"


def held_in_html(page: str, *, is_web: bool = False) -> str:
    """Return a page with its whole words held together: pairs of years anywhere, all in running text.

    In a PDF all by a style, so that its words are found and copied with plain spaces; on the web page words
    without a dash by no-break spaces, which leave its links as they are.
    """

    def held(found: re.Match[str]) -> str:
        if not found["words"]:
            return _styled(found)
        pattern = _ALL if found["tag"] in {"p", "li", "div"} else _IN_TITLES
        return _BETWEEN_TAGS.sub(lambda text: pattern.sub(one, text[0]), found["words"])

    def one(found: re.Match[str]) -> str:
        return found[0].replace(" ", NBSP) if is_web and not found["dashed"] else _styled(found)

    return _IN_PAGE.sub(held, page)


def _styled(found: re.Match[str]) -> str:
    return f'<span class="vb-code">{found[0]}</span>'


def hold_in_word(body: Any) -> None:
    """Hold the whole words of a Word body (the lxml element) together by no-break spaces and hyphens."""
    for text in list(body.iter(qn("w:t"))):
        words = text.text or ""
        if not _ALL.search(words):
            continue
        held = _pattern_of(text).sub(_without_breaks, words)
        text.text, *rest = held.split(_HYPHEN)
        for part in reversed(rest):
            behind = element("t")
            behind.text = part
            behind.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            text.addnext(behind)
            text.addnext(element("noBreakHyphen"))
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _pattern_of(text: Any) -> re.Pattern[str]:
    """Return which words are held where a text stands: in a cell, in a heading, elsewhere."""
    if next(text.iterancestors(qn("w:tc")), None) is not None:
        return _IN_CELLS
    paragraph = next(text.iterancestors(qn("w:p")))
    return _IN_TITLES if (paragraph.style or "").startswith(("Heading", "Title", "Subtitle")) else _ALL


def _without_breaks(found: re.Match[str]) -> str:
    return found[0].replace(" ", NBSP).replace("-", _HYPHEN)
