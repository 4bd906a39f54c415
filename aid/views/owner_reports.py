"""Reports of owners: the board, the reports of one item, writing one down, reminding."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aid import permissions
from aid.actions import owner_reports as actions
from aid.deadline_law import deadline_law
from aid.forms.money import ReasonForm
from aid.forms.owner_reports import OwnerReportForm, RemindForm
from aid.models import AidItem, OwnerReport
from aid.owner_board import OwnerBoardFilter, board_sentence
from aid.owner_reports import Year, for_board
from aid.pages import BACK
from aid.tables.owner_reports import OwnerBoardTable
from aid.views.answers import list_page, refused_by_rules, show_conflict
from core.history import VersionConflictError
from core.http import get_visible_or_404, render_page, stale_removal_page
from core.lists import ListPage
from core.permissions import Area, area_required, require

BOARD = {"label": "Báo cáo của chủ khoản", "url": "/vien-tro/bao-cao-chu-khoan/"}
# Reports of years longer ago are asked for by the address alone.
_YEARS_BACK = 10


def _year(request):
    """Return the year that the address names, else this one."""
    today, text = timezone.localdate(), request.GET.get("nam", "")
    is_year = text.isascii() and text.isdigit() and len(text) == 4 and 1990 <= int(text) <= 2099
    return Year(int(text) if is_year else today.year, today, deadline_law())


@require_safe
@area_required(Area.AID)
def owner_board(request):
    """Which owners have sent which report of a year, which owe one, which are late."""
    year = _year(request)
    items = year.items(AidItem.objects.visible_to(request.user))
    page = ListPage(
        request,
        for_board(items).order_by("owner__name", "-approved_on", "-pk"),
        filterset=lambda *args, **kwargs: OwnerBoardFilter(*args, year=year, **kwargs),
        table=OwnerBoardTable,
        name=f"Báo cáo của chủ khoản năm {year.number}",
        table_kwargs={"year": year},
    )
    if page.wants_export:
        return page.export()
    page.totals = board_sentence(year, page.rows, request.GET)
    return list_page(request, "aid/owner_board.html", {"page": page, "year": year})


@require_safe
@area_required(Area.AID)
def owner_reports(request, code):
    """The reports that the owner of one item owes for a year, and all that were sent."""
    item = get_visible_or_404(for_board(AidItem.objects.with_end()), request.user, code=code)
    return _item_page(request, item)


def _item_page(request, item, *, status=200):
    year = _year(request)
    context = {
        "item": item,
        "year": year,
        "years": _years(item, year.number),
        "duties": year.duties(item),
        "reports": item.owner_reports.select_related("document").order_by("-year", "kind"),
        "reminders": item.owner_reminders.all(),
        "can_edit": permissions.can_edit_item(request.user, item),
        "can_remind": permissions.can_remind_owner(request.user),
        "breadcrumb": [BACK, BOARD, {"label": item.code, "url": ""}],
    }
    return render_page(request, "aid/owner_reports.html", context, status=status)


def _years(item, shown):
    """Return the years of an item's life as tabs, newest first; none where it has but one."""
    today = timezone.localdate().year
    begun = item.approved_on or item.started_on
    first = max(begun.year, today - _YEARS_BACK) if begun else today
    years = sorted({*range(first, today + 1), shown}, reverse=True)
    tabs = [{"label": f"Năm {year}", "url": _back(item, year), "active": year == shown} for year in years]
    return tabs if len(tabs) > 1 else []


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def owner_report_add(request, code):
    """Write down a report that the owner sent."""
    item = get_visible_or_404(AidItem.objects, request.user, code=code)
    require(permissions.can_edit_item(request.user, item))
    return _form(request, item, None)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def owner_report_edit(request, code, pk):
    """Change a report."""
    row = _row(request, code, pk)
    return _form(request, row.item, row)


def _row(request, code, pk):
    rows = OwnerReport.objects.select_related("item", "document")
    row = get_visible_or_404(rows, request.user, item__code=code, pk=pk)
    require(permissions.can_edit_item(request.user, row.item))
    return row


