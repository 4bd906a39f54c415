"""Counterpart funds of an item: add, change, remove."""

from django.views.decorators.http import require_http_methods

from aid.actions import counterparts as actions
from aid.forms.commitments import CounterpartForm
from aid.models import Counterpart
from aid.views.lines import Lines, add_page, edit_page, remove_page
from core.permissions import Area, area_required

_LINES = Lines(
    model=Counterpart,
    form=CounterpartForm,
    key="counterpart",
    own="kind",
    noun="đối ứng",
    whole_noun="vốn đối ứng",
    add=actions.add_counterpart,
    edit=actions.edit_counterpart,
    remove=actions.remove_counterpart,
)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def counterpart_add(request, code):
    """Write what the Vietnamese side adds."""
    return add_page(request, _LINES, code)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def counterpart_edit(request, code, pk):
    """Change a line of counterpart funds."""
    return edit_page(request, _LINES, code, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def counterpart_remove(request, code, pk):
    """Ask for the reason, then delete a line written by mistake."""
    return remove_page(request, _LINES, code, pk)
