"""What the page shows of a checked file: a sheet with the file's own row numbers and column letters."""

from datetime import date
from decimal import Decimal
from typing import Any

from core.dates import format_date
from core.imports.outcome import CHANGED, NEW, REFUSED, SAME, JudgedRow, Outcome, money_of
from core.imports.resource import RowResource
from core.money import format_number
from core.spreadsheets.cells import column_letters
from core.spreadsheets.header import Refusal
from core.spreadsheets.template import Kind

ROWS_OF_A_KIND = 60
ROWS_NAMED = 8
GROUPS = 6
NUMBERS = {Kind.AMOUNT, Kind.RATE}


def preview_of(resource: RowResource, outcome: Outcome) -> dict[str, Any]:
    """Return the sheet in view and the sums, as plain values that are stored with the upload."""
    placed = _columns(resource, outcome)
    by_cell: dict[tuple[int | None, str], list[Refusal]] = {}
    for refusal in outcome.refusals:
        by_cell.setdefault((refusal.row, refusal.column), []).append(refusal)
    kept: dict[str, int] = {}
    rows = []
    for judged in sorted(outcome.rows, key=_most_urgent):
        shown_as = "warned" if judged.remarks and judged.kind == NEW else judged.kind
        kept[shown_as] = kept.get(shown_as, 0) + 1
        if kept[shown_as] <= ROWS_OF_A_KIND:
            rows.append(_row(resource, judged, placed, by_cell))
    rows.sort(key=lambda row: row["number"])
    return {
        "sheet": outcome.table.sheet,
        "columns": [{"letter": letter, "header": header, "key": key} for key, letter, header in placed],
        "rows": rows,
        "elsewhere": [_place(refusal) for refusal in _outside(outcome)],
        "groups": _groups(resource, outcome),
        "money": _money(resource, outcome),
    }


def _most_urgent(judged: JudgedRow) -> tuple[int, int]:
    return ([REFUSED, CHANGED, NEW, SAME].index(judged.kind), judged.row.number)


def _columns(resource: RowResource, outcome: Outcome) -> list[tuple[str, str, str]]:
    """Return (key, letter, header) of the columns that the file has, in its order."""
    if not outcome.rows:
        return []
    cells = outcome.rows[0].row.cells
    keys = sorted((key for key in cells if key != "number"), key=lambda key: cells[key].column)
    width = outcome.table.width
    return [
        (
            key,
            # A value of a heading or of the whole table stands in no column.
            column_letters(cells[key].column) if not width or cells[key].column <= width else "",
            resource.template.column(key).header,
        )
        for key in keys
    ]


def _row(resource: RowResource, judged: JudgedRow, placed: Any, by_cell: Any) -> dict[str, Any]:
    number = judged.row.number
    cells = []
    for key, _letter, header in placed:
        column, cell = resource.template.column(key), judged.row.cells.get(key)
        refusals = list(by_cell.get((number, header), []))
        if key == resource.template.code_key:
            refusals += by_cell.get((number, ""), [])
        messages = [refusal.message for refusal in refusals]
        text = cell.shown if cell is not None else ""
        if key in judged.old and not messages:
            text = words(resource.fields[key].widget.render(judged.new[key]))
        elif column.kind in NUMBERS and isinstance(judged.row.values.get(key), Decimal) and not messages:
            text = format_number(judged.row.values[key])
        remark = judged.remarks.get(key, "")
        cells.append(
            {
                "text": text,
                "old": words(resource.fields[key].widget.render(judged.old[key]))
                if key in judged.old
                else None,
                "message": " ".join(messages) or remark,
                "tone": "e" if messages else "w" if remark or key in judged.old else "",
                "number": column.kind in NUMBERS,
                "key": key,
                "header": header,
                "source": judged.row.sources.get(key, ""),
                # A long text is shown shortened and corrected whole.
                "raw": cell.value if cell is not None and cell.length > len(cell.shown) else None,
                "proposals": list(dict.fromkeys(one for refusal in refusals for one in refusal.proposals)),
            }
        )
    return {
        "number": number,
        "kind": judged.kind,
        "hidden": judged.row.hidden,
        "warned": bool(judged.remarks),
        "cells": cells,
    }


def words(value: Any) -> str:
    """Return a stored value as the sheet shows it."""
    if value in (None, "", [], ()):
        return "(trống)"
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Decimal):
        return format_number(value)
    return "; ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)


def _groups(resource: RowResource, outcome: Outcome) -> list[dict[str, Any]]:
    """Return the mistakes made in several rows, most frequent first: one correction serves them all."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    proposals: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for refusal in outcome.refusals:
        if refusal.row and refusal.value:
            mistake = (refusal.column, refusal.value, refusal.message)
            found = rows.setdefault(mistake, [])
            if refusal.row not in found[-1:]:
                found.append(refusal.row)
            proposals[mistake] = refusal.proposals
    keys = {column.header: column.key for column in resource.template.columns}
    optional = {column.header for column in resource.template.columns if not column.required}
    often = sorted((key for key, found in rows.items() if len(found) > 1), key=lambda key: -len(rows[key]))
    return [
        {
            "title": f"{column}: {value}",
            "message": message,
            "rows": ", ".join(map(str, rows[column, value, message][:ROWS_NAMED])),
            "count": len(rows[column, value, message]),
            "more": len(rows[column, value, message]) > ROWS_NAMED,
            "key": keys.get(column, ""),
            "numbers": rows[column, value, message],
            "proposals": list(proposals[column, value, message]),
            "may_blank": column in optional,
        }
        for column, value, message in often[:GROUPS]
    ]


def _outside(outcome: Outcome) -> list[Refusal]:
    """Return the refusals that belong to no row in the sheet below, such as a missing column."""
    rows = {judged.row.number for judged in outcome.rows}
    return [refusal for refusal in outcome.shown_refusals if refusal.row not in rows]


def _place(refusal: Refusal) -> dict[str, Any]:
    place = f"hàng {refusal.row}" if refusal.row else ""
    where = " · ".join(part for part in (refusal.sheet, place, refusal.column) if part)
    return {"where": where, "message": refusal.message}


def _money(resource: RowResource, outcome: Outcome) -> list[dict[str, Any]]:
    if not any(column.kind is Kind.AMOUNT for column in resource.template.columns):
        return []
    amount = next(column.key for column in resource.template.columns if column.kind is Kind.AMOUNT)
    return [
        {
            "currency": money.currency,
            "in_file": format_number(money.in_file),
            "written": format_number(money.written),
            "left": format_number(money.left),
            "written_rows": money.written_rows,
            "left_rows": money.left_rows,
        }
        for money in money_of(outcome, amount, resource.template.currency_key)
    ]
