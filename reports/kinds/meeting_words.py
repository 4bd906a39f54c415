"""What the official papers of a meeting have in common: its head, its day, its people in official words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.utils import timezone

from core.dates import month_label, official_date, weekday_name
from meetings.models import Attendance, FollowUp, Meeting, MeetingDocument, Speech
from programs.models import DueKind
from reports.documents.blocks import Document, DocumentType, Header, Paragraph, Signature, Text
from reports.documents.numbering import day_line
from reports.kinds.heads import issuer_header

DEMONSTRATION = "SỐ LIỆU MINH HỌA"
BLANK = "…………"
_COMMON_PLACE = re.compile(
    r"(?:Xã|Phường|Đặc khu|Thị trấn|Thị xã|Huyện|Quận|Thành phố|Tỉnh|Thôn|Bản|Khu phố|Hội trường|Phòng họp"
    r"|Trụ sở) (?!\d|Quang Trung|Đào Duy Từ|Điện Biên Phủ|Hồ Chí Minh)"
)
_ROMAN_QUARTER = ("I", "II", "III", "IV")


class NoIssuer(Exception):  # noqa: N818 - the situation, not a fault
    """The meeting names no organiser, so that nobody issues its papers; str() is the Vietnamese sentence."""

    def __init__(self) -> None:
        super().__init__("Chưa ghi cơ quan tổ chức; mở trang Sửa cuộc họp, ghi cơ quan rồi xem văn bản.")


def paper(document: MeetingDocument, **parts: Any) -> Document:
    """Return an official document of the meeting with what every one of them carries."""
    issuer = document.meeting.organiser
    if issuer is None:
        raise NoIssuer
    is_demo = document.meeting.is_demo or document.is_demo
    given: dict[str, Any] = {
        "signature": signature_of(document),
        "recipients": document.recipients,
        "draft_mark": DEMONSTRATION if is_demo else "",
        "author": issuer.name,
    }
    return Document(**given | parts)


def head(document: MeetingDocument, *, has_date: bool = True, has_number: bool = True) -> Header:
    """Return the head of a paper of the meeting."""
    meeting = document.meeting
    if meeting.organiser is None:
        raise NoIssuer
    return issuer_header(
        meeting.organiser,
        symbol=document.symbol,
        number=document.number,
        signed_on=document.dated_on,
        year=year_of_paper(document),
        has_date=has_date,
        has_number=has_number,
    )


def year_of_paper(document: MeetingDocument) -> int:
    """Return the year of a paper: of its day, else that of the meeting, or this one where that is later.

    Who is invited to a meeting is so before it. An issued paper without a day keeps the year of the meeting:
    its words are compared with the files.
    """
    day = document.dated_on or document.meeting.held_on
    is_before = document.kind in {MeetingDocument.Kind.INVITATION, MeetingDocument.Kind.AGENDA}
    is_done = document.dated_on is not None or document.is_issued or is_before
    return day.year if is_done else max(day.year, timezone.localdate().year)


def replacing(document: MeetingDocument) -> list[Paragraph]:
    """Return the sentence that says which paper this one replaces, where it replaces one."""
    before = document.replaces
    if before is None or before.dated_on is None:
        return []
    name = str(document.get_kind_display()).split(" kết luận", maxsplit=1)[0]
    other = f"{name} số {before.code} ngày {before.dated_on:%d/%m/%Y}"
    return [Paragraph(f"{name} này thay thế {other}.")]


def type_of(name: str, subject: str) -> DocumentType:
    """Return the kind of paper with what it is about."""
    return DocumentType(name, [upper_first(subject)])


def signature_of(document: MeetingDocument) -> Signature:
    """Return who signs on the right."""
    return Signature(
        title=document.signer_title, name=document.signer_name, capacity=tuple(document.capacity)
    )


def co_signature_of(document: MeetingDocument) -> Signature:
    """Return who signs on the left."""
    return Signature(title=document.co_signer_title, name=document.co_signer_name)


def upper_first(words: str) -> str:
    """Return the words with a capital at the beginning."""
    return words[:1].upper() + words[1:]


def lower_first(words: str) -> str:
    """Return the words as they go on inside a sentence; abbreviations keep their capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def place_inside(place: str) -> str:
    """Return a place as it stands inside a sentence: "xã Na Mèo", but "Phường 3", "Phường Quang Trung".

    Nghị định 30/2020/NĐ-CP Phụ lục II: the common noun of an administrative unit is written small unless a
    number, a person or an event gives the name.
    """
    return lower_first(place) if _COMMON_PLACE.match(place) else place


def noun(meeting: Meeting) -> str:
    """Return what the meeting is: "hội nghị", "cuộc họp"."""
    return str(meeting.get_kind_display())


