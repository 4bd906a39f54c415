"""Reports by their outline: words typed by staff, numbers put in by code, appendices from the records."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from aid.models import AidItem
from core.dates import format_date, official_date
from core.models import User
from core.models.base import Origin
from core.models.users import SYSTEM_USERNAME
from meetings.models import Meeting
from programs.models import Activity, Task
from reports.documents.blocks import (
    Appendix,
    Block,
    Document,
    DocumentType,
    Header,
    Heading,
    Level,
    NarrativeGap,
    Paragraph,
    Signature,
    Text,
)
from reports.documents.numbering import day_line, number_line
from reports.figures import Scope
from reports.frozen import frozen_numbers, frozen_parts, frozen_sections
from reports.frozen_blocks import thaw
from reports.kinds.heads import issuer_header
from reports.kinds.year_end_numbers import Numbers, numbers_of
from reports.kinds.year_end_sentences import SENTENCES
from reports.models import NarrativeBlock, Report, ReportSnapshot, SectionLevel
from reports.narrative import blocks_of, token_codes
from reports.outlines import window_of
from reports.placements import PLACEMENTS, placed
from reports.windows import Basis, Kind, window

_PRINTED: dict[str, Level] = {
    SectionLevel.PART: Level.PART,
    SectionLevel.ROMAN: Level.ROMAN,
    SectionLevel.ARABIC: Level.ARABIC,
}
# A heading begins the numbers of those below it anew.
_BELOW: dict[str, tuple[str, ...]] = {
    SectionLevel.PART: (SectionLevel.ROMAN, SectionLevel.ARABIC),
    SectionLevel.ROMAN: (SectionLevel.ARABIC,),
    SectionLevel.ARABIC: (),
}


def report_scope(report: Report, *, today: date, basis: Basis | str | None = None) -> Scope:
    """Return the scope of a report's numbers: a closed window as of its last day, a running one as of today.

    The day chosen on the report stands in front of both; locked numbers stay as of the day of their lock. A
    paper says the same to everyone, so its numbers cover the whole province whoever reads it; who may open
    the records behind them is another question.
    """
    if basis is None and report.snapshot:
        return Scope(window_of(report), report.snapshot.as_of, User(username=SYSTEM_USERNAME))
    span = window(Kind.YEAR, report.year, basis=basis) if basis else window_of(report)
    return Scope(span, min(span.end, today, report.as_of or today), User(username=SYSTEM_USERNAME))


def sections_of(report: Report) -> list[NarrativeBlock]:
    """Return the headings and passages of a report in their order; of a locked one as they were locked."""
    if report.snapshot and "passages" in report.snapshot.document:
        return _frozen_passages(report, report.snapshot)
    return sorted(report.narratives.all(), key=lambda block: (block.ordinal, block.pk))


def _frozen_passages(report: Report, snapshot: ReportSnapshot) -> list[NarrativeBlock]:
    """Return the sections of a lock: of today's rows only keys, guidance and levels.

    A section whose row is gone stands here all the same, without a key: it was locked, so it is printed.
    """
    rows = {block.key: block for block in report.narratives.all()}
    found = []
    for place, kept in enumerate(snapshot.document["passages"], start=1):
        block = copy(rows.get(kept["key"])) or NarrativeBlock(
            report=report, key=kept["key"], is_written=bool(kept["text"]), ordinal=place
        )
        block.title, block.text = kept["title"], kept["text"]
        found.append(block)
    return found


def passage_label(block: NarrativeBlock) -> str:
    """Return what a passage is called: its heading, or that it opens the report."""
    return block.title or str(SectionLevel(block.level).label).partition(" (")[0]


def narratives_of(report: Report) -> dict[str, str]:
    """Return what staff typed, by the key of the passage."""
    return {block.key: block.text for block in sections_of(report)}


def report_numbers(
    report: Report, scope: Scope, *, reader: User | None = None, today: date | None = None
) -> Numbers:
    """Return the numbers that the report prints or names; linked as far as `reader` may follow.

    Of a draft they are computed, afterwards they come from its snapshot.
    """
    if report.snapshot:
        day = today or timezone.localdate()
        return frozen_numbers(report, report.snapshot, scope, reader=reader or scope.user, today=day)
    return live_numbers(report, scope, reader=reader, today=today)


def live_numbers(
    report: Report,
    scope: Scope,
    *,
    reader: User | None = None,
    today: date | None = None,
    tokens: Iterable[str] = (),
) -> Numbers:
    """Return the numbers of a report as the records say now; `tokens` are further codes to compute."""
    typed = [code for text in narratives_of(report).values() for code in token_codes(text)]
    return numbers_of(
        scope,
        reader=reader or scope.user,
        year=report.year,
        today=today or timezone.localdate(),
        tokens=[*typed, *tokens],
        counts_emergency=report.counts_emergency,
        appendices=[code for code in report.appendices if code in PLACEMENTS],
        is_padded=report.count_style == Report.CountStyle.PADDED,
        issuer_id=report.issuer_id,
    )


def report_document(report: Report, scope: Scope, *, numbers: Numbers | None = None) -> Document:
    """Return the report as an official document; a draft and a demonstration are marked as such.

    A locked one is made of its snapshot: only number and day are the report's own.
    """
    numbers = numbers or report_numbers(report, scope)
    document = _locked_document(report, numbers) or live_document(report, scope, numbers=numbers)
    is_draft = report.status == Report.Status.DRAFT or bool(document.gaps())
    mark = draft_mark(is_draft=is_draft, is_demo=shows_demonstration(report, scope), as_of=scope.as_of)
    return replace(document, draft_mark=mark)


def _locked_document(report: Report, numbers: Numbers) -> Document | None:
    if report.snapshot is None:
        return None
    parts = frozen_parts(report.snapshot, numbers)
    header = replace(parts["header"], **_number_and_day(report))
    attached = _attached(report, header)
    appendices = [replace(part, attached=attached) for part in parts["appendices"]]
    signature = parts["signature"]
    if signature and not signature.name and report.signer:
        # Whoever signs may say so only then; the lines are those of that person's post.
        signature = _signature(report)
    closing = parts.pop("closing_blocks")
    changed = {
        "header": header,
        "appendices": appendices,
        "signature": signature,
        "blocks": _body(printed_sections(report, numbers), closing),
    }
    return Document(**parts | changed)


def live_document(report: Report, scope: Scope, *, numbers: Numbers) -> Document:
    """Return the report as an official document from its words and these numbers, without a mark."""
    issuer = report.issuer
    return Document(
        header=header_of(report),
        title=report.title,
        type=DocumentType("BÁO CÁO", _subject_lines(report.title)),
        opening=opening_words(numbers),
        blocks=_body(printed_sections(report, numbers), ending(report)),
        bases=report.bases,
        addressees=report.addressees,
        signature=_signature(report),
        recipients=report.recipients or ["Lưu: VT"],
        appendices=_appendices(report, numbers),
        author=issuer.name,
    )


def draft_mark(*, is_draft: bool, is_demo: bool, as_of: date) -> str:
    """Return what a paper says of itself on every page; an approved one on real records says nothing.

    The words stand beside the page number and must be short.
    """
    if is_demo:
        return "BẢN NHÁP – SỐ LIỆU MINH HỌA" if is_draft else "SỐ LIỆU MINH HỌA"
    return f"BẢN NHÁP – số liệu đến ngày {format_date(as_of)}" if is_draft else ""


def shows_demonstration(report: Report, scope: Scope) -> bool:
    """Return whether the report or a record that it counts was invented for the demonstration."""
    if report.is_demo:
        return True
    if report.snapshot:
        return bool(report.snapshot.document["is_demo"])
    days = (scope.window.start, scope.window.end)
    counted = (
        AidItem.objects.filter(approved_on__range=days),
        Meeting.objects.filter(held_on__range=days),
        Activity.objects.filter(held_on__range=days),
        Task.objects.of_year(*days),
    )
    first, *others = (records.filter(origin=Origin.DEMO).order_by().values_list("pk") for records in counted)
    return first.union(*others, all=True).exists()


def header_of(report: Report) -> Header:
    """Return the head of the paper from the issuer's own lines; of a locked one as it was locked."""
    if report.snapshot and report.snapshot.document.get("paper"):
        kept = thaw(report.snapshot.document["paper"]["header"], str)
        return replace(kept, **_number_and_day(report))
    issuer = report.issuer
    return issuer_header(issuer, symbol=f"BC-{issuer.symbol or issuer.code}", **_number_and_day(report))


