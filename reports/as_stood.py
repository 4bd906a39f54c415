"""A few records as they stood at a moment: what figures would have found of them then, from their history.

Only what was written since the moment can differ from then, so only that is asked twice: once as the history
left it at the moment, once as it is. A statement sees these rows instead of its tables, because a common
table expression of a table's name stands before the table itself. What a figure found of the whole register
then is what it finds of it today, less the second, plus the first; both databases do the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import connection

from core.halves import HALF
from core.history_view import REMOVED
from reports.figures.kept import Question
from reports.figures.measures import Simple, Tally, question

# More records than this are not taken one by one: an import of a whole register, not the work of a week.
MOST = 1_000
# How long a register is being filled by whoever wrote its first row.
_FIRST_LOAD = timedelta(hours=1)


@dataclass(frozen=True)
class Cluster:
    """Records whose figures depend on themselves, on rows of theirs, and on what they belong to."""

    root: str
    children: tuple[tuple[str, str], ...] = ()
    parents: tuple[tuple[str, str], ...] = ()


CLUSTERS = {
    "meetings": Cluster("meetings.Meeting"),
    "aid": Cluster("aid.AidItem", (("aid.Commitment", "item_id"), ("aid.Disbursement", "item_id"))),
    "tasks": Cluster(
        "programs.Task", (("programs.TaskAgency", "task_id"),), (("programs.Program", "program_id"),)
    ),
    "followups": Cluster(
        "meetings.FollowUp",
        (("meetings.FollowUpAgency", "follow_up_id"),),
        (("meetings.Meeting", "meeting_id"),),
    ),
}


@dataclass
class Written:
    """What was written to one table since the moment: the rows, and the history row of each as of then."""

    model: Any
    keys: set[int]
    then: dict[int, int] = field(default_factory=dict)

    def rows(self, *, since: bool, where: str) -> str:
        """Return the SELECT of the rows of then (`since` false) or of now among those of a condition."""
        names = [f'"{one.column}"' for one in self.model._meta.concrete_fields]
        columns = ", ".join(names)
        # In SQLite the bare name would be the expression itself.
        home = "main." if connection.vendor == "sqlite" else ""
        now = f'SELECT {columns} FROM {home}"{self.model._meta.db_table}" WHERE {where}'  # noqa: S608 - our own names, numbers
        if since or not self.keys:
            return now
        kept = f'{now} AND "id" NOT IN ({_numbers(self.keys)})'
        table = self.model.history.model._meta.db_table
        old = f'SELECT {columns} FROM "{table}" WHERE "history_id" IN ({_numbers(self.then.values())})'  # noqa: S608
        return f"{kept} UNION ALL {old}"


class Stood:
    """The records of one cluster that were written since the moment, then and now."""

    def __init__(self, cluster: Cluster, moment: datetime) -> None:
        self.cluster = cluster
        self.root = apps.get_model(cluster.root)
        self.began_at = _began_at(cluster, moment)
        self.moment = self.began_at or moment
        self.is_too_many = False
        self.tables: list[tuple[Written, str]] = []
        self.keys = self._found()

    def _found(self) -> set[int]:
        """Return the keys of the records, and fill the tables with the column that names the record."""
        own = self._written(self.root)
        keys = set(own.keys)
        self.tables = [(own, "id")]
        for label, column in self.cluster.children:
            part = self._written(apps.get_model(label))
            history = part.model.history.filter(history_date__gt=self.moment)
            keys |= set(history.order_by().values_list(column, flat=True).distinct()) if part.keys else set()
            before = part.model.history.filter(history_id__in=part.then.values())
            keys |= set(before.values_list(column, flat=True)) if part.then else set()
            self.tables.append((part, column))
        for label, column in self.cluster.parents:
            part = self._written(apps.get_model(label))
            if part.keys:
                belong = self.root._base_manager.filter(**{f"{column}__in": part.keys}).order_by()
                keys |= set(belong.values_list("pk", flat=True)[: MOST + 1])
            self.tables.append((part, ""))
        self.is_too_many = self.is_too_many or len(keys) > MOST
        return keys - {None}

    def _written(self, model: Any) -> Written:
        if self.is_too_many:
            return Written(model, set())
        rows = model.history.filter(history_date__gt=self.moment).order_by("-history_date")
        latest = list(rows.values_list("id", flat=True)[: MOST * 2 + 1])
        keys = set(latest)
        if len(latest) > MOST * 2:
            self.is_too_many = True
            return Written(model, set())
        found = Written(model, keys)
        if keys:
            stood = model.history.filter(id__in=keys, history_date__lte=self.moment)
            stood = stood.order_by("history_date", "history_id").values_list(
                "id", "history_id", "history_type"
            )
            last = {pk: (row, kind) for pk, row, kind in stood}
            found.then = {pk: row for pk, (row, kind) in last.items() if kind != REMOVED}
        return found

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written since."""
        return not self.keys

    def tallies(self, measures: dict[str, Simple], *, since: bool) -> dict[str, Tally]:
        """Return what each measure finds of these records, then or now (`since`), from one query."""
        arms = {
            (code, arm): asked
            for code, measure in measures.items()
            for arm, rows in enumerate(measure.arms())
            if (asked := question(measure, None, rows))
        }
        found = {code: Tally() for code in measures}
        names = list(arms)
        if not names:
            return found
        columns = '"_rows", "_high", "_low", "_missing"'
        body = " UNION ALL ".join(
            f"SELECT {place}, {columns} FROM ({arms[name].sql}) arm"  # noqa: S608 - Django's own statements
            for place, name in enumerate(names)
        )
        whole = Question(body, tuple(value for name in names for value in arms[name].params))
        for place, count, high, low, missing in self._asked(whole, since=since):
            code, _ = names[place]
            found[code] += Tally(count, int(high) * HALF + int(low), missing)
        return found

    def worth(self, measure: Simple, column: str, *, since: bool) -> dict[int, int | None]:
        """Return what each of these records that a measure counts adds to it, by the key of the row."""
        rows = measure.counted().order_by()
        if rows.query.is_empty():
            return {}
        rows = rows.values_list("pk", column or "pk")
        asked = Question(*rows.query.get_compiler(rows.db).as_sql())
        return {pk: value if column else None for pk, value in self._asked(asked, since=since)}

    def _asked(self, asked: Question, *, since: bool) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {self._expressions[since]} {asked.sql}", asked.params)
            return list(cursor.fetchall())

    @cached_property
    def _expressions(self) -> dict[bool, str]:
        return {since: ", ".join(self._expressed(since=since)) for since in (False, True)}

    def _expressed(self, *, since: bool) -> Iterable[str]:
        keys = _numbers(self.keys)
        for part, column in self.tables:
            if not column and (since or not part.keys):
                continue
            where = f'"{column}" IN ({keys})' if column else "1 = 1"
            yield f'"{part.model._meta.db_table}" AS ({part.rows(since=since, where=where)})'


def stood(moment: datetime, name: str) -> Stood:
    """Return what was written to the records of a cluster since the moment."""
    return Stood(CLUSTERS[name], moment)


def _began_at(cluster: Cluster, moment: datetime) -> datetime | None:
    """Return when the register had been filled first, where that was after the moment; None where before."""
    tables: list[Any] = [
        apps.get_model(label) for label in (cluster.root, *(one for one, _ in cluster.children))
    ]
    # By the day alone, which is indexed: an import writes a million rows at one moment.
    rows = tables[0].history.order_by("history_date").values_list("history_date", "history_user_id")
    first = next(iter(rows[:1]), None)
    if first is None or first[0] <= moment:
        return None
    day, by = first
    last = day
    for table in tables:
        loaded = table.history.filter(history_user_id=by, history_date__range=(day, day + _FIRST_LOAD))
        last = max([last, *loaded.order_by("-history_date").values_list("history_date", flat=True)[:1]])
    return last


def _numbers(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in sorted(keys)) or "-1"
