"""Who may do what: one table of roles × areas, read by every app (domain.md 2.3).

Each cell says how far the role reads, writes and approves in that area: everything, its own
agencies' records, or nothing. What "own" means for a record is said by the app that owns it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from core.models import Role, User


class Area(StrEnum):
    """What the portal keeps, as far as rights go."""

    PROGRAM = "program"
    TASKS = "tasks"
    ACTIVITIES = "activities"
    MEETINGS = "meetings"
    FOLLOW_UPS = "follow_ups"
    AID = "aid"
    REPORTS = "reports"
    OPINIONS = "opinions"
    BOOKS = "books"
    CATALOGUE = "catalogue"
    ACCOUNTS = "accounts"
    HISTORY = "history"


class Reach(Enum):
    """How far a right goes."""

    NONE = 0
    OWN = 1
    ALL = 2


class Right(StrEnum):
    """What may be done."""

    READ = "read"
    WRITE = "write"
    APPROVE = "approve"


@dataclass(frozen=True)
class Cell:
    """One cell of the table: how far a role reads, writes and approves."""

    read: Reach
    write: Reach = Reach.NONE
    approve: Reach = Reach.NONE

    def reach(self, right: Right) -> Reach:
        """Return how far this right goes."""
        value: Reach = getattr(self, right.value)
        return value


_NONE = Cell(Reach.NONE)
_READ = Cell(Reach.ALL)
_READ_OWN = Cell(Reach.OWN)
_WRITE = Cell(Reach.ALL, Reach.ALL)
_WRITE_OWN = Cell(Reach.ALL, Reach.OWN)
_OWN = Cell(Reach.OWN, Reach.OWN)
_APPROVE = Cell(Reach.ALL, Reach.ALL, Reach.ALL)
_APPROVE_OWN = Cell(Reach.ALL, Reach.OWN, Reach.OWN)
_SIGN = Cell(Reach.ALL, Reach.NONE, Reach.ALL)

_A = Area
_AREAS = (
    _A.PROGRAM, _A.TASKS, _A.ACTIVITIES, _A.MEETINGS, _A.FOLLOW_UPS,
    _A.AID, _A.REPORTS, _A.CATALOGUE, _A.ACCOUNTS, _A.HISTORY, _A.OPINIONS, _A.BOOKS,
)  # fmt: skip

# One line per role, one column per area, in the order of _AREAS.
_ROWS: dict[str, tuple[Cell, ...]] = {
    #                 program      tasks         activities    meetings      follow-ups    aid           reports       catalogue    accounts     history        opinions      books
    Role.ADMIN:       (_READ,       _READ,        _READ,        _READ,        _READ,        _READ,        _READ,        _WRITE,      _WRITE,      _READ,         _READ,         _READ),
    Role.SNGV_STAFF:  (_WRITE,      _WRITE,       _WRITE,       _WRITE,       _WRITE,       _WRITE,       _WRITE,       _READ,       _NONE,       _READ_OWN,     _WRITE,        _READ),
    Role.SNGV_HEAD:   (_WRITE,      _APPROVE,     _WRITE,       _APPROVE,     _APPROVE,     _WRITE,       _APPROVE,     _READ,       _NONE,       _READ_OWN,     _APPROVE,      _READ),
    Role.SNGV_LEADER: (_APPROVE,    _APPROVE,     _APPROVE,     _APPROVE,     _APPROVE,     _APPROVE,     _APPROVE,     _READ,       _NONE,       _READ_OWN,     _APPROVE,      _SIGN),
    Role.VAN_THU:     (_READ,       _READ,        _READ,        _READ,        _READ,        _READ,        _READ,        _READ,       _NONE,       _READ_OWN,     _READ,         _READ),
    Role.VPUB:        (_READ,       _WRITE_OWN,   _READ,        _WRITE_OWN,   _WRITE_OWN,   _READ,        _READ,        _READ,       _NONE,       _READ_OWN,     _READ,         _READ),
    Role.UBND_LEADER: (_SIGN,       _READ,        _SIGN,        _SIGN,        _READ,        _SIGN,        _READ,        _READ,       _NONE,       _READ_OWN,     _READ,         _READ),
    Role.TU_VIEWER:   (_READ,       _READ,        _READ,        _READ,        _READ,        _READ,        _READ,        _READ,       _NONE,       _READ_OWN,     _READ,         _READ),
    Role.LH_STAFF:    (_READ,       _WRITE_OWN,   _WRITE_OWN,   _WRITE_OWN,   _WRITE_OWN,   _WRITE_OWN,   _WRITE_OWN,   _READ,       _NONE,       _READ_OWN,     _OWN,          _READ),
    Role.LH_LEADER:   (_READ,       _APPROVE_OWN, _APPROVE_OWN, _APPROVE_OWN, _APPROVE_OWN, _READ,        _APPROVE_OWN, _READ,       _NONE,       _READ_OWN,     _OWN,          _READ),
    Role.HOI_EDITOR:  (_READ,       _OWN,         _OWN,         _OWN,         _OWN,         _NONE,        _READ_OWN,    _READ,       _NONE,       _READ_OWN,     _OWN,          _NONE),
    Role.FOCAL:       (_READ,       _OWN,         _READ_OWN,    _READ_OWN,    _OWN,         _OWN,         _READ_OWN,    _READ,       _NONE,       _READ_OWN,     _OWN,          _READ),
    Role.FIN:         (_READ,       _READ,        _READ,        _READ_OWN,    _OWN,         _READ,        _READ,        _READ,       _NONE,       _READ_OWN,     _OWN,          _SIGN),
    Role.AUDITOR:     (_READ,       _READ,        _READ,        _READ,        _READ,        _READ,        _READ,        _READ,       _READ,       _READ,         _READ,         _READ),
}  # fmt: skip

TABLE: dict[str, dict[Area, Cell]] = {
    role: dict(zip(_AREAS, cells, strict=True)) for role, cells in _ROWS.items()
}


def reach(user: User, area: Area, right: Right = Right.READ) -> Reach:
    """Return how far the account's right goes in an area; the system account reaches everything."""
    if user.is_system:
        return Reach.ALL
    if not user.is_active or user.role not in TABLE:
        return Reach.NONE
    return TABLE[user.role][area].reach(right)


def may(
    user: User, area: Area, right: Right, agency_ids: set[int | None] | frozenset[int | None] = frozenset()
) -> bool:
    """Return whether the account may do this to a record that belongs to `agency_ids`."""
    how_far = reach(user, area, right)
    if how_far is Reach.OWN:
        return bool(user.agency_ids() & agency_ids)
    return how_far is Reach.ALL


def may_anywhere(user: User, area: Area, right: Right) -> bool:
    """Return whether the account may do this to at least its own records (shows a button or a menu)."""
    return reach(user, area, right) is not Reach.NONE


def require(allowed: bool) -> None:  # noqa: FBT001
    """Raise PermissionDenied (403) unless allowed."""
    if not allowed:
        raise PermissionDenied


def area_required(area: Area) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Return a decorator: an account that reads nothing in the area gets 404, as if it were not there."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if reach(request.user, area) is Reach.NONE:  # type: ignore[arg-type]
                raise Http404
            return view(request, *args, **kwargs)

        return inner

    return decorate


def sees_everything(user: User, area: Area) -> bool:
    """Return whether totals of this area cover the whole province for this reader."""
    return reach(user, area) is Reach.ALL