def _issuer_name(report: Report) -> str:
    kept = report.snapshot.document.get("paper") if report.snapshot else None
    return kept["author"] if kept else report.issuer.name


def _number_and_day(report: Report) -> dict[str, Any]:
    return {
        "number": int(report.number) if report.number.isdigit() else None,
        "signed_on": report.dated_on,
        "year": year_of_paper(report),
    }


def year_of_paper(report: Report) -> int:
    """Return the year in which a report without a date is likely to be signed.

    Right after its last day; of one that is late, this year, or that of its lock: a locked paper stays.
    """
    seen_on = timezone.localdate(report.snapshot.taken_at if report.snapshot else None)
    return max((window_of(report).end + timedelta(days=1)).year, seen_on.year)


def window_sentence(scope: Scope) -> str:
    """Return the words that say which days the numbers cover, and as of which day."""
    span = scope.window
    return (
        f"(số liệu từ ngày {format_date(span.start)} đến ngày {format_date(span.end)}, "
        f"tính đến ngày {format_date(scope.as_of)})"
    )


def _subject_lines(title: str) -> list[str]:
    """Return the abstract under "BÁO CÁO", broken after its first clause."""
    words = title.removeprefix("Báo cáo ").strip()
    words = words[:1].upper() + words[1:]
    first, comma, rest = words.partition(", ")
    return [f"{first},", rest] if comma else [words]


