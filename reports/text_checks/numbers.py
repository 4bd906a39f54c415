"""Numbers of aid in a text against the register, in the years that the words are about; pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from core.legal import Citation
from core.text import nfc
from programs.wording.checks.findings import Finding, Piece, Setting, Severity
from programs.wording.checks.sentences import Sentence, clauses_of, sentences_of, years_at, years_named
from reports.text_checks.meant import (
    ABOUT_AID,
    AID_COUNTS,
    MEMBER_COUNTS,
    MEMBERS,
    OTHER_MONEY,
    Value,
    around,
    fitting,
    is_aid,
    meant,
)
from reports.text_checks.parts import near
from reports.text_checks.printed import USD
from reports.text_checks.typed import Typed, counts_in, money_in
from reports.text_checks.zeros import zeros_in
from reports.windows import Kind, Window, custom_window, window

_AID_CODES = ("aid.items_received", "aid.programmes", "aid.projects", "aid.non_projects")
CODES = tuple(
    dict.fromkeys(
        [
            *USD,
            "aid.committed_all_usd",
            *_AID_CODES,
            "aid.items_all",
            "aid.emergency_items",
            "aid.donors",
            *MEMBERS,
        ]
    )
)
# What is hoped for, or told of one donor or one place, is no total of the province.
_AIMING = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|chỉ tiêu|dự kiến|kế hoạch|ít nhất|tối thiểu|trở lên|bình quân|mỗi "
    r"năm|hằng năm|"
    r"trong đó|riêng lĩnh vực|lĩnh vực \w+ (?:có|tiếp nhận)|do tổ chức|của tổ chức [A-Z]\w+ tài trợ)(?!\w)",
    re.IGNORECASE,
)
# The names of the parts of a year, and what stands between one and its year.
PART_OF_YEAR = (
    (r"(?<!\w)(?:6|sáu)\s+tháng\s+đầu\s+năm(?!\w)", Kind.FIRST_HALF, None),
    (r"(?<!\w)(?:6|sáu)\s+tháng\s+cuối\s+năm(?!\w)", Kind.SECOND_HALF, None),
    (r"(?<!\w)(?:9|chín)\s+tháng(?:\s+đầu)?\s+năm(?!\w)", Kind.NINE_MONTHS, None),
    *((rf"(?<!\w)quý\s+(?:{roman}|{n})(?!\w)", Kind.QUARTER, n)
      for n, roman in enumerate(("I", "II", "III", "IV"), start=1)),
    (r"(?<!\w)(?<!\d\s)tháng\s+(?P<n>\d{1,2})(?!\d)", Kind.MONTH, None),
)  # fmt: skip
PART_ENDS = r"(?:\s+năm|\s*/)?\s*$"
# A number, or that there was none.
_MAY_CLAIM = re.compile(r"\d|không|chưa", re.IGNORECASE)
_A_YEAR = re.compile(r"20\d\d$")


@dataclass(frozen=True)
class Known:
    """The figures of one window, the years of it without any record, and where the records are."""

    values: Mapping[str, Value]
    empty_years: tuple[int, ...] = ()
    url: str = ""


type Figures = Callable[[Window], Known]


def check_numbers(pieces: Iterable[Piece], *, setting: Setting, figures: Figures) -> Iterator[Finding]:
    """Yield the numbers of aid and of associations that the register does not bear out.

    A number that lies ahead, is an aim, or is told of a part, is not compared.
    """
    for piece in pieces:
        text = nfc(piece.text)
        if piece.table or not _MAY_CLAIM.search(text):
            continue
        named = years_named(text)
        for sentence in sentences_of(text):
            yield from _members(piece, text, sentence, setting, figures)
            if not ABOUT_AID.search(sentence.text):
                continue
            for clause in clauses_of(text, sentence):
                if _AIMING.search(clause.text) or OTHER_MONEY.search(clause.text):
                    continue
                yield from _aid(piece, text, clause, named, setting, figures)


def _members(
    piece: Piece, text: str, sentence: Sentence, setting: Setting, figures: Figures
) -> Iterator[Finding]:
    if _AIMING.search(sentence.text):
        return
    for found in counts_in(text, MEMBER_COUNTS, sentence.start, sentence.end):
        known = figures(window(Kind.YEAR, setting.day.year))
        values = [known.values[code] for code in MEMBERS if code in known.values]
        if not meant(found, near(*around(text, sentence, found))).is_sure:
            continue
        if any(value.value for value in values) and not fitting(MEMBERS, found, known.values):
            words = text[found.start : found.last or found.end]
            yield _wrong(piece, words, values[0], "FIGURE_MISMATCH", known)


def _aid(
    piece: Piece, text: str, clause: Sentence, named: list, setting: Setting, figures: Figures
) -> Iterator[Finding]:
    for found in _typed(text, clause):
        said = text[found.start : found.last or found.end]
        words = near(*around(text, clause, found))
        span = _window(text, found.start, clause, named, setting.years_of(piece.part))
        if span.end > setting.day:
            continue
        known, meaning = figures(span), meant(found, words)
        if meaning.codes[0] not in known.values:
            continue
        if (found.is_odd or found.is_zero) and not meaning.is_sure:
            continue
        if known.empty_years:
            years = ", ".join(map(str, known.empty_years))
            message = f"Cổng chưa có hồ sơ viện trợ năm {years} nên chưa đối chiếu được “{said}”."
            yield Finding("FIGURE_UNCHECKED", Severity.HINT, piece.key, said, message)
        elif not fitting((*meaning.codes, *meaning.others), found, known.values):
            yield _wrong(piece, said, known.values[meaning.codes[0]], "AID_TOTAL_MISMATCH", known, span)


def _typed(text: str, clause: Sentence) -> Iterator[Typed]:
    """Yield each number of aid in a clause, and what says that there was none."""
    for found, is_dollars in money_in(text, clause.start, clause.end):
        if is_dollars:
            yield found
    yield from counts_in(text, AID_COUNTS, clause.start, clause.end)
    yield from (one for one in zeros_in(text, clause.start, clause.end) if is_aid(one.noun or "khoản"))


def _window(text: str, at: int, clause: Sentence, named: list, default: tuple[int, int]) -> Window:
    """Return the window that a number is about: half-years, quarters, a year, or several."""
    spoken = years_at(text, at, clause, named)
    first, last = (spoken.first, spoken.last) if spoken else default
    if spoken and first == last and _A_YEAR.search(text[spoken.start : spoken.end]):
        before = text[max(0, spoken.end - 40) : spoken.end - 4]
        for pattern, kind, n in PART_OF_YEAR:
            if found := re.search(pattern + PART_ENDS, before, re.IGNORECASE):
                month = int(found.groupdict().get("n") or 0)
                return window(kind, first, n or month or None)
    if first == last:
        return window(Kind.YEAR, first)
    return custom_window(date(first, 1, 1), date(last, 12, 31))


def _wrong(
    piece: Piece, words: str, right: Value, code: str, known: Known, span: Window | None = None
) -> Finding:
    when = f" {span.label}" if span else ""
    message = f"“{words}” không khớp sổ: {right.label}{when} là {right.exact}; sửa số hoặc bổ sung hồ sơ."
    return Finding(
        code, Severity.WARN, piece.key, words, message, Citation(f"Sổ số liệu: {right.label}", known.url)
    )
