"""Which meeting, and may this account change it: what most views of this app begin with."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from core import http
from core.http import get_visible_or_404, posted_version
from core.permissions import require
from meetings import permissions
from meetings.models import FollowUp, FollowUpReport, Meeting


def meeting_to_edit(request, slug):
    """Return the meeting; 404 for a stranger, 403 for a reader."""
    meeting = get_visible_or_404(Meeting.objects.for_page(), request.user, slug=slug)
    require(permissions.can_edit_meeting(request.user, meeting))
    return meeting


def follow_up_to_read(request, code):
    """Return the follow-up with its agencies; 404 for a stranger."""
    rows = FollowUp.objects.select_related("lead_agency", "meeting", "meeting__organiser", "conclusion")
    return get_visible_or_404(rows.with_co_agencies().with_report_mark(), request.user, code=code)


def follow_up_to_report(request, code):
    """Return the follow-up; 403 for those who may neither give it out nor report on it."""
    follow_up = follow_up_to_read(request, code)
    require(permissions.can_report_follow_up(request.user, follow_up, co_ids(follow_up)))
    return follow_up


def follow_up_to_edit(request, code):
    """Return the follow-up; 403 for those who do not write its meeting."""
    follow_up = follow_up_to_read(request, code)
    require(permissions.can_edit_follow_up(request.user, follow_up))
    return follow_up


def co_ids(follow_up):
    """Return the ids of the co-ordinating agencies."""
    return {row.agency_id for row in follow_up.joined}


def report_of(request, code, pk):
    """Return (follow-up, its report); 404 for a stranger and where the report belongs to other work."""
    follow_up = follow_up_to_read(request, code)
    report = get_object_or_404(
        FollowUpReport.objects.select_related("agency", "attachment"), follow_up=follow_up, pk=pk
    )
    report.follow_up = follow_up
    return follow_up, report


def part_of(meeting, model, pk):
    """Return a part of this meeting; 404 where it belongs to another."""
    part = get_object_or_404(model, meeting=meeting, pk=pk)
    part.meeting = meeting
    return part


def conclusion_url(meeting):
    """Return the address of the meeting's page that begins at the next sentence without a mark.

    Not a fragment: browsers ignore autofocus on an address that has one.
    """
    return f"{meeting.get_absolute_url()}?buoc=ket-luan"


def back_to_conclusion(request, meeting, text):
    """Return to the conclusion of the meeting with a message of what was done."""
    messages.success(request, text)
    return redirect(conclusion_url(meeting))


def safe_next(request, fallback):
    """Return the address in `next` when it is a page of this app, else the fallback."""
    return http.safe_next(request, reverse("meetings:meeting_list"), fallback)


__all__ = [
    "back_to_conclusion",
    "co_ids",
    "conclusion_url",
    "follow_up_to_edit",
    "follow_up_to_read",
    "follow_up_to_report",
    "meeting_to_edit",
    "part_of",
    "posted_version",
    "report_of",
    "safe_next",
]