def _signature(report: Report) -> Signature:
    lines = report.signature_lines or report.issuer.signature_lines or ["CHỦ TỊCH"]
    name = report.signer.full_name if report.signer else ""
    return Signature(title=lines[-1], capacity=lines[:-1], name=name)


@dataclass(frozen=True)
class PrintedSection:
    """One section of a report as it stands on paper: its heading, the words of staff, the portal's own."""

    block: NarrativeBlock
    heading: Heading | None
    written: list[Block]
    own: list[Block]


def opening_words(numbers: Numbers) -> Paragraph:
    """Return the line under the title: which days the numbers cover."""
    return Paragraph(Text(window_sentence(numbers.scope), italic=True))


def closing_words(report: Report) -> Paragraph:
    """Return the last sentence of the report."""
    about = report.title
    return Paragraph(f"Trên đây là {about[:1].lower()}{about[1:]} của {report.issuer.name}.")


def ending(report: Report) -> list[Block]:
    """Return what stands behind the last section: which paper this one replaces, and the last sentence."""
    replaced = report.replaces
    named = [Paragraph(replacement_sentence(report, replaced))] if replaced is not None else []
    return [*named, closing_words(report)]


def replacement_sentence(report: Report, old: Report) -> str:
    """Return what the paper says of the one that it replaces, and why."""
    header = header_of(old)
    number = number_line(header.number, header.symbol).removeprefix("Số:").strip()
    day = f" {official_date(old.dated_on)}" if old.dated_on else ""
    reason = report.replacement_reason.rstrip(". ")
    why = f"; lý do: {reason[:1].lower()}{reason[1:]}" if reason else ""
    return f"Báo cáo này thay thế Báo cáo số {number}{day} của {_issuer_name(old)}{why}."


def _body(sections: Iterable[PrintedSection], closing: Iterable[Block]) -> list[Block]:
    blocks: list[Block] = []
    for section in sections:
        blocks += [section.heading] if section.heading else []
        blocks += [*section.written, *section.own]
    return [*blocks, *closing]


def printed_sections(report: Report, numbers: Numbers) -> list[PrintedSection]:
    """Return the sections of a report in their order, headings numbered within those above.

    Those of a locked report are as they were locked.
    """
    if report.snapshot:
        blocks = {block.key: block for block in sections_of(report)}
        return [
            PrintedSection(blocks[key], *parts) for key, *parts in frozen_sections(report.snapshot, numbers)
        ]
    found = []
    for block, heading in numbered_headings(report):
        written, own = passage_blocks(block, numbers) if block.is_written else ([], [])
        found.append(PrintedSection(block, heading, written, own))
    return found


def numbered_headings(report: Report) -> list[tuple[NarrativeBlock, Heading | None]]:
    """Return each section with its heading as printed; the opening has none."""
    found = []
    counters = dict.fromkeys(_PRINTED, 0)
    for block in sections_of(report):
        heading = None
        level = _PRINTED.get(block.level)
        if level is not None:
            counters[block.level] += 1
            for below in _BELOW[block.level]:
                counters[below] = 0
            heading = Heading(level, counters[block.level], block.title)
        found.append((block, heading))
    return found


def passage_blocks(block: NarrativeBlock, numbers: Numbers) -> tuple[list[Block], list[Block]]:
    """Return the words of staff, and the sentences of numbers that those words do not say themselves."""
    text = block.text
    written: list[Block] = _written(text, numbers) if text.strip() else [NarrativeGap(passage_label(block))]
    used = token_codes(text)
    own: list[Block] = []
    for code in block.sentences:
        if sentence := SENTENCES.get(code):
            own += sentence.beside(text, used, numbers)
    return written, own


def _written(text: str, numbers: Numbers) -> list[Block]:
    """Return the words with their figures; a line that places a table or chart becomes it."""
    refs = numbers.refs()
    blocks: list[Block] = []
    lines: list[str] = []
    for line in [*text.splitlines(), None]:
        placement = placed(line) if line is not None else None
        if line is not None and placement is None:
            lines.append(line)
            continue
        blocks += blocks_of("\n".join(lines), refs)
        lines = []
        blocks += placement.make(numbers) if placement else []
    return blocks


def _appendices(report: Report, numbers: Numbers) -> list[Appendix]:
    attached, span = _attached(report, header_of(report)), numbers.scope.window.label
    chosen = [PLACEMENTS[code] for code in report.appendices if code in PLACEMENTS]
    return [
        Appendix(
            number if len(chosen) > 1 else None,
            placement.title.format(span=span),
            placement.make(numbers),
            attached,
            landscape=placement.is_wide,
        )
        for number, placement in enumerate(chosen, start=1)
    ]


def _attached(report: Report, header: Header) -> str:
    """Return the line under the title of an appendix, with blanks while the paper has no number or date."""
    number = number_line(header.number, header.symbol).removeprefix("Số:").strip("\u0020")
    day = day_line(report.dated_on, header.year)
    return f"Kèm theo Báo cáo số {number} {day} của {_issuer_name(report)}"
