"""Which figure of the portal counts what a number typed by hand counts; pure functions."""

from __future__ import annotations

import re

from reports.figures import FIGURES
from reports.text_checks.claims import clauses_with_leads, numbers_of
from reports.text_checks.meant import around, is_other_business, meant
from reports.text_checks.parts import near

# Money is the portal's where its name says so.
_OF_AID = re.compile(r"viện trợ|phi chính phủ", re.IGNORECASE)


def counted_by(label: str, unit: str) -> str:
    """Return the name of the figure that the check would read a number of this name and unit as, "" for none.

    counted_by("Khoản viện trợ tiếp nhận", "khoản viện trợ") names the new items of the year.
    """
    # Any number does: its words say what it counts.
    text = f"{label} toàn tỉnh là 12 {unit}."
    for clause, _ in clauses_with_leads(text):
        for one in numbers_of(text, clause):
            words = near(*around(text, clause, one))
            if is_other_business(one, words) or (not one.noun and not _OF_AID.search(label)):
                continue
            meaning = meant(one, words)
            if meaning.is_sure and meaning.codes[0] in FIGURES:
                return FIGURES[meaning.codes[0]].label
    return ""
