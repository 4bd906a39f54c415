"""Tables sent out to be filled in: whose they are, what a row held when it left."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model, Q, QuerySet

from aid import permissions
from aid.imports import AidResource
from aid.models import AidItem, SentTemplate
from core.models import User
from core.permissions import Area, Reach, Right, may, reach
from core.spreadsheets.template import AID, Column, Kind

PREFIX = "MAU"
MARK = Column("mark", "Phiên bản", Kind.LINE, max_length=60, width=26)
# The office's table with the version of each row beside it, which only the way back of a sent table knows.
SENT = replace(
    AID,
    columns=(
        *(replace(column, may_be_blank=True) if column.required else column for column in AID.columns),
        MARK,
    ),
)
KEYS = tuple(column.key for column in AID.columns if column.key not in ("number", "code"))


def templates_of(user: User) -> QuerySet[SentTemplate]:
    """Return the sent tables that this account may read: all, or those of its agencies and its own."""
    rows: QuerySet[SentTemplate] = SentTemplate.objects.select_related("donor", "owner")
    if reach(user, Area.AID) is Reach.ALL:
        return rows
    made = SentTemplate.history.filter(history_type="+", history_user=user).values("id")
    return rows.filter(Q(owner_id__in=user.agency_ids()) | Q(pk__in=made))


def can_take_back(user: User, sent: SentTemplate) -> bool:
    """Whether the account may bring the filled table in; each row is judged by itself as well."""
    if sent.owner_id:
        return may(user, Area.AID, Right.WRITE, {sent.owner_id})
    return permissions.can_add_item(user)


def items_to_send(user: User, *, donor: Any, owner: Any) -> QuerySet[AidItem]:
    """Return the items that go into a table: those of the donor and owner that the account may change."""
    rows = AidItem.objects.visible_to(user)
    if donor:
        rows = rows.filter(donor=donor)
    if owner:
        rows = rows.filter(owner=owner)
    if reach(user, Area.AID, Right.WRITE) is not Reach.ALL:
        rows = rows.of_agencies(user.agency_ids())
    return rows.order_by("code")


def rows_as_sent(resource: AidResource, items: Iterable[AidItem], code: str) -> dict[str, Any]:
    """Return {code: {version, mark, cells, ids}} of the items as they stand."""
    sent = {}
    for item in items:
        row = resource.row_of(item)
        values = {key: getattr(row, key) for key in KEYS}
        cells = {key: plain(resource.fields[key].widget.render(values[key])) for key in KEYS}
        sent[item.code] = {
            "version": item.version,
            "mark": f"{code}-{item.version}-{secrets.token_hex(4)}",
            "cells": cells,
            "ids": ids_beside(cells, values),
        }
    return sent


def plain(value: Any) -> Any:
    """Return a cell as JSON keeps it: numbers without a tail of zeros, days as YYYY-MM-DD, texts in lists."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return "" if value is None else str(value)


def identity(value: Any) -> Any:
    """Return what two values are compared by: records by their key, whatever they are called."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, list | tuple) and value and isinstance(value[0], Model):
        return [one.pk for one in value]
    return plain(value)


def sent_identity(row: Mapping[str, Any], key: str) -> Any:
    """Return what a cell of a sent row is compared by."""
    return row["ids"].get(key, row["cells"].get(key, ""))


def ids_beside(cells: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what values are compared by, where their cells do not say it."""
    found = {key: identity(value) for key, value in values.items()}
    return {key: value for key, value in found.items() if value != cells[key]}


def cell_of(column: Column, row: Mapping[str, Any]) -> Any:
    """Return a sent cell as the workbook holds it: real numbers and dates."""
    value = row["cells"].get(column.key, "")
    if not value:
        return None
    if column.kind in (Kind.AMOUNT, Kind.RATE):
        return Decimal(value)
    return date.fromisoformat(value) if column.kind is Kind.DATE else value
