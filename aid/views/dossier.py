"""The checklist of an item's dossier, and the catalogue of the papers that decrees ask for."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aid import permissions
from aid.actions.dossier import add_requirement, check_dossier, edit_requirement
from aid.filters import RequirementFilter
from aid.forms.dossier import DossierForm, RequirementForm
from aid.item_life import ItemLife
from aid.models import AidItem, DossierRequirement
from aid.pages import BACK
from aid.tables.dossier import RequirementTable
from aid.views.answers import list_page, refused_by_rules, show_conflict
from core.history import VersionConflictError
from core.http import get_visible_or_404, render_page
from core.lists import ListPage
from core.permissions import Area, area_required, require


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def item_dossier(request, code):
    """Say of each paper whether it is there, with its file; all of them in one form."""
    item = get_visible_or_404(AidItem.objects.select_related("donor"), request.user, code=code)
    require(permissions.can_edit_item(request.user, item))
    form, life = _dossier_form(request.POST or None, request.FILES or None, item)
    if request.method == "POST" and form.is_valid():
        try:
            with refused_by_rules(form):
                version = form.cleaned_data["version"]
                check_dossier(item=item, expected=version, found=form.found(), by=request.user)
                messages.success(request, f"Đã lưu đối chiếu hồ sơ của khoản {item.code}.")
                return redirect(item)
        except VersionConflictError as error:
            stored, _ = _dossier_form(None, None, error.record)
            return show_conflict(request, form, stored, back_url=item.get_absolute_url())
    here = [
        BACK,
        {"label": item.code, "url": item.get_absolute_url()},
        {"label": "Đối chiếu hồ sơ", "url": ""},
    ]
    context = {
        "form": form,
        "item": item,
        "decree": life.decree,
        # What holds for every paper is said once, at the head of the page.
        "whole": str(life.decree.source) if life.decree else "",
        "waits": bool(life.papers) and all(paper.is_uncertain for paper in life.papers),
        "breadcrumb": here,
    }
    return render_page(request, "aid/item_dossier.html", context)


def _dossier_form(data, files, item):
    documents = list(item.documents.select_related("attachment").order_by("pk"))
    life = ItemLife(item, timezone.localdate(), documents=documents)
    return DossierForm(data, files, item=item, papers=life.papers, documents=documents), life


@require_safe
@area_required(Area.CATALOGUE)
def requirement_list(request):
    """The papers that each decree asks of a dossier."""
    can_edit = permissions.can_edit_catalogue(request.user)
    page = ListPage(
        request,
        DossierRequirement.objects.order_by("rule_set", "ordinal", "pk"),
        filterset=RequirementFilter,
        table=RequirementTable,
        name="Thành phần hồ sơ viện trợ",
        table_kwargs={"can_edit": can_edit},
    )
    if page.wants_export:
        return page.export()
    return list_page(request, "aid/requirement_list.html", {"page": page, "can_edit": can_edit})


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.CATALOGUE)
def requirement_add(request):
    """Add a paper that a decree asks for."""
    return _requirement_form(request, DossierRequirement())


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.CATALOGUE)
def requirement_edit(request, pk):
    """Change a paper that a decree asks for; what was found of it stays."""
    return _requirement_form(request, get_object_or_404(DossierRequirement, pk=pk))


def _requirement_form(request, record):
    require(permissions.can_edit_catalogue(request.user))
    is_new = record.pk is None
    form = RequirementForm(request.POST or None, instance=record)
    if request.method == "POST" and form.is_valid():
        try:
            with refused_by_rules(form):
                told = {"requirement": form.instance, "by": request.user}
                if is_new:
                    add_requirement(**told)
                else:
                    edit_requirement(expected=form.cleaned_data["version"], **told)
                messages.success(request, f"Đã lưu thành phần hồ sơ {form.instance}.")
                return redirect("aid:requirement_list")
        except VersionConflictError as error:
            stored = RequirementForm(instance=error.record)
            return show_conflict(request, form, stored, back_url=request.path)
    return render_page(request, "aid/requirement_form.html", {"form": form, "is_new": is_new})
