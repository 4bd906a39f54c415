"""Where a version could do with fewer words: a hint by one click, a formula everywhere, and back again."""

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.history import RecordGoneError, VersionConflictError
from core.http import posted_version
from core.legal import RuleError
from core.permissions import Area, area_required, require
from programs import permissions
from programs.actions.hints import apply_formula, apply_hint, stale
from programs.draft_hints import formula_name, ready_hints
from programs.models import Section
from programs.views.answers import say, undone
from programs.views.lookup import draft_or_404
from programs.wording.hints import Sort

PAGE = 50
SORTS = {
    Sort.FORMULA: "Cụm từ sáo",
    Sort.REPEATED: "Lặp trong đoạn",
    Sort.DOUBLED: "Câu viết hai lần",
    Sort.NEAR: "Câu gần giống",
}
HEX = frozenset("0123456789abcdef")


def _may_edit(user, draft):
    return permissions.can_edit_program(user) and not draft.is_frozen


def _list_url(request, draft, turn=""):
    """Return the address of the list as its reader left it; `turn` names the click to be shown and undone."""
    query = request.GET.copy()
    query.pop("luot", None)
    if turn:
        query["luot"] = turn
    page = reverse("programs:draft_hints", args=draft.address)
    return f"{page}?{query.urlencode()}" if query else page


@require_safe
@area_required(Area.PROGRAM)
def draft_hints(request, slug, number):
    """The hints of a version, those that save most words first, by sort on request."""
    draft = draft_or_404(request.user, slug, number)
    found = ready_hints(draft)
    if found is None:
        return _wait(request, draft)
    hints = sorted(found.hints, key=lambda hint: -hint.saves)
    names = {"": "Tất cả"} | {sort.value: label for sort, label in SORTS.items()}
    chosen = request.GET.get("xem", "")
    chosen = chosen if chosen in names else ""
    page = Paginator([hint for hint in hints if chosen in ("", hint.sort.value)], PAGE).get_page(
        request.GET.get("page")
    )
    counts = Counter(hint.sort.value for hint in hints)
    turn = request.GET.get("luot", "")
    turn = turn if len(turn) == 32 and HEX.issuperset(turn) else ""
    done = found.done(turn)
    context = {
        "draft": draft,
        "program": draft.program,
        "rows": [{"offer": one, "sort": SORTS[one.hint.sort]} for one in found.offers(page)],
        "page": page,
        "saves": sum(hint.saves for hint in hints),
        "views": [
            (name, label, counts[name] if name else len(hints), name == chosen)
            for name, label in names.items()
        ],
        "formulas": _formulas(hints),
        "done": done,
        "done_saves": sum(one.saves for one in done),
        "can_undo": any(one.can_undo for one in done),
        "turn": turn,
        "shown_keys": found.labels,
        "may_edit": _may_edit(request.user, draft),
    }
    return render(request, "programs/draft_hints.html", context)


def _wait(request, draft):
    context = {"draft": draft, "program": draft.program}
    return render(request, "programs/draft_hints_wait.html", context)


def _formulas(hints):
    """Return (code, name, how often, words saved) of each formula that stands more than once."""
    rows = {}
    for hint in hints:
        if hint.code:
            count, saves = rows.get(hint.code, (0, 0))
            rows[hint.code] = count + 1, saves + hint.saves
    found = [(code, formula_name(code), *sums) for code, sums in rows.items() if sums[0] > 1]
    return sorted(found, key=lambda row: -row[3])


@require_POST
@area_required(Area.PROGRAM)
def hint_apply(request, slug, number):
    """Carry out one hint: the words that its reader saw, at their place, in the version that he saw."""
    draft = draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    posted = request.POST
    name = posted.get("ten", "")[:40] or "Đoạn"
    try:
        section = draft.sections.filter(key=posted.get("doan", "")).first()
        if section is None:
            raise RuleError(stale(name))
        section.draft = draft
        saved = apply_hint(
            section=section,
            expected=posted_version(request),
            start=_number(posted.get("tu")),
            end=_number(posted.get("den")),
            found=posted.get("chu", ""),
            code=posted.get("cum", ""),
            name=name,
            by=request.user,
        )
    except (VersionConflictError, RecordGoneError):
        messages.error(request, stale(name))
    except RuleError as error:
        messages.error(request, str(error))
    else:
        say(request, f"Đã rút gọn {name}, bớt {saved} từ.")
        return redirect(_list_url(request, draft, request.request_id))
    return redirect(_list_url(request, draft))


def _number(text):
    """Return a place in a text, -1 for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else -1


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def hint_formula(request, slug, number, code):
    """One formula everywhere: what would change, then all the marked paragraphs with one click."""
    draft = draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    name = formula_name(code)
    if not name:
        raise Http404
    if request.method == "POST" and (answer := _apply_formula(request, draft, code, name)):
        return answer
    found = ready_hints(draft)
    if found is None:
        return _wait(request, draft)
    changes = found.changes_of(code)
    context = {
        "draft": draft,
        "program": draft.program,
        "name": name,
        "changes": changes,
        "saves": sum(one.saves for one in changes),
        "may_edit": _may_edit(request.user, draft),
        "back_url": _list_url(request, draft),
    }
    return render(request, "programs/draft_hint_formula.html", context)


def _apply_formula(request, draft, code, name):
    """Shorten the marked paragraphs; None where the page has to be looked at again."""
    marked = [value.split(":", 1) for value in request.POST.getlist("doan") if ":" in value]
    versions = {key: _number(version) for key, version in marked}
    try:
        if not versions:
            raise RuleError("Chưa chọn đoạn nào; đánh dấu các đoạn rồi rút gọn.")
        chosen = _chosen(draft, versions)
        count, saved = apply_formula(draft=draft, code=code, chosen=chosen, by=request.user)
    except (VersionConflictError, RecordGoneError):
        messages.error(request, stale("Một đoạn đã chọn"))
    except RuleError as error:
        messages.error(request, str(error))
    else:
        say(request, f"Đã rút gọn “{name}” ở {count} đoạn, bớt {saved} từ.")
        return redirect(_list_url(request, draft, request.request_id))
    return None


def _chosen(draft, versions):
    """Return the marked paragraphs, each with the version that was seen and its name."""
    rows = list(Section.objects.filter(draft=draft, key__in=versions).in_order())
    if len(rows) != len(versions):
        raise RuleError(stale("Một đoạn đã chọn"))
    for row in rows:
        row.draft = draft
    return [(row, versions[row.key], f"Đoạn “{row.text[:40]}…”") for row in rows]


@require_POST
@area_required(Area.PROGRAM)
def hint_undo(request, slug, number):
    """Give the paragraphs of one click their words back."""
    draft = draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    if answer := undone(request, draft):
        count, left = answer
        if count:
            say(request, f"Đã hoàn tác ở {count} đoạn.")
        if left or not count:
            messages.warning(
                request, f"{left or 'Các'} đoạn đã được sửa tiếp hoặc hoàn tác trước đó nên giữ nguyên."
            )
    return redirect(_list_url(request, draft))
