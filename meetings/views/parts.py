"""Edit the rows of a meeting: attendance, agenda, speeches. One page shape for the three."""

import re

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.conflict import in_words
from core.history import VersionConflictError
from core.legal import RuleError
from core.permissions import Area, area_required
from meetings import actions
from meetings.directory import Directory
from meetings.forms import AgendaRowForm, AttendanceRowForm, SpeechRowForm, row_formset
from meetings.views.lookup import meeting_to_edit, posted_version

CONFLICT = (
    "Người khác vừa lưu cuộc họp này sau khi anh/chị mở trang, nên lần lưu vừa rồi chưa được ghi. "
    "Bên dưới là các dòng đang lưu, rồi đến các dòng anh/chị gõ. So lại và sửa; bấm Lưu lần nữa thì dòng "
    "trong biểu mẫu thay dòng cũ của nó, dòng người khác mới thêm vẫn giữ."
)

KINDS = {AttendanceRowForm: "attendance", SpeechRowForm: "speech", AgendaRowForm: "agenda"}


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def attendance_edit(request, slug):
    """Edit who came."""
    return _edit_rows(
        request, slug, AttendanceRowForm, actions.save_attendances, "Thành phần dự họp", "thành phần"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def agenda_edit(request, slug):
    """Edit the agenda."""
    return _edit_rows(
        request, slug, AgendaRowForm, actions.save_agenda, "Chương trình họp", "chương trình họp"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def speech_edit(request, slug):
    """Edit who spoke and what was said."""
    return _edit_rows(request, slug, SpeechRowForm, actions.save_speeches, "Phát biểu", "phát biểu")


def _attendance_rows(meeting):
    return [
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


def _agenda_rows(meeting):
    return [{"pk": row.pk, "title": row.title, "detail": row.detail} for row in meeting.agenda.all()]


def _speech_rows(meeting):
    return [
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


STORED = {AttendanceRowForm: _attendance_rows, SpeechRowForm: _speech_rows, AgendaRowForm: _agenda_rows}


def _edit_rows(request, slug, form, save, heading, noun):
    """Show the rows with two blank ones; write them in one action, guarded by the meeting's version.

    Where somebody saved the meeting meanwhile the answer is a 409 page: what is stored now stands above
    what was typed, and only that page carries the new version, so that nobody overwrites unseen rows.
    """
    meeting = meeting_to_edit(request, slug)
    directory = Directory.load()
    own = None if form is AgendaRowForm else directory
    options = {"prefix": "dong", "directory": own}
    rows = row_formset(form, extra=2, data=request.POST or None, initial=STORED[form](meeting), **options)
    problem, version, stored = "", "" if request.method == "POST" else meeting.version, None
    if request.method == "POST":
        try:
            version = posted_version(request)
            if rows.is_valid():
                save(meeting=meeting, rows=rows.rows(), version=version, by=request.user)
                messages.success(request, f"Đã lưu {noun}.")
                return redirect(meeting)
        except VersionConflictError as error:
            problem, version = CONFLICT, error.record.version
            meeting = meeting_to_edit(request, slug)
            initial = STORED[form](meeting)
            stored = _in_words(row_formset(form, extra=0, initial=initial, **options))
            data = _without_removed_rows(request.POST, {str(row["pk"]) for row in initial})
            rows = row_formset(form, extra=2, data=data, initial=initial, **options)
        except RuleError as error:
            problem = str(error)
    context = {
        "rows": rows,
        "problem": problem,
        "version": version,
        "stored": stored,
        "in_conflict": stored is not None,
        "heading": heading,
        "template": f"meetings/_{KINDS[form]}_row.html",
        "directory": directory,
        "cancel_url": meeting.get_absolute_url(),
        "breadcrumb": [
            {"label": "Hội nghị", "url": reverse("meetings:meeting_list")},
            {"label": meeting.title, "url": meeting.get_absolute_url()},
        ],
    }
    status = 200 if stored is None else 409
    return render(request, "meetings/rows_edit.html", context, status=status)


def _in_words(rows):
    """Return the rows as stored, each a line of "label: value"."""
    lines = []
    for form in rows:
        fields = [field for field in form.visible_fields() if field.name != "DELETE"]
        said = [(field.label, in_words(field)) for field in fields]
        lines.append(" · ".join(f"{label}: {value}" for label, value in said if value))
    return lines


def _without_removed_rows(posted, stored_pks):
    """Return what was posted; a row that somebody removed meanwhile becomes a new one."""
    data = posted.copy()
    for name in list(data):
        if re.fullmatch(r"dong-[0-9]+-pk", name) and data[name] not in stored_pks:
            data[name] = ""
    return data
