"""Follow-ups: the list, the "mine" view, one page each, and the acts on it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.history import VersionConflictError
from core.http import conflict_page, render_page
from core.legal import RuleError
from core.lists import ListPage
from core.money import format_number
from core.permissions import Area, area_required
from meetings import actions, permissions, rules
from meetings.directory import Directory
from meetings.filters import FollowUpFilterSet
from meetings.forms import CompletionForm, FollowUpForm, ReasonForm, StartForm
from meetings.models import FollowUp, Meeting
from meetings.tables import FollowUpTable, status_of
from meetings.views.lookup import (
    co_ids,
    follow_up_to_edit,
    follow_up_to_read,
    follow_up_to_report,
    meeting_to_edit,
    safe_next,
)


@require_safe
@area_required(Area.FOLLOW_UPS)
def followup_list(request):
    """Every follow-up that this account may read, the overdue ones first."""
    return _list(request, FollowUp.objects.visible_to(request.user), "Việc sau hội nghị", mine=False)


@require_safe
@area_required(Area.FOLLOW_UPS)
def followup_mine(request):
    """The follow-ups that the account's own agencies lead or co-ordinate."""
    rows = FollowUp.objects.visible_to(request.user).led_or_joined_by(request.user.agency_ids())
    return _list(request, rows, "Việc sau hội nghị của tôi", mine=True)


def _list(request, rows, name, *, mine):
    today = timezone.localdate()
    page = ListPage(
        request,
        rows.for_list()
        .select_related("lead_agency", "meeting", "meeting__organiser")
        .with_co_agencies()
        .overdue_first(today),
        filterset=FollowUpFilterSet,
        table=FollowUpTable,
        name=name,
        totals=lambda found: _totals(found, today),
        table_kwargs={"today": today, "rights": lambda row: _acts(request.user, row)},
    )
    if page.wants_export:
        return page.export()
    tabs = [
        {"label": "Tất cả", "url": reverse("meetings:followup_list"), "count": None, "active": not mine},
        {"label": "Của tôi", "url": reverse("meetings:followup_mine"), "count": None, "active": mine},
    ]
    context = {"page": page, "tabs": tabs, "name": name}
    return render_page(request, "meetings/followup_list.html", context, parts=["ket-qua"])


def _totals(rows, today):
    late = rows.overdue(today).count()
    words = f"{format_number(rows.count())} việc"
    return f"{words}, {format_number(late)} việc quá hạn" if late else words


def _acts(user, follow_up):
    """Return the acts that this account may do to this follow-up now."""
    possible = rules.acts_open(
        rules.progress(follow_up.started_on, follow_up.completed_on, follow_up.cancelled_on)
    )
    if permissions.can_edit_follow_up(user, follow_up):
        return possible
    if permissions.can_report_follow_up(user, follow_up, co_ids(follow_up)):
        return possible & {"start", "complete"}
    return set()


@require_safe
@area_required(Area.FOLLOW_UPS)
def followup_detail(request, code):
    """The page of one follow-up."""
    follow_up = follow_up_to_read(request, code)
    today = timezone.localdate()
    sees_meeting = Meeting.objects.visible_to(request.user).filter(pk=follow_up.meeting_id).exists()
    context = {
        "follow_up": follow_up,
        "status": status_of(follow_up, today),
        "acts": _acts(request.user, follow_up),
        "facts": _facts(follow_up, sees_meeting=sees_meeting),
        "breadcrumb": [{"label": "Việc sau hội nghị", "url": reverse("meetings:followup_list")}],
    }
    return render(request, "meetings/followup_detail.html", context)


def _facts(follow_up, *, sees_meeting):
    meeting = follow_up.meeting
    due = f"{follow_up.due_on:%d/%m/%Y}" if follow_up.due_on else ""
    kind = follow_up.get_due_kind_display()
    return [
        {"label": "Chủ trì", "value": follow_up.lead_agency.name},
        {"label": "Phối hợp", "value": ", ".join(row.agency.name for row in follow_up.joined)},
        {"label": "Hạn", "value": f"{due} ({kind})" if due else f"{kind}; chưa ghi ngày"},
        {"label": "Mức giao", "value": follow_up.get_verb_display()},
        {"label": "Tính chất", "value": follow_up.get_horizon_display()},
        {"label": "Sản phẩm", "value": follow_up.deliverable},
        {
            "label": "Giao tại",
            "value": f"{meeting.title} ({meeting.held_on:%d/%m/%Y})",
            "url": meeting.get_absolute_url() if sees_meeting else "",
        },
        {"label": "Câu kết luận", "value": follow_up.conclusion.text if follow_up.conclusion_id else ""},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def followup_add(request, slug):
    """Give out work that rests on no single sentence."""
    meeting = meeting_to_edit(request, slug)
    directory = Directory.load()
    form = FollowUpForm(request.POST or None, directory=directory)
    if form.is_valid():
        try:
            follow_up = actions.add_follow_up(
                meeting=meeting,
                fields=form.fields_of_follow_up(),
                due=form.cleaned_data["due"],
                co_agencies=form.cleaned_data["co"],
                by=request.user,
            )
        except RuleError as error:
            form.add_error(form.field_of(error.field), str(error))
        else:
            messages.success(request, f"Đã giao việc {follow_up.code} cho {follow_up.lead_agency.label}.")
            return redirect(meeting)
    crumbs = [
        {"label": "Hội nghị", "url": reverse("meetings:meeting_list")},
        {"label": meeting.title, "url": meeting.get_absolute_url()},
    ]
    return _form_page(request, form, directory, "Giao việc", meeting.get_absolute_url(), crumbs)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.FOLLOW_UPS)
