"""How the columns of the aid desk that hold codes read in the history."""

from typing import Any

from core.history_values import plain_text, print_field
from core.models.partners import PartnerKind


def register_history_words() -> None:
    """Tell the history what the lists of codes kept in one column mean."""
    print_field("aid.aidstep", "changes", changes_in_words)
    print_field("aid.dossierrequirement", "donor_kind", donor_kind_in_words)


def changes_in_words(changes: list[dict[str, Any]]) -> str:
    """Return what an adjustment changed; columns that a step moved by itself stand in the item's history."""
    return plain_text(
        [f"{one['label']}: từ {one['old']} thành {one['new']}" for one in changes if one.get("label")]
    )


def donor_kind_in_words(code: str) -> str:
    """Return the kind of donor that a paper is asked of."""
    return str(dict(PartnerKind.choices).get(code, code))
