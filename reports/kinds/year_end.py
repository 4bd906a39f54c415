"""The Union's year-end report: words typed by staff, numbers put in by code, appendices from the records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

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
from reports.documents.numbering import number_line
from reports.figures import Scope
from reports.kinds.heads import issuer_header
from reports.kinds.year_end_appendices import activity_tables, aid_tables, meeting_tables
from reports.kinds.year_end_numbers import Numbers, numbers_of
from reports.kinds.year_end_sentences import SENTENCES
from reports.models import Report
from reports.narrative import blocks_of, token_codes
from reports.windows import Basis, Kind, window

OPENING = "mo_dau"


@dataclass(frozen=True)
class Passage:
    """A passage that staff type: its key, and the heading that it stands under (none for a whole section)."""

    key: str
    title: str
    headed: bool = True


@dataclass(frozen=True)
class Part:
    """A section with a Roman number; `{year}` and `{next}` in the title are the years."""

    number: int
    title: str
    passages: tuple[Passage, ...]


PARTS = (
    Part(
        1,
        "Kết quả công tác năm {year}",
        (
            Passage("I.1", "Công tác tham mưu, chỉ đạo"),
            Passage("I.2", "Hoạt động hòa bình, đoàn kết, hữu nghị"),
            Passage("I.3", "Công tác phi chính phủ nước ngoài"),
            Passage("I.4", "Công tác kiều bào"),
            Passage("I.5", "Thông tin, tuyên truyền đối ngoại"),
            Passage("I.6", "Xây dựng tổ chức"),
            Passage("I.7", "Thi đua, khen thưởng"),
            Passage("I.8", "Công tác phối hợp"),
        ),
    ),
    Part(
        2,
        "Đánh giá chung",
        (
            Passage("II.uu_diem", "Ưu điểm"),
            Passage("II.han_che", "Tồn tại, hạn chế"),
            Passage("II.nguyen_nhan", "Nguyên nhân"),
            Passage("II.bai_hoc", "Bài học kinh nghiệm"),
        ),
    ),
    Part(
        3,
        "Phương hướng, nhiệm vụ năm {next}",
        (
            Passage("III.boi_canh", "Bối cảnh"),
            Passage("III.phuong_huong", "Phương hướng"),
            Passage("III.nhiem_vu", "Nhiệm vụ trọng tâm"),
            Passage("III.truoc_mat", "Nhiệm vụ trước mắt"),
        ),
    ),
    Part(4, "Kiến nghị, đề xuất", (Passage("IV.kien_nghi", "Kiến nghị, đề xuất", headed=False),)),
)
LABELS = {OPENING: "Mở đầu"} | {passage.key: passage.title for part in PARTS for passage in part.passages}


def default_title(year: int) -> str:
    """Return the title of the report of a year."""
    return f"Báo cáo kết quả công tác năm {year}, phương hướng, nhiệm vụ năm {year + 1}"


def part_title(part: Part, year: int) -> str:
    """Return the title of a section with its year."""
    return part.title.format(year=year, next=year + 1)


def report_scope(report: Report, *, today: date, basis: Basis | str | None = None) -> Scope:
    """Return the scope of a report's numbers: a closed window as of its last day, a running one as of today.

    The day chosen on the report stands in front of both. A paper says the same to everyone, so its numbers
    cover the whole province whoever reads it; who may open the records behind them is another question.
    """
    span = window(Kind.YEAR, report.year, basis=basis or report.basis)
    return Scope(span, min(span.end, today, report.as_of or today), User(username=SYSTEM_USERNAME))


def narratives_of(report: Report) -> dict[str, str]:
    """Return what staff typed, by the key of the passage."""
    return {block.key: block.text for block in report.narratives.order_by("pk")}


def year_end_numbers(
    report: Report, scope: Scope, *, reader: User | None = None, today: date | None = None
) -> Numbers:
    """Return the numbers that the report prints or names; linked as far as `reader` may follow."""
    tokens = [code for text in narratives_of(report).values() for code in token_codes(text)]
    return numbers_of(
        scope,
        reader=reader or scope.user,
        year=report.year,
        today=today or timezone.localdate(),
        tokens=tokens,
        counts_emergency=report.counts_emergency,
    )


def year_end_document(report: Report, scope: Scope, *, numbers: Numbers | None = None) -> Document:
    """Return the year-end report as an official document; a draft and a demonstration are marked as such."""
    numbers = numbers or year_end_numbers(report, scope)
    issuer = report.issuer
    document = Document(
        header=header_of(report),
        title=report.title,
        type=DocumentType("BÁO CÁO", _subject_lines(report.title)),
        blocks=_body(report, numbers),
        signature=_signature(report),
        recipients=report.recipients or ["Lưu: VT"],
        appendices=_appendices(report, numbers),
        author=issuer.name,
    )
    is_draft = report.status == Report.Status.DRAFT or bool(document.gaps())
    mark = draft_mark(is_draft=is_draft, is_demo=shows_demonstration(report, scope), as_of=scope.as_of)
    return replace(document, draft_mark=mark)


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
    """Return the head of the paper from the issuer's own lines."""
    issuer = report.issuer
    return issuer_header(
        issuer,
        symbol=f"BC-{issuer.symbol or issuer.code}",
        number=int(report.number) if report.number.isdigit() else None,
        signed_on=report.dated_on,
        year=report.year + 1,
    )


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


