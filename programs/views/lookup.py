"""Finding the version that an address names."""

from django.shortcuts import get_object_or_404

from programs.models import Draft


def draft_or_404(user, slug, number, *related):
    """Return a version of a program's draft that this account may read, with its program, or 404."""
    drafts = Draft.objects.visible_to(user).select_related("program", *related)
    return get_object_or_404(drafts, program__slug=slug, number=number)
