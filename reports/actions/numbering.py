"""Give a report its number; note in the book what was numbered outside the portal."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from core.history import action, delete_version
from core.legal import Blocker, RuleError, cautions, refuse_if
from core.models import Agency, User
from core.number_rules import number_problems, refuse_unconfirmed
from meetings.issuing import series_of, take_number_turn
from meetings.models import MeetingDocument
from meetings.numbering import counts_in_book
from reports.actions.life import begin_step, end_step
from reports.kinds.year_end import header_of
from reports.life_people import steps_since_draft
from reports.models import DocumentNumber, Report
from reports.number_book import REPORT_SERIES, taken_numbers


@dataclass(frozen=True)
class Entry:
    """What the clerk writes into the book: number and day, how many copies, where the paper is kept."""

    number: int
    dated_on: date
    copies: int | None = None
    file_notation: str = ""
    retention: str = ""
    subject: str = ""


@action("Cấp số báo cáo")
def number_report(
    *, report: Report, entry: Entry, confirmed: str, expected: int, today: date, by: User, note: str = ""
) -> DocumentNumber:
    """Give the report its number and day, and return the row of the book.

    Raises RuleError for a number that is taken, UnconfirmedError while `confirmed` is not the mark of what
    there is to look at: a gap, a day out of order.
    """
    stored, step = begin_step("number", report, by=by)
    signed = [one.happened_on for one in steps_since_draft(stored) if one.to_status == step.start]
    row = _enter(
        agency=stored.issuer,
        series=REPORT_SERIES,
        entry=entry,
        confirmed=confirmed,
        today=today,
        as_of=stored.snapshot.as_of,
        signed_on=signed[-1] if signed else None,
        report=stored,
    )
    stored.number, stored.dated_on = str(entry.number), entry.dated_on
    end_step(step, stored, expected=expected, today=today, by=by, note=note)
    return row


@action("Ghi số văn bản ngoài cổng")
def note_number(
    *, agency: Agency, series: str, entry: Entry, confirmed: str, today: date, by: User
) -> DocumentNumber:
    """Write a paper made outside the portal into the book. Raises RuleError, UnconfirmedError."""
    return _enter(agency=agency, series=series, entry=entry, confirmed=confirmed, today=today)


@action("Bỏ số văn bản ghi nhầm")
def drop_number(*, row: DocumentNumber, expected: int, by: User) -> None:
    """Take a paper from outside out of the book. Raises RuleError for a report's own number."""
    if row.report_id:
        raise RuleError("Số này của một báo cáo trong cổng nên không bỏ khỏi sổ được.")
    if row.meeting_document_id:
        raise RuleError("Số này của văn bản cuộc họp; thu hồi số ở trang cuộc họp.")
    delete_version(row, expected=expected)


def _enter(
    *,
    agency: Agency,
    series: str,
    entry: Entry,
    confirmed: str,
    today: date,
    as_of: date | None = None,
    signed_on: date | None = None,
    report: Report | None = None,
) -> DocumentNumber:
    year = entry.dated_on.year
    take_number_turn(agency, year, series)
    found = number_problems(
        number=entry.number,
        dated_on=entry.dated_on,
        today=today,
        taken=taken_numbers(agency, year, series),
        as_of=as_of,
        signed_on=signed_on,
    )
    refuse_if(found)
    refuse_unconfirmed(cautions(found), confirmed)
    row = DocumentNumber(
        agency=agency,
        year=year,
        series=series,
        number=entry.number,
        dated_on=entry.dated_on,
        subject=entry.subject or (report.title if report else ""),
        copies=entry.copies,
        file_notation=entry.file_notation,
        retention=entry.retention,
        report=report,
    )
    if report:
        row.origin, row.symbol = report.origin, header_of(report).symbol
    return _stored(row)


def keep_meeting_number(document: MeetingDocument, *, by: User) -> None:
    """Write the number of a meeting's paper into the organiser's book; take it out where it has none now.

    A paper under another body's symbol counts in a series of its own. Raises RuleError for a taken number.
    """
    row = DocumentNumber.objects.filter(meeting_document=document).first()
    agency = document.meeting.organiser
    if row is not None and document.number is None:
        delete_version(row, expected=row.version)
    if row is not None or document.number is None or document.dated_on is None or agency is None:
        return
    if not counts_in_book(document):
        return
    _stored(
        DocumentNumber(
            agency=agency,
            year=document.dated_on.year,
            series=series_of(document.symbol),
            number=document.number,
            symbol=document.symbol,
            dated_on=document.dated_on,
            subject=f"{document.get_kind_display()}: {document.meeting.title}"[:300],
            meeting_document=document,
            origin=document.origin,
        )
    )


def _stored(row: DocumentNumber) -> DocumentNumber:
    """Store a row of the book; the constraint of the database has the last word on its number."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        words = f"Số {row.number:02} vừa được cấp cho văn bản khác; mở lại trang để lấy số tiếp theo."
        raise RuleError([Blocker(words, None, "number")]) from error
    return row
