"""Opinions logged while they are spoken: one line each, from the keyboard, also after a lost connection."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.history import VersionConflictError
from core.http import get_visible_or_404, render_page, wanted_part
from core.legal import RuleError
from core.permissions import Area, area_required, require
from meetings import permissions
from meetings.actions import edit_opinion, log_opinion, record_speech
from meetings.directory import Directory
from meetings.forms.logging import OpinionLineForm, SpeechForm
from meetings.forms.rounds import request_rows, requests_of
from meetings.meeting_opinions import agency_before, opinion_part, opinions_at
from meetings.models import Meeting
from meetings.views.records import render_meeting
from programs.views.answers import attempt

PART = "y-kien"
NO_DRAFT = "Chưa chọn bản dự thảo được xem xét; chọn ở trang sửa cuộc họp."


def _meeting(request, slug):
    return get_visible_or_404(Meeting.objects.for_page(), request.user, slug=slug)


def _is_quiet(request):
    """Whether the page sends the line by itself and goes on."""
    return wanted_part(request, [PART]) is not None


@require_safe
@area_required(Area.MEETINGS)
def opinion_lines(request, slug):
    """The opinions of a meeting as a part of its page; opened by itself it leads there."""
    meeting = _meeting(request, slug)
    if not wanted_part(request, [PART]):
        return redirect(f"{meeting.get_absolute_url()}#{PART}")
    context = {"meeting": meeting, "spoken": opinion_part(meeting, request.user)}
    return render_page(request, "meetings/_opinions.html", context)


@require_POST
@area_required(Area.MEETINGS)
def opinion_log(request, slug):
    """Keep what an agency said, or correct the line that was kept last."""
    meeting = _meeting(request, slug)
    require(permissions.can_log_opinions(request.user, meeting))
    form = OpinionLineForm(
        request.POST, directory=Directory.load(), draft=meeting.draft, before=agency_before(meeting)
    )
    if form.is_valid() and (saved := _saved(request, meeting, form)):
        if _is_quiet(request):
            return redirect("meetings:opinion_lines", meeting.slug)
        messages.success(request, f"Đã ghi {saved.code}.")
        return redirect(f"{meeting.get_absolute_url()}#{PART}")
    if _is_quiet(request):
        told = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"errors": told}, status=422, json_dumps_params={"ensure_ascii": False})
    return render_meeting(request, meeting, line_form=form)


def _saved(request, meeting, form):
    """Return the kept opinion, or None after the form says what stopped it."""
    typed = form.cleaned_data
    try:
        if meeting.draft is None:
            raise RuleError(NO_DRAFT)
        if typed["so"]:
            return _corrected(request, meeting, form)
        return log_opinion(
            meeting=meeting,
            draft=meeting.draft,
            agency=typed["agency"],
            text=typed["text"],
            by=request.user,
            **form.place_fields(),
        )
    except VersionConflictError:
        form.add_error(None, "Người khác vừa sửa ý kiến này; mở lại trang rồi sửa.")
    except RuleError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
    return None


def _corrected(request, meeting, form):
    typed = form.cleaned_data
    opinion = (
        opinions_at(meeting, request.user)
        .select_related("contribution__agency", "draft")
        .filter(number=typed["so"])
        .first()
    )
    if opinion is None:
        raise RuleError("Ý kiến này không còn; mở lại trang rồi sửa.")
    if opinion.contribution.agency_id != typed["agency"].pk:
        raise RuleError(
            f"{opinion.code} của {opinion.contribution.agency.label}; "
            "ghi nhầm cơ quan thì bỏ ý kiến rồi ghi lại.",
            field="agency",
        )
    fields = {"text": typed["text"], **form.place_fields()}
    return edit_opinion(opinion=opinion, fields=fields, version=typed["version"] or 0, by=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def speech_record(request, slug):
    """Record what an agency said at the meeting with all its requests on one page."""
    meeting = _meeting(request, slug)
    require(permissions.can_log_opinions(request.user, meeting))
    if meeting.draft is None:
        return _speech_page(request, meeting, refusal=NO_DRAFT)
    directory = Directory.load()
    form = SpeechForm(request.POST or None, directory=directory)
    rows = request_rows(meeting.draft, data=request.POST or None, extra=2)
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        saved = attempt(
            form,
            lambda: record_speech(
                meeting=meeting,
                draft=meeting.draft,
                opinions=requests_of(rows),
                by=request.user,
                **form.cleaned_data,
            ),
        )
        if saved:
            messages.success(request, f"Đã ghi phát biểu của {saved.agency.label}.")
            if "save_next" in request.POST:
                return redirect("meetings:speech_record", meeting.slug)
            return redirect("opinions:contribution_detail", saved.program.slug, saved.pk)
    return _speech_page(request, meeting, form=form, rows=rows, directory=directory)


def _speech_page(request, meeting, **parts):
    context = {
        "meeting": meeting,
        "form": None,
        "rows": None,
        "directory": None,
        "refusal": "",
        "cancel_url": f"{meeting.get_absolute_url()}#{PART}",
        "breadcrumb": [
            {"label": "Hội nghị", "url": reverse("meetings:meeting_list")},
            {"label": meeting.title, "url": meeting.get_absolute_url()},
        ],
    }
    return render(request, "meetings/speech_record.html", context | parts)
