"""Several lost key points dropped with one decision: one reason, one name, one day, a history for each."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.history import VersionConflictError
from core.permissions import Area, area_required, require
from programs import permissions
from programs.actions.keypoints import drop_key_points
from programs.forms.keypoints import DropManyForm
from programs.models import KeyPoint
from programs.point_page import DROPPED, LOST
from programs.views.answers import attempt, say
from programs.views.lookup import draft_or_404

MOST = 200
NONE_CHOSEN = "Chưa chọn ý nào để bỏ; đánh dấu các ý rơi rồi bấm lại."
CHANGED = "Có ý vừa được người khác xử lý nên chưa bỏ ý nào; xem lại danh sách dưới đây rồi quyết định lại."


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def point_drop_many(request, slug, number):
    """Decide that the chosen points may leave the text, all with one reason or none."""
    draft = draft_or_404(request.user, slug, number)
    require(permissions.can_settle_draft(request.user))
    posted = request.POST if request.method == "POST" else request.GET
    points = _chosen(draft, posted.getlist("y"))
    if not points:
        messages.warning(request, NONE_CHOSEN)
        return redirect(_list_url(draft, LOST))
    form = DropManyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        expected = {pk: version for pk, version in map(_parted, posted.getlist("y")) if version}
        try:
            count = attempt(
                form,
                lambda: drop_key_points(
                    points=points, expected=expected, reason=form.cleaned_data["reason"],
                    today=timezone.localdate(), by=request.user,
                ),
            )  # fmt: skip
        except VersionConflictError:
            form.add_error(None, CHANGED)
            points = _chosen(draft, posted.getlist("y"))
            count = None
        if count:
            say(request, f"Đã quyết định bỏ {count} ý chính.")
            return redirect(_list_url(draft, DROPPED))
    context = {
        "draft": draft,
        "program": draft.program,
        "form": form,
        "points": points,
        "back_url": _list_url(draft, LOST),
    }
    return render(request, "programs/draft_points_drop.html", context)


def _chosen(draft, marks):
    """Return the confirmed points of the program that are marked, as they are stored now."""
    keys = [pk for pk, _ in map(_parted, marks[:MOST]) if pk]
    return list(KeyPoint.objects.filter(program=draft.program_id, pk__in=keys).confirmed())


def _parted(mark):
    """Return the key and the version of a mark "12.3"; a mark of the list names no version."""
    pk, _, version = mark.partition(".")
    return tuple(
        int(one) if one.isascii() and one.isdigit() and len(one) < 16 else 0 for one in (pk, version)
    )


def _list_url(draft, view):
    return reverse("programs:point_list", args=draft.address, query={"xem": view})
