"""The log of all changes: the newest acts over every table, filtered by person, day and table."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Model, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from core.history_values import Printer, name_of
from core.history_view import (
    Entry,
    audited_models,
    changes_between,
    entry_of,
    opened_changes,
    readable_since,
)
from core.models import User

PER_PAGE = 50
CLOSED = "nội dung chưa gửi"
# Older acts are reached by naming a day; the newest ones by turning pages.
MOST_PAGES = 40


@dataclass(frozen=True)
class AuditFilter:
    """Which acts the log shows; an empty value does not filter."""

    user: User | None = None
    since: date | None = None
    until: date | None = None
    table: str = ""

    def conditions(self) -> dict[str, Any]:
        """Return the filter as conditions on a history table."""
        found: dict[str, Any] = {}
        if self.user:
            found["history_user_id"] = self.user.pk
        if self.since:
            found["history_date__gte"] = _midnight(self.since)
        if self.until:
            found["history_date__lt"] = _midnight(self.until + timedelta(days=1))
        return found


@dataclass(frozen=True)
class LogLine:
    """One change of one record, with the address of the record's history."""

    entry: Entry
    noun: str
    name: str
    url: str


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def log_page(chosen: AuditFilter, number: int) -> tuple[list[LogLine], bool]:
    """Return the lines of one page, newest first, and whether there is a page after it."""
    number = min(max(number, 1), MOST_PAGES)
    wanted = number * PER_PAGE + 1
    keys: list[tuple[datetime, int, type[Model]]] = []
    for model in audited_models():
        if chosen.table and model._meta.label_lower != chosen.table:
            continue
        rows = model.history.filter(**chosen.conditions()).order_by("-history_date", "-history_id")  # type: ignore[attr-defined]
        newest = rows.values_list("history_date", "history_id")[:wanted]
        keys.extend((at, history_id, model) for at, history_id in newest)
    keys.sort(key=lambda key: (key[0], key[1]), reverse=True)
    lines = _lines(keys[wanted - PER_PAGE - 1 : wanted - 1])
    return lines, len(keys) >= wanted and number < MOST_PAGES


def _lines(keys: list[tuple[datetime, int, type[Model]]]) -> list[LogLine]:
    printer = Printer()
    made: dict[tuple[type[Model], int], LogLine] = {}
    for model in dict.fromkeys(model for _, _, model in keys):
        ids = [history_id for _, history_id, of in keys if of is model]
        made |= {(model, history_id): line for history_id, line in _lines_of(model, ids, printer)}
    return [made[model, history_id] for _, history_id, model in keys]


def _lines_of(model: type[Model], ids: list[int], printer: Printer) -> list[tuple[int, LogLine]]:
    history = model.history  # type: ignore[attr-defined]
    key = model._meta.pk.attname  # type: ignore[union-attr]
    earlier = history.filter(**{key: OuterRef(key)}, history_id__lt=OuterRef("history_id"))
    rows = list(
        history.filter(history_id__in=ids)
        .select_related("history_user")
        .annotate(history_before=Subquery(earlier.order_by("-history_id").values("history_id")[:1]))
    )
    olds = {
        row.history_id: row for row in history.filter(history_id__in=[row.history_before for row in rows])
    }
    printer.learn(model, [*rows, *olds.values()])
    opened = readable_since(model, {getattr(row, key) for row in rows}, None)
    lines = []
    for row in rows:
        entry = entry_of(row)
        entry.changes = changes_between(model, olds.get(row.history_before), row, printer)
        record = getattr(row, key)
        url = reverse("core:history", args=[model._meta.label_lower, record])
        name = name_of(row, model, printer)
        if opened is not None and not (record in opened and row.history_date >= opened[record]):
            # Whoever reads all history still reads that something was done, by whom and when.
            entry.changes, entry.reason, name = [], "", CLOSED
        elif opened is not None:
            old = olds.get(row.history_before)
            entry.changes = opened_changes(entry.changes, old, opened[record])
        lines.append((row.history_id, LogLine(entry, str(model._meta.verbose_name), name, url)))
    return lines
