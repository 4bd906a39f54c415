"""Which headline numbers moved in the last days, from what to what, and the records that moved them.

What a number was then is asked of the records as they stood at the end of that day (reports/as_stood.py), so
an edit moves it as a new record or a passed deadline does. Each record says what it added then and adds now,
and who wrote it last and when.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from core.dates import format_date
from core.history_view import CHANGED
from core.money import format_number, format_part
from core.permissions import Reach, reach
from reports.as_stood import Stood, stood
from reports.differences import ADDED, RecordChange, tell_who
from reports.differences import CHANGED as OTHERWISE
from reports.differences import REMOVED as LEFT
from reports.figures import FigureValue, Scope, Sum, compute_many, figure_named, may_read_figure
from reports.figures.measures import Simple
from reports.figures.rows import record_url
from reports.scopes import figure_url

SPANS = (7, 30)
RECORDS_SHOWN = 3
EDITS_SHOWN = 5
_SIGNS = {ADDED: "+", LEFT: "−", OTHERWISE: "±"}
_OUT_OF_SIGHT = "bản ghi ngoài phạm vi anh/chị được xem"
_CODES = (
    "aid.items_received", "aid.programmes", "aid.projects", "aid.non_projects", "aid.committed_usd",
    "aid.disbursed_usd", "aid.disbursed_new_usd", "aid.emergency_items", "meetings.held",
    "meetings.conferences", "tasks.done", "tasks.overdue", "followups.assigned", "followups.done",
    "followups.overdue",
)  # fmt: skip
# Whose edits may change what a headline counts; of each the column that names the record behind it.
_EDITED = (
    ("aid.AidItem", "pk"), ("aid.Commitment", "item"), ("aid.Disbursement", "item"),
    ("programs.Task", "pk"), ("meetings.FollowUp", "pk"), ("meetings.Meeting", "pk"),
)  # fmt: skip


@dataclass(frozen=True)
class Because:
    """One record that moved a number: what it added and adds now where that changed, who wrote it when."""

    text: str
    url: str
    sign: str
    was: str = ""
    is_now: str = ""
    who: str = ""
    when: datetime | None = None
    what: str = ""
    history_url: str = ""


@dataclass(frozen=True)
class Move:
    """A figure that moved: before, after, by how much, why; `more` records are not named."""

    label: str
    before: str
    after: str
    change: str
    url: str
    because: list[Because]
    more: int


@dataclass(frozen=True)
class Edit:
    """A correction of a record: when, what was done, to which record."""

    on: datetime
    act: str
    name: str
    url: str


class Moves:
    """The headline figures of a scope that were different at the end of the day so many days ago."""

    def __init__(self, scope: Scope, *, today: date, days: int) -> None:
        self.scope, self.today = scope, today
        self.day = today - timedelta(days=days)
        self.moment = timezone.make_aware(datetime.combine(self.day + timedelta(days=1), time.min))
        self.codes = [code for code in _CODES if may_read_figure(scope.user, code)]
        then = replace(scope, as_of=min(scope.as_of, self.day))
        if then.as_of < scope.start:
            then = replace(then, as_of=scope.start - timedelta(days=1))
        self.then = then

    @cached_property
    def stood(self) -> dict[str, Stood]:
        """What was written since, by the register that the figures read."""
        return {name: stood(self.moment, name) for name in sorted({_register(code) for code in self.codes})}

    @property
    def too_many(self) -> bool:
        """Whether so much was written since that a number of then is one of the records of today."""
        return any(each.is_too_many for each in self.stood.values())

    @property
    def began_at(self) -> datetime | None:
        """When the youngest register was first filled, where that was after the day compared with."""
        return max(filter(None, (each.began_at for each in self.stood.values())), default=None)

    @cached_property
    def _values(self) -> dict[tuple[str, str], FigureValue]:
        """The figures of both days over the records of today."""
        sides = {"now": self.scope, "then": self.then}
        return compute_many({(side, code): (code, of) for side, of in sides.items() for code in self.codes})

    @cached_property
    def found(self) -> list[Move]:
        """The figures that moved."""
        values = self._values
        before = {code: values["then", code] for code in self.codes} | self._as_stood(values)
        return [
            self._move(before[code], values["now", code])
            for code in self.codes
            if before[code].value != values["now", code].value
        ]

    def _as_stood(self, values: dict[tuple[str, str], FigureValue]) -> dict[str, FigureValue]:
        """Return the figures of then over the records as they stood, where any was written since."""
        found = {}
        for name, records in self.stood.items():
            if records.is_empty or records.is_too_many:
                continue
            measures = {code: _measure(code, self.then) for code in self.codes if _register(code) == name}
            old, new = (records.tallies(measures, since=since) for since in (False, True))
            for code, measure in measures.items():
                value = values["then", code]
                less, more = (Decimal(measure.value([side[code]]) or 0) for side in (new, old))
                amount = value.amount - less + more
                text, exact = measure.words(amount, value.unit)
                found[code] = replace(value, value=amount, text=text, exact=exact)
        return found

    def _move(self, before: FigureValue, after: FigureValue) -> Move:
        because = [*self._written(after.code), *self._by_day(after.code)]
        change = after.amount - before.amount
        return Move(
            label=after.label,
            before=before.exact,
            after=after.exact,
            change=f"{'+' if change > 0 else '−'}{format_number(abs(change), decimals=0)} {after.unit}",
            url=figure_url(after.code, self.scope, today=self.today),
            because=because[:RECORDS_SHOWN],
            more=max(len(because) - RECORDS_SHOWN, 0),
        )

    def _records(self, code: str) -> Stood | None:
        records = self.stood[_register(code)]
        return None if records.is_empty or records.is_too_many else records

    def _written(self, code: str) -> list[Because]:
        """Return the records written since that add something else now, the greatest difference first."""
        records = self._records(code)
        if records is None:
            return []
        now = _measure(code, self.scope)
        column = now.column if isinstance(now, Sum) else ""
        old = records.worth(_measure(code, self.then), column, since=False)
        new = records.worth(now, column, since=True)
        changed = [
            pk for pk in old.keys() | new.keys() if (pk in old, old.get(pk)) != (pk in new, new.get(pk))
        ]
        changed.sort(key=lambda pk: (-abs((new.get(pk) or 0) - (old.get(pk) or 0)), -pk))
        model = now.rows.model
        shown = changed[: RECORDS_SHOWN + 1]
        changes = [
            RecordChange(
                ADDED if pk not in old else LEFT if pk not in new else OTHERWISE,
                model._meta.label_lower,
                pk,
                _amount(old.get(pk)),
                _amount(new.get(pk)),
            )
            for pk in shown
        ]
        tell_who(changes, since=records.moment)
        return self._named(changes, model)

    def _named(self, changes: list[RecordChange], model: Any) -> list[Because]:
        """Return the changes in words; of what the reader may not see any more, not its name."""
        rows = {row.pk: row for row in _rows(model, [change.pk for change in changes])}
        roots = {pk: getattr(row, "item", None) or row for pk, row in rows.items()}
        seen = _seen_by(self.scope.user, list(roots.values()))
        found = []
        for change in changes:
            is_seen = roots[change.pk].pk in seen if change.pk in roots else self._reads_all(model)
            row = rows.get(change.pk)
            found.append(
                Because(
                    text=(_name(row) if row else change.name) if is_seen else _OUT_OF_SIGHT,
                    url=_url(row) if row and is_seen else "",
                    sign=_SIGNS[change.kind],
                    was=change.before,
                    is_now=change.after,
                    who=change.who if is_seen else "",
                    when=change.when if is_seen else None,
                    what=change.what if is_seen else "",
                    history_url=change.history_url if is_seen else "",
                )
            )
        return found

    def _reads_all(self, model: Any) -> bool:
        codes = (code for code in self.codes if _measure(code, self.scope).rows.model is model)
        return all(reach(self.scope.user, figure_named(code).area) is Reach.ALL for code in codes)

    def _by_day(self, code: str) -> list[Because]:
        """Return the records, untouched since, that came or left because days went by."""
        if self.then.as_of >= self.scope.as_of:
            return []
        records = self._records(code)
        written = records.keys if records is not None else set()
        now, then = _measure(code, self.scope), _measure(code, self.then)
        came = _beside(now, then)
        # What left is asked where something did: all that a year counts is compared.
        more = self._values["now", code].records - self._values["then", code].records
        left = _beside(then, now) if len(came) != more else []
        found = []
        for sign, keys in (("+", came), ("−", left)):
            shown = [key for key, *record in keys if (record or [key])[0] not in written]
            rows = _rows(now.rows.model, shown[: RECORDS_SHOWN + 1])
            found += [Because(_name(row), _url(row), sign) for row in rows]
        return found


def _register(code: str) -> str:
    return code.split(".")[0]


def _measure(code: str, scope: Scope) -> Simple:
    (measure,) = figure_named(code).measure(scope).parts()
    return measure


def _amount(cents: int | None) -> str:
    return "" if cents is None else format_part(Decimal(cents).scaleb(-2), "USD")


def _seen_by(user: Any, roots: list[Any]) -> set[int]:
    if not roots:
        return set()
    visible = type(roots[0])._default_manager.visible_to(user).order_by()
    return set(visible.filter(pk__in=[one.pk for one in roots]).values_list("pk", flat=True))


def _beside(one: Simple, other: Simple) -> list[tuple[int, ...]]:
    """Return the keys of what one number counts and the other does not, with their items', latest first."""
    columns = ("pk", "item_id") if "item" in _fields(one.rows.model) else ("pk",)
    return list(_keys(one, columns).difference(_keys(other, columns)).order_by("-pk"))


