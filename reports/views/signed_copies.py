"""The signed copy of an issued report: chosen, looked at, confirmed, replaced, handed out."""

from dataclasses import asdict

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.attachments import size_text
from core.clerks import require_clerk_of
from core.files import FileRefused
from core.history import VersionConflictError
from core.legal import KeptChangedError, RuleError
from core.permissions import Area, area_required
from reports.actions.signed_copies import (
    WaitingCopy,
    choose_signed_copy,
    clear_waiting,
    keep_signed_copy,
    pages_from,
    upload_of,
)
from reports.copy_pages import AT_ONCE
from reports.issued_files import Kind, content_of, file_url, issued_file
from reports.life_forms import ConfirmCopyForm, SignedCopyForm
from reports.life_page import report_url
from reports.preview import pages_in
from reports.views.issued import handed_out
from reports.views.report import report_or_404

CONFIRM, DROP = "luu", "bo"


@require_safe
@area_required(Area.REPORTS)
def signed_copy_file(request, year, code):
    """Hand out the signed and stamped copy in force, or the one that stood there before."""
    report = report_or_404(request, year, code)
    asked = request.GET.get("lan", "")
    if not asked:
        return handed_out(request, report, issued_file(report, Kind.SIGNED))
    if not (asked.isascii() and asked.isdigit() and len(asked) < 5):
        raise Http404
    return handed_out(request, report, report.issued_files.filter(kind=Kind.SIGNED, ordinal=asked).first())


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def report_signed_copy(request, year, code):
    """Hand in the signed and stamped copy: choose it, look at it, then keep it."""
    report = report_or_404(request, year, code)
    require_clerk_of(request.user, report.issuer)
    waiting, before = _waiting(request, report), issued_file(report, Kind.SIGNED)
    does = request.POST.get("viec", "") if request.method == "POST" else ""
    chooses = request.method == "POST" and does not in {CONFIRM, DROP}
    form = SignedCopyForm(request.POST if chooses else None, request.FILES if chooses else None)
    shown = _shown(waiting, request.GET.get("trang", ""))
    told = {"report": report, "before": before, "waiting": waiting, "missing": _missing(report, shown)}
    confirm = ConfirmCopyForm(request.POST if does == CONFIRM else None, **told)
    if does == DROP:
        _set_aside(request, report, None)
        return redirect(request.path)
    if chooses and form.is_valid() and _choose(request, report, form):
        return redirect(request.path)
    if does == CONFIRM and confirm.is_valid() and _keep(request, report, waiting, confirm):
        messages.success(request, "Đã lưu bản đã ký, đóng dấu.")
        return redirect(report_url("report_page", report))
    context = {
        "missing": told["missing"],
        "report": report,
        "form": form,
        "confirm": confirm,
        "waiting": shown,
        "before": before,
        "before_url": file_url(before, report) if before else "",
        "page_url": report_url("report_page", report),
    }
    return render(request, "reports/report_signed_copy.html", context)


def _choose(request, report, form):
    """Return whether the file was set aside to be looked at; else why not stands in the form."""
    try:
        copy = choose_signed_copy(report=report, upload=form.cleaned_data["file"], by=request.user)
    except RuleError as error:
        form.add_error("file" if error.field == "file" else None, str(error))
        return False
    _set_aside(request, report, copy)
    return True


def _keep(request, report, waiting, form):
    """Return whether the file that was looked at is kept now; else why not stands in the form."""
    typed = form.cleaned_data
    try:
        if waiting is None or waiting.sha256 != typed["sha256"]:
            raise RuleError("Tệp vừa xem không còn chờ xác nhận; chọn lại tệp rồi xem lần nữa.")
        keep_signed_copy(
            report=report, upload=upload_of(waiting), expected=typed["version"], seen=typed["seen"],
            reason=typed.get("note", ""), by=request.user,
        )  # fmt: skip
    except RuleError as error:
        form.add_error("note" if error.field in form.fields else None, str(error))
        return False
    except VersionConflictError as error:
        form.renew(error.record.version)
        form.add_error(None, "Báo cáo vừa đổi trạng thái; xem lại rồi bấm Lưu bản đã ký lần nữa.")
        return False
    _set_aside(request, report, None)
    return True


def _key(report):
    return f"ban-ky-{report.pk}"


def _waiting(request, report):
    """Return the file that this person chose and did not confirm yet, or None."""
    kept = request.session.get(_key(report))
    return WaitingCopy(**kept) if kept else None


def _set_aside(request, report, copy):
    """Let this file wait, or none; the one that waited before goes."""
    before = _waiting(request, report)
    if before is not None:
        clear_waiting(before)
        del request.session[_key(report)]
    if copy is not None:
        request.session[_key(report)] = asdict(copy)


def _shown(waiting, asked):
    """Return what the page tells of a waiting file: name, size, checksum, a few pages, which others."""
    if waiting is None:
        return None
    row = {"name": waiting.name, "size": size_text(waiting.size), "sha256": waiting.sha256, "pages": 0}
    first = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    try:
        row |= pages_from(first, waiting.content())
    except (FileRefused, RuleError):
        return row
    groups = [
        {
            "first": begin,
            "last": min(begin + AT_ONCE - 1, row["pages"]),
            "is_shown": begin == row["shown"][0][0],
        }
        for begin in range(1, row["pages"] + 1, AT_ONCE)
    ]
    return row | {"groups": groups if len(groups) > 1 else []}


def _missing(report, shown):
    """Return how many pages the waiting copy and the issued PDF have where the copy has fewer, else None."""
    if not shown or not shown["pages"]:
        return None
    try:
        pages = pages_in(content_of(issued_file(report, Kind.PDF)))
    except (AttributeError, KeptChangedError):
        # Nothing to compare with: its own page says what is wrong with it.
        return None
    return (shown["pages"], pages) if shown["pages"] < pages else None
