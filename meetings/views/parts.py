"""Edit the rows of a meeting: attendance, agenda, speeches. One page shape for the three."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.history import VersionConflictError
from core.legal import RuleError
from core.permissions import Area, area_required
from meetings import actions
from meetings.directory import Directory
from meetings.forms import AgendaRowForm, AttendanceRowForm, SpeechRowForm, row_formset
from meetings.views.lookup import meeting_to_edit, posted_version

CONFLICT = (
    "Người khác vừa lưu cuộc họp này; dòng anh/chị gõ vẫn còn. Xem lại với bản mới rồi bấm Lưu lần nữa."
)

KINDS = {AttendanceRowForm: "attendance", SpeechRowForm: "speech", AgendaRowForm: "agenda"}


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def attendance_edit(request, slug):
    """Edit who came."""
    meeting = meeting_to_edit(request, slug)
    initial = [
        {
            "pk": row.pk,
            "agency": row.agency.label if row.agency_id else "",
            "person": row.person.full_name if row.person_id else "",
            "title_then": row.title_then,
            "group_label": row.group_label,
            "role": row.role,
            "presence": row.presence,
        }
        for row in meeting.attendances.all()
    ]
    return _edit_rows(
        request,
        meeting,
        AttendanceRowForm,
        initial,
        actions.save_attendances,
        "Thành phần dự họp",
        "thành phần",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def agenda_edit(request, slug):
    """Edit the agenda."""
    meeting = meeting_to_edit(request, slug)
    initial = [{"pk": row.pk, "title": row.title, "detail": row.detail} for row in meeting.agenda.all()]
    return _edit_rows(
        request, meeting, AgendaRowForm, initial, actions.save_agenda, "Chương trình họp", "chương trình họp"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def speech_edit(request, slug):
    """Edit who spoke and what was said."""
    meeting = meeting_to_edit(request, slug)
    initial = [
        {
            "pk": row.pk,
            "who": row.person.full_name if row.person_id else row.agency.label if row.agency_id else "",
            "kind": row.kind,
            "summary": row.summary,
            "title_then": row.title_then,
            "agency_too": row.agency_id if row.person_id else "",
        }
        for row in meeting.speeches.all()
    ]
    return _edit_rows(
        request, meeting, SpeechRowForm, initial, actions.save_speeches, "Phát biểu", "phát biểu"
    )


def _edit_rows(request, meeting, form, initial, save, heading, noun):
    """Show the rows with two blank ones; write them in one action, guarded by the meeting's version."""
    directory = Directory.load()
    own = None if form is AgendaRowForm else directory
    rows = row_formset(
        form, extra=2, data=request.POST or None, initial=initial, prefix="dong", directory=own
    )
    problem, version = "", "" if request.method == "POST" else meeting.version
    if request.method == "POST":
        try:
            version = posted_version(request)
            if rows.is_valid():
                save(meeting=meeting, rows=rows.rows(), version=version, by=request.user)
                messages.success(request, f"Đã lưu {noun}.")
                return redirect(meeting)
        except VersionConflictError as error:
            problem, version = CONFLICT, error.record.version
        except RuleError as error:
            problem = str(error)
    context = {
        "rows": rows,
        "problem": problem,
        "version": version,
        "heading": heading,
        "template": f"meetings/_{KINDS[form]}_row.html",
        "directory": directory,
        "cancel_url": meeting.get_absolute_url(),
        "breadcrumb": [
            {"label": "Hội nghị", "url": reverse("meetings:meeting_list")},
            {"label": meeting.title, "url": meeting.get_absolute_url()},
        ],
    }
    return render(request, "meetings/rows_edit.html", context)
