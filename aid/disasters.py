"""Which emergency grants a row of the totals by disaster counts, said as filters of the list of items."""

from django.db.models import Q

from aid.models import AidItem
from aid.rules import NOT_RECEIVED
from core.dates import DateError, format_date, parse_date

# What stands for a disaster or a day that is not told, and for any disaster.
NOT_SAID, ANY = "chưa ghi", "mọi thiên tai"
_COUNTED = ~Q(emergency_kind="") & ~Q(status__in=NOT_RECEIVED)


def of_event(value):
    """Return the emergency grants of the disaster of exactly this name."""
    return _COUNTED if value == ANY else _COUNTED & Q(disaster_event="" if value == NOT_SAID else value)


def of_day(value):
    """Return the emergency grants of disasters of the day, none where it is no day."""
    if value == NOT_SAID:
        return _COUNTED & Q(disaster_on=None)
    try:
        return _COUNTED & Q(disaster_on=parse_date(value))
    except DateError:
        return Q(pk__in=[])


def facts_of(condition):
    """Return the same of the facts, which do not tell disasters."""
    return Q(item__in=AidItem.objects.order_by().filter(condition).values("pk"))


def row_query(event, day, applied):
    """Return the query string of what a row counts under the filters of its page {name: value}."""
    kept = {name: applied[name] for name in ("q", "nam", "dien") if applied.get(name)}
    day = format_date(day) if day else NOT_SAID
    return kept | {"thien_tai": event or NOT_SAID, "xay_ra": day}


def sum_query(applied):
    """Return the query string of what the sum of all rows counts; None where the list cannot say it."""
    kept = {name: applied[name] for name in ("q", "nam", "dien") if applied.get(name)}
    return None if applied.get("tu") or applied.get("den") else kept | {"thien_tai": ANY}