def named(meeting: Meeting) -> str:
    """Return the meeting as a sentence names it: "hội nghị tổng kết năm 2025", "cuộc họp giao ban"."""
    title = meeting.title.rstrip(" .")
    if title.casefold().startswith("họp "):
        return f"cuộc {lower_first(title)}"
    is_named = any(title.casefold().startswith(label.split()[0]) for label in Meeting.Kind.labels)
    return lower_first(title) if is_named else f"{noun(meeting)} “{title}”"


def people(meeting: Meeting, *roles: str) -> list[Attendance]:
    """Return the rows of attendance with one of these roles, all without any."""
    return [row for row in meeting.attendances.all() if not roles or row.role in roles]


def chair_of(meeting: Meeting) -> Attendance | None:
    """Return the row of the chair."""
    return next(iter(people(meeting, Attendance.Role.CHAIR)), None)


def who(row: Attendance | Speech) -> str:
    """Return a person or body as papers write it: "Nguyễn Văn A, Phó Giám đốc, Sở Ngoại vụ".

    Who speaks for a body without being named is told in one breath: "Đại diện lãnh đạo Sở Tài chính".
    """
    title, agency = row.title_then, row.agency
    body = agency.name if agency else ""
    if agency:
        short = agency.name.removesuffix(f" {agency.place}")
        body = "" if any(name.casefold() in title.casefold() for name in (short, agency.label)) else body
    if body and not row.person and title.casefold().startswith("đại diện"):
        title, body = f"{title} {body}", ""
    group = getattr(row, "group_label", "")
    words = [row.person.full_name if row.person else "", title, group, body]
    return ", ".join(part for part in words if part) or BLANK


def all_of(rows: Iterable[Attendance]) -> str:
    """Return several people in one line, or room to write them in."""
    return "; ".join(who(row) for row in rows) or BLANK


def clock(hour: time) -> str:
    """Return "14 giờ 00"."""
    return f"{hour.hour:02d} giờ {hour.minute:02d}"


def begins(meeting: Meeting) -> str:
    """Return when it begins: "14 giờ 00, thứ Sáu, ngày 28 tháng 11 năm 2025"."""
    day = f"{weekday_name(meeting.held_on)}, {official_date(meeting.held_on)}"
    if meeting.starts_at:
        return f"{clock(meeting.starts_at)}, {day}"
    return f"{meeting.get_session_display()} {day}".strip() if meeting.session else day


def day_in_sentence(meeting: Meeting) -> str:
    """Return "Chiều ngày 28 tháng 11 năm 2025" as a sentence begins with it."""
    half = f"{meeting.get_session_display()} " if meeting.session else ""
    return upper_first(f"{half}{official_date(meeting.held_on)}")


def field_line(label: str, value: str) -> Paragraph:
    """Return "Địa điểm: …" with its label in bold."""
    return Paragraph([Text(f"{label}: ", bold=True), value or BLANK])


def passages(text: str) -> list[Paragraph]:
    """Return a paragraph for each line that somebody typed."""
    return [Paragraph(line.strip()) for line in text.splitlines() if line.strip()]


def due_in_words(task: FollowUp, meeting: Meeting) -> str:
    """Return the deadline of a task as a notice writes it."""
    day: date | None = task.due_on
    match task.due_kind:
        case DueKind.DAY if day:
            return f"hoàn thành chậm nhất {official_date(day)}"
        case DueKind.MONTH if day:
            return f"hoàn thành trong tháng {month_label(day.month)} năm {day.year}"
        case DueKind.QUARTER if day:
            return f"hoàn thành trong quý {_ROMAN_QUARTER[(day.month - 1) // 3]} năm {day.year}"
        case DueKind.YEAR if day:
            return f"hoàn thành trong năm {day.year}"
        case DueKind.RIGHT_AFTER:
            until = f", chậm nhất {official_date(day)}" if day else ""
            return f"thực hiện ngay sau {noun(meeting)}{until}"
        case DueKind.SOON:
            return "thực hiện sớm"
        case DueKind.NONE:
            return ""
        case _:
            return f"thực hiện {task.get_due_kind_display()}"


def attached_to(parent: MeetingDocument, *, what: str) -> str:
    """Return the "Kèm theo …" line of a paper that goes out with another one."""
    issuer = parent.meeting.organiser
    if issuer is None:
        raise NoIssuer
    blank = "\u00a0" * 6
    number = f"{parent.number:02d}" if parent.number is not None else blank
    day = day_line(parent.dated_on, year_of_paper(parent))
    return f"Kèm theo {what} số {number}/{parent.symbol} {day} của {issuer.name}"
