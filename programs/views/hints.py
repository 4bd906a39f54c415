"""Where a version could do with fewer words: hints linked to their paragraphs; nothing changes by itself."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.permissions import Area, area_required
from programs.models import Draft
from programs.versions import passages_of
from programs.wording.hints import Sort, hints_of

PAGE = 50
SORTS = {Sort.FORMULA: "Cụm từ sáo", Sort.REPEATED: "Lặp trong đoạn", Sort.DOUBLED: "Câu viết hai lần"}


@require_safe
@area_required(Area.PROGRAM)
def draft_hints(request, slug, number):
    """The hints of a version, those that save most words first, by sort on request."""
    drafts = Draft.objects.select_related("program")
    draft = get_object_or_404(drafts, program__slug=slug, number=number)
    passages = passages_of(draft)
    labels = {one.key: one.label for one in passages}
    found = sorted(hints_of(passages), key=lambda hint: -hint.saves)
    chosen = request.GET.get("xem", "")
    shown = [hint for hint in found if chosen in ("", hint.sort.value)] if chosen in _views() else found
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "hint": hint,
            "sort": SORTS[hint.sort],
            "label": labels[hint.key],
            "other_label": labels.get(hint.other, ""),
        }
        for hint in page
    ]
    counts = {name: sum(name in ("", hint.sort.value) for hint in found) for name in _views()}
    context = {
        "draft": draft,
        "program": draft.program,
        "rows": rows,
        "page": page,
        "saves": sum(hint.saves for hint in found),
        "views": [(name, label, counts[name], name == chosen) for name, label in _views().items()],
    }
    return render(request, "programs/draft_hints.html", context)


def _views():
    return {"": "Tất cả"} | {sort.value: label for sort, label in SORTS.items()}
