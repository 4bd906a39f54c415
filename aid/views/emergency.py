"""Emergency grants: totals by disaster, the allocation of one grant."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from aid import permissions
from aid.actions.allocations import save_allocations
from aid.emergency_filters import EmergencyFilter
from aid.emergency_totals import disasters_of, money_text, sum_of
from aid.forms.allocations import allocation_formset, allocation_rows, communes, with_pasted
from aid.models import AidItem
from aid.pages import BACK
from aid.tables.emergency import DisasterTable
from aid.tables.items import usd
from aid.views.answers import list_page, show_cautions
from core.conflict import in_words
from core.history import VersionConflictError
from core.http import get_visible_or_404, posted_version, render_page
from core.legal import RuleError
from core.lists import ListPage
from core.permissions import Area, area_required, require


@require_safe
@area_required(Area.AID)
def emergency_list(request):
    """Emergency grants by disaster: items, promised, shared out, handed out."""
    rows = AidItem.objects.visible_to(request.user).emergency().received()
    page = ListPage(
        request, rows, filterset=EmergencyFilter, table=_table, name="Viện trợ khẩn cấp theo thiên tai"
    )
    page.table.applied = page.cleaned
    if page.wants_export:
        return page.export()
    total = page.table.totals
    page.totals = (
        f"{total.items} khoản khẩn cấp, cam kết {usd(total.committed_usd)} USD"
        + (f" ({total.unrated} dòng chưa có tỷ giá, chưa cộng)" if total.unrated else "")
        + f"; đã phân bổ {money_text(total.allocated) or 'chưa ghi'}, "
        f"đã phát {money_text(total.handed_out) or 'chưa ghi'}. "
        "Các khoản này tính riêng, không nằm trong số khoản tiếp nhận mới."
    )
    return list_page(request, "aid/emergency_list.html", {"page": page})


def _table(items):
    """Return the table of the disasters behind the items that the filters leave."""
    disasters = disasters_of(items)
    table = DisasterTable(disasters)
    table.totals = sum_of(disasters)
    return table


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def allocation_edit(request, code):
    """Edit what each unit gets of an emergency grant; pasted lines become rows before anything is saved."""
    item = get_visible_or_404(AidItem.objects, request.user, code=code)
    require(permissions.can_edit_item(request.user, item))
    if not item.is_emergency:
        raise Http404
    places, stored, problem = communes(), None, ""
    version = item.version
    data = None
    if request.method == "POST":
        data = with_pasted(request.POST)
        version = request.POST.get("version", "")
    rows = allocation_formset(places, data=data, initial=allocation_rows(item))
    if request.method == "POST" and not request.POST.get("dan", "").strip():
        try:
            expected = posted_version(request)
            if rows.is_valid():
                _, found = save_allocations(item=item, expected=expected, rows=rows.rows(), by=request.user)
                messages.success(request, f"Đã lưu phân bổ của {item.code}.")
                show_cautions(request, found)
                return redirect(f"{item.get_absolute_url()}#phan-bo")
        except VersionConflictError as error:
            version = error.record.version
            item = get_visible_or_404(AidItem.objects, request.user, code=code)
            stored = _stored_words(places, item)
            problem = (
                "Người khác vừa lưu khoản này sau khi trang được mở nên chưa ghi gì. Bên dưới là các dòng "
                "đang lưu, rồi đến các dòng anh/chị gõ; so lại rồi bấm Lưu lần nữa."
            )
        except RuleError as error:
            problem = str(error)
    context = {
        "item": item,
        "rows": rows,
        "places": sorted({place.full_name for place in places.values()}),
        "version": version,
        "problem": problem,
        "stored": stored,
        "breadcrumb": [
            BACK,
            {"label": item.code, "url": item.get_absolute_url()},
            {"label": "Phân bổ", "url": ""},
        ],
    }
    return render_page(
        request, "aid/allocation_edit.html", context, status=409 if stored is not None else 200
    )


def _stored_words(places, item):
    """Return the rows as stored now, each a line of words."""
    lines = []
    for form in allocation_formset(places, initial=allocation_rows(item)):
        said = [(field.label, in_words(field)) for field in form.visible_fields() if field.name != "DELETE"]
        if form.initial:
            lines.append(" · ".join(f"{label}: {value}" for label, value in said if value))
    return lines
