"""How many findings a version had when it was last checked: kept beside it, so that no page checks for it."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from programs.models import Draft

_KEPT_SECONDS = 24 * 3600


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
    cache.set(_key(draft), counts, _KEPT_SECONDS)


def text_counts(draft: Draft) -> TextCounts | None:
    """Return what was last found in a version, None where nobody looked lately."""
    return cache.get(_key(draft))


def _key(draft: Draft) -> str:
    return f"text-counts-2-{draft.pk}-{draft.created_at:%y%m%d%H%M%S}"
