"""Keep how many pages a version had when it was last laid out."""

from django.utils import timezone

from core.history import action
from core.models import User
from programs.models import Draft, DraftPages


@action("Ghi số trang bản dự thảo")
def store_pages(
    *, draft: Draft, pages: int, part_pages: dict[str, float], words: int, by: User
) -> DraftPages:
    """Store the pages of the version and of its parts as laid out now, when it had so many words."""
    Draft.objects.select_for_update().get(pk=draft.pk)
    stored = DraftPages.objects.filter(draft=draft).first() or DraftPages(draft=draft, origin=draft.origin)
    stored.pages, stored.part_pages = pages, part_pages
    stored.counted_at, stored.words_then = timezone.now(), words
    stored.full_clean()
    stored.save()
    return stored
