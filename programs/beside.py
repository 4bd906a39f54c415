"""What other apps show beside the paragraphs of a draft: opinions on them, and how many are settled.

Apps above register how they find it (core/uses.py has the same manner); this app asks and shows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from core.models import User
from programs.models import Draft


@dataclass(frozen=True)
class Beside:
    """A chip beside a paragraph: "YK-05 tiếp thu", where it leads, and how it looks (bad, ok, warn, mute)."""

    label: str
    url: str
    tone: str = ""
    title: str = ""


@dataclass(frozen=True)
class Gate:
    """Something that must be complete before a version goes up, in words: "Còn 3/23 ý kiến chưa xử lý".

    `named` are the first few that are missing, where they are worth naming; `act` is what to do about them.
    """

    code: str
    words: str
    done: int
    total: int
    url: str
    note: str = ""
    named: tuple[str, ...] = ()
    act: str = ""
    is_unknown: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something is missing."""
        return self.done < self.total

    @property
    def tone(self) -> str:
        """How it looks: nothing known, something missing, complete."""
        if self.is_unknown:
            return "mute"
        return "bad" if self.is_open else "ok"

    @property
    def left(self) -> int:
        """How many are missing."""
        return self.total - self.done

    @property
    def unnamed(self) -> int:
        """How many are missing beside those that are named."""
        return max(self.left - len(self.named), 0)


@dataclass(frozen=True)
class Panel:
    """A tab at the side of a chapter: its name, how many wait, the template that shows it."""

    code: str
    label: str
    count: int
    template: str
    context: dict[str, Any] = field(default_factory=dict)


type FindBeside = Callable[[Draft, Collection[str], User], dict[str, list[Beside]]]
type FindGate = Callable[[Draft, User], Gate | None]
type FindPanel = Callable[[Draft, Collection[str], User], Panel | None]
type FindCounts = Callable[[Draft, User], dict[str, int]]

_beside: list[FindBeside] = []
_gates: list[FindGate] = []
_panels: list[FindPanel] = []
_waiting: list[FindCounts] = []


def register_beside(find: FindBeside) -> None:
    """Let `find(draft, keys, user)` say what stands beside the paragraphs with these keys."""
    _beside.append(find)


def register_gate(find: FindGate) -> None:
    """Let `find(draft, user)` count what must be complete before the version goes up."""
    _gates.append(find)


def register_panel(find: FindPanel) -> None:
    """Let `find(draft, keys, user)` make a tab at the side of the chapter that holds these keys."""
    _panels.append(find)


def register_waiting(find: FindCounts) -> None:
    """Let `find(draft, user)` say how much still waits at which paragraph: {key: count}."""
    _waiting.append(find)


def beside_of(draft: Draft, keys: Iterable[str], user: User) -> dict[str, list[Beside]]:
    """Return what stands beside each of these paragraphs, as far as this account may read it."""
    wanted = frozenset(keys)
    found: dict[str, list[Beside]] = {}
    for find in _beside:
        for key, rows in find(draft, wanted, user).items():
            found.setdefault(key, []).extend(rows)
    return found


def gates_of(draft: Draft, user: User) -> list[Gate]:
    """Return what other apps count before the version goes up."""
    return [gate for find in _gates if (gate := find(draft, user))]


def panels_of(draft: Draft, keys: Iterable[str], user: User) -> list[Panel]:
    """Return the tabs of other apps for the chapter with these keys."""
    wanted = frozenset(keys)
    return [panel for find in _panels if (panel := find(draft, wanted, user))]


def waiting_by_key(draft: Draft, user: User) -> dict[str, int]:
    """Return {key: how much waits there}, e.g. opinions without an answer."""
    found: dict[str, int] = {}
    for find in _waiting:
        for key, count in find(draft, user).items():
            found[key] = found.get(key, 0) + count
    return found
