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
from meetings.views.acts import crumbs_of, short_act
from meetings.views.lookup import (
    follow_up_to_edit,
    follow_up_to_read,
    follow_up_to_report,
    meeting_to_edit,
    safe_next,
)
from meetings.views.reports import blank_report_form, report_rows


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
        .with_report_mark()
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
    if permissions.reporting_agency(user, follow_up, follow_up.joined):
        # An agency reports the end, and who gave the work out accepts it.
        waits = follow_up.report_mark == rules.WAITING
        return (possible & {"start"}) | ({"report"} if "complete" in possible and not waits else set())
    return set()


@require_safe
@area_required(Area.FOLLOW_UPS)
def followup_detail(request, code):
    """The page of one follow-up."""
    follow_up = follow_up_to_read(request, code)
    today = timezone.localdate()
    sees_meeting = Meeting.objects.visible_to(request.user).filter(pk=follow_up.meeting_id).exists()
    is_open = follow_up.completed_on is None and follow_up.cancelled_on is None
    acts = _acts(request.user, follow_up)
    agency = permissions.reporting_agency(request.user, follow_up, follow_up.joined)
    may_report = "report" in acts or (agency is not None and is_open)
    context = {
        "follow_up": follow_up,
        "status": status_of(follow_up, today),
        "mark": rules.MARKS.get(follow_up.report_mark) if is_open else None,
        "acts": acts,
        "reports": report_rows(request.user, follow_up),
        "report_form": blank_report_form(today) if may_report else None,
        "may_end": agency is not None and agency.pk == follow_up.lead_agency_id,
        "facts": _facts(follow_up, sees_meeting=sees_meeting),
        "breadcrumb": [{"label": "Việc sau hội nghị", "url": reverse("meetings:followup_list")}],
    }
    return render(request, "meetings/followup_detail.html", context)


def _facts(follow_up, *, sees_meeting):
    meeting = follow_up.meeting
    due = f"{follow_up.due_on:%d/%m/%Y}" if follow_up.due_on else ""
    kind = follow_up.get_due_kind_display()
    moved = f"{follow_up.first_due_on:%d/%m/%Y}; {follow_up.due_reason}" if follow_up.first_due_on else ""
    return [
        {"label": "Chủ trì", "value": follow_up.lead_agency.name},
        {"label": "Phối hợp", "value": ", ".join(row.agency.name for row in follow_up.joined)},
        {"label": "Hạn", "value": f"{due} ({kind})" if due else f"{kind}; chưa ghi ngày"},
        *([{"label": "Hạn giao ban đầu", "value": moved}] if moved else []),
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
                reason=form.cleaned_data.get("due_reason", ""),
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
        request, form, directory, f"Sửa việc {code}", follow_up.get_absolute_url(), crumbs_of(follow_up)
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
    """Note that work is done, with its result; its agency sends a report instead, which is accepted."""
    follow_up = follow_up_to_edit(request, code)
    today = timezone.localdate()
    form = CompletionForm(
        request.POST or None, initial={"day": today, "version": follow_up.version, "result": follow_up.result}
    )
    return short_act(
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
    return short_act(
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
    return short_act(
        request,
        follow_up,
        form,
        lambda: actions.reopen_follow_up(
            follow_up=follow_up, today=timezone.localdate(), by=request.user, **form.cleaned_data
        ),
        heading=f"Mở lại việc {code}",
        done=f"Đã mở lại việc {code}.",
    )


def _form_page(request, form, directory, heading, cancel_url, breadcrumb):
    context = {
        "form": form,
        "directory": directory,
        "heading": heading,
        "cancel_url": cancel_url,
        "breadcrumb": breadcrumb,
    }
    return render(request, "meetings/followup_form.html", context)
