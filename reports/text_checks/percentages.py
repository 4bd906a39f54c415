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
# "Gấp 2 lần", "gấp đôi", "gấp rưỡi" năm trước.
_TIMES = re.compile(
    rf"(?<!\w)gấp\s+(?:(?:(?P<lead>{LEADS})\s+)?(?P<number>\d{{1,3}}(?:,\d{{1,2}})?|hai|ba|bốn|năm)\s+lần"
    r"|(?P<word>đôi|rưỡi))(?!\w)",
    re.IGNORECASE,
)
_TIMES_WORDS = {"đôi": "2", "rưỡi": "1,5", "hai": "2", "ba": "3", "bốn": "4", "năm": "5"}
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
# "Gấp 1,5 lần năm 2024".
_AGAINST_AT_ONCE = re.compile(r"\s*(?:của\s+)?(?P<what>(?:năm|cùng kỳ)(?!\w)[^,;.()]{0,60})", re.IGNORECASE)
_PLAN = re.compile(r"kế hoạch|mục tiêu|chỉ tiêu|dự kiến|đề ra|ngân sách|đầu tư", re.IGNORECASE)
_SUBJECTS = {
    "aid.disbursed_usd": r"giải ngân",
    "aid.committed_usd": r"cam kết|(?:tổng|nguồn) vốn|(?:tổng )?giá trị|trị giá|USD",
    "aid.items_received": r"khoản|(?:chương trình|dự án|phi dự án)(?=.*viện trợ)|số (?:lượng )?dự án",
}
# The same with emergency aid: who typed it may have counted that in.
_WITH_EMERGENCY = {"aid.items_received": "aid.items_all", "aid.committed_usd": "aid.committed_all_usd"}
# What is named so plainly that no other number may be meant.
_PLAINLY = re.compile(
    r"(?<!\w)(?:vốn|giá trị|số tiền)\s(?:viện trợ\s)?cam kết(?!\w)"
    r"|(?<!từ )(?<!của )(?<!trong )(?:(?<!\w)số (?:lượng )?(?:các )?|\d\s)"
    r"(?:khoản|chương trình, dự án|phi dự án)(?!\w)",
    re.IGNORECASE,
)
_SHARE = re.compile(r"chiếm|hoàn thành|xong|giải ngân", re.IGNORECASE)
# "Tỷ lệ hoàn thành nhiệm vụ của Chương trình đạt 90%", "100% nhiệm vụ đã hoàn thành".
_RATE_OF_TASKS = re.compile(
    r"(?<!\w)tỷ lệ\s+(?:hoàn thành\s+)?(?:các\s+)?nhiệm vụ(?!\w)[^,;:()\d]{0,60}[:\s]*$", re.IGNORECASE
)
_TASKS = (
    r"\s*(?:tổng\s+)?(?:số\s+)?(?:các\s+)?nhiệm vụ(?!\w)"
    r"(?!\s+(?:chính trị|chuyên môn|thường xuyên|trọng tâm)(?!\w))"
)
_TASKS_BEHIND = re.compile(_TASKS, re.IGNORECASE)
_REACHED = re.compile(r"(?<!\w)(?:đạt|hoàn thành|xong)\s*$", re.IGNORECASE)
_OF_THE_PROGRAM = re.compile(r"(?<!\w)nhiệm vụ\s+(?:của|trong|theo)\s+chương trình(?!\w)", re.IGNORECASE)
# "Tỷ lệ hoàn thành các việc được giao đạt 60%", "Tỷ lệ việc đã hoàn thành".
_RATE_OF_FOLLOW_UPS = re.compile(
    r"(?<!\w)tỷ lệ\s+(?:hoàn thành\s+(?:các\s+|số\s+)?việc\s+(?:được|đã)\s+giao"
    r"|(?:các\s+|số\s+)?việc\s+(?:được giao\s+)?(?:đã\s+)?(?:được\s+)?(?:hoàn thành|xong))"
    r"(?:\s+(?:sau hội nghị|tại (?:các )?hội nghị|trong năm|trong kỳ|cả năm|toàn tỉnh|năm 20\d\d))*"
    r"\s*(?:(?:ước|mới|chỉ)?\s*(?:đạt|là|bằng)|:)?\s*$",
    re.IGNORECASE,
)
_FOLLOW_UPS_BEHIND = re.compile(
    r"\s*(?:tổng\s+)?(?:số\s+)?(?:các\s+)?việc\s+(?:được|đã)\s+giao(?!\w)", re.IGNORECASE
)
# The rate itself, of nothing smaller: "Tỷ lệ giải ngân vốn viện trợ đạt 75%".
_RATE_OF_PAYMENTS = re.compile(
    r"(?<!\w)tỷ lệ\s+giải ngân(?:\s+(?:của\s+)?(?:các khoản|vốn|nguồn vốn|viện trợ|cam kết|mới"
    r"|phi chính phủ|nước ngoài|không hoàn lại|trong năm|trong kỳ|cả năm|năm 20\d\d|của tỉnh|toàn tỉnh))*"
    r"\s*(?:(?:ước|mới|chỉ)?\s*(?:đạt|là|bằng)|:)?\s*$",
    re.IGNORECASE,
)
# What a share is of: "chiếm 35% tổng vốn cam kết", "chiếm 27,3% số khoản".
_OF_PAID = re.compile(
    r"\s*(?:tổng\s+)?(?:số\s+)?(?:vốn|giá trị|số tiền)?\s*(?:đã\s+)?giải ngân", re.IGNORECASE
)
_OF_MONEY = re.compile(
    r"\s*(?:tổng\s+)?(?:số\s+)?(?:nguồn\s+)?(?:vốn|giá trị|trị giá|kinh phí|tiền|cam kết)(?!\w)",
    re.IGNORECASE,
)
_OF_ITEMS = re.compile(
    r"\s*(?:trong\s+)?(?:tổng\s+)?(?:số\s+)?(?:lượng\s+)?(?:các\s+)?(?:khoản|chương trình|dự án)(?!\w)",
    re.IGNORECASE,
)
_MONEY_OF = re.compile(r"(?<!\w)(?:vốn|giá trị|trị giá|kinh phí|số tiền)(?!\w)", re.IGNORECASE)
_TOGETHER = re.compile(r"(?<!\w)(?:và|cùng)(?!\w)|,\s*[^,]*,", re.IGNORECASE)
_OF_ONE_BODY = re.compile(r"(?<!\w)(?:Sở|Ban|Hội|Liên hiệp|UBND|MTTQ|Công an|đơn vị|cơ quan)(?!\w)")
_OF_NEW_ITEMS = re.compile(r"(?<!\w)(?:tiếp nhận mới|khoản mới)(?!\w)", re.IGNORECASE)
_DONE = re.compile(r"hoàn thành|xong", re.IGNORECASE)
_OF_WHAT = {
    "tasks.done_share": _TASKS,
    "followups.done_share": r"\s*(?:tổng\s+)?(?:số\s+)?(?:các\s+)?(?:việc|kết luận|ý kiến kết luận)(?!\w)",
}
_TENTH, _CENT = Decimal("0.1"), Decimal("0.01")
# Smaller differences come from rounding, or from a record that came in since.
_CLEARLY = Decimal(1)


