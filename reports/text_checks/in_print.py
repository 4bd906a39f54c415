"""Tokens read in the sentence that they print: a number in words of another figure; pure functions.

A number typed by hand that stands as a token is a claim like any other typed number. A figure prints its own
value, which is right by itself: only where the words around surely mean another figure, part or time does it
contradict them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from programs.wording.checks.sentences import Sentence
from reports.checks import Finding, Severity, contradicted, said_of
from reports.documents.blocks import FigureRef
from reports.figures import FIGURES, FigureValue
from reports.figures.words import BARE
from reports.manual_figures import MANUAL
from reports.narrative import TOKEN, as_token
from reports.text_checks.claims import clauses_with_leads, numbers_of
from reports.text_checks.meant import SECTORS, around, meant
from reports.text_checks.parts import PART, WHOLE, Near, near
from reports.text_checks.percentages import percentages_against
from reports.text_checks.times import Told
from reports.text_checks.tokens import as_read
from reports.text_checks.typed import Typed, blank, plain
from reports.text_checks.zeros import zeros_in

# Totals: words that mean another figure than one of these contradict it.
_WHOLES = frozenset({
    *("aid.items_received", "aid.items_all", "aid.donors", "aid.committed_usd", "aid.committed_all_usd"),
    *("aid.disbursed_usd", "associations.members", "associations.named", "meetings.held"),
    *("activities.total", "activities.participants", "awards.given", "awards.recipients"),
    *("followups.assigned", "tasks.total"),
})  # fmt: skip
_MODES = ("aid.programmes", "aid.projects", "aid.non_projects")
_MONEY = {
    "aid.committed_usd": "cam kết",
    "aid.committed_all_usd": "cam kết",
    "aid.disbursed_usd": "giải ngân",
}
_UP_TO = re.compile(r"(?<!\w)(?:đến|hết|từ|sau|lũy kế|luỹ kế|cộng dồn)(?!\w)", re.IGNORECASE)
_PLAIN_FORMS = frozenset({"", "chinh-xac", "hoac-khong", BARE})
_BEFORE = "cung-ky"
_EARLIER = re.compile(
    r"(?<!\w)(?:cùng kỳ|năm (?:trước|ngoái)|kỳ trước|trước đó|so với|20\d\d)", re.IGNORECASE
)
_NUMBER = re.compile(r"^[^\d\n]{0,12}\d[\d.,]*(?:\s+(?:nghìn|triệu|tỷ)(?!\w))?")
# Who gives, or what is held, cannot be received: "tiếp nhận 8 nhà tài trợ viện trợ".
_RECEIVED = re.compile(
    r"(?<!\w)(?:tiếp nhận|đón nhận|phê duyệt|vận động)(?:\s+(?:được|mới|thêm|tổng cộng|tổng số))*\s+$",
    re.IGNORECASE,
)
_AS_AID = re.compile(r"\s+(?:viện trợ|tài trợ|phi chính phủ)(?!\w)", re.IGNORECASE)
_NO_AID = frozenset({"nhà tài trợ", "hội", "cuộc", "hội nghị", "việc", "nhiệm vụ", "hoạt động", "lượt người"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a token stands in the printed text, and its code."""

    start: int
    end: int
    code: str

    @property
    def base(self) -> str:
        """The code of the figure."""
        return self.code.partition("|")[0]

    @property
    def form(self) -> str:
        """The form that is asked for, "" the usual one."""
        return self.code.partition("|")[2]

    @property
    def is_manual(self) -> bool:
        """Whether it is a number typed by hand."""
        return self.code.startswith(MANUAL)


