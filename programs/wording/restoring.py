"""Which words bring a lost key point back into a passage. Pure functions."""

from programs.wording.keypoints import still_says
from programs.wording.tokens import clauses_of

_ENDS = ".;:!?…"


def with_lost_words(kind: str, point: str, old: str, present: str) -> str:
    """Return the present wording with the old clause that says the point behind it.

    Where no single clause of the old wording says it, the whole old wording comes back.
    """
    for start, end in clauses_of(old):
        clause = old[start:end]
        if still_says(kind, point, clause):
            joined = _joined(present, clause)
            return joined if still_says(kind, point, joined) else old
    return old


def lost_clause(kind: str, point: str, old: str) -> tuple[int, int] | None:
    """Return where in the old wording the clause stands that says the point, or None."""
    return next(
        ((start, end) for start, end in clauses_of(old) if still_says(kind, point, old[start:end])), None
    )


def _joined(present: str, clause: str) -> str:
    kept = present.rstrip()
    if not kept:
        return f"{clause}."
    begins_sentence = clause[:1].isupper() or clause[:1].isdigit()
    if begins_sentence:
        return f"{kept if kept[-1] in _ENDS else kept + '.'} {clause}."
    return f"{kept.rstrip(_ENDS + ' ')}; {clause}."
