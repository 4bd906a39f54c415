"""Counterpart funds of an item: add, change, remove."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aid import permissions
from aid.actions import counterparts as actions
from aid.forms.commitments import CounterpartForm
from aid.forms.money import ReasonForm
from aid.ledger import is_closed_line, money_words
from aid.models import AidItem, Counterpart
from aid.pages import BACK
from aid.views.answers import refused_by_rules, show_conflict
from core.history import VersionConflictError
from core.http import get_visible_or_404, render_page, stale_removal_page
from core.money import format_money
from core.permissions import Area, area_required, require


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def counterpart_add(request, code):
    """Write what the Vietnamese side adds."""
    item = get_visible_or_404(AidItem.objects, request.user, code=code)
    require(permissions.can_edit_item(request.user, item))
    return _form(request, item, None)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def counterpart_edit(request, code, pk):
    """Change a line of counterpart funds."""
    row = _row(request, code, pk)
    return _form(request, row.item, row)


def _row(request, code, pk):
    rows = Counterpart.objects.select_related("item")
    row = get_visible_or_404(rows, request.user, item__code=code, pk=pk)
    require(permissions.can_edit_item(request.user, row.item))
    return row


def _form(request, item, row):
    form = CounterpartForm(request.POST or None, item=item, row=row)
    if request.method == "POST" and form.is_valid() and not form.questions:
        try:
            saved = _save(request, form, item, row)
        except VersionConflictError as error:
            stored = CounterpartForm(item=item, row=error.record)
            return show_conflict(request, form, stored, back_url=item.get_absolute_url())
        if saved:
            what = "điều chỉnh đối ứng" if saved.is_correction else "đối ứng"
            money = format_money(saved.amount, saved.currency)
            messages.success(request, f"Đã ghi {what} {money} cho {item.code}.")
            return redirect(item)
    label = "Sửa vốn đối ứng" if row else "Thêm vốn đối ứng"
    here = [BACK, {"label": item.code, "url": item.get_absolute_url()}, {"label": label, "url": ""}]
    context = {"form": form, "item": item, "row": row, "label": label, "breadcrumb": here}
    return render_page(request, "aid/counterpart_form.html", context)


def _save(request, form, item, row):
    cleaned = form.cleaned_data
    told = {"money": cleaned["money"], "kind": cleaned["kind"], "by": request.user}
    told |= {"reason": cleaned["reason"] if cleaned["correct"] else None, "today": timezone.localdate()}
    with refused_by_rules(form):
        if row:
            return actions.edit_counterpart(counterpart=row, expected=cleaned["version"], **told)
        return actions.add_counterpart(item=item, **told)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def counterpart_remove(request, code, pk):
    """Ask for the reason, then delete a line written by mistake."""
    row = _row(request, code, pk)
    form = ReasonForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        told = {"expected": form.cleaned_data["version"], "reason": form.cleaned_data["reason"]}
        words = format_money(row.amount, row.currency)
        told |= {"by": request.user, "today": timezone.localdate()}
        try:
            with refused_by_rules(form):
                line = actions.remove_counterpart(counterpart=row, **told)
                money = format_money(line.amount, line.currency) if line else ""
                done = (
                    f"Đã ghi điều chỉnh {money} vào kỳ mở cho {code}."
                    if line
                    else f"Đã xóa đối ứng {words} của {code}."
                )
                messages.success(request, done)
                return redirect(row.item)
        except VersionConflictError:
            return stale_removal_page(request, back_url=row.item.get_absolute_url())
    context = {"form": form, "item": row.item, "row": row, "is_closed": is_closed_line(row)}
    context |= money_words(row)
    return render_page(request, "aid/counterpart_remove.html", context)
