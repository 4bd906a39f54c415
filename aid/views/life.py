"""The life of an item: the form of a step, and taking the last step back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aid import permissions
from aid.actions.life import take_step, undo_step
from aid.forms.life import StepForm, UndoForm
from aid.item_life import ItemLife
from aid.life import BY_SLUG, STEPS
from aid.life_page import changes_of, step_page
from aid.models import AidItem, AidStep
from aid.pages import BACK
from aid.rules import state_on
from aid.views.answers import refused_by_rules, show_cautions, show_conflict
from core.history import VersionConflictError
from core.http import get_visible_or_404, render_page, stale_removal_page
from core.permissions import Area, area_required, require


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def item_step(request, code, kind):
    """Record the next step of an item with its day and its paper."""
    item = get_visible_or_404(AidItem.objects.for_page(), request.user, code=code)
    step = BY_SLUG.get(kind)
    if step is None:
        raise Http404
    require(permissions.can_take_step(request.user, item, step.desk))
    today = timezone.localdate()
    given = {"step": step, "today": today}
    form = StepForm(request.POST or None, request.FILES or None, item=item, **given)
    if request.method == "POST" and form.is_valid():
        try:
            taken = _take(request, form, item, step, today)
        except VersionConflictError as error:
            stored = StepForm(item=error.record, **given)
            return show_conflict(request, form, stored, back_url=item.get_absolute_url())
        if taken:
            return redirect(item)
        item = get_visible_or_404(AidItem.objects.for_page(), request.user, code=code)
    here = [BACK, {"label": item.code, "url": item.get_absolute_url()}, {"label": step.label, "url": ""}]
    context = step_page(ItemLife(item, today), step) | {"form": form, "breadcrumb": here}
    return render_page(request, "aid/item_step.html", context)


def _take(request, form, item, step, today):
    """Take the step; return it, or None when a rule refuses it (the form then says why)."""
    with refused_by_rules(form, file_field="file"):
        taken, cautions = take_step(
            item=item,
            expected=form.cleaned_data["version"],
            kind=step.kind,
            on=form.cleaned_data["on"],
            today=today,
            by=request.user,
            paper=form.paper(),
            note=form.cleaned_data["note"],
            adjustment=form.adjustment(),
        )
        now = taken.item
        # As the page says it: a grant whose last day has passed shows as ended.
        label = AidItem.Status(state_on(now.status, now.started_on, now.ended_on, today)).label
        messages.success(
            request, f"Đã ghi “{step.label}” của khoản {item.code}; trạng thái: {label.lower()}."
        )
        show_cautions(request, cautions)
        return taken
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def item_step_undo(request, code, pk):
    """Ask for the reason, then take the last step back."""
    rows = AidStep.objects.select_related("item")
    step = get_visible_or_404(rows, request.user, item__code=code, pk=pk)
    item = step.item
    require(permissions.can_take_step(request.user, item, STEPS[step.kind].desk))
    form = UndoForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            with refused_by_rules(form):
                told = {"expected": form.cleaned_data["version"], "reason": form.cleaned_data["reason"]}
                undo_step(step=step, by=request.user, **told)
                messages.success(request, f"Đã hủy bước “{step.get_kind_display()}” của khoản {code}.")
                return redirect(item)
        except VersionConflictError:
            return stale_removal_page(request, back_url=item.get_absolute_url())
    here = [BACK, {"label": item.code, "url": item.get_absolute_url()}, {"label": "Hủy bước", "url": ""}]
    context = {"form": form, "item": item, "step": step, "changes": changes_of(step), "breadcrumb": here}
    return render_page(request, "aid/item_step_undo.html", context)
