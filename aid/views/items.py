"""Aid items: list, page, form."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aid import permissions
from aid.actions import items as actions
from aid.books import register_book
from aid.filters import ItemFilter
from aid.forms.items import ItemForm
from aid.law import aid_law
from aid.list_head import ListHead, later_url
from aid.list_totals import commune_share, list_totals
from aid.looking import OF_TODAY
from aid.models import AidItem
from aid.pages import form_page, item_page, list_basis
from aid.tables.items import ItemTable
from aid.totals import commune_sentence, totals_sentence
from aid.views.answers import list_page, refused_by_rules, show_cautions, show_conflict
from aid.views.merged import leads_to_kept
from core.history import VersionConflictError
from core.http import get_visible_or_404, render_page, wanted_part
from core.lists import ListPage
from core.permissions import Area, area_required, require


@require_safe
@area_required(Area.AID)
def item_list(request):
    """All items that this account may read, filtered, summed, exported."""
    today = timezone.localdate()
    law = aid_law(today)
    head = ListHead(request.user, today, law)
    shown = {
        "today": today,
        "law": law,
        "can_pay": lambda item: permissions.can_edit_item(request.user, item),
    }
    page = ListPage(
        request,
        AidItem.objects.visible_to(request.user).for_list(),
        filterset=ItemFilter,
        table=ItemTable,
        name="Khoản viện trợ",
        count=head.count,
        table_kwargs=shown,
    )
    if page.wants_export:
        return page.export()
    if request.GET.get("xuat") == "mau":
        require(permissions.can_add_item(request.user))
        return register_book(request, page)
    page.table.totals = head.totals
    if head.totals:
        page.totals = _head_words(head.totals, page.filterset, request.user, today)
    else:
        page.totals_url = later_url(request.GET)
    context = {
        "page": page,
        "tabs": head.tabs(request.GET),
        "can_add": permissions.can_add_item(request.user),
        "of_today": OF_TODAY,
    }
    if head.is_long:
        context["tabs_url"] = later_url(request.GET)
    return list_page(request, "aid/item_list.html", context)


def _head_words(totals, found, user, today):
    """Return what the list adds up to, and the share of the commune that it is filtered by."""
    words = totals_sentence(totals, list_basis(found))
    asked = found.form.cleaned_data if found.form.is_bound and found.form.is_valid() else {}
    if not asked.get("dia_ban"):
        return words
    name = dict(found.form.fields["dia_ban"].choices)[asked["dia_ban"]]
    return words + commune_sentence(name, commune_share(asked, user, today))


@require_safe
@area_required(Area.AID)
def item_totals(request):
    """What the list adds up to, and the numbers of its tabs: what the page of a long list leaves out."""
    today = timezone.localdate()
    found = ItemFilter(request.GET or None, queryset=AidItem.objects.none(), request=request)
    part = wanted_part(request, parts := ["tong-hop", "nhom-khoan"])
    context = {"list_url": f"{reverse('aid:item_list')}?{request.GET.urlencode()}"}
    if part != "nhom-khoan":
        cleaned = found.form.cleaned_data if found.form.is_bound and found.form.is_valid() else {}
        totals = list_totals(cleaned, request.user, today)
        context["totals"] = _head_words(totals, found, request.user, today)
    if part != "tong-hop":
        context["tabs"] = ListHead(request.user, today, aid_law(today)).tabs(request.GET, is_later=True)
    return render_page(request, "aid/item_totals.html", context, parts=parts)


@require_safe
@area_required(Area.AID)
@leads_to_kept
def item_detail(request, code):
    """One item with its money, papers, and what it still lacks."""
    item = get_visible_or_404(AidItem.objects.for_page(), request.user, code=code)
    return render_page(request, "aid/item_detail.html", item_page(item, request.user, timezone.localdate()))


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def item_add(request):
    """Log a new item."""
    require(permissions.can_add_item(request.user))
    return _item_form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
@leads_to_kept
def item_edit(request, code):
    """Change a stored item."""
    item = get_visible_or_404(AidItem.objects, request.user, code=code)
    require(permissions.can_edit_item(request.user, item))
    return _item_form(request, item)


def _item_form(request, item):
    """Show the form, or save what it states: nothing is written while a question or an error is open."""
    form = ItemForm(request.POST or None, request.FILES or None, user=request.user, item=item)
    if request.method == "POST" and form.is_valid() and not form.questions:
        try:
            saved = _save_item(request, form, item)
        except VersionConflictError as error:
            stored = ItemForm(user=request.user, item=error.record)
            return show_conflict(request, form, stored, back_url=error.record.get_absolute_url())
        if saved:
            return redirect("aid:item_add" if "save_next" in request.POST else saved)
    return render_page(request, "aid/item_form.html", form_page(form, item, request.GET), parts=["ty-gia"])


def _save_item(request, form, item):
    """Save the form; return the item, or None when a rule refuses it (the form then says why)."""
    with refused_by_rules(form):
        told = {"content": form.content(), "today": timezone.localdate(), "by": request.user}
        if item:
            saved, cautions = actions.edit_item(item=item, expected=form.cleaned_data["version"], **told)
        else:
            saved, cautions = actions.add_item(**told)
        messages.success(request, f"Đã {'lưu' if item else 'thêm'} khoản {saved.code} – {saved.name}.")
        show_cautions(request, cautions)
        return saved
    return None
