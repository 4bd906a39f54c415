"""Two versions of a draft side by side."""

from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.permissions import Area, area_required
from programs import permissions
from programs.actions.restoring import was_just_restored
from programs.beside import gates_of
from programs.compare_page import FATES, LOST, compared, key_of
from programs.models import Program
from programs.versions import LONGEST_AT_ONCE, ready_comparison
from programs.wording.comparing import Fate, State

PAGE, WHOLE = 60, 10_000


@require_safe
@area_required(Area.PROGRAM)
def draft_compare(request, slug):
    """Any two versions by passage: what was kept, reworded, moved, merged, added and dropped."""
    program = get_object_or_404(Program, slug=slug)
    drafts = list(program.drafts.visible_to(request.user).order_by("number"))
    for draft in drafts:
        draft.program = program
    context = {"program": program, "drafts": drafts, "old": None, "new": None}
    if len(drafts) < 2:
        return render(request, "programs/draft_compare.html", context)
    old, new = _chosen(request, drafts)
    found = ready_comparison(old, new)
    if found is None:
        context |= {"old": old, "new": new, "job": f"{old.pk}-{new.pk}"}
        return render(request, "programs/draft_compare_wait.html", context)
    page = compared(request.user, old, new, found)
    view = request.GET.get("xem", "")
    is_whole = "in" in request.GET
    rows = Paginator(page.shown(view), WHOLE if is_whole else PAGE).get_page(request.GET.get("page"))
    back = quote(request.get_full_path())
    lines = page.lines(rows, _versions(new, page, rows), back)
    sections = page.sections()
    may_edit = permissions.can_edit_program(request.user) and not new.is_frozen
    context |= {
        "old": old,
        "new": new,
        "back": request.get_full_path(),
        "summary": page.summary(),
        "check": page.check,
        "gate": next((gate for gate in gates_of(new, request.user) if gate.code == "y-kien"), None),
        "parts": page.parts(),
        "counts": [(FATES[fate], page.found.count(fate)) for fate in Fate],
        "sections": sections,
        "unkept": [one for one in sections if one["state"] != State.KEPT],
        "views": page.views(view),
        "is_lost_view": view == LOST,
        "is_one": "cot" in request.GET,
        "is_whole": is_whole,
        "paper": f"{old.pk}-{new.pk}" if _prints_in_background(request.user, found) else "",
        "page": rows,
        "groups": page.groups(lines),
        "may_edit": may_edit,
        "may_drop": permissions.can_settle_draft(request.user),
        "restored": _restored(request, new) if may_edit else None,
    }
    return render(request, "programs/draft_compare.html", context)


def _prints_in_background(user, found):
    """Whether the table is long, and whoever may read all that stands in it gets it as a paper."""
    return len(found.pairs) > LONGEST_AT_ONCE and permissions.can_print_comparison(user)


def _versions(new, page, pairs):
    """Return {key: version} of the paragraphs in sight that lost a point: what a button was shown on."""
    keys = [key_of(pair) for pair in pairs if key_of(pair) in page.lost]
    return dict(new.sections.filter(key__in=keys).values_list("key", "version")) if keys else {}


def _restored(request, new):
    """Return the paragraph whose words came back with the last click, while that can be undone."""
    key = request.GET.get("vua", "")
    section = new.sections.filter(key=key).first() if key else None
    return section if section and was_just_restored(section) else None


def _chosen(request, drafts):
    """Return the two versions that the address names; without a name the last one and the one before it."""
    by_number = {str(draft.number): draft for draft in drafts}
    named = [request.GET.get(name, "") for name in ("tu", "den")]
    if any(number and number not in by_number for number in named):
        raise Http404
    new = by_number.get(named[1], drafts[-1])
    before = [draft for draft in drafts if draft.number < new.number]
    return by_number.get(named[0], before[-1] if before else drafts[0]), new
