"""The hints of a stored version: what each would change, whom it touches, and what was done lately."""

import hashlib
from collections import ChainMap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.results import keep, kept
from programs.actions.hints import all_cut, done_rows, rows_before
from programs.keypoint_check import Check, as_point, check_of, heirs_of
from programs.keypoint_rules import carried_by
from programs.models import Draft, KeyPoint, Section
from programs.versions import LONGEST_AT_ONCE, passages_of, words_of
from programs.wording.comparing import Passage
from programs.wording.cutting import cut
from programs.wording.formulas import BY_CODE
from programs.wording.hints import Hint, Reading, Sort, hints_of
from programs.wording.inline import inline_spans
from programs.wording.outline import count_words
from programs.wording.tokens import folded_words, holds_run

type Runs = list[tuple[str, str]]
_BESIDE = 9


@dataclass(frozen=True)
class Touched:
    """A confirmed key point that a change touches, and whether the version would lose it."""

    point: KeyPoint
    is_lost: bool


@dataclass(frozen=True)
class Change:
    """What one click does to one paragraph: the place, the words before and after, the points it touches."""

    section: Section
    label: str
    start: int
    end: int
    found: str
    code: str
    runs: Runs
    saves: int
    touched: list[Touched]

    @property
    def name(self) -> str:
        """How the paragraph is called inside a sentence: "đoạn II.4"."""
        return self.label[:1].lower() + self.label[1:]

    @property
    def loses(self) -> bool:
        """Whether the version would lose a key point."""
        return any(one.is_lost for one in self.touched)


@dataclass(frozen=True)
class Offer:
    """A hint as the page shows it; `here` and `there` are what one click can do, None where it cannot."""

    hint: Hint
    label: str
    other_label: str = ""
    name: str = ""
    here: Change | None = None
    there: Change | None = None
    runs: Runs = field(default_factory=list)


@dataclass(frozen=True)
class Done:
    """A paragraph that a click changed: its words before and after, and whether that can be taken back."""

    key: str
    label: str
    runs: Runs
    saves: int
    lost: list[KeyPoint]
    can_undo: bool


class DraftHints:
    """Everything that the page of hints reads of a version."""

    def __init__(self, draft: Draft, passages: list[Passage], check: Check, hints: list[Hint]) -> None:
        """Take the passages of a version, the check of its key points and its hints."""
        self.draft, self.check = draft, check
        self.words = {one.key: one.text for one in passages}
        self.heirs = heirs_of(passages)
        self.labels = {one.key: one.label for one in passages}
        self.hints = hints

    def offers(self, hints: Sequence[Hint]) -> list[Offer]:
        """Return the hints with what each click would do, in two statements however many they are."""
        stored = self._stored(key for hint in hints for key in (hint.key, hint.other) if key)
        return [self._offer(hint, stored) for hint in hints]

    def changes_of(self, code: str) -> list[Change]:
        """Return what taking one formula out everywhere would do, paragraph by paragraph."""
        hints: dict[str, list[Hint]] = {}
        for hint in self.hints:
            if hint.code == code:
                hints.setdefault(hint.key, []).append(hint)
        stored = self._stored(hints)
        found = []
        for key, own in hints.items():
            after = all_cut(stored[key].text, own)
            if after is not None:
                found.append(self._change(stored[key], own[0].start, own[0].end, own[0].found, code, after))
        return found

    def _stored(self, keys: Iterable[str]) -> dict[str, Section]:
        rows = self.draft.sections.filter(key__in=set(keys), kind=Section.Kind.PARAGRAPH).order_by()
        return {row.key: row for row in rows}

    def _offer(self, hint: Hint, stored: dict[str, Section]) -> Offer:
        label = self.labels[hint.key]
        labels = label, self.labels.get(hint.other, ""), label[:1].lower() + label[1:]
        if not hint.is_exact:
            return Offer(hint, *labels)
        here = self._one(hint, stored.get(hint.key), hint.start, hint.end, hint.found)
        if not hint.other:
            return Offer(hint, *labels, here, runs=here.runs if here else [])
        end = self._end_of(hint)
        there = self._one(hint, stored.get(hint.other), hint.other_start, end, hint.other_text)
        is_near = hint.sort == Sort.NEAR
        runs = inline_spans(hint.other_text, hint.found) if is_near else [("", hint.found)]
        return Offer(hint, *labels, here, there, runs)

    def _end_of(self, hint: Hint) -> int:
        """Return where the other clause of a double ends."""
        text = self.words[hint.other]
        at = hint.other_start
        for word in hint.other_text.split():
            at = text.index(word, at) + len(word)
        return at

    def _one(self, hint: Hint, section: Section | None, start: int, end: int, found: str) -> Change | None:
        after = cut(section.text, start, end, hint.instead) if section else None
        if section is None or after is None:
            return None
        return self._change(section, start, end, found, hint.code, after)

    def _change(self, section: Section, start: int, end: int, found: str, code: str, after: str) -> Change:
        before, later = words_of(section.text, None), words_of(after, None)
        return Change(
            section,
            self.labels[section.key],
            start,
            end,
            found,
            code,
            shortened(inline_spans(before, later)),
            count_words(section.text) - count_words(after),
            self.touched(section.key, later, found),
        )

    def touched(self, key: str, after: str, found: str) -> list[Touched]:
        """Return the confirmed points of a paragraph that would go or whose words are among those found."""
        standing = ChainMap({key: after}, self.words)
        touched = []
        for pk, home in self.check.carried.items():
            row = self.check.points[pk]
            if home != key and all(carrier.section_key != key for carrier in row.carriers.all()):
                continue
            if home == key and not carried_by(as_point(row), standing, self.heirs):
                touched.append(Touched(row, is_lost=True))
            elif holds_run(folded_words(row.text), folded_words(found)):
                touched.append(Touched(row, is_lost=False))
        return touched

    def done(self, turn: str) -> list[Done]:
        """Return the paragraphs that one click changed, with their words before and after."""
        rows = done_rows(self.draft, turn)
        if not rows:
            return []
        before = rows_before(rows)
        now = dict(
            self.draft.sections.filter(key__in=[row.key for row in rows]).values_list("key", "version")
        )
        found = []
        for row in rows:
            is_gone = row.history_type == "-"
            was = row.text if is_gone else before[row.history_id].text if row.history_type == "~" else ""
            after = "" if is_gone else row.text
            lost = [self.check.points[one.point.pk] for one in self.check.lost if row.key in one.keys]
            found.append(
                Done(
                    row.key,
                    self.labels.get(row.key, "Đoạn đã bỏ"),
                    shortened(inline_spans(words_of(was, None), words_of(after, None))),
                    count_words(was) - count_words(after),
                    lost,
                    row.key not in now if is_gone else now.get(row.key) == row.version,
                )
            )
        return found