def followup_edit(request, code):
    """Change what was given, to whom and until when."""
    follow_up = follow_up_to_edit(request, code)
    directory = Directory.load()
    form = FollowUpForm(
        request.POST or None,
        directory=directory,
        follow_up=follow_up,
        co_agencies=[row.agency for row in follow_up.joined],
    )
    if form.is_valid():
        try:
            actions.edit_follow_up(
                follow_up=follow_up,
                fields=form.fields_of_follow_up(),
                due=form.cleaned_data["due"],
                co_agencies=form.cleaned_data["co"],
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except VersionConflictError as error:
            return conflict_page(request, form, error, back_url=follow_up.get_absolute_url())
        except RuleError as error:
            form.add_error(form.field_of(error.field), str(error))
        else:
            messages.success(request, f"Đã lưu việc {follow_up.code}.")
            return redirect(follow_up)
    return _form_page(
        request, form, directory, f"Sửa việc {code}", follow_up.get_absolute_url(), _crumbs(follow_up)
    )


@require_POST
@area_required(Area.FOLLOW_UPS)
def followup_start(request, code):
    """Note that work began today, or on the day sent along."""
    follow_up = follow_up_to_report(request, code)
    today = timezone.localdate()
    form = StartForm(
        {"day": request.POST.get("day") or f"{today:%d/%m/%Y}", "version": request.POST.get("version")}
    )
    back = redirect(safe_next(request, follow_up.get_absolute_url()))
    if not form.is_valid():
        messages.error(request, " ".join(text for texts in form.errors.values() for text in texts))
        return back
    try:
        actions.start_follow_up(follow_up=follow_up, today=today, by=request.user, **form.cleaned_data)
    except (RuleError, VersionConflictError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã ghi bắt đầu việc {follow_up.code}.")
    return back


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.FOLLOW_UPS)
def followup_complete(request, code):
    """Report that work is done, with its result."""
    follow_up = follow_up_to_report(request, code)
    today = timezone.localdate()
    form = CompletionForm(
        request.POST or None, initial={"day": today, "version": follow_up.version, "result": follow_up.result}
    )
    return _act(
        request,
        follow_up,
        form,
        lambda: actions.complete_follow_up(
            follow_up=follow_up, today=today, by=request.user, **form.cleaned_data
        ),
        heading=f"Báo xong việc {code}",
        done=f"Đã báo xong việc {code}.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.FOLLOW_UPS)
def followup_cancel(request, code):
    """Stop the work with a reason."""
    follow_up = follow_up_to_edit(request, code)
    form = ReasonForm(request.POST or None, initial={"version": follow_up.version})
    return _act(
        request,
        follow_up,
        form,
        lambda: actions.cancel_follow_up(
            follow_up=follow_up, today=timezone.localdate(), by=request.user, **form.cleaned_data
        ),
        heading=f"Dừng việc {code}",
        done=f"Đã dừng việc {code}.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.FOLLOW_UPS)
def followup_reopen(request, code):
    """Open the work again with a reason."""
    follow_up = follow_up_to_edit(request, code)
    form = ReasonForm(request.POST or None, initial={"version": follow_up.version})
    return _act(
        request,
        follow_up,
        form,
        lambda: actions.reopen_follow_up(follow_up=follow_up, by=request.user, **form.cleaned_data),
        heading=f"Mở lại việc {code}",
        done=f"Đã mở lại việc {code}.",
    )


def _act(request, follow_up, form, act, *, heading, done):
    """Show the short form, or do the act and return to the follow-up."""
    if form.is_valid():
        try:
            act()
        except VersionConflictError as error:
            form.add_error(None, str(error))
        except RuleError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, done)
            return redirect(follow_up)
    context = {
        "form": form,
        "heading": heading,
        "hint": follow_up.text,
        "directory": None,
        "cancel_url": follow_up.get_absolute_url(),
        "breadcrumb": _crumbs(follow_up),
    }
    return render(request, "meetings/short_form.html", context)


def _crumbs(follow_up):
    return [
        {"label": "Việc sau hội nghị", "url": reverse("meetings:followup_list")},
        {"label": follow_up.code, "url": follow_up.get_absolute_url()},
    ]


def _form_page(request, form, directory, heading, cancel_url, breadcrumb):
    context = {
        "form": form,
        "directory": directory,
        "heading": heading,
        "cancel_url": cancel_url,
        "breadcrumb": breadcrumb,
    }
    return render(request, "meetings/followup_form.html", context)
