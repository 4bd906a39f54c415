"""Where a record is used: apps above tell the page of a record below which of their numbers cover it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.models import User


@dataclass(frozen=True)
class Use:
    """One number or paper that the record goes into, with its address."""

    label: str
    url: str


@dataclass(frozen=True)
class UsedIn:
    """What the record goes into in one period, and what a reader should know about it."""

    title: str
    uses: tuple[Use, ...]
    note: str = ""


type Finder = Callable[[Any, User, date], list[UsedIn]]
_finders: dict[str, Finder] = {}


def register_uses(label: str, find: Finder) -> None:
    """Let `find(record, user, today)` say where records of this model are used."""
    _finders[label] = find


def uses_of(record: Any, user: User, today: date) -> list[UsedIn]:
    """Return where the record is used, as far as this account may read it."""
    find = _finders.get(record._meta.label_lower)
    return find(record, user, today) if find else []
