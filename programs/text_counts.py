"""How many findings a version had when it was last checked: kept beside it, so that no page checks for it."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from programs.models import Draft

_KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class TextCounts:
    """The findings of a version in numbers, and when it was checked."""

    findings: int
    blocking: int
    blocked_rules: int
    at: datetime


def keep_text_counts(draft: Draft, counts: TextCounts) -> None:
    """Keep what was found in a version."""
    cache.set(_key(draft), counts, _KEPT_SECONDS)


def text_counts(draft: Draft) -> TextCounts | None:
    """Return what was last found in a version, None where nobody looked lately."""
    return cache.get(_key(draft))


def _key(draft: Draft) -> str:
    return f"text-counts-1-{draft.pk}-{draft.created_at:%y%m%d%H%M%S}"
