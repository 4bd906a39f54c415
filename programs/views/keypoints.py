"""The key points of a program against one version: the list, and what a person decides about each."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.history import VersionConflictError
from core.http import posted_version, safe_next, stale_removal_page
from core.legal import RuleError
from core.permissions import Area, area_required, require
from programs import permissions
from programs.actions import keypoints as actions
from programs.forms.keypoints import DropForm, LinkForm, PointForm
from programs.keypoint_check import check_of
from programs.models import Draft, KeyPoint
from programs.views.answers import attempt, say

PAGE = 50
Status = KeyPoint.Status
VIEWS = {
    "roi": "Rơi ý",
    "de-xuat": "Chờ xác nhận",
    "con": "Còn trong bản",
    "da-bo": "Đã quyết định bỏ",
    "khong-phai": "Không phải ý chính",
}


def _draft_or_404(user, slug, number):
    drafts = Draft.objects.visible_to(user).select_related("program")
    return get_object_or_404(drafts, program__slug=slug, number=number)


def _point_or_404(draft, pk):
    point = KeyPoint.objects.filter(program=draft.program_id, pk=pk).first()
    if point is None:
        raise Http404
    return point


def _list_url(draft, view=""):
    url = reverse("programs:point_list", args=[draft.program.slug, draft.number])
    return f"{url}?xem={view}" if view else url


def _next(request, draft, view=""):
    """Return the page of the program that asked for the decision, else the list of points."""
    return safe_next(request, draft.program.get_absolute_url(), _list_url(draft, view))


@require_safe
@area_required(Area.PROGRAM)
def point_list(request, slug, number):
    """The key points by what is to be done about them, lost ones first."""
    draft = _draft_or_404(request.user, slug, number)
    check = check_of(draft)
    others = KeyPoint.objects.filter(program=draft.program_id).exclude(status=Status.CONFIRMED)
    rows = {view: [] for view in VIEWS}
    for lost in check.lost:
        stood = ", ".join(filter(None, (check.label(key) for key in lost.keys)))
        rows["roi"].append({"point": check.points[lost.point.pk], "why": lost.why, "label": stood})
    for pk, key in check.carried.items():
        rows["con"].append({"point": check.points[pk], "label": check.label(key), "key": key})
    views = {Status.PROPOSED: "de-xuat", Status.DROPPED: "da-bo", Status.REFUSED: "khong-phai"}
    for point in others.select_related("dropped_by").order_by("draft", "place", "pk"):
        key = point.section_key if point.section_key in check.passages else ""
        rows[views[point.status]].append({"point": point, "label": check.label(key), "key": key})
    view = request.GET.get("xem", "")
    if view not in VIEWS:
        view = next((name for name in ("roi", "de-xuat") if rows[name]), "con")
    context = {
        "draft": draft,
        "program": draft.program,
        "check": check,
        "view": view,
        "views": [(name, label, len(rows[name]), name == view) for name, label in VIEWS.items()],
        "page": Paginator(rows[view], PAGE).get_page(request.GET.get("page")),
        "may_edit": permissions.can_edit_program(request.user),
        "may_drop": permissions.can_settle_draft(request.user),
    }
    return render(request, "programs/draft_points.html", context)


@require_POST
@area_required(Area.PROGRAM)
def point_propose(request, slug, number):
    """Propose key points from the words of the version."""
    draft = _draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    count = actions.propose_key_points(draft=draft, by=request.user)
    say(request, f"Đã đề xuất {count} ý mới." if count else "Không thấy ý nào mới trong bản này.")
    return redirect(_list_url(draft, "de-xuat"))


@require_POST
@area_required(Area.PROGRAM)
def point_judge(request, slug, number):
    """Confirm the marked proposals, or mark them as no key points."""
    draft = _draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    marked = [pk for pk in request.POST.getlist("y") if pk.isascii() and pk.isdigit() and len(pk) < 16]
    points = KeyPoint.objects.filter(program=draft.program_id, pk__in=marked)
    if request.POST.get("viec") == "khong-phai":
        count = actions.refuse_key_points(points=points, by=request.user)
        say(request, f"Đã ghi {count} đề xuất không phải ý chính.")
    else:
        count = actions.confirm_key_points(points=points, by=request.user)
        say(request, f"Đã xác nhận {count} ý chính." if count else "Chưa chọn ý nào; đánh dấu rồi xác nhận.")
    return redirect(_list_url(draft, "de-xuat"))


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def point_add(request, slug, number):
    """Add a key point by hand."""
    draft = _draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    form = PointForm(request.POST or None, draft=draft)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        section = draft.sections.filter(key=typed["key"]).first()
        if section is None:
            raise Http404
        saved = attempt(
            form,
            lambda: actions.add_key_point(
                draft=draft, section=section, kind=typed["kind"], text=typed["text"], by=request.user
            ),
        )
        if saved:
            say(request, f"Đã thêm ý chính “{saved.text}”.")
            return redirect(_list_url(draft, "con"))
    return _form_page(request, draft, form, None, title="Thêm ý chính", save="Thêm ý chính")


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def point_link(request, slug, number, pk):
    """Say which paragraph of the version carries the point in its present words."""
    draft = _draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    point = _point_or_404(draft, pk)
    form = LinkForm(request.POST or None, draft=draft, point=point, initial={"key": request.GET.get("doan")})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        section = draft.sections.select_related("draft").filter(key=typed["key"]).first()
        if section is None:
            raise Http404
        try:
            saved = attempt(
                form,
                lambda: actions.link_key_point(
                    point=point, expected=typed["version"], section=section, by=request.user
                ),
            )
        except VersionConflictError:
            return stale_removal_page(request, back_url=_list_url(draft))
        if saved:
            say(request, f"Đã gắn ý “{saved.text}” vào đoạn.")
            return redirect(_next(request, draft))
    return _form_page(request, draft, form, point, title="Gắn ý vào đoạn", save="Gắn ý vào đoạn")


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def point_drop(request, slug, number, pk):
    """Decide that the point may leave the text, with the reason."""
    draft = _draft_or_404(request.user, slug, number)
    require(permissions.can_settle_draft(request.user))
    point = _point_or_404(draft, pk)
    form = DropForm(request.POST or None, point=point)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            saved = attempt(
                form,
                lambda: actions.drop_key_point(
                    point=point, expected=typed["version"], reason=typed["reason"],
                    today=timezone.localdate(), by=request.user,
                ),
            )  # fmt: skip
        except VersionConflictError:
            return stale_removal_page(request, back_url=_list_url(draft))
        if saved:
            say(request, f"Đã quyết định bỏ ý “{saved.text}”.")
            return redirect(_next(request, draft, "da-bo"))
    return _form_page(request, draft, form, point, title="Bỏ ý chính", save="Quyết định bỏ ý này")


@require_POST
@area_required(Area.PROGRAM)
def point_restore(request, slug, number, pk):
    """Take back the decision about a point."""
    draft = _draft_or_404(request.user, slug, number)
    require(permissions.can_settle_draft(request.user))
    point = _point_or_404(draft, pk)
    try:
        actions.restore_key_point(point=point, expected=posted_version(request), by=request.user)
    except VersionConflictError:
        return stale_removal_page(request, back_url=_list_url(draft))
    except RuleError as error:
        messages.error(request, str(error))
    else:
        say(request, f"Đã lấy lại ý “{point.text}”.")
    return redirect(_list_url(draft))


def _form_page(request, draft, form, point, **words):
    context = {"draft": draft, "program": draft.program, "form": form, "point": point, **words}
    context["back_url"] = _next(request, draft)
    return render(request, "programs/draft_point_form.html", context)
