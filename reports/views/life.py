"""The way of a report: its page, and one page for each step that moves it on or back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.clerks import clerks_words
from core.history import VersionConflictError
from core.legal import RuleError
from core.number_rules import UnconfirmedError, next_number
from core.permissions import Area, area_required, require
from reports import life
from reports.actions import issuing
from reports.actions import life as actions
from reports.actions.locking import lock_report, paper_seen
from reports.actions.numbering import number_report
from reports.actions.reports import discard_problems, discard_report
from reports.figures import FIGURES
from reports.format_checks import FORMAT_CHECK, format_check, subject_of_check
from reports.frozen import printed_words
from reports.kept_numbers import kept_numbers_of
from reports.life_forms import DiscardForm, LockForm, NumberForm, ReturnForm, SignForm, StepForm
from reports.life_page import LifeCard, life_context, report_url
from reports.number_book import REPORT_SERIES, taken_numbers
from reports.permissions import can_discard_report, can_return_report, can_take_step
from reports.snapshots import freeze_report
from reports.views.report import report_or_404

_MEANWHILE = (
    "Người khác vừa sửa hoặc chuyển báo cáo này nên việc vừa rồi chưa được ghi. Chữ đã gõ còn ở dưới; "
    "xem lại trạng thái rồi bấm lần nữa."
)

_RETURNING = (
    "Báo cáo trở lại “Đang soạn”; người soạn được báo lý do. Các bước duyệt, kiểm tra, ký làm lại từ đầu; "
    "bản chốt cũ vẫn giữ."
)
_DISCARDING = (
    "Lời văn, trao đổi và bản nháp của báo cáo này thôi hiện ở mọi trang; lịch sử giữ lại nội dung, người bỏ "
    "và lý do. Báo cáo từng chốt số liệu thì không bỏ được."
)


@require_safe
@area_required(Area.REPORTS)
def report_life(request, year, code):
    """The states of the report with who and when, every step ever taken, its snapshots and files."""
    report = report_or_404(request, year, code)
    context = life_context(report, request.user, timezone.localdate())
    return render(request, "reports/report_life.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def report_lock(request, year, code):
    """Freeze the numbers: what is frozen, what hinders, and the year to type."""
    report = _for(request, year, code, "lock")
    today = timezone.localdate()
    card = LifeCard(report, request.user, today)
    is_ready = report.status == report.Status.DRAFT and not card.blockers
    frozen = freeze_report(report, today=today) if is_ready else None
    form = LockForm(request.POST or None, report=report, seen=paper_seen(report, frozen))

    def lock(typed):
        lock_report(
            report=report,
            typed_year=typed["typed_year"],
            expected=typed["version"],
            today=today,
            note=typed["note"],
            by=request.user,
            seen=form.seen_before,
        )

    extra = {}
    if frozen:
        extra = {
            "figures": len(frozen.figures),
            "printed": len(printed_words(frozen.document)),
            "records": frozen.records,
            "scope": frozen.scope,
        }
    return _step(request, report, "lock", form, lock, "Đã chốt số liệu.", extra | {"life": card})


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def report_approve(request, year, code):
    """Approve the content."""
    report = _for(request, year, code, "approve")
    form = StepForm(request.POST or None, report=report)
    return _step(request, report, "approve", form, _act(request, report, actions.approve_report), "Đã duyệt.")


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def report_check_format(request, year, code):
    """Confirm the form with what was measured on the PDF."""
    report = _for(request, year, code, "check_format")
    form = StepForm(request.POST or None, report=report)
    confirm = _act(request, report, actions.check_report_format)
    return _step(request, report, "check_format", form, confirm, "Đã xác nhận thể thức.", _measured(report))


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def report_sign(request, year, code):
    """Note the signature."""
    report = _for(request, year, code, "sign")
    form = SignForm(
        request.POST or None, report=report, name=request.user.full_name, today=timezone.localdate()
    )

    def sign(typed):
        actions.sign_report(
            report=report,
            signer=typed.get("signer"),
            expected=typed["version"],
            today=timezone.localdate(),
            note=typed["note"],
            by=request.user,
        )

    return _step(request, report, "sign", form, sign, "Đã ký.", _measured(report))


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def report_number(request, year, code):
    """Give number and day: the next one is proposed, what is out of order is told first."""
    report = _for(request, year, code, "number")
    today = timezone.localdate()
    taken = taken_numbers(report.issuer, today.year, REPORT_SERIES)
    start = {"number": next_number(taken), "dated_on": today}
    form = NumberForm(request.POST or None, report=report, initial=start)
    warned = []

    def number(typed):
        try:
            number_report(
                report=report,
                entry=form.entry(),
                confirmed=typed["confirmed"],
                expected=typed["version"],
                today=today,
                note=typed["note"],
                by=request.user,
            )
        except UnconfirmedError as error:
            warned.extend(error.cautions)
            form.confirm(error.mark)
            raise

    extra = {"taken": taken[-8:][::-1], "year_of_book": today.year, "warned": warned}
    return _step(request, report, "number", form, number, "Đã cấp số.", extra)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def report_issue(request, year, code):
    """Have the issued files made in the background."""
    report = _for(request, year, code, "issue")
    form = StepForm(request.POST or None, report=report)
    del form.fields["note"]
    jobs = []

    def issue(typed):
        jobs.append(issuing.request_issue(report=report, expected=typed["version"], by=request.user))

    def after():
        return redirect("reports:paper_job", jobs[0].pk)

    return _step(request, report, "issue", form, issue, "Đã ghi yêu cầu ban hành.", after=after)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def report_return(request, year, code):
    """Send the report back to its authors with a reason."""
    report = report_or_404(request, year, code)
    require(can_return_report(request.user, report))
    form = ReturnForm(request.POST or None, report=report)

    def send_back(typed):
        actions.return_report(
            report=report,
            reason=typed["note"],
            expected=typed["version"],
            today=timezone.localdate(),
            by=request.user,
        )

    if _done(request, form, send_back, "Đã trả lại báo cáo để soạn."):
        return redirect(report_url("report_page", report))
    told = {
        "label": "Trả lại soạn",
        "verb": "trả lại",
        "legend": f"Trả lại từ “{report.get_status_display()}”",
        "told": _RETURNING,
        "impossible": life.return_problems(report.status, "có lý do"),
    }
    return _reason_page(request, report, form, told)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def report_discard(request, year, code):
    """Take a draft out that was begun by mistake, with a reason; its numbers were never locked."""
    report = report_or_404(request, year, code)
    require(can_discard_report(request.user, report))
    form = DiscardForm(request.POST or None, report=report)

    def discard(typed):
        discard_report(report=report, reason=typed["note"], expected=typed["version"], by=request.user)

    if _done(request, form, discard, f"Đã bỏ bản đang soạn “{report.title}”."):
        return redirect("reports:report_list")
    told = {
        "label": "Bỏ báo cáo",
        "verb": "bỏ",
        "legend": "Bỏ bản đang soạn này",
        "told": _DISCARDING,
        "impossible": discard_problems(report, "có lý do"),
    }
    return _reason_page(request, report, form, told)


def _reason_page(request, report, form, told):
    """Show the page that asks why: its label, what follows, what makes it impossible."""
    context = {"report": report, "form": form, "page_url": report_url("report_page", report)}
    return render(request, "reports/report_reason.html", context | told, status=_status(form))


def _measured(report):
    """Return the PDF of the locked report, which is measured and signed, and how to have it made."""
    return {
        "check": format_check(report),
        "check_kind": FORMAT_CHECK,
        "check_subject": subject_of_check(report),
    }


def _for(request, year, code, name):
    """Return the report for a step that the role of the account takes; else 404 or 403."""
    report = report_or_404(request, year, code)
    step = life.BY_NAME[name]
    if not can_take_step(request.user, report, step.part):
        words = f"Bước “{step.label}” của báo cáo này do {step.doer} làm."
        is_clerks = step.part in {life.Part.CHECKS, life.Part.NUMBERS} and report.issuer
        raise PermissionDenied(f"{words} {clerks_words(report.issuer)}" if is_clerks else words)
    return report


def _act(request, report, action):
    def act(typed):
        action(
            report=report,
            expected=typed["version"],
            today=timezone.localdate(),
            note=typed["note"],
            by=request.user,
        )

    return act


def _step(request, report, name, form, act, done, extra=None, after=None):
    """Do the step that was posted, or show its page: what to look at, what hinders, the form."""
    if _done(request, form, act, done):
        return after() if after else redirect(report_url("report_page", report))
    step = life.BY_NAME[name]
    context = {
        "report": report,
        "step": step,
        "form": form,
        "impossible": life.turn_problems(step, report.status),
        "life": LifeCard(report, request.user, timezone.localdate()),
        "kept": kept_numbers_of(report, today=timezone.localdate()),
        "page_url": report_url("report_page", report),
        "registered": len(FIGURES),
        "part": f"reports/_step_{name}.html",
    }
    return render(request, "reports/report_step.html", context | (extra or {}), status=_status(form))


def _done(request, form, act, done):
    """Return whether the form was posted and the act is done; what stopped it stands in the form."""
    form.is_stale = False
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except RuleError as error:
        for blocker in error.blockers:
            form.add_error(blocker.field if blocker.field in form.fields else None, str(blocker))
    except UnconfirmedError:
        pass
    except VersionConflictError as error:
        form.renew(error.record.version)
        form.add_error(None, _MEANWHILE)
        form.is_stale = True
    else:
        messages.success(request, done)
        return True
    return False


def _status(form):
    return 409 if form.is_stale else 200
