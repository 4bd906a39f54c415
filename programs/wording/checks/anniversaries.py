"""Years of diplomatic relations that a text states, against the table of relations (domain.md 8.3).

One statement may hold for several countries; successor states count from the state that they follow.
"""

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.dates import format_date
from core.legal import Citation
from core.text import nfc
from programs.wording.checks.findings import Finding, Piece, Setting, Severity, around
from programs.wording.checks.sentences import Sentence, Years, clauses_of, sentences_of, years_at, years_named

CODE = "ANNIVERSARY_MISMATCH"


@dataclass(frozen=True, slots=True)
class Relation:
    """A country as texts name it and the day of relations; None where the table does not know it."""

    name: str
    names: tuple[str, ...]
    established_on: date | None
    source: str = ""
    url: str = ""
    is_sure: bool = True

    @property
    def citation(self) -> Citation:
        """The row of the table."""
        if self.established_on is None:
            return Citation(f"Bảng quan hệ ngoại giao: {self.name}", self.url)
        words = f"Bảng quan hệ ngoại giao: {self.name}, {format_date(self.established_on)}"
        return Citation(f"{words}, nguồn {self.source}" if self.source else words, self.url)


# States that are no more, and whose years no state of today carries under the same name.
FORMER_STATES = (
    Relation(
        "Cộng hòa Dân chủ Đức (trước đây)",
        ("Cộng hòa Dân chủ Đức", "CHDC Đức", "Đông Đức"),
        date(1950, 2, 3),
        "quan hệ năm 1950, không nối sang Cộng hòa Liên bang Đức",
        is_sure=False,
    ),
    Relation("Nam Tư (trước đây)", ("Nam Tư",), date(1957, 3, 10), "kiến thức chung", is_sure=False),
)
# Twinning and partnership have days of their own, which no table of ours knows.
_OTHER_TIES = (
    r"(?!\s+(?:đối tác|kết nghĩa|hợp tác|hữu nghị (?:và )?hợp tác giữa|giữa (?:hai )?(?:tỉnh|địa phương)))"
)
_RELATIONS = rf"(?:thiết lập\s+)?(?:mối\s+)?quan hệ{_OTHER_TIES}|thiết lập\s+(?:bang giao|ngoại giao)"
_LOCAL = re.compile(
    r"(?:giữa|của)\s+(?:hai\s+)?(?:tỉnh|địa phương|Thanh Hóa)|Thanh Hóa\s*(?:[-–]|và|với)", re.IGNORECASE
)
_TENS = {"hai": 20, "ba": 30, "bốn": 40, "năm": 50, "sáu": 60, "bảy": 70, "tám": 80, "chín": 90}
_COUNT = rf"(?<![\d.,/])(?P<count>\d{{1,3}}|(?<!\w)(?:{'|'.join(_TENS)})\s+mươi(?:\s+(?:lăm|nhăm))?)"
_CLAIM = re.compile(
    rf"{_COUNT}\s+năm\s+(?:kể\s+từ\s+)?(?:ngày\s+)?"
    r"(?:(?:Việt Nam|hai nước|hai bên)\s+(?:(?:và|-|–)\s+[^,.;]{2,40}?\s+)?)?"
    rf"(?P<link>{_RELATIONS})",
    re.IGNORECASE,
)
_NTH = re.compile(rf"lần\s+thứ\s+{_COUNT}\s+(?:năm\s+)?ngày\s+(?P<link>{_RELATIONS})", re.IGNORECASE)
_SHORT = re.compile(r"(?<![\d.,/])(?P<count>\d{1,3})\s+năm\s+(?P<link>với|cùng)\s", re.IGNORECASE)
_AFTER = re.compile(
    r"(?P<link>quan hệ(?:\s+ngoại giao)?)\s+(?P<middle>[^.;\d]{2,90}?)\s+(?:tròn|đã được|đã|bước sang|"
    r"kỷ niệm)\s+"
    r"(?<![\d.,/])(?P<count>\d{1,3})\s+năm(?!\s+(?:ngày\s+)?(?:thiết lập|quan hệ))",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"quan hệ|ngoại giao|kỷ niệm", re.IGNORECASE)
