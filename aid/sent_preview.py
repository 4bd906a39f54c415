"""What the page shows of a sent table that came back, as plain values that are stored with the upload."""

from typing import Any

from aid.sent import SENT
from aid.sent_back import NEW, REFUSED, SAME, SentRow, SentVerdict
from aid.sent_merge import Came

SHOWN_ROWS = 300


def preview_of_return(verdict: SentVerdict) -> dict[str, Any]:
    """Return the rows that anybody changed, those to be decided first, and the problems beside them."""
    rows = [row for row in verdict.rows if row.cells and row.kind != REFUSED]
    rows.sort(key=lambda row: (not any(cell.came is Came.CONFLICT for cell in row.cells), row.row.number))
    return {
        "rows": [_row(row) for row in rows[:SHOWN_ROWS]],
        "cut": max(0, len(rows) - SHOWN_ROWS),
        "problems": [_problem(refusal) for refusal in verdict.refusals[:100]],
    }


def _row(row: SentRow) -> dict[str, Any]:
    return {
        "number": row.row.number,
        "code": row.code,
        "name": row.name,
        "is_new": row.kind == NEW,
        "is_same": row.kind == SAME,
        "cells": [
            {
                "key": cell.key,
                "header": SENT.column(cell.key).header,
                "base": cell.base,
                "ours": cell.ours,
                "theirs": cell.theirs,
                "came": str(cell.came),
                "now": cell.now,
                "choice": cell.choice,
                "place": f"{row.code}:{cell.key}",
            }
            for cell in row.cells
        ],
    }


def _problem(refusal: Any) -> dict[str, str]:
    place = f"hàng {refusal.row}" if refusal.row else ""
    shown = f"[{refusal.value}]" if refusal.value else ""
    where = " · ".join(part for part in (refusal.sheet, place, refusal.column, shown) if part)
    return {"where": where, "message": refusal.message}
