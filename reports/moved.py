"""Which headline numbers moved in the last days, by how much, and the records that moved them.

Then and now are the same figure as of two days, so both follow from the register as it stands. What was
corrected meanwhile in records that count is told beside, from the history: it changed both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from core.dates import format_date
from core.history_view import CHANGED
from core.money import format_number
from reports.figures import FigureValue, Scope, compute_many, figure_named, may_read_figure
from reports.figures.measures import Simple
from reports.figures.rows import record_url
from reports.scopes import figure_url

SPANS = (7, 30)
RECORDS_SHOWN = 3
EDITS_SHOWN = 5
_CODES = (
    "aid.items_received", "aid.committed_usd", "aid.disbursed_usd", "aid.emergency_items",
    "tasks.done", "tasks.overdue", "followups.assigned", "followups.done", "followups.overdue",
)  # fmt: skip
# Whose edits may change what a headline counts; of each the column that names the record behind it.
_EDITED = (
    ("aid.AidItem", "pk"), ("aid.Commitment", "item"), ("aid.Disbursement", "item"),
    ("programs.Task", "pk"), ("meetings.FollowUp", "pk"),
)  # fmt: skip


@dataclass(frozen=True)
class Because:
    """One record that came to a number or left it."""

    text: str
    url: str
    sign: str


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


def moved(scope: Scope, *, today: date, days: int) -> list[Move]:
    """Return the headline figures that another day found different; of a window that ended long ago, none."""
    then = replace(scope, as_of=min(scope.as_of, today - timedelta(days=days)))
    if then.as_of >= scope.as_of:
        return []
    codes = [code for code in _CODES if may_read_figure(scope.user, code)]
    if then.as_of < scope.start:
        then = replace(then, as_of=scope.start - timedelta(days=1))
    sides = {"now": scope, "then": then}
    found = compute_many({(name, code): (code, of) for name, of in sides.items() for code in codes})
    return [
        _move(code, found["then", code], found["now", code], scope, then, today)
        for code in codes
        if found["then", code].value != found["now", code].value
    ]


def _move(code: str, before: FigureValue, after: FigureValue, scope: Scope, then: Scope, today: date) -> Move:
    (old,), (new,) = (figure_named(code).measure(each).parts() for each in (then, scope))
    came, went = _beside(new, old), _beside(old, new)
    shown = [Because(_name(row), _url(row), "+") for row in came[: RECORDS_SHOWN + 1]]
    shown += [Because(_name(row), _url(row), "−") for row in went[: RECORDS_SHOWN + 1]]
    change = after.amount - before.amount
    sign = "+" if change > 0 else "−"
    amount = format_number(abs(change), decimals=0)
    more = max(len(shown) - RECORDS_SHOWN, 0)
    return Move(
        label=after.label,
        before=before.exact,
        after=after.exact,
        change=f"{sign}{amount} {after.unit}",
        url=figure_url(code, scope, today=today),
        because=shown[:RECORDS_SHOWN],
        more=more,
    )


def _beside(one: Simple, other: Simple) -> QuerySet[Any]:
    """Return what one number counts and the other does not, the latest first."""
    rows = one.counted()
    fetched = [name for name in ("item", "lead_agency") if name in _fields(rows)]
    rows = rows.exclude(pk__in=other.counted().order_by().values("pk")).order_by("-pk")
    return rows.select_related(*fetched) if fetched else rows


def _fields(rows: QuerySet[Any]) -> set[str]:
    return {field.name for field in rows.model._meta.get_fields()}


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
    once = {(edit.act, edit.url, edit.on.date()): edit for edit in reversed(newest)}
    return sorted(once.values(), key=lambda edit: edit.on, reverse=True)[:EDITS_SHOWN]


def span_text(scope: Scope, *, today: date, days: int) -> str:
    """Return what is compared with what, in words."""
    then = today - timedelta(days=days)
    if then >= scope.as_of:
        return f"{scope.window.label} đã kết thúc: số chỉ đổi khi có bản ghi được thêm muộn hoặc sửa"
    return f"{scope.window.label}: ngày {format_date(then)} so với ngày {format_date(scope.as_of)}"
