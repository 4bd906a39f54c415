"""Codes that people say on the telephone: VT-2026-001."""

import re


def next_code(model, prefix, year):
    """Return the next free code `PREFIX-YEAR-NNN` of a model; at least three digits, unique by constraint."""
    start = f"{prefix}-{year}-"
    taken = model.objects.filter(code__startswith=start).values_list("code", flat=True)
    numbers = [int(found[1]) for code in taken if (found := re.fullmatch(re.escape(start) + r"(\d+)", code))]
    return f"{start}{max(numbers, default=0) + 1:03}"
