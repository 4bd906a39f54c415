"""A table of a draft, changed cell by cell."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.history import VersionConflictError
from core.money import format_number
from core.permissions import Area, area_required, require
from programs import permissions
from programs.actions.draft_shape import edit_table
from programs.draft_pages import passage_of
from programs.forms.drafts import MOST_CELLS, MOST_ROWS, TableForm
from programs.models import Section
from programs.views.answers import attempt, say
from programs.views.draft_paragraphs import place_url, section_or_404
from programs.wording.grids import cell_count, with_row, without_row

TOO_LARGE = (
    "Bảng có {count} ô, nhiều hơn {most} ô sửa được trên trang; xuất bản ra Word, sửa bảng ở đó rồi nhận lại."
)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def draft_table_edit(request, slug, number, key):
    """Change the cells of a table, add or take out a row; nothing is stored before the button says so."""
    section = section_or_404(request.user, slug, number, key)
    require(permissions.can_edit_program(request.user))
    if section.kind != Section.Kind.TABLE:
        raise Http404
    if (count := cell_count(section.table)) > MOST_CELLS:
        messages.error(request, TOO_LARGE.format(count=format_number(count), most=format_number(MOST_CELLS)))
        return redirect(place_url(section))
    if request.method != "POST":
        return _page(request, section, TableForm(section=section))
    form = TableForm(request.POST, section=section)
    if not form.is_valid():
        return _page(request, section, form)
    table, version = form.typed_table(), form.cleaned_data["version"]
    changed = _other_rows(request.POST, table)
    if changed is not None:
        return _page(request, section, _unsaved(section, changed, version))
    stored = section.table
    try:
        saved = attempt(
            form, lambda: edit_table(section=section, expected=version, table=table, by=request.user)
        )
    except VersionConflictError as error:
        error.record.draft = section.draft
        # What was typed stays in the form; saved again, it stands on what is stored now.
        fresh = _unsaved(error.record, table, error.record.version)
        return _page(request, section, fresh, status=409, theirs=error.record.table)
    if saved:
        say(request, "Đã lưu bảng.")
        return redirect(place_url(section))
    section.table = stored
    return _page(request, section, form)


def _unsaved(section, table, version):
    """Return a form that shows a table which is not stored."""
    form = TableForm(section=section, table=table)
    form.fields["version"].initial = version
    return form


def _other_rows(posted, table):
    """Return the table with a row more or less where such a button was pressed, else None."""
    for name, change in (("them", with_row), ("bot", without_row)):
        line = posted.get(name, "")
        if line.isascii() and line.isdigit() and int(line) < len(table) <= MOST_ROWS:
            changed = change(table, int(line)) if name == "them" or len(table) > 1 else table
            return changed if cell_count(changed) <= MOST_CELLS else table
    return None


def _page(request, section, form, *, status=200, theirs=None):
    context = {
        "draft": section.draft,
        "program": section.draft.program,
        "form": form,
        "rows": form.rows,
        "theirs": theirs,
        "title": f"Sửa {passage_of(section).name.lower()}",
        "cancel_url": place_url(section),
        "may_take_out": len(form.table) > 1,
    }
    return render(request, "programs/draft_table.html", context, status=status)
