"""The records behind a number, and the register of all figures."""

from urllib.parse import urlsplit

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.access import note_access
from core.http import attachment_response
from core.models import AccessLog
from core.permissions import Area, Reach, reach
from core.spreadsheets.writer import write_xlsx
from reports.figure_page import FigurePage, register_rows
from reports.figures import FIGURES, may_read_figure
from reports.models import ManualFigure, Report
from reports.scopes import COMPARED, ScopeError, scope_asked

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 100


@require_safe
def figure(request, code):
    """Show the records behind one figure, or hand them out as a workbook."""
    try:
        page = FigurePage(
            _readable(request.user, code),
            _scope(request),
            today=timezone.localdate(),
            split=request.GET.get("chia", ""),
            group=request.GET.get("nhom"),
            is_compared=_is_compared(request),
        )
    except LookupError as error:
        raise Http404 from error
    if request.GET.get("xuat") == "xlsx":
        return _export(request, page)
    paginator = Paginator(page.row_range, PER_PAGE)
    shown = paginator.get_page(request.GET.get("page"))
    report = _report_before(request)
    if report is None:
        request.menu_path = reverse("reports:dashboard")
    tables = page.tables(shown.start_index(), PER_PAGE)
    context = {"figure": page, "page": shown, "tables": tables, "report": report}
    return render(request, "reports/figure.html", context)


def _report_before(request):
    """Return the report whose page led here, so that the way back is shown; None for any other way."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host():
        return None
    try:
        match = resolve(before.path)
    except Resolver404:
        return None
    if match.app_name != "reports" or match.kwargs.keys() != {"year", "code"}:
        return None
    return Report.objects.visible_to(request.user).filter(**match.kwargs).first()


@require_safe
def figure_list(request):
    """Show the register: every figure with its number, definition and deciding date."""
    today = timezone.localdate()
    scope = _scope(request)
    year = scope.window.year or scope.window.end.year
    context = {
        "scope": scope,
        "groups": register_rows(scope, today=today),
        "manual": ManualFigure.objects.visible_to(request.user).for_list().filter(year=year),
        "reads_reports": reach(request.user, Area.REPORTS) is not Reach.NONE,
    }
    return render(request, "reports/figure_list.html", context)


def _readable(user, code):
    if code not in FIGURES or not may_read_figure(user, code):
        raise Http404
    return FIGURES[code]


def _scope(request):
    try:
        return scope_asked(request.user, request.GET, today=timezone.localdate())
    except ScopeError as error:
        raise Http404 from error


def _is_compared(request):
    asked = request.GET.get("so", "")
    if asked and f"so={asked}" != COMPARED:
        raise LookupError(asked)
    return bool(asked)


def _export(request, page):
    sheets = page.sheets()
    (title, headers, rows), *others = sheets
    count = sum(len(each) for *_, each in sheets)
    note_access(request, AccessLog.Kind.EXPORT, f"{page.value.label}: {count} dòng")
    stamp = timezone.localtime()
    notes = [*page.notes(), ("Xuất lúc", f"{stamp:%H:%M %d/%m/%Y}"), ("Người xuất", str(request.user))]
    data = write_xlsx(headers, rows, title or "Số liệu", notes_sheet=notes, others=others)
    return attachment_response(data, filename=f"{page.figure.code}-{stamp:%Y%m%d}.xlsx", content_type=_XLSX)
