"""What the history pages show: every change of a record and of its rows, before and after, in words."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.http import Http404

from core.catalogue import may_edit_partners, reads_all_history
from core.history_values import NO, Printer, label_of, plain_text, shown_fields
from core.models import User

ADDED, CHANGED, REMOVED = "+", "~", "-"
# Rows that belong to a record although deleting it is refused while they exist.
OWN_ROWS = {
    "core.user": [("core.useragency", "user")],
    "core.person": [("core.appointment", "person")],
    "core.agency": [("core.agencysuccession", "predecessor")],
    "core.country": [("core.observance", "country")],
}
# How a new or removed row of another record is told: by these columns; of all others by every column it has.
_told: dict[str, tuple[str, ...]] = {}
_left_out: set[str] = set()
_readers: dict[str, Callable[[User], bool]] = {"core.partner": may_edit_partners}


@dataclass(frozen=True)
class Change:
    """One field of one entry; `key` names the field for the filter."""

    key: str
    field: str
    before: str
    after: str


@dataclass
class Entry:
    """One act on a record: when, who, what, why, and its changes."""

    when: str
    who: str
    what: str
    reason: str
    at: datetime
    changes: list[Change] = field(default_factory=list)


def allow_history(label: str, test: Callable[[User], bool]) -> None:
    """Let the accounts that pass `test` read the history of a model without `visible_to`."""
    _readers[label] = test


def tell_rows(label: str, *columns: str) -> None:
    """Let new and removed rows of a model be told by these columns alone in the history of their record."""
    _told[label] = columns


def leave_out_rows(label: str) -> None:
    """Leave rows of a model out of the history of the record that they belong to."""
    _left_out.add(label)


type Since = Callable[[Collection[int], User | None], dict[int, datetime]]
_private: dict[str, Since] = {}


def keep_private(label: str, since: Since) -> None:
    """Let `since(keys, user)` say from when on this reader may read the history of records of a model.

    A key that it leaves out is closed to the reader, also to those who read all other history.
    """
    _private[label] = since


def readable_since(
    model: type[models.Model], keys: Collection[int], user: User | None
) -> dict[int, datetime] | None:
    """Return {key: from when its history is open to the reader}; None where the model keeps nothing back."""
    find = _private.get(model._meta.label_lower)
    return find(keys, user) if find else None


def may_read_history(user: User, model: type[models.Model]) -> bool:
    """Return whether the account may read the history of at least some records of this model."""
    if reads_all_history(user) or hasattr(model._default_manager.all(), "visible_to"):
        return True
    test = _readers.get(model._meta.label_lower)
    return test is not None and test(user)


def audited_models() -> list[type[models.Model]]:
    """Return every model that has history."""
    return [model for model in apps.get_models() if _is_audited(model)]


def _is_audited(model: type[models.Model]) -> bool:
    return hasattr(model, "history") and hasattr(model.history, "model")


def record_or_404(label: str, pk: int, user: User) -> tuple[type[models.Model], models.Model]:
    """Return the model and the record if this account may read its history; else Http404.

    For a removed record, whoever reads all history gets the record as it last was.
    """
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    if not _is_audited(model) or not may_read_history(user, model):
        raise Http404
    rows: Any = model._default_manager.all()
    everything = reads_all_history(user) and model._meta.label_lower not in _private
    if not everything and hasattr(rows, "visible_to"):
        rows = rows.visible_to(user)
    record = rows.filter(pk=pk).first()
    if record is None and everything:
        last = model.history.filter(**{model._meta.pk.attname: pk}).first()  # type: ignore[attr-defined, union-attr]
        record = last.instance if last else None
    if record is None:
        raise Http404
    return model, record


def entries_of(
    model: type[models.Model], pk: int, *, only: str = "", since: datetime | None = None
) -> tuple[list[Entry], dict[str, str]]:
    """Return the acts on a record, newest first, and the fields that ever changed as {key: label}.

    `only` keeps the changes of one field, `since` the acts from then on. Rows of child tables count as
    part of their record.
    """
    printer = Printer()
    acts: dict[tuple[Any, ...], Entry] = {}
    fields: dict[str, str] = {}
    for row, changes in sorted(
        _all_changes(model, pk, printer, since), key=lambda pair: (pair[0].history_date, pair[0].history_id)
    ):
        if since is not None and row.history_date < since:
            continue
        fields |= {change.key: change.field for change in changes}
        kept = [change for change in changes if not only or change.key == only]
        if not kept and (only or row.history_type == CHANGED):
            continue
        acts.setdefault(_act_key(row), entry_of(row)).changes.extend(kept)
    return sorted(acts.values(), key=lambda entry: entry.at, reverse=True), fields


def entry_of(row: Any) -> Entry:
    """Return the entry of a history row, without changes."""
    return Entry(
        when=plain_text(row.history_date),
        who=str(row.history_user) if row.history_user else "không rõ",
        what=row.action_label or {ADDED: "Thêm", CHANGED: "Sửa", REMOVED: "Xóa"}[row.history_type],
        reason=row.history_change_reason or "",
        at=row.history_date,
    )


def _act_key(row: Any) -> tuple[Any, ...]:
    """Return what the rows of one act share: the request, or else the second in which it happened."""
    same = row.request_id or row.history_date.replace(microsecond=0)
    return (same, row.action, row.history_user_id)


def _all_changes(
    model: type[models.Model], pk: int, printer: Printer, since: datetime | None
) -> Iterator[tuple[Any, list[Change]]]:
    own = list(_rows(model, model._meta.pk.attname, pk))  # type: ignore[union-attr]
    printer.learn(model, own)
    yield from with_changes(model, own, printer, since=since)
    for child, parent in children_of(model):
        rows = list(_rows(child, f"{parent}_id", pk))
        printer.learn(child, rows)
        yield from with_changes(child, rows, printer, parent=parent, since=since)


def _rows(model: type[models.Model], column: str, pk: int) -> models.QuerySet[Any]:
    history: Any = model.history  # type: ignore[attr-defined]
    return (
        history.filter(**{column: pk}).select_related("history_user").order_by("history_date", "history_id")
    )


def children_of(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Return (child model, name of its foreign key) for the tables whose rows belong to a record."""
    found = [
        (relation.related_model, relation.field.name)
        for relation in model._meta.related_objects
        if relation.on_delete is models.CASCADE
        and _is_audited(relation.related_model)
        and relation.related_model._meta.label_lower not in _left_out
    ]
    named = OWN_ROWS.get(model._meta.label_lower, [])
    return found + [(apps.get_model(label), name) for label, name in named]


