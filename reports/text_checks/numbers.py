"""Numbers of aid in a text against the register, in the years that the words are about; pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from core.legal import Citation
from core.text import nfc
from programs.wording.checks.findings import Finding, Piece, Setting, Severity
from programs.wording.checks.sentences import Sentence, clauses_of, sentences_of, years_at, years_named
from reports.text_checks.printed import AID_NOUNS, CITED, MONEY, USD, counting, printed
from reports.windows import Kind, Window, custom_window, window

# A text of the province says "dự án" of every kind of item, too.
COUNTED = AID_NOUNS | {"dự án": ("aid.projects", "aid.items_received")}
MEMBERS = ("associations.members", "associations.named")
CODES = tuple(dict.fromkeys([*USD, *(code for codes in COUNTED.values() for code in codes), *MEMBERS]))
_ABOUT_AID = re.compile(r"viện trợ|phi chính phủ|phi dự án|tài trợ không hoàn lại", re.IGNORECASE)
_OTHER_MONEY = re.compile(
    r"FDI|ODA(?! (?:và|không))|xuất khẩu|kim ngạch|vốn đầu tư|thu hút đầu tư", re.IGNORECASE
)
_COUNT = counting(COUNTED, re.IGNORECASE)
_MEMBERS = re.compile(
    r"(?<![\w.,/])(?P<number>\d{1,3})\s+(?:hội hữu nghị thành viên|hội thành viên|hội hữu nghị)(?!\w)",
    re.IGNORECASE,
)
# What is hoped for, or told of one donor or one place, is no total of the province.
_AIMING = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|chỉ tiêu|dự kiến|kế hoạch|ít nhất|tối thiểu|trở lên|bình quân|mỗi "
    r"năm|hằng năm|"
    r"trong đó|riêng lĩnh vực|lĩnh vực \w+ (?:có|tiếp nhận)|do tổ chức|của tổ chức [A-Z]\w+ tài trợ)(?!\w)",
    re.IGNORECASE,
)
_BEFORE_YEAR = (
    (re.compile(r"(?:6|sáu)\s+tháng\s+đầu\s+năm\s*$", re.IGNORECASE), Kind.FIRST_HALF, None),
    (re.compile(r"(?:6|sáu)\s+tháng\s+cuối\s+năm\s*$", re.IGNORECASE), Kind.SECOND_HALF, None),
    (re.compile(r"(?:9|chín)\s+tháng(?:\s+đầu)?\s+năm\s*$", re.IGNORECASE), Kind.NINE_MONTHS, None),
    *((re.compile(rf"quý\s+{roman}(?:\s+năm|/)\s*$", re.IGNORECASE), Kind.QUARTER, n)
      for n, roman in enumerate(("I", "II", "III", "IV"), start=1)),
)  # fmt: skip
_A_YEAR = re.compile(r"20\d\d$")


class Value(Protocol):
    """As much of a figure as the rule looks at."""

    @property
    def label(self) -> str:
        """What it counts."""
        ...

    @property
    def value(self) -> Decimal | int | None:
        """The number."""
        ...

    @property
    def exact(self) -> str:
        """The number in words."""
        ...


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
        if piece.table or not any(sign.isdigit() for sign in text):
            continue
        named = years_named(text)
        for sentence in sentences_of(text):
            yield from _members(piece, text, sentence, setting, figures)
            if not _ABOUT_AID.search(sentence.text):
                continue
            for clause in clauses_of(text, sentence):
                if _AIMING.search(clause.text) or _OTHER_MONEY.search(clause.text):
                    continue
                yield from _aid(piece, text, clause, named, setting, figures)


def _members(
    piece: Piece, text: str, sentence: Sentence, setting: Setting, figures: Figures
) -> Iterator[Finding]:
    if _AIMING.search(sentence.text):
        return
    for found in _MEMBERS.finditer(text, sentence.start, sentence.end):
        known = figures(window(Kind.YEAR, setting.day.year))
        values = [known.values[code] for code in MEMBERS if code in known.values]
        if any(value.value for value in values) and all(
            value.value != int(found["number"]) for value in values
        ):
            yield _wrong(piece, found[0], values[0], "FIGURE_MISMATCH", known)


def _aid(
    piece: Piece, text: str, clause: Sentence, named: list, setting: Setting, figures: Figures
) -> Iterator[Finding]:
    for found, codes, accepts in _typed(text, clause):
        span = _window(text, found.start(), clause, named, setting.years_of(piece.part))
        if span.end > setting.day:
            continue
        known = figures(span)
        values = [known.values[code] for code in codes if code in known.values]
        if not values:
            continue
        if known.empty_years:
            years = ", ".join(map(str, known.empty_years))
            message = f"Cổng chưa có hồ sơ viện trợ năm {years} nên chưa đối chiếu được “{found[0].strip()}”."
            yield Finding("FIGURE_UNCHECKED", Severity.HINT, piece.key, found[0].strip(), message)
        elif not any(accepts(Decimal(value.value or 0)) for value in values):
            yield _wrong(piece, found[0].strip(), values[0], "AID_TOTAL_MISMATCH", known, span)


def _typed(
    text: str, clause: Sentence
) -> Iterator[tuple[re.Match[str], tuple[str, ...], Callable[[Decimal], bool]]]:
    """Yield each number of a clause with the figures that it may be, and what it accepts."""
    for found in MONEY.finditer(text, clause.start, clause.end):
        if found["currency"]:
            said = printed(found["number"], unit=found["unit"] or "", lead=found["about"] or "")
            yield found, _meant(text[clause.start : found.start()]), said.accepts
    for found in _COUNT.finditer(text, clause.start, clause.end):
        if not CITED.search(text[: found.start()]):
            number = int(found["number"].replace(".", ""))
            yield found, COUNTED[" ".join(found["noun"].lower().split())], Decimal(number).__eq__


def _meant(before: str) -> tuple[str, ...]:
    """Return the figures of money that the words before a number speak of."""
    near = before[-60:].lower()
    if "giải ngân" in near:
        return ("aid.disbursed_usd",)
    return ("aid.emergency_usd",) if "khẩn cấp" in near else USD


def _window(text: str, at: int, clause: Sentence, named: list, default: tuple[int, int]) -> Window:
    """Return the window that a number is about: half-years, quarters, a year, or several."""
    spoken = years_at(text, at, clause, named)
    first, last = (spoken.first, spoken.last) if spoken else default
    if spoken and first == last and _A_YEAR.search(text[spoken.start : spoken.end]):
        before = text[max(0, spoken.end - 40) : spoken.end - 4]
        for pattern, kind, n in _BEFORE_YEAR:
            if pattern.search(before):
                return window(kind, first, n)
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
