"""The book of numbers of an agency: papers of the portal, meetings' papers, papers noted from outside."""

from __future__ import annotations

from core.models import Agency, User
from core.number_rules import Taken
from meetings.issuing import own_symbol
from meetings.models import Meeting, MeetingDocument
from reports.models import DocumentNumber

REPORT_SERIES = "BC"
_SHOWN = 20
# Điều 15, Phụ lục III Nghị định 30/2020/NĐ-CP: the kinds of papers that have a series of their own.
SERIES = {
    "BC": "Báo cáo",
    "QĐ": "Quyết định",
    "TB": "Thông báo",
    "KH": "Kế hoạch",
    "CTr": "Chương trình",
    "TTr": "Tờ trình",
    "HD": "Hướng dẫn",
    "GM": "Giấy mời",
    "BB": "Biên bản",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "CĐ": "Công điện",
    "CV": "Công văn",
}


def taken_numbers(agency: Agency, year: int, series: str) -> list[Taken]:
    """Return every number that is known of a series of a year, the lowest first, in two statements."""
    rows = DocumentNumber.objects.filter(agency=agency, year=year, series=series).select_related(
        "report", "meeting_document__meeting"
    )
    found = [Taken(row.number, row.dated_on, row.subject or str(row), number_url(row)) for row in rows]
    return sorted([*found, *meeting_numbers(agency, year, series)], key=lambda one: one.number)


def booked_beside_meetings(agency: Agency, year: int, series: str) -> list[Taken]:
    """Return the numbers of the book alone, for papers of meetings that take one."""
    rows = DocumentNumber.objects.filter(agency=agency, year=year, series=series, meeting_document=None)
    return [Taken(row.number, row.dated_on, row.subject or str(row)) for row in rows.order_by("number")]


def meeting_numbers(agency: Agency, year: int, series: str) -> list[Taken]:
    """Return the numbers of meetings' papers of the series that no row of the book holds.

    A paper under another body's symbol (TB-BCĐ) is of another series and counts by itself.
    """
    rows = MeetingDocument.objects.filter(
        meeting__organiser=agency,
        number__isnull=False,
        dated_on__year=year,
        symbol=own_symbol(agency, series),
        document_number=None,
    ).select_related("meeting")
    return [
        Taken(
            row.number,
            row.dated_on,
            f"{row.get_kind_display()}: {row.meeting.title}",
            row.meeting.get_absolute_url(),
        )
        for row in rows
        if row.number is not None and row.dated_on is not None
    ]


def number_url(row: DocumentNumber) -> str:
    """Return the page of the report or meeting that has the number, "" for a paper from outside."""
    if row.meeting_document:
        return row.meeting_document.meeting.get_absolute_url()
    return row.report.get_absolute_url() if row.report else ""


def book_of_meetings(user: User, year: object) -> list[Taken]:
    """Return the numbered papers of meetings that the account may read, the newest first.

    `year` is that of the filter, nothing for the newest ones.
    """
    rows = MeetingDocument.objects.filter(
        number__isnull=False,
        dated_on__isnull=False,
        meeting__in=Meeting.objects.visible_to(user).values("pk"),
    )
    if year:
        rows = rows.filter(dated_on__year=int(str(year)))
    return [
        Taken(row.number, row.dated_on, f"{row.code} – {row.meeting.title}", row.meeting.get_absolute_url())
        for row in rows.select_related("meeting").order_by("-dated_on", "-number")[:_SHOWN]
        if row.number is not None and row.dated_on is not None
    ]
