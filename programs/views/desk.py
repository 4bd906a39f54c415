"""What the paper of a draft loads behind itself: the gates at its head."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core.http import wanted_part
from core.permissions import Area, area_required
from programs.desk import gates
from programs.views.drafts import draft_or_404


@require_safe
@area_required(Area.PROGRAM)
def draft_gates(request, slug, number):
    """What of key points, rules and opinions is settled; opened by itself it leads to the draft."""
    draft = draft_or_404(request.user, slug, number)
    if not wanted_part(request, ["cua"]):
        return redirect(draft)
    context = {"draft": draft, "gates": gates(draft, request.user)}
    return render(request, "programs/_draft_gates.html", context)
