"""Commitments of an item: add, change, remove."""

from django.views.decorators.http import require_http_methods

from aid.actions import commitments as actions
from aid.forms.commitments import CommitmentForm
from aid.models import Commitment
from aid.views.lines import Lines, add_page, edit_page, remove_page
from core.permissions import Area, area_required

_LINES = Lines(
    model=Commitment,
    form=CommitmentForm,
    key="commitment",
    own="committed_on",
    noun="cam kết",
    whole_noun="cam kết",
    add=actions.add_commitment,
    edit=actions.edit_commitment,
    remove=actions.remove_commitment,
)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def commitment_add(request, code):
    """Write one more commitment of the donor."""
    return add_page(request, _LINES, code)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def commitment_edit(request, code, pk):
    """Change a commitment."""
    return edit_page(request, _LINES, code, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def commitment_remove(request, code, pk):
    """Ask for the reason, then delete a commitment written by mistake."""
    return remove_page(request, _LINES, code, pk)
