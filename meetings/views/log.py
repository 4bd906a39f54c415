"""Log a whole meeting from one page; edit what, when and where."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.history import VersionConflictError
from core.http import conflict_page
from core.legal import RuleError
from core.permissions import Area, area_required, require
from meetings import actions, permissions
from meetings.directory import Directory
from meetings.forms import AttendanceRowForm, LogMeetingForm, MeetingForm, SpeechRowForm, row_formset
from meetings.views.lookup import conclusion_url, meeting_to_edit

NOT_YOURS = "Chỉ ghi được cuộc họp do cơ quan của anh/chị tổ chức; nhập cơ quan của mình."


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def meeting_add(request):
    """Log a meeting: everything on one page, saved in one transaction."""
    require(permissions.can_log_meeting(request.user))
    directory = Directory.load()
    form = LogMeetingForm(
        request.POST or None, directory=directory, user=request.user, initial=_initial(request.user)
    )
    speeches = row_formset(
        SpeechRowForm,
        extra=3,
        data=request.POST or None,
        prefix="phat-bieu",
        directory=directory,
        removable=False,
    )
    people = row_formset(
        AttendanceRowForm,
        extra=1,
        data=request.POST or None,
        prefix="nguoi",
        directory=directory,
        removable=False,
    )
    if request.method == "POST" and all([form.is_valid(), speeches.is_valid(), people.is_valid()]):
        if not permissions.can_log_for(request.user, form.cleaned_data["organiser"].pk):
            form.add_error("organiser", NOT_YOURS)
        elif meeting := _log(request, form, speeches, people):
            return _after_logging(request, meeting)
    return render(request, "meetings/meeting_add.html", _page(form, speeches, people, directory))


def _initial(user):
    return {"organiser": user.agency.label if user.agency_id else ""}


def _log(request, form, speeches, people):
    """Return the new meeting, or None when a rule refused it and the form says why."""
    try:
        return actions.log_meeting(
            fields=form.fields_of_meeting(),
            attendances=[*form.attendances(), *(row["fields"] for row in people.rows())],
            agenda=form.cleaned_data["agenda"],
            speeches=[row["fields"] for row in speeches.rows()],
            conclusion=form.cleaned_data["conclusion"],
            today=timezone.localdate(),
            by=request.user,
        )
    except RuleError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None


def _after_logging(request, meeting):
    count = meeting.conclusions.count()
    messages.success(
        request,
        f"Đã ghi cuộc họp. Còn {count} câu kết luận chờ đánh dấu." if count else "Đã ghi cuộc họp.",
    )
    if "save_next" in request.POST:
        return redirect("meetings:meeting_add")
    return redirect(conclusion_url(meeting) if count else meeting)


def _page(form, speeches, people, directory):
    return {
        "form": form,
        "formsets": [speeches, people],
        "speeches": speeches,
        "people": people,
        "people_open": people.is_bound and any(row.has_changed() or row.errors for row in people),
        "more_open": any(
            form[name].value() or form[name].errors
            for name in (
                "program",
                "draft",
                "summary",
                "source_title",
                "source_newspaper",
                "source_published_on",
            )
        ),
        "directory": directory,
        "codes": directory.codes_on(timezone.localdate()),
        "cancel_url": reverse("meetings:meeting_list"),
        "breadcrumb": [{"label": "Hội nghị", "url": reverse("meetings:meeting_list")}],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def meeting_edit(request, slug):
    """Change what, when and where."""
    meeting = meeting_to_edit(request, slug)
    directory = Directory.load()
    form = MeetingForm(request.POST or None, meeting=meeting, directory=directory, user=request.user)
    url = meeting.get_absolute_url()
    if form.is_valid():
        if not permissions.can_log_for(request.user, form.cleaned_data["organiser"].pk):
            form.add_error("organiser", NOT_YOURS)
        else:
            try:
                actions.edit_meeting(
                    meeting=meeting,
                    fields=form.fields_of_meeting(),
                    version=form.cleaned_data["version"],
                    today=timezone.localdate(),
                    by=request.user,
                )
            except VersionConflictError as error:
                return conflict_page(request, form, error, back_url=url)
            except RuleError as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            else:
                messages.success(request, "Đã lưu cuộc họp.")
                return redirect(url)
    context = {
        "form": form,
        "directory": directory,
        "cancel_url": url,
        "heading": "Sửa cuộc họp",
        "breadcrumb": [
            {"label": "Hội nghị", "url": reverse("meetings:meeting_list")},
            {"label": meeting.title, "url": url},
        ],
    }
    return render(request, "meetings/meeting_edit.html", context)
