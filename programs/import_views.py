"""What happens at each URL of the import of tasks."""

from django import forms
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.imports import pages
from core.imports.forms import ImportForm
from core.permissions import Area, area_required
from programs import permissions
from programs.imports import resource_for
from programs.models import Program


class TaskImportForm(ImportForm):
    """The file, and the program that its new tasks belong to."""

    program = forms.ModelChoiceField(
        label="Chương trình",
        queryset=Program.objects.order_by("-period_start_year"),
        to_field_name="slug",
        empty_label="Theo năm của hạn hoàn thành",
        required=False,
    )

    def chosen(self):
        """Return the program by its address."""
        program = self.cleaned_data.get("program")
        return {"program": program.slug if program else ""}


SITE = pages.ImportSite(
    app="programs",
    list_label="Nhiệm vụ",
    list_url_name="programs:task_list",
    record_url_name="programs:task_detail",
    may_import=permissions.can_add_task,
    resource=resource_for,
    form=TaskImportForm,
)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.TASKS)
def import_start(request):
    """Choose a file; it is checked on POST."""
    return pages.start_page(request, SITE)


@require_safe
@area_required(Area.TASKS)
def import_template(request):
    """Download the empty template."""
    return pages.template_file(request, SITE, filled=False)


@require_safe
@area_required(Area.TASKS)
def import_example(request):
    """Download the filled example."""
    return pages.template_file(request, SITE, filled=True)


@require_safe
@area_required(Area.TASKS)
def import_check(request, code):
    """Look at the verdict on an uploaded file."""
    return pages.check_page(request, SITE, code)


@require_POST
@area_required(Area.TASKS)
def import_correct(request, code):
    """Correct cells of the uploaded file."""
    return pages.correct_page(request, SITE, code)


@require_POST
@area_required(Area.TASKS)
def import_write(request, code):
    """Write the checked file."""
    return pages.write_rows(request, SITE, code)


@require_safe
@area_required(Area.TASKS)
def import_progress(request, code):
    """Look at how far the writing of a long table is."""
    return pages.progress_page(request, SITE, code)


@require_safe
@area_required(Area.TASKS)
def import_result(request, code):
    """Look at what was written."""
    return pages.result_page(request, SITE, code)
