"""What happens at each URL of the import of aid items."""

from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aid import permissions
from aid.imports import resource_for
from core.imports import pages
from core.imports.forms import ImportForm
from core.permissions import Area, area_required

SITE = pages.ImportSite(
    app="aid",
    list_label="Khoản viện trợ",
    list_url_name="aid:item_list",
    record_url_name="aid:item_detail",
    may_import=permissions.can_add_item,
    resource=resource_for,
    form=ImportForm,
    has_other_door=True,
    told=(("Nhà tài trợ", ("donor",)), ("Giá trị viện trợ", ("amount", "currency"))),
)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def import_start(request):
    """Choose a file; it is checked on POST."""
    return pages.start_page(request, SITE)


@require_safe
@area_required(Area.AID)
def import_template(request):
    """Download the empty template."""
    return pages.template_file(request, SITE, filled=False)


@require_safe
@area_required(Area.AID)
def import_example(request):
    """Download the filled example."""
    return pages.template_file(request, SITE, filled=True)


@require_safe
@area_required(Area.AID)
def import_check(request, code):
    """Look at the verdict on an uploaded file."""
    return pages.check_page(request, SITE, code)


@require_POST
@area_required(Area.AID)
def import_correct(request, code):
    """Correct cells of the uploaded file."""
    return pages.correct_page(request, SITE, code)


@require_POST
@area_required(Area.AID)
def import_write(request, code):
    """Write the checked file."""
    return pages.write_rows(request, SITE, code)


@require_safe
@area_required(Area.AID)
def import_progress(request, code):
    """Look at how far the writing of a long table is."""
    return pages.progress_page(request, SITE, code)


@require_safe
@area_required(Area.AID)
def import_result(request, code):
    """Look at what was written."""
    return pages.result_page(request, SITE, code)
