"""Closing a period of the books, and undoing a closing made by mistake."""

from datetime import date

from aid.models import AidItem, ClosedPeriod, Commitment, Counterpart, Disbursement, Entry
from aid.periods import closing_problems, reopening_problems
from core.history import action, delete_version
from core.legal import refuse_if
from core.models import User
from core.models.base import Origin


@action("Khóa sổ kỳ viện trợ")
def close_period(
    *,
    first_day: date,
    last_day: date,
    reason: str,
    today: date,
    by: User,
    origin: str = Origin.OFFICE,
) -> ClosedPeriod:
    """Store that the days are closed: nothing of them is rewritten from now on. Raises RuleError."""
    books = ClosedPeriod.objects.books()
    refuse_if(closing_problems(first_day, last_day, books, today, reason=reason))
    period = ClosedPeriod(
        first_day=first_day, last_day=last_day, closed_on=today, reason=reason, origin=origin
    )
    period.full_clean()
    period.save()
    return period


@action("Bỏ khóa sổ kỳ viện trợ")
def undo_closing(*, period: ClosedPeriod, expected: int, reason: str, by: User) -> None:
    """Take a closing back; the reason stays in the history.

    Raises RuleError when it is not the last one or something was corrected in it, VersionConflictError when
    somebody took it back meanwhile.
    """
    books = ClosedPeriod.objects.books()
    refuse_if(
        reopening_problems(
            is_last=period.last_day == books.last, corrections=corrections_of(period), reason=reason
        )
    )
    delete_version(period, expected=expected)


def corrections_of(period: ClosedPeriod) -> int:
    """Return how many lines and items were entered after the closing about its days."""
    span = period.span(is_first=period.first_day == ClosedPeriod.objects.books().first)
    lines = [
        model.objects.filter(entry=Entry.CORRECTION, effective_on__range=span).count()
        for model in (Commitment, Counterpart, Disbursement)
    ]
    return sum(lines) + AidItem.objects.filter(booked_on__isnull=False, approved_on__range=span).count()