def _body(report: Report, numbers: Numbers) -> list[Block]:
    texts, refs = narratives_of(report), numbers.refs()
    blocks: list[Block] = [Paragraph(Text(window_sentence(numbers.scope), italic=True))]
    blocks += _passage(OPENING, texts, refs, numbers)
    for part in PARTS:
        blocks.append(Heading(Level.ROMAN, part.number, part_title(part, report.year)))
        for number, passage in enumerate(part.passages, start=1):
            if passage.headed:
                blocks.append(Heading(Level.ARABIC, number, passage.title))
            blocks += _passage(passage.key, texts, refs, numbers)
    about = default_title(report.year)
    return [*blocks, Paragraph(f"Trên đây là {about[:1].lower()}{about[1:]} của {report.issuer.name}.")]


def _passage(key: str, texts: dict[str, str], refs: dict, numbers: Numbers) -> list[Block]:
    """Return the words of staff, then the sentences of numbers that those words do not say themselves."""
    text = texts.get(key, "")
    blocks: list[Block] = blocks_of(text, refs) if text.strip() else [NarrativeGap(LABELS[key])]
    used = token_codes(text)
    for sentence in SENTENCES.get(key, ()):
        if not any(code.startswith(sentence.lead) for code in used):
            blocks += sentence.blocks(numbers)
    return blocks


def _appendices(report: Report, numbers: Numbers) -> list[Appendix]:
    attached = _attached(report)
    year = report.year
    return [
        Appendix(
            1, f"Danh mục khoản viện trợ tiếp nhận năm {year}", aid_tables(numbers), attached, landscape=True
        ),
        Appendix(2, f"Hội nghị, cuộc họp và việc được giao năm {year}", meeting_tables(numbers), attached),
        Appendix(3, f"Hoạt động đối ngoại năm {year}", activity_tables(numbers), attached),
    ]


def _attached(report: Report) -> str:
    """Return the line under the title of an appendix, with blanks while the paper has no number or date."""
    header = header_of(report)
    number = number_line(header.number, header.symbol).removeprefix("Số:").strip("\u0020")
    blank = "\u00a0" * 6
    day = (
        official_date(report.dated_on) if report.dated_on else f"ngày{blank}tháng{blank}năm {report.year + 1}"
    )
    return f"Kèm theo Báo cáo số {number} {day} của {report.issuer.name}"
