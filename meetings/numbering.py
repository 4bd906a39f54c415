"""Which numbers papers of meetings have, and what there is to look at before one takes another."""

from __future__ import annotations

from datetime import date

from core.legal import refuse_if
from core.number_rules import Taken, next_number, order_cautions, refuse_unconfirmed
from meetings import rules
from meetings.issuing import booked_numbers, own_symbol, series_of
from meetings.models import MeetingDocument


def refuse_number(
    document: MeetingDocument,
    *,
    number: int | None,
    dated_on: date | None,
    today: date,
    confirmed: str,
) -> None:
    """Raise RuleError where the paper may not take this number and day.

    Raises UnconfirmedError while nobody confirmed a gap or a day out of order, as for reports, or minutes
    without their hours.
    """
    series = numbers_of_series(document, dated_on.year) if dated_on else []
    refuse_if(
        rules.numbering_problems(
            kind=document.kind,
            symbol=document.symbol,
            number=number,
            dated_on=dated_on,
            held_on=document.meeting.held_on,
            today=today,
            taken={one.number: one.subject for one in series},
        )
    )
    if number is not None and dated_on is not None:
        meeting = document.meeting
        asked = [
            *order_cautions(number=number, dated_on=dated_on, taken=series),
            *rules.hour_cautions(
                document.kind, has_start=meeting.starts_at is not None, has_end=meeting.ends_at is not None
            ),
        ]
        refuse_unconfirmed(asked, confirmed)


def proposed_number(document: MeetingDocument, year: int) -> int:
    """Return the number after the highest one of the paper's series and year."""
    return next_number(numbers_of_series(document, year))


def numbers_of_series(document: MeetingDocument, year: int) -> list[Taken]:
    """Return the numbers that other papers of the series have: the organiser's book, or the symbol alone."""
    papers = papers_of_series(document, year)
    if not counts_in_book(document):
        return papers
    return [*booked_numbers(document.meeting.organiser, year, document.symbol), *papers]


def counts_in_book(document: MeetingDocument) -> bool:
    """Whether the paper counts in its organiser's book; under another body's symbol it has its own series."""
    agency = document.meeting.organiser
    return agency is not None and document.symbol == own_symbol(agency, series_of(document.symbol))


def papers_of_series(document: MeetingDocument, year: int) -> list[Taken]:
    """Return the numbers that other papers of meetings have under the same symbol in a year."""
    rows = MeetingDocument.objects.filter(
        symbol=document.symbol, dated_on__year=year, number__isnull=False
    ).exclude(pk=document.pk)
    return [
        Taken(row.number, row.dated_on, row.meeting.title)
        for row in rows.select_related("meeting").order_by("number")
        if row.number is not None and row.dated_on is not None
    ]
