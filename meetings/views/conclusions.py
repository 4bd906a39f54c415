"""The sentences of the conclusion: add, edit, remove, mark, and give out as work."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.history import VersionConflictError
from core.http import conflict_page
from core.legal import RuleError
from core.permissions import Area, area_required
from meetings import actions
from meetings.directory import Directory
from meetings.forms import ConclusionForm, FollowUpForm
from meetings.models import Conclusion
from meetings.views.lookup import back_to_conclusion, conclusion_url, meeting_to_edit, part_of, posted_version
from meetings.views.records import render_meeting


def _sentence(request, slug, pk):
    meeting = meeting_to_edit(request, slug)
    return meeting, part_of(meeting, Conclusion, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def conclusion_add(request, slug):
    """Add a text to the conclusion; it is split into sentences."""
    meeting = meeting_to_edit(request, slug)
    form = ConclusionForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.add_conclusion(meeting=meeting, text=form.cleaned_data["text"], by=request.user)
        except RuleError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return back_to_conclusion(request, meeting, f"Đã thêm {len(made)} câu kết luận.")
    return _text_page(request, meeting, form, "Thêm kết luận", "Mỗi câu thành một dòng để đánh dấu.")


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def conclusion_edit(request, slug, pk):
    """Change the words of one sentence."""
    meeting, sentence = _sentence(request, slug, pk)
    form = ConclusionForm(request.POST or None, initial={"text": sentence.text, "version": sentence.version})
    if form.is_valid():
        try:
            actions.edit_conclusion(
                conclusion=sentence,
                text=form.cleaned_data["text"],
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except VersionConflictError as error:
            return conflict_page(request, form, error, back_url=meeting.get_absolute_url())
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            return back_to_conclusion(request, meeting, "Đã lưu câu kết luận.")
    return _text_page(request, meeting, form, "Sửa câu kết luận", "")


def _text_page(request, meeting, form, heading, hint):
    context = {
        "form": form,
        "heading": heading,
        "hint": hint,
        "directory": None,
        "cancel_url": meeting.get_absolute_url(),
        "breadcrumb": [
            {"label": "Hội nghị", "url": reverse("meetings:meeting_list")},
            {"label": meeting.title, "url": meeting.get_absolute_url()},
        ],
    }
    return render(request, "meetings/short_form.html", context)


@require_POST
@area_required(Area.MEETINGS)
def conclusion_mark_none(request, slug, pk):
    """Mark a sentence as one that gives no work."""
    return _mark(request, slug, pk, actions.mark_conclusion_none, "Đã ghi: câu này không giao việc.")


@require_POST
@area_required(Area.MEETINGS)
def conclusion_unmark(request, slug, pk):
    """Take the mark off a sentence."""
    return _mark(request, slug, pk, actions.unmark_conclusion, "Đã bỏ đánh dấu.")


@require_POST
@area_required(Area.MEETINGS)
def conclusion_remove(request, slug, pk):
    """Delete a sentence that has given no work."""
    return _mark(request, slug, pk, actions.remove_conclusion, "Đã xóa câu kết luận.")


def _mark(request, slug, pk, act, done):
    meeting, sentence = _sentence(request, slug, pk)
    try:
        act(conclusion=sentence, version=posted_version(request), by=request.user)
    except (RuleError, VersionConflictError) as error:
        messages.error(request, str(error))
        return redirect(conclusion_url(meeting))
    return back_to_conclusion(request, meeting, done)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def conclusion_give_out(request, slug, pk):
    """Turn a sentence into a follow-up, in a line under the sentence on the meeting's page."""
    meeting, sentence = _sentence(request, slug, pk)
    directory = Directory.load()
    form = FollowUpForm(request.POST or None, directory=directory, conclusion=sentence)
    form.fields["lead"].widget.attrs["autofocus"] = True
    if form.is_valid():
        try:
            follow_up = actions.add_follow_up(
                meeting=meeting,
                conclusion=sentence,
                fields=form.fields_of_follow_up(),
                due=form.cleaned_data["due"],
                co_agencies=form.cleaned_data["co"],
                by=request.user,
            )
        except RuleError as error:
            form.add_error(form.field_of(error.field), str(error))
        else:
            return back_to_conclusion(
                request, meeting, f"Đã giao việc {follow_up.code} cho {follow_up.lead_agency.label}."
            )
    return render_meeting(request, meeting, form=form, form_for=sentence.pk, directory=directory)
