"""Checks of words against numbers and the table of countries: pure functions, values in, findings out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from core.dates import format_date
from core.text import Slip, hygiene
from programs.wording.checks import anniversaries
from reports.documents.blocks import CLOSING, FigureRef
from reports.figures import FigureValue
from reports.manual_figures import MANUAL
from reports.narrative import (
    Relation,
    as_token,
    token_codes,
    unknown_token_sentence,
    unknown_tokens,
    with_tokens_as_text,
    without_tokens,
)
from reports.text_checks.claims import clauses_with_leads, numbers_of
from reports.text_checks.meant import (
    Meaning,
    around,
    fitting,
    is_difference,
    is_other_business,
    meant,
)
from reports.text_checks.parts import Near, near
from reports.text_checks.percentages import Contradicted, percentages_against
from reports.text_checks.times import Told, When, when_told
from reports.text_checks.tokens import as_read, misplaced, touched
from reports.text_checks.totals import is_done_to_some
from reports.text_checks.typed import Typed, plain
from reports.text_checks.zeros import denied_under, zeros_in
from reports.windows import Window


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True)
class Finding:
    """Something to look at in a text: a stable code, the words, what is wrong, and the source for that."""

    code: str
    severity: Severity
    text: str
    message: str
    source: str = ""
    place: str = ""
    # The code of the figure that the words stand for, where one is known.
    figure: str = ""
    # The clause of a typed number, tokens as "§".
    near: str = ""
    # Where the words begin in the text without its tokens (narrative.without_tokens); -1 where not kept.
    start: int = field(default=-1, compare=False)

    @property
    def is_serious(self) -> bool:
        """Whether somebody must act."""
        return self.severity is not Severity.INFO


@dataclass(frozen=True)
class AnniversaryClaim:
    """A number of years of relations that a text states for one country, reached in `year`."""

    text: str
    relation: Relation
    claimed: int
    year: int

    @property
    def computed(self) -> int:
        """The number of years by the table of countries."""
        return self.relation.years(self.year)

    @property
    def is_right(self) -> bool:
        """Whether the text agrees with the table of countries."""
        return self.claimed == self.computed


def anniversary_claims(text: str, *, year: int, known: Iterable[Relation]) -> list[AnniversaryClaim]:
    """Return each country of which the text states a number of years of diplomatic relations."""
    by_name = {relation.name: relation for relation in known}
    countries = anniversaries.Countries(
        anniversaries.Relation(one.name, one.names, one.established_on) for one in by_name.values()
    )
    return [
        AnniversaryClaim(f"{claim.count} năm … {relation.name}", relation, claim.count, claim.years[1])
        for claim in anniversaries.claims_in(text, default=(year, year), countries=countries)
        if (relation := by_name.get(claim.relation.name))
    ]


def check_anniversaries(text: str, *, year: int, known: Iterable[Relation]) -> list[Finding]:
    """Return the anniversaries whose number of years does not follow from the day of relations."""
    return [
        Finding(
            "ANNIVERSARY_MISMATCH",
            Severity.WARN,
            claim.text,
            f"“{claim.claimed} năm” với {claim.relation.name}: từ ngày "
            f"{format_date(claim.relation.established_on)} đến năm {claim.year} là {claim.computed} năm.",
            claim.relation.source,
        )
        for claim in anniversary_claims(text, year=year, known=known)
        if not claim.is_right
    ]


def check_typed_numbers(
    text: str, values: Mapping[str, FigureValue], told: Told | None = None
) -> list[Finding]:
    """Return the numbers typed by hand beside words that a figure counts.

    A number that the register contradicts has a code of a mismatch. One that may be told of something else
    is a FIGURE_TYPED to look at, a right one a FIGURE_TYPED that names its figure. What lies ahead, is an
    aim, or agrees with another year is let pass.
    """
    raw = without_tokens(text)
    typed = plain(raw)
    found: list[tuple[int, Finding]] = []
    for clause, lead in clauses_with_leads(typed):
        for one in (*numbers_of(typed, clause), *zeros_in(typed, clause.start, clause.end, lead)):
            before, after = around(typed, clause, one)
            said = raw[one.start : one.last or one.end].strip()
            start = raw.index(said, one.start)
            finding = said_of(one, said, near(f"{lead} {before}", after), values, told)
            words = raw[clause.start : clause.end].strip()
            found += [(one.start, replace(finding, near=words, start=start))] if finding else []
        for share in percentages_against(typed, clause, values, told):
            said, words = raw[share.start : share.end], raw[clause.start : clause.end].strip()
            found.append((share.start, contradicted(share, said.strip(), words)))
    return [*(finding for _, finding in sorted(found, key=lambda one: one[0])), *_of_tokens(text)]


def _of_tokens(text: str) -> list[Finding]:
    """Return what is wrong with tokens beside words; the figures stand by their names, as pages show them."""
    message = "Chữ số dính liền ô số: “{}” in ra thành một số khác; bỏ chữ số hoặc cách ra."
    joined = [
        Finding("FIGURE_MISMATCH", Severity.WARN, one, message.format(one))
        for one in map(as_read, touched(text))
    ]
    return joined + [
        Finding(
            "FIGURE_MISMATCH" if one.is_sure else "FIGURE_TYPED",
            Severity.WARN,
            as_read(one.words),
            one.message,
        )
        for one in misplaced(text)
    ]


def said_of(
    one: Typed,
    said: str,
    words: Near,
    values: Mapping[str, FigureValue],
    told: Told | None,
) -> Finding | None:
    """Return what to say of a number, None where it is no claim that a figure could bear out."""
    if is_other_business(one, words):
        return None
    is_of_members = one.noun.startswith(("hội hữu", "hội thành")) and not one.is_whole
    if is_difference(words) or (is_of_members and is_done_to_some(words)):
        return _unsourced(said)
    when = when_told(words.before, words.after, told) if told else When()
    if when.is_ahead:
        return None
    meaning = meant(one, words)
    if one.is_odd and not (meaning.is_sure and when == When()):
        return None
    if one.is_odd or not (when.is_sure and one.is_sure):
        meaning = replace(meaning, is_sure=False)
    elsewhere = [span for span in when.windows if span]
    if elsewhere and told and _fits_elsewhere(one, meaning, when, told):
        return None
    if None in when.windows:
        return _typed(one, said, meaning, values)
    return _typed_elsewhere(said, meaning, elsewhere[0], told)


def _fits_elsewhere(one: Typed, meaning: Meaning, when: When, told: Told) -> bool:
    """Return whether the register of another window bears a number out, or has no records at all."""
    for span in filter(None, when.windows):
        known = told.figures(span) if told.figures else None
        if known is None or known.empty_years or meaning.codes[0] not in known.values:
            # Nothing to compare with: the likelier window decides.
            return when.windows[0] is not None
        if fitting((*meaning.codes, *meaning.others), one, known.values):
            return True
    return False


def _typed_elsewhere(said: str, meaning: Meaning, span: Window, told: Told | None) -> Finding | None:
    """Return what to say of a number of another window that the register there does not bear out."""
    if told is None or told.figures is None:
        return None
    right = told.figures(span).values[meaning.codes[0]]
    message = f"Số gõ tay “{said}” không khớp sổ: {right.label} {span.label} là {right.exact}; sửa số."
    is_own = told.window.start <= span.start and span.end <= told.window.end
    if is_own and meaning.is_sure:
        return Finding(_mismatch(meaning), Severity.WARN, said, message, right.label)
    return Finding("FIGURE_TYPED", Severity.WARN, said, message, right.label)


def _typed(one: Typed, said: str, meaning: Meaning, values: Mapping[str, FigureValue]) -> Finding | None:
    """Return what to say of a number of the report's own window: its token, or what it ought to be."""
    known = [code for code in meaning.codes if code in values]
    if not known:
        return _unsourced(said)
    if code := fitting(meaning.codes, one, values):
        if one.is_zero:
            return None
        if code not in values:
            return Finding(
                "FIGURE_TYPED", Severity.INFO, said, f"Số gõ tay “{said}” bằng tổng các số của cổng."
            )
        if one.is_odd:
            return Finding("FIGURE_TYPED", Severity.INFO, said, f"Số gõ tay “{said}” đang khớp với cổng.")
        message = f"Số gõ tay “{said}” đang khớp; để tự đổi theo hồ sơ, {_insert(values[code])}."
        return Finding("FIGURE_TYPED", Severity.INFO, said, message, values[code].label, "", code)
    first = values[known[0]]
    right = f"{first.label} là {first.exact}; {_insert(first)}."
    if one.is_zero:
        return _denied(said, first, meaning)
    if other := fitting(meaning.others, one, values):
        message = f"Số gõ tay “{said}” là {values[other].label}; {right[:1].lower()}{right[1:]}"
        return Finding("FIGURE_TYPED", Severity.WARN, said, message, first.label, "", known[0])
    if not meaning.is_sure:
        message = (
            f"Số gõ tay “{said}” khác số của cổng, có thể là số của một phần; {right[:1].lower()}{right[1:]}"
        )
        return Finding("FIGURE_TYPED", Severity.WARN, said, message, first.label, "", known[0])
    message = f"Số gõ tay “{said}” không khớp với cổng: {right}"
    return Finding(_mismatch(meaning), Severity.WARN, said, message, first.label, "", known[0])


