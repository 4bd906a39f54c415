"""Records that are finished before the transaction that writes them, with their history: the lock is short.

A plan is filled without a transaction: what to add, to change, to remove. `Plan.write`, inside an open act,
then holds the versions against what was read, inserts and updates set-wise, and looks nothing else up.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import batched
from typing import Any, Protocol

from django.db import models

from core.history import bulk_writes, context_of_act
from core.models.fields import FoldedField, SortKeyField
from core.touched import Listener, note_touched

AT_ONCE = 500
ADDED, CHANGED, REMOVED = "+", "~", "-"


class StaleError(Exception):
    """What a plan was made from is no longer what is stored; nothing of it was written."""


class Follower(Protocol):
    """Writes what follows from the rows of a plan, worked out before; the listener need not hear of them."""

    listener: Listener

    def write(self) -> None:
        """Write it, when the rows themselves are written and have their keys."""


class Plan:
    """What one act will write, model by model; `order` names the models, those pointed to first."""

    def __init__(
        self,
        order: Iterable[type[models.Model]],
        rests_on: Iterable[type[models.Model]] = (),
        stamp: tuple[Any, ...] | None = None,
    ) -> None:
        """Begin an empty plan that rests on the rows of some tables, as `stamp_of` them says."""
        self.order = tuple(order)
        self.rests_on = tuple(rests_on)
        self.stamp = stamp_of(self.rests_on) if stamp is None else stamp
        self.added: dict[type[models.Model], list[Any]] = {model: [] for model in self.order}
        self.changed: dict[type[models.Model], list[Any]] = {model: [] for model in self.order}
        self.removed: dict[type[models.Model], list[Any]] = {model: [] for model in self.order}
        self.follower: Follower | None = None
        self._history: dict[tuple[str, type[models.Model]], list[Any]] = {}
        self._versions: dict[type[models.Model], dict[Any, int]] = {}

    def add(self, record: Any) -> None:
        """Insert the record; it may point to other records of the plan that have no key yet."""
        self.added[type(record)].append(record)

    def change(self, record: Any) -> None:
        """Store the changed record over the version that it was read with; its version goes up by one."""
        self.expect(record)
        record.version += 1
        self.changed[type(record)].append(record)

    def remove(self, record: Any) -> None:
        """Delete the record."""
        self.expect(record)
        self.removed[type(record)].append(record)

    def expect(self, record: Any) -> None:
        """Let nothing be written where somebody saved or removed this stored record meanwhile."""
        self._versions.setdefault(type(record), {})[record.pk] = record.version

    def prepare(self) -> None:
        """Make the history rows; what only the database or the act knows is filled in at the writing."""
        for kind, records in ((ADDED, self.added), (CHANGED, self.changed), (REMOVED, self.removed)):
            for model, rows in records.items():
                if rows:
                    self._history[kind, model] = _history_rows(model, rows, kind)

    def write(self) -> None:
        """Write everything in the open act. Raises StaleError where the plan no longer holds.

        An IntegrityError means the same: somebody took a code, or removed a record, at this very moment.
        """
        context = context_of_act()
        self._check()
        with bulk_writes():
            for model in self.order:
                self._insert(model, context)
            for model in self.order:
                self._update(model, context)
            for model in reversed(self.order):
                self._delete(model, context)
        if self.follower is not None:
            self.follower.write()

    def _note(self, rows: list[Any], *, is_new: bool) -> None:
        note_touched(rows, is_new=is_new, known_to=self.follower.listener if self.follower else None)

    def _insert(self, model: type[models.Model], context: dict[str, Any]) -> None:
        if rows := self.added[model]:
            models.QuerySet(model).bulk_create(rows, batch_size=AT_ONCE)
            self._note(rows, is_new=True)
            self._write_history(ADDED, model, rows, context)

    def _update(self, model: type[models.Model], context: dict[str, Any]) -> None:
        if rows := self.changed[model]:
            # The keys are there, so each row is a conflict: one statement for many rows.
            models.QuerySet(model).bulk_create(
                rows,
                batch_size=AT_ONCE,
                update_conflicts=True,
                unique_fields=[model._meta.pk.name],
                update_fields=_changeable(model),
            )
            self._note(rows, is_new=False)
            self._write_history(CHANGED, model, rows, context)

    def _delete(self, model: type[models.Model], context: dict[str, Any]) -> None:
        if rows := self.removed[model]:
            self._note(rows, is_new=False)
            plain: models.QuerySet[Any] = models.QuerySet(model)
            for some in batched(rows, AT_ONCE):
                doomed = plain.filter(pk__in=[row.pk for row in some])
                # Nothing hangs on the rows of a plan: no cascade has to be looked for.
                doomed._raw_delete(doomed.db)
            self._write_history(REMOVED, model, rows, context)

    def _write_history(
        self, kind: str, model: type[models.Model], records: list[Any], context: dict[str, Any]
    ) -> None:
        rows, late = self._history[kind, model], _late(model, kind)
        for record, row in zip(records, rows, strict=True):
            kept = row.__dict__
            for name in late:
                kept[name] = getattr(record, name)
            kept.update(context)
        models.QuerySet(type(rows[0])).bulk_create(rows, batch_size=AT_ONCE)

    def _check(self) -> None:
        """Refuse where a version, or what the rows were judged by, is another than it was."""
        if self.rests_on and stamp_of(self.rests_on) != self.stamp:
            raise StaleError
        for model, versions in self._versions.items():
            plain: models.QuerySet[Any] = models.QuerySet(model)
            for keys in batched(versions, AT_ONCE):
                stored = dict(
                    plain.select_for_update().filter(pk__in=keys).values_list("pk", "version").order_by("pk")
                )
                if any(stored.get(key) != versions[key] for key in keys):
                    raise StaleError


def stamp_of(tables: Iterable[type[models.Model]]) -> tuple[Any, ...]:
    """Return what differs as soon as a record of these tables is added, changed or removed; in one query."""
    parts = []
    for number, model in enumerate(tables):
        plain: models.QuerySet[Any] = models.QuerySet(model)
        counted = plain.order_by().annotate(part=models.Value(number)).values("part")
        parts.append(
            counted.annotate(
                rows=models.Count("pk"), versions=models.Sum("version"), latest=models.Max("updated_at")
            ).values_list("part", "rows", "versions", "latest")
        )
    return tuple(sorted(parts[0].union(*parts[1:], all=True))) if parts else ()


def _changeable(model: type[models.Model]) -> list[str]:
    """Return the columns that a change writes."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key and not getattr(field, "auto_now_add", False)
    ]


