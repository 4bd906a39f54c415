"""Numbers typed by hand: their list, the page of one, the forms, the paper."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aid.forms.money import ReasonForm
from aid.views.answers import refused_by_rules
from core.attachments import download_response
from core.dates import format_date
from core.history import VersionConflictError
from core.http import render_page, stale_removal_page
from core.permissions import Area, area_required, require
from reports import permissions
from reports.actions.manual import add_manual_figure, edit_manual_figure, remove_manual_figure
from reports.manual_figures import manual_token
from reports.manual_forms import ManualFigureForm
from reports.models import ManualFigure
from reports.narrative import as_token
from reports.text_checks.same_count import counted_by
from reports.views.report import show_conflict

_SAME = (
    "Cổng đã có số “{}” đếm cùng thứ này từ hồ sơ; báo cáo in số nhập tay khác số ấy thì trang Soát lỗi chặn."
)
_LIST = {"label": "Số nhập tay", "url": "/bao-cao/so-nhap-tay/"}
_REGISTER = {"label": "Số liệu", "url": "/bao-cao/so-lieu/"}


@require_safe
@area_required(Area.REPORTS)
def manual_list(request):
    """Every number typed by hand that this account may read, by year, whose each is."""
    years: dict[int, list[ManualFigure]] = {}
    for row in ManualFigure.objects.visible_to(request.user).for_list():
        years.setdefault(row.year, []).append(row)
    context = {
        "years": years,
        "can_add": permissions.can_add_report(request.user),
        "breadcrumb": [_REGISTER, {"label": _LIST["label"], "url": ""}],
    }
    return render_page(request, "reports/manual_list.html", context)


def _row(request, pk, *, writes=False):
    row = get_object_or_404(ManualFigure.objects.visible_to(request.user).for_list(), pk=pk)
    require(not writes or permissions.can_write_for(request.user, row.agency))
    return row


@require_safe
@area_required(Area.REPORTS)
def manual_figure(request, pk):
    """One number: its value, its source, who told it and when; the same number of other years."""
    row = _row(request, pk)
    paper = reverse("reports:manual_file", args=[row.pk]) if row.attachment else ""
    facts = [
        {"label": "Số của", "value": row.whose},
        {"label": "Giá trị", "value": row.text},
        {"label": "Kỳ số liệu", "value": row.span},
        {"label": "Văn bản, nguồn", "value": row.source},
        {"label": "Tệp văn bản", "value": row.attachment.name if row.attachment else "", "url": paper},
        {"label": "Người cung cấp", "value": row.told_by},
        {"label": "Ngày cung cấp", "value": format_date(row.told_on)},
        {"label": "Ô số trong lời văn", "value": as_token(manual_token(row.code))},
        {"label": "Ghi chú", "value": row.note},
    ]
    others = ManualFigure.objects.visible_to(request.user).for_list().filter(code=row.code).exclude(pk=row.pk)
    context = {
        "row": row,
        "facts": facts,
        "others": others,
        "counted_by": counted_by(row.label, row.unit),
        "can_edit": permissions.can_write_for(request.user, row.agency),
        "breadcrumb": _crumbs(row.label),
    }
    return render_page(request, "reports/manual_figure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def manual_add(request):
    """Type a new number; another year of a known one starts from it."""
    require(permissions.can_add_report(request.user) and request.user.agency_id is not None)
    speaks_for_all = permissions.can_write_for(request.user, None)
    row = ManualFigure(year=timezone.localdate().year, agency=None if speaks_for_all else request.user.agency)
    readable = ManualFigure.objects.visible_to(request.user).for_list()
    known = readable.filter(code=request.GET.get("ma", "")).first()
    if known is not None:
        row.code, row.label, row.unit = known.code, known.label, known.unit
        if permissions.can_write_for(request.user, known.agency):
            row.agency = known.agency
    return _form(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def manual_edit(request, pk):
    """Change a number."""
    return _form(request, _row(request, pk, writes=True))


def _form(request, row):
    """Show the form of a number, or store what it states."""
    is_new = row.pk is None
    back_url = _LIST["url"] if is_new else row.get_absolute_url()
    form = ManualFigureForm(request.POST or None, request.FILES or None, instance=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        told = {"row": form.instance, "scan": form.cleaned_data["scan"], "by": request.user}
        try:
            with refused_by_rules(form, file_field="scan"):
                if is_new:
                    add_manual_figure(**told)
                else:
                    edit_manual_figure(expected=form.cleaned_data["version"], **told)
                messages.success(request, f"Đã lưu {form.instance.label}: {form.instance.text}.")
                if form.counted_by:
                    messages.warning(request, _SAME.format(form.counted_by))
                return redirect(form.instance.get_absolute_url())
        except VersionConflictError as error:
            stored = ManualFigureForm(instance=error.record, user=request.user)
            return show_conflict(request, form, stored, back_url=request.path)
    label = "Thêm số nhập tay" if is_new else f"Sửa {row.label}"
    context = {"form": form, "row": row, "label": label, "back_url": back_url, "breadcrumb": _crumbs(label)}
    return render_page(request, "reports/manual_form.html", context)


def _crumbs(label):
    return [_REGISTER, _LIST, {"label": label, "url": ""}]


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def manual_remove(request, pk):
    """Ask for the reason, then delete a number written by mistake."""
    row = _row(request, pk, writes=True)
    form = ReasonForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        told = {"expected": form.cleaned_data["version"], "reason": form.cleaned_data["reason"]}
        label = row.label
        try:
            remove_manual_figure(row=row, by=request.user, **told)
        except VersionConflictError:
            return stale_removal_page(request, back_url=_LIST["url"])
        messages.success(request, f"Đã xóa {label}.")
        return redirect(_LIST["url"])
    context = {"form": form, "row": row, "back_url": row.get_absolute_url(), "breadcrumb": _crumbs("Xóa")}
    return render_page(request, "reports/manual_remove.html", context)


@require_safe
@area_required(Area.REPORTS)
def manual_file(request, pk):
    """Hand out the paper that the number comes from."""
    row = _row(request, pk)
    if row.attachment is None:
        raise Http404
    return download_response(request, row.attachment, back_url=row.get_absolute_url())
