"""The key points of a program against one version: the list, and what a person decides about each."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.history import VersionConflictError
from core.http import posted_version, render_page, safe_next, stale_removal_page
from core.legal import RuleError
from core.lists import ListPage
from core.permissions import Area, area_required, require
from programs import permissions
from programs.actions import keypoints as actions
from programs.forms.keypoints import DropForm, LinkForm, PointForm
from programs.keypoint_check import check_of
from programs.models import KeyPoint
from programs.point_page import (
    CARRIED,
    DROPPED,
    LOST,
    WAITING,
    PointFilter,
    PointTable,
    rows_of,
    tabs_of,
    waiting_by_kind,
)
from programs.views.answers import attempt, say
from programs.views.lookup import draft_or_404

Status = KeyPoint.Status
KINDS = dict(KeyPoint.Kind.choices)


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
    """The key points as they stand in a version, lost ones first: searched, filtered, ordered, exported."""
    draft = draft_or_404(request.user, slug, number)
    check = check_of(draft)
    rows = rows_of(draft, check)
    rights = _rights(request.user, draft)
    listing = ListPage(
        request,
        KeyPoint.objects.none(),
        filterset=partial(PointFilter, rows=rows),
        table=PointTable,
        table_kwargs={"rights": rights},
        name=f"Ý chính bản {draft.number}",
    )
    if listing.wants_export:
        return listing.export()
    chosen = request.GET.get("xem", "")
    context = {
        "draft": draft,
        "program": draft.program,
        "check": check,
        "page": listing,
        "tabs": tabs_of(draft, rows, chosen),
        "waiting": waiting_by_kind(rows) if rights["may_edit"] else [],
        "has_waiting": rights["may_edit"] and any(row.state == WAITING for row in listing.rows),
        "has_lost": rights["may_drop"] and any(row.state == LOST for row in listing.rows),
        "turn": request.GET.get("luot", ""),
        **rights,
    }
    return render_page(request, "programs/draft_points.html", context, parts=["ket-qua"])


def _rights(user, draft):
    """Return what the account may do about the points; words come back only where the text may change."""
    may_edit = permissions.can_edit_program(user)
    return {
        "may_edit": may_edit,
        "may_write": may_edit and not draft.is_frozen,
        "may_drop": permissions.can_settle_draft(user),
    }


@require_POST
@area_required(Area.PROGRAM)
def point_propose(request, slug, number):
    """Propose key points from the words of the version."""
    draft = draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    count = actions.propose_key_points(draft=draft, by=request.user)
    say(request, f"Đã đề xuất {count} ý mới." if count else "Không thấy ý nào mới trong bản này.")
    return redirect(_list_url(draft, WAITING))


@require_POST
@area_required(Area.PROGRAM)
def point_judge(request, slug, number):
    """Confirm the marked proposals, or mark them as no key points."""
    draft = draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    points = _judged(request, draft)
    if points is None:
        messages.warning(request, "Danh sách đề xuất vừa đổi nên chưa xác nhận gì; xem lại rồi bấm lại.")
    elif request.POST.get("viec") == "khong-phai":
        count = actions.refuse_key_points(points=points, by=request.user)
        say(request, f"Đã ghi {count} đề xuất không phải ý chính.")
    else:
        count = actions.confirm_key_points(points=points, by=request.user)
        say(request, f"Đã xác nhận {count} ý chính." if count else "Chưa chọn ý nào; đánh dấu rồi xác nhận.")
    return redirect(_list_url(draft, WAITING))


def _judged(request, draft):
    """Return the marked proposals, or all of one kind; None where they are not as many as were seen."""
    points = KeyPoint.objects.filter(program=draft.program_id)
    kind = request.POST.get("loai", "")
    if kind in KINDS:
        found = points.filter(kind=kind, status=Status.PROPOSED)
        return found if str(found.count()) == request.POST.get("so") else None
    marked = [pk for pk in request.POST.getlist("y") if pk.isascii() and pk.isdigit() and len(pk) < 16]
    return points.filter(pk__in=marked)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def point_add(request, slug, number):
    """Add a key point by hand."""
    draft = draft_or_404(request.user, slug, number)
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
            return redirect(_list_url(draft, CARRIED))
    return _form_page(request, draft, form, None, title="Thêm ý chính", save="Thêm ý chính")


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def point_link(request, slug, number, pk):
    """Say which paragraph of the version carries the point in its present words."""
    draft = draft_or_404(request.user, slug, number)
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
    draft = draft_or_404(request.user, slug, number)
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
            return redirect(_next(request, draft, DROPPED))
    return _form_page(request, draft, form, point, title="Bỏ ý chính", save="Quyết định bỏ ý này")


@require_POST
@area_required(Area.PROGRAM)
def point_restore(request, slug, number, pk):
    """Take back the decision about a point."""
    draft = draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    point = _point_or_404(draft, pk)
    # A decision is a leader's; a proposal that was put aside is anybody's who edits.
    require(point.status != Status.DROPPED or permissions.can_settle_draft(request.user))
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
