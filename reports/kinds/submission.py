"""The submission of a program to the People's Committee (Tờ trình), its facts counted from the records."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from core.attachments import may_be_opened
from core.dates import format_date, official_date
from core.models import Agency, Attachment, LegalValue
from core.money import format_number
from meetings.models import Contribution, Meeting, Opinion, OpinionResponse
from meetings.summary import Summary, summary_of
from programs.keypoint_check import check_of
from programs.models import Draft, KeyPoint, Program, ProgramStep, Section
from programs.wording.outline import FOOTNOTE_MARK
from reports.documents.blocks import (
    Block,
    BulletList,
    Document,
    DocumentType,
    Heading,
    Level,
    Paragraph,
)
from reports.documents.listing import listed
from reports.documents.numbering import ordinal
from reports.documents_json import as_json
from reports.kinds.department import AUTHOR, department_header, department_signature, draft_mark
from reports.kinds.titles import about, full_name

# The grounds that hold for every program are legal values of the office, one row each.
GROUNDS = "SUBMISSION_GROUND_"
ATTACHED = (
    "Dự thảo Chương trình",
    "Bảng tổng hợp ý kiến, tiếp thu, giải trình",
    "Phụ lục phân công nhiệm vụ",
)
_NUMBER = re.compile(r"\s*(\d{1,6})\s*/")
_LONGEST = 300


def submission_document(program: Program, draft: Draft | None, today: date) -> Document:
    """Return the submission as an official paper; `draft` is the version that goes up."""
    summary = summary_of(program, today)
    steps = {step.to_status: step for step in program.steps.order_by("pk")}
    sent = steps.get(Program.Status.SUBMITTED)
    found = _NUMBER.match(sent.paper_number) if sent else None
    name = full_name(program)
    blocks: list[Block] = [
        Paragraph(f"Sở Ngoại vụ kính trình Ủy ban nhân dân tỉnh xem xét, ban hành {name} như sau:"),
        Heading(Level.ROMAN, 1, "Sự cần thiết ban hành"),
        *_necessity(program, name),
        Heading(Level.ROMAN, 2, "Quá trình xây dựng dự thảo"),
        *_process(program, draft, summary),
        Heading(Level.ROMAN, 3, "Bố cục và nội dung chính"),
        *_layout(draft),
        Heading(Level.ROMAN, 4, "Vấn đề còn ý kiến khác nhau"),
        *_differing(program),
        Heading(Level.ROMAN, 5, "Kiến nghị"),
        Paragraph(f"Kính đề nghị Ủy ban nhân dân tỉnh xem xét, ban hành {name}."),
        Heading(Level.ROMAN, 6, "Hồ sơ kèm theo"),
        BulletList(listed(_attached(program, draft))),
        Paragraph("Sở Ngoại vụ kính trình Ủy ban nhân dân tỉnh xem xét, quyết định."),
    ]
    return Document(
        header=department_header(
            today,
            code="TTr",
            number=int(found[1]) if found else None,
            signed_on=sent.paper_on if sent else None,
        ),
        title=f"Tờ trình ban hành {name}",
        type=DocumentType("TỜ TRÌNH", about(program, "Về việc ban hành")),
        addressees=("Ủy ban nhân dân tỉnh Thanh Hóa",),
        bases=[f"Căn cứ {line}" for line in _bases(steps, today)],
        blocks=blocks,
        signature=department_signature((sent.paper_on if sent else None) or today),
        recipients=("Như trên", "Văn phòng Ủy ban nhân dân tỉnh", "Lưu: VT"),
        draft_mark=draft_mark(program, draft),
        author=AUTHOR,
    )


def submission_as_json(program: Program, draft: Draft | None, today: date) -> dict[str, Any]:
    """Return the counts and the document as plain values."""
    document = as_json(submission_document(program, draft, today))
    return {"program": program.slug, "counts": summary_of(program, today).numbers(), "document": document}


def submission_file_name(program: Program, extension: str) -> str:
    """Return the name under which the submission is handed out."""
    return f"Tờ trình - Chương trình đối ngoại {program.slug}.{extension}"


def _bases(steps: dict[str, ProgramStep], today: date) -> list[str]:
    lines = LegalValue.objects.texts_in_force(GROUNDS, today)
    for status, words in (
        (Program.Status.DRAFTING, "Văn bản giao xây dựng Chương trình"),
        (Program.Status.CONCLUDED, "Thông báo kết luận hội nghị cho ý kiến vào dự thảo Chương trình"),
    ):
        step = steps.get(status)
        if step and step.paper_number:
            day = f" {official_date(step.paper_on)}" if step.paper_on else ""
            lines.append(f"{words} số {step.paper_number}{day}")
    return lines


def _necessity(program: Program, name: str) -> list[Block]:
    start, _ = program.period
    before = Program.objects.filter(period_end_year=start - 1).order_by("-pk").first()
    past = f"{full_name(before)} kết thúc năm {before.period_end_year}. " if before else ""
    return [
        Paragraph(
            f"{past}Để công tác đối ngoại của tỉnh tiếp tục được triển khai đồng bộ trên ba trụ cột "
            "đối ngoại Đảng, ngoại giao chính quyền, đối ngoại Nhân dân, có mục tiêu, nhiệm vụ và phân công "
            "rõ ràng, "
            f"việc ban hành {name} là cần thiết."
        )
    ]


def _process(program: Program, draft: Draft | None, summary: Summary) -> list[Block]:
    lines: list[str] = []
    if draft is not None:
        count = program.drafts.filter(number__lte=draft.number).count()
        lines.append(f"Dự thảo đã qua {count} bản; bản trình là bản {draft.number}")
    for opened, counts in summary.rounds:
        lines.append(
            f"{opened.title} (gửi ngày {format_date(opened.asked_on)}, hạn trả lời "
            f"{format_date(opened.due_on)}): hỏi {counts.asked} cơ quan, "
            f"{counts.answered} cơ quan trả lời, {counts.agreed} cơ quan nhất trí hoặc cơ bản thống nhất, "
            f"{counts.commented} cơ quan có ý kiến cụ thể, {counts.silent} cơ quan chưa trả lời "
            "(không tính là nhất trí)"
        )
    said = {meeting.pk: (agencies, opinions) for meeting, agencies, opinions in summary.meetings}
    meetings = list(_meetings(program))
    for meeting in meetings:
        agencies, opinions = said.get(meeting.pk, (0, 0))
        more = f": {agencies} cơ quan phát biểu, {opinions} ý kiến" if agencies else ""
        lines.append(f"{meeting.title}, ngày {format_date(meeting.held_on)}{more}")
    if not summary.rounds and not meetings:
        lines.append("Chưa ghi đợt lấy ý kiến và hội nghị nào trên cổng")
    told = (
        f"Tổng số {format_number(summary.opinions)} ý kiến: tiếp thu {format_number(summary.accepted)}, "
        f"tiếp thu một phần {format_number(summary.partly)}, giải trình {format_number(summary.explained)}"
    )
    if summary.noted:
        told += f", ghi nhận ý kiến nhất trí {format_number(summary.noted)}"
    waiting = f", chưa xử lý {format_number(summary.open)}" if summary.open else ""
    return [BulletList(listed(lines)), Paragraph(f"{told}{waiting}. Chi tiết tại Bảng tổng hợp kèm theo.")]


def _meetings(program: Program) -> QuerySet[Meeting]:
    """Return the conferences on the draft that were held, in the order of their days."""
    held = Meeting.objects.filter(program=program, purpose=Meeting.Purpose.OPINION)
    off = (Meeting.Status.CANCELLED, Meeting.Status.PLANNED)
    return held.exclude(status__in=off).order_by("held_on", "pk")


def _layout(draft: Draft | None) -> list[Block]:
    if draft is None:
        return [Paragraph("Chưa có bản dự thảo trên cổng.")]
    words = sum(draft.sections.words_by_chapter().values())
    size = getattr(draft, "paper_size", None)
    pages = f", {size.pages} trang" if size and size.words_then == words else ""
    lines = [f"Phần {ordinal(part)}: {title}{_chapters(chapters)}" for part, title, chapters in _parts(draft)]
    return [
        Paragraph(f"Dự thảo gồm {format_number(words)} từ{pages}, bố cục {len(lines)} phần:"),
        BulletList(listed(lines)),
        *_kept(draft),
    ]


def _kept(draft: Draft) -> list[Block]:
    """Return what became of the contents that people had confirmed: kept, and left out by decision."""
    points, check = KeyPoint.objects.known_to(draft), check_of(draft)
    dropped = points.filter(status=KeyPoint.Status.DROPPED).count()
    if not check.points and not dropped:
        return []
    whole = len(check.points) + dropped
    kept = (
        f"So với các bản trước, dự thảo giữ {format_number(check.kept)} trong số {format_number(whole)} "
        "nội dung chính (nhiệm vụ, cơ quan, thời hạn, chỉ tiêu, đối tác, số liệu) đã rà soát"
    )
    left_out = f"; đã quyết định bỏ {format_number(dropped)} nội dung, có ghi lý do" if dropped else ""
    return [Paragraph(f"{kept}{left_out}.")]


def _parts(draft: Draft) -> list[tuple[int, str, list[str]]]:
    found: list[tuple[int, str, list[str]]] = []
    for kind, part, text in draft.sections.outline().values_list("kind", "part", "text"):
        words = FOOTNOTE_MARK.sub("", text).strip()
        if kind == Section.Kind.PART:
            found.append((part, _sentence(words), []))
        elif found:
            found[-1][2].append(_sentence(words))
    return found


def _chapters(titles: Sequence[str]) -> str:
    if not titles:
        return ""
    return f", gồm {len(titles)} mục: {'; '.join(title[:1].lower() + title[1:] for title in titles)}"


def _sentence(title: str) -> str:
    """Return a heading in capitals as the words of a sentence."""
    return title[:1] + title[1:].lower() if title.isupper() else title


def _differing(program: Program) -> list[Block]:
    explained = (
        Opinion.objects.filter(program=program, response__kind=OpinionResponse.Kind.EXPLAINED)
        .handed_in()
        .select_related("contribution__agency", "response")
        .order_by("number")
    )
    lines = [
        f"{one.contribution.agency.name}: {_sentence_of(one.text)} "
        f"Giải trình: {_sentence_of(one.response.text)}"
        for one in explained
    ]
    against = Contribution.objects.filter(
        program=program, sent_at__isnull=False, stance=Contribution.Stance.DISAGREES
    ).select_related("agency")
    names = dict.fromkeys(row.agency.name for row in against.order_by("agency__sort_key", "pk"))
    blocks: list[Block] = []
    if names:
        blocks.append(Paragraph(f"Cơ quan không nhất trí với dự thảo: {', '.join(names)}."))
    if lines:
        blocks += [Paragraph("Các ý kiến không tiếp thu, đã giải trình:"), BulletList(listed(lines))]
    return blocks or [Paragraph("Không có ý kiến khác nhau.")]


def _sentence_of(text: str) -> str:
    """Return the words, not too many, with a sign at their end."""
    words = " ".join(text.split())
    if len(words) > _LONGEST:
        return f"{words[:_LONGEST].rsplit(' ', 1)[0]}…"
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _attached(program: Program, draft: Draft | None) -> list[str]:
    """Return the papers of the dossier, and the letters of agencies where it holds them."""
    letters = len(letters_of(program))
    number = f" (bản {draft.number})" if draft else ""
    copies = [f"Bản sao văn bản góp ý ({letters} văn bản)"] if letters else []
    return [f"{ATTACHED[0]}{number}", ATTACHED[1], ATTACHED[2], *copies]


def letters_of(program: Program) -> list[tuple[Agency, Attachment]]:
    """Return (agency, file) of the letters whose files may be opened, in the order in which they came."""
    rows = Contribution.objects.filter(program=program, sent_at__isnull=False, attachment__isnull=False)
    rows = rows.select_related("agency", "attachment").order_by("received_on", "pk")
    found = ((row.agency, row.attachment) for row in rows)
    return [(agency, file) for agency, file in found if file is not None and may_be_opened(file)]
