"""How stored values read in the history: Vietnamese labels, names for keys, amounts with currency."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

from core.money import format_money, format_number, from_minor

# Columns that the portal fills itself; they say nothing about what a person did.
SILENT = {
    "id", "version", "origin", "created_at", "updated_at", "search_text", "sort_key", "currency", "password",
    "sha256", "size", "mime", "file", "session_epoch", "is_superuser", "is_staff", "date_joined", "boundary",
    "options", "leased_until", "attempts",
}  # fmt: skip
LABELS = {
    "amount_minor": "số tiền",
    "usd_minor": "quy đổi USD",
    "vnd": "quy đổi đồng",
    "rate_e4": "tỷ giá",
    "usd_rate_e4": "tỷ giá USD",
    "is_active": "đang hoạt động",
    "username": "tên đăng nhập",
    "email": "thư điện tử",
}
RATE_SCALE = 10_000
NO = "không"
LONGEST = 600
COUNTED = {
    "rows": "số dòng",
    "added": "thêm",
    "changed": "đổi",
    "unchanged": "giữ nguyên",
    "refused": "bị từ chối",
    "errors": "số lỗi",
}
_printers: dict[tuple[str, str], Callable[[Any], str]] = {}
_hidden: set[tuple[str, str]] = set()


def print_field(label: str, field: str, words: Callable[[Any], str]) -> None:
    """Let `words` say what a stored value of this column means, where the column itself cannot."""
    _printers[label, field] = words


def hide_fields(label: str, *names: str) -> None:
    """Leave columns of one model out of its history: they say nothing to a reader."""
    _hidden.update((label, name) for name in names)


def shown_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the columns of a model that its history shows, in the order of the model."""
    tracked = {field.name for field in model.history.model.tracked_fields}  # type: ignore[attr-defined]
    return [
        field
        for field in model._meta.concrete_fields
        if field.name in tracked
        and field.name not in SILENT
        and (model._meta.label_lower, field.name) not in _hidden
    ]


def label_of(field: models.Field[Any, Any]) -> str:
    """Return the Vietnamese name of a column, as it stands at the beginning of a line."""
    label = LABELS.get(field.name) or str(field.verbose_name)
    return label[:1].upper() + label[1:]


class Printer:
    """Prints values of history rows; the names behind keys are looked up once, a table at a time."""

    def __init__(self, *, at: datetime | None = None) -> None:
        """Start with no names known.

        `at` asks what records were called then, and only for those that others are named by.
        """
        self._at = at
        self._names: dict[tuple[type[models.Model], Any], str] = {}

    def learn(self, model: type[models.Model], rows: Iterable[Any]) -> None:
        """Look up the names of everything that these history rows of `model` point to."""
        rows = list(rows)
        named_by = getattr(model, "named_by", ())
        for field in shown_fields(model):
            target = field.related_model
            if not isinstance(target, type) or (self._at and field.name not in named_by):
                continue
            keys = {getattr(row, field.attname) for row in rows} - {None}
            missing = [key for key in keys if (target, key) not in self._names]
            if missing:
                found = {record.pk: str(record) for record in target._base_manager.filter(pk__in=missing)}
                found |= self._called_then(target, missing)
                for key in missing:
                    self._names[target, key] = found.get(key, f"bản ghi số {key} (không còn)")

    def _called_then(self, target: Any, keys: list[Any]) -> dict[Any, str]:
        if self._at is None or not hasattr(target, "history"):
            return {}
        rows = target.history.filter(id__in=keys, history_date__lte=self._at)
        return {row.id: str(row.instance) for row in rows.order_by("history_date", "history_id")}

    def text(self, field: models.Field[Any, Any], row: Any) -> str:
        """Return the value of one column of one history row as words; empty values give ""."""
        value = getattr(row, field.attname)
        if value is None or value == "" or value == [] or value == {}:
            return ""
        if words := _printers.get((_record_label(field), field.name)):
            return words(value)
        if isinstance(field.related_model, type):
            return self._names.get((field.related_model, value), f"bản ghi số {value}")
        if field.name.endswith("_minor"):
            currency = "USD" if field.name == "usd_minor" else row.currency
            return format_money(from_minor(value, currency), currency)
        if field.name == "vnd":
            return format_money(Decimal(value), "VND")
        if field.name.endswith("_e4"):
            return format_number(Decimal(value) / RATE_SCALE)
        if field.flatchoices:
            return str(dict(field.flatchoices).get(value, value))
        return plain_text(value)


def name_of(row: Any, model: type[models.Model], printer: Printer) -> str:
    """Return what a record, or a history row of one, is called; `printer` has learnt the row."""
    named_by = getattr(model, "named_by", ())
    columns = (model._meta.get_field(name) for name in named_by)
    words = [text for column in columns if (text := printer.text(column, row))]  # type: ignore[arg-type]
    return " · ".join(words) or str(getattr(row, "instance", row))


def _record_label(field: models.Field[Any, Any]) -> str:
    return str(field.model._meta.label_lower)


def counts_in_words(counts: dict[str, int]) -> str:
    """Return how many rows of an upload were new, changed, refused."""
    # PostgreSQL does not keep the order of the keys: the table of words says it.
    return "; ".join(f"{words} {counts[key]}" for key, words in COUNTED.items() if key in counts)


def refusals_in_words(refusals: list[dict[str, Any]]) -> str:
    """Return what was wrong with an upload, cell by cell."""
    return "; ".join(str(one.get("message", "")) for one in refusals)[:LONGEST]


print_field("core.importbatch", "counts", counts_in_words)
print_field("core.importbatch", "refusals", refusals_in_words)


def plain_text(value: Any) -> str:
    """Return a bare value as words: có or không, 28/11/2025, parts of a list with semicolons."""
    if isinstance(value, bool):
        return "có" if value else NO
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, dict) and "text" in value:
        return str(value["text"])
    if isinstance(value, dict):
        return "; ".join(f"{key}: {plain_text(part)}" for key, part in value.items())[:LONGEST]
    if isinstance(value, list | tuple):
        return "; ".join(plain_text(part) for part in value)[:LONGEST]
    return str(value)[:LONGEST]