def _insert(figure: FigureValue) -> str:
    """Return how a writer puts a figure in place of a number: the name that the list of figures shows."""
    return f"mở Chèn số, bảng → “{figure.label}”"


def _denied(said: str, right: FigureValue, meaning: Meaning) -> Finding:
    message = (
        f"Lời văn ghi “{said}” nhưng cổng có {right.label} là {right.exact}; sửa lời hoặc bổ sung hồ sơ."
    )
    if not meaning.is_sure:
        message = f"{message} Nếu câu này nói riêng một phần thì không phải sửa."
    code = _mismatch(meaning) if meaning.is_sure else "FIGURE_TYPED"
    return Finding(code, Severity.WARN, said, message, right.label)


def check_bare_denial(
    title: str, text: str, leads: Sequence[str], values: Mapping[str, FigureValue], told: Told
) -> list[Finding]:
    """Return what a bare "Không phát sinh." says against the figures of its heading or of its passage.

    `leads` are the beginnings of the codes of the figures that the portal prints in the passage.
    """
    found = None if told.is_ahead else denied_under(title, text, leads, values)
    if found is None:
        return []
    return [_denied(found.words, found.right, Meaning((found.code,), is_sure=found.is_sure))]


def _unsourced(said: str) -> Finding:
    return Finding("FIGURE_TYPED", Severity.INFO, said, f"Số gõ tay “{said}” chưa có nguồn để đối chiếu.")


