"""Words of a passage that somebody saved over after reading both: offered back until it is settled."""

from __future__ import annotations

from typing import Any

from reports.models import NarrativeBlock, Report

# What the history says of a save that was chosen in the sight of another's words.
CHOSEN_OVER = "Lưu đè sau khi xem lời người khác vừa lưu"


def overwritten_words(report: Report) -> dict[int, Any]:
    """Return the row of the history that holds the words saved over, by the key of the passage.

    They are offered while whoever saved over them is the only one to have saved since, and never brought
    them back. Anybody else who saves then has had them in sight.
    """
    rows = NarrativeBlock.history.filter(report_id=report.pk)
    chosen = rows.filter(history_change_reason=CHOSEN_OVER).order_by("history_id")
    newest = {row.id: row for row in chosen}
    if not newest:
        return {}
    found = {}
    for row in rows.filter(id__in=newest).select_related("history_user").order_by("history_id"):
        over = newest[row.id]
        if row.history_id < over.history_id:
            found[row.id] = row
        elif row.history_user_id != over.history_user_id or (
            row.id in found and row.text == found[row.id].text
        ):
            found.pop(row.id, None)
    return found
