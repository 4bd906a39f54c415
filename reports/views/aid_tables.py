"""The register of aid items and the periodic tables: choose, look, take as PDF, Word, workbook."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.access import note_access
from core.files import MIMES
from core.history import VersionConflictError
from core.http import attachment_response, conflict_page
from core.models import AccessLog
from core.permissions import Area, area_required, require
from reports import permissions
from reports.actions.aid_forms import add_aid_form, edit_aid_form
from reports.aid_forms import AidReportFormForm, AidTableForm
from reports.aid_tables import JOB, asked, is_long, reads_whole_register
from reports.documents.pdf import RenderFailed, render_pdf
from reports.documents.word import render_docx
from reports.kinds.aid_columns import COLUMNS
from reports.kinds.aid_corrections import HEAD, corrections_of
from reports.kinds.aid_register import (
    EMERGENCY,
    REGULAR,
    columns_of,
    items_of,
    lines_of,
    register_document,
    register_file_name,
    register_xlsx,
    total_of,
)
from reports.models import AidReportForm

# The page shows so many rows of each part; the files hold them all.
SHOWN = 50


def _table_or_404(request):
    table = asked(request.GET, timezone.localdate())
    if table is None:
        raise Http404
    return table, table.scope(request.user, timezone.localdate())


@require_safe
@area_required(Area.AID)
def aid_table(request):
    """One table over a window, with the files that it goes out as."""
    table, scope = _table_or_404(request)
    span = table.window
    typed = {"mau": table.form.code, "ky": span.kind, "co-so": span.basis, "nam": span.year}
    context = {
        "table": table,
        "scope": scope,
        "form": AidTableForm(initial=typed),
        "parts": [
            _part(table.form, rows, scope, caption)
            for rows, caption in zip(items_of(table.form, scope), (REGULAR, EMERGENCY), strict=True)
        ],
        "corrections": corrections_of(table.form, scope),
        "correction_labels": HEAD,
        "labels": [column.label for column in columns_of(table.form)],
        "is_long": is_long(table, scope),
        "in_background": reads_whole_register(request.user),
        "job_kind": JOB,
        "can_edit": permissions.can_add_report(request.user),
    }
    return render(request, "reports/aid_table.html", context)


def _part(form, rows, scope, caption):
    """Return one part of the table for the page: its first rows, and its sums where these are all."""
    columns = columns_of(form)
    count = rows.count()
    lines = list(lines_of(rows, scope, SHOWN))
    is_whole = count <= SHOWN
    return {
        "caption": caption,
        "count": count,
        "rows": [
            {"url": line.item.get_absolute_url(), "cells": [_cell(column, line) for column in columns]}
            for line in lines
        ],
        "totals": [
            {
                "text": str(total_of(lines, column)) if column.is_sum and lines and is_whole else "",
                "label": column.label,
                "sum": column.is_sum,
            }
            for column in columns
        ],
        "is_whole": is_whole,
    }


def _cell(column, line):
    return {"label": column.label, "text": str(column.value(line)), "sum": column.is_sum}


MAKERS = {
    "pdf": lambda *of: render_pdf(register_document(*of)),
    "docx": lambda *of: render_docx(register_document(*of)),
    "xlsx": register_xlsx,
}


@require_safe
@area_required(Area.AID)
def aid_table_file(request, extension):
    """The table as a file; a long PDF is made in the background, on request."""
    if extension not in MAKERS:
        raise Http404
    table, scope = _table_or_404(request)
    if extension == "pdf" and is_long(table, scope):
        return redirect(table.url)
    try:
        data = MAKERS[extension](table.form, scope, timezone.localdate())
    except RenderFailed as error:
        messages.error(request, str(error))
        return redirect(table.url)
    name = register_file_name(table.form, scope, extension)
    note_access(request, AccessLog.Kind.EXPORT, name)
    return attachment_response(data, filename=name, content_type=MIMES[extension])


@require_safe
@area_required(Area.AID)
def aid_form_list(request):
    """The tables that the office keeps."""
    rows = [
        {"form": form, "columns": [COLUMNS[key].label for key in form.columns if key in COLUMNS]}
        for form in AidReportForm.objects.order_by("pk")
    ]
    context = {"rows": rows, "can_edit": permissions.can_keep_aid_forms(request.user)}
    return render(request, "reports/aid_form_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def aid_form_add(request):
    """Add a table."""
    return _form(request, AidReportForm(), add_aid_form)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def aid_form_edit(request, pk):
    """Change the columns and names of a table."""
    return _form(request, get_object_or_404(AidReportForm, pk=pk), edit_aid_form)


def _form(request, record, act):
    require(permissions.can_keep_aid_forms(request.user))
    is_new = record.pk is None
    form = AidReportFormForm(request.POST or None, instance=record)
    if request.method == "POST" and form.is_valid():
        told = {"form": form.instance, "by": request.user}
        if not is_new:
            told["expected"] = form.cleaned_data["version"]
        try:
            act(**told)
        except VersionConflictError as error:
            stored = AidReportFormForm(instance=error.record)
            return conflict_page(request, form, error, back_url=request.path, stored_form=stored)
        messages.success(request, f"Đã lưu mẫu {record.name}.")
        return redirect(reverse("reports:aid_form_list"))
    return render(request, "reports/aid_form_form.html", {"form": form, "is_new": is_new})