def _back(item, year):
    return f"{reverse('aid:owner_reports', args=[item.code])}?nam={year}"


def _form(request, item, row):
    kinds = OwnerReport.Kind.values
    asked = request.GET.get("loai", "")
    year = _year(request).number
    start = {"kind": asked if asked in kinds else OwnerReport.Kind.YEAR, "year": year}
    form = OwnerReportForm(request.POST or None, request.FILES or None, row=row, initial=start)
    back = _back(item, row.year if row else year)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, form, item, row)
        except VersionConflictError as error:
            return show_conflict(request, form, OwnerReportForm(row=error.record), back_url=back)
        if saved:
            messages.success(request, f"Đã ghi {saved.get_kind_display()} {saved.year} của {item.code}.")
            return redirect(_back(item, saved.year))
    label = "Sửa báo cáo" if row else "Ghi báo cáo của chủ khoản"
    here = [BACK, BOARD, {"label": item.code, "url": back}, {"label": label, "url": ""}]
    context = {"form": form, "item": item, "row": row, "label": label, "back": back, "breadcrumb": here}
    return render_page(request, "aid/owner_report_form.html", context)


def _save(request, form, item, row):
    told = {
        "values": form.values(),
        "upload": form.cleaned_data["file"],
        "today": timezone.localdate(),
        "by": request.user,
    }
    with refused_by_rules(form, file_field="file"):
        if row:
            return actions.edit_owner_report(report=row, expected=form.cleaned_data["version"], **told)
        return actions.add_owner_report(item=item, **told)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def owner_report_remove(request, code, pk):
    """Ask for the reason, then delete a report written by mistake."""
    row = _row(request, code, pk)
    back = _back(row.item, row.year)
    form = ReasonForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        told = {"expected": form.cleaned_data["version"], "reason": form.cleaned_data["reason"]}
        try:
            actions.remove_owner_report(report=row, by=request.user, **told)
        except VersionConflictError:
            return stale_removal_page(request, back_url=back)
        messages.success(request, f"Đã xóa {row.get_kind_display()} {row.year} của {code}.")
        return redirect(back)
    here = [BACK, BOARD, {"label": code, "url": back}, {"label": "Xóa báo cáo", "url": ""}]
    context = {"form": form, "item": row.item, "row": row, "back": back, "breadcrumb": here}
    return render_page(request, "aid/owner_report_remove.html", context)


@require_POST
@area_required(Area.AID)
def owner_remind(request, code):
    """Remind the owner of a report that it owes."""
    item = get_visible_or_404(for_board(AidItem.objects.with_end()), request.user, code=code)
    require(permissions.can_remind_owner(request.user))
    form = RemindForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Chưa rõ nhắc báo cáo nào; mở lại trang rồi bấm nút Nhắc của báo cáo đó.")
        return redirect("aid:owner_reports", code=item.code)
    kind, today = form.cleaned_data["kind"], timezone.localdate()
    year = Year(form.cleaned_data["year"], today, deadline_law())
    duty = next(duty for duty in year.duties(item) if duty.kind == kind)
    back = _back(item, form.cleaned_data["year"])
    if duty.is_sent or not duty.is_owed:
        messages.error(request, f"{duty.label} {duty.year}: {duty.words}, nên không nhắc.")
        return redirect(back)
    reminder = actions.remind_owner(
        item=item, kind=kind, year=duty.year, due_on=duty.due_on, today=today, by=request.user
    )
    if reminder.told:
        messages.success(request, f"Đã nhắc {reminder.told} người của {item.owner.name}.")
    else:
        messages.warning(
            request,
            f"Đã ghi lần nhắc, nhưng {item.owner.name} chưa có ai nhận được: hôm nay đã nhắc, "
            "hoặc cơ quan chưa có tài khoản. Gọi điện hoặc gửi công văn.",
        )
    return redirect(back)
