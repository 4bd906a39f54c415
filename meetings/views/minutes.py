"""Confirm the minutes, open them again, cancel a meeting."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.history import VersionConflictError
from core.http import get_visible_or_404
from core.legal import RuleError
from core.permissions import Area, area_required, require
from meetings import actions, permissions
from meetings.forms import ReasonForm
from meetings.models import Meeting
from meetings.views.lookup import meeting_to_edit, posted_version


def _meeting_to_close(request, slug):
    meeting = get_visible_or_404(Meeting.objects.for_page(), request.user, slug=slug)
    require(permissions.can_close_meeting(request.user, meeting))
    return meeting


@require_POST
@area_required(Area.MEETINGS)
def meeting_close(request, slug):
    """Confirm the minutes; refused while a sentence of the conclusion has no mark."""
    meeting = _meeting_to_close(request, slug)
    try:
        actions.close_meeting(
            meeting=meeting, version=posted_version(request), today=timezone.localdate(), by=request.user
        )
    except (RuleError, VersionConflictError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã xác nhận biên bản.")
    return redirect(meeting)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def meeting_reopen(request, slug):
    """Open confirmed minutes with a reason."""
    meeting = _meeting_to_close(request, slug)
    return _with_reason(
        request,
        meeting,
        lambda **typed: actions.reopen_meeting(
            meeting=meeting, today=timezone.localdate(), by=request.user, **typed
        ),
        heading="Mở lại biên bản",
        done="Đã mở lại biên bản.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def meeting_cancel(request, slug):
    """Cancel a meeting with a reason."""
    meeting = meeting_to_edit(request, slug)
    return _with_reason(
        request,
        meeting,
        lambda **typed: actions.cancel_meeting(meeting=meeting, by=request.user, **typed),
        heading="Hủy cuộc họp",
        done="Đã hủy cuộc họp.",
    )


def _with_reason(request, meeting, act, *, heading, done):
    form = ReasonForm(request.POST or None, initial={"version": meeting.version})
    if form.is_valid():
        try:
            act(**form.cleaned_data)
        except (RuleError, VersionConflictError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(meeting)
    context = {
        "form": form,
        "heading": heading,
        "hint": meeting.title,
        "directory": None,
        "cancel_url": meeting.get_absolute_url(),
        "breadcrumb": [
            {"label": "Hội nghị", "url": reverse("meetings:meeting_list")},
            {"label": meeting.title, "url": meeting.get_absolute_url()},
        ],
    }
    return render(request, "meetings/short_form.html", context)
