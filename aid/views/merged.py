"""Addresses of items that were merged into others."""

import functools

from django.http import Http404
from django.shortcuts import redirect

from aid.merged import merged_into
from aid.models import AidItem
from core.http import get_visible_or_404


def leads_to_kept(view):
    """Return the view; where it finds no item under a merged code, a reader is led to the item that stays."""

    @functools.wraps(view)
    def inner(request, code, *args, **kwargs):
        try:
            return view(request, code, *args, **kwargs)
        except Http404:
            if request.method not in ("GET", "HEAD") or (key := merged_into(code)) is None:
                raise
            return redirect(get_visible_or_404(AidItem.objects, request.user, pk=key))

    return inner