def contradicted(share: Contradicted, said: str, words: str) -> Finding:
    message = f"Tỷ lệ gõ tay “{said}” khác số của cổng: {share.label} {share.right}; xem lại cách tính."
    code = _mismatch(Meaning((share.code,))) if share.is_sure else "FIGURE_TYPED"
    return Finding(code, Severity.WARN, said, message, share.label, near=words)


def _mismatch(meaning: Meaning) -> str:
    return "AID_TOTAL_MISMATCH" if meaning.codes[0].startswith("aid.") else "FIGURE_MISMATCH"


_SLIP_WORDS = {
    "SPELL_HINT": "Có thể sai chính tả: “{found}”, thường viết “{suggestion}”.",
    "TEXT_NOSPACE": "Thiếu dấu cách: “{found}”, viết “{suggestion}”.",
    "SO_KET_TONG_KET": "Thiếu dấu phẩy: “{found}”, viết “{suggestion}”.",
}


def slip_sentence(slip: Slip) -> str:
    """Return what to tell about a printing slip."""
    return _SLIP_WORDS[slip.code].format(found=slip.found, suggestion=slip.suggestion)


def check_spelling(text: str) -> list[Finding]:
    """Return printing slips: hints, never changed by the portal."""
    return [
        Finding(slip.code, Severity.WARN, slip.found, slip_sentence(slip))
        for slip in hygiene(without_tokens(text))
    ]


def check_closing(text: str) -> list[Finding]:
    """Return a finding for a closing sign inside the report: only its end has one, put by the portal."""
    if CLOSING not in text:
        return []
    message = "Bỏ dấu “./.” trong lời văn: cổng tự đặt dấu này ở cuối báo cáo."
    return [Finding("FORMAT_ND30", Severity.WARN, CLOSING, message, "Phụ lục I Nghị định 30/2020/NĐ-CP")]


def check_tokens(text: str, known: Iterable[str]) -> list[Finding]:
    """Return the tokens that name no number."""
    return [
        Finding("TOKEN_UNKNOWN", Severity.ERROR, wrong, unknown_token_sentence(wrong))
        for wrong in unknown_tokens(text, known)
    ]


def check_manual_tokens(
    text: str, refs: Mapping[str, FigureRef], span: Window, known: Collection[str]
) -> list[Finding]:
    """Return the numbers typed by hand that a text names and that nobody gave for these days."""
    message = (
        "Số nhập tay “{}” chưa có cho kỳ {}; thêm số của cơ quan ban hành hoặc của toàn tỉnh cho đúng kỳ này "
        "(ngày đầu, ngày cuối), hoặc bỏ ô số."
    )
    return [
        Finding("TOKEN_UNKNOWN", Severity.ERROR, as_token(code), message.format(as_token(code), span.label))
        for code in token_codes(text)
        if code.startswith(MANUAL) and code not in refs and code in known
    ]


def check_heading_numbers(
    title: str, values: Mapping[str, FigureValue], told: Told | None = None
) -> list[Finding]:
    """Return the numbers typed by hand in a heading or title, where no token can stand for them."""
    return [
        replace(one, message=OFFERED_TOKEN.sub(".", one.message))
        for one in check_typed_numbers(title, values, told)
    ]


# How the messages on typed numbers end where a token may take their place.
OFFERED_TOKEN = re.compile(r"; (?:để tự đổi theo hồ sơ, )?mở Chèn số, bảng.*$")
_BRACES = re.compile(r"\{+[^{}\n]{0,80}\}*|\}+")


def check_heading_tokens(title: str) -> list[Finding]:
    """Return what stands in braces in a heading or title: they print as typed, nothing is put in."""
    message = "Đề mục và tên báo cáo in đúng như gõ, không thay ô số: viết hẳn chữ, số vào chỗ “{}”."
    return [
        Finding("TOKEN_UNKNOWN", Severity.ERROR, wrong, message.format(wrong))
        for wrong in dict.fromkeys(_BRACES.findall(title))
    ]


def check_text(
    text: str,
    *,
    place: str,
    year: int,
    refs: Mapping[str, FigureRef],
    known: Iterable[str],
    values: Mapping[str, FigureValue],
    relations: Iterable[Relation],
    told: Told | None = None,
) -> list[Finding]:
    """Return all findings of one passage."""
    found = [
        *check_tokens(text, known),
        *check_typed_numbers(text, values, told),
        *check_anniversaries(with_tokens_as_text(text, refs), year=year, known=relations),
        *check_spelling(text),
        *check_closing(text),
    ]
    return [replace(finding, place=place) for finding in found]
