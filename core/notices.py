"""What the portal tells whom: kinds, whom an agency's notices reach, and what each morning brings.

The apps above say which of their records come due (`register_morning`); `core.actions.notices` writes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from core.models import Notice, Role, User
from core.models.notices import SUBJECT_LENGTH
from core.permissions import Area, Right, may

# Nobody can switch these off: work given and work sent back would stay undone.
ALWAYS_TOLD = frozenset({Notice.Kind.ASSIGNED, Notice.Kind.RETURNED})
# Told by e-mail at once, not with the next morning's letter; an assignment only when it is this near.
MAILED_AT_ONCE = frozenset({Notice.Kind.RETURNED, Notice.Kind.REMINDER})
NEAR_DAYS = 3
HEADS = (Role.SNGV_HEAD, Role.SNGV_LEADER, Role.LH_LEADER, Role.UBND_LEADER)


@dataclass(frozen=True)
class Message:
    """One thing to tell: to whom, what, why them, where it stands, what to do and by when."""

    users: tuple[User, ...]
    kind: str
    subject: str
    why: str
    url: str
    key: str
    todo: str = ""
    due_on: date | None = None


type Finder = Callable[[date], Iterable[Message]]
_finders: list[Finder] = []


def register_morning(find: Finder) -> None:
    """Let `find(day)` say what people are told on the morning of that day."""
    if find not in _finders:
        _finders.append(find)


def messages_of_morning(day: date) -> list[Message]:
    """Return what all apps have to tell on the morning of this day."""
    return [message for find in _finders for message in find(day)]


def people_of(agency_ids: Iterable[int | None], *, heads: bool = False) -> list[User]:
    """Return the active accounts of these agencies, extra agencies included; with `heads` only who leads."""
    ids = {pk for pk in agency_ids if pk}
    if not ids:
        return []
    found = User.objects.filter(Q(agency_id__in=ids) | Q(extra_agencies__agency_id__in=ids), is_active=True)
    if heads:
        found = found.filter(role__in=HEADS)
    return list(found.distinct().order_by("pk").prefetch_related("extra_agencies"))


def doers(agency_id: int | None, area: Area, *, heads: bool = False) -> list[User]:
    """Return the accounts of the agency that may write its records in this area.

    The heads come along where asked, or where the agency has nobody else.
    """
    able = [user for user in people_of({agency_id}) if may(user, area, Right.WRITE, {agency_id})]
    plain = [user for user in able if user.role not in HEADS]
    return able if heads or not plain else plain


def fitting(subject: str, length: int = SUBJECT_LENGTH) -> str:
    """Return the subject, cut at a word where it is longer than a line."""
    words = " ".join(subject.split())
    if len(words) <= length:
        return words
    return words[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def is_urgent(kind: str, due_on: date | None, day: date) -> bool:
    """Return whether the notice goes out by e-mail at once."""
    if kind == Notice.Kind.ASSIGNED:
        return due_on is not None and (due_on - day).days <= NEAR_DAYS
    return kind in MAILED_AT_ONCE
