"""Awards: the list, one page each, add, edit, remove."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.history import VersionConflictError
from core.http import conflict_page, get_visible_or_404, removal_answer, render_page
from core.legal import RuleError
from core.lists import ListPage
from core.money import format_number
from core.permissions import Area, area_required, require
from meetings import actions, permissions
from meetings.directory import Directory
from meetings.filters import AwardFilterSet
from meetings.forms import AwardForm
from meetings.models import Award, Meeting
from meetings.tables import AwardTable

NOT_YOURS = "Chỉ ghi được khen thưởng do cơ quan của anh/chị tặng hoặc trao tại cuộc họp của cơ quan mình."


@require_safe
@area_required(Area.MEETINGS)
def award_list(request):
    """The awards that this account may read."""
    page = ListPage(
        request,
        Award.objects.visible_to(request.user).for_list(),
        filterset=AwardFilterSet,
        table=AwardTable,
        name="Khen thưởng",
        totals=lambda rows: f"{format_number(rows.count())} lần khen thưởng",
    )
    if page.wants_export:
        return page.export()
    add_url = reverse("meetings:award_add") if permissions.can_add_award(request.user) else ""
    return render_page(
        request, "meetings/award_list.html", {"page": page, "add_url": add_url}, parts=["ket-qua"]
    )


@require_safe
@area_required(Area.MEETINGS)
def award_detail(request, pk):
    """The page of one award."""
    award = get_visible_or_404(Award.objects.for_list(), request.user, pk=pk)
    meeting = award.meeting
    sees_meeting = meeting and Meeting.objects.visible_to(request.user).filter(pk=meeting.pk).exists()
    facts = [
        {"label": "Hình thức", "value": award.get_form_display()},
        {"label": "Đối tượng", "value": award.get_target_kind_display()},
        {"label": "Tên", "value": award.target_name},
        {"label": "Số lượng", "value": award.recipients_count},
        {"label": "Cơ quan tặng", "value": award.giving_agency.name},
        {"label": "Ngày trao", "value": f"{award.awarded_on:%d/%m/%Y}"},
        {"label": "Thành tích năm", "value": str(award.period_year)},
        {"label": "Thành tích", "value": award.reason},
        {"label": "Số quyết định", "value": award.decision_number},
        {
            "label": "Trao tại",
            "value": meeting.title if meeting else "",
            "url": meeting.get_absolute_url() if sees_meeting else "",
        },
    ]
    context = {
        "award": award,
        "facts": facts,
        "can_edit": permissions.can_edit_award(request.user, award),
        "breadcrumb": [{"label": "Khen thưởng", "url": reverse("meetings:award_list")}],
    }
    return render(request, "meetings/award_detail.html", context)


def _form(request, directory, award=None, initial=None):
    meetings = Meeting.objects.visible_to(request.user).order_by("-held_on")
    return AwardForm(
        request.POST or None, directory=directory, meetings=meetings, award=award, initial=initial
    )


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def award_add(request):
    """Record an award; ?hop=<slug> fills in the meeting where it was given."""
    require(permissions.can_add_award(request.user))
    directory = Directory.load()
    form = _form(request, directory, initial=_initial(request))
    if form.is_valid():
        award = Award(**form.fields_of_award())
        if not permissions.can_edit_award(request.user, award):
            form.add_error("giving_agency", NOT_YOURS)
        else:
            try:
                award = actions.add_award(fields=form.fields_of_award(), by=request.user)
            except RuleError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "Đã ghi khen thưởng.")
                return redirect(award.meeting or award)
    return _form_page(request, form, directory, "Thêm khen thưởng", reverse("meetings:award_list"))


def _initial(request):
    today = timezone.localdate()
    own = request.user.agency.label if request.user.agency_id else ""
    slug = request.GET.get("hop", "")
    meeting = Meeting.objects.visible_to(request.user).filter(slug=slug).first() if slug else None
    day = meeting.held_on if meeting else today
    return {
        "awarded_on": day,
        "period_year": day.year,
        "giving_agency": own,
        "meeting": meeting and meeting.pk,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def award_edit(request, pk):
    """Change an award."""
    award = get_visible_or_404(Award.objects.for_list(), request.user, pk=pk)
    require(permissions.can_edit_award(request.user, award))
    directory = Directory.load()
    form = _form(request, directory, award)
    if form.is_valid():
        if not permissions.can_edit_award(request.user, Award(**form.fields_of_award())):
            form.add_error("giving_agency", NOT_YOURS)
        else:
            try:
                actions.edit_award(
                    award=award,
                    fields=form.fields_of_award(),
                    version=form.cleaned_data["version"] or 0,
                    by=request.user,
                )
            except VersionConflictError as error:
                return conflict_page(request, form, error, back_url=award.get_absolute_url())
            except RuleError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "Đã lưu khen thưởng.")
                return redirect(award)
    return _form_page(request, form, directory, "Sửa khen thưởng", award.get_absolute_url())


@require_POST
@area_required(Area.MEETINGS)
def award_remove(request, pk):
    """Delete an award that was recorded by mistake."""
    award = get_visible_or_404(Award.objects.for_list(), request.user, pk=pk)
    require(permissions.can_edit_award(request.user, award))
    return removal_answer(
        request,
        lambda version: actions.remove_award(award=award, version=version, by=request.user),
        done="Đã xóa khen thưởng.",
        stale_url=award.get_absolute_url(),
        next_url=reverse("meetings:award_list"),
    )


def _form_page(request, form, directory, heading, cancel_url):
    context = {
        "form": form,
        "directory": directory,
        "heading": heading,
        "cancel_url": cancel_url,
        "breadcrumb": [{"label": "Khen thưởng", "url": reverse("meetings:award_list")}],
    }
    return render(request, "meetings/award_form.html", context)
