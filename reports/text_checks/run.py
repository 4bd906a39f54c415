"""Check a version of a program's draft, a report, or any text: every rule, in the order of the page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils import timezone

from core.legal import Citation
from programs.kept_rules import words_print
from programs.models import Draft, Section
from programs.versions import passages_of
from programs.wording.checks.aims import check_aims
from programs.wording.checks.anniversaries import check_anniversaries
from programs.wording.checks.assignments import check_assignments
from programs.wording.checks.bodies import check_bodies
from programs.wording.checks.dates import check_dates
from programs.wording.checks.findings import Finding, Piece, Setting, Severity, in_order
from programs.wording.checks.hygiene import check_typing
from programs.wording.checks.people import check_people
from programs.wording.checks.treaties import check_treaties
from reports import checks
from reports.figures.words import BARE
from reports.kinds.year_end import passage_label, report_numbers, report_scope, sections_of
from reports.kinds.year_end_numbers import Numbers
from reports.kinds.year_end_sentences import SENTENCES
from reports.models import NarrativeBlock, Report, SectionLevel
from reports.narrative import token_codes, with_tokens_as_text
from reports.placements import known_codes, placed_again, without_placements
from reports.replaced_sentences import replaced_in
from reports.text_checks.details import NO_SECTION, numbers_in_details, pieces_of_details
from reports.text_checks.grounds import PREAMBLE, PREAMBLE_LABEL, check_grounds, check_preamble
from reports.text_checks.in_print import check_in_print
from reports.text_checks.numbers import check_numbers
from reports.text_checks.places import placed
from reports.text_checks.registers import RegisteredTasks, Registers, registered_tasks
from reports.text_checks.times import Told
from reports.writing_rules import (
    headings_above,
    passage_print,
    tasks_without_deadline,
    years_left_behind,
)

# The severities of the checks that stand beside a report while it is written.
_SEVERITY = {
    checks.Severity.ERROR: Severity.BLOCK,
    checks.Severity.WARN: Severity.WARN,
    checks.Severity.INFO: Severity.HINT,
}
_WRONG_NUMBERS = frozenset({"AID_TOTAL_MISMATCH", "FIGURE_MISMATCH"})
RANKS: dict[str, int] = {level: rank for rank, level in enumerate(SectionLevel)}


@dataclass(frozen=True)
class Checked:
    """The findings of one document in order, the names of its passages, and prints of their words."""

    findings: tuple[Finding, ...]
    labels: dict[str, str]
    prints: dict[str, str] = field(default_factory=dict)

    def label(self, key: str) -> str:
        """Return "Khoản 4, mục II, Phần thứ ba" for a passage, "Cả văn bản" for what belongs to none."""
        return self.labels.get(key, "") or key or "Cả văn bản"

    def place(self, one: Finding) -> str:
        """Return the passage of a finding and its paragraph there: "Công tác phối hợp, đoạn 2"."""
        label = self.label(one.key)
        return f"{label}, đoạn {one.paragraph}" if one.paragraph else label

    def where(self, one: Finding) -> str:
        """Return where a finding stands as the beginning of a sentence: "Mục “Công tác phối hợp”, đoạn 2"."""
        label = f"Mục “{self.label(one.key)}”"
        if not one.paragraph:
            return label
        opening = f" (“{one.opening}”)" if one.opening else ""
        return f"{label}, đoạn {one.paragraph}{opening}"

    def count(self, severity: Severity, *, without: Collection[str] = ()) -> int:
        """How many findings have this severity; `without` are marks of those that do not count."""
        return sum(one.severity is severity and one.mark not in without for one in self.findings)


def check_pieces(pieces: Sequence[Piece], *, setting: Setting, registers: Registers) -> Iterator[Finding]:
    """Yield what is wrong with the words of any text, whatever kind of document it is."""
    yield from check_typing(pieces)
    yield from check_dates(pieces, setting=setting)
    yield from check_anniversaries(pieces, setting=setting, known=registers.relations)
    yield from check_bodies(pieces, setting=setting, former=registers.former, living=registers.living)
    yield from check_people(pieces, holders=registers.holders)
    yield from check_treaties(pieces)


def check_plain_text(text: str, *, day: date, year: int) -> Checked:
    """Return the findings of a text of lines, e.g. a newspaper's, that reviews a year."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    pieces = [Piece(f"d{at}", line, label=f"Dòng {at}") for at, line in enumerate(lines, start=1)]
    setting = Setting(day, (year, year), looks_back=True)
    registers = Registers(day)
    found = [
        *check_pieces(pieces, setting=setting, registers=registers),
        *check_numbers(pieces, setting=setting, figures=registers.figures),
    ]
    return _checked(found, pieces)


