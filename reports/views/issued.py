"""What stays of a report: its issued files, the archive package, frozen numbers, what would differ today."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.access import note_access
from core.history import VersionConflictError
from core.http import attachment_response, render_page
from core.legal import RuleError
from core.lists import ListPage
from core.models import AccessLog
from core.permissions import Area, area_required, require
from reports import life
from reports.actions.issuing import replace_problems, replace_report
from reports.archive import archive_name, archive_zip
from reports.differences import by_record, count_moved, locked_scope, moved_figures
from reports.fingerprints import is_whole
from reports.frozen import may_open, printed_words
from reports.frozen_page import SHOWN, frozen_parts_of
from reports.issued_files import EXTENSIONS, content_of, issued_file, mime_of
from reports.life_forms import ReplaceForm
from reports.life_page import report_url
from reports.models import ReportSnapshot
from reports.permissions import can_edit_report
from reports.report_links import COUNT_ONLY
from reports.tables import SnapshotFilter, SnapshotTable
from reports.views.report import report_or_404


@require_safe
@area_required(Area.REPORTS)
def report_file(request, year, code, extension):
    """Hand out a stored file of an issued report: the same bytes for everyone."""
    report = report_or_404(request, year, code)
    if extension not in EXTENSIONS:
        raise Http404
    return handed_out(request, report, issued_file(report, EXTENSIONS[extension]))


def handed_out(request, report, row):
    """Return a stored file as a download, noted; 404 for none."""
    if row is None:
        raise Http404
    note_access(request, AccessLog.Kind.DOWNLOAD, f"{row.filename} ({report})")
    return attachment_response(content_of(row), filename=row.filename, content_type=mime_of(row))


@require_safe
@area_required(Area.REPORTS)
def report_archive(request, year, code):
    """Hand out the archive package: files, metadata, numbers, steps and checksums."""
    report = report_or_404(request, year, code)
    if report.status not in life.FINAL:
        raise Http404
    name = archive_name(report)
    note_access(request, AccessLog.Kind.DOWNLOAD, f"{name} ({report})")
    return attachment_response(archive_zip(report), filename=name, content_type="application/zip")


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def report_replace(request, year, code):
    """Begin a report that corrects an issued one."""
    report = report_or_404(request, year, code)
    require(can_edit_report(request.user, report))
    form = ReplaceForm(request.POST or None, report=report)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            new = replace_report(
                report=report, reason=typed["note"], expected=typed["version"], by=request.user
            )
        except RuleError as error:
            form.add_error(None, str(error))
        except VersionConflictError as error:
            form.renew(error.record.version)
            form.add_error(None, str(error))
        else:
            messages.success(
                request, "Đã lập báo cáo thay thế; sửa chỗ sai rồi chốt số liệu, duyệt, ban hành."
            )
            return redirect(report_url("report_page", new))
    context = {
        "report": report,
        "form": form,
        "impossible": replace_problems(report),
        "replacements": report.replaced_by.visible_to(request.user).select_related("document_number"),
        "page_url": report_url("report_page", report),
    }
    return render(request, "reports/report_replace.html", context)


@require_safe
@area_required(Area.REPORTS)
def report_differences(request, year, code):
    """Which figures of the last lock would differ today, and which records moved them.

    The list of locks asks each row for the count alone.
    """
    report = report_or_404(request, year, code)
    snapshot = _snapshot_or_404(report, request.GET.get("lan", ""))
    if COUNT_ONLY in request.GET:
        count = count_moved(snapshot)
        return HttpResponse(f"{count} số" if count else "không đổi")
    moved = moved_figures(snapshot, request.user)
    context = {
        "report": report,
        "snapshot": snapshot,
        "moved": moved,
        "records": by_record(moved),
        "count": snapshot.figures.count(),
        "printed": len(printed_words(snapshot.document)),
        "is_whole": is_whole(snapshot),
        "scope": locked_scope(snapshot),
        "page_url": report_url("report_page", report),
        "today": timezone.localdate(),
    }
    return render(request, "reports/report_differences.html", context)


@require_safe
@area_required(Area.REPORTS)
def frozen_figure(request, year, code, ordinal, figure):
    """One number of a lock with the records behind it as they were."""
    report = report_or_404(request, year, code)
    snapshot = _snapshot_or_404(report, str(ordinal))
    row = snapshot.figures.filter(code=figure).first()
    if row is None or not may_open(request.user, figure):
        raise Http404
    longest = max((len(part[name]) for part in row.sources for name in ("rows", "left_out")), default=0)
    page = Paginator(range(longest), SHOWN).get_page(request.GET.get("page"))
    context = {
        "report": report,
        "snapshot": snapshot,
        "figure": row,
        "printed": printed_words(snapshot.document).get(row.code, []),
        "parts": frozen_parts_of(row, offset=max(page.start_index() - 1, 0)),
        "page": page,
        "page_url": report_url("report_page", report),
    }
    return render(request, "reports/frozen_figure.html", context)


def _snapshot_or_404(report, ordinal):
    """Return the lock of this number, the last one where none is asked for."""
    rows = report.snapshots.select_related("taken_by", "report", "report__issuer").order_by("-ordinal")
    if ordinal:
        is_number = ordinal.isascii() and ordinal.isdigit() and len(ordinal) < 5
        rows = rows.filter(ordinal=int(ordinal)) if is_number else rows.none()
    snapshot = rows.first()
    if snapshot is None:
        raise Http404
    return snapshot


@require_safe
@area_required(Area.REPORTS)
def snapshot_list(request):
    """All locks of reports that this account may read: who, when, checksum, what would differ today."""
    page = ListPage(
        request,
        ReportSnapshot.objects.visible_to(request.user).for_list(),
        filterset=SnapshotFilter,
        table=SnapshotTable,
        name="Kho bản chốt",
        totals=lambda rows: f"{rows.count()} bản chốt",
    )
    if page.wants_export:
        return page.export()
    return render_page(request, "reports/snapshot_list.html", {"page": page}, parts=["ket-qua"])
