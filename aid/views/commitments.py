"""Commitments of an item: add, change, remove."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aid import permissions
from aid.actions import commitments as actions
from aid.forms.commitments import CommitmentForm
from aid.forms.money import ReasonForm
from aid.ledger import is_closed_line, money_words
from aid.models import AidItem, Commitment
from aid.pages import BACK
from aid.views.answers import refused_by_rules, show_conflict
from core.history import VersionConflictError
from core.http import get_visible_or_404, render_page, stale_removal_page
from core.money import format_money
from core.permissions import Area, area_required, require


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def commitment_add(request, code):
    """Write one more commitment of the donor."""
    item = get_visible_or_404(AidItem.objects, request.user, code=code)
    require(permissions.can_edit_item(request.user, item))
    return _form(request, item, None)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def commitment_edit(request, code, pk):
    """Change a commitment."""
    row = _row(request, code, pk)
    return _form(request, row.item, row)


def _row(request, code, pk):
    rows = Commitment.objects.select_related("item")
    row = get_visible_or_404(rows, request.user, item__code=code, pk=pk)
    require(permissions.can_edit_item(request.user, row.item))
    return row


def _form(request, item, row):
    form = CommitmentForm(request.POST or None, item=item, row=row)
    if request.method == "POST" and form.is_valid() and not form.questions:
        try:
            saved = _save(request, form, item, row)
        except VersionConflictError as error:
            stored = CommitmentForm(item=item, row=error.record)
            return show_conflict(request, form, stored, back_url=item.get_absolute_url())
        if saved:
            what = "điều chỉnh cam kết" if saved.is_correction else "cam kết"
            money = format_money(saved.amount, saved.currency)
            messages.success(request, f"Đã ghi {what} {money} cho {item.code}.")
            return redirect(item)
    label = "Sửa cam kết" if row else "Thêm cam kết"
    here = [BACK, {"label": item.code, "url": item.get_absolute_url()}, {"label": label, "url": ""}]
    context = {"form": form, "item": item, "row": row, "label": label, "breadcrumb": here}
    return render_page(request, "aid/commitment_form.html", context)


def _save(request, form, item, row):
    cleaned = form.cleaned_data
    told = {"money": cleaned["money"], "committed_on": cleaned["committed_on"], "by": request.user}
    told |= {"reason": cleaned["reason"] if cleaned["correct"] else None, "today": timezone.localdate()}
    with refused_by_rules(form):
        if row:
            return actions.edit_commitment(commitment=row, expected=cleaned["version"], **told)
        return actions.add_commitment(item=item, **told)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def commitment_remove(request, code, pk):
    """Ask for the reason, then delete a commitment written by mistake."""
    row = _row(request, code, pk)
    form = ReasonForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        told = {"expected": form.cleaned_data["version"], "reason": form.cleaned_data["reason"]}
        words = format_money(row.amount, row.currency)
        told |= {"by": request.user, "today": timezone.localdate()}
        try:
            with refused_by_rules(form):
                line = actions.remove_commitment(commitment=row, **told)
                money = format_money(line.amount, line.currency) if line else ""
                done = (
                    f"Đã ghi điều chỉnh {money} vào kỳ mở cho {code}."
                    if line
                    else f"Đã xóa cam kết {words} của {code}."
                )
                messages.success(request, done)
                return redirect(row.item)
        except VersionConflictError:
            return stale_removal_page(request, back_url=row.item.get_absolute_url())
    context = {"form": form, "item": row.item, "row": row, "is_closed": is_closed_line(row)}
    context |= money_words(row)
    return render_page(request, "aid/commitment_remove.html", context)
