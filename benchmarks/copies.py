"""Copies of invented records, and the history of all of them, made by the database itself."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core.management.color import no_style
from django.db import connection, models

from aid.models import AidItem, Commitment, Counterpart, Disbursement, ItemPlace, ItemSector
from benchmarks.words import LAST_YEAR
from benchmarks.world import World
from core.models import Partner, User
from meetings.models import (
    AgendaItem,
    Attendance,
    Award,
    Conclusion,
    FollowUp,
    FollowUpAgency,
    Meeting,
    Speech,
)
from programs.models import Activity, Program, SolutionGroup, Task, TaskAgency
from reports.models import NarrativeBlock, Report

# What is copied, parents first; a copy points at the copies of its parents.
COPIED: tuple[type[models.Model], ...] = (
    AidItem, Commitment, Counterpart, Disbursement, ItemSector, ItemPlace, Activity, Meeting, AgendaItem,
    Attendance, Speech, Conclusion, FollowUp, FollowUpAgency, Award,
)  # fmt: skip


def copy_blocks(world: World) -> None:
    """Copy the block until there are as many aid items as asked for."""
    strides = {model: plain_max(model) for model in COPIED}
    with connection.cursor() as cursor:
        for number in range(1, world.rows // world.block):
            for model in COPIED:
                _copy(cursor, model, number, strides)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(COPIED)):
            cursor.execute(statement)


def plain_max(model: type[models.Model]) -> int:
    """Return the largest key of the model."""
    return model.objects.aggregate(last=models.Max("pk"))["last"] or 0


def _copy(cursor, model: type[models.Model], number: int, strides: dict) -> None:
    columns, values = [], []
    fields = model._meta.concrete_fields
    unique = next((field.column for field in fields if field.unique and not field.primary_key), None)
    for field in fields:
        of = model if field.primary_key else getattr(field, "related_model", None)
        value = f'"{field.column}"'
        if of in strides:
            value = f"{value} + {strides[of] * number}"
        elif field.column == unique:
            value = f"{value} || '-{number}'"
        elif field.column == "search_text" and unique == "code":
            value = f"REPLACE(search_text, LOWER(code), LOWER(code) || '-{number}')"
        columns.append(f'"{field.column}"')
        values.append(value)
    table = model._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 - names of our own tables
        f"SELECT {', '.join(values)} FROM {table} WHERE id <= {strides[model]}"
    )


def write_history() -> int:
    """Write the history of all that was made: one creation each, and a later change of every second record.

    Reference records have theirs already. Returns the number of history rows.
    """
    account = User.objects.get(username="do-chuyen-vien")
    written = 0
    with connection.cursor() as cursor:
        for model in (*COPIED, Partner, Program, SolutionGroup, Task, TaskAgency, Report, NarrativeBlock):
            written += history_of(cursor, model, account, kind="+", label="Nhập số liệu", condition="")
            if model in (AidItem, Meeting, FollowUp):
                every_second = "id % 2 = 0 AND "
                written += history_of(cursor, model, account, "~", "Sửa số liệu", every_second)
    return written


def history_of(cursor, model, account, kind: str, label: str, condition: str) -> int:
    """Write a line of history for each record of a condition that has none; return how many."""
    table, history = model._meta.db_table, model.history.model._meta
    own = {field.column for field in model._meta.concrete_fields}
    columns = [f.column for f in history.concrete_fields if f.column in own]
    context = {
        "history_date": datetime(LAST_YEAR, 1, 5 if kind == "+" else 6, 8, tzinfo=UTC),
        "history_type": kind,
        "history_user_id": account.pk,
        "action": "benchmark",
        "action_label": label,
        "request_id": "",
        "ip_address": "",
    }
    quoted = ", ".join(f'"{column}"' for column in columns)
    extra = ", ".join(context)
    # A record that the reference data brought has its history already.
    unknown = (
        f"NOT EXISTS (SELECT 1 FROM {history.db_table} h "  # noqa: S608 - names of our own tables
        f"WHERE h.id = r.id AND h.history_type = '{kind}')"
    )
    values = ", ".join(["%s"] * len(context))
    cursor.execute(
        f"INSERT INTO {history.db_table} ({quoted}, {extra}) "  # noqa: S608 - names of our own tables
        f"SELECT {', '.join(f'r."{column}"' for column in columns)}, {values} FROM {table} r "
        f"WHERE {condition.replace('id %', 'r.id %%')}{unknown}",
        list(context.values()),
    )
    return cursor.rowcount