_LIST_END = re.compile(
    r"[.;\n]|(?<!\w)(?:đón|tiếp|mời|cử|đoàn|tại|qua đó|đồng thời|trong đó|được|đã|sẽ|nhằm|để|bằng|do|thì|"
    r"góp phần|gắn với|cùng với)(?!\w)",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\(\s*(?:(?P<day>\d{1,2})/(?P<month>\d{1,2})/)?(?P<first>1[89]\d\d|20\d\d)\s*[-–—]\s*"
    r"(?:\d{1,2}/\d{1,2}/)?(?P<last>20\d\d)\s*\)"
)
_PAST = re.compile(r"(?<!\w)(?:đã|vừa)(?!\w)", re.IGNORECASE)
_FUTURE = re.compile(
    r"(?<!\w)(?:sẽ|kế hoạch|dự kiến|chuẩn bị|hướng tới|sắp|phấn đấu|tiến tới|chào mừng|bước vào)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """So many years with one country, as a text states it; `span` is a printed (1950 - 2025)."""

    count: int
    relation: Relation
    words: str
    clause: str
    years: tuple[int, int]
    is_named: bool
    span: tuple[int, int] | None = None


class Countries:
    """The names of countries that a text is searched for; the longest one that fits is found."""

    def __init__(self, known: Iterable[Relation]) -> None:
        """Take the table of relations; states that are no more are known anyway."""
        self._by_name = {nfc(name): one for one in (*known, *FORMER_STATES) for name in one.names}
        longest = sorted(self._by_name, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")

    def found_in(self, text: str, start: int, end: int) -> Iterator[tuple[Relation, int, int]]:
        """Yield each country named between two places, with the place of its name."""
        seen = set()
        for found in self._pattern.finditer(text, start, end):
            relation = self._by_name[found[0]]
            if relation.name not in seen:
                seen.add(relation.name)
                yield relation, found.start(), found.end()


def claims_in(text: str, *, default: tuple[int, int], countries: Countries) -> list[Claim]:
    """Return each country of which the text states a number of years of relations."""
    text = nfc(text)
    if not ("năm" in text or "lần thứ" in text) or not _ABOUT.search(text):
        return []
    named = years_named(text)
    found: list[Claim] = []
    for sentence in sentences_of(text):
        if not _ABOUT.search(sentence.text):
            continue
        for clause in clauses_of(text, sentence):
            found += _claims_of(text, sentence, clause, named, default, countries)
    return found


def _claims_of(
    text: str,
    sentence: Sentence,
    clause: Sentence,
    named: list[Years],
    default: tuple[int, int],
    countries: Countries,
) -> Iterator[Claim]:
    for match, start, end in _statements(text, clause):
        count = _number(match["count"])
        if _LOCAL.search(text, match.end(), max(end, match.end())):
            continue
        spoken = years_at(text, match.start(), clause, named)
        years = (spoken.first, spoken.last) if spoken else default
        named_here = list(countries.found_in(text, start, end)) or _just_before(
            text, match, clause, countries
        )
        for relation, _, name_end in named_here:
            printed = _SPAN.match(text, _skip_blanks(text, name_end))
            span = (int(printed["first"]), int(printed["last"])) if printed else None
            yield Claim(
                count,
                relation,
                around(text, match.start(), max(name_end, match.end())),
                clause.text,
                (span[1], span[1]) if span else years,
                spoken is not None or span is not None,
                span,
            )


def _just_before(
    text: str, match: re.Match[str], clause: Sentence, countries: Countries
) -> list[tuple[Relation, int, int]]:
    """Return the country named right before a statement: "Hungary đã trải qua 75 năm quan hệ"."""
    at = max(clause.start, match.start() - 40)
    for sign in ",.:(":
        at = max(at, text.rfind(sign, at, match.start()) + 1)
    return list(countries.found_in(text, at, match.start()))


def _number(words: str) -> int:
    """Return 75 for "75" and for "bảy mươi lăm"."""
    if words.isdigit():
        return int(words)
    first, _, *units = words.lower().split()
    return _TENS[first] + (5 if units else 0)


def _skip_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _statements(text: str, clause: Sentence) -> Iterator[tuple[re.Match[str], int, int]]:
    """Yield each statement of a clause with the place where its countries stand."""
    matches = {one.start("count"): one for one in _SHORT.finditer(text, clause.start, clause.end)}
    for pattern in (_CLAIM, _NTH):
        matches |= {one.start("count"): one for one in pattern.finditer(text, clause.start, clause.end)}
    starts = sorted(matches)
    for at, place in enumerate(starts):
        match = matches[place]
        stop = starts[at + 1] if at + 1 < len(starts) else clause.end
        cut = _LIST_END.search(text, match.end(), stop)
        # Countries may stand before the relation: "75 năm Việt Nam và Hungary thiết lập quan hệ".
        end = cut.start() if cut else stop
        yield match, match.start("count"), end
    for match in _AFTER.finditer(text, clause.start, clause.end):
        if match.start("count") not in matches:
            yield match, *match.span("middle")


def check_anniversaries(
    pieces: Iterable[Piece], *, setting: Setting, known: Sequence[Relation]
) -> Iterator[Finding]:
    """Yield the statements that do not follow from the table, or whose day is not reached yet."""
    countries = Countries(known)
    for piece in pieces:
        for claim in claims_in(piece.text, default=setting.years_of(piece.part), countries=countries):
            yield from _judge(claim, piece, setting)


def _judge(claim: Claim, piece: Piece, setting: Setting) -> Iterator[Finding]:
    relation, since = claim.relation, claim.relation.established_on

    def finding(severity: Severity, message: str) -> Finding:
        return Finding(CODE, severity, piece.key, claim.words, message, relation.citation)

    if since is None:
        message = f"Bảng quan hệ ngoại giao chưa có ngày của {relation.name}; bổ sung ngày rồi soát lại."
        yield finding(Severity.HINT, message)
        return
    reached = since.year + claim.count
    first, last = claim.years
    serious = Severity.BLOCK if relation.is_sure else Severity.WARN
    if not first <= reached <= last:
        yield finding(serious, _mismatch(claim, since))
    elif claim.span and claim.span[0] != since.year:
        message = f"Quan hệ với {relation.name} có từ {format_date(since)}, không phải năm {claim.span[0]}."
        yield finding(serious, message)
    elif _is_early(claim, anniversary_in(since, reached), piece, setting):
        day = format_date(anniversary_in(since, reached))
        message = (
            f"Đến {day} mới tròn {claim.count} năm với {relation.name}, văn bản ghi ngày "
            f"{format_date(setting.day)}; viết là việc sắp tới hoặc bỏ."
        )
        yield finding(Severity.WARN, message)


def _mismatch(claim: Claim, since: date) -> str:
    first, last = claim.years
    name = claim.relation.name
    if first == last:
        right = f"đến năm {last} là {last - since.year} năm"
        change = f"sửa “{claim.count} năm” thành “{last - since.year} năm”"
    else:
        right = f"trong {first}-{last} là từ {first - since.year} đến {last - since.year} năm"
        change = "sửa số năm hoặc ghi rõ năm kỷ niệm"
    return f"“{claim.count} năm” với {name}: tính từ {format_date(since)}, {right}; {change}."


def anniversary_in(since: date, year: int) -> date:
    """Return the day of a year on which relations have lasted whole years; 29/02 is kept on 28/02."""
    day = min(since.day, calendar.monthrange(year, since.month)[1])
    return date(year, since.month, day)


def _is_early(claim: Claim, day: date, piece: Piece, setting: Setting) -> bool:
    """Return whether a text tells as done what is marked only after its own day."""
    if day <= setting.day:
        return False
    if _PAST.search(claim.clause):
        return True
    tells_past = setting.is_past(piece.part) and claim.years[1] <= setting.years_of(piece.part)[1]
    return tells_past and claim.is_named and not _FUTURE.search(claim.clause)
