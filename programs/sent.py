"""Which versions were sent to whom: apps above tell, drafts ask (core/uses.py has the same manner)."""

from collections.abc import Callable
from typing import Any

from core.models import User

type FindSent = Callable[[User], Any]
_senders: list[FindSent] = []


def register_sent(find: FindSent) -> None:
    """Let `find(user)` give the keys of the versions that agencies of the account were asked about."""
    _senders.append(find)


def sent_to(user: User) -> list[Any]:
    """Return subqueries of the keys of versions that the account was asked about."""
    return [find(user) for find in _senders]
