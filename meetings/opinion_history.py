"""From when on the history of what an agency writes is open to others: from the moment it was handed in."""

from collections.abc import Collection
from datetime import UTC, datetime

from core.history_view import keep_private
from core.models import User
from meetings.models import Contribution, Opinion

ALWAYS = datetime.min.replace(tzinfo=UTC)


def contributions_since(keys: Collection[int], user: User | None) -> dict[int, datetime]:
    """Return {key: from when this reader may read its history}; what was never handed in is left out."""
    own = user.agency_ids() if user else frozenset()
    columns = ("pk", "agency_id", "sent_at")
    rows = list(Contribution.objects.filter(pk__in=keys).values_list(*columns))
    removed = set(keys) - {row[0] for row in rows}
    last: dict[int, tuple[int, int, datetime | None]] = {}
    if removed:
        past = Contribution.history.filter(id__in=removed).order_by("history_date", "history_id")
        last = {row[0]: row for row in past.values_list("id", "agency_id", "sent_at")}
    return {
        key: ALWAYS if agency in own else sent_at
        for key, agency, sent_at in (*rows, *last.values())
        if agency in own or sent_at is not None
    }


def opinions_since(keys: Collection[int], user: User | None) -> dict[int, datetime]:
    """Return {key: from when this reader may read its history}, as its contribution has it."""
    past = Opinion.history.filter(id__in=keys).order_by("history_date", "history_id")
    contribution_of = dict(past.values_list("id", "contribution_id"))
    opened = contributions_since(set(contribution_of.values()), user)
    return {key: opened[owner] for key, owner in contribution_of.items() if owner in opened}


def register() -> None:
    """Register what this app keeps back."""
    keep_private("meetings.contribution", contributions_since)
    keep_private("meetings.opinion", opinions_since)
