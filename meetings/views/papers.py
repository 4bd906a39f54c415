"""Papers of a meeting: attach, hand out, take off."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.attachments import download_response
from core.files import FileRefused
from core.http import get_visible_or_404, removal_answer
from core.permissions import Area, area_required
from meetings import actions
from meetings.forms import PaperForm
from meetings.models import Meeting, MeetingPaper
from meetings.views.lookup import meeting_to_edit, part_of


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def paper_add(request, slug):
    """Attach a paper to the meeting."""
    meeting = meeting_to_edit(request, slug)
    form = PaperForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            actions.attach_paper(
                meeting=meeting,
                upload=form.cleaned_data["file"],
                title=form.cleaned_data["title"],
                by=request.user,
            )
        except FileRefused as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, "Đã đính kèm tài liệu.")
            return redirect(meeting)
    context = {
        "form": form,
        "cancel_url": meeting.get_absolute_url(),
        "breadcrumb": [
            {"label": "Hội nghị", "url": reverse("meetings:meeting_list")},
            {"label": meeting.title, "url": meeting.get_absolute_url()},
        ],
    }
    return render(request, "meetings/paper_add.html", context)


@require_safe
@area_required(Area.MEETINGS)
def paper_download(request, slug, pk):
    """Hand out the paper to those who may read the meeting."""
    meeting = get_visible_or_404(Meeting.objects, request.user, slug=slug)
    paper = get_object_or_404(MeetingPaper.objects.select_related("attachment"), meeting=meeting, pk=pk)
    return download_response(request, paper.attachment, back_url=meeting.get_absolute_url())


@require_POST
@area_required(Area.MEETINGS)
def paper_remove(request, slug, pk):
    """Take the paper off the meeting."""
    meeting = meeting_to_edit(request, slug)
    paper = part_of(meeting, MeetingPaper, pk)
    return removal_answer(
        request,
        lambda version: actions.remove_paper(paper=paper, version=version, by=request.user),
        done="Đã gỡ tài liệu khỏi cuộc họp.",
        stale_url=meeting.get_absolute_url(),
        next_url=meeting.get_absolute_url(),
    )
