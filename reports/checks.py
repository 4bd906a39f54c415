"""Checks of words against numbers and the table of countries: pure functions, values in, findings out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from core.dates import format_date
from core.text import Slip, hygiene
from programs.wording.checks import anniversaries
from reports.documents.blocks import CLOSING, FigureRef
from reports.figures import FigureValue
from reports.narrative import (
    Relation,
    as_token,
    unknown_token_sentence,
    unknown_tokens,
    with_tokens_as_text,
    without_tokens,
)
from reports.text_checks.printed import AID_NOUNS, CITED, MONEY, USD, counting, printed


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


_NOT_USD = re.compile(r"\s*(?:đồng|VNĐ|VND|EUR|euro|người|lượt|dân|ha\b|tấn)", re.IGNORECASE)
# The first figure behind a noun is the one to compare with aloud.
_COUNTED = AID_NOUNS | {
    "chương trình": ("aid.programmes",),
    "hội hữu nghị": ("associations.members", "associations.named"),
    "hội thành viên": ("associations.members", "associations.named"),
    "hội nghị": ("meetings.conferences", "meetings.held"),
    "cuộc họp": ("meetings.held",),
    "hoạt động": (
        "activities.total",
        "activities.exchanges",
        "activities.gatherings",
        "activities.anniversaries",
        "activities.overseas",
        "activities.information",
        "activities.training",
    ),
    "việc": ("followups.assigned", "followups.done", "followups.overdue"),
}
_COUNT = counting(_COUNTED)


def check_typed_numbers(text: str, values: Mapping[str, FigureValue]) -> list[Finding]:
    """Return the numbers typed by hand beside words that a figure counts, wrong ones as warnings."""
    typed = without_tokens(text)
    return [*_typed_money(typed, values), *_typed_counts(typed, values)]


def _typed_money(text: str, values: Mapping[str, FigureValue]) -> Iterator[Finding]:
    known = [code for code in values if code in USD or code.startswith("aid.sector_usd.")]
    for match in MONEY.finditer(text):
        unit, currency = match["unit"], match["currency"]
        if not currency and (unit is None or _NOT_USD.match(text, match.end())):
            continue
        said = printed(match["number"], unit=unit or "", lead=match["about"] or "")
        meant = [code for code in known if said.accepts(Decimal(values[code].value or 0))]
        yield _typed(match[0].strip(), meant, values, known, "AID_TOTAL_MISMATCH")


def _typed_counts(text: str, values: Mapping[str, FigureValue]) -> Iterator[Finding]:
    for match in _COUNT.finditer(text):
        if CITED.search(text[: match.start()]):
            continue
        known = [code for code in _COUNTED[match["noun"]] if code in values]
        number = int(match["number"].replace(".", ""))
        meant = [code for code in known if values[code].value == number]
        code = "AID_TOTAL_MISMATCH" if known and known[0].startswith("aid.") else "FIGURE_MISMATCH"
        yield _typed(match[0], meant, values, known, code)


def _typed(
    found: str, meant: Sequence[str], values: Mapping[str, FigureValue], known: Sequence[str], code: str
) -> Finding:
    """Return what to say of a number typed by hand: its token, or what it ought to be."""
    if meant:
        message = f"Số gõ tay “{found}” đang khớp; thay bằng {as_token(meant[0])} để tự đổi theo hồ sơ."
        return Finding("FIGURE_TYPED", Severity.INFO, found, message, values[meant[0]].label, "", meant[0])
    if not known:
        return Finding(
            "FIGURE_TYPED", Severity.INFO, found, f"Số gõ tay “{found}” chưa có nguồn để đối chiếu."
        )
    first = values[known[0]]
    message = (
        f"Số gõ tay “{found}” không khớp với cổng: {first.label} là {first.exact}. Dùng {as_token(known[0])}."
    )
    return Finding(code, Severity.WARN, found, message, first.label, "", known[0])


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


def check_text(
    text: str,
    *,
    place: str,
    year: int,
    refs: Mapping[str, FigureRef],
    known: Iterable[str],
    values: Mapping[str, FigureValue],
    relations: Iterable[Relation],
) -> list[Finding]:
    """Return all findings of one passage."""
    found = [
        *check_tokens(text, known),
        *check_typed_numbers(text, values),
        *check_anniversaries(with_tokens_as_text(text, refs), year=year, known=relations),
        *check_spelling(text),
        *check_closing(text),
    ]
    return [replace(finding, place=place) for finding in found]
