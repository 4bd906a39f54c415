"""What agencies report on their follow-ups, its evidence, and the answer of who gave the work out."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.attachments import attachment_row, download_response
from core.files import FileRefused
from core.history import VersionConflictError
from core.http import posted_version
from core.legal import RuleError
from core.permissions import Area, area_required, require
from meetings import actions, permissions, rules
from meetings.forms import ReasonForm, ReportForm
from meetings.models import FollowUpReport
from meetings.views.acts import crumbs_of, short_act
from meetings.views.lookup import follow_up_to_read, report_of


def blank_report_form(today):
    """Return the form in which an agency reports, with today filled in."""
    return ReportForm(initial={"day": today, "kind": FollowUpReport.Kind.PROGRESS})


def report_rows(user, follow_up):
    """Return the reports of a follow-up, the last one first, with what this account may do to each."""
    answers = permissions.can_edit_follow_up(user, follow_up)
    found = follow_up.reports.select_related("agency", "attachment", "answered_by").order_by("-pk")
    rows = []
    for report in found:
        words, tone = rules.report_state_words(report.kind, report.state)
        evidence = reverse("meetings:followup_evidence", args=[follow_up.code, report.pk])
        files = [attachment_row(report.attachment, url=evidence)] if report.attachment else []
        may_answer = answers and report.state == FollowUpReport.State.SENT
        rows.append(
            {"report": report, "words": words, "tone": tone, "files": files, "may_answer": may_answer}
        )
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.FOLLOW_UPS)
def followup_report(request, code):
    """Report progress or the end for the account's own agency."""
    follow_up = follow_up_to_read(request, code)
    agency = permissions.reporting_agency(request.user, follow_up, follow_up.joined)
    require(agency is not None)
    today = timezone.localdate()
    form = ReportForm(request.POST, request.FILES) if request.method == "POST" else blank_report_form(today)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            report = actions.report_follow_up(
                follow_up=follow_up,
                kind=typed["kind"] or FollowUpReport.Kind.PROGRESS,
                day=typed["day"],
                percent=typed["percent"],
                text=typed["text"],
                upload=typed["file"],
                agency=agency,
                today=today,
                by=request.user,
            )
        except FileRefused as error:
            form.add_error("file", str(error))
        except RuleError as error:
            form.add_error(error.field if error.field in ("day", "text") else None, str(error))
        else:
            is_end = report.kind == FollowUpReport.Kind.DONE
            words = "Đã báo xong; cơ quan giao việc sẽ nghiệm thu." if is_end else "Đã gửi tiến độ."
            messages.success(request, words)
            return redirect(follow_up)
    context = {
        "follow_up": follow_up,
        "form": form,
        "may_end": agency.pk == follow_up.lead_agency_id,
        "breadcrumb": crumbs_of(follow_up),
    }
    return render(request, "meetings/followup_report.html", context)


@require_POST
@area_required(Area.FOLLOW_UPS)
def followup_accept(request, code, pk):
    """Accept what an agency reported."""
    follow_up, report = report_of(request, code, pk)
    require(permissions.can_edit_follow_up(request.user, follow_up))
    try:
        actions.accept_report(
            report=report, version=posted_version(request), today=timezone.localdate(), by=request.user
        )
    except (RuleError, VersionConflictError) as error:
        messages.error(request, str(error))
    else:
        is_end = report.kind == FollowUpReport.Kind.DONE
        words = f"Đã nghiệm thu; việc {code} xong ngày {report.day:%d/%m/%Y}."
        messages.success(request, words if is_end else "Đã ghi nhận tiến độ.")
    return redirect(follow_up)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.FOLLOW_UPS)
def followup_return(request, code, pk):
    """Send a report back with a reason."""
    follow_up, report = report_of(request, code, pk)
    require(permissions.can_edit_follow_up(request.user, follow_up))
    form = ReasonForm(request.POST or None, initial={"version": report.version})
    return short_act(
        request,
        follow_up,
        form,
        lambda: actions.return_report(
            report=report, today=timezone.localdate(), by=request.user, **form.cleaned_data
        ),
        heading=f"Trả lại báo cáo việc {code}",
        done="Đã trả lại báo cáo; cơ quan báo được thông báo kèm lý do.",
    )


@require_safe
@area_required(Area.FOLLOW_UPS)
def followup_evidence(request, code, pk):
    """Hand out the evidence of a report to those who may read the follow-up."""
    follow_up, report = report_of(request, code, pk)
    if report.attachment is None:
        raise Http404
    return download_response(request, report.attachment, back_url=follow_up.get_absolute_url())
