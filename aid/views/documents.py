"""Papers of an item: attach, hand out, take off."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aid import permissions
from aid.actions import documents as actions
from aid.forms.steps import DocumentForm
from aid.models import AidItem, DossierDocument
from aid.pages import BACK
from aid.views.answers import refused_by_rules
from core.attachments import download_response
from core.http import get_visible_or_404, removal_answer, render_page
from core.permissions import Area, area_required, require


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def document_add(request, code):
    """Attach a paper to the item."""
    item = get_visible_or_404(AidItem.objects, request.user, code=code)
    require(permissions.can_edit_item(request.user, item))
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refused_by_rules(form, file_field="file"):
            cleaned = form.cleaned_data
            document = actions.add_document(
                item=item,
                upload=cleaned["file"],
                kind=cleaned["kind"],
                title=cleaned["title"],
                by=request.user,
            )
            messages.success(request, f"Đã gắn tệp {document.attachment.name} vào {item.code}.")
            return redirect(item)
    here = [BACK, {"label": item.code, "url": item.get_absolute_url()}, {"label": "Gắn tài liệu", "url": ""}]
    context = {"form": form, "item": item, "breadcrumb": here}
    return render_page(request, "aid/document_form.html", context)


@require_safe
@area_required(Area.AID)
def document_download(request, code, pk):
    """Hand the paper out as a download; who may read the item may read its papers."""
    document = _document(request, code, pk)
    return download_response(request, document.attachment, back_url=document.item.get_absolute_url())


@require_POST
@area_required(Area.AID)
def document_remove(request, code, pk):
    """Take a paper off the item."""
    document = _document(request, code, pk)
    require(permissions.can_edit_item(request.user, document.item))
    name, item = document.attachment.name, document.item
    return removal_answer(
        request,
        lambda version: actions.remove_document(document=document, expected=version, by=request.user),
        done=f"Đã gỡ tệp {name} khỏi {item.code}.",
        stale_url=item.get_absolute_url(),
        next_url=item.get_absolute_url(),
    )


def _document(request, code, pk):
    documents = DossierDocument.objects.select_related("item", "attachment")
    return get_visible_or_404(documents, request.user, item__code=code, pk=pk)
