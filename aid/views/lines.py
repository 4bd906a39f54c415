"""The pages of a line of money that an item holds: what the donor commits, what Vietnam adds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.shortcuts import redirect
from django.utils import timezone

from aid import permissions
from aid.forms.money import ReasonForm
from aid.ledger import is_closed_line, money_words
from aid.models import AidItem, Commitment, Counterpart
from aid.pages import BACK
from aid.views.answers import refused_by_rules, show_conflict
from core.history import VersionConflictError
from core.http import get_visible_or_404, render_page, stale_removal_page
from core.money import format_money
from core.permissions import require


@dataclass(frozen=True)
class Lines:
    """One kind of line: its form, its actions, and what people call it.

    `own` is the field that only this kind has; `key` names the line where the actions take it, and its
    templates (`aid/<key>_form.html`, `aid/<key>_remove.html`).
    """

    model: type[Commitment | Counterpart]
    form: type[Form]
    key: str
    own: str
    noun: str
    whole_noun: str
    add: Callable[..., Any]
    edit: Callable[..., Any]
    remove: Callable[..., Any]


def add_page(request, lines, code):
    """Show the form of a new line, or store it."""
    item = get_visible_or_404(AidItem.objects, request.user, code=code)
    require(permissions.can_edit_item(request.user, item))
    return _form_page(request, lines, item, None)


def edit_page(request, lines, code, pk):
    """Show the form of a line, or store what changed: in a closed period as a correction."""
    row = _row(request, lines, code, pk)
    return _form_page(request, lines, row.item, row)


def _row(request, lines, code, pk):
    rows = lines.model.objects.select_related("item")
    row = get_visible_or_404(rows, request.user, item__code=code, pk=pk)
    require(permissions.can_edit_item(request.user, row.item))
    return row


def _form_page(request, lines, item, row):
    form = lines.form(request.POST or None, item=item, row=row)
    if request.method == "POST" and form.is_valid() and not form.questions:
        try:
            saved = _save(request, lines, form, item, row)
        except VersionConflictError as error:
            stored = lines.form(item=item, row=error.record)
            return show_conflict(request, form, stored, back_url=item.get_absolute_url())
        if saved:
            what = f"điều chỉnh {lines.noun}" if saved.is_correction else lines.noun
            money = format_money(saved.amount, saved.currency)
            messages.success(request, f"Đã ghi {what} {money} cho {item.code}.")
            return redirect(item)
    label = f"Sửa {lines.whole_noun}" if row else f"Thêm {lines.whole_noun}"
    here = [BACK, {"label": item.code, "url": item.get_absolute_url()}, {"label": label, "url": ""}]
    context = {"form": form, "item": item, "row": row, "label": label, "breadcrumb": here}
    return render_page(request, f"aid/{lines.key}_form.html", context)


def _save(request, lines, form, item, row):
    cleaned = form.cleaned_data
    told = {"money": cleaned["money"], lines.own: cleaned[lines.own], "by": request.user}
    told |= {"reason": cleaned["reason"] if cleaned["correct"] else None, "today": timezone.localdate()}
    with refused_by_rules(form):
        if row:
            return lines.edit(**{lines.key: row}, expected=cleaned["version"], **told)
        return lines.add(item=item, **told)
    return None


def remove_page(request, lines, code, pk):
    """Ask for the reason, then delete the line, or take it back where its period is closed."""
    row = _row(request, lines, code, pk)
    form = ReasonForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        told = {"expected": form.cleaned_data["version"], "reason": form.cleaned_data["reason"]}
        words = format_money(row.amount, row.currency)
        told |= {"by": request.user, "today": timezone.localdate()}
        try:
            with refused_by_rules(form):
                line = lines.remove(**{lines.key: row}, **told)
                money = format_money(line.amount, line.currency) if line else ""
                done = (
                    f"Đã ghi điều chỉnh {money} vào kỳ mở cho {code}."
                    if line
                    else f"Đã xóa {lines.noun} {words} của {code}."
                )
                messages.success(request, done)
                return redirect(row.item)
        except VersionConflictError:
            return stale_removal_page(request, back_url=row.item.get_absolute_url())
    context = {"form": form, "item": row.item, "row": row, "is_closed": is_closed_line(row)}
    context |= money_words(row)
    return render_page(request, f"aid/{lines.key}_remove.html", context)
