"""What a newer version of a program does to the tasks that it gave out before. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from core.text import fold
from programs.wording.assigned import Assignment


@dataclass(frozen=True, slots=True)
class Known:
    """A task that an earlier version gave out."""

    pk: int
    key: str
    title: str
    lead: int
    partners: tuple[int, ...]
    due_kind: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a newer version does to the tasks: added, changed, kept or dropped."""

    kind: str
    assignment: Assignment | None
    task: Known | None
    differs: tuple[str, ...] = ()


ADDED, CHANGED, KEPT, DROPPED = "them", "doi", "giu", "bo"
_ALIKE = 0.6


def changes_between(tasks: Sequence[Known], assignments: Sequence[Assignment]) -> list[Change]:
    """Return what becomes of tasks and assignments: pairs by paragraph and title first, then by likeness."""
    left = list(tasks)
    pairs: dict[int, Known] = {}
    for alike in (_same_place_and_title, _same_title, _same_place, _similar):
        for number, one in enumerate(assignments):
            if number in pairs:
                continue
            best = max(left, key=lambda task: alike(task, one), default=None)
            if best is not None and alike(best, one) > _ALIKE:
                pairs[number] = best
                left.remove(best)
    changes = []
    for number, one in enumerate(assignments):
        task = pairs.get(number)
        if task is None:
            changes.append(Change(ADDED, one, None))
            continue
        differs = _differences(task, one)
        changes.append(Change(CHANGED if differs else KEPT, one, task, differs))
    return changes + [Change(DROPPED, None, task) for task in left]


def _same_place_and_title(task: Known, one: Assignment) -> float:
    return float(task.key == one.key and _folded(task.title) == _folded(one.title))


def _same_title(task: Known, one: Assignment) -> float:
    return float(_folded(task.title) == _folded(one.title))


def _same_place(task: Known, one: Assignment) -> float:
    return _likeness(task.title, one.title) + 0.3 if task.key == one.key else 0.0


def _similar(task: Known, one: Assignment) -> float:
    return _likeness(task.title, one.title) - 0.15


def _likeness(old: str, new: str) -> float:
    """Return from 0 to 1 how many words two titles share."""
    a, b = _words(old), _words(new)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


# Each title is held against all others.
_folded = lru_cache(maxsize=4_096)(fold)


@lru_cache(maxsize=4_096)
def _words(title: str) -> frozenset[str]:
    return frozenset(fold(title).split())


def _differences(task: Known, one: Assignment) -> tuple[str, ...]:
    found = []
    if " ".join(task.title.split()) != one.title:
        found.append("title")
    if one.lead is not None and one.lead != task.lead:
        found.append("lead")
    if set(one.partners) != set(task.partners):
        found.append("partners")
    if (one.due_kind, one.due_on) != (task.due_kind, task.due_on):
        found.append("due")
    return tuple(found)
