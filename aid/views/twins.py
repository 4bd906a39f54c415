"""Records that are there twice: proposed pairs, told apart or merged by a person, put back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aid import permissions
from aid.actions import merging as actions
from aid.books import workbook
from aid.forms.merging import MergeForm, VerdictForm
from aid.forms.money import ReasonForm
from aid.merge_fields import MODELS
from aid.merge_pages import TITLES, merge_page, merge_rows, pair_rows
from aid.models import AidItem, DuplicateKind, Merge
from aid.twin_filters import TwinFilter
from aid.twin_finder import donor_twins, item_twins
from aid.views.answers import refused_by_rules
from core.history import VersionConflictError
from core.http import render_page, stale_removal_page
from core.permissions import Area, area_required, require

HEAD = [
    "Giống (trên 100)",
    "Giống ở điểm nào",
    "Bản ghi thứ nhất",
    "Chi tiết thứ nhất",
    "Bản ghi thứ hai",
    "Chi tiết thứ hai",
]


@require_safe
@area_required(Area.AID)
def twin_list(request):
    """Pairs of items that look alike."""
    require(permissions.keeps_register(request.user))
    found = TwinFilter(request.GET or None, queryset=AidItem.objects.all(), request=request)
    return _list(request, DuplicateKind.ITEM, item_twins(found.qs), found.form)


@require_safe
@area_required(Area.AID)
def donor_twin_list(request):
    """Pairs of donors that look alike."""
    require(permissions.keeps_register(request.user))
    return _list(request, DuplicateKind.DONOR, donor_twins(), None)


def _list(request, kind, proposals, form):
    tabs = [
        {"label": label, "url": reverse(name), "count": None, "active": kind == own}
        for own, label, name in (
            (DuplicateKind.ITEM, "Khoản viện trợ", "aid:twin_list"),
            (DuplicateKind.DONOR, "Nhà tài trợ", "aid:donor_twin_list"),
        )
    ]
    pairs = pair_rows(kind, proposals)
    if request.GET.get("xuat") == "xlsx":
        return workbook(request, f"Cặp {TITLES[kind][0]} giống nhau", HEAD, [_cells(pair) for pair in pairs])
    context = {
        "kind": kind,
        "noun": TITLES[kind][0],
        "pairs": pairs,
        "proposals": proposals,
        "merges": merge_rows(kind),
        "tabs": tabs,
        "filter_form": form,
        "verdict_url": reverse("aid:twin_verdict", args=["khoan" if form else "nha-tai-tro"]),
    }
    return render_page(request, "aid/twin_list.html", context)


def _cells(pair):
    cards = [(card["label"], "; ".join(card["lines"])) for card in (pair["first"], pair["second"])]
    return [pair["score"], "; ".join(pair["reasons"]), *cards[0], *cards[1]]


@require_POST
@area_required(Area.AID)
def twin_verdict(request, kind):
    """Note that two records which look alike are two."""
    require(permissions.keeps_register(request.user))
    found = {"khoan": DuplicateKind.ITEM, "nha-tai-tro": DuplicateKind.DONOR}.get(kind)
    if found is None:
        raise Http404
    form = VerdictForm(request.POST)
    back = TITLES[found][1]
    keys = {form.cleaned_data["first"], form.cleaned_data["second"]} if form.is_valid() else set()
    if len(keys) < 2 or MODELS[found].objects.filter(pk__in=keys).count() < 2:
        messages.error(request, "Một trong hai bản ghi không còn; xem lại danh sách.")
        return redirect(back)
    low, high = sorted(keys)
    actions.tell_apart(
        kind=found, first=low, second=high, reason=form.cleaned_data["reason"], by=request.user
    )
    messages.success(request, "Đã ghi nhận không trùng; cặp này không được đề nghị nữa.")
    return redirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def item_merge(request, kept, gone):
    """Preview, then make one item of two."""
    return _merge(request, DuplicateKind.ITEM, kept, gone)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def donor_merge(request, kept, gone):
    """Preview, then make one donor of two."""
    return _merge(request, DuplicateKind.DONOR, kept, gone)


def _merge(request, kind, kept, gone):
    require(permissions.keeps_register(request.user))
    if kept == gone:
        raise Http404
    kept, gone = (get_object_or_404(MODELS[kind], pk=key) for key in (kept, gone))
    form = _merge_form(request, kind, kept, gone)
    if form.is_bound and form.is_valid():
        versions = (form.cleaned_data["kept_version"], form.cleaned_data["gone_version"])
        choice = form.choice()
        try:
            with refused_by_rules(form):
                done = actions.merge(
                    kind=kind, kept=kept, gone=gone, versions=versions, choice=choice,
                    today=timezone.localdate(), by=request.user, reason=choice.reason,
                )  # fmt: skip
                messages.success(
                    request,
                    f"Đã gộp {done.gone_label} vào {done.kept_label}; có thể hoàn tác ở cuối trang này.",
                )
                return redirect(TITLES[kind][1])
        except VersionConflictError:
            return stale_removal_page(request, back_url=request.path)
        kept, gone = (get_object_or_404(MODELS[kind], pk=key) for key in (kept.pk, gone.pk))
        form.kept, form.gone = kept, gone
    return render_page(request, "aid/merge_form.html", merge_page(form))


def _merge_form(request, kind, kept, gone):
    """Return the form as sent; to see the totals anew, what was chosen so far without judging it."""
    told = {"kind": kind, "kept": kept, "gone": gone}
    if request.method == "POST" and "gop" in request.POST:
        return MergeForm(request.POST, **told)
    chosen = {name: request.POST[name] for name in request.POST}
    if chosen:
        chosen["money"] = request.POST.getlist("money")
    return MergeForm(initial=chosen, **told)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def merge_undo(request, pk):
    """Say what stands in the way, or put both records back."""
    require(permissions.keeps_register(request.user))
    record = get_object_or_404(Merge, pk=pk)
    back = TITLES[record.kind][1]
    form = ReasonForm(request.POST or None, initial={"version": record.version})
    if request.method == "POST" and form.is_valid():
        told = {"expected": form.cleaned_data["version"], "reason": form.cleaned_data["reason"]}
        try:
            with refused_by_rules(form):
                actions.undo_merge(merge=record, today=timezone.localdate(), by=request.user, **told)
                messages.success(request, f"Đã hoàn tác: {record.gone_label} trở lại như trước khi gộp.")
                return redirect(back)
        except VersionConflictError:
            return stale_removal_page(request, back_url=reverse(back))
    kept = MODELS[record.kind].objects.filter(pk=record.kept_id).first()
    context = {
        "form": form,
        "merge": record,
        "blockers": actions.undo_blockers(record, kept),
        "back_url": reverse(back),
    }
    return render_page(request, "aid/merge_undo.html", context)
