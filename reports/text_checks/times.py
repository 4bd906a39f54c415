"""Of which days a typed number is told: the report's own, another year, a part of the year, or ahead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from programs.wording.checks.sentences import Years, years_named
from reports.text_checks.numbers import PART_ENDS, PART_OF_YEAR, Figures
from reports.windows import Basis, Kind, Window, custom_window, window

_DOCUMENT = re.compile(
    r"(?:số\s+)?\d+[\w.]*/[\w./-]*[A-ZĐ]{2}[\w./-]*(?:\s*,?\s*ngày\s+\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
    r"|\s*,?\s*ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})?"
)
_DATED_DOCUMENT = re.compile(
    r"(?<!\w)(?:báo cáo|công văn|văn bản|thông báo|tờ trình|quyết định|số liệu|thống kê)(?!\w)"
    r"[^,.;:\d]{0,60}?\sngày\s+\d{1,2}(?:[/.-]\d{1,2}[/.-]\d{4}|\s+tháng\s+\d{1,2}\s+năm\s+\d{4})",
    re.IGNORECASE,
)
_NAMED_DOCUMENT = re.compile(
    r"(?:Luật|Nghị quyết|Kế hoạch|Chương trình|Đại hội|Quyết định|Kết luận|Chỉ thị|Đề án|Hiến pháp)(?!\w)"
    r"[^,.;:\d]{0,60}?(?:giai đoạn|năm)\s+(?P<year>20\d\d)(?:\s*[-–]\s*20\d\d)?"
)
_COMPARED = re.compile(
    r"(?<!\w)(?:so(?:\s+với)?|cùng kỳ|hơn|bằng|như)\s*(?:của\s*|cùng kỳ\s*)*$", re.IGNORECASE
)
_OPENS = re.compile(
    r"[\W\d]*(?:(?:trong|riêng|tính|cả|hết|kết thúc|bước sang|sang|như vậy|còn|đến|cuối|đầu|giữa|của)\s+)*",
    re.IGNORECASE,
)
_LAST_PAUSE = re.compile(r".*[,;:(\n]", re.DOTALL)
_YEAR_BEFORE = re.compile(r"(?<!\w)(?:năm (?:trước|ngoái)|cùng kỳ)(?!\w)", re.IGNORECASE)
_THIS_PERIOD = re.compile(
    r"(?<!\w)(?:năm nay|trong năm|năm qua|kỳ báo cáo|trong kỳ)(?!\s*20)(?!\w)", re.IGNORECASE
)
_DAY = re.compile(
    r"(?<!\w)(?P<lead>đến\s+(?:hết\s+)?|tính đến\s+(?:hết\s+)?|hết\s+|từ\s+)?(?:ngày|sáng|chiều|tối)\s+"
    r"(?:ngày\s+)?\d{1,2}(?:[/.-]\d{1,2}|\s+tháng\s+\d{1,2})",
    re.IGNORECASE,
)
_UP_TO_DAY = re.compile(
    r"(?<!\w)(?:đến|hết)\s+(?:hết\s+)?ngày\s+(?P<day>\d{1,2})(?:[/.-]|\s+tháng\s+)(?P<month>\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"(?<!\w)từ\s+(?:đầu\s+)?(?:năm\s+)?(?P<year>20\d\d)\s+(?:đến|tới)\s+nay(?!\w)", re.IGNORECASE
)
# "Đề xuất, đề nghị" alone is no aim: an office proposes what is then received.
_AIM = re.compile(
    r"(?<!\w)(?:phấn đấu|dự kiến|sẽ|kế hoạch|mục tiêu|chỉ tiêu|năm sau|năm tới|thời gian tới)(?!\w)",
    re.IGNORECASE,
)
# "Kế hoạch năm 2025 đề ra tiếp nhận 10 khoản": what a plan sets, up to the next pause.
_SET_BY_A_PLAN = re.compile(
    r"(?<!\w)(?:kế hoạch|mục tiêu|chỉ tiêu|nghị quyết)(?!\w)[^,;:()]{0,60}"
    r"\s(?:đề ra|đặt ra|giao|xác định)(?!\w)[^,;:()\d]{0,60}$",
    re.IGNORECASE,
)
# "Theo kế hoạch, năm 2025 vận động 10 khoản" may tell of either.
_BY_PLAN = re.compile(r"^\W*theo kế hoạch(?: đề ra)?\s*,", re.IGNORECASE)
_PLANS = ("kế hoạch", "mục tiêu", "chỉ tiêu")
_DONE = re.compile(
    r"(?<!\w)(?:đã|kết quả|thực tế|năm qua|thực hiện được|tiếp nhận được|đạt được)(?!\w)", re.IGNORECASE
)
_GOT = re.compile(r"(?<!\w)(?:được|đạt)(?!\w)", re.IGNORECASE)
# What may follow a pause behind an aim and still be hoped for: "10 khoản, tổng vốn 2 triệu USD".
_SAME_AIM = re.compile(
    r"\s*(?:(?:với|và|có|tổng|vốn|giá trị|trị giá|kinh phí|cam kết|viện trợ|khoảng|hơn|trên|gần"
    r"|ít nhất|tối thiểu|trong đó|gồm|số)\s+)*",
    re.IGNORECASE,
)
_BY_MEANS_OF = re.compile(r"(?<!\w)(?:với|bằng|nhờ|có|từ)\s+(?:các\s+|những\s+)?$", re.IGNORECASE)
# What is made ready for a later year, or carries out a paper of later years, is done now.
_MADE_READY = re.compile(
    r"(?<!\w)(?:cho|để|chuẩn bị|tiền đề|cơ sở|hướng (?:tới|đến)|thực hiện|triển khai|theo|căn cứ|xây dựng"
    r"|ban hành|tham mưu|kéo dài|bước vào|chào đón)(?!\w)[^,;:]{0,120}$",
    re.IGNORECASE,
)
_RIGHT_BEHIND = re.compile(r"\s*(?:viện trợ\s+)?(?:(?:trong|vào|của|ở)\s+)?", re.IGNORECASE)
_UP_TO = re.compile(r"(?<!\w)(?:lên|xuống|còn)(?!\w)", re.IGNORECASE)
# So much since the term began is of no year, unless one is named behind it.
_TERM = re.compile(
    r"(?<!\w)(?:đầu|trong|cả|suốt|giữa) nhiệm kỳ(?!\w)|(?<!\w)nhiệm kỳ (?:vừa )?qua(?!\w)"
    r"|(?<!\w)tháng \d{1,2}(?:/20\d\d)?\s*(?:,|và|-|–|đến|tới)\s*(?:hết )?(?:tháng )?\d{1,2}(?![\d.])"
    r"|(?<!\w)(?:từ|đầu|giữa|cuối) tháng \d"
    r"|^\W*nhiệm kỳ 20\d\d\s*[-–]\s*20\d\d"
    r"|(?<!\w)(?:[2-9]|1\d|hai|ba|bốn|năm|mười) năm (?:gần đây|(?:vừa )?qua|trở lại đây|liên tiếp)(?!\w)",
    re.IGNORECASE,
)
_PLAN_DONE = re.compile(r"[,;:]\s*(?:thực hiện|đạt|hoàn thành)(?!\w)", re.IGNORECASE)
# A plan that was followed is no aim: "thực hiện Kế hoạch", "đạt 100% kế hoạch".
_FOLLOWED = re.compile(
    r"(?<!\w)(?:thực hiện|triển khai|theo|hoàn thành|vượt|đạt|bám sát|căn cứ|ban hành|xây dựng|so với"
    r"|như|đúng)\s+(?:(?:tốt|đúng|nghiêm túc|có hiệu quả|hiệu quả)\s+)?"
    r"(?:[\d,.]+\s*%\s+)?(?:các\s+|những\s+)?$",
    re.IGNORECASE,
)
_OUTLOOK = re.compile(
    r"phương hướng|nhiệm vụ (?:trọng tâm|trước mắt)|thời gian tới|kiến nghị|đề xuất", re.IGNORECASE
)
_RESULTS = re.compile(r"^\W*(?:tình hình|kết quả|đánh giá)", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """What a passage tells of: the year and window of its report, as of which day, under which headings.

    The headings stand outermost first. `figures` gives the register in other windows; None
    where the numbers are locked.
    """

    year: int
    window: Window
    as_of: date
    figures: Figures | None = None
    headings: tuple[str, ...] = ()

    @property
    def is_ahead(self) -> bool:
        """Whether the headings say that a passage speaks of what is to come."""
        if any(_RESULTS.search(title) and not _OUTLOOK.search(title) for title in self.headings):
            return False
        later = (
            named.first > self.window.end.year for title in self.headings for named in years_named(title)
        )
        return any(_OUTLOOK.search(title) for title in self.headings) or any(later)


@dataclass(frozen=True, slots=True)
class When:
    """The windows that a number may be told of, the likeliest first, None the report's own.

    `is_sure` is not where it is told of one day.
    """

    windows: tuple[Window | None, ...] = (None,)
    is_sure: bool = True
    is_ahead: bool = False


OWN = When()
AHEAD = When((), is_ahead=True)
UNSURE = When(is_sure=False)


def when_told(before: str, after: str, told: Told) -> When:
    """Return of which days a number is told that stands between these words of its clause."""
    planned = _SET_BY_A_PLAN.search(before)
    if planned and not _FOLLOWED.search(before[: planned.start()]) and not _DONE.search(planned[0]):
        return AHEAD
    if _BY_PLAN.match(before):
        return UNSURE
    before, after = _without_documents(before, told), _without_documents(after, told)
    aim = _aim(before, told)
    if aim is not None and aim.is_ahead:
        return AHEAD
    found = _from_years(before, after, told)
    if found is None:
        if told.is_ahead and not _DONE.search(before):
            return AHEAD
        part = _part_of(told.year, before, "", told) or _part_of(told.year, _up_to_pause(after), "", told)
        found = When((part,)) if part else OWN
    days = [day for words in (before, _up_to_pause(after)) for day in _DAY.finditer(words)]
    one_day = any(not (day["lead"] or "").strip() for day in days[-1:])
    is_sure = found.is_sure and aim is None and not one_day and not _is_of_a_term(before)
    return When(found.windows, is_sure and not _is_up_to_another_day(before, after, told), found.is_ahead)


def _is_up_to_another_day(before: str, after: str, told: Told) -> bool:
    """Return whether a number is told up to a day before the report's last, or since an earlier year."""
    if any(int(one["year"]) < told.window.start.year for one in _SINCE.finditer(before)):
        return True
    days = [one for words in (before, _up_to_pause(after)) for one in _UP_TO_DAY.finditer(words)]
    if not days:
        return False
    day, month = int(days[-1]["day"]), int(days[-1]["month"])
    return all((day, month) != (last.day, last.month) for last in (told.window.end, told.as_of))


