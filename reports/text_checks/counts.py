"""How many findings a version had when it was last checked: kept beside it, so that no page checks for it."""

from dataclasses import dataclass
from datetime import datetime

from core.results import keep, kept
from programs.models import Draft


@dataclass(frozen=True)
class TextCounts:
    """How many findings a version had, which of them block, when it was checked and with which words.

    `blocking` holds (mark of the finding, print of the words of its paragraph).
    """

    findings: int
    blocking: tuple[tuple[str, str], ...]
    at: datetime
    state: str


def keep_text_counts(draft: Draft, counts: TextCounts) -> None:
    """Keep what was found in a version."""
    keep(_key(draft), counts)


def text_counts(draft: Draft) -> TextCounts | None:
    """Return what was last found in a version, None where nobody looked lately."""
    found: TextCounts | None = kept(_key(draft))
    return found


def _key(draft: Draft) -> str:
    return f"text-counts-2-{draft.pk}-{draft.created_at:%y%m%d%H%M%S}"
