"""Closed periods of the books: which there are, closing one, undoing a closing made by mistake."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aid import permissions
from aid.actions import periods as actions
from aid.books import workbook
from aid.forms.money import ReasonForm
from aid.forms.periods import ClosingForm
from aid.ledger import correction_rows, period_rows, said_later, unrated_rows
from aid.models import ClosedPeriod
from aid.pages import BACK
from aid.views.answers import refused_by_rules
from core.dates import format_date
from core.history import VersionConflictError
from core.http import render_page, stale_removal_page
from core.money import format_number, from_minor
from core.permissions import Area, area_required, require

LIST = {"label": "Kỳ khóa sổ", "url": "/vien-tro/ky/"}

HEAD = [
    "Ngày đầu kỳ",
    "Ngày cuối kỳ",
    "Khóa ngày",
    "Căn cứ",
    "Điều chỉnh giải ngân",
    "Điều chỉnh cam kết",
    "Điều chỉnh đối ứng",
    "Khoản ghi bổ sung",
]

LATE = "Khoản ghi bổ sung"
DETAIL_HEAD = [
    "Loại", "Mã khoản", "Khoản viện trợ", "Ghi ngày", "Cho ngày", "Số tiền", "Quy đổi (USD)", "Lý do",
]  # fmt: skip


@require_safe
@area_required(Area.BOOKS)
def period_list(request):
    """The closed periods with what was corrected about each, newest first."""
    periods = period_rows(request.user)
    if request.GET.get("xuat") == "xlsx":
        return workbook(request, "Kỳ khóa sổ", HEAD, [_cells(row) for row in periods])
    context = {
        "periods": periods,
        "can_close": permissions.can_close_period(request.user),
        "breadcrumb": [BACK, LIST | {"url": ""}],
    }
    return render_page(request, "aid/period_list.html", context)


@require_safe
@area_required(Area.BOOKS)
def period_detail(request, pk):
    """What was said later about one closed period: corrected lines, items entered late."""
    period = get_object_or_404(ClosedPeriod, pk=pk)
    is_first = period.first_day == ClosedPeriod.objects.books().first
    told = said_later(period, request.user, is_first=is_first)
    groups = [
        ("giai-ngan", "Điều chỉnh giải ngân", correction_rows(told["disbursements"], "paid_on")),
        ("cam-ket", "Điều chỉnh cam kết", correction_rows(told["commitments"], "booked_on")),
        ("doi-ung", "Điều chỉnh đối ứng", correction_rows(told["counterparts"], "booked_on")),
    ]
    late = told["items"].select_related("donor").order_by("-booked_on", "-pk")
    if request.GET.get("xuat") == "xlsx":
        rows = [_line_cells(label, row) for _, label, lines in groups for row in lines]
        rows += [
            [LATE, item.code, item.name, item.booked_on, item.approved_on, "", None, item.booking_reason]
            for item in late
        ]
        return workbook(request, f"Điều chỉnh cho kỳ {period}", DETAIL_HEAD, rows)
    context = {
        "period": period,
        "groups": groups,
        "late": late,
        "breadcrumb": [BACK, LIST, {"label": str(period), "url": ""}],
    }
    return render_page(request, "aid/period_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.BOOKS)
def period_close(request):
    """Close the period that follows the last one."""
    require(permissions.can_close_period(request.user))
    form = ClosingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_by_rules(form):
            period = actions.close_period(**form.cleaned_data, today=timezone.localdate(), by=request.user)
            messages.success(request, f"Đã khóa sổ đến hết ngày {format_date(period.last_day)}.")
            return redirect("aid:period_list")
    count = format_number(unrated_rows())
    unrated = f"Còn {count} dòng chưa có tỷ giá; thêm tỷ giá trước, sau khi khóa chỉ còn cách ghi điều chỉnh."
    context = {
        "form": form,
        "unrated": unrated if count != "0" else "",
        "breadcrumb": [BACK, LIST, {"label": "Khóa sổ một kỳ", "url": ""}],
    }
    return render_page(request, "aid/period_close.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.BOOKS)
def period_undo(request, pk):
    """Ask for the reason, then take a closing back while nothing was corrected in it."""
    require(permissions.can_close_period(request.user))
    period = get_object_or_404(ClosedPeriod, pk=pk)
    form = ReasonForm(request.POST or None, initial={"version": period.version})
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            with refused_by_rules(form):
                actions.undo_closing(
                    period=period, expected=cleaned["version"], reason=cleaned["reason"], by=request.user
                )
                messages.success(request, f"Đã bỏ khóa sổ kỳ {period}.")
                return redirect("aid:period_list")
        except VersionConflictError:
            return stale_removal_page(request, back_url=LIST["url"])
    context = {"form": form, "period": period, "breadcrumb": [BACK, LIST, {"label": "Bỏ khóa", "url": ""}]}
    return render_page(request, "aid/period_undo.html", context)


def _cells(row):
    period = row["period"]
    days = [period.first_day, period.last_day, period.closed_on]
    return [*days, period.reason, row["disbursements"], row["commitments"], row["counterparts"], row["items"]]


def _line_cells(label, row):
    usd = None if row["usd_minor"] is None else from_minor(row["usd_minor"], "USD")
    item = row["item"]
    return [
        label,
        item.code,
        item.name,
        row["booked_on"],
        row["effective_on"],
        row["amount"],
        usd,
        row["reason"],
    ]