def _without_documents(words: str, told: Told) -> str:
    """Return the words with numbers, days and years of documents blanked out."""

    def blank(found: re.Match[str]) -> str:
        return " " * len(found[0])

    words = _DATED_DOCUMENT.sub(blank, _DOCUMENT.sub(blank, words))
    last = told.window.end.year
    return _NAMED_DOCUMENT.sub(lambda one: blank(one) if int(one["year"]) <= last else one[0], words)


def _aim(before: str, told: Told) -> When | None:
    """Return whether a number is hoped for: AHEAD, UNSURE where it may be, None where it is not.

    Nothing behind the aim may say that it was done.
    """
    aims = [
        found
        for found in _AIM.finditer(before)
        if not _FOLLOWED.search(before[: found.start()]) or len(before) - found.end() <= 2
    ]
    if not aims:
        return None
    aim, word = aims[-1], aims[-1][0].lower()
    done = [found.start() for found in _DONE.finditer(before)]
    if word in _PLANS:
        done += [found.start() for found in _PLAN_DONE.finditer(before)]
    if aim.start() < max(done, default=-1):
        return None
    gap, lead = before[aim.end() :], before[: aim.start()]
    if word.endswith("tới") or word == "năm sau":
        return None if _MADE_READY.search(lead) else AHEAD
    later = [year for year in years_named(before) if year.first > told.window.end.year]
    if later and not _MADE_READY.search(before[: later[-1].start].replace(aim[0], "")):
        return AHEAD
    pause = max(map(gap.rfind, ",;("))
    is_same = any(sign.isdigit() for sign in gap[:pause]) and _SAME_AIM.fullmatch(gap[pause + 1 :])
    if pause < 0 or is_same:
        return UNSURE if word in _PLANS and _BY_MEANS_OF.search(lead) else AHEAD
    return None if word in _PLANS or re.match(r"\s*[,;]", gap) else UNSURE


