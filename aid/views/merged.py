"""Addresses of items and donors that were merged into others."""

import functools

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from aid.donors import donors_readable_by
from aid.merged import donor_merged_into, merged_into
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


def leads_to_kept_donor(view):
    """Return the view of a donor; where it was merged, a reader is led to the donor that took it."""

    @functools.wraps(view)
    def inner(request, pk, *args, **kwargs):
        try:
            return view(request, pk, *args, **kwargs)
        except Http404:
            if (key := donor_merged_into(pk)) is None:
                raise
            donor = get_object_or_404(donors_readable_by(request.user), pk=key)
            messages.info(request, f"Nhà tài trợ ở địa chỉ cũ đã được gộp vào “{donor.name}”.")
            answer = redirect("aid:donor_detail", donor.pk, permanent=True)
            # A merge can be undone, so that browsers ask again each time.
            answer["Cache-Control"] = "no-cache"
            return answer

    return inner