def check_in_print(
    text: str, refs: Mapping[str, FigureRef], values: Mapping[str, FigureValue], told: Told | None = None
) -> list[Finding]:
    """Return the tokens whose number the words around contradict, in the order of the text.

    Severities are those of a number typed by hand; nothing is said of a number that is right.
    """
    raw, places = _printed(text, refs)
    if not places:
        return []
    paper = _Print(raw, plain(raw), plain(_without_numbers(raw, places)), values, told)
    found: list[tuple[int, Finding]] = []
    for clause, lead in clauses_with_leads(paper.typed):
        inside = [one for one in places if clause.start <= one.start < clause.end]
        if inside:
            found += paper.contradictions(inside, clause, lead)
            found += paper.denials(inside, clause, lead)
            found += paper.shares(inside, clause)
            found += [(one.start, _no_aid(one, raw)) for one in inside if _is_no_aid(one, raw, clause)]
    # Of two about the same token the graver one is told.
    graver = dict(sorted(found, key=lambda pair: pair[1].code != "FIGURE_TYPED"))
    return [graver[at] for at in sorted(graver)]


def _printed(text: str, refs: Mapping[str, FigureRef]) -> tuple[str, list[Place]]:
    """Return the text as it prints, and where its tokens stand; what has no number leaves a sign."""
    parts: list[str] = []
    places, at, length = [], 0, 0
    for match in TOKEN.finditer(text):
        words = refs[match[1]].text if match[1] in refs else "§"
        start = length + match.start() - at
        parts += [text[at : match.start()], words]
        at, length = match.end(), start + len(words)
        if match[1] in refs:
            places.append(Place(start, length, match[1]))
    return "".join([*parts, text[at:]]), places


def _without_numbers(raw: str, places: list[Place]) -> str:
    """Return the text with the numbers of tokens blanked out, their nouns left: "không tiếp nhận   khoản"."""
    for one in places:
        raw = raw[: one.start] + _NUMBER.sub(blank, raw[one.start : one.end]) + raw[one.end :]
    return raw


@dataclass(frozen=True, slots=True)
class _Print:
    """A passage as it prints: as such, for reading, without its tokens' numbers; and the figures."""

    raw: str
    typed: str
    denied: str
    values: Mapping[str, FigureValue]
    told: Told | None

    def contradictions(
        self, places: list[Place], clause: Sentence, lead: str
    ) -> Iterator[tuple[int, Finding]]:
        """Yield the tokens whose number is another one than the words ask for."""
        for one in numbers_of(self.typed, clause):
            place = self._place_of(one, places)
            if place is None:
                continue
            words = self._near(self.typed, clause, one, lead)
            finding = self._said(one, place, words, clause)
            if finding is None:
                continue
            verdict: bool | None = finding.code != "FIGURE_TYPED"
            if not place.is_manual:
                verdict = self._verdict(one, place, words, clause, is_stop=bool(verdict))
            if verdict is not None:
                yield place.start, finding if verdict else replace(finding, code="FIGURE_TYPED")

    def denials(self, places: list[Place], clause: Sentence, lead: str) -> Iterator[tuple[int, Finding]]:
        """Yield the tokens in a sentence that says there was none: "không tiếp nhận 11 khoản nào"."""
        for one in zeros_in(self.denied, clause.start, clause.end, lead):
            over = [place for place in places if one.start <= place.start < max(one.end, one.last)]
            if len(over) != 1 or over[0].form not in _PLAIN_FORMS:
                continue
            if not _NUMBER.search(self.raw[over[0].start : over[0].end]):
                continue
            words = self._near(self.denied, clause, one, lead)
            if finding := self._said(one, over[0], words, clause):
                yield over[0].start, finding

    def shares(self, places: list[Place], clause: Sentence) -> Iterator[tuple[int, Finding]]:
        """Yield the percentages typed by hand as tokens that a figure contradicts."""
        manual = [place for place in places if place.is_manual]
        for share in percentages_against(self.typed, clause, self.values, self.told) if manual else ():
            over = [place for place in manual if place.start < share.end and share.start < place.end]
            if over:
                said = self.raw[share.start : share.end].strip()
                yield over[0].start, self._named(contradicted(share, said, ""), over[0], said, clause)

    def _near(self, text: str, clause: Sentence, one: Typed, lead: str) -> Near:
        before, after = around(text, clause, one)
        return near(f"{lead} {before}", after)

    def _place_of(self, one: Typed, places: list[Place]) -> Place | None:
        """Return the one token that prints a number, None where it is typed or of several tokens."""
        first, last = one.start, max(one.end, one.last)
        over = [place for place in places if place.start < last and first < place.end]
        if len(over) != 1:
            return None
        rest = self.raw[first : over[0].start] + self.raw[over[0].end : last]
        return None if any(sign.isdigit() for sign in rest) else over[0]

    def _said(self, one: Typed, place: Place, words: Near, clause: Sentence) -> Finding | None:
        said = self.raw[one.start : one.last or one.end].strip()
        finding = said_of(one, said, words, self.values, self.told)
        return self._named(finding, place, said, clause) if finding and finding.is_serious else None

    def _named(self, finding: Finding, place: Place, said: str, clause: Sentence) -> Finding:
        """Return the finding with its token by name, and what may be done about a token."""
        token = as_read(as_token(place.code))
        lead = f"Số nhập tay “{said}”" if place.is_manual else f"Ô số {token} in “{said}”"
        message = re.sub(rf"^(?:Số|Tỷ lệ) gõ tay “{re.escape(said)}”", lead, finding.message)
        message = re.sub(r"; sửa số\.$", "; chọn lại ô số hoặc sửa lời.", message)
        words = self.raw[clause.start : clause.end].strip()
        return replace(finding, message=message, text=said, figure="", near=words)

    def _verdict(
        self, one: Typed, place: Place, words: Near, clause: Sentence, *, is_stop: bool
    ) -> bool | None:
        """Return whether a figure in these words stops the report: False a warning, None nothing at all."""
        if place.form == _BEFORE:
            return None if _EARLIER.search(clause.text) else is_stop
        if place.form not in _PLAIN_FORMS or place.base not in self.values:
            return None
        meaning, before = meant(one, words), words.before
        if place.base in meaning.codes:
            # The figure that is meant, told of other days; "đến hết quý IV" is the whole year.
            return is_stop and not _UP_TO.search(before)
        if place.base in meaning.others or meaning.codes[0] in _MODES:
            return None
        if place.base in _WHOLES:
            return is_stop if _names_another(place.base, meaning.codes[0], before, clause.text) else None
        is_urgent = place.base.startswith("aid.emergency") and "khẩn cấp" in clause.text.lower()
        # Words that the checks do not know may name the part.
        is_of_a_part = is_urgent or PART.search(clause.text) or not WHOLE.search(f"{before} {words.after}")
        return False if is_stop and not is_of_a_part else None


