"""What would differ today: the figures of a snapshot that moved, and the records that moved them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils import timezone

from aid.models import AidItem, Commitment, Disbursement, ItemSector
from core.history_values import Printer, name_of
from core.models import Record, User
from core.models.users import SYSTEM_USERNAME
from core.money import NBSP
from meetings.models import Conclusion
from reports.figures import Scope
from reports.frozen import frozen_figure_url, may_open, printed_words
from reports.frozen_page import adds_in_words, is_amount, names_then, page_of, with_items
from reports.kinds.year_end_numbers import numbers_of
from reports.manual_figures import MANUAL
from reports.models import ReportFigure, ReportSnapshot
from reports.outlines import window_of
from reports.rewording import Printed, reworded
from reports.snapshots import figure_rows, sources_of

ADDED, REMOVED, CHANGED = "Thêm", "Bớt", "Đổi"
GONE = "không còn số này"
# Which rows decide from below whether a record is counted: their table, and their column of the record.
_BELOW: dict[str, tuple[tuple[type[Record], str], ...]] = {
    "aid.aiditem": ((Commitment, "item_id"), (Disbursement, "item_id"), (ItemSector, "item_id")),
    "core.partner": ((AidItem, "donor_id"),),
    "meetings.meeting": ((Conclusion, "meeting_id"),),
}

type Row = tuple[str, int]


@dataclass
class RecordChange:
    """One record that moved a figure: how, what it added before and adds now, who did it and when."""

    kind: str
    model: str
    pk: int
    before: str
    after: str
    name: str = ""
    noun: str = ""
    url: str = ""
    history_url: str = ""
    who: str = ""
    when: datetime | None = None
    what: str = ""
    # Which version a lock counted; its name is of then, as is what it added.
    version: int | None = None


@dataclass(frozen=True)
class Moved:
    """One figure whose value would differ today, with the records that moved it."""

    row: ReportFigure
    text: str
    exact: str
    url: str = ""
    changes: tuple[RecordChange, ...] = field(default_factory=tuple)
    # In which words the report prints it, then and today; nothing where it does not.
    printed: tuple[Printed, ...] = ()

    @property
    def told(self) -> tuple[Printed, ...]:
        """The printed words, without what the exact values say already."""
        return tuple(one for one in self.printed if (one.then, one.now) != (self.row.exact, self.exact))


def locked_scope(snapshot: ReportSnapshot) -> Scope:
    """Return the scope of the snapshot: its days, judged as of the lock, over the whole province."""
    return Scope(window_of(snapshot.report), snapshot.as_of, User(username=SYSTEM_USERNAME))


def rows_today(snapshot: ReportSnapshot, codes: list[str]) -> dict[str, ReportFigure]:
    """Return what the snapshot would keep of these numbers if it were taken of the records of today."""
    report, scope = snapshot.report, locked_scope(snapshot)
    numbers = numbers_of(
        scope,
        reader=scope.user,
        year=report.year,
        today=timezone.localdate(),
        tokens=codes,
        is_padded=report.count_style == report.CountStyle.PADDED,
        issuer_id=report.issuer_id,
    )
    return {row.code: row for row in figure_rows(numbers, codes)}


def moved_rows(snapshot: ReportSnapshot) -> Iterator[tuple[ReportFigure, ReportFigure | None]]:
    """Yield each kept number that would differ today with what it would be; None for one that is gone."""
    rows = list(snapshot.figures.defer("sources"))
    today = rows_today(snapshot, [row.code for row in rows])
    for row in rows:
        now = today.get(row.code)
        if now is None or _said(now) != _said(row):
            yield row, now


def _said(row: ReportFigure) -> tuple[str, str, int]:
    """Return what makes a kept number another one: its value and what it leaves out.

    How the portal words a value is no difference: "khoảng 0,2 triệu USD" of an older lock and "khoảng 200
    nghìn USD" of today are one number. Only what has no value of its own (a comparison), or whose words were
    typed by hand, is compared by its words; which spaces hold these together does not count.
    """
    is_worded = not row.value or row.code.startswith(MANUAL)
    return row.value, row.exact.replace(NBSP, " ") if is_worded else "", row.left_out


def count_moved(snapshot: ReportSnapshot) -> int:
    """Return how many figures of the snapshot would differ today."""
    return sum(1 for _ in moved_rows(snapshot))


def moved_figures(snapshot: ReportSnapshot, reader: User) -> list[Moved]:
    """Return the figures that would differ today, each with the records that moved it.

    Records are named only to a reader who may read all that the figure counts.
    """
    scope = locked_scope(snapshot)
    found = list(moved_rows(snapshot))
    sources = dict(
        snapshot.figures.filter(code__in=[row.code for row, _ in found]).values_list("code", "sources")
    )
    printed = printed_words(snapshot.document)
    answer = []
    for row, now in found:
        changes: list[RecordChange] = []
        may = may_open(reader, row.code)
        if may:
            live = sources_of(row.code, scope, snapshot.report, now.value if now else "") if now else []
            changes = changes_between(sources[row.code], live)
            is_money = any(is_amount(row, adds) for one in changes for adds in (one.before, one.after))
            for one in changes:
                one.before = adds_in_words(one.before, is_money=is_money)
                one.after = adds_in_words(one.after, is_money=is_money)
        text, exact = (now.text, now.exact) if now else (GONE, GONE)
        url = frozen_figure_url(snapshot, row.code) if may else ""
        said = reworded(printed.get(row.code, []), row, now, report=snapshot.report, scope=scope)
        answer.append(Moved(row, text, exact, url, tuple(changes), said))
    tell_who([change for one in answer for change in one.changes], since=snapshot.taken_at)
    return answer


@dataclass
class ByRecord:
    """A page whose records changed since the lock, the figures that moved: (label, place on the page)."""

    changes: dict[Row, RecordChange] = field(default_factory=dict)
    figures: list[tuple[str, int]] = field(default_factory=list)

    @property
    def change(self) -> RecordChange:
        """What stands for them all: the item of lines of money, else the record changed last."""
        rows = sorted(self.changes.values(), key=lambda one: (one.when is not None, one.when), reverse=True)
        return next((one for one in rows if one.model == AidItem._meta.label_lower), rows[0])

    @property
    def name(self) -> str:
        """Its name, without the amount of one line where several lines changed."""
        return self.change.name.partition(" · ")[0] if len(self.changes) > 1 else self.change.name

    @property
    def nouns(self) -> str:
        """What kinds of records these are."""
        return ", ".join(dict.fromkeys(one.noun for one in self.changes.values()))

    @property
    def acts(self) -> list[RecordChange]:
        """What was done to them, each act once, the last one first."""
        done = {(one.when, one.who, one.what): one for one in self.changes.values() if one.when}
        return [done[key] for key in sorted(done, key=lambda key: key[0], reverse=True)]


def by_record(moved: list[Moved]) -> list[ByRecord]:
    """Return each record behind the moved figures once, those first that moved most of them.

    Lines of money stand with their item, whose page they have; each act on them is told.
    """
    found: dict[Any, ByRecord] = {}
    for place, one in enumerate(moved, start=1):
        for change in one.changes:
            key = (change.model, change.pk)
            line = found.setdefault(change.url or key, ByRecord())
            line.changes.setdefault(key, change)
            if (one.row.label, place) not in line.figures:
                line.figures.append((one.row.label, place))
    return sorted(found.values(), key=lambda line: -len(line.figures))


def changes_between(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[RecordChange]:
    """Return the records that came, went, or add something else; each once, of a share both parts."""
    old, new = _adds(before), _adds(after)
    versions = _versions(before)
    found = []
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) == new.get(key):
            continue
        kind = ADDED if key not in old else REMOVED if key not in new else CHANGED
        (was, parts_then), (adds, parts) = (side.get(key, ("", 0)) for side in (old, new))
        if was == adds and parts_then and parts:
            # It stood in the whole and came into the part of a share, or left it.
            was, adds = (was, "0") if parts < parts_then else ("0", adds)
        found.append(RecordChange(kind, *key, was, adds, version=versions.get(key)))
    return found


def _versions(sources: list[dict[str, Any]]) -> dict[Row, int]:
    return {
        (part["model"], row[0]): row[1]
        for part in sources
        for row in (*part["rows"], *part.get("left_out", ()))
    }


def _adds(sources: list[dict[str, Any]]) -> dict[Row, tuple[str, int]]:
    """Return what each record adds, and in how many parts of a share it stands."""
    found: dict[Row, tuple[str, int]] = {}
    for part in sources:
        for pk, _, adds in part["rows"]:
            words, count = found.get((part["model"], pk), ("", 0))
            found[part["model"], pk] = (words or adds, count + 1)
        for pk, _ in part.get("left_out", ()):
            found.setdefault((part["model"], pk), ("chưa tính", 0))
    return found


def tell_who(changes: list[RecordChange], *, since: datetime) -> None:
    """Fill in what each record is called, where it is, and who changed it when, a table at a time."""
    printer = Printer()
    for label in sorted({change.model for change in changes}):
        model: Any = apps.get_model(label)
        mine = [change for change in changes if change.model == label]
        keys = {change.pk for change in mine}
        records: dict[int, Any] = with_items(model).in_bulk(keys)
        last = _last_rows(model, "id", keys, since=None)
        told = _last_rows(model, "id", keys, since=since)
        named = [*records.values(), *last.values()]
        printer.learn(model, named)
        versions = {change.pk: change.version for change in mine if change.version is not None}
        then = names_then(model, records, versions, at=since)
        beside = _beside(model, {pk: row for pk, row in last.items() if pk not in told}, since=since)
        for change in mine:
            record = records.get(change.pk)
            stored = record if record is not None else last.get(change.pk)
            change.noun = str(model._meta.verbose_name)
            change.name = name_of(stored, model, printer) if stored is not None else str(change.pk)
            if change.version is not None:
                change.name = then.get(change.pk, change.name)
            change.url = page_of(record) if record is not None else ""
            change.history_url = reverse("core:history", args=[label, change.pk])
            act = told.get(change.pk) or beside.get(change.pk)
            if act is not None:
                change.who = str(act.history_user) if act.history_user else "không rõ"
                change.when, change.what = act.history_date, act.action_label


def _last_rows(model: Any, column: str, keys: Iterable[int], *, since: datetime | None) -> dict[int, Any]:
    """Return the newest history row of each key, by the key; only of what happened after `since`."""
    rows = model.history.filter(**{f"{column}__in": set(keys)}).select_related("history_user")
    if since is not None:
        rows = rows.filter(history_date__gt=since)
    return {getattr(row, column): row for row in rows.order_by("history_date", "history_id")}


def _beside(model: Any, rows: dict[int, Any], *, since: datetime) -> dict[int, Any]:
    """Return what happened to the records beside rows, where nothing happened to the rows themselves.

    A commitment leaves a year because its item's day of approval was changed, a donor because its only item
    has another one now.
    """
    found: dict[int, Any] = {}
    parents = [
        each
        for each in model._meta.concrete_fields
        if isinstance(each, models.ForeignKey) and issubclass(each.related_model, Record)  # type: ignore[arg-type]
    ]
    for parent in parents:
        of_row = {pk: getattr(row, parent.attname, None) for pk, row in rows.items()}
        keys = {key for key in of_row.values() if key}
        acts = _last_rows(parent.related_model, "id", keys, since=since)
        acts = _of_children(parent.related_model, keys, since=since) | acts
        _take_newer(found, {pk: acts[key] for pk, key in of_row.items() if key in acts})
    _take_newer(found, _of_children(model, set(rows), since=since))
    return found


def _of_children(model: Any, keys: set[int], *, since: datetime) -> dict[int, Any]:
    """Return the newest act on the rows that steer a record from below, now or before they were moved."""
    found: dict[int, Any] = {}
    for table, column in _BELOW.get(model._meta.label_lower, ()):
        history: Any = table.history  # type: ignore[attr-defined]
        pairs = set(history.filter(**{f"{column}__in": keys}).order_by().values_list(column, "id"))
        acts = _last_rows(table, "id", {pk for _, pk in pairs}, since=since)
        for key, pk in pairs:
            if pk in acts:
                _take_newer(found, {key: acts[pk]})
    return found


def _take_newer(found: dict[int, Any], acts: dict[int, Any]) -> None:
    for pk, act in acts.items():
        if pk not in found or found[pk].history_date < act.history_date:
            found[pk] = act
