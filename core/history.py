"""Every write has history: who, when, before, after, in the same transaction.

An action (``@action``) opens one transaction and one act: the person, the verb and the reason.
Saving a record outside an act is refused, so that no write can miss its history.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.utils import timezone
from simple_history.signals import pre_create_historical_record
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from core.models import Record, RecordQuerySet, UnguardedWriteError, User, WriteOnce, WriteOnceError
from core.models.base import bulk_open
from core.touched import note_touched, telling


@dataclass(frozen=True)
class Act:
    """Who does what, why, and through which request."""

    by: User
    verb: str
    label: str
    reason: str = ""


@dataclass(frozen=True)
class RequestInfo:
    """What the history keeps of the request."""

    request_id: str = ""
    ip_address: str = ""


_act: ContextVar[Act | None] = ContextVar("act", default=None)
_undo: ContextVar[list[Callable[[], None]] | None] = ContextVar("undo", default=None)
request_info: ContextVar[RequestInfo] = ContextVar("request_info", default=RequestInfo())  # noqa: B039


class VersionConflictError(Exception):
    """Someone saved the record since the form was opened; carries the record as it is now."""

    def __init__(self, record: Record) -> None:
        super().__init__(
            "Có người vừa lưu bản ghi này; nội dung anh/chị gõ vẫn còn, hãy so lại trước khi lưu."
        )
        self.record = record


class RecordGoneError(Exception):
    """Someone removed the record since the form was opened; the middleware answers with a 409 page."""

    def __init__(self) -> None:
        super().__init__(
            "Người khác đã xóa bản ghi này sau khi trang được mở, nên lần lưu vừa rồi chưa được ghi."
        )


@contextmanager
def acting(*, by: User, verb: str, label: str, reason: str = "") -> Iterator[None]:
    """Open an act; an inner act keeps the outer one, which is what the person did.

    At the end of the outermost act those hear of it who keep what follows from its rows (core.touched).
    """
    token = _act.set(_act.get() or Act(by=by, verb=verb, label=label, reason=reason))
    try:
        with telling():
            yield
    finally:
        _act.reset(token)


@contextmanager
def _undoing() -> Iterator[None]:
    """Run what `undo_on_failure` registered inside when the block fails, newest first."""
    registered = _undo.get()
    token = None
    if registered is None:
        registered = []
        token = _undo.set(registered)
    before = len(registered)
    try:
        yield
    except BaseException:
        while len(registered) > before:
            registered.pop()()
        raise
    finally:
        if token is not None:
            _undo.reset(token)


def undo_on_failure(callback: Callable[[], None]) -> None:
    """Call `callback` if the open action fails: for what the database cannot roll back, such as files."""
    registered = _undo.get()
    if registered is None:
        raise UnguardedWriteError("undo_on_failure: no action is open.")
    registered.append(callback)


def current_act() -> Act | None:
    """Return the act that is open in this context, or None."""
    return _act.get()


def action[**P, R](label: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator: the function runs in one transaction and one act; it must take ``by=``."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        verb = f"{function.__module__.split('.')[0]}.{function.__name__}"

        @functools.wraps(function)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            by = kwargs["by"]
            reason = kwargs.get("reason", "")
            act = acting(by=by, verb=verb, label=label, reason=str(reason or ""))  # type: ignore[arg-type]
            with _undoing(), transaction.atomic(), act:
                return function(*args, **kwargs)

        return inner

    return decorate


def _is_audited(sender: Any) -> bool:
    return isinstance(sender, type) and issubclass(sender, Record | User)


@receiver(pre_save)
def refuse_save_outside_act(sender: Any, *, raw: Any = None, **_: Any) -> None:
    """Refuse to save an audited record outside an act."""
    if not _is_audited(sender) or raw or _act.get() is not None:
        return
    raise UnguardedWriteError(
        f"{sender.__name__} saved outside an action: its history would not say who did it."
    )


@receiver(pre_delete)
def refuse_delete_outside_act(sender: Any, **_: Any) -> None:
    """Refuse to delete an audited record outside an act."""
    if _is_audited(sender) and _act.get() is None:
        raise UnguardedWriteError(
            f"{sender.__name__} deleted outside an action: its history would not say who did it."
        )


@receiver(pre_save)
def refuse_second_save(sender: Any, instance: Any, **_: Any) -> None:
    """Refuse to save a row again that is written once."""
    if issubclass(sender, WriteOnce) and not instance._state.adding:
        raise WriteOnceError(f"{sender.__name__} {instance.pk}: its rows are written once.")


@receiver(pre_delete)
def refuse_delete_of_kept(sender: Any, instance: Any, **_: Any) -> None:
    """Refuse to delete a row that is written once."""
    if issubclass(sender, WriteOnce):
        raise WriteOnceError(f"{sender.__name__} {instance.pk}: its rows are written once.")


@receiver(pre_create_historical_record)
def fill_history_context(history_instance: Any, **_: Any) -> None:
    """Write who, which action, why and which request into the history row."""
    act = _act.get()
    if act is None:
        raise UnguardedWriteError(f"{type(history_instance).__name__}: no act is open.")
    info = request_info.get()
    history_instance.history_user = act.by
    history_instance.history_change_reason = act.reason[:500] or None
    history_instance.action = act.verb[:80]
    history_instance.action_label = act.label[:200]
    history_instance.request_id = info.request_id
    history_instance.ip_address = info.ip_address


def save_version[M: models.Model](record: M, *, expected: int) -> M:
    """Save `record` if its stored version is still `expected`; the version goes up by one.

    Raises VersionConflictError with the record as stored now, RecordGoneError when it was removed. The
    check is the WHERE of an UPDATE, so two writers at the same moment cannot both win.
    """
    plain: models.QuerySet[M] = models.QuerySet(type(record))
    if not plain.filter(pk=record.pk, version=expected).update(version=models.F("version") + 1):
        stored = plain.filter(pk=record.pk).first()
        if stored is None:
            raise RecordGoneError
        raise VersionConflictError(stored)  # type: ignore[arg-type]
    record.version = expected + 1  # type: ignore[attr-defined]
    record.save()
    return record


def delete_version(record: Record, *, expected: int) -> None:
    """Delete `record` if its stored version is still `expected`.

    Raises VersionConflictError when somebody saved or removed it since its page was opened.
    """
    plain: models.QuerySet[Any] = models.QuerySet(type(record))
    # The row is locked, so that an edit at the same moment waits and then finds nothing to save.
    if plain.select_for_update().filter(pk=record.pk, version=expected).first() is None:
        raise VersionConflictError(plain.filter(pk=record.pk).first() or record)
    record.delete()


def bulk_create[M: models.Model](records: list[M], *, batch_size: int = 500) -> list[M]:
    """Insert many records with their history in the open act; returns them with keys."""
    act = _require_act()
    if not records:
        return []
    model = type(records[0])
    with bulk_writes():
        stored = list(
            bulk_create_with_history(
                records,
                model,
                batch_size=batch_size,
                default_user=act.by,
                default_change_reason=act.reason[:500] or None,
                custom_historical_attrs=_context_columns(act),
            )
        )
    note_touched(stored, is_new=True)
    return stored


def bulk_update[M: models.Model](records: list[M], fields: list[str], *, batch_size: int = 500) -> int:
    """Update many records with their history in the open act; returns the number of rows."""
    act = _require_act()
    if not records:
        return 0
    model = type(records[0])
    note_touched(records, is_new=False)
    with bulk_writes():
        return int(
            bulk_update_with_history(
                records,
                model,
                fields,
                batch_size=batch_size,
                default_user=act.by,
                default_change_reason=act.reason[:500] or None,
                custom_historical_attrs=_context_columns(act),
            )
        )


def _require_act() -> Act:
    act = _act.get()
    if act is None:
        raise UnguardedWriteError("bulk write outside an action: its history would not say who did it.")
    return act


def _context_columns(act: Act) -> dict[str, str]:
    info = request_info.get()
    return {
        "action": act.verb[:80],
        "action_label": act.label[:200],
        "request_id": info.request_id,
        "ip_address": info.ip_address,
    }


def context_of_act() -> dict[str, Any]:
    """Return the columns that every history row of the open act has in common."""
    act = _require_act()
    return {
        "history_user_id": act.by.pk,
        "history_change_reason": act.reason[:500] or None,
        "history_date": timezone.now(),
        **_context_columns(act),
    }


@contextmanager
def bulk_writes() -> Iterator[None]:
    """Let the library's bulk helpers through the closed set-wise methods of RecordQuerySet."""
    token = bulk_open.set(True)
    try:
        yield
    finally:
        bulk_open.reset(token)


__all__ = [
    "Act",
    "RecordGoneError",
    "RecordQuerySet",
    "RequestInfo",
    "UnguardedWriteError",
    "VersionConflictError",
    "acting",
    "action",
    "bulk_create",
    "bulk_update",
    "bulk_writes",
    "context_of_act",
    "current_act",
    "delete_version",
    "request_info",
    "save_version",
    "undo_on_failure",
]