def _names_another(own: str, other: str, before: str, clause: str) -> bool:
    """Return whether the words before a number name the other figure and not its own.

    A sector behind the number, or one of several, may be where most of it went.
    """
    if other.startswith("aid.sector_"):
        found = [pattern for pattern in SECTORS.values() if re.search(pattern, clause, re.IGNORECASE)]
        return len(found) == 1 and bool(re.search(found[0], before, re.IGNORECASE))
    if own in _MONEY:
        said = before[max((at + 1 for at, sign in enumerate(before) if sign.isdigit()), default=0) :].lower()
        return said.rfind(_MONEY[own]) < max(said.rfind(word) for word in _MONEY.values())
    return True


def _is_no_aid(place: Place, raw: str, clause: Sentence) -> bool:
    """Return whether a sentence has donors, meetings or tasks received as if they were aid."""
    figure = FIGURES.get(place.base)
    if figure is None or figure.unit not in _NO_AID or place.form not in _PLAIN_FORMS:
        return False
    is_received = _RECEIVED.search(raw[clause.start : place.start])
    return bool(is_received and _AS_AID.match(raw[place.end : clause.end]))


def _no_aid(place: Place, raw: str) -> Finding:
    token, said = as_read(as_token(place.code)), raw[place.start : place.end]
    label = FIGURES[place.base].label
    message = (
        f"Ô số {token} in “{said}”, là số {label[:1].lower()}{label[1:]}, lời văn lại nói tiếp nhận viện "
        "trợ; chọn lại ô số hoặc sửa lời."
    )
    return Finding("FIGURE_MISMATCH", Severity.WARN, said, message, label)