def check_draft(draft: Draft, *, today: date) -> Checked:
    """Return the findings of a version of a program's draft."""
    day = timezone.localdate(draft.frozen_at) if draft.frozen_at else today
    setting = program_setting(draft.program.period, day)
    checked = check_program(pieces_of(draft), setting, Registers(today), registered_tasks(draft.program))
    grounds = tuple(check_preamble(draft))
    if not grounds:
        return checked
    labels = {PREAMBLE: PREAMBLE_LABEL} | checked.labels
    return replace(checked, findings=(*grounds, *checked.findings), labels=labels)


def program_setting(period: tuple[int, int], day: date) -> Setting:
    """Return what a program of a period is: part one looks back on the period before it."""
    first, last = period
    return Setting(day, (first - (last - first + 1), last), period)


def check_program(
    pieces: Sequence[Piece], setting: Setting, registers: Registers, tasks: RegisteredTasks
) -> Checked:
    """Return the findings of the text of a program, and of its tasks in the register."""
    found = [
        *check_pieces(pieces, setting=setting, registers=registers),
        *check_numbers(pieces, setting=setting, figures=registers.figures),
        *check_assignments(pieces, known=registers.bodies, in_register=tasks.agencies),
        *check_aims(pieces, titles=tasks.titles),
        *tasks.findings,
    ]
    return _checked(found, pieces)


def pieces_of(draft: Draft) -> list[Piece]:
    """Return the nodes of a version as the checks see them, in two statements."""
    columns = ("key", "kind", "level", "number", "table")
    shapes = {row[0]: row[1:] for row in draft.sections.order_by().values_list(*columns)}
    found = []
    for passage in passages_of(draft):
        kind, level, number, table = shapes[passage.key]
        rows = tuple(tuple(str(cell["text"]) for cell in row) for row in table or ())
        text = passage.text
        if kind == Section.Kind.PART:
            number = ""
        found.append(Piece(passage.key, text, passage.part, passage.label, kind, level, number, rows))
    return found


def check_report(report: Report, *, today: date, numbers: Numbers | None = None) -> Checked:
    """Return the findings of a report: its words as printed, its headings, and the numbers typed by hand."""
    if numbers is None:
        numbers = report_numbers(report, report_scope(report, today=today), today=today)
    sections, refs, known = sections_of(report), numbers.refs(), known_codes(numbers.relations)
    passages = [block for block in sections if block.is_written]
    pieces = pieces_of_details(report)
    pieces += [Piece(block.key, block.title, label=passage_label(block)) for block in sections if block.title]
    pieces += [
        Piece(
            block.key, with_tokens_as_text(without_placements(block.text), refs), label=passage_label(block)
        )
        for block in passages
    ]
    day = report.dated_on or report.as_of or today
    setting = Setting(day, (report.year, report.year), looks_back=True)
    found = [_in_a_report(one) for one in check_pieces(pieces, setting=setting, registers=Registers(today))]
    told = told_by(report, sections, numbers, today=today)
    for key, title in (("", report.title), *((block.key, block.title) for block in sections)):
        found += [_as_finding(one, key) for one in checks.check_heading_tokens(title)]
        typed = checks.check_heading_numbers(title, numbers.values, told[key])
        found += [_as_finding(one, key) for one in typed]
    found += [_as_finding(one, NO_SECTION) for one in numbers_in_details(report, numbers.values, told[""])]
    found += check_grounds(report)
    for block in passages:
        typed = checks.check_typed_numbers(block.text, numbers.values, told[block.key])
        leads = [SENTENCES[code].lead for code in block.sentences if code in SENTENCES]
        title = block.title or next(reversed(told[block.key].headings), "")
        typed += checks.check_bare_denial(title, block.text, leads, numbers.values, told[block.key])
        typed += check_in_print(block.text, refs, numbers.values, told[block.key])
        typed += checks.check_tokens(block.text, known)
        typed += checks.check_manual_tokens(block.text, refs, numbers.scope.window, known)
        found += [_as_finding(one, block.key) for one in typed]
    found += [
        replace(one, text=with_tokens_as_text(one.text, refs)[:160])
        for one in _lacking(sections, report.year)
    ]
    found += [one for block in passages for one in _zeros(block, numbers)]
    texts = {block.key: block.text for block in passages}
    titles = {block.key: block.title for block in sections}
    found = [
        one
        if not texts.get(one.key) or (one.near or one.text) in titles[one.key]
        else placed(one, texts[one.key], refs)
        for one in found
    ]
    found += _placed_twice(passages, report.appendices)
    if report.snapshot is None:
        for key, sentences in replaced_in(passages, numbers).items():
            found += [
                Finding("SENTENCE_REPLACED", Severity.HINT, key, one.opening, one.words)
                for one in sentences
                if one.lost
            ]
    keys, above = ["", *(block.key for block in sections)], headings_above(sections, RANKS)
    return Checked(
        tuple(in_order(found, keys)),
        {NO_SECTION: "Thông tin báo cáo"} | {block.key: passage_label(block) for block in sections},
        {block.key: passage_print(block, above[block.key]) for block in sections},
    )