def with_changes(
    model: type[models.Model],
    rows: list[Any],
    printer: Printer,
    *,
    parent: str = "",
    since: datetime | None = None,
) -> Iterator[tuple[Any, list[Change]]]:
    """Yield each history row (oldest first) with what it changed; rows of a child are named as such.

    What stood there before `since` is nobody else's to read: it is left out of what the change replaced.
    """
    before: dict[Any, Any] = {}
    for row in rows:
        key = getattr(row, model._meta.pk.attname)  # type: ignore[union-attr]
        old = before.get(key)
        changes = changes_between(model, old, row, printer, parent=parent)
        yield row, opened_changes(changes, old, since)
        before[key] = row


def opened_changes(changes: list[Change], old: Any, since: datetime | None) -> list[Change]:
    """Return the changes without the words that stood there before the history was open to the reader."""
    if since is None or old is None or old.history_date >= since:
        return changes
    return [replace(change, before="") for change in changes]


def changes_between(
    model: type[models.Model], old: Any, new: Any, printer: Printer, *, parent: str = ""
) -> list[Change]:
    """Return the fields in which two history rows differ; `old` is None for a new record."""
    fields = [each for each in shown_fields(model) if each.name != parent]
    noun = str(model._meta.verbose_name)
    if parent and new.history_type in (ADDED, REMOVED):
        words = "; ".join(_row_words(model, fields, new, printer))
        verb = "Thêm" if new.history_type == ADDED else "Bỏ"
        pair = ("", words) if new.history_type == ADDED else (words, "")
        return [Change(model._meta.label_lower, f"{verb} {noun}", *pair)]
    changes = []
    for each in fields:
        before = printer.text(each, old) if old is not None else ""
        after = "" if new.history_type == REMOVED else printer.text(each, new)
        if new.history_type == REMOVED:
            before = printer.text(each, new)
        # "No" on a new record is what it begins with, not something that a person said.
        if before != after and not (old is None and after == NO):
            changes.append(
                Change(_key(model, each, parent), _label(model, each, new, printer, parent), before, after)
            )
    return changes


def _row_words(
    model: type[models.Model], fields: list[models.Field[Any, Any]], row: Any, printer: Printer
) -> Iterator[str]:
    told = _told.get(model._meta.label_lower)
    for each in fields:
        if (told is None or each.name in told) and (text := printer.text(each, row)):
            yield text if told else f"{label_of(each).lower()} {text}"


def _key(model: type[models.Model], each: models.Field[Any, Any], parent: str) -> str:
    return f"{model._meta.label_lower}.{each.name}" if parent else each.name


def _label(
    model: type[models.Model], each: models.Field[Any, Any], row: Any, printer: Printer, parent: str
) -> str:
    if not parent:
        return label_of(each)
    noun = str(model._meta.verbose_name)
    words = (
        printer.text(other, row) for other in shown_fields(model) if other.name not in (parent, each.name)
    )
    which = next((text for text in words if text), "")
    return f"{noun[:1].upper()}{noun[1:]}{f' ({which[:60]})' if which else ''}: {label_of(each).lower()}"
