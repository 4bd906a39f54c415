"""What an act touched: at the end of the outermost act, whoever registered hears which rows were written.

Rows that follow from others (sums, copies for lists) are kept by such listeners in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver


@dataclass(frozen=True, slots=True)
class Touch:
    """One row that an act wrote: its model, its key, the column that the listener asked for.

    `known_to` is a listener that need not be told: whoever wrote the row has done its work as well.
    """

    model: type[models.Model]
    pk: Any
    value: Any
    is_new: bool
    known_to: Listener | None = None


type Listener = Callable[[set[Touch]], None]

_columns: dict[type[models.Model], str] = {}
_listeners: dict[Listener, tuple[type[models.Model], ...]] = {}
_touched: ContextVar[set[Touch] | None] = ContextVar("touched", default=None)


def at_end_of_act(listener: Listener, columns: dict[type[models.Model], str]) -> None:
    """Call `listener` at the end of each outermost act that touched one of these models.

    `columns` names, for each model, the attribute whose value the listener wants of a row.
    """
    _columns.update(columns)
    _listeners[listener] = tuple(columns)


@contextmanager
def telling() -> Iterator[None]:
    """Collect what is written inside; at the end tell the listeners, unless an outer block collects."""
    if _touched.get() is not None:
        yield
        return
    touched: set[Touch] = set()
    token = _touched.set(touched)
    try:
        yield
        _tell(touched)
    finally:
        _touched.reset(token)


def _tell(touched: set[Touch]) -> None:
    for listener, of_models in _listeners.items():
        heard = {touch for touch in touched if touch.model in of_models and touch.known_to is not listener}
        if heard:
            with transaction.atomic():
                listener(heard)


def note_touched(records: Iterable[models.Model], *, is_new: bool, known_to: Listener | None = None) -> None:
    """Note rows that were written set-wise; single saves and deletes note themselves."""
    touched = _touched.get()
    if touched is None:
        return
    for record in records:
        if column := _columns.get(type(record)):
            value = getattr(record, column)
            touched.add(Touch(type(record), record.pk, value, is_new, known_to))


@receiver(post_save)
def note_saved(sender: Any, instance: models.Model, *, created: bool = False, **_: Any) -> None:
    """Note a row that was saved."""
    if sender in _columns:
        note_touched([instance], is_new=created)


@receiver(pre_delete)
def note_deleted(sender: Any, instance: models.Model, **_: Any) -> None:
    """Note a row that is about to be deleted, by itself or with its record."""
    if sender in _columns:
        note_touched([instance], is_new=False)
