"""The ledger of what was received, and writing a line of it."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aid import permissions
from aid.actions import money as actions
from aid.filters import DisbursementFilter
from aid.forms.money import DisbursementForm, ReasonForm
from aid.ledger import money_words
from aid.models import AidItem, ClosedPeriod, Disbursement
from aid.pages import BACK
from aid.tables.money import DisbursementTable
from aid.totals import payment_sums, payments_sentence
from aid.views.answers import list_page, refused_by_rules, show_cautions, show_conflict
from core.history import VersionConflictError
from core.http import get_visible_or_404, render_page, stale_removal_page
from core.lists import ListPage
from core.money import format_money
from core.permissions import Area, Right, area_required, may_anywhere, require

SAID = {"TIEN": "giải ngân", "HIEN_VAT": "nhận hiện vật", "HOAN_TRA": "hoàn trả"}
_TOLD = ("paid_on", "money", "voucher", "note", "kind", "goods", "quantity_e3", "unit")


@require_safe
@area_required(Area.AID)
def disbursement_list(request):
    """Every payment that this account may read, filtered, summed, exported."""
    rows = Disbursement.objects.visible_to(request.user).for_list()
    page = ListPage(request, rows, filterset=DisbursementFilter, table=DisbursementTable, name="Giải ngân")
    sums = payment_sums(page.rows)
    page.table.sums = {"usd": sum(part.usd for part in sums.values())}
    if page.wants_export:
        return page.export()
    page.totals = payments_sentence(sums)
    context = {"page": page, "sees_books": may_anywhere(request.user, Area.BOOKS, Right.READ)}
    context["can_add"] = permissions.can_add_item(request.user)
    return list_page(request, "aid/disbursement_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def disbursement_add(request, code):
    """Write money that arrived for an item."""
    item = get_visible_or_404(AidItem.objects, request.user, code=code)
    require(permissions.can_edit_item(request.user, item))
    return _disbursement_form(request, item, None)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def disbursement_edit(request, code, pk):
    """Change a payment."""
    row = get_visible_or_404(
        Disbursement.objects.select_related("item"), request.user, item__code=code, pk=pk
    )
    require(permissions.can_edit_item(request.user, row.item))
    return _disbursement_form(request, row.item, row)


def _disbursement_form(request, item, row):
    form = DisbursementForm(request.POST or None, item=item, row=row)
    if request.method == "POST" and form.is_valid() and not form.questions:
        try:
            saved = _save_disbursement(request, form, item, row)
        except VersionConflictError as error:
            stored = DisbursementForm(item=item, row=error.record)
            return show_conflict(request, form, stored, back_url=item.get_absolute_url())
        if saved:
            again = "save_next" in request.POST
            return redirect("aid:disbursement_add", item.code) if again else redirect(item)
    label = "Sửa lần giải ngân" if row else "Ghi giải ngân"
    context = {
        "form": form,
        "item": item,
        "row": row,
        "label": label,
        "breadcrumb": [
            BACK,
            {"label": item.code, "url": item.get_absolute_url()},
            {"label": label, "url": ""},
        ],
        "paid": [{"row": paid, **money_words(paid)} for paid in item.disbursements.order_by("paid_on", "pk")],
        "is_closed": bool(row) and ClosedPeriod.objects.books().of(item.status).is_closed(row.paid_on),
    }
    return render_page(request, "aid/disbursement_form.html", context)


def _save_disbursement(request, form, item, row):
    cleaned = form.cleaned_data
    told = {name: cleaned[name] for name in _TOLD}
    told |= {"today": timezone.localdate(), "by": request.user}
    told["reason"] = cleaned["reason"] if cleaned["correct"] else None
    with refused_by_rules(form):
        if row:
            row, cautions = actions.edit_disbursement(disbursement=row, expected=cleaned["version"], **told)
        else:
            row, cautions = actions.add_disbursement(item=item, **told)
        money = format_money(abs(row.amount), row.currency)
        what = SAID[row.kind]
        if row.is_correction:
            what, money = "điều chỉnh", format_money(row.amount, row.currency)
        messages.success(request, f"Đã ghi {what} {money} ngày {row.paid_on:%d/%m/%Y} cho {item.code}.")
        show_cautions(request, [caution for caution in cautions if caution.field != "amount"])
        return row
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def disbursement_remove(request, code, pk):
    """Ask for the reason, then delete a payment written by mistake."""
    row = get_visible_or_404(
        Disbursement.objects.select_related("item"), request.user, item__code=code, pk=pk
    )
    require(permissions.can_edit_item(request.user, row.item))
    is_closed = ClosedPeriod.objects.books().of(row.item.status).is_closed(row.paid_on)
    form = ReasonForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        told = {"expected": form.cleaned_data["version"], "reason": form.cleaned_data["reason"]}
        told |= {"by": request.user, "today": timezone.localdate()}
        try:
            with refused_by_rules(form):
                line = actions.remove_disbursement(disbursement=row, **told)
                money = format_money(line.amount, line.currency) if line else ""
                done = (
                    f"Đã ghi điều chỉnh {money} vào kỳ mở cho {code}."
                    if line
                    else f"Đã xóa lần giải ngân ngày {row.paid_on:%d/%m/%Y} của {code}."
                )
                messages.success(request, done)
                return redirect(row.item)
        except VersionConflictError:
            return stale_removal_page(request, back_url=row.item.get_absolute_url())
    context = {"form": form, "item": row.item, "row": row, "is_closed": is_closed, **money_words(row)}
    return render_page(request, "aid/disbursement_remove.html", context)
