"""Words of a lost key point put back by one click, and undone."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.permissions import Area, area_required, require
from programs import permissions
from programs.actions.point_words import restore_last_words
from programs.models import KeyPoint
from programs.views.answers import changed, say, undone
from programs.views.lookup import draft_or_404


def _list_url(draft, **query):
    return reverse("programs:point_list", args=draft.address, query=query or None)


@require_POST
@area_required(Area.PROGRAM)
def point_words_back(request, slug, number, pk):
    """Put back what the version said last of a lost point."""
    draft = draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    point = KeyPoint.objects.filter(program=draft.program_id, pk=pk).prefetch_related("carriers").first()
    if point is None:
        raise Http404
    if changed(request, lambda: restore_last_words(point=point, draft=draft, by=request.user)):
        say(request, f"Đã khôi phục chữ mang ý “{point.text}”.")
        return redirect(_list_url(draft, luot=request.request_id))
    return redirect(_list_url(draft))


@require_POST
@area_required(Area.PROGRAM)
def point_words_undo(request, slug, number):
    """Take the words out again that the last click put back."""
    draft = draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    if answer := undone(request, draft):
        count, _ = answer
        if count:
            say(request, "Đã hoàn tác khôi phục.")
        else:
            messages.warning(request, "Đoạn đã được sửa tiếp hoặc hoàn tác trước đó nên giữ nguyên.")
    return redirect(_list_url(draft))
