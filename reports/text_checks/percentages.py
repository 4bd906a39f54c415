"""Percentages typed by hand, of growth or of a share, against the figures; pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.money import format_number
from programs.wording.checks.sentences import Sentence
from reports.text_checks.meant import OTHER_MONEY, SECTORS, SENTENCE, Value, part_of
from reports.text_checks.parts import Near, is_beside_a_part, is_of_all, near
from reports.text_checks.printed import LEADS, printed
from reports.text_checks.times import Told, when_told

_PERCENT = re.compile(
    rf"(?:(?<!\w)(?P<lead>{LEADS})\s+)?(?<![\w.,/])(?P<number>\d{{1,6}}(?:,\d{{1,4}})?)"
    r"\s*(?:%|phần trăm(?!\w))",
    re.IGNORECASE,
)
_WAY = re.compile(
    r"(?<!\w)(?P<way>tăng|giảm|(?:cao|nhiều|thấp|ít) hơn)(?:\s+(?:thêm|được|tới|trưởng|nhẹ|mạnh|đạt))?\s*$",
    re.IGNORECASE,
)
_LESS = ("giảm", "thấp hơn", "ít hơn")
# A growth is compared only with what stood a year earlier.
_AGAINST = re.compile(r"(?<!\w)(?:so với|so|cùng kỳ|hơn)(?!\w)\s*(?P<what>[^,;.()]{0,60})", re.IGNORECASE)
_AGAINST_AT_FIRST = re.compile(r"\W*so với[^,;.()]{1,60}(?=,)", re.IGNORECASE)
_YEAR_BEFORE = re.compile(
    r"(?<!\w)(?:cùng kỳ(?:\s+năm\s+(?P<kept>20\d\d))?|năm trước|năm ngoái|năm (?P<year>20\d\d))(?!\w)",
    re.IGNORECASE,
)
_PLAN = re.compile(r"kế hoạch|mục tiêu|chỉ tiêu|dự kiến|đề ra|ngân sách|đầu tư", re.IGNORECASE)
_SUBJECTS = {
    "aid.disbursed_usd": r"giải ngân",
    "aid.committed_usd": r"cam kết|(?:tổng|nguồn) vốn|(?:tổng )?giá trị|trị giá|USD",
    "aid.items_received": r"khoản|(?:chương trình|dự án|phi dự án)(?=.*viện trợ)|số (?:lượng )?dự án",
}
_SHARE = re.compile(r"chiếm|hoàn thành|xong|giải ngân", re.IGNORECASE)
_DONE = re.compile(r"hoàn thành|xong", re.IGNORECASE)
_OF_WHAT = {
    "tasks.done_share": r"\s*(?:tổng\s+)?(?:số\s+)?(?:các\s+)?nhiệm vụ(?!\w)",
    "followups.done_share": r"\s*(?:tổng\s+)?(?:số\s+)?(?:các\s+)?(?:việc|kết luận|ý kiến kết luận)(?!\w)",
}
_TENTH, _CENT = Decimal("0.1"), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Contradicted:
    """A percentage that the figures do not bear out: its place, its figure, what it ought to be."""

    start: int
    end: int
    label: str
    right: str


def percentages_against(
    text: str, clause: Sentence, values: Mapping[str, Value], told: Told | None
) -> Iterator[Contradicted]:
    """Yield the percentages of a clause that no figure bears out which their words may mean.

    What is told of a part, of another year, of a plan or of another thing is let pass.
    """
    for found in _PERCENT.finditer(text, clause.start, clause.end):
        first, last = max(clause.start, found.start() - SENTENCE), min(clause.end, found.end() + SENTENCE)
        words = near(text[first : found.start()], text[found.end() : last])
        if not (_WAY.search(words.before) or _SHARE.search(words.close)):
            continue
        if told:
            when = when_told(words.before, words.after, told)
            if when.is_ahead or None not in when.windows:
                continue
        said = printed(found["number"], lead=found["lead"] or "")
        may_be = list(_growth(words, values, told) if _WAY.search(words.before) else _shares(words, values))
        if may_be and not any(said.accepts(exact.quantize(_CENT)) for _, exact in may_be):
            label, exact = may_be[-1]
            rounded = exact.quantize(_TENTH)
            way = f"{'tăng' if rounded >= 0 else 'giảm'} " if _WAY.search(words.before) else ""
            if way and _is_less(words):
                way, rounded = ("giảm " if rounded >= 0 else "tăng "), abs(rounded)
            yield Contradicted(found.start(), found.end(), label, f"{way}{format_number(abs(rounded))}%")


def _is_less(words: Near) -> bool:
    way = _WAY.search(words.before)
    return way is not None and way["way"].lower() in _LESS


def _growth(words: Near, values: Mapping[str, Value], told: Told | None) -> Iterator[tuple[str, Decimal]]:
    """Yield by how many per cent each figure grew that the words speak of; less is a growth below zero."""
    against = (
        _AGAINST.search(words.after) or _AGAINST.search(words.close) or _AGAINST_AT_FIRST.match(words.before)
    )
    if told is None or told.figures is None or against is None or _PLAN.search(against[0]):
        return
    year = _YEAR_BEFORE.search(against[0])
    span = told.window.previous()
    said = (year["year"] or year["kept"]) if year else ""
    if year is None or (said and int(said) != span.end.year):
        return
    if part_of(words) or not is_of_all(words) or is_beside_a_part(words) or OTHER_MONEY.search(words.before):
        return
    before = told.figures(span)
    if before.empty_years:
        return
    named = [
        (places[-1].start(), code)
        for code, pattern in _SUBJECTS.items()
        if (places := list(re.finditer(pattern, words.before, re.IGNORECASE)))
    ]
    for _, code in sorted(named):
        if code not in values or code not in before.values or not before.values[code].value:
            continue
        then = Decimal(before.values[code].value or 0)
        grown = (Decimal(values[code].value or 0) - then) * 100 / then
        yield values[code].label, -grown if _is_less(words) else grown


def _shares(words: Near, values: Mapping[str, Value]) -> Iterator[tuple[str, Decimal]]:
    """Yield the shares that the words may mean, in per cent."""
    if _PLAN.search(words.by) or OTHER_MONEY.search(words.by) or not is_of_all(words):
        return
    part = part_of(words)
    if part in SECTORS and "chiếm" in words.close.lower():
        for head, whole in (("usd", "aid.committed_usd"), ("items", "aid.items_received")):
            yield from _ratio(f"aid.sector_{head}.{part}", whole, values)
    elif not part and _DONE.search(words.close):
        for code, pattern in _OF_WHAT.items():
            if re.match(pattern, words.after, re.IGNORECASE) and code in values:
                yield values[code].label, Decimal(values[code].value or 0)
    elif not part and "giải ngân" in words.close.lower():
        yield from _ratio("aid.disbursed_usd", "aid.committed_usd", values)
        if (share := values.get("aid.disbursed_share")) and share.value is not None:
            yield share.label, Decimal(share.value)


def _ratio(part: str, whole: str, values: Mapping[str, Value]) -> Iterator[tuple[str, Decimal]]:
    if part in values and whole in values and values[whole].value:
        exact = Decimal(values[part].value or 0) * 100 / Decimal(values[whole].value or 1)
        yield f"{values[part].label} so với {values[whole].label[:1].lower()}{values[whole].label[1:]}", exact
