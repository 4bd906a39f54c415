"""A version of a program's draft as a file."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.access import note_access
from core.files import MIMES
from core.http import attachment_response
from core.models import AccessLog
from core.permissions import Area, area_required
from programs.models import Draft
from reports.kinds.program import draft_as_docx, draft_file_name


@require_safe
@area_required(Area.PROGRAM)
def draft_docx(request, slug, number):
    """Hand out a version as a Word file that can be taken in again; each taking is noted."""
    drafts = Draft.objects.visible_to(request.user).select_related("program")
    draft = get_object_or_404(drafts, program__slug=slug, number=number)
    name = draft_file_name(draft, "docx")
    note_access(request, AccessLog.Kind.DOWNLOAD, f"{name} ({draft.program})")
    return attachment_response(draft_as_docx(draft), filename=name, content_type=MIMES["docx"])