@dataclass(frozen=True, slots=True)
class Contradicted:
    """A percentage that the figures do not bear out: its place, its figure, what it ought to be.

    `is_sure` where its words name the figure plainly and the two are a point or more apart.
    """

    start: int
    end: int
    code: str
    label: str
    right: str
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    code: str
    label: str
    exact: Decimal
    is_plain: bool = False
    # With emergency aid, as an author may have counted; never what is told.
    is_aside: bool = False


def percentages_against(
    text: str, clause: Sentence, values: Mapping[str, Value], told: Told | None
) -> Iterator[Contradicted]:
    """Yield the percentages of a clause that no figure bears out which their words may mean.

    What is told of a part, of another year, of a plan or of another thing is let pass.
    """
    for found in _PERCENT.finditer(text, clause.start, clause.end):
        words, said_before = _around(text, clause, found), _same_line(text, clause)
        is_growth = bool(_WAY.search(words.before))
        if not (is_growth or _SHARE.search(words.close) or _is_of_work(words)):
            continue
        is_sure = _is_of_now(words, told)
        if is_sure is None:
            continue
        may_be = list(_growth(words, values, told) if is_growth else _shares(words, said_before, values))
        said = printed(found["number"], lead=found["lead"] or "")
        if not may_be or any(said.accepts(one.exact.quantize(_CENT)) for one in may_be):
            continue
        right, rounded = _told(may_be), _told(may_be).exact.quantize(_TENTH)
        way = f"{'tăng' if rounded >= 0 else 'giảm'} " if is_growth else ""
        if way and _is_less(words):
            way, rounded = ("giảm " if rounded >= 0 else "tăng "), abs(rounded)
        is_far = all(abs(one.exact - said.value) >= _CLEARLY for one in may_be)
        is_sure = is_sure and is_far and all(one.is_plain for one in may_be)
        words_of = f"{way}{format_number(abs(rounded))}%"
        yield Contradicted(found.start(), found.end(), right.code, right.label, words_of, is_sure)
    if "gấp" not in clause.text.lower():
        return
    for found in _TIMES.finditer(text, clause.start, clause.end):
        words = _around(text, clause, found)
        # "Gấp 2 lần năm 2024" is told of now.
        at_once = _AGAINST_AT_ONCE.match(words.after)
        now = Near(words.before, "") if at_once else words
        may_be = [] if _is_of_now(now, told) is None else list(_growth(words, values, told))
        number = (found["word"] or found["number"]).lower()
        said = printed(_TIMES_WORDS.get(number, number), lead=found["lead"] or "")
        times = [1 + one.exact / 100 for one in may_be]
        if times and not any(said.accepts(one.quantize(_CENT)) for one in times):
            right = _told(may_be)
            ratio = format_number((1 + right.exact / 100).quantize(_TENTH))
            yield Contradicted(found.start(), found.end(), right.code, right.label, f"bằng {ratio} lần")