def _placed_twice(passages: Sequence[NarrativeBlock], appendices: Sequence[str]) -> Iterator[Finding]:
    """Yield the tables and charts that print twice, at the second place; the first is named."""
    labels = {block.key: passage_label(block) for block in passages}
    for again in placed_again(passages, appendices):
        label = again.placement.label
        there = f"mục “{labels[again.first]}”" if again.first else "phụ lục"
        if again.first == again.key:
            there = "chính mục này"
        message = f"{label} ở mục “{labels[again.key]}” đã có ở {there}; bỏ một chỗ nếu không cần in hai lần."
        yield Finding("PLACED_TWICE", Severity.HINT, again.key, label, message)


def _zeros(block: NarrativeBlock, numbers: Numbers) -> Iterator[Finding]:
    """Yield the numbers of a passage that are zero now, as in words of last year: "có 0 hoạt động"."""
    for code in token_codes(block.text):
        base, _, form = code.partition("|")
        value = numbers.values.get(base)
        if value is not None and value.value == 0 and not value.left_out and form in {"", "chinh-xac", BARE}:
            message = (
                f"Số “{value.label}” nay bằng 0, câu in “{value.text}”: viết lại câu, hoặc chèn dạng “không "
                "phát sinh” khi bằng 0."
            )
            yield Finding("FIGURE_ZERO", Severity.HINT, block.key, value.text, message)


def told_by(
    report: Report, sections: Sequence[NarrativeBlock], numbers: Numbers, *, today: date
) -> dict[str, Told]:
    """Return what each passage of a report tells of, by its key; "" is the title.

    Numbers of other years and of parts of the year are compared while the report is a draft: once it is
    locked, what the registers say later is no fault of its words.
    """
    window, as_of = numbers.scope.window, numbers.scope.as_of
    figures = None if report.snapshot else Registers(today).figures
    whole = Told(report.year, window, as_of, figures)
    above = headings_above(sections, RANKS)
    titled = {block.key: (*above[block.key], *filter(None, [block.title])) for block in sections}
    return {"": whole} | {key: replace(whole, headings=titles) for key, titles in titled.items()}


def _in_a_report(one: Finding) -> Finding:
    """Return a finding as it counts in a report that the portal prints: wrong years of relations block it."""
    return replace(one, severity=Severity.BLOCK) if one.code == "ANNIVERSARY_MISMATCH" else one


def _lacking(sections: Sequence[NarrativeBlock], year: int) -> Iterator[Finding]:
    """Yield what is not written yet, carried over as it was, or given out without a deadline."""
    for block in sections:
        if not block.is_written:
            continue
        if not block.text.strip():
            yield Finding("HEADING_EMPTY", Severity.BLOCK, block.key, "", "Mục này chưa có lời văn.")
        elif block.is_carried:
            message = "Lời văn chép từ báo cáo trước; viết lại, hoặc đọc rồi xác nhận còn đúng."
            yield Finding("CARRIED_WORDS", Severity.BLOCK, block.key, _first_words(block.text), message)
        for sentence in years_left_behind(block.text, year):
            message = (
                f"Câu này kể năm {year - 1} trong báo cáo năm {year}; xem có phải lời chép từ báo cáo trước "
                "chưa sửa không."
            )
            yield Finding("YEAR_LEFT", Severity.WARN, block.key, sentence, message)
        for line in tasks_without_deadline(block.title, block.text):
            message = "Nhiệm vụ chưa nêu thời hạn; thêm ngày, tháng, quý hoặc “hằng năm”."
            yield Finding("TASK_NO_DEADLINE", Severity.WARN, block.key, line, message)


def _first_words(text: str) -> str:
    """Return the beginning of a passage, no token of it cut."""
    return " ".join(text.split("\n", 1)[0].split()[:16])


def _as_finding(one: checks.Finding, key: str) -> Finding:
    source = Citation(one.source) if one.source else None
    # A number that the registers do not bear out stops a report; another text only hears of it.
    severity = Severity.BLOCK if one.code in _WRONG_NUMBERS else _SEVERITY[one.severity]
    return Finding(one.code, severity, key, one.text, one.message, source, one.near)


def _checked(found: Sequence[Finding], pieces: Sequence[Piece]) -> Checked:
    named = {one.key for one in found}
    return Checked(
        tuple(in_order(found, [piece.key for piece in pieces])),
        {one.key: one.label for one in pieces},
        {one.key: words_print(one.text) for one in pieces if one.key in named},
    )