def _late(model: type[models.Model], kind: str) -> list[str]:
    """Return the columns of a history row that are known only when its record is stored."""
    if kind == REMOVED:
        return []
    return [
        field.attname
        for field in model._meta.concrete_fields
        if getattr(field, "auto_now", False)
        or (
            kind == ADDED
            and (field.primary_key or field.is_relation or getattr(field, "auto_now_add", False))
        )
    ]


def _history_rows(model: type[models.Model], records: list[Any], kind: str) -> list[Any]:
    history: Any = model.history.model  # type: ignore[attr-defined]
    tracked = {field.attname for field in history.tracked_fields}
    own = [field for field in model._meta.concrete_fields if isinstance(field, FoldedField | SortKeyField)]
    # By position, which is how the database makes its records, too.
    places = [field.attname if field.attname in tracked else "" for field in history._meta.concrete_fields]
    kind_at = [field.attname for field in history._meta.concrete_fields].index("history_type")
    rows = []
    for record in records:
        for field in own:
            # Search text and sort key follow from the other columns when a record is written.
            field.pre_save(record, kind == ADDED)
        # Those columns are not worked out once more while others wait.
        record.is_finished = True
        values = [getattr(record, name) if name else None for name in places]
        values[kind_at] = kind
        rows.append(history(*values))
    return rows
