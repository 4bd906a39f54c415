"""Words of a passage that somebody saved over after reading both: offered back until it is settled."""

from __future__ import annotations

from typing import Any

from reports.models import NarrativeBlock, Report

# What the history says of a save that was chosen in the sight of another's words.
CHOSEN_OVER = "Lưu đè sau khi xem lời người khác vừa lưu"


def overwritten_words(report: Report) -> dict[int, list[Any]]:
    """Return the rows of the history that hold words saved over, oldest first, by the key of the passage.

    They are offered until they were brought back, or until their writer or somebody else who had them in
    sight on the page saved. Who saves over in turn had only the newest words in sight: the older ones stay
    offered. Nobody's own words are offered for having saved over himself.
    """
    rows = NarrativeBlock.history.filter(report_id=report.pk)
    chosen = {*rows.filter(history_change_reason=CHOSEN_OVER).values_list("id", flat=True)}
    if not chosen:
        return {}
    found: dict[int, list[Any]] = {}
    last: dict[int, Any] = {}
    by: dict[int, int | None] = {}
    for row in rows.filter(id__in=chosen).select_related("history_user").order_by("history_id"):
        before, offered, writer = last.get(row.id), found.get(row.id, []), row.history_user_id
        if row.history_change_reason == CHOSEN_OVER:
            offered = [one for one in offered if one.history_user_id != writer]
            if before and before.history_user_id != writer:
                offered.append(before)
                by[row.id] = writer
        elif writer != by.get(row.id):
            offered = []
        found[row.id], last[row.id] = [one for one in offered if one.text != row.text], row
    return {key: offered for key, offered in found.items() if offered}
