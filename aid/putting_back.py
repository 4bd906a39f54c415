"""Records as plain values that can be put back exactly as they were: keys, codes, times."""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import models

from core.models import Record


def taken_down(record: Record) -> dict[str, Any]:
    """Return the record as plain values: {"model", "pk", "fields"}."""
    found: dict[str, Any] = json.loads(serializers.serialize("json", [record]))[0]
    return found


def tree_of(record: Record) -> list[dict[str, Any]]:
    """Return the record and all that goes when it is deleted, parents first."""
    rows = [taken_down(record)]
    for relation, child in children_of(record):
        if relation.on_delete is models.CASCADE:
            rows += tree_of(child)
    return rows


def children_of(record: Any) -> Iterator[tuple[Any, Record]]:
    """Yield (relation, row) of each audited row that refers to the record; derived sums are no such row."""
    for relation in record._meta.related_objects:
        if not issubclass(relation.related_model, Record):
            continue
        rows = relation.related_model.objects.filter(**{relation.field.name: record}).order_by("pk")
        for row in rows:
            yield relation, row


def put_back(row: dict[str, Any]) -> Any:
    """Store the record again under its own key, with its history; return it.

    Saving sets the times of writing to now; a bare write sets them again as they were.
    """
    record = _made(row)
    record.save(force_insert=True)
    _made(row).save_base(raw=True)
    return record


def _made(row: dict[str, Any]) -> Any:
    return next(iter(serializers.deserialize("python", [row]))).object


def lacking(row: dict[str, Any], also: set[tuple[str, Any]]) -> list[str]:
    """Return what the record would refer to and is not there any more; `also` are put back with it."""
    model = apps.get_model(row["model"])
    found = []
    for column in model._meta.concrete_fields:
        if not column.is_relation or not (key := row["fields"].get(column.name)):
            continue
        other = column.related_model
        if (other._meta.label_lower, key) not in also and not other._base_manager.filter(pk=key).exists():
            found.append(f"{column.verbose_name} của {model._meta.verbose_name}")
    return found
