"""Activities and member associations."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.history import VersionConflictError
from core.http import conflict_page, get_visible_or_404, render_page
from core.lists import ListPage
from core.money import format_number
from core.permissions import Area, area_required, require
from programs import permissions
from programs.actions.registers import add_activity, edit_activity, edit_association
from programs.filters import ActivityFilter, AssociationFilter
from programs.forms.registers import ActivityForm, AssociationForm
from programs.models import Activity, FriendshipAssociation
from programs.register_pages import activity_page, association_page
from programs.tables import ActivityTable, AssociationTable
from programs.views.answers import attempt, say


def _activity_totals(rows):
    return f"{format_number(rows.count())} hoạt động"


@require_safe
@area_required(Area.ACTIVITIES)
def activity_list(request):
    """Activities, newest first."""
    listing = ListPage(
        request,
        Activity.objects.visible_to(request.user).for_list(),
        filterset=ActivityFilter,
        table=ActivityTable,
        name="Hoạt động đối ngoại",
        totals=_activity_totals,
    )
    if listing.wants_export:
        return listing.export()
    may_add = permissions.can_add_activity(request.user)
    context = {"page": listing, "add_url": reverse("programs:activity_add") if may_add else ""}
    return render_page(request, "programs/activity_list.html", context, parts=["ket-qua"])


def _visible_activity(request, code):
    rows = Activity.objects.select_related("country", "agency", "pillar")
    return get_visible_or_404(rows, request.user, code=code)


@require_safe
@area_required(Area.ACTIVITIES)
def activity_detail(request, code):
    """One activity; an anniversary with its computed number of years."""
    activity = _visible_activity(request, code)
    return render(request, "programs/activity_detail.html", activity_page(activity, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.ACTIVITIES)
def activity_add(request):
    """Log an activity."""
    require(permissions.can_add_activity(request.user))
    form = ActivityForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form, lambda: add_activity(values=form.values(), today=timezone.localdate(), by=request.user)
        )
        if saved:
            activity, found = saved
            say(request, f"Đã thêm hoạt động {activity.code}: {activity.title}.", found)
            return redirect(reverse("programs:activity_add") if "save_next" in request.POST else activity)
    return render(request, "programs/activity_form.html", {"form": form, "activity": None})


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.ACTIVITIES)
def activity_edit(request, code):
    """Change an activity."""
    activity = _visible_activity(request, code)
    require(permissions.can_edit_activity(request.user, activity))
    form = ActivityForm(request.POST or None, user=request.user, activity=activity)
    if request.method == "POST" and form.is_valid():
        expected = form.cleaned_data["version"]
        try:
            saved = attempt(
                form,
                lambda: edit_activity(
                    activity=activity, expected=expected, values=form.values(), today=timezone.localdate(),
                    by=request.user,
                ),
            )  # fmt: skip
        except VersionConflictError as error:
            stored = ActivityForm(user=request.user, activity=error.record)
            return conflict_page(
                request, form, error, back_url=activity.get_absolute_url(), stored_form=stored
            )
        if saved:
            say(request, f"Đã lưu hoạt động {activity.code}.", saved[1])
            return redirect(activity)
    return render(request, "programs/activity_form.html", {"form": form, "activity": activity})


def _association_totals(rows):
    unknown = rows.filter(is_name_known=False).count()
    text = f"{format_number(rows.count())} hội thành viên"
    return f"{text} · {unknown} hội chưa rõ tên" if unknown else text


@require_safe
@area_required(Area.ACTIVITIES)
def association_list(request):
    """The member associations of the Union."""
    listing = ListPage(
        request,
        FriendshipAssociation.objects.for_list(),
        filterset=AssociationFilter,
        table=AssociationTable,
        name="Hội thành viên",
        totals=_association_totals,
    )
    if listing.wants_export:
        return listing.export()
    return render_page(request, "programs/association_list.html", {"page": listing}, parts=["ket-qua"])


@require_safe
@area_required(Area.ACTIVITIES)
def association_detail(request, pk):
    """One association with what its agency did."""
    association = get_object_or_404(FriendshipAssociation.objects.select_related("agency", "country"), pk=pk)
    return render(request, "programs/association_detail.html", association_page(association, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.ACTIVITIES)
def association_edit(request, pk):
    """Change what is known about an association."""
    association = FriendshipAssociation.objects.select_related("agency", "country").filter(pk=pk).first()
    if association is None:
        raise Http404
    require(permissions.can_edit_association(request.user, association))
    form = AssociationForm(request.POST or None, association=association)
    if request.method == "POST" and form.is_valid():
        expected = form.cleaned_data["version"]
        try:
            saved = attempt(
                form,
                lambda: edit_association(
                    association=association, expected=expected, values=form.values(), by=request.user
                ),
            )
        except VersionConflictError as error:
            stored = AssociationForm(association=error.record)
            return conflict_page(
                request, form, error, back_url=association.get_absolute_url(), stored_form=stored
            )
        if saved:
            say(request, f"Đã lưu {saved.name}.")
            return redirect(saved)
    context = {"form": form, "association": association}
    return render(request, "programs/association_form.html", context)