def _found(draft: Draft, passages: list[Passage], *, longest: int | None = None) -> list[Hint] | None:
    """Return the hints of a text; they are looked for once for as long as no word changes.

    What each paragraph gives by itself is kept too, so that a change costs the reading of one paragraph.
    None where more than `longest` paragraphs would have to be read.
    """
    words = "\n".join(f"{one.key}\t{one.is_heading}\t{one.text}" for one in passages)
    key = f"draft-hints-2-{hashlib.sha256(words.encode()).hexdigest()}"
    hints: list[Hint] | None = kept(key)
    if hints is None:
        page = f"draft-readings-1-{draft.pk}-{draft.created_at:%y%m%d%H%M%S}"
        known: dict[str, Reading] = kept(page) or {}
        texts = {one.text for one in passages if not one.is_heading}
        if longest is not None and len(texts - known.keys()) > longest:
            return None
        readings = {text: known[text] for text in texts & known.keys()}
        hints = hints_of(passages, readings)
        keep(key, hints)
        keep(page, readings)
    return hints


def _read(draft: Draft) -> tuple[list[Passage], list[Passage]]:
    """Return the passages of a version, and those that can be shortened here: tables are changed in Word."""
    passages = passages_of(draft)
    tables = set(draft.sections.filter(kind=Section.Kind.TABLE).order_by().values_list("key", flat=True))
    return passages, [one for one in passages if one.key not in tables]


def hints_on(draft: Draft) -> DraftHints:
    """Return the hints of a version; its text is read once."""
    passages, texts = _read(draft)
    return DraftHints(draft, passages, check_of(draft, passages), _found(draft, texts) or [])


def ready_hints(draft: Draft) -> DraftHints | None:
    """Return the hints of a version; None where it is long and the worker has not read it yet."""
    passages, texts = _read(draft)
    hints = _found(draft, texts, longest=LONGEST_AT_ONCE)
    return None if hints is None else DraftHints(draft, passages, check_of(draft, passages), hints)


def formula_name(code: str) -> str:
    """Return how a formula is called, "" for one that there is not."""
    return BY_CODE[code].name if code in BY_CODE else ""


def shortened(runs: Runs) -> Runs:
    """Return the runs with the words that stay cut to what stands near a change."""
    if len(runs) == 1:
        return runs
    found = []
    for at, (mark, text) in enumerate(runs):
        words = text.split()
        if mark or len(words) <= 2 * _BESIDE:
            found.append((mark, text))
            continue
        head = " ".join(words[:_BESIDE]) if at else ""
        tail = " ".join(words[-_BESIDE:]) if at < len(runs) - 1 else ""
        found.append(("", f"{head} … {tail}".strip()))
    return found