def _is_of_a_term(before: str) -> bool:
    found = list(_TERM.finditer(before))
    return bool(found) and not years_named(before[found[-1].end() :])


def _up_to_pause(words: str) -> str:
    return re.split(r"[,;:(]", words, maxsplit=1)[0]


def _from_years(before: str, after: str, told: Told) -> When | None:
    """Return what the years named in a clause say, None where none is named or it is only compared with."""
    named = years_named(before)
    behind = years_named(after)[:1]
    if behind and _RIGHT_BEHIND.fullmatch(after[: behind[0].start]):
        named = []
    this = max((found.end() for found in _THIS_PERIOD.finditer(before)), default=-1)
    if named and named[-1].end > this:
        return _from_year_before(named[-1], before, told)
    if this >= 0:
        return OWN
    if (found := _last_year(before)) is not None:
        gap = before[found:]
        return None if "," in gap else When((told.window.previous(),))
    for year in behind:
        gap = after[: year.start]
        is_later = year.first > told.window.end.year
        if is_later and ("," in gap or _DONE.search(before) or _MADE_READY.search(gap)):
            return None
        if _COMPARED.search(gap) or "(" in gap:
            return None
        span = _window_of(year, after, told)
        if "," not in gap:
            return _when((span,), told)
        if _OPENS.fullmatch(_LAST_PAUSE.sub("", gap)):
            return None
        return _when((span, None), told)
    return None


