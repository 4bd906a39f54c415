"""The page of one frozen number: what it is, the records behind it as they were, and their sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.apps import apps
from django.db.models import Q

from core.history_values import Printer, name_of
from core.money import format_number, format_part
from reports.figures.rows import record_url
from reports.frozen import number_of
from reports.models import ReportFigure

SHOWN = 500
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class FrozenRecord:
    """One record behind a number: its name then, its page, its version then and now, what it adds."""

    name: str
    url: str
    version: int
    now: int | None
    adds: str

    @property
    def state(self) -> str:
        """Whether the record is still what it was."""
        if self.now is None:
            return "không còn"
        return "" if self.now == self.version else f"nay là phiên bản {self.now}"


@dataclass(frozen=True)
class FrozenPart:
    """One set of records behind a number, with their sum; `left_out` are those without a value."""

    title: str
    rows: list[FrozenRecord]
    total: str
    count: int
    left_out: list[FrozenRecord]


_TITLES = {
    1: ("Bản ghi được tính",),
    2: ("Phần được tính", "So với"),
    4: ("Kỳ này, phần được tính", "Kỳ này, so với", "Cùng kỳ, phần được tính", "Cùng kỳ, so với"),
}


def frozen_parts_of(figure: ReportFigure, *, offset: int = 0) -> list[FrozenPart]:
    """Return the records behind a frozen number from `offset` on; of a share the part and the whole.

    A comparison has those of both years.
    """
    titles = _TITLES.get(len(figure.sources), ())
    if len(figure.sources) == 2 and figure.code.endswith("|so-cung-ky"):
        titles = ("Kỳ này", "Cùng kỳ năm trước")
    return [_part(figure, title, part, offset) for title, part in zip(titles, figure.sources, strict=True)]


def _part(figure: ReportFigure, title: str, part: dict[str, Any], offset: int) -> FrozenPart:
    shown, left = (part.get(name, [])[offset : offset + SHOWN] for name in ("rows", "left_out"))
    versions = {row[0]: row[1] for row in (*shown, *left)}
    names = _names(part["model"], versions, at=figure.snapshot.taken_at)
    total = sum((Decimal(number_of(adds) or 0) for _, _, adds in part["rows"]), Decimal(0))
    is_money = any(is_amount(figure, adds) for _, _, adds in part["rows"])

    def words(adds: str) -> str:
        return adds_in_words(adds, is_money=is_money)

    def record(pk: int, version: int, adds: str) -> FrozenRecord:
        name, url, now = names.get(pk, (f"bản ghi số {pk}", "", None))
        return FrozenRecord(name, url, version, now, adds)

    return FrozenPart(
        title,
        [record(pk, version, words(adds)) for pk, version, adds in shown],
        words(f"{total.quantize(_CENT, ROUND_HALF_UP) if is_money else total:f}"),
        len(part["rows"]),
        [record(pk, version, "chưa tính") for pk, version in left],
    )


def is_amount(figure: ReportFigure, adds: str) -> bool:
    """Return whether what a record adds is money: only amounts are kept with their cents."""
    return figure.unit in {"USD", "%"} and "." in adds


def adds_in_words(adds: str, *, is_money: bool) -> str:
    """Return what a record adds as people read it; words stay words."""
    if not adds or adds[-1].isalpha():
        return adds
    number = number_of(adds) or 0
    return format_part(Decimal(number), "USD") if is_money else format_number(number)


def page_of(record: Any) -> str:
    """Return the page of a record, or of the item that a line of money belongs to."""
    return record_url(record) or record_url(getattr(record, "item", None))


def with_items(model: Any) -> Any:
    """Return the records of a model, lines of money with their item."""
    has_item = any(each.name == "item" for each in model._meta.concrete_fields)
    return model.objects.select_related("item") if has_item else model.objects.all()


def _names(label: str, versions: dict[int, int], *, at: datetime) -> dict[int, tuple[str, str, int | None]]:
    """Return name then, address and version now of each record; of a removed one no version."""
    model: Any = apps.get_model(label)
    records = with_items(model).in_bulk(versions)
    names = names_then(model, records, versions, at=at)
    return {
        pk: (name, page_of(records[pk]), records[pk].version) if pk in records else (name, "", None)
        for pk, name in names.items()
    }


def names_then(
    model: Any, records: Mapping[int, Any], versions: Mapping[int, int], *, at: datetime
) -> dict[int, str]:
    """Return what the records were called in these versions, at that moment.

    `records` are those that are there today; one without a row of its version has its nearest name.
    """
    rows = {pk: records[pk] for pk in versions if pk in records}
    changed = {pk for pk, version in versions.items() if pk not in rows or rows[pk].version != version}
    if changed:
        told = model.history.filter(id__in=changed).order_by("history_date", "history_id")
        for row in told.filter(Q(history_date__lte=at) | Q(version__in={versions[pk] for pk in changed})):
            if row.version <= versions[row.id]:
                rows[row.id] = row
    printer = Printer(at=at)
    printer.learn(model, rows.values())
    return {pk: name_of(row, model, printer) for pk, row in rows.items()}