def _keys(measure: Simple, columns: tuple[str, ...]) -> QuerySet[Any, Any]:
    # Set beside set, as indexes answer: neither a row is read nor a key looked up for each.
    first, *others = [rows.order_by().values_list(*columns) for rows in measure.counted_arms()]
    return first.union(*others, all=True) if others else first


def _rows(model: Any, keys: list[int]) -> QuerySet[Any]:
    """Return the rows of these keys with what they are called by, the latest first."""
    fetched = [name for name in ("item", "lead_agency") if name in _fields(model)]
    rows = model._base_manager.select_related(*fetched) if fetched else model._base_manager.all()
    return rows.filter(pk__in=keys).order_by("-pk")


def _fields(model: Any) -> set[str]:
    return {field.name for field in model._meta.get_fields()}


def _name(row: Any) -> str:
    return str(getattr(row, "item", None) or getattr(row, "text", "") or row)


def _url(row: Any) -> str:
    return record_url(getattr(row, "item", None) or row)


def edits(scope: Scope, *, today: date, days: int) -> list[Edit]:
    """Return the latest corrections since then of records that the reader may see, from their history."""
    since = timezone.make_aware(datetime.combine(today - timedelta(days=days), time.min))
    found: list[Edit] = []
    for label, key in _EDITED:
        model = apps.get_model(label)
        of = model if key == "pk" else model._meta.get_field(key).related_model
        visible = of._default_manager.visible_to(scope.user)
        if visible.query.is_empty():
            continue
        column = "id" if key == "pk" else f"{key}_id"
        rows = model.history.filter(history_date__gte=since, history_type=CHANGED).exclude(action_label="")
        rows = rows.filter(**{f"{column}__in": visible.order_by().values("pk")}).order_by(
            "-history_date", "-pk"
        )
        latest = list(rows.values_list("history_date", "action_label", column)[: EDITS_SHOWN * 3])
        names = of._default_manager.in_bulk({pk for *_, pk in latest})
        for on, act, pk in latest:
            if pk in names:
                url = reverse("core:history", args=[of._meta.label_lower, pk])
                found.append(Edit(on, act, _name(names[pk]), url))
    # One act may write several rows of a record.
    newest = sorted(found, key=lambda edit: edit.on, reverse=True)
    once = {(edit.act, edit.url, timezone.localdate(edit.on)): edit for edit in reversed(newest)}
    return sorted(once.values(), key=lambda edit: edit.on, reverse=True)[:EDITS_SHOWN]


def span_text(moves: Moves) -> str:
    """Return what is compared with what, in words."""
    scope = moves.scope
    started = moves.began_at
    then = f"hết ngày {format_date(moves.day)}"
    if started:
        then += f", theo sổ lúc bắt đầu có dữ liệu ({timezone.localtime(started):%H:%M %d/%m/%Y})"
    if moves.then.as_of >= scope.as_of:
        text = f"{scope.window.label} đã kết thúc: số {then} so với số hôm nay"
    else:
        text = f"{scope.window.label}: số {then} so với số tính đến ngày {format_date(scope.as_of)}"
    if moves.too_many:
        text += ". Có quá nhiều bản ghi mới nhập nên số trước tính theo sổ hôm nay"
    return text