def _around(text: str, clause: Sentence, found: re.Match[str]) -> Near:
    first, last = max(clause.start, found.start() - SENTENCE), min(clause.end, found.end() + SENTENCE)
    return near(text[first : found.start()], text[found.end() : last])


def _is_of_now(words: Near, told: Told | None) -> bool | None:
    """Return whether a number is surely told of the report's own days; None where it is not told of them."""
    when = when_told(words.before, words.after, told) if told else None
    if when is None:
        return True
    return None if when.is_ahead or None not in when.windows else when.is_sure


def _told(may_be: list[_Candidate]) -> _Candidate:
    return [one for one in may_be if not one.is_aside][-1]


def _is_less(words: Near) -> bool:
    way = _WAY.search(words.before)
    return way is not None and way["way"].lower() in _LESS


def _growth(words: Near, values: Mapping[str, Value], told: Told | None) -> Iterator[_Candidate]:
    """Yield by how many per cent each figure grew that the words speak of; less is a growth below zero."""
    against = (
        _AGAINST.search(words.after)
        or _AGAINST_AT_ONCE.match(words.after)
        or _AGAINST.search(words.close)
        or _AGAINST_AT_FIRST.match(words.before)
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
    subjects = words.before
    named = _named(subjects)
    if not named and re.match(r"\s*(?:về|số|giá trị|tổng)(?!\w)", words.after, re.IGNORECASE):
        # "Tăng 25% về giá trị cam kết so với cùng kỳ".
        subjects = words.after[: max(0, words.after.find(against[0]))]
        named = _named(subjects)
    is_plain = len(named) == 1 and bool(_PLAINLY.search(subjects))
    for code in named:
        for one in (code, _WITH_EMERGENCY.get(code, "")):
            if one not in values or one not in before.values or not before.values[one].value:
                continue
            then = Decimal(before.values[one].value or 0)
            grown = (Decimal(values[one].value or 0) - then) * 100 / then
            grown = -grown if _is_less(words) else grown
            yield _Candidate(one, values[one].label, grown, is_plain, is_aside=one != code)


def _named(words: str) -> list[str]:
    """Return the figures that words name, in their order."""
    places = {
        code: found[-1].start()
        for code, pattern in _SUBJECTS.items()
        if (found := list(re.finditer(pattern, words, re.IGNORECASE)))
    }
    return sorted(places, key=lambda code: places[code])


def _is_of_tasks(words: Near) -> bool:
    if _RATE_OF_TASKS.search(words.before):
        return True
    is_done = bool(_REACHED.search(words.before) or _DONE.search(words.behind))
    return is_done and bool(_TASKS_BEHIND.match(words.after))


def _is_of_follow_ups(words: Near) -> bool:
    is_done = bool(_REACHED.search(words.before) or _DONE.search(words.behind))
    is_done = is_done and bool(_FOLLOW_UPS_BEHIND.match(words.after))
    return is_done or bool(_RATE_OF_FOLLOW_UPS.search(words.before))


def _is_of_work(words: Near) -> bool:
    return _is_of_tasks(words) or _is_of_follow_ups(words)


def _shares(words: Near, said_before: str, values: Mapping[str, Value]) -> Iterator[_Candidate]:
    """Yield the shares in per cent that the words may mean; `said_before` stands in front of their clause."""
    if _PLAN.search(words.by) or OTHER_MONEY.search(words.by) or not is_of_all(words):
        return
    part = part_of(words)
    if part in SECTORS and "chiếm" in words.close.lower():
        yield from _of_a_sector(part, words, values)
    elif not part and (_DONE.search(words.close) or _is_of_work(words)):
        yield from _of_work(words, values)
    elif not part and "giải ngân" in words.close.lower():
        said = f"{words.close} {words.behind}"
        is_rate = bool(_RATE_OF_PAYMENTS.search(words.before)) and _is_of_no_other(said_before)
        is_of_new = bool(_OF_NEW_ITEMS.search(said))
        if not is_of_new:
            yield from _ratio("aid.disbursed_usd", "aid.committed_usd", values, is_plain=is_rate)
        if (share := values.get("aid.disbursed_share")) and share.value is not None:
            is_plain = is_of_new or is_rate
            yield _Candidate("aid.disbursed_share", share.label, Decimal(share.value), is_plain)


def _same_line(text: str, clause: Sentence) -> str:
    """Return what stands before a clause in its line, as much as a sentence has."""
    return text[max(text.rfind("\n", 0, clause.start) + 1, clause.start - SENTENCE) : clause.start]


def _is_of_no_other(said_before: str) -> bool:
    """Return whether the words before tell of no other money and of no part, of which a rate may be."""
    return is_of_all(Near(said_before, "")) and not re.search(
        rf"{OTHER_MONEY.pattern}|{_PLAN.pattern}|đồng(?!\w)|(?<!các )(?<!\d )dự án",
        said_before,
        re.IGNORECASE,
    )


def _of_work(words: Near, values: Mapping[str, Value]) -> Iterator[_Candidate]:
    """Yield the shares done of tasks of the programme and of what meetings gave out."""
    is_of_one_body = bool(_OF_ONE_BODY.search(f"{words.close} {words.behind}"))
    for code, is_named in (
        ("tasks.done_share", _is_of_tasks(words)),
        ("followups.done_share", _is_of_follow_ups(words)),
    ):
        if code in values and (is_named or re.match(_OF_WHAT[code], words.after, re.IGNORECASE)):
            is_plain = is_named and (
                code != "tasks.done_share" or bool(_OF_THE_PROGRAM.search(f"{words.close}%{words.behind}"))
            )
            exact = Decimal(values[code].value or 0)
            yield _Candidate(code, values[code].label, exact, is_plain and not is_of_one_body)


def _of_a_sector(part: str, words: Near, values: Mapping[str, Value]) -> Iterator[_Candidate]:
    """Yield the shares of a sector, of the money or of the items as its words say, or of either.

    Sectors told together have a share that no figure states: nothing for two of them.
    """
    head = re.split(r"[\d;:()\n]", words.before)[-1]
    if sum(bool(re.search(pattern, head, re.IGNORECASE)) for pattern in SECTORS.values()) > 1:
        return
    is_plain = not _TOGETHER.search(head)
    usd, items = f"aid.sector_usd.{part}", f"aid.sector_items.{part}"
    if _OF_PAID.match(words.after):
        yield from _ratio(f"aid.sector_disbursed_usd.{part}", "aid.disbursed_usd", values, is_plain=is_plain)
    elif _OF_ITEMS.match(words.after):
        yield from _ratio(items, "aid.items_received", values, is_plain=is_plain)
    elif _OF_MONEY.match(words.after) or _MONEY_OF.search(words.close):
        yield from _ratio(usd, "aid.committed_all_usd", values, is_plain=is_plain, is_aside=True)
        yield from _ratio(usd, "aid.committed_usd", values, is_plain=is_plain)
    else:
        yield from _ratio(usd, "aid.committed_usd", values)
        yield from _ratio(items, "aid.items_received", values)


def _ratio(
    part: str, whole: str, values: Mapping[str, Value], *, is_plain: bool = False, is_aside: bool = False
) -> Iterator[_Candidate]:
    if part in values and whole in values and values[whole].value:
        exact = Decimal(values[part].value or 0) * 100 / Decimal(values[whole].value or 1)
        label = f"{values[part].label} so với {values[whole].label[:1].lower()}{values[whole].label[1:]}"
        yield _Candidate(part, label, exact, is_plain, is_aside)