def _last_year(before: str) -> int | None:
    ends = [found.end() for found in _YEAR_BEFORE.finditer(before)]
    return ends[-1] if ends else None


def _from_year_before(year: Years, before: str, told: Told) -> When | None:
    span, gap, lead = _window_of(year, before, told), before[year.end :], before[: year.start]
    if year.last < told.window.end.year and "," not in gap and _UP_TO.search(gap):
        return OWN
    if year.first > told.window.end.year:
        if _DONE.search(gap) or ("," in gap and _MADE_READY.search(lead)):
            return None
        if _GOT.search(gap) and not told.is_ahead:
            return UNSURE
    part = _part_of(year.last, gap, "", told)
    if part and year.first == year.last:
        return _when((part,), told)
    if _COMPARED.search(lead):
        # "So với năm 2024, tiếp nhận …" tells of now, "so với năm 2024 (6 khoản)" of then.
        return _when((None, span) if "," in gap else (span,), told)
    opens = _OPENS.fullmatch(_LAST_PAUSE.sub("", lead))
    return _when((span,) if opens or "," not in gap else (None, span), told)


def _when(windows: tuple[Window | None, ...], told: Told) -> When:
    if any(one and one.start > told.as_of for one in windows) or not windows:
        return AHEAD
    return When(tuple(dict.fromkeys(windows)))


def _window_of(year: Years, words: str, told: Told) -> Window | None:
    """Return the window that a named year means, with the half or quarter named before it."""
    if year.first != year.last:
        start, end = date(year.first, 1, 1), date(year.last, 12, 31)
        own = told.window
        return None if (own.start, own.end) == (start, end) else custom_window(start, end)
    if part := _part_of(year.first, words[max(0, year.end - 40) : year.end - 4], PART_ENDS, told):
        return part
    if year.first == told.year and told.window.start.year >= told.year - 1:
        return None
    return _other(window(Kind.YEAR, year.first), told)


@cache
def _parts(ends: str) -> tuple[tuple[re.Pattern[str], Kind, int | None], ...]:
    return tuple((re.compile(pattern + ends, re.IGNORECASE), kind, n) for pattern, kind, n in PART_OF_YEAR)


def _part_of(year: int, words: str, ends: str, told: Told) -> Window | None:
    """Return the half-year, quarter or month that the words name last, None where they name none."""
    found = [
        (match.start(), kind, n or int(match.groupdict().get("n") or 0) or None)
        for pattern, kind, n in _parts(ends)
        for match in pattern.finditer(words)
    ]
    if not found:
        return None
    _, kind, n = max(found, key=lambda one: one[0])
    if kind is Kind.MONTH and not 1 <= (n or 0) <= 12:
        return None
    basis = told.window.basis if told.window.basis is Basis.ND09 else Basis.CALENDAR
    return _other(window(kind, year, n, basis), told)


def _other(span: Window, told: Told) -> Window | None:
    """Return a window, None where it is the report's own."""
    return None if (span.start, span.end) == (told.window.start, told.window.end) else span


def leads_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each line begins, and the line with a colon that opens the list that it belongs to."""
    at, lead = 0, ""
    for line in text.splitlines(keepends=True):
        is_item = bool(re.match(r"\s*(?:[-–•+]|[a-zđ]\))\s", line))
        yield at, lead if is_item else ""
        if not is_item:
            lead = line.rstrip() if line.rstrip().endswith(":") else ""
        at += len(line)
